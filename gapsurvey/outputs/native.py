"""Charts as data for programs that draw their own: what a workbook or a slide shows of a table, and in one sentence why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gapsurvey import phrasing
from gapsurvey.figures import COLOURS
from gapsurvey.figures.chart import asked_about, measured, name_of
from gapsurvey.glossary import ASKS, MEASURES, Ask, Measure
from gapsurvey.language import say, spoken
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["Chart", "Series", "charts", "coloured", "made_on", "money_format"]

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
    message: the sentence that the picture shows; base: whose answers it shows, and how many, "" for none; remarks: sentences on
    method.
    """

    key: str
    title: str
    message: str
    kind: Literal["bar", "line", "column"]
    measure: Measure
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    base: str
    remarks: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Bases and method, in sentences."""
        bases = [say("{base}. Whiskers: 95% intervals.", base=self.base)] if self.base else []
        return " ".join((*bases, *self.remarks))


def money_format(digits: str, currency: str) -> str:
    """How office programs write money, with its unit where the language has it; `digits`: their format of the number alone."""
    writing = spoken().writing
    before, after = writing.money.format(unit=writing.unit(currency), number="\0").replace('"', "").split("\0")
    return "".join((f'"{before}"' if before else "", digits, f'"{after}"' if after else ""))


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
        for share in (ask.name, f"{ask.name}_top2"):
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
                    measured(study, share),
                    _widest(study, ask, gaps[0]),
                    "bar",
                    MEASURES[share],
                    tuple(name_of(study, feature) for feature in features),
                    tuple(series for series in found if any(value is not None for value in series.values)),
                    _bases(study, table.pick(measure=share, at=None, segment="")),
                    table.notes[:1],
                )


def _widest(study: Study, ask: Ask, gap: Estimate) -> str:
    """The widest gap of a chart in words."""
    people, believers = study.label(study.customers), study.label(gap.audience)
    label, size = name_of(study, gap.feature), phrasing.points(abs(gap.value or 0.0)).lstrip("+")
    told = {"believers": phrasing.titled(believers), "feature": label, "size": size}
    if gap.alignment == "over":
        message = say("{believers} overestimate “{feature}” by {size}", **told)
    elif gap.alignment == "under":
        message = say("{believers} underestimate “{feature}” by {size}", **told)
    elif gap.alignment == "aligned":
        return say(
            "{believers} and {people} agree: no gap of “{asked}” is wider than {size}",
            believers=phrasing.titled(believers),
            people=people,
            asked=asked_about(study, ask),
            size=size,
        )
    else:
        message = say("The widest gap is {gap} on “{feature}”", gap=phrasing.points(gap.value or 0.0), feature=label)
    if gap.low is None or gap.high is None:
        return message
    return say("{message} (95% interval {interval})", message=message, interval=phrasing.points_range(gap.low, gap.high))


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
        lines.append(_series(say("{audience}: want it and would pay", audience=study.label(study.customers)), "71B8F5", wanted))
        yield Chart(
            f"demand-{feature}",
            say("{feature}: who would pay", feature=name_of(study, feature)),
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
        return say("Who would pay for “{feature}”, price by price", feature=label)
    said = say(
        "“{feature}” earns most at {price}", feature=label, price=phrasing.price(best.pop(study.customers), study.currency)
    )
    others = [
        say("{believers} expected {price}", believers=study.label(audience), price=phrasing.price(price, study.currency))
        for audience, price in best.items()
    ]
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
    rows = [_series(say("under customers’ answers"), colours[0], shown), _series(say("as believed"), colours[1], believed)]
    losing = [say("“{feature}”", feature=name_of(study, e.feature)) for e in shown if e and e.value is not None and e.value < 0]
    people = study.label(study.customers)
    says = (
        say("Under what {people} answered, {features} would lose money", people=people, features=phrasing.joined(losing))
        if losing
        else say("All of it would earn its cost back")
    )
    yield Chart(
        "decision",
        say("Contribution over the horizon"),
        says,
        "bar",
        MEASURES["contribution"],
        tuple(name_of(study, f) for f in features),
        tuple(series for series in rows if any(value is not None for value in series.values)),
        "",
        (MEASURES["contribution"].definition, *table.notes[:1]),
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
            f"{table.title}: {phrasing.within(asked_about(study, ask))}",
            _spread(study, asked_about(study, ask), [[place.get((f, cell)) for cell in cells] for f in features]),
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
    return say(
        "Furthest apart on “{feature}”: {high} of {most}, {low} of {least}",
        feature=label, high=high, most=most.segment, low=low, least=least.segment,
    )  # fmt: skip


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
            least, most = phrasing.count(min(n)), phrasing.count(max(n))
            people = least if least == most else say("{low} to {high}", low=least, high=most)
            parts.append(f"{people} {study.label(audience)}")
    return say("Base: {bases}", bases="; ".join(parts)) if parts else ""


def _shades(colour: str, n: int) -> list[str]:
    """N tints of a colour, the strongest first."""
    base = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    steps = [0.72 * i / max(n - 1, 1) for i in range(n)]
    return ["".join(f"{round(c + (255 - c) * step):02X}" for c in base) for step in steps]
