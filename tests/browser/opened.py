"""A report in a browser, opened from disk as its readers open it, and everything that happens there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, ViewportSize

__all__ = ["DESKTOP", "PHONE", "Opened"]

DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


class Opened:
    """A report in a page, with everything the page complained of or asked for."""

    def __init__(self, browser: Browser, file: Path, html: bytes, before: str = "", **options: Any) -> None:
        """Write the file and open it; before: a script that runs ahead of the page's own."""
        file.write_bytes(html)
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self._dismissed)
        if before:
            self.page.add_init_script(before)
        self.page.goto(file.as_uri())

    def _dismissed(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def visit_all(self) -> None:
        """Unfold everything, scroll to every chart, waiting for each to be drawn."""
        self.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        for chart in self.page.query_selector_all(".chart"):
            chart.scroll_into_view_if_needed()
            chart.wait_for_selector(".main-svg")
