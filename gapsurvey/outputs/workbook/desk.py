"""What every sheet of the workbook is written with: formats, names that programs accept, and cells that hold texts as texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gapsurvey import phrasing
from gapsurvey.figures import COLOURS
from gapsurvey.glossary import Measure
from gapsurvey.language import say
from gapsurvey.outputs.native import money_format
from gapsurvey.report import Report

__all__ = ["INK", "LINE", "SOFT", "SURFACE", "Desk", "cell_text", "literal", "number_format", "put", "sheet_name"]

SOFT, LINE, INK, SURFACE = (COLOURS[name][0] for name in ("soft", "line", "ink", "surface"))
LONGEST = 32_767  # characters that a cell holds
LONGEST_NAME = 31  # characters of a sheet's name, as UTF-16 counts them
SMALL_MONEY = 100  # below it an amount is a price, and its cents matter

_REFERENCE = re.compile(r"!(?=\$?[A-Za-z]+\$?\d)")


@lru_cache(maxsize=4096)  # a table's texts repeat
def cell_text(text: str) -> str:
    """A text as a cell can hold it: no lone surrogate, no longer than a cell."""
    return text.encode("utf-8", "replace").decode("utf-8")[:LONGEST]


def literal(text: str) -> str:
    """A chart's text as a cell's is, and never taken for a reference to cells, as "=Sheet!A1" and "Wow!A1" would be."""
    return cell_text(_REFERENCE.sub("!\u2060", text))


def _cut(name: str, most: int) -> str:
    """A name cut as programs count: a character beyond the first 65,536 counts twice, and is not halved."""
    return name.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore").strip("' ")


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """A name that every spreadsheet program accepts, and that no other sheet has whatever its case."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]", " ", title)
    plain = _cut(" ".join(plain.split()).strip("' "), LONGEST_NAME) or say("Table")
    if plain.lower() == "history":  # Excel keeps this name for itself
        plain = "History table"
    known, name, number = {other.lower() for other in taken}, plain, 2
    while name.lower() in known:
        suffix = f" ({number})"
        name, number = _cut(plain, LONGEST_NAME - len(suffix)) + suffix, number + 1
    return name


@dataclass(slots=True)
class Desk:
    """The workbook that is being written, and the formats its sheets share."""

    book: Workbook
    report: Report
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    _numbers: dict[tuple[str, bool, tuple[tuple[str, Any], ...]], Format] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)

    def style(self, **look: Any) -> Format:
        """A cell format, made once."""
        look = {"font_name": "Arial", "font_size": 10, "valign": "top", **look}
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def number(self, measure: Measure, value: float | None = None, **look: Any) -> Format:
        """The number format of a measure, off what stands to its right; prices show cents.

        Tables ask for it cell by cell, so what was found is kept.
        """
        cents = value is not None and abs(value) < SMALL_MONEY and value != round(value)
        key = measure.name, cents, tuple(look.items())
        if key not in self._numbers:
            written = number_format(measure, self.report.study.currency, cents=cents)
            self._numbers[key] = self.style(num_format=written, align="right", indent=1, **look)
        return self._numbers[key]

    def label(self, audience: str) -> str:
        """What the report calls an audience, "" for none."""
        return self.report.study.label(audience) if audience else ""

    @property
    def head(self) -> Format:
        """The format of a table's heads."""
        return self.style(bold=True, bg_color=SURFACE, bottom=1, text_wrap=True, valign="bottom")

    @property
    def number_head(self) -> Format:
        """The format of heads above numbers, which stand on the right."""
        return self.style(bold=True, bg_color=SURFACE, bottom=1, text_wrap=True, valign="bottom", align="right", indent=1)

    def sheet(self, title: str, *, wide: bool = True) -> Worksheet:
        """A new sheet, set up for print."""
        name = sheet_name(title, self._names)
        self._names.append(name)
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape() if wide else sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return sheet

    def lines(self, sheet: Worksheet, row: int, *cells: tuple[str, float, float]) -> None:
        """Make a row as high as its wrapped texts need: each a text, its columns' width in characters, and its size in points.

        Programs do not do this themselves for merged cells, and some for none.
        """
        needed = max(size * 1.32 * max(1, ceil(len(text) * size / 10.4 / width)) for text, width, size in cells)
        sheet.set_row(row, needed + 4)

    def title(self, sheet: Worksheet, row: int, text: str, **look: Any) -> None:
        """A line of text that runs over the columns to its right."""
        sheet.write_string(row, 0, cell_text(text), self.style(**{"bold": True, "font_size": 15, **look}))


def number_format(measure: Measure, currency: str, *, cents: bool = False) -> str:
    """As the page writes it: shares in percent, gaps in signed points."""
    amount = money_format("#,##0.00" if cents else "#,##0", currency)
    points = phrasing.in_points("").replace('"', "")
    signed = measure.name.endswith(("_gap", "_gap_pooled"))
    match measure.unit:
        case "share":
            return "0.0%"
        case "pp":
            return f'[>=0.05]+0.0"{points}";[<=-0.05]−0.0"{points}";"0.0{points}"'  # what rounds to nothing has no sign
        case "distance":
            return f'0.0"{points}"'
        case "money":
            return f"{'+' if signed else ''}{amount};−{amount};{money_format('0', currency)}"
        case "probability":
            return f'[<0.001]"<{phrasing.decimal(0.001, 3)}";0.000' if phrasing.is_p(measure) else "0%"
        case "people":
            return "#,##0"
        case _:
            return "+0.00;−0.00;0.00" if signed else "0.00"


def _scaled(measure: Measure, value: float) -> float:
    """A value as its format wants it: differences of shares are counted in points."""
    return value * 100 if measure.unit in ("pp", "distance") else value


def put(desk: Desk, sheet: Worksheet, row: int, column: int, measure: Measure, value: float | None, **look: Any) -> None:
    """Write a number in its measure's format; a blank where there is none."""
    if value is None:
        sheet.write_blank(row, column, None, desk.style(**look))
    else:
        sheet.write_number(row, column, _scaled(measure, value), desk.number(measure, value, **look))
