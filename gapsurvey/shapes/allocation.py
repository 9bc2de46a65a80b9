"""A constant sum: 100 points given to several features, a column per item."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.language import say_count
from gapsurvey.matching import MISSING, fold, percentage
from gapsurvey.model import Answers, Column, Floats, Item
from gapsurvey.records import Records
from gapsurvey.shapes.shape import Coded, Shape, battery, needs_several
from gapsurvey.study import Asked

__all__ = ["ALLOCATION"]

WHOLE, SLACK = 100.0, 1.0  # points; a sum so near to the whole is a slip of arithmetic or rounding


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """Shares 0–1 of each person's points, a blank for none of them; whose points do not add up has not answered."""
    coded = Coded()
    columns, own = battery(asked, records, at, coded)
    if not columns:
        return coded
    points = np.stack([_points(records, column, at, coded) for column in columns])
    with np.errstate(invalid="ignore", over="ignore"):
        total = points.sum(axis=0)  # NaN where one of the answers cannot be read
        whole = np.abs(total - WHOLE) <= SLACK
        shares = np.where(whole, points / np.where(whole, total, 1), np.nan).round(9)  # 33.3 of 100 is one level, however summed
    lost = int((~whole & (total > 0)).sum())
    name = asked.column or columns[0].name
    if lost and not whole.any() and not coded.problems:
        found = f'nobody\'s points in "{name}" of {records.export.file} add up to {WHOLE:g}'
        fix = 'Name the question, so that all its columns are read: column = "Q5", answers = {feature = "row"}.'
        coded.problems.append(Problem(at, found, fix))
    elif lost:
        coded.notes.append(
            say_count(
                lost,
                '{n} person’s points in "{column}" do not add up to {whole} and count as not answered.',
                '{n} people’s points in "{column}" do not add up to {whole} and count as not answered.',
                n=lost,
                column=name,
                whole=f"{WHOLE:g}",
            )
        )
    place = {column.name: i for i, column in enumerate(columns)}
    for feature, column in own.items():
        mine = shares[place[column.name]]
        levels = np.unique(mine[~np.isnan(mine)])
        codes = np.where(np.isnan(mine), -1, np.searchsorted(levels, mine)).astype(np.int32)
        coded.answers.append(Answers(Item(feature, asked.asks, "allocation"), tuple(map(float, levels)), codes))
    return coded


def _points(records: Records, column: Column, at: str, coded: Coded) -> Floats:
    """Per kept record the points in a column, 0 for a blank, NaN for what cannot be read."""
    found = [0.0 if fold(value) in MISSING else percentage(value) for value in column.values]
    read = np.array([points is not None for points in found], bool)
    answered = np.array([fold(value) not in MISSING for value in column.values], bool)
    if records.answered(column) and not (records.givers(column)[read & answered] > 0).any():
        what = f'none of the answers in "{column.name}" of {records.export.file} can be read'
        coded.problems.append(Problem(at, what, "Points are numbers from 0 to 100.", records.given(column)))
    elif note := records.unread(column, read):
        coded.notes.append(note)
    given = records.numbers(column, (np.nan if points is None else points for points in found))
    return np.where(records.codes(column) < 0, 0.0, given)


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_several(asked)
    if asked.asks not in ("want", "need", "prefer"):
        problems.append(
            Problem("", f'an allocation cannot ask "{asked.asks}"', "Ask want, need or prefer.", "want, need, prefer")
        )
    return problems


ALLOCATION = Shape("allocation", "Points to allocate", "allocation", _needs, _code)
