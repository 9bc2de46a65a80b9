"""The report as one HTML file that opens anywhere, offline: the answer first, then every number behind it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gapsurvey.figures import COLOURS, LAYOUT
from gapsurvey.glossary import ALIGNMENTS, MEASURES, READINGS, VERDICTS
from gapsurvey.language import say, say_count, speaking, spoken, text
from gapsurvey.outputs.compiled import BesideTemplates
from gapsurvey.outputs.cuts import cuttings
from gapsurvey.outputs.exhibits import bare, exhibit
from gapsurvey.outputs.grid import spanned
from gapsurvey.outputs.pages import pages
from gapsurvey.outputs.quoted import quoted
from gapsurvey.outputs.screen import VERDICT_LOOKS, screen
from gapsurvey.phrasing import (
    count,
    day,
    each,
    in_points,
    money,
    money_range,
    percent,
    periods,
    probability,
    short,
    titled,
    weighting,
)
from gapsurvey.report import Report, significant

__all__ = ["environment", "notebook", "render", "style"]

STYLES = ("page.css", "pages.css")  # beside the first screen's
READING = "reading.js"  # the script that runs before the page is there
SCRIPTS = ("address.js", "page.js", "tables.js", "cuts.js", "whatif.js")  # those that run after, in this order


# What the buttons beside a table say.
TOOLS = {
    "copy": text("Copy table"),
    "copied": text("Copied"),
    "save": text("Save as CSV"),
    "link": text("Copy link"),
    "beside": text("95% interval, base, reading"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its anchor, its title, in English, and the methods whose tables it shows.

    methods: none for those that no section names; deep: folded away on a screen until somebody asks for it, its leads in sight.
    """

    anchor: str
    title: str
    methods: tuple[str, ...] = ()
    deep: bool = False


WORDS = "words"  # the section that shows no tables, but what people wrote
SECTIONS = (
    Section("gaps", "Belief against answer, question by question", ("gap", "distribution", "delivery")),
    Section("order", "What comes first", ("order", "lead"), deep=True),
    Section("demand", "What customers would pay", ("demand", "price", "valuation", "covariates", "van-westendorp")),
    Section("choices", "What people choose", ("conjoint", "best_worst")),
    Section("worth", "What each method says it is worth", ("cross_method",)),
    Section("versions", "Versions and offers, and what reaches most", ("versions", "market")),
    Section("decision", "Would it pay?", ("decision",)),
    Section("stated", "If people say more than they pay", ("stated", "certainty"), deep=True),
    Section("waves", "What changed since the earlier wave", ("waves",)),
    Section(WORDS, "In their own words", ("verbatims",), deep=True),
    Section("believers", "Believers against each other", ("believers",), deep=True),
    Section("segments", "Who reads customers best, and which customers differ", ("segments",), deep=True),
    Section("kinds", "Kinds of customers, by what they want", ("archetypes",), deep=True),
    Section("sensitivity", "Does it hang on who was set aside?", ("sensitivity",), deep=True),
    Section("weighting", "Does it hang on the weights?", ("weighting",), deep=True),
    Section("more", "Further results", deep=True),
)


def render(report: Report) -> bytes:
    """`report.html`: the same bytes for equal reports."""
    first = screen(report)
    shown = {
        section: [exhibit(report, table) for method in _methods(report, section) for table in report.tables_of(method)]
        for section in SECTIONS
    }
    cut_by = cuttings(report)
    features = pages(report, first, [each for exhibits in shown.values() for each in exhibits], cut_by)
    own = {page.line.feature for page in features}
    pictures = [picture for exhibits in shown.values() for each in exhibits for picture in each.pictures]
    words = quoted(report)
    sections = [
        (section, [each.without(own) for each in exhibits])
        for section, exhibits in shown.items()
        if exhibits or (section.anchor == WORDS and words)
    ]
    study, again = report.study, _asked_again(report)
    used = {e.measure for table in report.tables for e in table.estimates}
    page = environment().get_template("report.html.j2").render(
        report=report,
        study=study,
        screen=first,
        pages={page.line.feature: page for page in features},
        cut_by=cut_by,
        sections=sections,
        words=words,
        measures=[measure for name, measure in MEASURES.items() if name in used],
        alignments=_alignments(report),
        looks=VERDICT_LOOKS,
        style=style() + "".join(map(_asset, STYLES)),
        reading=_asset(READING),
        scripts={name.removesuffix(".js"): _asset(name) for name in SCRIPTS},
        offers=again["offers"],
        asked_again=_json(again),
        texts=_json({name: str(told) for name, told in TOOLS.items()}),
        plotly=_base64(_plotly()) if pictures else "",
        figures=_base64(_gzipped(_json({p.anchor: bare(p.figure) for p in pictures}))) if pictures else "",
        layout=_json({**LAYOUT, "separators": spoken().writing.decimal + spoken().writing.group}),
        dark=_json(dict(COLOURS.values())),
        policy=_policy(),
    )  # fmt: skip
    return page.encode("utf-8")


def _asked_again(report: Report) -> dict[str, Any]:
    """What the page needs to ask the decisions again, and how they stand: those that have a verdict."""
    verdicts = {verdict.feature: verdict.verdict for verdict in report.verdicts}
    lines, writing = report.study.thresholds, spoken().writing
    return {
        "offers": [
            {
                **asdict(offer),
                "label": titled(report.study.features[offer.feature].label),
                "verdict": titled(VERDICTS[verdicts[offer.feature]][0]),
                **dict(zip(("icon", "tone"), VERDICT_LOOKS[verdicts[offer.feature]], strict=True)),
            }
            for offer in report.offers
            if offer.feature in verdicts
        ],
        "lang": report.study.lang,
        "unit": writing.unit(report.study.currency),
        "money": writing.money,
        "scales": writing.scales,
        "texts": {
            "unasked": say("Not asked that high"),
            "more": titled(VERDICTS["ask more"][0]),
            "build": titled(VERDICTS["build"][0]),
            "stop": titled(VERDICTS["do not build as proposed"][0]),
            "everybody": say("more than everybody"),
            "range": say("{low} to {high}"),
        },
        "lines": {"build": lines.build, "stop": lines.stop, "base": lines.min_base},
    }


def _alignments(report: Report) -> dict[str, tuple[str, str]]:
    """The words that gaps are read by, and those of the other readings that this report uses."""
    used = {e.alignment for table in report.tables for e in table.estimates}
    return {word: told for word, told in READINGS.items() if word in ALIGNMENTS or word in used}


def notebook(report: Report) -> str:
    """The first screen alone, static, for a notebook's cell: a few kilobytes, no script."""
    with speaking(report.study.lang):
        page = environment().get_template("notebook.html.j2")
        return page.render(report=report, study=report.study, screen=screen(report), pages={}, cut_by=(), style=style())


def _methods(report: Report, section: Section) -> tuple[str, ...]:
    named = {method for other in SECTIONS for method in other.methods}
    return section.methods or tuple({t.method: None for t in report.tables if t.method not in named})


def _json(data: object) -> str:
    """JSON that can stand in a script element whatever its texts are: only a "<" can end one."""
    drawn = json.loads(json.dumps(data), parse_float=lambda number: significant(float(number), 5))  # a screen has no more pixels
    written = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _gzipped(written: str) -> bytes:
    """The same bytes at any time, with the same zlib."""
    return gzip.compress(written.encode("utf-8"), mtime=0)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@cache
def environment() -> Environment:
    """The templates: whatever they are given is escaped, and what they are not given is an error."""
    environment = Environment(
        loader=PackageLoader("gapsurvey.outputs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=BesideTemplates("gapsurvey.outputs"),
    )
    environment.filters |= {
        "count": count,
        "each": each,
        "day": day,
        "in_points": in_points,
        "percent": percent,
        "probability": probability,
        "short": short,
        "spanned": spanned,
        "titled": titled,
        "unbroken": _unbroken,
        "weighting": weighting,
    }
    environment.globals |= {
        "money": money, "money_range": money_range, "periods": periods, "say": say, "say_count": say_count, "verdicts": VERDICTS,
    }  # fmt: skip
    return environment


def _unbroken(sentence: str) -> str:
    """A sentence whose numbers do not part from their units at a line's end."""
    return re.sub(r"(?<=[\d.]) (?=(?:pp|tn|bn|M|k)\b)|(?<=[<>]) (?=\d)", "\u00a0", sentence)


def _asset(name: str) -> str:
    return files("gapsurvey.outputs").joinpath("assets", name).read_text("utf-8")


@cache
def _plotly() -> bytes:
    return files("gapsurvey.outputs").joinpath("assets", "plotly.js.gz").read_bytes()


@cache
def _policy() -> str:
    """The content security policy: these scripts and no others, no request to anywhere."""
    scripts = (*(_asset(name).encode("utf-8") for name in (READING, *SCRIPTS)), gzip.decompress(_plotly()))
    hashes = " ".join(f"'sha256-{_base64(hashlib.sha256(script).digest())}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def style() -> str:
    """The palette as custom properties, light and dark, and the first screen's rules."""
    light, dark = ("".join(f"--{name}:{pair[i]};" for name, pair in COLOURS.items()) for i in (0, 1))
    return (
        f".gapsurvey{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{.gapsurvey{{color-scheme:dark;{dark}}}}}\n"
    ) + _asset("screen.css")
