"""One Chromium for all browser tests, and pages of reports in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gapsurvey.outputs.html import render
from gapsurvey.report import Report

ReportPage: TypeAlias = Callable[..., Page]

expect.set_options(timeout=30_000)  # milliseconds, as long as everything else in a page is waited for: the machine may be busy


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser; each test opens pages of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def report_page(browser: Browser, tmp_path: Path) -> Iterator[ReportPage]:
    """Pages of reports, at an anchor and of a width; none may leave a word in the console."""
    pages: list[Page] = []
    complaints: list[str] = []

    def open_report(report: Report, anchor: str = "", width: int = 1280) -> Page:
        file = tmp_path / "report.html"
        file.write_bytes(render(report))
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri() + anchor)
        pages.append(page)
        return page

    yield open_report
    for page in pages:
        page.close()
    assert complaints == []
