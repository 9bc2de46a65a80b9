"""Files that a page saves, as the browser saves them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Download, Page

_CHANCES = 3


def saved(page: Page, click: Callable[[], object]) -> Download:
    """What the browser saves upon this click.

    A browser that hardly gets a turn now and then cancels a download by itself ("canceled", without a word of why): it is clicked
    again then, as a person would. A page that has nothing to save fails every time.
    """
    for _ in range(_CHANCES):
        with page.expect_download() as waiting:
            click()
        failure = waiting.value.failure()
        if failure is None:
            return waiting.value
    raise AssertionError(f"{waiting.value.url} was not saved in {_CHANCES} clicks: {failure}")
