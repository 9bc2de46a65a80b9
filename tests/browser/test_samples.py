"""Every sample's page keeps its promises: it asks nobody, complains of nothing, runs no script but its own, and shows at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gapsurvey.outputs import OUTPUTS
from tests.browser.opened import DESKTOP, PHONE, Opened
from tests.browser.samples import SAMPLES, report_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# When the library's script ran: the page takes its global name, and a name can tell when it is taken.
TIMED = """let kept; Object.defineProperty(window, "Plotly", {
  configurable: true, get: () => kept, set: (library) => { kept = library; window.parsed = performance.now(); },
});"""
# What an attacker who could add to the page would try; each sets window.owned, or asks somebody.
ATTACKS = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.owned = 1";
  document.body.append(script);
  const far = document.createElement("script");
  far.src = "data:text/javascript,window.owned=1";
  document.body.append(far);
  const button = document.createElement("button");
  button.setAttribute("onclick", "window.owned = 1");
  document.body.append(button);
  button.click();
  const link = document.createElement("a");
  link.href = "javascript:window.owned=1";
  document.body.append(link);
  link.click();
  document.body.append(Object.assign(new Image(), { src: "https://attacker.example/pixel.png" }));
  document.body.append(Object.assign(document.createElement("iframe"), { src: "https://attacker.example/" }));
  fetch("https://attacker.example/").catch(() => {});
}"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    every: list[Opened] = []

    def open_sample(sample: str, name: str = "html", **options: Any) -> Opened:
        html = OUTPUTS[name].render(report_of(sample))
        every.append(Opened(browser, tmp_path / f"{len(every)}.html", html, **{"viewport": DESKTOP, **options}))
        return every[-1]

    yield open_sample
    for one in every:
        one.context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_it_draws_everything_and_asks_and_complains_of_nothing(opened: Any, sample: str, viewport: Any) -> None:
    one = opened(sample, viewport=viewport)
    one.visit_all()
    page = one.page
    assert page.locator(".chart .main-svg:first-child").count() == page.locator(".chart").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith("data:")] == [page.url]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_for_customers_is_one_file_that_fits(opened: Any, sample: str, viewport: Any) -> None:
    one = opened(sample, "public", viewport=viewport)
    assert one.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith("data:")] == [one.page.url]


@pytest.mark.parametrize("name", ["html", "public"])
def test_no_script_but_the_pages_own_runs(opened: Any, name: str) -> None:
    one = opened("support-hours", name)
    one.page.evaluate(ATTACKS)
    one.page.wait_for_function("() => window.violations.length >= 7")
    assert one.page.evaluate("window.owned") is None
    refused = set(one.page.evaluate("window.violations"))
    assert refused >= {"script-src-elem", "script-src-attr", "img-src", "frame-src", "connect-src"}


def test_the_first_screen_is_painted_before_the_library_is_read(opened: Any) -> None:
    one = opened("support-hours", before=TIMED)
    one.page.wait_for_function("() => window.parsed")
    painted = one.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < one.page.evaluate("window.parsed")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_first_screen_needs_no_script(opened: Any, sample: str, scheme: str, viewport: Any) -> None:
    """The same picture, to the pixel, with scripts and without: but for the choice of a group, which is their own."""
    look = {"viewport": viewport, "color_scheme": scheme}
    pictures = []
    for enabled in (True, False):
        page = opened(sample, java_script_enabled=enabled, **look).page
        pictures.append(page.locator("header").screenshot(style=".cut-by { visibility: hidden }"))
    assert pictures[0] == pictures[1]


def test_nothing_moves_for_those_who_want_no_motion(opened: Any) -> None:
    one = opened("support-hours", reduced_motion="reduce")
    one.visit_all()
    moving = one.page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        const seconds = `${style.transitionDuration}, ${style.animationDuration}`.split(", ").map(parseFloat);
        return seconds.some((each) => each > 0);
    }).map((element) => element.outerHTML.slice(0, 200))""")
    assert moving == []
    assert one.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
