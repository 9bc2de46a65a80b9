"""What the report quotes of each audience, and what it does not: of too few, about a hidden belief, or naming a hidden group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.language import say
from gapsurvey.legible import cut, legible
from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Cell, Column, Export, Responses, Tallies
from gapsurvey.named import columns_counted
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
            if column.name in set(columns_counted(study, audience, records)):
                found = f'"{column.name}" is counted by the study, as an answer, a group or a weight'
                problems.append(Problem(at, found, "Name a column in which people wrote in their own words."))
    return problems


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
    records = {of.audience: Records(exports[of.audience], of.rows) for of in audiences}
    found = []
    for asked in study.verbatims:
        order = [name for name in (study.customers, *study.believers) if name in asked.sources]
        columns = {name: records[name].open(asked.sources[name], "") for name in order}
        question = cut(legible(asked.title or columns[order[0]].text), 200)
        for name, column in columns.items():
            customers = name == study.customers
            written = _written(column, records[name], frozenset() if customers else _hidden_groups(name, tallies, public))
            texts: tuple[str, ...] = ()
            note = _too_few(study, name, written.total()) or _withheld(study, name, asked.feature, tallies, public)
            if not note:
                texts = _chosen(written, asked.most, study.thresholds.seed)
                texts = texts if customers else _beside(texts, before.get(name, frozenset()), _least(study))
                note = _how() if texts else say("Nothing that {people} wrote here can be quoted.", people=study.label(name))
            found.append(Verbatims(name, question, asked.feature or "", texts, written.total() if customers else None, note))
    return tuple(found)


def _how() -> str:
    return say(
        "Chosen by a rule, not by taste: of the answers nearest to medium length, those least like each other, in an order that "
        "means nothing; what could tell who somebody is was taken out."
    )


def _least(study: Study) -> int:
    return max(FEWEST, study.thresholds.min_cell)


def _too_few(study: Study, audience: str, written: int) -> str:
    """That too few wrote to be quoted, "" where enough did."""
    if written >= _least(study):
        return ""
    return say(
        "Fewer than {least} {people} wrote something here that may be quoted, so nobody is.",
        least=_least(study),
        people=study.label(audience),
    )


def _written(column: Column, records: Records, unsaid: frozenset[str]) -> Counter[str]:
    """The texts that say something, as most wrote them, and how many people wrote each; none with any of the `unsaid` words."""
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(unsaid)))})(?!\w)") if unsaid else None
    spellings: dict[str, Counter[str]] = {}
    for value, givers in zip(column.values, records.givers(column).tolist(), strict=True):
        folded = fold(value)
        said = folded not in MISSING and _says_something(folded) and not (names and names.search(fold(legible(value))))
        if givers and said:
            spellings.setdefault(folded, Counter())[value] += givers
    return Counter({min(of, key=lambda text: (-of[text], text)): of.total() for of in spellings.values()})


def _says_something(text: str) -> bool:
    return any(map(str.isalpha, _PLACED.sub("", text)))


def _chosen(written: Iterable[str], most: int, seed: int) -> tuple[str, ...]:
    """The texts to show, of those that were written."""
    clean = [scrubbed(text) for text in nearest_to_medium(written, 4 * most + 40, seed)]
    return choice(list(dict.fromkeys(cut(text, LONGEST) for text in clean if _says_something(text))), most, seed)


def _withheld(study: Study, audience: str, feature: str | None, tallies: Tallies, public: Published) -> str:
    """Why believers are not quoted about a feature: what they answered about it is hidden, too; "" where nothing is."""
    cell = Cell(audience)
    if (
        feature is None
        or audience == study.customers
        or all(public.tallies.get(cell, item) is not None for item, _ in tallies.items(cell) if item.feature == feature)
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
