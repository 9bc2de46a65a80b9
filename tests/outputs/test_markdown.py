"""summary.md says what a pull request needs, and a survey's texts stay texts in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gapsurvey
from gapsurvey.outputs.markdown import render, text
from tests.outputs.sample_report import empty_report, hostile_report, sample_report
from tests.small import mirror, written, yes_no

SURVEYS = Path(__file__).parents[2] / "surveys"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a | b", r"a \| b"),
        ("<b>x</b>", "&#60;b&#62;x&#60;/b&#62;"),
        ("[x](https://evil.example)", r"\[x\](https:&#47;&#47;evil.example)"),
        ("![x](y)", r"!\[x\](y)"),
        ("www.evil.example", "www&#46;evil.example"),
        ("$x$ and `y`", r"\$x\$ and \`y\`"),
        ("*a* _b_ ~~c~~", r"\*a\* \_b\_ \~\~c\~\~"),
        ("&lt; &#64;", "&#38;lt; &#38;&#35;&#8203;64;"),
        ("two\nlines\u2028and\ttabs", "two lines and tabs"),
        ("# title", "&#35;&#8203; title"),
        ("- item", r"\- item"),
        ("\x00 - item", r"\- item"),
        ("+ item", r"\+ item"),
        ("=====", r"\====="),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("24×7, 12×5: 5.5%", "24×7, 12×5: 5.5%"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_marks_are_escaped(raw: str, shown: str) -> None:
    assert text(raw) == shown


def test_nobody_is_notified() -> None:
    """Forges look for mentions and issues after entities are resolved: an invisible character must part them."""
    assert text("@team and #12") == "@&#8203;team and &#35;&#8203;12"


def test_what_turns_the_text_around_is_left_out() -> None:
    assert text("safe\u202egpj.exe\u202c\x1b[31m") == r"safegpj.exe\[31m"


ACTIVE = re.compile(r"(?<!\\)[`*_\[\]{}|~$]|[<>]|://|&(?!#\d+;)|@(?!&#8203;)|www\.|[\r\n\u2028\u2029\x85]|^(?:[-+=#]|\d+[.)] )")


@given(st.text(st.sampled_from(list("ab1 -+=#*_[](){}<>!|`~$&@:;/.\\\n\t\u2028www")), max_size=30))
def test_nothing_in_a_text_is_markup(raw: str) -> None:
    shown = text(raw)
    # A backslash pair is one shown backslash: what follows it is not escaped by it.
    assert not ACTIVE.search(shown.replace("\\\\", "\u29f5")), shown


@given(st.text(max_size=40))
def test_any_text_is_one_line(raw: str) -> None:
    assert len(text(raw).splitlines()) <= 1


def test_a_hostile_report_is_inert() -> None:
    lines = render(hostile_report()).decode().splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert table
    for line in lines:
        assert "<" not in line
        assert not re.search(r"(?<!\\)[`$\[\]]", line)
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
    assert widths <= {4, 5, 7, 8, 9}, "no text adds a cell: tables of three, four, six, seven and eight columns"


def test_the_answer_comes_first() -> None:
    paragraphs = render(sample_report()).decode().split("\n\n")
    assert paragraphs[0] == "# Support hours"
    assert paragraphs[1] == "**Should we launch 24×7 support?**"
    assert paragraphs[2].startswith("64% of employees say customers want 24×7 support; 21% of customers do")


def test_the_version_to_offer_is_named_with_its_verdict() -> None:
    report = sample_report()
    first, *others = report.verdicts
    option = replace(first, verdict="offer as an option", option="support_12x5")
    summary = render(replace(report, verdicts=(option, *others))).decode()
    assert "Verdict: **offer as an option: 12×5, your time zone**." in summary
    assert "| Offer as an option: 12×5, your time zone |" in summary


def test_the_summary_of_the_sample_study() -> None:
    summary = render(gapsurvey.analyze(SURVEYS / "support-hours")).decode()
    assert "| 24×7 support | 21% | 64% | +42 pp (+33 to +51) | 7% at \\$49 | Do not build as proposed | \\$2.4 M |\n" in summary
    assert "| Northdesk Premier | \\$59 | 51% | 3% for 24×7 support |\n" in summary
    assert "Acting on belief about 24×7 support would cost \\$2.4 M (95% interval \\$2.1 M–\\$2.5 M)." in summary
    assert "| customers | customers.csv | qualtrics | 454 | 412 | 38 incomplete, 3 preview, 1 spam |" in summary


def test_the_file_of_what_was_shown_is_named() -> None:
    assert f"What was shown: design.csv, sha256 {'d3' * 32}." in render(sample_report()).decode()


def test_an_empty_report_renders() -> None:
    assert render(empty_report()).decode().startswith("# Support hours\n")


def test_flags_are_explained_where_they_are_used(tmp_path: Path) -> None:
    answers = {"W": ["Yes"] * 6 + ["No"] * 6}
    summary = render(gapsurvey.analyze(written(tmp_path, mirror(yes_no()), customers=answers, employees=answers))).decode()
    assert "Too few to test † \\*\\*" in summary
    assert "\\*\\* Fewer than 30 customers answered: shown, not tested." in summary
    assert "† Fewer than 20 believers answered" in summary


def test_kinds_and_sets_of_versions_are_summed_up() -> None:
    lines = render(sample_report()).decode().splitlines()
    assert "| all 3 versions | 62% | 57–67% | – |" in lines
    kind = "| A: want 12×5, your time zone, not 24×7 support | 70% (65–74%) | 24×7 support +"
    assert any(line.startswith(kind) for line in lines)
