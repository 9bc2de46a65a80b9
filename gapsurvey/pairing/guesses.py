"""What only employees were asked about things that customers were asked about: estimates of their share, and delivery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gapsurvey.matching import fold
from gapsurvey.model import Column
from gapsurvey.pairing.asks import asked
from gapsurvey.pairing.likeness import likeness
from gapsurvey.pairing.options import not_a_feature
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import Reading
from gapsurvey.pairing.texts import Price, price_in, subject, without_price, words

__all__ = ["deliveries", "guesses"]

_LIKELY, _SURE, _MARGIN = 0.62, 0.85, 0.03


@dataclass(frozen=True, slots=True)
class _Answered:
    """One thing that customers answered, which somebody may have estimated. about: the option, row, or ""."""

    question: Question
    column: str
    about: str
    asks: str
    matter: tuple[str, ...]
    price: Price | None


def guesses(customers: Sequence[Question], employees: Iterable[Question], likely: float = _LIKELY) -> list[MirrorPair]:
    """Pairs of a customers' question and the estimates of its shares, by what was estimated and at which price.

    likely: how alike the words must be, 0–1.
    """
    answered = [thing for question in customers for thing in _things(question)]
    asked_for = [(q, c) for q in employees if q.reading.form == "estimate" for c in q.columns]
    texts = [f"{c.text} {c.option}" for _, c in asked_for]
    alike = likeness([thing.matter for thing in answered], [without_price(text) for text in texts])
    groups: defaultdict[tuple[int, str, float], list[tuple[int, _Answered, float, bool]]] = defaultdict(list)
    for j, (_, column) in enumerate(asked_for):
        price = price_in(f"{column.text} {column.option}")
        scores = alike[:, j] * [_allowed(thing, texts[j], price) for thing in answered] if answered else np.zeros(0)
        if not scores.size or scores.max() < likely:
            continue
        best = int(scores.argmax())
        sure = scores[best] >= _SURE and scores[best] >= np.delete(scores, best).max(initial=0.0) + _MARGIN
        thing = answered[best]
        groups[id(thing.question), thing.asks, price.value if price else 0.0].append((j, thing, float(scores[best]), bool(sure)))
    return [_pair(group, asked_for) for group in groups.values()]


def _things(question: Question) -> Iterator[_Answered]:
    """What customers answered yes or no to: options, rows, rungs, or the question itself."""
    form = question.reading.form
    if form in ("multi-select", "single-select") and not question.reading.codes:
        names = {column.option: column.name for column in question.columns}
        for option in sorted(question.reading.options):
            if not not_a_feature(option):
                matter = tuple(dict.fromkeys((*question.matter, *words(option))))
                yield _Answered(
                    question,
                    names.get(option, question.columns[0].name),
                    option,
                    asked(question.text, "", form, question.reading),
                    matter,
                    None,
                )
    elif form in ("yes-no", "price-ladder"):
        for column in question.columns:
            text = f"{column.text} {column.option}"
            about = column.option if form == "yes-no" else ""
            yield _Answered(
                question, column.name, about, asked(text, "", form, question.reading), without_price(text), price_in(text)
            )


def _allowed(thing: _Answered, text: str, price: Price | None) -> float:
    """1 where an estimate may be of this thing: it asks the same, at the same price."""
    if asked(text, "", "estimate", thing.question.reading) != thing.asks:
        return 0.0
    return float((thing.price.value if thing.price else 0.0) == (price.value if price else 0.0))


def _pair(group: list[tuple[int, _Answered, float, bool]], asked_for: Sequence[tuple[Question, Column]]) -> MirrorPair:
    group.sort(key=lambda guess: (fold(guess[1].about), guess[0]))
    first = group[0][1]
    guessed = [asked_for[j] for j, *_ in group]
    return MirrorPair(
        customers=tuple(dict.fromkeys(thing.column for _, thing, *_ in group)),
        employees=tuple(column.name for _, column in guessed),
        shape="estimate",
        asks=first.asks,
        score=round(sum(score for *_, score, _ in group) / len(group), 3),
        reason="an estimate of the share of customers who say this; "
        + ("the same words once that is off" if min(score for *_, score, _ in group) > 1 - 1e-9 else "words alike"),
        confidence="sure" if all(sure for *_, sure in group) else "likely",
        texts=(first.question.text, guessed[0][0].text),
        rows=tuple(thing.about for _, thing, *_ in group),
        read=(first.question.reading, guessed[0][0].reading),
    )


_DELIVERY = frozenset("deliver provide offer build well easily easy able leisten liefern umsetzen anbieten gut leicht".split())


def deliveries(customers: Sequence[Question], employees: Iterable[Question]) -> list[MirrorPair]:
    """Ratings of how well things could be delivered that customers were asked about; a pair without customers' columns."""
    things = sorted({thing.about or subject(thing.question.text) for question in customers for thing in _things(question)} - {""})
    rated = [
        (q, c)
        for q in employees
        if q.reading.form == "rating" and asked("", q.text, "rating", q.reading) == "deliver"
        for c in q.columns
    ]
    matters = [[word for word in words(f"{c.text} {c.option}") if word not in _DELIVERY] for _, c in rated]
    alike = likeness([words(thing) for thing in things], matters)
    groups: defaultdict[tuple[str, ...], dict[str, tuple[int, float]]] = defaultdict(dict)
    for j, (question, _) in enumerate(rated):
        best = int(alike[:, j].argmax()) if things else -1
        if best >= 0 and alike[best, j] >= _SURE:
            groups[question.reading.scale].setdefault(things[best], (j, float(alike[best, j])))
    return [
        MirrorPair(
            customers=(),
            employees=tuple(rated[j][1].name for j, _ in found.values()),
            shape="rating",
            asks="deliver",
            score=round(sum(score for _, score in found.values()) / len(found), 3),
            reason="asked of employees only: how well they could deliver what customers were asked about",
            confidence="sure",
            texts=("", rated[next(iter(found.values()))[0]][0].text),
            rows=tuple(found),
            read=(Reading("empty"), rated[next(iter(found.values()))[0]][0].reading),
        )
        for found in groups.values()
    ]
