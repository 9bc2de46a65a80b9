"""The report as one HTML file that opens anywhere, offline: the answer first, then every number behind it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gapsurvey.figures import COLOURS, LAYOUT, VIEWS, Figure
from gapsurvey.glossary import ALIGNMENTS, MEASURES, VERDICTS
from gapsurvey.outputs.grid import Grid, grid
from gapsurvey.outputs.screen import VERDICT_LOOKS, screen
from gapsurvey.phrasing import count, day, money, percent, probability, titled
from gapsurvey.report import Report, Table, significant

__all__ = ["notebook", "render"]

# Section: its anchor, its title, the methods whose tables it shows. What no section names comes last.
SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "gaps": ("Belief against answer, question by question", ("gap", "distribution", "delivery")),
        "demand": ("What customers would pay", ("demand", "price", "valuation", "van-westendorp")),
        "segments": ("Who reads customers best, and which customers differ", ("segments",)),
        "decision": ("Would it pay?", ("decision",)),
        "sensitivity": ("Does it hang on who was set aside?", ("sensitivity",)),
        "more": ("Further results", ()),
    }
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on the page: its anchor, and the table beside it."""

    anchor: str
    figure: Figure
    height: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table on the page: its pictures, and the numbers that none of them shows."""

    anchor: str
    table: Table
    pictures: tuple[Picture, ...]
    rest: Grid | None


def render(report: Report) -> bytes:
    """`report.html`: the same bytes for equal reports."""
    sections = {anchor: (title, _exhibits(report, anchor)) for anchor, (title, _) in SECTIONS.items()}
    pictures = [p for _, exhibits in sections.values() for exhibit in exhibits for p in exhibit.pictures]
    page = _environment().get_template("report.html.j2").render(
        report=report,
        study=report.study,
        screen=screen(report),
        sections={anchor: section for anchor, section in sections.items() if section[1]},
        measures=[m for m in MEASURES.values() if any(e.measure == m.name for t in report.tables for e in t.estimates)],
        alignments=ALIGNMENTS,
        verdicts=VERDICTS,
        looks=VERDICT_LOOKS,
        style=_style() + _asset("page.css"),
        script=_asset("page.js"),
        plotly=base64.b64encode(_plotly()).decode("ascii") if pictures else "",
        figures=_json({p.anchor: _bare(p.figure) for p in pictures}),
        layout=_json(dict(LAYOUT)),
        dark=_json(dict(COLOURS.values())),
        policy=_policy(),
    )  # fmt: skip
    return page.encode("utf-8")


def notebook(report: Report) -> str:
    """The first screen alone, static, for a notebook's cell: a few kilobytes, no script."""
    return (
        _environment()
        .get_template("notebook.html.j2")
        .render(report=report, study=report.study, screen=screen(report), style=_style())
    )


def _exhibits(report: Report, section: str) -> tuple[Exhibit, ...]:
    named = {method for _, methods in SECTIONS.values() for method in methods}
    methods = SECTIONS[section][1] or tuple({t.method: None for t in report.tables if t.method not in named})
    return tuple(_exhibit(report, table) for method in methods for table in report.tables_of(method))


def _exhibit(report: Report, table: Table) -> Exhibit:
    anchor = _anchor(table.method, table.of, table.by)
    figures = VIEWS[table.view].figures(table, report) if table.view in VIEWS else []
    pictures = tuple(
        Picture(f"{anchor}-{_anchor(f.key)}", f, _height(f), grid(f.estimates, report.study, table.by)) for f in figures
    )
    drawn = {e for f in figures for e in f.estimates}
    rest = [e for e in table.estimates if e not in drawn]
    return Exhibit(anchor, table, pictures, grid(rest, report.study, table.by) if rest else None)


def _anchor(*parts: str) -> str:
    """A name for the address bar, from names of the study: the same report has the same anchors."""
    return "-".join(re.sub(r"\W+", "-", part).strip("-").lower() for part in parts if part)


def _bare(figure: Figure) -> dict[str, Any]:
    """The figure without the title that the page itself shows above it, and without what the page holds once for all of them."""
    layout = figure.spec["layout"]
    own = {key: value for key, value in layout.items() if key != "title" and LAYOUT.get(key) != value}
    return {**figure.spec, "layout": {**own, "margin": {**layout["margin"], "t": _top(figure)}, "height": _height(figure)}}


def _top(figure: Figure) -> int:
    """Pixels above the plot: room for a legend, where there is one."""
    return 36 if figure.spec["layout"]["showlegend"] else 4


def _height(figure: Figure) -> int:
    return figure.height - int(figure.spec["layout"]["margin"]["t"]) + _top(figure)


def _json(data: object) -> str:
    """JSON that can stand in a script element whatever its texts are."""
    drawn = json.loads(json.dumps(data), parse_float=lambda number: significant(float(number), 5))  # a screen has no more pixels
    text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gapsurvey.outputs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": count,
        "day": day,
        "percent": percent,
        "probability": probability,
        "titled": titled,
        "unbroken": _unbroken,
    }
    environment.globals["money"] = money
    return environment


def _unbroken(text: str) -> str:
    """A sentence whose numbers do not part from their units at a line's end."""
    return re.sub(r"(?<=[\d.]) (?=(?:pp|tn|bn|M|k)\b)|(?<=[<>]) (?=\d)", "\u00a0", text)


def _asset(name: str) -> str:
    return files("gapsurvey.outputs").joinpath("assets", name).read_text("utf-8")


@cache
def _plotly() -> bytes:
    return files("gapsurvey.outputs").joinpath("assets", "plotly.js.gz").read_bytes()


@cache
def _policy() -> str:
    """The content security policy: these two scripts and no others, no request to anywhere."""
    scripts = (_asset("page.js").encode("utf-8"), gzip.decompress(_plotly()))
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode('ascii')}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    """The palette as custom properties, light and dark, and the first screen's rules."""
    light, dark = ("".join(f"--{name}:{pair[i]};" for name, pair in COLOURS.items()) for i in (0, 1))
    return (
        f".gapsurvey{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{.gapsurvey{{color-scheme:dark;{dark}}}}}\n"
    ) + _asset("screen.css")
