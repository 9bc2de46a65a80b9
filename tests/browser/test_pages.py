"""A feature's own page, and the choice of a group, in a browser: reached from the first screen, kept in the address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gapsurvey.outputs.html import render
from gapsurvey.phrasing import percent, percent_range, points, points_range
from gapsurvey.report import Estimate, Report
from tests.browser.conftest import ReportPage
from tests.outputs.sample_report import hostile_report, sample_report

pytestmark = pytest.mark.browser

ROW = ".gs-verdicts tbody tr:has(a[href='#feature-{}'])"
APAC, SALES = "customers/Region/APAC", "employees/Function/Sales"


def unfolded(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('.page')].filter((one) => one.open).map((one) => one.id)")
    return found


def shown(page: Page, feature: str) -> tuple[str, str, str, str]:
    """Answer, belief, gap and its interval in a feature's line of the first screen."""
    row = page.locator(ROW.format(feature))
    answer, belief = (row.locator(f"td.{name}").inner_text().strip() for name in ("gs-first", "gs-second"))
    gap = row.locator("td.gs-gap")
    small = gap.locator("small")
    return answer, belief, gap.locator("b").evaluate("b => b.firstChild.textContent"), small.inner_text()


def written(answer: Estimate | None, belief: Estimate | None, gap: Estimate | None) -> tuple[str, str, str, str]:
    assert answer
    assert belief
    assert gap
    assert None not in (gap.low, gap.high)
    between = points_range(gap.low or 0.0, gap.high or 0.0).removesuffix(" pp")
    return percent(answer.value or 0), percent(belief.value or 0), points(gap.value or 0).replace(" ", "\u00a0"), between


@pytest.mark.parametrize("width", [390, 1280], ids=["phone", "desktop"])
def test_a_features_name_opens_its_page_and_takes_the_keyboard_along(report_page: ReportPage, width: int) -> None:
    page = report_page(sample_report(), width=width)
    page.click(".gs-verdicts a[href='#feature-support-critical']")
    page.wait_for_function("document.querySelector('#feature-support-critical').open")
    assert page.evaluate("document.activeElement === document.querySelector('#feature-support-critical > summary')")
    top = "document.activeElement.getBoundingClientRect().top"
    page.wait_for_function(f"() => {top} >= 0 && {top} < innerHeight / 2")
    page.keyboard.press("Enter")
    assert "feature-support-critical" not in unfolded(page), "and folds by keyboard"
    page.click(".gs-verdicts a[href='#feature-support-critical']")
    page.wait_for_function("document.querySelector('#feature-support-critical').open")


def test_pages_are_folded_but_for_the_first_where_there_is_room(report_page: ReportPage) -> None:
    assert unfolded(report_page(sample_report())) == ["feature-support-24x7"]
    assert unfolded(report_page(sample_report(), width=390)) == []


def test_a_link_to_a_chart_unfolds_the_page_that_it_stands_in(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, "#demand-support_critical")
    assert "feature-support-critical" in unfolded(page)
    chart = page.locator("#demand-support_critical .chart")
    chart.locator(".main-svg").first.wait_for()
    assert chart.is_visible()


def test_every_link_of_the_page_leads_to_something_in_sight(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    for target in page.evaluate("[...document.querySelectorAll('.moved a, nav a')].map((link) => link.hash)"):
        page.evaluate("hash => { location.hash = hash; }", target)
        page.wait_for_timeout(20)
        assert page.locator(target.split("?")[0]).is_visible(), target


def test_a_choice_of_customers_shows_the_numbers_of_the_results(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample)
    before = shown(page, "support-24x7")
    page.select_option(".cut-by select", APAC)
    (gaps,), (table,) = sample.tables_of("gap"), [t for t in sample.tables_of("segments") if t.by == "Region"]
    for feature in ("support_24x7", "self_service", "chat"):
        here = {"feature": feature, "segment": "APAC"}
        expected = written(
            table.one(**here, measure="want", audience="customers"),
            gaps.one(feature=feature, measure="want", audience="employees", segment=""),
            table.one(**here, measure="want_gap", audience="employees"),
        )
        assert shown(page, feature.replace("_", "-")) == expected
    told = page.inner_text(".cut-told")
    assert told.startswith("Customers by Region, APAC: answers, gaps and who would pay are theirs alone.")
    assert "Fewer than 100 customers answered" in told
    page.select_option(".cut-by select", "")
    assert shown(page, "support-24x7") == before
    assert page.inner_text(".cut-told") == ""


def test_a_choice_of_customers_shows_who_of_them_would_pay(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample)
    cell = page.locator(ROW.format("support-24x7")).locator("td.gs-pay")
    everybody = cell.inner_html()
    (table,) = [table for table in sample.tables_of("segments") if table.by == "Region"]
    for group in ("Americas", "APAC"):
        page.select_option(".cut-by select", f"customers/Region/{group}")
        e = table.one(feature="support_24x7", measure="want_and_pay", segment=group)
        assert e
        assert cell.locator(".gs-customers").evaluate("e => e.firstChild.textContent") == percent(e.value or 0)
        assert cell.locator("small").inner_text() == f"at $49 · {percent_range(e.low or 0, e.high or 0)}"
        assert cell.locator("sup").all_inner_texts() == (["*"] if (e.n or 0) < 100 else [])
    assert page.locator(ROW.format("chat")).locator("td.gs-pay").inner_text() == "–"
    page.select_option(".cut-by select", SALES)
    assert cell.inner_html() == everybody, "believers buy nothing"
    page.select_option(".cut-by select", "")
    assert cell.inner_html() == everybody


def test_where_no_groups_price_is_known_none_is_shown(report_page: ReportPage) -> None:
    report = sample_report()
    kept = [replace(t, estimates=tuple(e for e in t.estimates if not (e.segment and e.at))) for t in report.tables]
    page = report_page(replace(report, tables=tuple(kept)))
    cell = page.locator(ROW.format("support-24x7")).locator("td.gs-pay")
    assert cell.inner_text() != "–"
    page.select_option(".cut-by select", APAC)
    assert cell.inner_text() == "–"


@pytest.mark.parametrize("width", [340, 390])
def test_a_groups_numbers_fit_a_phone(report_page: ReportPage, sample: Report, width: int) -> None:
    page = report_page(sample, width=width)
    page.evaluate("document.querySelectorAll('.page').forEach((each) => { each.open = true; })")
    wide = "[...document.querySelectorAll('.sheet-paid')].map((each) => each.offsetWidth - each.parentElement.clientWidth)"
    assert set(page.evaluate(f"{wide}.map((over) => Math.max(over, 0))")) == {0}


def test_a_choice_of_believers_shows_theirs_and_hides_what_is_hidden(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample, width=390)
    page.select_option(".cut-by select", SALES)
    (gaps,), (table,) = sample.tables_of("gap"), [t for t in sample.tables_of("segments") if t.by == "Function"]
    here = {"feature": "support_24x7", "audience": "employees", "segment": "Sales"}
    expected = written(
        gaps.one(feature="support_24x7", measure="want", audience="customers", segment=""),
        table.one(**here, measure="want"),
        table.one(**here, measure="want_gap"),
    )
    answer, belief, gap, _ = expected
    row = page.locator(ROW.format("support-24x7"))
    assert [row.locator(f"td.{name}").inner_text().strip() for name in ("gs-first", "gs-second")] == [answer, belief]
    assert row.locator("td.gs-gap b").inner_text() == gap
    assert gaps.pick(feature="one_hour", measure="want_gap")
    assert not table.pick(feature="one_hour", segment="Sales", measure="want_gap"), "hidden, since hardly anybody said no"
    row = page.locator(ROW.format("one-hour"))
    assert row.locator("td.gs-gap").inner_text() == "too few to show"
    assert row.locator("td.gs-gap").is_visible()
    assert row.locator("td.gs-first").inner_text() == ""
    chosen = page.evaluate("[...document.querySelectorAll('tr.chosen')].map((row) => row.cells[0].textContent)")
    assert chosen
    assert all(name.startswith("Sales") for name in chosen)


def test_the_address_keeps_the_group_beside_what_else_it_holds(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample)
    page.select_option(".cut-by select", APAC)
    told = shown(page, "support-24x7")
    assert shown(report_page(sample, page.evaluate("location.hash")), "support-24x7") == told
    page.click(".gs-verdicts a[href='#feature-chat']")
    page.wait_for_function("location.hash.startsWith('#feature-chat?')")
    page.select_option("#whatif select", "support_critical")
    again = report_page(sample, page.evaluate("location.hash"))
    assert again.input_value(".cut-by select") == APAC
    assert again.input_value("#whatif select") == "support_critical"


@pytest.mark.parametrize("anchor", ["#?segment=<b>", "#%E0%A4%A?segment=%", "#feature-chat?segment=customers/Region/Nowhere"])
def test_an_address_that_names_no_group_shows_everybody(report_page: ReportPage, sample: Report, anchor: str) -> None:
    page = report_page(sample, anchor)
    assert page.input_value(".cut-by select") == ""
    assert shown(page, "support-24x7") == shown(report_page(sample), "support-24x7")


def test_the_choice_is_made_by_keyboard(report_page: ReportPage, sample: Report) -> None:
    page = report_page(sample)
    page.focus(".cut-by select")
    page.keyboard.press("ArrowDown")
    assert page.input_value(".cut-by select") == page.evaluate("document.querySelectorAll('.cut-by option')[1].value")
    assert page.inner_text(".cut-told")
    assert page.get_attribute(".cut-told", "role") == "status"


def test_without_script_every_page_is_open_and_everybody_is_shown(browser: Browser, tmp_path: Path, sample: Report) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render(sample))
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert page.locator(".cut-by").is_hidden()
    assert page.locator(".page[open]").count() == page.locator(".page").count() == len(sample.verdicts)
    page.close()


def test_nobodys_text_becomes_more_than_text_when_it_is_chosen(report_page: ReportPage) -> None:
    page = report_page(hostile_report())
    for value in page.evaluate("[...document.querySelectorAll('.cut-by option')].map((option) => option.value)"):
        page.select_option(".cut-by select", value)
        assert page.query_selector_all("img") == []
    assert page.title() != "owned"
