"""How soon a page's first chart stands in the browser: `python -m tests.benchmarks.first_chart PAGE`, told as `timed.py` tells.

A page that draws what is scrolled to is scrolled to the first that is not folded away, as a reader would.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.lines import CHROMIUM

TIMES = 5
WATCH = """
function look() {
  if (document.querySelector(".main-svg .trace, .main-svg .hm")) console.log("first chart", performance.now());
  else requestAnimationFrame(look);
}
requestAnimationFrame(look);
addEventListener("DOMContentLoaded", () => {
  const first = [...document.querySelectorAll(".chart")].find((chart) => chart.offsetParent);
  first?.scrollIntoView({ behavior: "instant" }); // a smooth way there would be timed with it
});
"""


def seconds(browser: Browser, page: Path) -> float:
    """From opening the page, in a window that has seen nothing, until the frame that shows a chart with its marks."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        opened = context.new_page()
        opened.add_init_script(WATCH)
        with opened.expect_console_message(lambda told: told.text.startswith("first chart"), timeout=60_000) as found:
            opened.goto(page.as_uri(), wait_until="commit")
        return float(found.value.text.split()[-1]) / 1000
    finally:
        context.close()


def main() -> None:
    """Print the median."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        taken = median(seconds(browser, Path(sys.argv[1])) for _ in range(TIMES))
        browser.close()
    print(json.dumps({"seconds": taken, "processor": 0.0, "numbers": []}))


if __name__ == "__main__":
    main()
