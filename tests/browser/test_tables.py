"""The table beside each chart can be taken along: copied, saved, linked to; and it says what results.json says."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gapsurvey.glossary import MEASURES
from gapsurvey.outputs.html import render
from gapsurvey.phrasing import quantity
from gapsurvey.report import Report
from tests.browser.saving import saved
from tests.outputs.sample_report import hostile_report, sample_report

pytestmark = pytest.mark.browser


def opened(browser: Browser, folder: Path, report: Report) -> Page:
    file = folder / "report.html"
    file.write_bytes(render(report))
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    return page


def test_a_saved_table_holds_the_numbers_of_the_results(browser: Browser, tmp_path: Path, sample: Report) -> None:
    page = opened(browser, tmp_path, sample)
    download = saved(page, page.locator("#gap-want .tools button:has-text('Save as CSV')").click)
    assert download.suggested_filename == "gap-want.csv"
    rows = list(csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig"))))
    heads, body = rows[0], rows[1:]
    assert all(len(row) == len(heads) for row in body)
    (table,) = sample.tables_of("gap")
    gaps = [row[heads.index("Want it: gap employees − customers")] for row in body]
    assert gaps[0] == "42.4 pp"
    assert any(told.startswith("-") for told in gaps)
    for audience, label in (("customers", "Want it customers"), ("employees", "Want it employees")):
        column = heads.index(label)
        for feature, spec in sample.study.features.items():
            estimate = table.one(feature=feature, measure="want", audience=audience)
            assert estimate
            told = next(row[column] for row in body if row[0].lower() == spec.label.lower())
            assert told == quantity(MEASURES["want"], estimate.value, "USD", 1)


def test_a_saved_table_keeps_its_empty_cells_in_their_columns(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, sample_report())
    figure = page.locator("figure:has(td[colspan])").first
    download = saved(page, figure.locator(".tools button:has-text('Save as CSV')").click)
    heads, *body = csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig")))
    assert all(len(row) == len(heads) for row in body)
    found = figure.evaluate("""figure => [...figure.querySelectorAll("td:not([colspan])")]
      .filter((cell) => cell.firstChild)
      .map((cell) => [cell.parentElement.rowIndex - 1, cell.getBoundingClientRect().right, cell.firstChild.data.split("\\n")[0]])
    """)
    edges = figure.evaluate(
        "figure => [...figure.querySelectorAll('thead th.number')].map((head) => head.getBoundingClientRect().right)"
    )
    noted = page.evaluate("JSON.parse(document.getElementById('texts').textContent).beside")
    numbers = [i for i, head in enumerate(heads) if head != noted][-len(edges) :]
    for row, right, text in found:
        column = next(i for i, edge in zip(numbers, edges, strict=True) if abs(edge - right) < 1)
        assert body[row][column].lstrip("+-").endswith(text.strip().lstrip("+−"))


def test_a_table_can_be_copied_and_a_chart_linked_to(browser: Browser, tmp_path: Path, sample: Report) -> None:
    page = opened(browser, tmp_path, sample)
    page.click("#gap-want .tools button:has-text('Copy table')")
    page.wait_for_selector("#gap-want .tools button:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].startswith("Feature\tWant it customers")
    page.click("#gap-want .tools button:has-text('Copy link')")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).endsWith('report.html#gap-want')")


def test_several_tables_of_the_same_numbers_are_saved_each_for_itself(browser: Browser, tmp_path: Path, sample: Report) -> None:
    page = opened(browser, tmp_path, sample)
    several = page.locator(".wide:has(.scroll ~ .scroll)").first
    place = several.get_attribute("id")
    buttons = several.locator("button:has-text('Save as CSV')")
    assert buttons.count() == several.locator("table").count() > 1
    labels = several.locator(".scroll").evaluate_all("every => every.map((one) => one.getAttribute('aria-label'))")
    assert len(set(labels)) == len(labels)
    for i in range(buttons.count()):
        download = saved(page, buttons.nth(i).click)
        assert download.suggested_filename == f"{place}-{i + 1}.csv"
        heads = Path(download.path()).read_text(encoding="utf-8-sig").splitlines()[0]
        assert labels[i].split(": ", 1)[1] in heads


def test_a_table_that_is_folded_away_has_no_buttons_yet(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, sample_report())
    page.reload()
    assert page.locator("#gap-want .tools").count() == 0
    page.locator("#gap-want summary").click()
    page.wait_for_selector("#gap-want .tools button:has-text('Copy link')")


def test_every_table_can_be_taken_along(browser: Browser, tmp_path: Path, sample: Report) -> None:
    page = opened(browser, tmp_path, sample)
    tables = page.locator("table")
    assert tables.count() > 50
    assert page.get_by_role("button", name="Save as CSV").count() == tables.count()


def test_the_first_screen_and_a_feature_s_page_are_saved_without_their_drawings(
    browser: Browser, tmp_path: Path, sample: Report
) -> None:
    page = opened(browser, tmp_path, sample)
    page.locator(".gs-screen .beneath button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('Feature')")
    heads, first, *_ = page.evaluate("navigator.clipboard.readText()").splitlines()
    beside = "95% interval, base, reading"
    assert heads.split("\t")[:5] == ["Feature", "Customers", "Belief", "Gap", beside]
    assert len(first.split("\t")) == len(heads.split("\t"))
    download = saved(
        page, page.locator("#feature-support-24x7 .sheet-of:first-child .beneath button:has-text('Save as CSV')").click
    )
    assert download.suggested_filename == "feature-support-24x7-1.csv"
    rows = list(csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["Asked", "Customers", "Believed", "Gap", beside]
    assert [row[0] for row in rows[1:3]] == ["Want it", "Want it: believed share"]
    assert all(len(row) == 5 and row[3] for row in rows)


def test_no_cell_of_a_saved_table_is_a_formula(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, hostile_report())
    page.evaluate("document.querySelector('#gap-want tbody th').textContent = '=1+1'")
    download = saved(page, page.locator("#gap-want .tools button:has-text('Save as CSV')").click)
    rows = list(csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig"))))
    assert rows[1][0] == "'=1+1"
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)


def test_a_printed_report_fills_its_pages(browser: Browser, tmp_path: Path, sample: Report) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render(sample))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_function("() => window.Plotly")
    pages = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))
    assert 15 < pages <= 27, "25 with the fonts at hand"
