"""Estimates as a table to read: a row per feature, segment and price; a column per measure and audience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from gapsurvey.glossary import FLAGS, MEASURES, READINGS
from gapsurvey.language import say
from gapsurvey.phrasing import ABSENT, count, interval, price, quantity, short, titled
from gapsurvey.report import Estimate
from gapsurvey.study import Study

__all__ = ["Grid", "GridCell", "cell", "grid", "grids", "spanned", "who"]


Place: TypeAlias = tuple[str, str, str, float | None]  # what a row is about: feature, than, segment, at
Column: TypeAlias = tuple[str, str, str]  # what a number is: measure, audience, against


@dataclass(frozen=True, slots=True)
class GridCell:
    """A number as it is shown, its interval, its base, its alignment and its flag's mark; each "" where there is none."""

    value: str
    interval: str = ""
    base: str = ""
    alignment: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts.

    heads: names of the columns that say what a row is about; columns: (measure, audience) of the others; rows: per row its
    heads' texts and its cells, None where there is no number; footnotes: (mark, meaning) of the marks in it.
    """

    heads: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, ...], tuple[GridCell | None, ...]], ...]
    footnotes: tuple[tuple[str, str], ...]


def grid(estimates: Iterable[Estimate], study: Study, by: str = "") -> Grid:
    """The estimates as a grid; `by` names the segmentation that their segments belong to."""
    cells: dict[Place, dict[Column, Estimate]] = {}
    for e in estimates:
        cells.setdefault(_place(e), {}).setdefault(_column(e), e)
    shown = [e for row in cells.values() for e in row.values()]
    columns = sorted(dict.fromkeys(key for row in cells.values() for key in row), key=lambda key: _order(study, key))
    segmented, placed = any(e.segment for e in shown), any(e.at is not None for e in shown)
    paired = any(e.than for e in shown)
    point = all(e.measure.endswith("_level") for e in shown if e.at is not None)
    featured = any(e.feature for e in shown) or not segmented
    heads = [
        *([say("Feature")] if featured else []),
        *([say("Beside")] if paired else []),
        *([by or say("Segment")] if segmented else []),
        *([say("Point") if point else say("Price")] if placed else []),
    ]

    def named(feature: str) -> str:
        known = study.features.get(feature)
        return titled(known.label) if known else feature

    def row_heads(feature: str, than: str, segment: str, at: float | None) -> tuple[str, ...]:
        where = ABSENT if at is None else short(at) if point else price(at, study.currency)
        return (
            *([named(feature) or (ABSENT if segment else say("All features"))] if featured else []),
            *([named(than) or ABSENT] if paired else []),
            *([segment or say("All")] if segmented else []),
            *([where] if placed else []),
        )

    return Grid(
        tuple(heads),
        tuple((MEASURES[measure].label, who(study, measure, audience, against)) for measure, audience, against in columns),
        tuple(
            (row_heads(*place), tuple(cell(study, row[key]) if key in row else None for key in columns))
            for place, row in cells.items()
        ),
        tuple(FLAGS[flag] for flag in FLAGS if flag and any(flag in e.flag.split() for e in shown)),
    )


def grids(estimates: Sequence[Estimate], study: Study, by: str = "") -> tuple[Grid, ...]:
    """The estimates as one grid or several: rows that have no column in common stand apart, and not in each other's gaps."""
    rows: dict[Place, set[Column]] = {}
    for e in estimates:
        rows.setdefault(_place(e), set()).add(_column(e))
    together: list[set[Column]] = []
    for columns in rows.values():
        met = [some for some in together if some & columns]
        together = [some for some in together if some not in met] + [columns.union(*met)]
    together.sort(key=lambda columns: min(_order(study, column) for column in columns))
    return tuple(grid([e for e in estimates if _column(e) in columns], study, by) for columns in together)


def spanned(cells: Sequence[GridCell | None]) -> Iterator[tuple[GridCell | None, int]]:
    """The cells of a row, each with how many columns it takes: empty ones side by side, a table's most at times, are one."""
    for empty, some in groupby(cells, lambda each: each is None):
        if empty:
            yield None, len(list(some))
        else:
            yield from ((each, 1) for each in some)


def _place(e: Estimate) -> Place:
    return e.feature, e.than, e.segment, e.at


def _column(e: Estimate) -> Column:
    return e.measure, e.audience, e.against


def _order(study: Study, column: Column) -> tuple[int, int]:
    """Measures as the glossary orders them; customers before believers."""
    measure, audience, _ = column
    audiences = list(study.audiences)
    return list(MEASURES).index(measure), audiences.index(audience) if audience in audiences else -1


def who(study: Study, measure: str, audience: str, against: str) -> str:
    """Whose number it is, or which is subtracted from which: of ranks and places, where less is better, believers'."""
    sides = (against, audience) if "_rank_gap" in measure or measure.endswith("_place_gap") else (audience, against)
    if MEASURES[measure].unit == "people":  # a base that is needed beside the other side's: nothing is subtracted
        whose = [study.label(name) for name in (audience, against) if name in study.audiences]
        return say("{audience} beside {other}", audience=whose[0], other=whose[1]) if len(whose) == 2 else "".join(whose)
    return " − ".join(study.label(name) for name in sides if name in study.audiences)


def cell(study: Study, e: Estimate) -> GridCell:
    """A number as every table of the page shows it."""
    measure = MEASURES[e.measure]
    fine = 1 if measure.unit in ("share", "pp", "distance") else 0
    return GridCell(
        quantity(measure, e.value, study.currency, fine),
        interval(measure, e.low, e.high, study.currency, fine),
        count(e.n) if e.n is not None and e.low is not None else "",
        READINGS[e.alignment][0] if e.alignment else "",
        " ".join(FLAGS[flag][0] for flag in e.flag.split()),
    )
