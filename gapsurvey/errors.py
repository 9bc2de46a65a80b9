"""What a user did wrong, said so that it can be mended: where, what was found, what exists, what to do."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["ExportError", "GapsurveyError", "Problem", "StudyError", "listing", "nearest", "printable"]


def printable(text: str, limit: int = 200) -> str:
    """`text` on one line, safe for a terminal: control and direction-changing characters removed, cut at `limit`.

    Survey texts are hostile until proven otherwise; an escape sequence in a column name must not reach a terminal.
    """
    flat = " ".join(str(text).split())
    kept = "".join(c for c in flat if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    clean = " ".join(kept.split())  # what stood between two spaces may be gone
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def listing(names: Iterable[str], most: int = 12) -> str:
    """Names as one readable list, cut after `most` with a count of the rest."""
    every = [f'"{printable(name, 80)}"' for name in names]
    rest = len(every) - most
    return ", ".join(every[:most]) + (f" and {rest} more" if rest > 0 else "")


def nearest(name: str, names: Sequence[str], most: int = 3) -> list[str]:
    """The names most like `name`, best first, compared without case."""
    folded = {n.casefold(): n for n in reversed(names)}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=most, cutoff=0.55)
    return [folded[c] for c in close]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    where: place in the study (`questions[2].employees`) or file name; found: what stands there;
    exists: what could stand there, "" where that does not apply; fix: what to do.
    """

    where: str
    found: str
    fix: str
    exists: str = ""

    def __str__(self) -> str:
        """One line for a terminal."""
        exists = f"There is: {printable(self.exists, 900)}." if self.exists else ""
        parts = (f"{printable(self.where)}: {printable(self.found, 400)}.", exists, printable(self.fix, 400))
        return " ".join(part for part in parts if part)


class GapsurveyError(Exception):
    """A user's mistake, or several: every problem that was found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order in which they were met, each once."""
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StudyError(GapsurveyError):
    """The study does not fit the format, itself, or the exports it names."""


class ExportError(GapsurveyError):
    """A file is not a survey export that can be read; the fix says how to export it right."""
