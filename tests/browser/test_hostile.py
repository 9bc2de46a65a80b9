"""Hostile texts in a real browser: nothing runs, nothing is asked for, and nothing is wider than a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gapsurvey.outputs import OUTPUTS
from tests.browser.opened import PHONE, Opened
from tests.hostile_study import TEXTS, report_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("output", ["html", "public"])
@pytest.mark.parametrize("text", TEXTS)
def test_nothing_runs_and_nothing_overflows(text: str, output: str, browser: Browser, tmp_path: Path) -> None:
    one = Opened(browser, tmp_path / "page.html", OUTPUTS[output].render(report_of(text)), viewport=PHONE)
    one.visit_all()
    page = one.page
    page.evaluate("document.querySelectorAll('a, summary').forEach((place) => place.click())")
    if page.locator("#whatif option").count() > 1:
        page.select_option("#whatif select", index=1)
    assert page.evaluate("window.owned") is None
    assert one.complaints == []
    assert {url.split("#")[0] for url in one.requests if not url.startswith("data:")} == {page.url.split("#")[0]}
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    one.context.close()
