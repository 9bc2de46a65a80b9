"""The nouns of reading: a sheet of texts, the layout that a tool sees in it, and the tool itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gapsurvey.exports.encode import Encoded
    from gapsurvey.model import ColumnKind, Status

__all__ = ["ExportTool", "Heading", "Layout", "Role", "Sheet"]

Role: TypeAlias = Literal[
    "", "status", "channel", "finished", "submitted", "progress", "started", "ended", "recorded", "seconds"
]  # submitted: when it ended, blank where it did not


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table, header included.

    name: of the workbook's sheet, "" in a text file; rows: the first few hundred rows as texts, all of one length: enough
    to judge what the sheet is; height: the number of all rows; columns: all cells, encoded; notes: what was decided on
    the way here; labelled: whether the file itself names and describes every column, in the first and second row (SPSS).
    """

    name: str
    rows: Sequence[Sequence[str]]
    height: int
    columns: Sequence[Encoded]
    notes: tuple[str, ...] = ()
    labelled: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def filled(self) -> int:
        """Number of cells that hold something."""
        return sum(int((column.codes >= 0).sum()) for column in self.columns)

    def row(self, at: int) -> Sequence[str]:
        """A row, or one of blanks where the sheet has ended."""
        return self.rows[at] if at < len(self.rows) else [""] * self.width

    def below(self, column: int, first: int, most: int = 200) -> list[str]:
        """Up to `most` cells of a column that are not blank, from row `first` on: enough to judge what it holds."""
        return [cell for row in self.rows[first : first + most] if (cell := row[column].strip())]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a tool's header says of one column. role: what the column tells about the response itself, "" for nothing."""

    name: str
    text: str
    option: str = ""
    kind: ColumnKind = "answer"
    role: Role = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet holds what: a heading per column, and the row of the first response."""

    headings: tuple[Heading, ...]
    first: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportTool:
    """A survey tool, as far as its exports are concerned.

    identify: whether a sheet is this tool's; layout: what an identified sheet holds where; how_to_export: one sentence
    that leads to individual responses; statuses: what its status texts (folded) mean, those left out being kept.
    """

    name: str
    label: str
    identify: Callable[[Sheet], bool]
    layout: Callable[[Sheet], Layout]
    how_to_export: str
    statuses: Mapping[str, Status] = field(default_factory=dict)
