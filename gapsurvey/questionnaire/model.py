"""The nouns of a questionnaire: what one audience is asked, in which order, and which answers it can give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["MARK", "Block", "Follows", "Kind", "Option", "Question", "Questionnaire", "Step", "mark"]

MARK = re.compile("\ue000([A-Za-z0-9]+)\ue001")  # where a text names what was drawn in the question of this name

# one: of the options; several: of them; ranks: all of them in order; points: a number for each, 100 in all; number; text;
# grid: the options are rows, each answered by one of `answers`; drawn: not asked, but a number of `numbers` that the tool draws
# for each respondent, or finds by an earlier answer, and puts into later texts.
Kind: TypeAlias = Literal["one", "several", "grid", "ranks", "points", "number", "text", "drawn"]


def mark(name: str) -> str:
    """What stands in a text for the number drawn in the question `name`; private characters, which no survey's text keeps."""
    return f"\ue000{name}\ue001"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, or one row to rank or to give points.

    code: what stands for it where a tool exports codes, ASCII letters and digits, five at most; feature: the feature that it
    stands for, "" for none; last: it keeps its place at the end where the order is random; alone: whoever ticks it ticks
    nothing else.
    """

    text: str
    code: str
    feature: str = ""
    last: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A first price, and what is asked after it: dearer after a yes, cheaper after a no."""

    price: float
    dearer: float
    cheaper: float


@dataclass(frozen=True, slots=True)
class Follows:
    """How a second price follows from a first one.

    price: the question in which the first was drawn, "" where it is the same for everybody; answer: the question that asked it,
    whose option with the code `yes` is a yes; steps: one per first price.
    """

    price: str
    answer: str
    yes: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, which becomes one column of an export, or one per option (several, grid, ranks, points).

    name: of the column, unique in its questionnaire; text: one line; feature, asks, price: what it is about, where it is about
    one feature; part: of an answer of several parts, such as "too_cheap" or "certainty"; shuffled: the options in random
    order; low, high: of a number, ends included; numbers: those that are drawn from; follows: how one of them is found, where it
    is not drawn; after: the question without whose answer this one is not asked; whole: no decimals; required: nobody goes on
    without an answer; answers: of a grid's rows, lowest first; table: what is shown under the text, its heads first.
    """

    name: str
    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    feature: str = ""
    asks: str = ""
    price: float | None = None
    part: str = ""
    shuffled: bool = False
    low: float | None = None
    high: float | None = None
    whole: bool = False
    numbers: tuple[float, ...] = ()
    required: bool = False
    answers: tuple[Option, ...] = ()
    follows: Follows | None = None
    after: str = ""
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Questions on one page, under one heading. text: said above them, "" for nothing; shuffled: in random order."""

    title: str
    questions: tuple[Question, ...]
    text: str = ""
    shuffled: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one audience is asked.

    audience: its name in the study; label: what people call it; welcome: paragraphs shown before the first question, consent and
    anonymity among them; thanks: shown after the last.
    """

    audience: str
    label: str
    title: str
    welcome: tuple[str, ...]
    blocks: tuple[Block, ...]
    thanks: str

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, in the order in which the blocks have them."""
        return (question for block in self.blocks for question in block.questions)
