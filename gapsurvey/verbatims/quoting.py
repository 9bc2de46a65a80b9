"""What the report quotes of each audience, and what it does not: of too few, about a hidden belief, or naming a hidden group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.language import say
from gapsurvey.legible import cut, legible
from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Cell, Column, Export, Responses, Tallies
from gapsurvey.privacy import Published
from gapsurvey.records import Records, Unfound
from gapsurvey.report import Verbatims
from gapsurvey.study import Study
from gapsurvey.verbatims.choice import choice, nearest_to_medium
from gapsurvey.verbatims.scrubbing import scrubbed

__all__ = ["FEWEST", "quotes", "unquotable"]

FEWEST = 10  # people of an audience who wrote something, before any of them is quoted
LONGEST = 400  # characters of a quoted text
_PLACED = re.compile(r"\[[^\[\]]*\]")


def unquotable(study: Study, exports: Mapping[str, Export]) -> list[Problem]:
    """What is wrong with the columns that are to be quoted: not there, or counted by the study already.

    An answer that is counted has rules of its own for what is told of a few people; quoting it would go round them.
    """
    problems = []
    for i, asked in enumerate(study.verbatims):
        for audience, place in asked.sources.items():
            at = f"verbatims[{i}].{audience}"
            records = Records(exports[audience], np.arange(exports[audience].records))
            try:
                column = records.open(place, at)
            except Unfound as missing:
                problems.append(missing.problem)
                continue
            if column.name in set(_counted(study, audience, records)):
                found = f'"{column.name}" is counted by the study, as an answer, a group or a weight'
                problems.append(Problem(at, found, "Name a column in which people wrote in their own words."))
    return problems


def _counted(study: Study, audience: str, records: Records) -> Iterator[str]:
    """The names of the columns that the study reads of this audience otherwise."""
    spec = study.audiences[audience]
    named = [*spec.where, *spec.segments.values(), *spec.attention]
    if spec.weights is not None and spec.weights.column:
        named.append(spec.weights.column)
    for i, question in enumerate(study.questions):
        if audience in question.sources:
            asked = study.asked(i, audience)
            columns = asked.columns.values() if isinstance(asked.columns, dict) else asked.columns or ()
            parts = (part for part in asked.parts.values() if isinstance(part, str))
            sure = (asked.certainty.column,) if asked.certainty else ()
            named += [*((asked.column,) if asked.column else ()), *columns, *parts, *sure]
    for name in named:
        with suppress(Unfound):  # told where it is coded
            yield from (column.name for column in records.find(name, ""))


def quotes(
    study: Study,
    exports: Mapping[str, Export],
    audiences: Sequence[Responses],
    tallies: Tallies,
    public: Published,
    before: Mapping[str, frozenset[str]],
) -> tuple[Verbatims, ...]:
    """What is quoted, open question by open question, customers first.

    audiences: those whose responses count; tallies, public: before and after what could give a believer away was hidden;
    before: per audience, what an earlier report quotes of it.
    """
    responses = {of.audience: of for of in audiences}
    found = []
    for asked in study.verbatims:
        columns = {
            name: Records(exports[name], responses[name].rows).open(asked.sources[name], "")
            for name in (study.customers, *study.believers)
            if name in asked.sources
        }
        question = cut(legible(asked.title or next(iter(columns.values())).text), 200)
        for name, column in columns.items():
            written = _written(column, Records(exports[name], responses[name].rows))
            n = written.total()
            customers = name == study.customers
            note = "" if customers else _withheld(study, name, asked.feature, tallies, public)
            least = max(FEWEST, study.thresholds.min_cell)
            if n < least:
                few = "Fewer than {least} {people} wrote something here, so nobody is quoted."
                note = say(few, least=least, people=study.label(name))
            texts: tuple[str, ...] = ()
            if not note:
                unsaid = frozenset() if customers else _hidden_groups(name, tallies, public)
                texts = _chosen(written, asked.most, study.thresholds.seed, unsaid)
                texts = texts if customers else _beside(texts, before.get(name, frozenset()), least)
                note = _how() if texts else say("Nothing that {people} wrote here can be quoted.", people=study.label(name))
            found.append(Verbatims(name, question, asked.feature or "", texts, n if customers else None, note))
    return tuple(found)


def _how() -> str:
    return say(
        "Chosen by a rule, not by taste: of the answers nearest to medium length, those least like each other, in an order that "
        "means nothing; what could tell who somebody is was taken out."
    )


def _written(column: Column, records: Records) -> Counter[str]:
    """The texts that say something, as most wrote them, and how many people wrote each."""
    spellings: dict[str, Counter[str]] = {}
    for value, givers in zip(column.values, records.givers(column).tolist(), strict=True):
        folded = fold(value)
        if givers and folded not in MISSING and any(map(str.isalpha, _PLACED.sub("", folded))):
            spellings.setdefault(folded, Counter())[value] += givers
    return Counter({min(of, key=lambda text: (-of[text], text)): of.total() for of in spellings.values()})


def _chosen(written: Mapping[str, int], most: int, seed: int, unsaid: frozenset[str]) -> tuple[str, ...]:
    """The texts to show, without those that say any of the `unsaid` words."""
    said = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(unsaid)))})(?!\w)") if unsaid else None
    safe = [text for text in written if said is None or not said.search(fold(legible(text)))]
    clean = [scrubbed(text) for text in nearest_to_medium(safe, 4 * most + 40, seed)]
    shown = dict.fromkeys(cut(text, LONGEST) for text in clean if any(map(str.isalpha, _PLACED.sub("", text))))
    return choice(list(shown), most, seed)


def _withheld(study: Study, audience: str, feature: str | None, tallies: Tallies, public: Published) -> str:
    """Why believers are not quoted about a feature: what they answered about it is hidden, too; "" where nothing is."""
    cell = Cell(audience)
    if feature is None or all(
        public.tallies.get(cell, item) is not None for item, _ in tallies.items(cell) if item.feature == feature
    ):
        return ""
    people, label = study.label(audience), study.features[feature].label
    return say(
        "Nobody is quoted, because some of what {people} answered about {feature} is hidden.", people=people, feature=label
    )


def _hidden_groups(audience: str, tallies: Tallies, public: Published) -> frozenset[str]:
    """The names, folded, of the groups of believers that are not shown: who writes of one may be in it."""
    cells = (
        cell for cell, n in tallies.members.items() if n and cell.audience == audience and cell not in public.tallies.members
    )
    return frozenset(fold(part.segment) for part in chain.from_iterable(cell.parts or (cell,) for cell in cells) if part.segment)


def _beside(texts: tuple[str, ...], before: frozenset[str], least: int) -> tuple[str, ...]:
    """The texts without those that an earlier report of the same people does not quote, where these are few.

    They could be what those wrote who answered since.
    """
    new = [text for text in texts if text not in before]
    same = len(new) < len(texts)
    return tuple(text for text in texts if text in before) if same and len(new) < least else texts
