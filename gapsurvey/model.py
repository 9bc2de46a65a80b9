"""The nouns that travel through the hourglass: Export, Responses, Tallies, Table, Report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd

    from gapsurvey.study import Study

Codes: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Counted: TypeAlias = NDArray[np.int64]

# --- what a survey tool wrote ---------------------------------------------------------------------------------------

ColumnKind: TypeAlias = Literal["answer", "free-text", "metadata"]
Status: TypeAlias = Literal["kept", "preview", "test", "spam", "incomplete", "disqualified"]
STATUSES: tuple[Status, ...] = ("kept", "preview", "test", "spam", "incomplete", "disqualified")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of an export, as categories: the few distinct texts, and which of them each record holds.

    name: the tool's own name of it, unique within the export (a repeated one carries a visible suffix, "Other (2)");
    text: the question as respondents read it; option: the option or grid row this column is about, "" for none;
    codes: int32 per record, index into `values`, −1 where the cell is blank; values: the distinct cell texts, as written;
    stored: where the file labels its codes (SPSS), values are the labels, which is what respondents read, and this holds
    beside each of them the code that the file has; else it is empty. A study may name either, see `Records.words`.
    """

    name: str
    text: str
    option: str
    kind: ColumnKind
    codes: Codes
    values: tuple[str, ...]
    stored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """A survey tool's file, made uniform.

    status: per record, an index into STATUSES; seconds: per record, how long the interview took, NaN where unknown;
    personal: names of the columns with personal data, whose contents were dropped at the door;
    latest: ISO date of the latest response, "" where the file has none; notes: what the reader decided and a person may
    want to know (encoding, delimiter, sheet).
    """

    tool: str
    file: str
    sha256: str
    columns: tuple[Column, ...]
    status: NDArray[np.int8]
    seconds: Floats
    personal: tuple[str, ...] = ()
    latest: str = ""
    notes: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """How many responses the file holds, kept or not."""
        return len(self.status)


# --- one audience, coded by the study -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing that one audience was asked about one feature: what is counted, and what is compared.

    asks: want, need, pay, prefer, deliver, sell, or want-and-pay (derived: wanted, and worth the price);
    kind: what an answer's number means: "share" (0/1), "rating" (the scale's position, 1 = lowest), "estimate"
    (a believed share, 0–1), "price" (the highest price accepted, 0 = none); price: that of a share or an estimate that
    was asked at one price, else 0.
    """

    feature: str
    asks: str
    kind: str
    price: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """An item's answers: levels are the possible numbers, ascending; codes per respondent index them, −1 no answer."""

    item: Item
    levels: tuple[float, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class SegmentCodes:
    """A segmentation: cells are its names; codes per respondent index them, −1 where the respondent has none."""

    name: str
    cells: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """One audience's kept respondents, coded by the study. No personal data, no texts."""

    audience: str
    weight: Floats
    segments: tuple[SegmentCodes, ...]
    answers: tuple[Answers, ...]

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.weight)


# --- counts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Sufficient statistics of one item in one cell: per level, n respondents, their weights' sum and sum of squares.

    Shapes: levels, n, w, w2 all have length L. Additive: counts of two disjoint groups add up to the counts of both.
    """

    levels: tuple[float, ...]
    n: Counted
    w: Floats
    w2: Floats

    def __add__(self, other: Counts) -> Counts:
        """Counts of both groups together, over the union of their levels."""
        levels = tuple(sorted({*self.levels, *other.levels}))
        place = {level: i for i, level in enumerate(levels)}
        n, w, w2 = np.zeros(len(levels), np.int64), np.zeros(len(levels)), np.zeros(len(levels))
        for part in (self, other):
            at = [place[level] for level in part.levels]
            n[at] += part.n
            w[at] += part.w
            w2[at] += part.w2
        return Counts(levels, n, w, w2)

    def __eq__(self, other: object) -> bool:
        """Equal levels and equal counts; weights to float accuracy, since addition order may differ."""
        return (
            isinstance(other, Counts)
            and self.levels == other.levels
            and bool((self.n == other.n).all())
            and np.allclose(self.w, other.w)
            and np.allclose(self.w2, other.w2)
        )

    @property
    def base(self) -> int:
        """Unweighted base: respondents who answered."""
        return int(self.n.sum())

    @property
    def weighted_base(self) -> float:
        """Σw over those who answered."""
        return float(self.w.sum())

    @property
    def kish_base(self) -> float:
        """Kish's effective base (Σw)²/Σw², 0 where nobody answered."""
        total = float(self.w2.sum())
        return float(self.w.sum()) ** 2 / total if total > 0 else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Who is counted: an audience, or the part of it whose segmentation `by` has the value `segment`."""

    audience: str
    by: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything that is known after the rows are gone: counts per cell and item, and each cell's respondents.

    Additive over disjoint groups of respondents of the same study.
    """

    counts: Mapping[Cell, Mapping[Item, Counts]]
    members: Mapping[Cell, int]

    def __add__(self, other: Tallies) -> Tallies:
        """Tallies of both groups together."""
        merged: dict[Cell, dict[Item, Counts]] = {cell: dict(items) for cell, items in self.counts.items()}
        for cell, items in other.counts.items():
            mine = merged.setdefault(cell, {})
            for item, counts in items.items():
                mine[item] = mine[item] + counts if item in mine else counts
        members = {cell: self.members.get(cell, 0) + other.members.get(cell, 0) for cell in {**self.members, **other.members}}
        return Tallies(merged, members)

    def get(self, cell: Cell, item: Item) -> Counts | None:
        """Counts of an item in a cell, None where it was not asked there or nobody answered."""
        counts = self.counts.get(cell, {}).get(item)
        return counts if counts is not None and counts.base > 0 else None

    def items(self, cell: Cell) -> Iterator[tuple[Item, Counts]]:
        """The items that somebody in the cell answered, in the study's order."""
        for item, counts in self.counts.get(cell, {}).items():
            if counts.base > 0:
                yield item, counts


# --- results --------------------------------------------------------------------------------------------------------

Alignment: TypeAlias = Literal["over", "under", "aligned", "inconclusive", "untested"]


def significant(value: float | None, digits: int = 10) -> float | None:
    """A number as results carry it: 10 significant digits, so that machines agree on the bytes; None if not finite."""
    if value is None or not np.isfinite(value):
        return None
    rounded = float(f"{float(value):.{digits}g}")
    return rounded + 0.0  # never −0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of the report, with its uncertainty and its bases.

    feature: its id, "" for the study as a whole; measure: a name in the glossary; audience: whose answers;
    against: for a gap, the audience it is measured from; segment: the cell, "" for all; at: the price or scale point
    it holds at; low, high: 95% interval; n: unweighted base (for a gap, of `audience`); flag: "" or a glossary flag.
    """

    feature: str
    measure: str
    audience: str = ""
    against: str = ""
    segment: str = ""
    at: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    n_weighted: float | None = None
    n_effective: float | None = None
    alignment: Alignment | None = None
    flag: str = ""

    def __post_init__(self) -> None:
        """Round every number once, here, so that no output can disagree with another."""
        for name in ("at", "value", "low", "high", "n_weighted", "n_effective"):
            object.__setattr__(self, name, significant(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Table:
    """A method's result: estimates in long form, the view that shows it, and what a reader must know.

    of, by: the audience and the segmentation that the estimates' `segment` cells belong to, "" where there is none.
    """

    method: str
    view: str
    title: str
    estimates: tuple[Estimate, ...]
    notes: tuple[str, ...] = ()
    of: str = ""
    by: str = ""

    def pick(self, **wanted: object) -> list[Estimate]:
        """Estimates whose fields equal all of `wanted`, in order."""
        return [e for e in self.estimates if all(getattr(e, name) == value for name, value in wanted.items())]

    def one(self, **wanted: object) -> Estimate | None:
        """The first estimate whose fields equal all of `wanted`, None if there is none."""
        return next(iter(self.pick(**wanted)), None)


@dataclass(frozen=True, slots=True)
class Range:
    """A value with its 95% interval, in the unit of its context."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Round as estimates do."""
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, significant(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about one feature, in words that can be repeated, and why.

    believers: the audience whose belief is compared; alignment: of its belief about want with customers' answer;
    verdict: build | build, but delivery doubts it | offer as an option | do not build as proposed | ask more |
    no money verdict; instead: the feature that customers want instead, "" for none; value_at_stake: what acting on
    belief would cost, in the study's currency over its horizon; reasons and assumptions: each a sentence.
    """

    feature: str
    label: str
    believers: str
    alignment: Alignment | None
    verdict: str
    headline: str
    instead: str = ""
    instead_text: str = ""
    value_at_stake: Range | None = None
    contribution: Range | None = None
    probability: float | None = None
    reasons: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Round as estimates do."""
        object.__setattr__(self, "probability", significant(self.probability))


@dataclass(frozen=True, slots=True)
class Source:
    """Where one audience's answers came from: records in, records out, and why."""

    audience: str
    label: str
    role: str
    file: str
    sha256: str
    tool: str
    records: int
    kept: int
    set_aside: Mapping[str, int]
    personal: tuple[str, ...] = ()
    flagged: Mapping[str, int] = field(default_factory=dict)
    weighting: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What it takes to get the same bytes again."""

    date: str
    seed: int
    draws: int
    versions: Mapping[str, str]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer, frozen: renderers only show it.

    answer: the first screen's sentence; instead: the sentence on what customers want instead, "" for none;
    notes: what a reader of any table must know, printed with every format.
    """

    study: Study
    answer: str
    instead: str
    verdicts: tuple[Verdict, ...]
    tables: tuple[Table, ...]
    provenance: Provenance
    notes: tuple[str, ...] = ()

    def tables_of(self, method: str) -> list[Table]:
        """The tables of one method, in order; empty where it had nothing to say."""
        return [table for table in self.tables if table.method == method]

    def table(self, method: str) -> pd.DataFrame:
        """One method's estimates as a DataFrame: a row per estimate, columns as in `Estimate` plus `of` and `by`.

        Raises KeyError naming the methods that have a table.
        """
        from gapsurvey.frames import table_frame

        return table_frame(self, method)

    def write(self, folder: str | os.PathLike[str], formats: list[str] | tuple[str, ...] = ("html", "json", "md")) -> list[Path]:
        """Write the report's files into `folder`, all or none of them; returns their paths in the order of `formats`."""
        from gapsurvey.outputs import write

        return write(self, folder, formats)

    def to_json(self) -> str:
        """`results.json`, which `Report.from_json` reads back."""
        from gapsurvey.outputs.results import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote. Raises StudyError where the text is not such a report."""
        from gapsurvey.outputs.results import from_json

        return from_json(text)

    def _repr_html_(self) -> str:
        from gapsurvey.outputs.html import notebook

        return notebook(self)
