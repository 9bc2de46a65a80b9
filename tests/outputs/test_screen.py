"""The first screen: every verdict has its word and shape, whatever the features were asked about, with money or without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gapsurvey.glossary import ALIGNMENTS, VERDICTS
from gapsurvey.outputs.html import render
from gapsurvey.outputs.screen import screen
from gapsurvey.report import Alignment, Estimate, Table, Verdict
from tests.outputs.sample_report import sample_report


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_a_word_and_a_shape(verdict: str) -> None:
    plain = sample_report().verdicts[0]
    page = render(sample_report(verdicts=(replace(plain, verdict=verdict, alignment=None),))).decode("utf-8")
    (line,) = screen(sample_report(verdicts=(replace(plain, verdict=verdict, alignment=None),))).lines
    assert f'<symbol id="gs-{line.icon}"' in page
    assert line.verdict.casefold() == verdict


@pytest.mark.parametrize("alignment", ["over", "under", "aligned", "inconclusive", "untested"])
def test_without_money_the_alignment_speaks(alignment: Alignment) -> None:
    changed = replace(sample_report().verdicts[0], verdict="no money verdict", alignment=alignment)
    moneyed = replace(changed, feature="other", verdict="build")
    (line,) = screen(sample_report(verdicts=(changed,))).lines
    assert (line.verdict, line.aside, line.said) == (ALIGNMENTS[alignment][0], "", ALIGNMENTS[alignment][0])
    line, _ = screen(sample_report(verdicts=(changed, moneyed))).lines
    assert (line.aside, line.said) == ("no money verdict", f"{ALIGNMENTS[alignment][0]} (no money verdict)")
    assert f'<symbol id="gs-{line.icon}"' in render(sample_report(verdicts=(changed,))).decode("utf-8")


def test_ratings_and_estimates_reach_the_first_screen_too() -> None:
    rated = (
        Estimate("chat", "need_theta", "employees", "customers", value=0.7, low=0.6, high=0.8, n=50, alignment="over"),
        Estimate("chat", "need_top2", "customers", value=0.3, low=0.2, high=0.4, n=100),
        Estimate("chat", "need_top2", "employees", value=0.6, low=0.5, high=0.7, n=50),
        Estimate("chat", "need_top2_gap", "employees", "customers", value=0.3, low=0.1, high=0.5, n=50),
    )
    guessed = (
        Estimate("chat", "want", "customers", value=0.3, low=0.2, high=0.4, n=100),
        Estimate("chat", "want_estimate", "employees", value=0.5, low=0.45, high=0.55, n=50),
        Estimate("chat", "want_estimate_gap", "employees", "customers", value=0.2, low=0.1, high=0.3, n=50, alignment="over"),
    )
    verdict = Verdict("chat", "Chat", "employees", "over", "no money verdict", "")
    for estimates, told in ((rated, ("30%", "60%", "+30 pp")), (guessed, ("30%", "50%", "+20 pp"))):
        (line,) = screen(sample_report(verdicts=(verdict,), tables=(Table("gap", "dumbbell", "", estimates),))).lines
        assert (line.answer, line.belief, line.gap) == told


def test_what_was_only_asked_as_a_price_is_not_said_to_be_wanted() -> None:
    """A table without “want it and would pay” says who would pay, above the column and beside each figure."""
    report = sample_report()
    tables = tuple(replace(t, estimates=tuple(e for e in t.estimates if e.measure != "want_and_pay")) for t in report.tables)
    assert "Want it and would pay</th>" in render(report).decode()
    only_asked = render(replace(report, tables=tables)).decode()
    assert ">Would pay</th>" in only_asked
    assert "want it and would pay $" not in only_asked.partition('role="table"')[2].partition("</table>")[0]
