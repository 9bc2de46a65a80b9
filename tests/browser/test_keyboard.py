"""By keyboard alone: every control of a sample's page is reached in order, shows that it has the focus, and lets go of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gapsurvey.outputs.html import render
from tests.browser.opened import DESKTOP, Opened
from tests.browser.samples import report_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a keyboard should reach, in the page's order, each given a number.
NUMBERED = """() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const controls = "a[href], button, input, select, summary, [tabindex='0']";
  const reachable = [...document.querySelectorAll(controls)].filter((element) => seen(element) && !element.disabled);
  reachable.forEach((element, i) => { element.dataset.stop = i; });
  return reachable.length;
}"""
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  return {
    stop: Number(focused.dataset.stop ?? -1),
    what: focused.outerHTML.slice(0, 150),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}"""


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
@pytest.mark.parametrize("sample", ["support-hours", "company-trust"])
def test_tab_leads_through_every_control_and_out_again(sample: str, unfolded: bool, browser: Browser, tmp_path: Path) -> None:
    one = Opened(browser, tmp_path / "report.html", render(report_of(sample)), viewport=DESKTOP, reduced_motion="reduce")
    page = one.page
    if unfolded:
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    expected = page.evaluate(NUMBERED)
    stops = []
    for _ in range(expected + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    one.context.close()
    assert [stop["stop"] for stop in stops] == list(range(expected)), "each once, in the page's order, and out of the page"
    assert [stop["what"] for stop in stops if not stop["outlined"] or not stop["seen"]] == []


def test_the_controls_are_those_that_the_page_offers(browser: Browser, tmp_path: Path) -> None:
    """What the tour passes by: links, what is folded, tables that scroll, what can be asked again, copied and saved."""
    one = Opened(browser, tmp_path / "report.html", render(report_of("support-hours")), viewport=DESKTOP)
    one.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    one.page.evaluate(NUMBERED)
    for selector in ("nav a", "summary", ".scroll", "#whatif select", "#whatif input", ".tools button"):
        assert one.page.locator(f"{selector}[data-stop]").count() > 0, selector
        assert one.page.locator(f"{selector}:not([data-stop]):visible").count() == 0, selector
    one.context.close()


def test_a_fold_opens_and_closes_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    one = Opened(browser, tmp_path / "report.html", render(report_of("company-trust")), viewport=DESKTOP)
    fold = one.page.locator("details > summary").first
    fold.focus()
    before = fold.evaluate("summary => summary.parentElement.open")
    for expected in (not before, before):
        one.page.keyboard.press("Enter")
        assert fold.evaluate("summary => summary.parentElement.open") is expected
    one.context.close()
