"""Questions about features: chosen from a list, rated in a grid, put in order, given points, and estimated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gapsurvey.errors import printable
from gapsurvey.questionnaire.asking.ask import UNKNOWN, Ask, Put, ends, points, scale, spelt, yes_and_no, yes_or_no
from gapsurvey.questionnaire.asking.prices import with_certainty
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.questionnaire.offered import NONE

__all__ = ["allocation", "estimate", "multi_select", "ranking", "rating", "single_select", "yes_no"]


def multi_select(ask: Ask) -> Put:
    """Of the features any, or none of them."""
    options = (*ask.listed("SQ"), Option(str(NONE), f"SQ{len(ask.features) + 1}", last=True, alone=True))
    return _picked(ask, ask.whole("several", "several", options))


def single_select(ask: Ask) -> Put:
    """Of the features one, or none; as a first choice also a competitor's offer, and then all with their prices."""
    rivals = [*ask.competing(*ask.features)] if ask.asked.asks == "prefer" else []
    features = ask.listed("A", priced=bool(rivals))
    texts = (*(ask.at(printable(rival.label, 300), rival.price) for rival in rivals), str(NONE))
    others = [Option(text, f"A{at}") for at, text in enumerate(texts, len(features) + 1)]
    return _picked(ask, ask.whole("one", "one", (*features, *others[:-1], replace(others[-1], last=True))))


def _picked(ask: Ask, question: Question) -> Put:
    """An option that was offered may be chosen by nobody, which is no mistake in the study."""
    texts = spelt(question.options)
    stands = {"yes": texts[ask.asked.feature]} if ask.asked.feature else {"answers": texts}
    return Put((question,), {"column": question.name, **stands, "unchosen": list(ask.features)})


def yes_no(ask: Ask) -> Put:
    """A yes or a no of one feature, or of each in a grid; both answers are to be given, so none is the easier one."""
    answers, means = yes_or_no(unsure=True), yes_and_no()
    if len(ask.features) > 1:
        return _grid(ask, ask.said("yes-no grid"), answers, **means)
    question = ask.one("yes-no", ask.features[0], answers)
    return with_certainty(ask, _each(ask, [question], **means))


def rating(ask: Ask) -> Put:
    """A point of the scale for one feature, or for each in a grid."""
    on = points(ask.asked)
    answers = (*on, Option(str(UNKNOWN), "NA", last=True))
    meaning = ends(ask.asked, on)
    if len(ask.features) > 1:
        return _grid(ask, f"{ask.said('rating grid')} {meaning}".rstrip(), answers, scale=scale(on))
    question = ask.one("rating", ask.features[0], answers)
    return _each(ask, [replace(question, text=f"{question.text} {meaning}".rstrip())], scale=scale(on))


def _grid(ask: Ask, text: str, answers: tuple[Option, ...], **means: Any) -> Put:
    """One question whose rows are the features: it is read once, and each is answered on the same scale."""
    rows = ask.listed("SQ")
    question = Question(next(ask.names), "grid", text, rows, asks=ask.asked.asks, shuffled=True, answers=answers)
    return Put((question,), {"column": question.name, "answers": spelt(rows), **means})


def estimate(ask: Ask) -> Put:
    """Of 100 customers, how many: a number for each feature, asked one by one, so that none is guessed beside another."""
    questions = []
    for name in ask.features:
        price = ask.asked.at_price[name] if ask.asked.asks == "pay" else None
        text = ask.said("estimate", name, ask.frame.at(price) if price else "")
        about = {"feature": name, "asks": ask.asked.asks, "price": price}
        questions.append(Question(next(ask.names), "number", text, **about, low=0, high=100, whole=True))  # type: ignore[arg-type]
    return _each(ask, questions)


def _each(ask: Ask, questions: Sequence[Question], **more: Any) -> Put:
    """A question of its own for every feature."""
    if ask.asked.feature:
        return Put(tuple(questions), {"column": questions[0].name, **more})
    return Put(tuple(questions), {"columns": {q.feature: q.name for q in questions}, **more}, shuffled=len(questions) > 1)


def ranking(ask: Ask) -> Put:
    """All features in order."""
    question = ask.whole("ranks", "ranks", ask.listed("A"))
    return Put((question,), {"column": question.name, "answers": spelt(question.options)})


def allocation(ask: Ask) -> Put:
    """A hundred points, divided among the features."""
    question = ask.whole("points", "points", ask.listed("SQ"), low=0, high=100)
    return Put((question,), {"column": question.name, "answers": spelt(question.options)})
