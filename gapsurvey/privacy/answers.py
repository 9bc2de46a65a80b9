"""Answers to items in several tables of one audience: the tables that an item must be left out of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gapsurvey.model import Cell, Counts, Floats, Item
from gapsurvey.privacy.attack import LEANS, Attack, Tables
from gapsurvey.privacy.joint import EXACT, OPEN
from gapsurvey.privacy.one_way import on_levels

__all__ = ["tables_to_leave"]

Shown = Mapping[Cell, Counts]  # an item's counts of everyone, and of every shown cell of the tables that it is in


def tables_to_leave(
    tables: Tables, hidden: set[Cell], items: Mapping[Item, Shown], order: Sequence[str], k: int
) -> dict[Item, set[str]]:
    """Per item, the segmentations and crossings, of those in `order`, that it must be left out of; the last ones go first.

    It rests on the published counts and on the pattern of the tables alone: no hidden answer decides what is left out. Held
    of what stays:

    - of a hidden cell's people, those who gave any answer but one: their bounds are at least two apart, whichever answer;
    - no sum or difference of shown cells holds 1 to k − 1 people who answered;
    - nor such a one whose people all gave one answer, or all but one: unless a shown cell by itself says so of them.
    """
    left: dict[Item, set[str]] = {item: set() for item in items}
    open_ones = list(items)
    while open_ones:
        alike: dict[tuple[Cell, ...], list[Item]] = {}
        for item in open_ones:
            shown = tuple(cell for cell in items[item] if cell.by not in left[item])
            if len({cell.by for cell in shown}) > 2:  # everyone's "", and two tables: one by itself was looked at before
                alike.setdefault(shown, []).append(item)
        open_ones = []
        for shown, of in alike.items():
            kept = [by for by in order if any(cell.by == by for cell in shown)]
            told = _told(tables, hidden, _stacked(shown, [items[item] for item in of]), kept, k)
            for item, by in zip(of, told, strict=True):
                if by is not None:
                    left[item].add(by)
                    open_ones.append(item)
    return left


@dataclass(frozen=True, eq=False)
class Stack:
    """Several items in the same shown cells: cells × columns what is published of them.

    slices: each item's columns: its base, and then the people at each answer that somebody gave.
    """

    shown: tuple[Cell, ...]
    counts: Floats
    slices: tuple[slice, ...]


def _stacked(shown: tuple[Cell, ...], items: Sequence[Shown]) -> Stack:
    blocks: list[Floats] = []
    for counts in items:
        whole = next(of for cell, of in counts.items() if not cell.by)
        people = np.array([on_levels(counts[cell], whole.levels) for cell in shown], float)
        blocks.append(np.column_stack([people.sum(axis=1), people[:, whole.n > 0]]))
    ends = np.cumsum([0, *(block.shape[1] for block in blocks)])
    slices = tuple(slice(int(a), int(b)) for a, b in pairwise(ends))
    return Stack(shown, np.concatenate(blocks, axis=1), slices)


def _told(tables: Tables, hidden: set[Cell], stack: Stack, kept: Sequence[str], k: int) -> list[str | None]:
    """Per item, a table to leave because all of them together tell too much; None where they do not."""
    kinds, _ = tables.classes(stack.shown)
    secret = [cell for cell in tables.cells if cell.by in kept and cell in hidden and (cell.segment or tables.sizes[cell] < k)]
    attack = Attack(tables, stack.shown, stack.counts, np.concatenate([kinds, tables.rows(secret)]))
    attack.lean(None)
    found: list[str | None] = [None] * len(stack.slices)
    for target, kind in enumerate(kinds):
        around = stack.counts[[bool((tables.rows([cell])[0] & kind).any()) for cell in stack.shown]]
        said = [np.min([_others(row[of]) for row in around], axis=0) for of in stack.slices]

        def few(i: int, target: int = target, said: Sequence[Floats] = said) -> bool:
            most = attack.most[target, stack.slices[i]]
            if not np.isfinite(most).all():
                return True
            return most[0] < k - EXACT or bool(((_others(most) < OPEN - EXACT) & (said[i] >= OPEN)).any())

        for i in _still(stack, attack, target, few, ends=(True,)):
            if attack.most[target, stack.slices[i].start] > EXACT:  # somebody may have answered
                found[i] = kept[-1]
    for target, cell in enumerate(secret, len(kinds)):  # what a hidden cell of a table tells, that table can keep to itself

        def closed(i: int, target: int = target) -> bool:
            wide = (attack.most - attack.least)[target, stack.slices[i]]
            return not np.isfinite(wide).all() or bool(_others(wide).min() < OPEN - EXACT)

        for i in _still(stack, attack, target, closed, ends=(True, False)):
            found[i] = cell.by
    return found


def _still(stack: Stack, attack: Attack, target: int, told: Callable[[int], bool], ends: tuple[bool, ...]) -> list[int]:
    """The items of which too much is told once the target's ends are known, not only bounded from inside.

    told: of an item, with the ends found so far; wider ends tell no more.
    """
    open_ones = [i for i in range(len(stack.slices)) if told(i)]
    for by in LEANS:
        for upper in ends if open_ones else ():
            attack.lean(target, by, upper=upper)
        open_ones = [i for i in open_ones if told(i)]
    if open_ones:
        columns = np.concatenate([np.arange(stack.slices[i].start, stack.slices[i].stop) for i in open_ones])
        for upper in ends:
            attack.push(target, columns, upper=upper)
    return [i for i in open_ones if told(i)]


def _others(columns: Floats) -> Floats:
    """Per answer, the sum over all other answers: of columns that are a base and then a number per answer."""
    answers = columns[1:]
    return np.asarray(answers.sum() - answers)
