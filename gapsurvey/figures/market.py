"""What is on the market: what competitors have that customers want, ours beside it, and who would pay their prices."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.figures.chart import (
    COLOURS,
    FOOT,
    HEAD,
    INK,
    LAYOUT,
    LINE,
    PAPER,
    Figure,
    Spec,
    axis,
    heading,
    hover,
    label_lines,
    layout,
    name_of,
    plain,
    rows_axis,
    stacked,
)
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.language import say
from gapsurvey.phrasing import joined, percent, points, price
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["market"]

BAR = 24  # pixels
ROOM = 0.06  # of the axis: what a number needs that stands in a bar
# The parts of a bar: measure, colour of the bar, colour of the number in it.
PARTS = (
    ("market_ours_only", COLOURS["customers"][0], PAPER),
    ("market_both", LINE, INK),
    ("market_theirs_only", COLOURS["warm"][0], INK),
)


def market(table: Table, report: Report) -> list[Figure]:
    """Who wants what each competitor has; whom ours and theirs reach, pair by pair; who would pay each competitor's price."""
    found = (_wanted(table, report), _beside(table, report), _paid(table, report))
    return [figure for figure in found if figure is not None]


def _wanted(table: Table, report: Report) -> Figure | None:
    study, people = report.study, report.study.label(report.study.customers)
    shown = [e for e in table.pick(measure="market_any") if e.value is not None]
    if not shown:
        return None
    rows = [Row(_offer(table, study, e.segment), percent(e.value or 0.0), (e,)) for e in shown]
    caption = say("Share of {people} who want at least one thing that each offer has, with its 95% interval.", people=people)
    alt = say("Who wants something that competitors have: {share} for {offer}.", share=rows[0].note, offer=shown[0].segment)
    beside = [e for e in table.estimates if e.measure in ("market_price", "market_all")]
    title = say("Who wants what competitors have")
    return row_figure(study, "wanted", title, caption, alt, rows, span=(0.0, 1.0), beside=beside)


def _offer(table: Table, study: Study, label: str) -> str:
    """A competitor with its price and what it has."""
    asked = table.one(measure="market_price", segment=label)
    has = [study.features[f].label for c in study.competitors.values() if c.label == label for f in c.features]
    cost = price(asked.value, study.currency) if asked and asked.value is not None else ""
    return say("{offer}, {price}: {features}", offer=label, price=cost, features=joined(has))


def _beside(table: Table, report: Report) -> Figure | None:
    """A bar per pair of offers, of who wants ours alone, both, and theirs alone."""
    study = report.study
    found = [e for e in table.estimates if e.measure in {measure for measure, *_ in PARTS} and e.value is not None]
    pairs = list(dict.fromkeys((e.segment, e.feature) for e in found))
    if not pairs:
        return None
    names = [label_lines(_pair(study, *pair)) for pair in pairs]
    at, tall = stacked(names, BAR)
    height = HEAD + FOOT + tall
    place = dict(zip(pairs, at, strict=True))
    texts = {
        "market_ours_only": say("Ours, nothing of theirs"),
        "market_both": say("Both"),
        "market_theirs_only": say("Theirs, not ours"),
    }
    title = say("Whom ours and theirs reach")
    caption = say(
        "Share of {people} by what they want: ours at no higher price, something that the competitor has, or both.",
        people=study.label(study.customers),
    )
    spec: Spec = {
        "data": [
            _part(report, [e for e in found if e.measure == measure], place, texts[measure], colour, ink)
            for measure, colour, ink in PARTS
        ],
        "layout": layout(
            plain(title),
            plain(caption),
            height,
            axis(percent, 0.0, 1.0),
            rows_axis(tall),
            barmode="stack",
            legend={**LAYOUT["legend"], "traceorder": "normal"},
            annotations=[heading(name, y, yshift=BAR / 2) for y, name in zip(at, names, strict=True)],
        ),
    }
    leads = table.pick(measure="market_lead")
    first = pairs[0]
    said = [f"{texts[e.measure]} {percent(e.value or 0.0)}" for e in found if (e.segment, e.feature) == first]
    alt = say("Whom ours and theirs reach. {pair}: {parts}.", pair=_pair(study, *first), parts=joined(said))
    return Figure("beside", title, alt, spec, height, (*found, *leads), caption)


def _pair(study: Study, competitor: str, feature: str) -> str:
    """Our offer and the competitor's, as a row's name."""
    ours = name_of(study, feature) if feature else say("All of ours that cost no more")
    return say("{ours} against {competitor}", ours=ours, competitor=competitor)


def _part(
    report: Report, found: Sequence[Estimate], place: dict[tuple[str, str], float], name: str, colour: str, ink: str
) -> Spec:
    """One part of every bar, its share in it where there is room."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(name),
        "x": [e.value for e in found],
        "y": [place[e.segment, e.feature] for e in found],
        "width": BAR - 4,
        "marker": {"color": colour, "line": {"color": PAPER, "width": 1}},
        "text": [percent(e.value or 0.0) if (e.value or 0.0) >= ROOM else "" for e in found],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": ink},
        "hovertext": [hover(report.study, e, _pair(report.study, e.segment, e.feature)) for e in found],
        "hoverinfo": "text",
    }


def _paid(table: Table, report: Report) -> Figure | None:
    study = report.study
    shown = [e for e in table.pick(measure="market_pay") if e.value is not None]
    if not shown:
        return None
    gaps, rows = table.pick(measure="market_pay_gap"), []
    for feature, segment in dict.fromkeys((e.feature, e.segment) for e in shown):
        mine = tuple(e for e in shown if (e.feature, e.segment) == (feature, segment))
        told = [points(g.value) for g in gaps if (g.feature, g.segment) == (feature, segment) and g.value is not None]
        label = say(
            "{feature} at {offer}’s {price}",
            feature=name_of(study, feature), price=price(mine[0].at or 0.0, study.currency), offer=segment,
        )  # fmt: skip
        rows.append(Row(label, " / ".join(told or [percent(mine[0].value or 0.0)]), mine))
    title = say("Who would pay a competitor’s price")
    people = study.label(study.customers)
    caption = say("Share who would pay at least that price for this thing alone, with its 95% interval.")
    if gaps:
        caption += " " + say("At the right the gap = belief − customers’ answer; positive: believers overestimate.")
    first = rows[0].estimates[0]
    alt = say(
        "Who would pay a competitor’s price: {offering}, {share} of {people}.",
        offering=rows[0].label, share=percent(first.value or 0.0), people=people,
    )  # fmt: skip
    return row_figure(study, "price", title, caption, alt, rows, span=(0.0, 1.0), linked=True, beside=gaps)
