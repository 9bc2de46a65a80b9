"""The report in a browser, opened from disk as its readers open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from gapsurvey.outputs.html import notebook, render
from gapsurvey.report import Report
from tests.browser.opened import DESKTOP, PHONE, Opened
from tests.outputs.sample_report import empty_report, hostile_report, sample_report

pytestmark = pytest.mark.browser

NARROW = ViewportSize(width=320, height=700)  # WCAG 2.2, 1.4.10: reflow
DRAWN = "document.querySelectorAll('.chart .main-svg').length"


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    every: list[Opened] = []

    def open_report(report: Report, **options: Any) -> Opened:
        every.append(Opened(browser, tmp_path / "report.html", render(report), **options))
        return every[-1]

    yield open_report
    for one in every:
        one.context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_screen_holds_the_answer_and_the_verdicts(opened: Any, viewport: ViewportSize, scheme: str) -> None:
    page = opened(sample_report(), viewport=viewport, color_scheme=scheme).page
    for selector in ("h1", ".gs-instead", ".gs-verdicts tbody tr"):
        for element in page.query_selector_all(selector):
            box = element.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= viewport["height"], selector
    assert len(page.query_selector_all(".gs-verdicts tbody .gs-verdict >> visible=true")) == 8
    assert len(page.query_selector_all(".gs-strip >> visible=true")) == 8


@pytest.mark.parametrize(
    ("report", "viewport"),
    [
        (sample_report(), DESKTOP),
        (sample_report(), PHONE),
        (sample_report(), NARROW),
        (sample_report(("employees", "partners")), PHONE),
        (hostile_report(), DESKTOP),
        (hostile_report(), PHONE),
        (empty_report(), PHONE),
    ],
    ids=["desktop", "phone", "narrow", "two believers", "hostile", "hostile on a phone", "empty"],
)
def test_it_never_scrolls_sideways_complains_or_asks(opened: Any, report: Report, viewport: ViewportSize) -> None:
    one = opened(report, viewport=viewport)
    one.visit_all()
    assert one.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in one.requests if url.startswith("file:")]) == 1


def test_hostile_texts_do_nothing(opened: Any) -> None:
    one = opened(hostile_report(), viewport=DESKTOP)
    one.visit_all()
    assert one.page.title() != "owned"
    assert one.page.query_selector_all("img") == []
    for chart in one.page.query_selector_all(".chart"):
        assert chart.query_selector_all("a, script, foreignObject, [onerror]") == []
        for image in chart.query_selector_all("image"):  # a heatmap's cells
            assert image.evaluate("image => image.href.baseVal").startswith("data:image/png;base64,")
    label = one.page.query_selector("#gap-want .annotation-text")
    assert label is not None
    assert "<img" in label.text_content()


def test_charts_are_drawn_when_they_are_scrolled_to(opened: Any) -> None:
    page = opened(sample_report(), viewport=DESKTOP).page
    page.wait_for_function("() => window.Plotly")
    assert page.evaluate(DRAWN) == 0
    charts = page.query_selector_all(".chart")
    charts[0].scroll_into_view_if_needed()
    charts[0].wait_for_selector(".main-svg")
    assert charts[-1].query_selector(".main-svg") is None


def test_depth_is_folded_away_until_a_link_leads_into_it(opened: Any) -> None:
    page = opened(sample_report(), viewport=DESKTOP).page
    folded = page.query_selector_all(".deeper")
    assert folded
    assert not any(details.evaluate("details => details.open") for details in folded)
    link = page.query_selector("nav a[href='#segments']")
    link.click()
    page.wait_for_function("document.querySelector('#segments .deeper').open")
    page.evaluate("location.hash = document.querySelector('#segments figure').id")
    page.query_selector("#segments .chart").wait_for_selector(".main-svg")


@pytest.mark.parametrize(("viewport", "shown"), [(DESKTOP, 1), (PHONE, 0)], ids=["desktop", "phone"])
def test_what_will_be_folded_is_not_laid_out_while_the_page_is_read(opened: Any, viewport: ViewportSize, shown: int) -> None:
    """As it stands before the script that folds has run: everything is open, and only what stays so takes room."""
    page = opened(sample_report(), viewport=viewport).page
    assert not page.evaluate("document.documentElement.classList.contains('reading')")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    laid_out = "(s) => [...document.querySelectorAll(s)].filter((one) => one.getClientRects().length).length"
    assert page.evaluate(laid_out, ".grid") > 10
    page.evaluate("document.documentElement.classList.add('reading')")
    assert page.evaluate(laid_out, "details .grid") == 0
    assert page.evaluate(laid_out, ".page-inside") == shown


def test_pointing_at_a_marker_tells_its_number(opened: Any) -> None:
    page = opened(sample_report(), viewport=DESKTOP).page
    chart = page.wait_for_selector("#gap-want .chart")
    chart.scroll_into_view_if_needed()
    chart.wait_for_selector(".scatterlayer .point")
    box = chart.query_selector(".scatterlayer .trace:nth-child(2) .point").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = chart.wait_for_selector(".hoverlayer .hovertext")
    text = hover.text_content()
    assert "24×7 support" in text
    assert "95% interval 17.3–25.2%" in text
    assert "base 412, effective 371" in text


def test_a_narrower_window_redraws_in_its_width(opened: Any) -> None:
    page = opened(sample_report(), viewport=DESKTOP).page
    chart = page.wait_for_selector(".chart")
    chart.scroll_into_view_if_needed()
    chart.wait_for_selector(".main-svg")
    page.set_viewport_size(PHONE)
    page.wait_for_function("() => document.querySelector('.chart .main-svg').getBoundingClientRect().width <= 390")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_dark_charts_wear_dark_colours_and_change_with_the_scheme(opened: Any) -> None:
    page = opened(sample_report(), viewport=DESKTOP, color_scheme="dark").page
    chart = page.wait_for_selector(".chart")
    chart.scroll_into_view_if_needed()
    chart.wait_for_selector(".main-svg")
    paper = "getComputedStyle(document.querySelector('.chart .main-svg')).backgroundColor"
    assert page.evaluate(paper) == page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 29)"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => {paper} === 'rgb(255, 255, 255)'")


def test_printing_draws_every_chart_on_white(opened: Any) -> None:
    one = opened(sample_report(), viewport=DESKTOP, color_scheme="dark")
    one.page.wait_for_function("() => window.Plotly")
    one.page.evaluate("""addEventListener("beforeprint", () => {
        const drawings = [...document.querySelectorAll(".chart .main-svg:first-child")];
        window.printed = drawings.filter((drawing) => drawing.style.background === "rgb(255, 255, 255)").length;
    })""")
    assert one.page.pdf(format="A4").startswith(b"%PDF")
    assert one.page.evaluate("window.printed") == len(one.page.query_selector_all(".chart"))
    one.visit_all()
    assert one.complaints == []


def test_what_is_printed_before_it_can_be_drawn_is_tables(browser: Browser, tmp_path: Path) -> None:
    """As the page stands before its scripts have come, save for the one that runs while it is read."""
    page = browser.new_page(viewport=DESKTOP)
    file = tmp_path / "report.html"
    file.write_text(
        re.sub(r'<script id="script-(?!reading).*?</script>', "", render(sample_report()).decode(), flags=re.S), "utf-8"
    )
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    shown = {name: page.locator(f"{name} >> visible=true") for name in (".chart", ".grid")}
    page.evaluate("document.documentElement.classList.add('reading')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown[".chart"].count() == 0
    assert shown[".grid"].count() == page.locator(".grid").count() > 10
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown[".chart"].count() == page.locator(".chart").count()
    page.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_script_the_answer_and_every_table_are_there(opened: Any, viewport: ViewportSize) -> None:
    page = opened(sample_report(), viewport=viewport, java_script_enabled=False).page
    assert page.query_selector_all(".chart >> visible=true") == []
    assert len(page.query_selector_all(".grid >> visible=true")) == len(page.query_selector_all(".grid")) > 10
    box = page.query_selector(".gs-verdicts").bounding_box()
    assert box["y"] + box["height"] <= viewport["height"]


def test_without_decompression_the_tables_stand_in_for_the_charts(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script("delete window.DecompressionStream")
    file = tmp_path / "report.html"
    file.write_bytes(render(sample_report()))
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.query_selector_all(".chart >> visible=true") == []
    assert len(page.query_selector_all(".figures .grid >> visible=true")) > 10
    context.close()


def test_a_browser_that_reads_no_base64_by_itself_draws_too(opened: Any) -> None:
    one = opened(sample_report(), viewport=DESKTOP, before="delete Uint8Array.fromBase64")
    one.page.query_selector(".chart").scroll_into_view_if_needed()
    one.page.query_selector(".chart").wait_for_selector(".main-svg")
    assert one.complaints == []


def test_tables_are_reached_and_scrolled_by_keyboard(opened: Any) -> None:
    page = opened(sample_report(), viewport=PHONE).page
    page.evaluate("document.querySelector('#gap-want summary').focus()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "group"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Want it"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_notebooks_cell_keeps_its_style_to_itself(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    file = tmp_path / "cell.html"
    around = "<!doctype html><meta charset=utf-8><h1>Mine</h1><table><td>x</table>"
    file.write_text(around + notebook(sample_report()), "utf-8")
    page.goto(file.as_uri())
    own = (
        "(s) => { const c = getComputedStyle(document.querySelector(s)); return [c.fontSize, c.fontFamily, c.color, c.padding] }"
    )
    styled = [page.evaluate(own, selector) for selector in ("h1", "td")]
    file.write_text(around, "utf-8")
    page.goto(file.as_uri())
    assert styled == [page.evaluate(own, selector) for selector in ("h1", "td")]
    context.close()
