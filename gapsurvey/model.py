"""The nouns on the way from a file to its counts: Export, Responses, Tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.blocks import combinations_of

Codes: TypeAlias = NDArray[np.signedinteger[Any]]  # of however few bytes
Floats: TypeAlias = NDArray[np.float64]
Counted: TypeAlias = NDArray[np.int64]


def compact(codes: Codes, values: int) -> Codes:
    """Codes of at most so many values, −1 among them, in as few bytes as hold these."""
    return codes.astype(np.min_scalar_type(-max(values, 1)), copy=False)


# --- what a survey tool wrote ---------------------------------------------------------------------------------------

ColumnKind: TypeAlias = Literal["answer", "free-text", "metadata"]
Status: TypeAlias = Literal["kept", "preview", "test", "spam", "incomplete", "disqualified"]
STATUSES: tuple[Status, ...] = ("kept", "preview", "test", "spam", "incomplete", "disqualified")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of an export, as categories: the few distinct texts, and which of them each record holds.

    name: the tool's own name of it, unique within the export (a repeated one carries a visible suffix, "Other (2)");
    text: the question as respondents read it; option: the option or grid row this column is about, "" for none;
    codes: per record, index into `values`, −1 where the cell is blank; values: the distinct cell texts, as written;
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
    want to know (encoding, delimiter, sheet); named: the words by which people are called in its personal columns, only until
    what is quoted of all a study's exports is without them.
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
    named: frozenset[str] = field(default=frozenset(), repr=False)

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
    (a believed share, 0–1), "rank" (1 = first), "allocation" (a share of the person's points, 0–1), "price" (the highest
    price accepted, 0 = none), "raked" (any of these, counted together with the margins that its audience is raked to),
    "trimmed" (the same where bounds of the weights keep some margin from being met), and, of answers that mean something
    only together, "bids", "interval", "van-westendorp", "choice" and "best-worst", and "price-certainty" and "bids-certainty",
    which hold beside the answer how sure one is of it, and "bids-covariates" and "interval-covariates", which hold cells there;
    price: that of a share or an estimate that was asked at one price, else 0.
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
class Profile:
    """Answers of one respondent that must be counted together: who ticked A and B, or a person's four prices.

    item: what they are answers to, its feature "" where they are about several; fields: what each of the F columns is, a
    feature's id or a part of the question; levels: per field, its possible numbers, ascending; codes: n × F, −1 no answer;
    names: of a field that holds a segmentation's cells, what they are called; its levels are their places, 0, 1, ….
    """

    item: Item
    fields: tuple[str, ...]
    levels: tuple[tuple[float, ...], ...]
    codes: Codes
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentCodes:
    """A segmentation: cells are its names; codes per respondent index them, −1 where the respondent has none."""

    name: str
    cells: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """One audience's kept respondents, coded by the study. No personal data, no texts.

    crossed: pairs of segmentations, by name, that are counted together too; rows: the positions of their records in the export,
    empty where they come from none; margins: the segmentations, by name, that the weights were raked to; reached: whether they
    meet them all.
    """

    audience: str
    weight: Floats
    segments: tuple[SegmentCodes, ...]
    answers: tuple[Answers, ...]
    profiles: tuple[Profile, ...] = ()
    crossed: tuple[tuple[str, str], ...] = ()
    rows: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    margins: tuple[str, ...] = ()
    reached: bool = True

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.weight)

    def part(self, of: slice) -> Responses:
        """Those respondents alone; nothing is copied."""
        return replace(
            self,
            weight=self.weight[of],
            segments=tuple(replace(segment, codes=segment.codes[of]) for segment in self.segments),
            answers=tuple(replace(answers, codes=answers.codes[of]) for answers in self.answers),
            profiles=tuple(replace(profile, codes=profile.codes[of]) for profile in self.profiles),
            rows=self.rows[of],
        )


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


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """A profile's unique rows, and per row n respondents, their weights' sum and sum of squares.

    fields, levels and names: as of the profile; codes: P × F, rows unique and in order, −1 no answer, none without any
    answer; n, w, w2: length P. Additive over disjoint groups of respondents, also where these have other cells.
    """

    fields: tuple[str, ...]
    levels: tuple[tuple[float, ...], ...]
    codes: Codes
    n: Counted
    w: Floats
    w2: Floats
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, profile: Profile, weight: Floats) -> Patterns:
        """The patterns of a profile whose respondents weigh `weight`, length n."""
        ones = np.ones(len(weight), np.int64)
        found = cls._merged(profile.fields, profile.levels, profile.codes, ones, weight, weight * weight)
        return replace(found, names=profile.names)

    @classmethod
    def _merged(
        cls, fields: tuple[str, ...], levels: tuple[tuple[float, ...], ...], codes: Codes, n: Counted, w: Floats, w2: Floats
    ) -> Patterns:
        """Equal rows made one; rows without any answer left out."""
        some = (codes >= 0).any(axis=1)
        given = list((codes[some].astype(np.int32) + 1).T)
        found, place = combinations_of(given, [len(per_field) + 1 for per_field in levels])
        rows = len(found)
        people = np.bincount(place, n[some], rows).astype(np.int64)  # exact: a float holds every count below 2⁵³
        sums: Floats = np.bincount(place, w[some], rows).astype(np.float64)
        squares: Floats = np.bincount(place, w2[some], rows).astype(np.float64)
        return cls(fields, levels, found.astype(np.int32) - 1, people, sums, squares)

    def __add__(self, other: Patterns) -> Patterns:
        """Patterns of both groups together, over the union of their levels."""
        if self.fields != other.fields:
            raise ValueError(f"patterns of {self.fields} and of {other.fields} do not add up")
        names = {of: tuple(dict.fromkeys([*cells, *other.names[of]])) for of, cells in self.names.items()}
        both = self._renamed(names), other._renamed(names)
        levels = tuple(tuple(sorted({*a, *b})) for a, b in zip(*(part.levels for part in both), strict=True))
        codes = np.concatenate([part._recoded(levels) for part in both])
        n, w, w2 = (np.concatenate([getattr(self, name), getattr(other, name)]) for name in ("n", "w", "w2"))
        return replace(self._merged(self.fields, levels, codes, n, w, w2), names=names)

    def _renamed(self, names: Mapping[str, tuple[str, ...]]) -> Patterns:
        """The same where cells have their places among these names, which hold all of their own."""
        codes, levels = self.codes.copy(), list(self.levels)
        for i, of in enumerate(self.fields):
            if of in names:
                place = np.array([names[of].index(name) for name in self.names[of]] + [-1], np.int32)
                codes[:, i], levels[i] = place[self.codes[:, i]], tuple(map(float, range(len(names[of]))))
        return replace(self, levels=tuple(levels), codes=codes, names=names)

    def _recoded(self, levels: tuple[tuple[float, ...], ...]) -> Codes:
        """The codes as indices into other levels, which hold all of these."""
        codes = np.full_like(self.codes, -1)
        for i, (old, new) in enumerate(zip(self.levels, levels, strict=True)):
            place = np.array([new.index(level) for level in old] + [-1], np.int32)  # code −1 takes the last
            codes[:, i] = place[self.codes[:, i]]
        return codes

    def __eq__(self, other: object) -> bool:
        """Equal fields, levels, rows and counts; weights to float accuracy, since addition order may differ."""
        return (
            isinstance(other, Patterns)
            and self.fields == other.fields
            and self.levels == other.levels
            and self.names == other.names
            and np.array_equal(self.codes, other.codes)
            and np.array_equal(self.n, other.n)
            and np.allclose(self.w, other.w)
            and np.allclose(self.w2, other.w2)
        )

    @property
    def base(self) -> int:
        """Respondents who gave any of the answers."""
        return int(self.n.sum())

    @property
    def values(self) -> Floats:
        """The answers themselves, P × F, NaN where there is none."""
        values = np.full(self.codes.shape, np.nan)
        for i, levels in enumerate(self.levels):
            values[:, i] = np.array([*levels, np.nan])[self.codes[:, i]]
        return values


def crossing(names: Sequence[str]) -> str:
    """What two things are called together, “Sales × EMEA”: one that has the sign in its own name stands in quotes."""
    return " × ".join(f"“{name}”" if " × " in name else name for name in names)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Who is counted: an audience, or the part of it whose segmentation `by` has the value `segment`, "" for none.

    parts: of a cell of a crossed table, its two cells, one of each segmentation; `by` and `segment` are then what they are
    called together, and `segment` is "" where a part has no value.
    """

    audience: str
    by: str = ""
    segment: str = ""
    parts: tuple[Cell, ...] = ()

    @classmethod
    def crossed(cls, *parts: Cell) -> Cell:
        """The respondents who are in all of these cells of one audience, each of another segmentation."""
        segments = [part.segment for part in parts]
        named = crossing(segments) if all(segments) else ""
        return cls(parts[0].audience, crossing([part.by for part in parts]), named, parts)


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything that is known after the rows are gone: counts per cell and item, and each cell's respondents.

    patterns: per audience as a whole, the profiles' patterns, by the item they are answers to; combinations: per audience as
    a whole, how many respondents stand in which cells, one of each segmentation in the study's order.
    remembered: what was computed from these tallies alone and is needed again, by what it depends on beside them.
    Additive over disjoint groups of respondents of the same study.
    """

    counts: Mapping[Cell, Mapping[Item, Counts]]
    members: Mapping[Cell, int]
    patterns: Mapping[Cell, Mapping[Item, Patterns]] = field(default_factory=dict)
    combinations: Mapping[Cell, Mapping[tuple[Cell, ...], int]] = field(default_factory=dict)
    remembered: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __add__(self, other: Tallies) -> Tallies:
        """Tallies of both groups together."""
        merged: dict[Cell, dict[Item, Counts]] = {cell: dict(items) for cell, items in self.counts.items()}
        for cell, items in other.counts.items():
            mine = merged.setdefault(cell, {})
            for item, counts in items.items():
                mine[item] = mine[item] + counts if item in mine else counts
        members = {cell: self.members.get(cell, 0) + other.members.get(cell, 0) for cell in {**self.members, **other.members}}
        patterns: dict[Cell, dict[Item, Patterns]] = {cell: dict(items) for cell, items in self.patterns.items()}
        for cell, profiles in other.patterns.items():
            known = patterns.setdefault(cell, {})
            for item, found in profiles.items():
                known[item] = known[item] + found if item in known else found
        combinations = {cell: Counter(of) for cell, of in self.combinations.items()}
        for cell, of in other.combinations.items():
            combinations.setdefault(cell, Counter()).update(of)
        return Tallies(merged, members, patterns, combinations)

    def get(self, cell: Cell, item: Item) -> Counts | None:
        """Counts of an item in a cell, None where it was not asked there or nobody answered."""
        counts = self.counts.get(cell, {}).get(item)
        return counts if counts is not None and counts.base > 0 else None

    def together(self, cell: Cell, item: Item) -> Patterns | None:
        """Patterns of a profile in an audience, None where it was not asked there or nobody answered."""
        found = self.patterns.get(cell, {}).get(item)
        return found if found is not None and found.base > 0 else None

    def items(self, cell: Cell) -> Iterator[tuple[Item, Counts]]:
        """The items that somebody in the cell answered, in the study's order."""
        for item, counts in self.counts.get(cell, {}).items():
            if counts.base > 0:
                yield item, counts
