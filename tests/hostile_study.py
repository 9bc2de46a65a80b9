"""A study that is hostile wherever a text of people's own can stand: in the study, in the exports, in their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import gapsurvey
from gapsurvey.report import Report
from tests.small import written

__all__ = ["LONG", "TEXTS", "hostile_folder", "report_of"]

LONG = 10_000
MOST = 2_000  # characters of a study's own texts
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "script": "<script>window.owned=1;alert(1)</script>",
        "end of a script": "</script></style></title><img src=x onerror='window.owned=1;alert(1)'><svg onload=alert(1)>",
        "attribute": '" autofocus onfocus="window.owned=1" x=\'',
        "link": "javascript:window.owned=1",
        "formula": "=cmd|' /C calc'!A0",
        "sum": "+1+cmd",
        "dash": "-2+3+cmd|' /C calc'!A0",
        "at": '@SUM(1+1)*HYPERLINK("https://attacker.example","x")',
        "template": "{{ 7*191 }}{% raw %}${7*191}%{x}#{7*191}<%= 7*191 %>",
        "terminal": "\x1b[31mred\x1b[0m\x1b]0;owned\x07\x9b2J",
        "right to left": "\u202egnp.exe\u2066\u200f \u05e9\u05dc\u05d5\u05dd",
        "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308e\u0301\u0489 \U0001f9d1\U0001f3fd",
        "long": "x" * LONG,
        "markdown": "| [a](javascript:alert(1)) ![b](https://attacker.example/p.png) `</code>` @here #1\n# h",
        "quotes": "\"; '' \\\" \\u003c &lt;b&gt; ]]> --> \u2028",
    }
)


def _short(text: str) -> str:
    return text[: MOST - 20]


def _exported(text: str) -> str:
    """The text as an export can hold it: a file with control characters is refused as no text."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def _study(text: str) -> dict[str, Any]:
    """Three features, each want, first choice, need and price asked of both sides; all that has a name is called `text`."""
    features, line, own = ("alpha", "beta", "gamma"), _short(_exported(text)), _short(text)
    text = _exported(text)
    prices = {"columns": [f"5 {line}", f"9 {line}"], "prices": [5, 9]}
    both = ("customers", "employees")
    return {
        "title": own, "question": f"Q {own}", "market": 1000, "horizon": 12, "currency": "EUR", "period": "month",
        "thresholds": {"draws": 1000},
        "audiences": {
            audience: {"role": role, "label": f"{label} {own}", "file": f"{audience}.csv", "segments": {f"{own} by": f"S {line}"}}
            for audience, role, label in (("customers", "customer", "C"), ("employees", "employee", "E"))
        },
        "features": {
            name: {"label": f"{own} {name}", "price": 9, "cost": {"launch": 100, "per_customer": 1},
                   **({"version_of": own} if name != "gamma" else {})}
            for name in features
        },
        "questions": [
            {"asks": "want", "shape": "yes-no", "wording": dict.fromkeys(both, f"w {own[:200]} {{feature}}"),
             **{audience: {"columns": {name: f"{line} {name}" for name in features}} for audience in both}},
            {"asks": "prefer", "shape": "single-select", "answers": {name: f"{text} {name}" for name in features},
             **dict.fromkeys(both, f"P {line}")},
            {"asks": "need", "shape": "rating", "feature": "alpha", "scale": [f"{text} low", f"{text} mid", f"{text} high"],
             **dict.fromkeys(both, f"N {line}")},
            {"asks": "pay", "shape": "price-ladder", "feature": "alpha", **dict.fromkeys(both, prices)},
        ],
    }  # fmt: skip


def _answers(text: str, people: int, yes: int) -> dict[str, list[str]]:
    """Columns of an export: every `yes`-th of the people says yes, and two groups of them stand side by side."""
    text = _exported(text)
    line, features = _short(text), ("alpha", "beta", "gamma")
    said = ["Yes" if i % yes == 0 else "No" for i in range(people)]
    return {
        f"S {line}": list(islice(cycle([f"{text} one", f"two {text}"]), people)),
        **{f"{line} {name}": said[i:] + said[:i] for i, name in enumerate(features)},
        f"P {line}": list(islice(cycle([f"{text} {name}" for name in features]), people)),
        f"N {line}": list(islice(cycle([f"{text} low", f"{text} mid", f"{text} high"]), people)),
        f"5 {line}": said,
        f"9 {line}": ["Yes" if i % (2 * yes) == 0 else "No" for i in range(people)],
        f"{line} else": [text] * people,
    }


def hostile_folder(folder: Path, text: str) -> Path:
    """A folder with the study and its exports, whose names are hostile as far as a name can be."""
    study = _study(text)
    place = written(folder, study, customers=_answers(text, 160, 3), employees=_answers(text, 60, 2))
    named = re.sub(r"[/\x00\n]", "_", text)[:50]
    for audience in ("customers", "employees"):
        study["audiences"][audience]["file"] = f"{named} {audience}.csv"
        (place / f"{audience}.csv").rename(place / f"{named} {audience}.csv")
    return written(place, study)


@cache
def report_of(name: str) -> Report:
    """The report of the study with one of TEXTS, by its name; analysed once."""
    with TemporaryDirectory() as folder:
        return gapsurvey.analyze(hostile_folder(Path(folder), TEXTS[name]))
