"""Tries to work out hidden groups from a report's files: their names, their sizes, and what their people answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from gapsurvey.model import Cell, Counts, Item
from gapsurvey.outputs import OUTPUTS
from gapsurvey.privacy.merging import merged
from gapsurvey.report import Report
from tests.attack.extract import EXTRACTORS, Found
from tests.attack.studies import Attacked

__all__ = ["Recovered", "attack"]

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What should have stayed unknown: by which format or attack, of which cell and item, and what is known of it."""

    by: str
    cell: str
    item: str
    found: str


def attack(study: Attacked) -> list[Recovered]:
    """Everything that could be recovered, from every format. Raises KeyError where a format has no reader."""
    rendered = {name: EXTRACTORS[name](output.render(study.report)) for name, output in OUTPUTS.items()}
    found = [recovered for name, seen in rendered.items() for recovered in _told(study, name, seen, rendered["json"])]
    for audience in study.report.study.believers:
        found += [*_worked_out(study, audience), *_screened(study.report, audience)]
    return found


def _hidden(study: Attacked, audience: str) -> set[Cell]:
    """The groups with fewer than k people, which no format may name."""
    k = study.report.study.thresholds.min_cell
    return {c for c, n in study.truth.members.items() if c.audience == audience and c.by and 0 < n < k}


def _told(study: Attacked, name: str, seen: Found, results: Found) -> Iterator[Recovered]:
    """Names of hidden groups; and bases of groups that results.json, which is attacked in full, does not hold."""
    everywhere = {c.segment for c, n in study.truth.members.items() if n >= study.report.study.thresholds.min_cell}
    for audience in study.report.study.believers:
        for label in {cell.segment for cell in _hidden(study, audience) if cell.segment} - everywhere:
            if any(re.search(re.escape(label), text, re.IGNORECASE) for text in seen.texts):
                yield Recovered(name, label, "", "is named")
    k = study.report.study.thresholds.min_cell
    for segment, n in seen.bases - results.bases:
        yield Recovered(name, segment, "", f"base {n} stands in no results.json")
    for segment, n in seen.bases:
        if 0 < n < k:
            yield Recovered(name, segment, "", f"base {n}")


# --- adding and subtracting -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is published of one item: the cells, which combinations of groups are in them, and their counts (cells × columns)."""

    cells: tuple[Cell, ...]
    rows: Matrix
    counts: Matrix


def _published(report: Report, audience: str) -> dict[Item | None, set[tuple[str, str]]]:
    """Per item, the (table, segment) that any number of it is published of; None: of anything at all."""
    found: dict[Item | None, set[tuple[str, str]]] = {None: set()}
    for table in report.tables:
        for e in table.estimates:
            if e.audience != audience or "unscreened" in e.measure or (e.segment and table.of != audience):
                continue
            place = (table.by, e.segment) if e.segment else ("", "")
            for item in _items(e.feature, e.measure, e.at):
                found.setdefault(item, set()).add(place)
            found[None].add(place)
    return found


def _items(feature: str, measure: str, at: float | None) -> Iterator[Item]:
    """The items that a measure may be made of."""
    if measure.startswith(("take", "revenue", "optimal", "mean_price", "median_price")):
        yield Item(feature, "pay", "price")
    elif "_estimate" in measure:
        yield Item(feature, measure.partition("_")[0], "estimate", at or 0.0)
    elif re.search("_(theta|mean|top2|bottom2|level)", measure):
        yield Item(feature, measure.partition("_")[0], "rating")
    else:
        yield Item(feature, measure.partition("_")[0], "share")


def _worked_out(study: Attacked, audience: str) -> Iterator[Recovered]:
    """Hidden sizes, and hidden answers, that fewer than three whole numbers fit.

    The reader knows the exact counts of whatever is published, to the last person and answer: more than any number tells,
    rounded or held off its ends as it is. And which combinations of groups there are.
    """
    truth, spec = study.truth, study.report.study
    published = _published(study.report, audience)
    everyone = Cell(audience)
    combinations = truth.combinations[everyone]
    if not combinations:
        return
    cells = [c for c, n in truth.members.items() if c.audience == audience and c.by and n > 0]
    shown = {(c.by, c.segment): c for c in cells if c.segment}
    people = np.array(list(combinations.values()), float)
    rows = {c: _row(c, combinations) for c in (everyone, *cells)}
    known = {place: [shown[place]] for place in published[None] if place in shown}
    if spec.audiences[audience].small_cells == "merge":
        known |= {
            (c.by, c.segment): sorted(of) for c, of in _others(study, audience).items() if (c.by, c.segment) in published[None]
        }
    sizes = _known(everyone, known, rows, lambda c: np.array([rows[c] @ people]))
    small = [c for c in cells if c.segment and truth.members[c] < spec.thresholds.min_cell]
    secret = [c for c in small if (c.by, c.segment) not in known]
    for cell in secret:
        if any(by == cell.by for by, _ in known):
            least, most = _ends(sizes, rows[cell], 0, [rows[c] for c in secret])
            if most - least < 2:
                yield Recovered("sizes", cell.segment, "", f"{least}–{most} people")
    for item, places in published.items():
        whole = truth.counts[everyone].get(item) if item is not None else None
        if item is None or whole is None or whole.base == 0:
            continue
        here = {place: of for place, of in known.items() if place in places}
        levels = whole.levels

        def answers(c: Cell, item: Item = item, levels: Sequence[float] = levels) -> Matrix:
            return _per_level(truth.counts[c][item], levels)

        given = _known(everyone, here, rows, answers)
        for cell in secret:
            own = any(by == cell.by for by, _ in here)
            if own or not _inherent(rows[cell], given):
                yield from _answers(given, rows[cell], levels, cell, item, own=own)


def _answers(given: Known, row: Matrix, levels: Sequence[float], cell: Cell, item: Item, *, own: bool) -> Iterator[Recovered]:
    """Whether, for some answer, it is known how many of the cell gave another one: fewer than three whole numbers fit.

    own: the item is published in the cell's own table. Where it is not, the cell's people are open if they may differ, by two
    at least; the sizes of two published groups always say something of those who are in both.
    """
    ends = [_ends(given, row, column, []) for column in range(given.counts.shape[1])]
    wide = np.array([most - least for least, most in ends])
    for i, level in enumerate(levels):
        others = sum(most for _, most in ends) - ends[i][1]
        if given.counts[:, i].any() and (wide.sum() - wide[i] < 2 if own else others < 2 or wide.sum() == 0):
            told = ", ".join(f"{least}–{most} say {of:g}" for (least, most), of in zip(ends, levels, strict=True))
            yield Recovered("answers", f"{cell.by}: {cell.segment}", f"{item.asks} {item.kind}, not {level:g}", told)
            return


def _inherent(row: Matrix, given: Known) -> bool:
    """Whether each of the cell's people is in a published group that gave one answer, but for one person.

    Then publishing those groups says so, without any sum or difference.
    """
    others = given.counts.sum(axis=1, keepdims=True) - given.counts
    alike = np.array([(given.rows[of < 2] > 0).any(axis=0) for of in others.T])  # per answer and combination
    return bool((alike | (row == 0)).all(axis=1).any())


def _screened(report: Report, audience: str) -> Iterator[Recovered]:
    """Whether totals with and without those who were set aside differ by a few, or by people of one mind."""
    ours = [e for table in report.tables for e in table.estimates if e.audience == audience and not e.segment and not e.against]
    rows = {(e.feature, e.measure): e for e in ours}
    for (feature, measure), everybody in rows.items():
        kept = rows.get((feature, measure.removesuffix("_unscreened")))
        if not measure.endswith("_unscreened") or kept is None or everybody.n_weighted != everybody.n:
            continue
        people = (everybody.n or 0) - (kept.n or 0)
        yes = (everybody.value or 0) * (everybody.n or 0) - (kept.value or 0) * (kept.n or 0)
        alike = people > 0 and not kept.flag and not 1.5 < yes < people - 1.5
        if 0 < people < report.study.thresholds.min_cell or alike:
            yield Recovered("screening", feature, measure, f"{yes:g} of {people}")


def _row(cell: Cell, combinations: Mapping[tuple[Cell, ...], int]) -> Matrix:
    parts = {*cell.parts} or ({cell} if cell.by else set())
    return np.array([float(parts <= {*combination}) for combination in combinations])


def _per_level(counts: Counts, levels: Sequence[float]) -> Matrix:
    found = np.zeros(len(levels))
    for level, n in zip(counts.levels, counts.n, strict=True):
        found[list(levels).index(level)] += n
    return found


def _known(everyone: Cell, known: Mapping[tuple[str, str], list[Cell]], rows: Mapping[Cell, Matrix], counts: object) -> Known:
    groups = [[everyone], *known.values()]
    return Known(
        tuple(parts[0] for parts in groups),
        np.array([np.sum([rows[c] for c in parts], axis=0) for parts in groups]),
        np.array([np.sum([counts(c) for c in parts], axis=0) for parts in groups]),  # type: ignore[operator]
    )


def _others(study: Attacked, audience: str) -> dict[Cell, frozenset[Cell]]:
    """The groups that are shown merged, and what each is made of: told to the reader, who could only guess it."""
    tallies, found = study.truth, dict[Cell, frozenset[Cell]]()
    for by in study.report.study.audiences[audience].segments:
        tallies, made_of = merged(tallies, audience, by, study.report.study.thresholds.min_cell)
        for cell, parts in made_of.items():
            found[cell] = frozenset(first for part in parts for first in found.pop(part, {part}))
    return found


def _ends(known: Known, target: Matrix, column: int, inhabited: Sequence[Matrix]) -> tuple[int, int]:
    """Fewest and most, in whole people, of the target's combinations that fit what is known."""
    constraints = [LinearConstraint(known.rows, known.counts[:, column], known.counts[:, column])]
    if len(inhabited):
        constraints.append(LinearConstraint(np.array(inhabited), 1, np.inf))
    ends = []
    for sign in (1, -1):
        found = milp(sign * target, integrality=np.ones(len(target)), bounds=Bounds(0, np.inf), constraints=constraints)
        assert found.status == 0, found.message
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]
