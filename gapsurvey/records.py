"""One audience's export as its coder sees it: the kept records, and columns found by the names a study gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gapsurvey.blocks import looked_up, occurrences
from gapsurvey.errors import Problem, listing, nearest
from gapsurvey.language import say_count
from gapsurvey.matching import MISSING, fold, goes_on
from gapsurvey.model import Codes, Column, Counted, Export, Floats, compact
from gapsurvey.phrasing import in_quotes

__all__ = ["Records", "Unfound"]


class Unfound(Exception):
    """A column or an answer that the study names and the export does not have."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem to where problems are collected."""
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records of an export that count.

    rows: their positions, ascending, shape (n,); quiet: an answer given by fewer people than this is never repeated in a message,
    because a believer could be recognised by it (1 for customers); words: the folded answers by which the question at hand
    calls what it looks for, so that a column with labelled codes is seen in codes where they are codes, not labels;
    beside: further files of the study by their names, such as the design of choice tasks; counted: columns' codes, and how many
    kept records hold each, by the codes' identity: coding a question asks for them several times.
    """

    export: Export
    rows: NDArray[np.intp]
    quiet: int = 1
    words: frozenset[str] = frozenset()
    beside: Mapping[str, Export] = field(default_factory=dict)
    counted: dict[int, tuple[Codes, Counted]] = field(default_factory=dict, repr=False)

    def only(self, who: NDArray[np.bool_]) -> Records:
        """Those of the records alone; who: bool per record."""
        return replace(self, rows=self.rows[who], counted={})

    def called(self, answers: Iterable[str]) -> Records:
        """The same records, for a question that calls its answers so."""
        return replace(self, words=frozenset(map(fold, answers)))

    def find(self, name: str, at: str) -> tuple[Column, ...]:
        """The columns that `name` stands for, in file order, free-text companions left out.

        A column's exact name; else a prefix of several columns' names (Q4 of Q4_1, Q4_2); else a question's text, or what that
        begins with.
        Raises Unfound, with the nearest names, where nothing fits.
        """
        return tuple(self._seen(column) for column in self._found(name, at))

    def _seen(self, column: Column) -> Column:
        """A labelled column by its labels, or by the codes behind them where more of the question's words are codes."""
        labels, codes = ({fold(text) for text in texts} for texts in (column.values, column.stored))
        if len(codes & self.words) <= len(labels & self.words):
            return column
        return replace(column, values=column.stored, stored=column.values)

    def _found(self, name: str, at: str) -> tuple[Column, ...]:
        columns = [c for c in self.export.columns if c.kind != "free-text"]
        exact = [c for c in self.export.columns if c.name == name]
        if exact:
            return tuple(exact)
        prefixed = [c for c in columns if goes_on(c.name, name)]
        if prefixed and not any(c.kind == "metadata" for c in prefixed):
            return tuple(prefixed)
        wanted = fold(name)
        alike = [c for c in columns if fold(c.text) == wanted] or [c for c in columns if fold(c.name) == wanted]
        # "Q4" of "Row:Q4. The question", as Alchemer heads a grid
        alike = alike or [c for c in columns if c.kind == "answer" and goes_on(c.text, name)]
        if alike:
            return tuple(alike)
        raise Unfound(self._missing(name, at))

    def one(self, name: str, at: str) -> Column:
        """The one column that `name` stands for. Raises Unfound where there is none, or more than one."""
        columns = self.find(name, at)
        if len(columns) > 1:
            raise Unfound(self._several(name, at, columns))
        return columns[0]

    def open(self, name: str, at: str) -> Column:
        """The one column of an open question: its name, the question's text, or what its name and text begin with.

        Raises Unfound where there is none.

        Unlike those of `find` it may be free text; it is nothing that the tool itself noted.
        """
        wanted = fold(name)
        columns = [c for c in self.export.columns if c.kind != "metadata"]
        fits = (
            lambda c: c.name == name,
            lambda c: fold(c.text) == wanted,
            lambda c: fold(c.name) == wanted,
            lambda c: goes_on(c.name, name),
        )
        found = next(filter(None, ([c for c in columns if fit(c)] for fit in fits)), [])
        if len(found) > 1:
            raise Unfound(self._several(name, at, found))
        if not found:
            raise Unfound(self._missing(name, at))
        return found[0]

    def _several(self, name: str, at: str, columns: Iterable[Column]) -> Problem:
        names = [column.name for column in columns]
        return Problem(at, f'"{name}" stands for {len(names)} columns of {self.export.file}', "Name one of them.", listing(names))

    def _missing(self, name: str, at: str) -> Problem:
        if name in self.export.personal:
            return Problem(
                at, f'"{name}" holds personal data, which is dropped when a file is read', "Use a column without personal data."
            )
        names = [c.name for c in self.export.columns if c.kind == "answer"]
        texts = {c.text for c in self.export.columns if c.kind == "answer"}
        close = nearest(name, [*names, *sorted(texts)])
        fix = (
            f"Did you mean {listing(close)}?" if close else "Write a column's name, a prefix of columns, or the question's text."
        )
        return Problem(at, f'{self.export.file} has no column or question "{name}"', fix, listing(names))

    def codes(self, column: Column) -> Codes:
        """The column's codes of the kept records, shape (n,); the column's own where all are kept, not to be written to."""
        return column.codes if len(self.rows) == len(column.codes) else column.codes[self.rows]

    def coded(self, column: Column, meaning: Iterable[int]) -> Codes:
        """Per kept record, what its text means: `meaning` holds one code per distinct text, −1 for no answer."""
        table = np.append(np.fromiter(meaning, np.int32, len(column.values)), np.int32(-1))
        return looked_up(compact(table, int(table.max()) + 1), self.codes(column))

    def numbers(self, column: Column, meaning: Iterable[float]) -> Floats:
        """The same for numbers, NaN for no answer."""
        table = np.append(np.fromiter(meaning, np.float64, len(column.values)), np.nan)
        return table[self.codes(column)]

    def givers(self, column: Column) -> Counted:
        """How many kept records gave each distinct text."""
        known = self.counted.get(id(column.codes))
        if known is None:
            known = self.counted[id(column.codes)] = column.codes, occurrences(self.codes(column), len(column.values))
        return known[1]

    def given(self, column: Column) -> str:
        """The answers that exist in a column, for a message; those given by too few are counted, not repeated."""
        givers = self.givers(column)
        order = sorted(range(len(column.values)), key=lambda i: (-givers[i], column.values[i]))
        shown = [column.values[i] for i in order if givers[i] >= self.quiet and fold(column.values[i]) not in MISSING]
        hidden = sum(1 for i in order if givers[i] < self.quiet and fold(column.values[i]) not in MISSING)
        answers = "1 answer" if hidden == 1 else f"{hidden} answers"
        rest = f"{answers} that fewer than {self.quiet} people gave, not repeated here" if hidden else ""
        return " and ".join(part for part in (listing(shown) if shown else "", rest) if part) or "no answer at all"

    def answered(self, column: Column) -> bool:
        """Whether any kept record holds more in this column than a blank or a word for one."""
        return any(n and fold(value) not in MISSING for value, n in zip(column.values, self.givers(column), strict=True))

    def empty(self, column: Column, at: str) -> Problem:
        """What is wrong with a column in which nobody answered."""
        found = f'nobody answered "{column.name}" of {self.export.file}'
        return Problem(at, found, "Name the column that holds the answers, or leave the question out.")

    def unread(self, column: Column, read: NDArray[np.bool_]) -> str:
        """A note on answers that could not be read, "" where all were. read: bool per distinct text."""
        givers = self.givers(column)
        lost = [i for i in range(len(column.values)) if not read[i] and givers[i] and fold(column.values[i]) not in MISSING]
        if not lost:
            return ""
        people = int(sum(givers[i] for i in lost))
        safe = [column.values[i] for i in lost if givers[i] >= self.quiet]
        if not safe:
            return say_count(
                people,
                '{n} answer to "{column}" could not be read and count as not answered.',
                '{n} answers to "{column}" could not be read and count as not answered.',
                n=people,
                column=column.name,
            )
        return say_count(
            people,
            '{n} answer to "{column}" could not be read and count as not answered, such as {answers}.',
            '{n} answers to "{column}" could not be read and count as not answered, such as {answers}.',
            n=people,
            column=column.name,
            answers=in_quotes(safe, 3),
        )
