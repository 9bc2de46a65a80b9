"""The page for customers holds their answers, and nothing of what anybody believed of them."""

from __future__ import annotations

import re
from dataclasses import replace

from gapsurvey.outputs.public import page, render
from gapsurvey.report import Report
from tests.outputs.sample_report import empty_report, hostile_report, sample_report


def test_it_shows_customers_shares_the_most_wanted_first(sample: Report) -> None:
    shown = page(sample)
    (table,) = sample.tables_of("gap")
    wanted = {e.feature: e.value for e in table.pick(measure="want", audience="customers")}
    assert [bar.share for bar in shown.bars] == sorted((v for v in wanted.values() if v is not None), reverse=True)
    assert shown.answered == 412
    assert shown.next_up == ("12×5 support in their time zone", "12×5 in their time zone with 24×7 for critical issues")


def test_no_figure_of_believers_is_in_it(sample: Report) -> None:
    """Believers' numbers replaced by others, the page stays the same to the byte."""
    believers = set(sample.study.believers)
    tables = tuple(
        replace(t, estimates=tuple(
            replace(e, value=0.123, low=0.1, high=0.2, n=7) if {e.audience, e.against} & believers else e for e in t.estimates
        ))
        for t in sample.tables
    )  # fmt: skip
    verdicts = tuple(replace(v, headline="x", reasons=(), value_at_stake=None, alignment=None) for v in sample.verdicts)
    other = replace(sample, tables=tables, verdicts=verdicts, answer="x", instead="x")
    assert render(other) == render(sample)
    text = re.sub(r"<style>.*?</style>", "", render(sample).decode("utf-8"), flags=re.DOTALL)
    assert "employee" not in text.lower()


def test_nobody_is_quoted(sample: Report) -> None:
    assert sample.verbatims
    assert render(sample) == render(replace(sample, verbatims=()))


def test_no_price_is_told(sample: Report) -> None:
    assert "$" not in render(sample).decode("utf-8")


def test_few_answers_give_no_figure() -> None:
    report = sample_report()
    tables = tuple(replace(t, estimates=tuple(replace(e, n=29) for e in t.estimates)) for t in report.tables)
    few = replace(report, tables=tables)
    assert page(few).bars == ()
    assert "Too few have answered" in render(few).decode("utf-8")


def test_nobody_answered_and_hostile_texts_are_shown() -> None:
    assert b"You told us" in render(empty_report())
    shown = render(hostile_report()).decode("utf-8")
    assert "<img" not in shown
    assert "<script" not in shown
