"""All outputs say the same of a feature: one phrase for its verdict, one heading, and one way to write its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest

from gapsurvey.outputs import OUTPUTS
from gapsurvey.outputs.screen import Line, Screen, screen
from gapsurvey.report import Report
from tests.outputs.sample_report import sample_report


@pytest.fixture(scope="module")
def report() -> Report:
    """With a verdict about money, one with a version to offer, and one without money."""
    first, second, third = sample_report().verdicts[:3]
    option = replace(second, verdict="offer as an option", option="support_critical")
    unmoneyed = replace(third, verdict="no money verdict", alignment="aligned")
    return sample_report(verdicts=(replace(first, verdict="build"), option, unmoneyed))


def of_markdown(report: Report) -> list[list[str]]:
    lines = OUTPUTS["md"].render(report).decode().replace("\\", "").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    table = lines[first : lines.index("", first)]
    return [line.strip("| ").split(" | ") for line in table if not line.startswith("|---")]


def of_slides(report: Report) -> list[list[str]]:
    pptx = pytest.importorskip("pptx")
    slide = pptx.Presentation(BytesIO(OUTPUTS["pptx"].render(report))).slides[1]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def test_the_summarys_table_is_that_of_the_slides(report: Report) -> None:
    assert of_markdown(report) == of_slides(report)


def test_the_workbook_says_the_same_verdicts_under_the_same_headings(report: Report) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    head, *rows = of_markdown(report)
    sheet = openpyxl.load_workbook(BytesIO(OUTPUTS["xlsx"].render(report))).worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(i for i, row in enumerate(table) if row[0] == "Feature")
    same = ["Feature", "Verdict", head[1], head[2], head[4], "Value at stake"]
    assert set(same) <= set(table[at])
    verdict = table[at].index("Verdict")
    assert [(row[0], row[verdict]) for row in table[at + 1 : at + 4]] == [(row[0], row[head.index("Verdict")]) for row in rows]


def test_a_belief_that_is_not_the_headings_says_whose_it_is() -> None:
    ours, theirs = (Line(who, who.title(), "Build", "check", "yes", believers=who) for who in ("employees", "partners"))
    both = Screen((), (ours, theirs), keys=(("believers", "employees"), ("believers-2", "partners")))
    assert (both.believed, both.label(ours), both.label(theirs)) == (
        "Employees believed", "Employees", "Partners (belief of partners)",
    )  # fmt: skip


def test_the_page_says_the_same_verdicts(report: Report) -> None:
    page = OUTPUTS["html"].render(report).decode()
    cells = re.findall(r'<td role="cell" class="gs-verdict .*?</td>', page, re.DOTALL)
    shown = [" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in cells]
    assert shown == [re.sub("[:()]", "", line.said) for line in screen(report).lines]
