"""Charts as data for programs that draw their own: what a workbook or a slide shows of a table, and in one sentence why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gapsurvey import phrasing
from gapsurvey.figures import COLOURS
from gapsurvey.figures.chart import name_of
from gapsurvey.glossary import ASKS, MEASURES, Measure
from gapsurvey.language import say
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["Chart", "Series", "charts", "coloured", "made_on"]

MOST_BARS = 12  # categories that a chart on a slide stays readable with


@dataclass(frozen=True, slots=True)
class Series:
    """One audience's, or one cell's, numbers over a chart's categories; None where there is none.

    colour: six hexadecimal digits; low and high: ends of the 95% intervals, empty where the chart shows none.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its message, in the unit of one measure.

    kind: bars that lie, a line over prices, or columns that stand; categories: in the order they are read;
    message: the sentence that the picture shows; note: bases and method.
    """

    key: str
    title: str
    message: str
    kind: Literal["bar", "line", "column"]
    measure: Measure
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str


def coloured(study: Study) -> dict[str, str]:
    """The colour of each audience, customers' one everywhere, as six hexadecimal digits."""
    names = ("believers", "believers-2", "believers-3")
    colours = {study.customers: COLOURS["customers"][0]}
    colours |= {audience: COLOURS[names[i % len(names)]][0] for i, audience in enumerate(study.believers)}
    return {audience: colour.lstrip("#").upper() for audience, colour in colours.items()}


def made_on(report: Report) -> datetime:
    """The report's date, in the form that office files must have one: the clock is never read."""
    try:
        day = date.fromisoformat(report.provenance.date[:10])
    except ValueError:
        day = date(1980, 1, 1)
    return datetime(day.year, day.month, day.day)


def charts(report: Report) -> list[Chart]:
    """What is worth a slide, in the order of the argument: gaps, demand, competitors, what it earns, segments."""
    drawn: list[tuple[str, Callable[[Report, Table], Iterator[Chart]]]] = [
        ("gap", _gaps),
        ("demand", _demand),
        ("market", _market),
        ("decision", _earned),
        ("segments", _segments),
    ]
    return [chart for method, draw in drawn for table in report.tables_of(method) for chart in draw(report, table)]


def _gaps(report: Report, table: Table) -> Iterator[Chart]:
    """Per thing asked, both sides' shares of every feature, the widest gap first."""
    study = report.study
    colours = coloured(study)
    for ask in ASKS.values():
        for share, title in ((ask.name, ask.label), (f"{ask.name}_top2", f"{ask.label}: top two boxes")):
            gaps = sorted(
                (g for g in table.pick(measure=f"{share}_gap", at=None, segment="") if g.value is not None),
                key=lambda g: -abs(g.value or 0.0),
            )
            features = tuple(dict.fromkeys(g.feature for g in gaps))[:MOST_BARS]
            if features:
                found = [
                    _series(study.label(audience), colour, [
                        table.one(feature=f, measure=share, audience=audience, at=None, segment="") for f in features
                    ])
                    for audience, colour in colours.items()
                ]  # fmt: skip
                yield Chart(
                    f"gap-{share}",
                    title,
                    _widest(study, ask.name, gaps[0]),
                    "bar",
                    MEASURES[share],
                    tuple(name_of(study, feature) for feature in features),
                    tuple(series for series in found if any(value is not None for value in series.values)),
                    " ".join((_bases(study, table.pick(measure=share, at=None, segment="")), table.notes[0])),
                )


def _widest(study: Study, asked: str, gap: Estimate) -> str:
    """The widest gap of a chart in words."""
    people, believers = study.label(study.customers), study.label(gap.audience)
    label, size = name_of(study, gap.feature), phrasing.points(abs(gap.value or 0.0)).lstrip("+")
    between = "" if gap.low is None or gap.high is None else f" (95% interval {phrasing.points_range(gap.low, gap.high)})"
    if gap.alignment in ("over", "under"):
        return f"{phrasing.titled(believers)} {gap.alignment}estimate “{label}” by {size}{between}"
    if gap.alignment == "aligned":
        return f"{phrasing.titled(believers)} and {people} agree: no gap of “{ASKS[asked].label}” is wider than {size}"
    return f"The widest gap is {phrasing.points(gap.value or 0.0)} on “{label}”{between}"


def _demand(report: Report, table: Table) -> Iterator[Chart]:
    """Per feature, who would pay each price on either side, and customers who want it as well."""
    study = report.study
    colours = coloured(study)
    for feature in dict.fromkeys(e.feature for e in table.pick(measure="take", segment="") if e.at is not None):
        prices = sorted({e.at for e in table.pick(feature=feature, measure="take", segment="") if e.at is not None})
        lines = [
            _series(study.label(audience), colour, _at(table, prices, feature, "take", audience))
            for audience, colour in colours.items()
        ]
        wanted = _at(table, prices, feature, "want_and_pay", study.customers)
        lines.append(_series(f"{study.label(study.customers)}: want it and would pay", "71B8F5", wanted))
        yield Chart(
            f"demand-{feature}",
            f"{name_of(study, feature)}: who would pay",
            _best(report, feature),
            "line",
            MEASURES["take"],
            tuple(phrasing.price(price, study.currency) for price in prices),
            tuple(line for line in lines if any(value is not None for value in line.values)),
            _bases(study, table.pick(feature=feature, measure="take", segment="")),
        )


def _at(table: Table, prices: Sequence[float], feature: str, measure: str, audience: str) -> list[Estimate | None]:
    return [table.one(feature=feature, measure=measure, audience=audience, at=price, segment="") for price in prices]


def _best(report: Report, feature: str) -> str:
    """Where each side's answers put the price that earns most."""
    study, label = report.study, name_of(report.study, feature)
    best = {
        audience: found.value
        for audience in study.audiences
        for table in report.tables_of("price")
        if (found := table.one(feature=feature, measure="optimal_price", audience=audience)) and found.value is not None
    }
    if study.customers not in best:
        return f"Who would pay for “{label}”, price by price"
    said = f"“{label}” earns most at {phrasing.price(best.pop(study.customers), study.currency)}"
    others = [f"{study.label(a)} expected {phrasing.price(price, study.currency)}" for a, price in best.items()]
    return "; ".join([said, *others])


def _market(report: Report, table: Table) -> Iterator[Chart]:
    """Who would pay competitors' prices for what they have, on either side."""
    study = report.study
    shown = table.pick(measure="market_pay")
    places = list(dict.fromkeys((e.feature, e.segment) for e in shown))[:MOST_BARS]
    if not places:
        return
    sides = [
        _series(study.label(audience), colour, [
            table.one(feature=f, segment=offer, measure="market_pay", audience=audience) for f, offer in places
        ])
        for audience, colour in coloured(study).items()
    ]  # fmt: skip
    prices = {e.segment: phrasing.price(e.at or 0.0, study.currency) for e in shown}
    yield Chart(
        "market",
        say("Who would pay a competitor’s price"),
        table.lead.rstrip("."),
        "bar",
        MEASURES["market_pay"],
        tuple(
            say("{feature} at {offer}’s {price}", feature=name_of(study, f), price=prices[offer], offer=offer)
            for f, offer in places
        ),
        tuple(side for side in sides if any(value is not None for value in side.values)),
        _bases(study, shown),
    )


def _earned(report: Report, table: Table) -> Iterator[Chart]:
    """What each feature would earn, under customers' answers and as believed."""
    study = report.study
    features = tuple(dict.fromkeys(e.feature for e in table.pick(measure="contribution", segment="") if e.value is not None))
    if not features:
        return
    shown = [table.one(feature=f, measure="contribution", segment="") for f in features]
    believed = [table.one(feature=f, measure="contribution_believed", segment="") for f in features]
    colours = list(coloured(study).values())
    rows = [_series("under customers’ answers", colours[0], shown), _series("as believed", colours[1], believed)]
    losing = [f"“{name_of(study, e.feature)}”" for e in shown if e and e.value is not None and e.value < 0]
    people = study.label(study.customers)
    says = (
        f"Under what {people} answered, {phrasing.joined(losing)} would lose money"
        if losing
        else "All of it would earn its cost back"
    )
    yield Chart(
        "decision",
        "Contribution over the horizon",
        says,
        "bar",
        MEASURES["contribution"],
        tuple(name_of(study, f) for f in features),
        tuple(series for series in rows if any(value is not None for value in series.values)),
        " ".join((MEASURES["contribution"].definition, *table.notes[:1])),
    )


def _segments(report: Report, table: Table) -> Iterator[Chart]:
    """Per segmentation, the want of each of its cells, by feature."""
    study = report.study
    for ask in ASKS.values():
        found = [e for e in table.pick(measure=ask.name, audience=table.of, at=None) if e.segment and e.value is not None]
        cells = tuple(dict.fromkeys(e.segment for e in found))
        features = tuple(dict.fromkeys(e.feature for e in found))[:MOST_BARS]
        if len(cells) < 2 or not features:
            continue
        place = {(e.feature, e.segment): e for e in found}
        shades = _shades(coloured(study)[table.of], len(cells))
        yield Chart(
            f"segments-{table.of}-{table.by}-{ask.name}",
            f"{table.title}: {ask.label.lower()}",
            _spread(study, ask.label, [[place.get((f, cell)) for cell in cells] for f in features]),
            "column",
            MEASURES[ask.name],
            tuple(name_of(study, f) for f in features),
            tuple(_series(cell, shade, [place.get((f, cell)) for f in features])
                  for cell, shade in zip(cells, shades, strict=True)),
            _bases(study, found),
        )  # fmt: skip
        return  # one picture per segmentation: the first thing asked


def _spread(study: Study, what: str, rows: Sequence[Sequence[Estimate | None]]) -> str:
    """Where a segmentation's cells lie furthest apart."""
    ends: list[tuple[float, Estimate, Estimate]] = []
    for row in rows:
        known = sorted((e for e in row if e and e.value is not None), key=lambda e: e.value or 0.0)
        if len(known) > 1:
            ends.append(((known[-1].value or 0.0) - (known[0].value or 0.0), known[0], known[-1]))
    if not ends:
        return what
    _, least, most = max(ends, key=lambda end: end[0])
    label = name_of(study, most.feature)
    low, high = (phrasing.percent(e.value or 0.0) for e in (least, most))
    return f"Furthest apart on “{label}”: {high} of {most.segment}, {low} of {least.segment}"


def _series(name: str, colour: str, found: Sequence[Estimate | None]) -> Series:
    low, high = (tuple(getattr(e, end) if e else None for e in found) for end in ("low", "high"))
    between = any(x is not None for x in (*low, *high))
    values = tuple(e.value if e else None for e in found)
    return Series(name, colour.lstrip("#").upper(), values, low if between else (), high if between else ())


def _bases(study: Study, found: Sequence[Estimate]) -> str:
    """Whose answers a chart shows, and how many of them."""
    parts = []
    for audience in study.audiences:
        n = [e.n for e in found if e.audience == audience and e.n is not None]
        if n:
            people = phrasing.count(min(n)) if min(n) == max(n) else f"{phrasing.count(min(n))} to {phrasing.count(max(n))}"
            parts.append(f"{people} {study.label(audience)}")
    return f"Base: {'; '.join(parts)}. Whiskers: 95% intervals." if parts else ""


def _shades(colour: str, n: int) -> list[str]:
    """N tints of a colour, the strongest first."""
    base = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    steps = [0.72 * i / max(n - 1, 1) for i in range(n)]
    return ["".join(f"{round(c + (255 - c) * step):02X}" for c in base) for step in steps]
