"""A German report is German: every text, every number, in every format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

import gapsurvey.outputs
from gapsurvey.glossary import MEASURES
from gapsurvey.outputs import OUTPUTS
from gapsurvey.outputs.html import notebook
from gapsurvey.report import Report
from tests.language.german import SAMPLES, fragments, german_report, german_study, own_words, seen

pytestmark = pytest.mark.slow

TEMPLATES = sorted((Path(gapsurvey.outputs.__file__).parent / "templates").glob("*.j2"))
READ = [name for name in OUTPUTS if name not in ("json", "parquet")]
SOURCES = sorted({measure.source for measure in MEASURES.values() if measure.source}, key=len, reverse=True)
ENGLISH = re.compile(r"(?<= )(?:the|of|and|with|were|which|by|for|not|to|a) ")


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_english_is_left(sample: str) -> None:
    report, english = german_report(sample), fragments()
    for name in READ:
        text = seen(report, name)
        assert "Kunden" in text
        assert not [part for part in english if part in text], name
        for word in (*SOURCES, *own_words(report)):
            text = text.replace(word, "")
        text = re.sub("„[^“]*“", "", text)  # a question, as a note quotes it
        assert not {text[max(found.start() - 30, 0) : found.end() + 30] for found in ENGLISH.finditer(text)}, name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_speaks_by_itself(template: Path) -> None:
    written = "".join(part for _, kind, part in Environment(autoescape=True).lex(template.read_text()) if kind == "data")
    shown = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", "", written, flags=re.DOTALL)
    told = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', written)
    assert re.findall(r"[A-Za-z]{2,}", " ".join((shown.replace("sha256", ""), *told))) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_german_report_comes_back_from_its_results(sample: str) -> None:
    report = german_report(sample)
    back = Report.from_json(report.to_json())
    assert back == report
    for name in ("html", "md", "public"):
        assert OUTPUTS[name].render(back) == OUTPUTS[name].render(report)
    assert notebook(back) == notebook(report)


@pytest.mark.parametrize("sample", SAMPLES)
def test_only_words_differ_between_languages(sample: str) -> None:
    import gapsurvey

    english = gapsurvey.analyze(german_study(sample).model_copy(update={"lang": "en"}))
    german = german_report(sample)
    assert [(t.method, t.view, len(t.notes)) for t in german.tables] == [(t.method, t.view, len(t.notes)) for t in english.tables]
    for ours, theirs in zip(german.tables, english.tables, strict=True):
        named = any(e.segment != other.segment for e, other in zip(ours.estimates, theirs.estimates, strict=True))
        assert named or ours.estimates == theirs.estimates


def test_pages_name_their_language_and_its_marks() -> None:
    page = OUTPUTS["html"].render(german_report("support-hours")).decode("utf-8")
    assert '<html lang="de">' in page
    assert '"separators":",."' in page
    assert '<html lang="de">' in OUTPUTS["public"].render(german_report("support-hours")).decode("utf-8")


def test_the_answer_reads_as_german() -> None:
    report = german_report("support-hours")
    assert report.answer == (
        "Mitarbeitende: 64\u00a0% sagen, Kunden wollen Merkmal 1; Kunden: 21\u00a0% tun das, und 7\u00a0% wollen es und würden "
        "49\u00a0$ pro Monat zahlen (95-%-Intervall 5–10\u00a0%)."
    )
