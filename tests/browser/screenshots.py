"""Pictures of each sample's first screen, as a desktop and a phone show it: reports/*/screenshot.png and phone.png."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from gapsurvey.outputs.html import render
from tests.browser.opened import DESKTOP, PHONE, Opened
from tests.browser.samples import SAMPLES, report_of
from tests.conftest import CHROMIUM, ROOT

MOST = 150_000  # bytes of a picture
COLOURS = 128  # of a picture: flat areas and the edges of letters, which need no more


def main() -> int:
    """Take them all; 1 where there is no browser, or a picture is too large."""
    if CHROMIUM is None:
        print("Chromium is not installed: make browser", file=sys.stderr)
        return 1
    taken = []
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for sample in SAMPLES:
            for name, viewport in (("screenshot", DESKTOP), ("phone", PHONE)):
                page = Path(folder) / "report.html"
                one = Opened(browser, page, render(report_of(sample)), viewport=viewport, color_scheme="light")
                picture = ROOT / "reports" / sample / f"{name}.png"
                shot = Image.open(BytesIO(one.page.screenshot()))
                shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
                one.context.close()
                taken.append(picture)
                print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size:,} bytes")
    return int(any(picture.stat().st_size > MOST for picture in taken))


if __name__ == "__main__":
    sys.exit(main())
