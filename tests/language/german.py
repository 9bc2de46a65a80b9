"""The sample studies as a German house would write them, and everything that a reader of their files sees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

import gapsurvey
from gapsurvey.outputs import OUTPUTS
from gapsurvey.report import Report
from gapsurvey.study import Study, load
from tests.language.texts import catalogue, texts

__all__ = ["SAMPLES", "fragments", "german_report", "german_study", "own_words", "seen"]

SURVEYS = Path(__file__).parents[2] / "surveys"
SAMPLES = sorted(path.parent.name for path in SURVEYS.glob("*/study.toml"))
LABELS = {"customer": "Kunden", "employee": "Mitarbeitende", "partner": "Partner", "influencer": "Fachleute"}


def german_study(sample: str) -> Study:
    """The sample study, its own words in German."""
    study, number = load(SURVEYS / sample), count(1)
    audiences = {name: a.model_copy(update={"label": LABELS[a.role]}) for name, a in study.audiences.items()}
    features = {name: f.model_copy(update={"label": f"Merkmal {next(number)}"}) for name, f in study.features.items()}
    questions = tuple(question.model_copy(update={"wording": {}}) for question in study.questions)
    competitors = {
        name: c.model_copy(update={"label": f"Wettbewerber {i}", "source": "", "note": ""})
        for i, (name, c) in enumerate(study.competitors.items())
    }
    words = {"title": "Spiegelbefragung", "question": "Was wollen Kunden?", "lang": "de", "earlier": None}
    return study.model_copy(
        update={**words, "audiences": audiences, "features": features, "questions": questions, "competitors": competitors}
    )


@cache
def fragments() -> list[str]:
    """What stands between the {names} of each English text, where that is three words or more and German says otherwise."""
    german, found = catalogue("de"), []
    for forms in texts():
        for form in forms:
            said = str(german.get(forms[0] if len(forms) == 1 else forms).string)  # type: ignore[union-attr]
            found += [
                part for part in re.split(r"\{\w+\}", form) if len(re.findall(r"[^\W\d_]+", part)) >= 3 and part not in said
            ]
    return found


@cache
def german_report(sample: str) -> Report:
    """Its report."""
    return gapsurvey.analyze(german_study(sample))


class _Page(HTMLParser):
    """The texts of a page, what its labels say, and the texts in its data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []
        self._data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.append(tag)
        given = dict(attrs)
        self._data = tag == "script" and given.get("type") == "application/json"
        self.texts += [value for name, value in given.items() if name in ("aria-label", "alt", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass
        self._data = False

    def handle_data(self, data: str) -> None:
        if self._data:
            self.texts += _strings(json.loads(data))
        elif not {"script", "style"} & {*self._within[-1:]}:
            self.texts.append(data)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def own_words(report: Report) -> list[str]:
    """What a survey's own people wrote or were asked, and what its groups are called, on one line each, longest first."""
    words = {e.segment for table in report.tables for e in table.estimates}
    words |= {part for word in words for part in word.split(" × ")}
    words |= {word for quoted in report.verbatims for word in (quoted.question, *quoted.texts)}
    return sorted((" ".join(word.split()) for word in words if len(word) > 3), key=len, reverse=True)


def seen(report: Report, name: str) -> str:
    """What a reader of one format sees, on one line."""
    data = OUTPUTS[name].render(report)
    if name in ("html", "public"):
        page = _Page()
        page.feed(data.decode("utf-8"))
        texts = page.texts
    elif name == "xlsx":
        book = load_workbook(BytesIO(data))
        texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        texts += book.sheetnames
    elif name == "pptx":
        texts = list(_slides(data))
    else:
        texts = [data.decode("utf-8")]
    return re.sub(r"<[^<>]*>|\s+", " ", "\n".join(texts))


def _slides(data: bytes) -> Iterator[str]:
    from pptx import Presentation

    for slide in Presentation(BytesIO(data)).slides:
        yield slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            elif shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            elif shape.has_chart:
                yield from (series.name for series in shape.chart.plots[0].series)
