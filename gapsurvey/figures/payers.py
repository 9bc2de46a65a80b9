"""Which customers would pay: features down, groups across, each share printed on its colour above its interval."""

from __future__ import annotations

from gapsurvey.figures.chart import COLOURS, Figure, hover, name_of
from gapsurvey.figures.heatmap import DOUBLE, Heatmap, feet
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.phrasing import percent, percent_range, price, priced
from gapsurvey.report import Estimate, Report, Table

__all__ = ["payers"]

MEASURED = ("want_and_pay", "take")


def payers(table: Table, report: Report) -> list[Figure]:
    """A heatmap of who wants a feature and would pay its price; another of who would pay, where only that was asked."""
    customers = report.study.customers
    found = ([e for e in table.pick(measure=name, audience=customers) if e.segment and e.value is not None] for name in MEASURED)
    return [_heatmap(table, report, shares) for shares in found if shares]


def _heatmap(table: Table, report: Report, shares: list[Estimate]) -> Figure:
    study, measure = report.study, shares[0].measure
    cells, offers = list(dict.fromkeys(e.segment for e in shares)), list(dict.fromkeys((e.feature, e.at) for e in shares))
    found = {(e.feature, e.at, e.segment): e for e in shares}
    grid = [[found.get((*offer, cell)) for cell in cells] for offer in offers]
    names = {(f, at): priced(name_of(study, f), price(at or 0.0, study.currency)) for f, at in offers}
    apart = {e.feature for e in table.pick(measure=f"{measure}_q_p_adjusted") if e.flag == "told_apart"}
    people = study.label(study.customers)
    title = say(
        "{measure}, by {segmentation} of {audience}", measure=MEASURES[measure].label, segmentation=table.by, audience=people
    )
    caption = say("Share of each group, its 95% interval below.")
    if any(map(_few, shares)):
        caption = f"{caption} {say('In brackets: fewer than {fewest} answered.', fewest=study.thresholds.min_base)}"
    if apart:
        caption = f"{caption} {say('≠: groups differ by more than chance.')}"
    most = max(shares, key=lambda e: e.value or 0.0)
    alt = say(
        "{title}: most for {feature} in {segment}, {value}.",
        title=title, feature=names[most.feature, most.at], segment=most.segment, value=percent(most.value or 0.0),
    )  # fmt: skip
    below = feet(cells)
    heatmap = Heatmap(
        rows=[names[offer] + (" ≠" if offer[0] in apart else "") for offer in offers],
        columns=below.names,
        values=[[e.value if e else None for e in row] for row in grid],
        texts=[[_text(e) if e else "" for e in row] for row in grid],
        hovers=[[hover(study, e, names[e.feature, e.at], f"{e.segment} ({people})") if e else "" for e in row] for row in grid],
        scale=((0.0, COLOURS["surface"][0]), (1.0, COLOURS["cool"][0])),
        foot=below.foot,
        cell=DOUBLE,
        angle=below.angle,
    )
    spec, height = heatmap.drawn(title, caption)
    return Figure(measure.replace("_", "-"), title, alt, spec, height, tuple(shares), caption)


def _few(share: Estimate) -> bool:
    """Whether so few answered that the group is not tested."""
    return "very_low_base" in share.flag.split()


def _text(share: Estimate) -> str:
    """The share as it stands in its cell, in brackets where few answered; no text of the survey, so with Plotly's tags."""
    told = percent(share.value or 0.0)
    shown = f"({told})" if _few(share) else f"<b>{told}</b>"
    between = percent_range(share.low or 0.0, 1.0 if share.high is None else share.high)
    return f'{shown}<br><span style="font-size:10px">{between}</span>'
