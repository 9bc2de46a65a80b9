"""The result: estimates in tables, verdicts, where the answers came from, and the report that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, TypeAlias

from gapsurvey.glossary import ALIGNMENTS, VERDICTS
from gapsurvey.language import say

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd

    from gapsurvey.figures.interactive import PlotlyFigure
    from gapsurvey.study import Study

# How belief stands to the answer; of changes since an earlier wave; of two believers held against each other. The last two
# words of the first line are everybody's.
Alignment: TypeAlias = Literal[
    "over", "under", "aligned", "inconclusive", "untested",
    "closed", "closing", "opened", "moved", "rose", "fell", "unchanged",
    "more", "less", "alike", "closer", "farther",
]  # fmt: skip


def significant(value: float | None, digits: int = 10) -> float | None:
    """A number as results carry it: 10 significant digits, so that machines agree on the bytes; None if not finite."""
    if value is None or not isfinite(value):
        return None
    return float(f"{value:.{digits}g}") + 0.0  # never −0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of the report, with its uncertainty and its bases.

    feature: its id, "" for the study as a whole; measure: a name in the glossary; audience: whose answers;
    against: for a gap, the audience it is measured from; segment: the cell, "" for all; at: the price or scale point
    it holds at; low, high: 95% interval; n: unweighted base (for a gap, of `audience`); flag: glossary flags, spaced;
    than: where two features are compared within an audience, the other one.
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
    than: str = ""

    def __post_init__(self) -> None:
        """Round every number once, here, so that no output can disagree with another."""
        for name in ("at", "value", "low", "high", "n_weighted", "n_effective"):
            number = getattr(self, name)
            if number is not None:
                object.__setattr__(self, name, significant(number))


@dataclass(frozen=True, slots=True)
class Table:
    """A method's result: estimates in long form, the view that shows it, and what a reader must know.

    of, by: the audience and the segmentation that the estimates' `segment` cells belong to, "" where there is none.
    lead: what the table says, in a sentence to repeat; "" where its numbers say it best.
    """

    method: str
    view: str
    title: str
    estimates: tuple[Estimate, ...]
    notes: tuple[str, ...] = ()
    of: str = ""
    by: str = ""
    lead: str = ""

    def pick(self, **wanted: object) -> list[Estimate]:
        """Estimates whose fields equal all of `wanted`, in order."""
        found = list(self.estimates)
        for name, value in wanted.items():  # the first field leaves few for the others
            field_of = attrgetter(name)
            found = [estimate for estimate in found if field_of(estimate) == value]
        return found

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
class Offer:
    """One feature's decision in a form that can be asked again at another price, cost, market or haircut.

    price and unit_cost: per customer and period; launch: once; market: customers; horizon: periods; base: customers asked.
    prices: the P tested prices, ascending; takes: the take rate at each, 0–1; levels: Q probabilities, ascending; quantiles:
    P × Q, those of each take rate's draws: what it earns is above zero with the chance that the take rate is above break-even.
    """

    feature: str
    price: float
    unit_cost: float
    launch: float
    market: int
    horizon: int
    base: int
    prices: tuple[float, ...]
    takes: tuple[float, ...]
    levels: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        """Round as estimates do, and a simulation's numbers to what their digits mean."""
        for name in ("price", "unit_cost", "launch"):
            object.__setattr__(self, name, significant(getattr(self, name)))
        object.__setattr__(self, "prices", tuple(significant(price) for price in self.prices))
        object.__setattr__(self, "takes", tuple(significant(take, 6) for take in self.takes))
        object.__setattr__(self, "quantiles", tuple(tuple(significant(q, 6) for q in row) for row in self.quantiles))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about one feature, in words that can be repeated, and why.

    believers: the audience whose belief is compared; alignment: of its belief about want with customers' answer;
    verdict: build | build, but delivery doubts it | offer as an option | do not build as proposed | ask more |
    no money verdict; option: the version to offer where the feature itself does not pay, "" for none; instead: the feature
    that customers want instead, "" for none; value_at_stake: what acting on belief would cost, in the study's
    currency over its horizon; reasons and assumptions: each a sentence.
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
    option: str = ""

    def __post_init__(self) -> None:
        """Round as estimates do."""
        object.__setattr__(self, "probability", significant(self.probability))


@dataclass(frozen=True, slots=True)
class Verbatims:
    """What one audience wrote in answer to an open question: some of it, in its own words, personal data taken out.

    question: as the report calls it; feature: what it is about, "" for nothing in particular; texts: in an order that means
    nothing; n: how many customers wrote, None of believers, for whom it is not told; note: how the texts were chosen, or why
    there are none.
    """

    audience: str
    question: str
    feature: str = ""
    texts: tuple[str, ...] = ()
    n: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one audience's answers came from: records in, records out, and why.

    kept: records that the survey tool's status and the study let in; screened: how many of these two kinds of quality
    flag left out; flagged: how many of the others carry one kind; weighting: what the weights cost, by the keys of the
    glossary's WEIGHTING, empty where all count alike.
    """

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
    screened: int = 0


@dataclass(frozen=True, slots=True)
class Wave:
    """An earlier wave that the report is held against.

    file: as the study names it; sha256: that file's; files: per audience, the sha256 of its export.
    """

    file: str
    sha256: str
    title: str
    date: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """A file of what choice tasks or best–worst sets showed. file: as the study names it; sha256: that file's."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What it takes to get the same bytes again.

    earlier: the wave before, None where the study names none; beside: the files that say what people were shown.
    """

    date: str
    seed: int
    draws: int
    versions: Mapping[str, str]
    sources: tuple[Source, ...]
    earlier: Wave | None = None
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer, frozen: renderers only show it.

    answer: the first screen's sentence; instead: the sentence on what customers want instead, "" for none;
    notes: what a reader of any table must know, printed with every format; offers: the decisions that can be asked again;
    since: what changed since the earlier wave, in a sentence, "" where the study names none; verbatims: what people wrote, where
    the study asks for it, an open question's audiences side by side.
    """

    study: Study
    answer: str
    instead: str
    verdicts: tuple[Verdict, ...]
    tables: tuple[Table, ...]
    provenance: Provenance
    notes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    since: str = ""
    verbatims: tuple[Verbatims, ...] = ()

    def words(self, verdict: Verdict) -> tuple[str, str]:
        """A verdict in words, and what stands small beside them, "" for nothing.

        Beside it stands the version that it says to offer. One that is not about money says how the belief stands to the
        answer, and beside that, where other features' verdicts are about money, that it is not.
        """
        name, version = VERDICTS[verdict.verdict][0], self.study.features.get(verdict.option)
        if verdict.verdict == "no money verdict" and verdict.alignment:
            moneyed = any(other.verdict != verdict.verdict for other in self.verdicts)
            return ALIGNMENTS[verdict.alignment][0], name if moneyed else ""
        return name, version.label if version else ""

    def said(self, verdict: Verdict) -> str:
        """A verdict in one phrase, as the page, the workbook, the slides and the summary say it."""
        words, beside = self.words(verdict)
        if not beside:
            return words
        if verdict.option:
            return say("{verdict}: {version}", verdict=words, version=beside)
        return say("{verdict} ({beside})", verdict=words, beside=beside)

    def tables_of(self, method: str) -> list[Table]:
        """The tables of one method, in order; empty where it had nothing to say."""
        return [table for table in self.tables if table.method == method]

    def table(
        self,
        method: str,
        *,
        feature: str | Iterable[str] | None = None,
        measure: str | Iterable[str] | None = None,
        audience: str | Iterable[str] | None = None,
        by: str | Iterable[str] | None = None,
        segment: str | Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """One method's estimates as a DataFrame: a row per estimate, columns as in `Estimate` plus `of` and `by`.

        feature, measure, audience, by, segment: keep the rows with this value, or these, in that column; "" is the whole
        audience's segment. Only published cuts are there: what is hidden cannot be asked for.
        Raises KeyError naming the methods that have a table, or the values that the column has.
        """
        from gapsurvey.frames import table_frame

        cut = {"feature": feature, "measure": measure, "audience": audience, "by": by, "segment": segment}
        return table_frame(self, method, cut)

    def figures(self, method: str) -> dict[str, PlotlyFigure]:
        """One method's figures as `plotly.graph_objects.Figure`, by name, in the order of the report.

        Needs the extra `gapsurvey[figures]`. Raises KeyError naming the methods that have figures, and StudyError where plotly
        is not installed.
        """
        from gapsurvey.figures.interactive import figures

        return figures(self, method)

    def figure(self, method: str, name: str = "") -> PlotlyFigure:
        """One figure of a method by its name, the first if left out. Raises as `figures`, and KeyError naming the figures."""
        drawn = self.figures(method)
        if name and name not in drawn:
            raise KeyError(f"no figure {name!r} of {method!r}; there is {', '.join(drawn)}")
        return drawn[name] if name else next(iter(drawn.values()))

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
