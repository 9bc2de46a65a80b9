"""Every sample's pages pass axe: WCAG 2.2 at level AA, and its best practices, in both schemes and at both widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from gapsurvey.outputs import OUTPUTS
from tests.browser.opened import DESKTOP, PHONE, Opened
from tests.browser.samples import SAMPLES, report_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS: tuple[tuple[str, Literal["light", "dark"], ViewportSize], ...] = (
    ("folded", "dark", DESKTOP),
    ("folded", "light", PHONE),
    ("unfolded", "light", DESKTOP),
    ("unfolded", "dark", PHONE),
)
DRAWING = {"exclude": [[".chart > *"]]}  # a picture to whoever cannot see it: told by its text and by the table beside it
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> Iterator[str]:
    """What axe finds fault with, and where."""
    found = Axe().run(page, DRAWING, {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        yield from (f"{violation['id']}: {violation['help']}: {node['html'][:200]}" for node in violation["nodes"])


@pytest.mark.parametrize("name", ["html", "public"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_axe_finds_nothing(sample: str, name: str, browser: Browser, tmp_path: Path) -> None:
    """Folded and unfolded, either in both schemes and at both widths, which axe's rules do not mix.

    The policy of the page, which lets nobody's script in, is lifted for axe alone.
    """
    one = Opened(browser, tmp_path / "page.html", OUTPUTS[name].render(report_of(sample)), bypass_csp=True)
    found = set()
    for place, scheme, viewport in LOOKS:
        if place == "unfolded":
            one.visit_all()
        one.page.emulate_media(color_scheme=scheme)
        one.page.set_viewport_size(viewport)
        found |= {f"{place}, {scheme}, {viewport['width']} px: {told}" for told in violations(one.page)}
    one.context.close()
    assert not found, "\n".join(sorted(found))
