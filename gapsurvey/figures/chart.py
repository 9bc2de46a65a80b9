"""What every figure is made of: colours, escaped texts, axes, hover texts, and the layout they all share."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from types import MappingProxyType
from typing import Any, TypeAlias

from gapsurvey.glossary import ASKS, MEASURES, READINGS, Ask, Measure
from gapsurvey.language import say, text
from gapsurvey.phrasing import bare_points, count, in_percent, interval, money, quantity, short, signed_money, titled
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = [
    "COLOURS", "EDGE", "FOOT", "HEAD", "INK", "LAYOUT", "LINE", "PAPER", "SIGN", "SOFT",
    "Figure", "Spec", "Style", "View", "asked_about", "axis", "heading", "hover",
    "label_lines", "layout", "measured", "name_of", "plain", "rows_axis", "stacked", "styles", "writer",
]  # fmt: skip

Spec: TypeAlias = dict[str, Any]

# Name → (on light paper, on dark paper): the one palette of the page's CSS and of the charts. Blue and orange stay apart
# for every common colour vision, and every text colour has a contrast of at least 4.5 : 1 on its paper.
COLOURS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "paper": ("#ffffff", "#11161d"),
        "surface": ("#f4f6f8", "#1a212b"),
        "line": ("#d5dae0", "#35404d"),
        "soft": ("#505a67", "#a9b4c1"),
        "ink": ("#151a21", "#edf1f5"),
        "customers": ("#0a5fa8", "#71b8f5"),
        "customers-band": ("rgba(10,95,168,0.16)", "rgba(113,184,245,0.22)"),
        "believers": ("#b24700", "#f7a561"),
        "believers-band": ("rgba(178,71,0,0.15)", "rgba(247,165,97,0.22)"),
        "believers-2": ("#86307c", "#e29ad7"),
        "believers-2-band": ("rgba(134,48,124,0.15)", "rgba(226,154,215,0.22)"),
        "believers-3": ("#5b6300", "#c6cd63"),
        "believers-3-band": ("rgba(91,99,0,0.15)", "rgba(198,205,99,0.22)"),
        "warm": ("#eaa873", "#8a4a1a"),
        "cool": ("#80b1dd", "#2b5f8f"),
        "yes": ("#176b41", "#6fce9d"),
        "no": ("#a5222b", "#f58f8f"),
        "maybe": ("#745500", "#e3c15c"),
    }
)
PAPER, LINE, SOFT, INK = (COLOURS[name][0] for name in ("paper", "line", "soft", "ink"))
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
EDGE, HEAD, FOOT = 18, 84, 34  # pixels around the plot: sides, above (title and legend), below (ticks)
LINE_WIDTH = 44  # characters on a line of a chart on a phone
SIGN = text("gap = belief − customers’ answer; positive: believers overestimate")


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart: a Plotly figure as plain data, and what stands around it.

    key: unique within its table; alt: one sentence that says what the picture says; caption: how to read it;
    height: pixels; estimates: the numbers it shows, for the table beside it; feature: the one that it is about, "" where it
    holds several against each other.
    """

    key: str
    title: str
    alt: str
    spec: Spec
    height: int
    estimates: tuple[Estimate, ...]
    caption: str = ""
    feature: str = ""

    def about(self, feature: str) -> Figure:
        """The same, known to be about this feature alone."""
        return replace(self, feature=feature)


@dataclass(frozen=True, slots=True)
class View:
    """A way to show a table.

    figures: the table's figures, none where it holds nothing to draw; the report lends context (names of features and
    audiences, planned prices, the optima that another table holds).
    """

    name: str
    figures: Callable[[Table, Report], list[Figure]]


@dataclass(frozen=True, slots=True)
class Style:
    """How one audience looks in every chart: colour, band, marker, line, and its name, escaped."""

    label: str
    colour: str
    band: str
    symbol: str
    dash: str


def plain(told: str) -> str:
    """A text of a survey as Plotly may show it: Plotly reads tags and entities in texts, so none is left."""
    return html.escape(" ".join(told.split()), quote=False)


def heading(label: str, y: float, **more: Any) -> Spec:
    """A row's label (from `label_lines`), above its line at `y` and flush with the left edge: none is too long for a phone."""
    return {"text": label, "x": 0, "xanchor": "left", "xshift": -EDGE, "y": y, **more}


def label_lines(label: str, beside: str = "") -> str:
    """A label on one line, or on two where it is long, cut at the end of the second, with room for what stands beside it."""
    width = LINE_WIDTH - len(beside)
    return "<br>".join(map(plain, textwrap.wrap(" ".join(label.split()), width, max_lines=2, placeholder="…") or [""]))


def stacked(labels: Iterable[str], band: int) -> tuple[list[float], int]:
    """Rows one below the other, on an axis in pixels from the top.

    Returns the middle of each row's `band`, which lies below its label, and the height of all rows.
    """
    middles, top = [], 0
    for label in labels:
        top += 24 + 17 * label.count("<br>")
        middles.append(top + band / 2)
        top += band + 6
    return middles, top


def rows_axis(height: int) -> Spec:
    """The axis that `stacked` rows stand on."""
    return {"range": [height, 0], "visible": False, "fixedrange": True}


def name_of(study: Study, feature: str) -> str:
    """A feature's label, its id if the study does not know it, "All features" for the study as a whole."""
    known = study.features.get(feature)
    return titled(known.label) if known else feature or say("All features")


def asked_about(study: Study, ask: Ask) -> str:
    """What a question asks, as a heading: the study's own wording of it where it has one, else the glossary's label."""
    wordings = {question.wording.get(study.customers, "") for question in study.questions if question.asks == ask.name}
    own = wordings.pop() if len(wordings) == 1 else ""
    return titled(own.replace("{feature}", "…").replace("{customers}", study.label(study.customers))) or ask.label


def measured(study: Study, measure: str) -> str:
    """What a measure is called, a question that it is of in the study's own wording where it has one."""
    label, ask = MEASURES[measure].label, ASKS.get(measure.partition("_")[0])
    return label.replace(ask.label, asked_about(study, ask), 1) if ask else label


def styles(study: Study) -> dict[str, Style]:
    """A style per audience, customers first: one colour for customers, another for believers, wherever they appear."""
    looks = (("believers", "diamond", "dash"), ("believers-2", "square", "dot"), ("believers-3", "triangle-up", "dashdot"))
    found = {study.customers: _style(study, study.customers, "customers", "circle", "solid")}
    for i, audience in enumerate(study.believers):
        found[audience] = _style(study, audience, *looks[i % len(looks)])
    return found


def _style(study: Study, audience: str, colour: str, symbol: str, dash: str) -> Style:
    label = study.label(audience)
    return Style(plain(label[:1].upper() + label[1:]), COLOURS[colour][0], COLOURS[colour + "-band"][0], symbol, dash)


def hover(study: Study, estimate: Estimate, *head: str) -> str:
    """What a reader sees on pointing at a number: what it is, one decimal more, its interval, its bases, its alignment."""
    measure = MEASURES[estimate.measure]
    lines = [f"<b>{plain(head[0])}</b>", *map(plain, head[1:])] if head else []
    lines.append(f"{plain(measure.label)}: {quantity(measure, estimate.value, study.currency, 1)}")
    between = interval(measure, estimate.low, estimate.high, study.currency, 1)
    if between:
        lines.append(say("95% interval {interval}", interval=between))
    if estimate.n is not None:
        n, effective = count(estimate.n), estimate.n_effective
        if effective is None or round(effective) == estimate.n:
            lines.append(say("base {n}", n=n))
        else:
            lines.append(say("base {n}, effective {effective}", n=n, effective=count(effective)))
    if estimate.alignment:
        lines.append(READINGS[estimate.alignment][0])
    return "<br>".join(lines)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between `low` and `high`, at most `most` + 1 of them, 1, 2 or 5 times a power of ten apart."""
    span = high - low
    if span <= 0:
        return [low]
    power = 10 ** floor(log10(span / most))
    step = next(m * power for m in (1, 2, 5, 10) if span / (m * power) <= most)
    first = -floor(-low / step + 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, floor(high / step + 1e-9) + 1)]


def axis(write: Callable[[float], str], low: float, high: float, **more: Any) -> Spec:
    """A number axis from `low` to `high` whose ticks are written by `write`; as many as their texts leave room for on a phone."""
    at, texts = ticks(low, high), [""]
    for most in range(6, 0, -1):
        at = ticks(low, high, most)
        texts = [write(x).replace("\u00a0", "\u202f") for x in at]
        apart = at[1] - at[0] if len(at) > 1 else high - low
        if "automargin" in more or max(map(len, texts)) < LINE_WIDTH * apart / (high - low or 1.0):
            break
    return {
        "range": [low, high],
        "tickvals": at,
        "ticktext": texts,
        "ticklabeloverflow": "allow",
        "gridcolor": LINE,
        "zeroline": False,
        "tickfont": {"color": SOFT},
        "fixedrange": True,
        **more,
    }


def writer(measure: Measure, currency: str) -> Callable[[float], str]:
    """How the ticks of a measure's axis are written."""
    if measure.unit == "money":
        return lambda x: (signed_money if measure.name.endswith("_gap") else money)(x, currency, compact=True)
    if measure.unit in ("theta", "points", "number", "place"):
        return short
    if measure.unit == "probability":
        return lambda x: in_percent(short(x * 100))
    if measure.unit in ("pp", "distance"):
        return lambda x: bare_points(x).removeprefix("" if measure.unit == "pp" else "+")
    return lambda x: quantity(measure, x, currency)


LAYOUT: Mapping[str, Any] = MappingProxyType(
    {
        "margin": {"l": EDGE, "r": EDGE, "t": HEAD, "b": FOOT, "pad": 0},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": SOFT,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "dragmode": False,
        # What every text in a plot has in common, said once.
        "template": {
            "layout": {"annotationdefaults": {"showarrow": False, "xref": "paper", "align": "left", "yanchor": "bottom"}}
        },
    }
)


def layout(title: str, subtitle: str, height: int, xaxis: Spec, yaxis: Spec, **more: Any) -> Spec:
    """The layout every figure shares; the title's texts must be plain already."""
    return {
        **LAYOUT,
        "title": {"text": title, "subtitle": {"text": subtitle}, "x": 0, "xref": "paper", "font": {"size": 16, "color": INK}},
        "height": height,
        "xaxis": xaxis,
        "yaxis": yaxis,
        **more,
    }
