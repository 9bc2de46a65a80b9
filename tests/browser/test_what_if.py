"""The decision asked again in a browser: at the plan it is the report's, and it moves as the report would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from gapsurvey.report import Report
from tests.browser.conftest import ReportPage
from tests.outputs.sample_report import empty_report, sample_report

pytestmark = pytest.mark.browser

SET = """([name, value]) => {
  const field = document.querySelector(`#whatif [name=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def told(page: Page, name: str) -> str:
    return page.inner_text(f"#whatif [data-name={name}]")


def test_at_the_plan_it_says_what_the_report_says(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    for offer in sample.offers:
        page.select_option("#whatif select", offer.feature)
        verdict = next(v for v in sample.verdicts if v.feature == offer.feature)
        assert told(page, "said").lower() == verdict.verdict
        assert page.is_disabled("#whatif [data-name=reset]")


def test_a_lower_launch_cost_turns_the_verdict_where_the_report_says_it_does(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    (table,) = sample.tables_of("decision")
    turn = table.one(feature="support_24x7", measure="flip_launch")
    assert turn
    assert turn.value
    page.select_option("#whatif select", "support_24x7")
    page.evaluate("() => document.querySelectorAll('#whatif [data-step]').forEach(f => f.dataset.step = 1)")
    page.evaluate(SET, ["launch", turn.value * 0.995])
    assert told(page, "said") == "Build"
    page.evaluate(SET, ["launch", turn.value * 1.005])
    assert told(page, "said") == "Ask more"
    page.click("#whatif [data-name=reset]")
    assert told(page, "said") == "Do not build as proposed"


def test_the_numbers_of_a_change_are_those_of_the_study_with_that_change(report_page: ReportPage, sample: Report) -> None:
    """Half the market and $10 a month less: worked out by hand from the take rate at the tested price."""
    page = report_page(sample, width=390)
    offer = next(o for o in sample.offers if o.feature == "support_critical")
    page.select_option("#whatif select", offer.feature)
    page.evaluate(SET, ["market", offer.market / 2])
    page.evaluate(SET, ["price", 0])
    earned = offer.horizon * offer.market / 2 * offer.takes[0] * (offer.prices[0] - offer.unit_cost) - offer.launch
    assert told(page, "price") == f"${offer.prices[0]:g}"
    sign = "−" if earned < 0 else ""
    assert told(page, "contribution") == f"{sign}${abs(earned) / 1000:.0f}\u00a0k"


def test_a_haircut_reads_demand_at_the_dearer_price(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    offer = next(o for o in sample.offers if o.feature == "support_24x7")  # asked at 29, 49, 69 and 89; planned at 49
    page.select_option("#whatif select", offer.feature)
    page.evaluate(SET, ["haircut", 21])
    assert told(page, "take") == f"{100 * offer.takes[2]:.1f}%"  # 49 × 1.21 = 59: the next price asked is 69
    page.evaluate(SET, ["price", 3])
    assert told(page, "said") == "Not asked that high"


def test_the_address_carries_what_was_asked(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    page.select_option("#whatif select", "support_12x5_local")
    page.evaluate(SET, ["price", 0])
    said, address = told(page, "said"), page.evaluate("location.hash")
    assert "support_12x5_local" in address
    again = report_page(sample, address, width=390)
    assert told(again, "said") == said
    assert told(again, "price") == told(page, "price")


def test_an_address_that_makes_no_sense_is_the_plan(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, "#whatif?feature=<b>&price=NaN&launch=x&market=%22", width=390)
    assert told(page, "said").lower() == sample.verdicts[0].verdict
    assert page.is_disabled("#whatif [data-name=reset]")


def test_the_keyboard_reaches_every_control_and_moves_it(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    page.focus("#whatif select")
    for name in ("price", "cost", "launch", "market", "haircut"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == name
        before = told(page, name)
        page.keyboard.press("ArrowRight")
        assert told(page, name) != before
        assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") == told(page, name)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.is_disabled("#whatif [data-name=reset]")


def test_few_customers_carry_no_decision_here_either(report_page: ReportPage) -> None:
    report = sample_report()
    few = replace(report, offers=tuple(replace(offer, base=29) for offer in report.offers))
    page = report_page(few, width=390)
    page.evaluate(SET, ["haircut", 1])
    assert told(page, "said") == "Ask more"


def test_without_money_there_is_nothing_to_ask(report_page: ReportPage) -> None:
    assert report_page(empty_report(), width=390).query_selector("#whatif") is None
