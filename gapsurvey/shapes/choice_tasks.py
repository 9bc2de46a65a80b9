"""Choice tasks (choice-based conjoint): which of these would you take, again and again among other alternatives."""

from __future__ import annotations

import re

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.language import say
from gapsurvey.layout import NONE, Layout
from gapsurvey.matching import YES, fold
from gapsurvey.model import Column, Floats, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, Shape
from gapsurvey.shapes.shown import Design, Meaning, attributes, columns_named, design_in_file, meaning, texts_of
from gapsurvey.study import Asked

__all__ = ["CHOICE_TASKS", "alternative", "described_in_file"]

MOST_ALTERNATIVES = 30
_NUMBERED = re.compile(r"(?:\D*\s)?(?:#|no\.?\s?)?0*(\d{1,2})|(?:.*\s)?([a-h])")
_PARTS = ("{task}", "{alternative}", "{attribute}")


def alternative(text: str) -> int | None:
    """The number of the alternative that an answer means: "2", "Option 2", "Concept B"; None where it is none."""
    found = _NUMBERED.fullmatch(fold(text))
    if found is None:
        return None
    return int(found[1]) if found[1] else ord(found[2]) - ord("a") + 1


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """One profile: per task the alternative chosen, and what all of them were. A task without a choice is left out, counted."""
    coded = Coded()
    choices = columns_named(asked, records, at, coded)
    means: list[Meaning] = []
    if asked.tasks.file is None:
        cells = _cells(asked, records, at, coded)
        described = None if coded.problems else _in_columns(asked, records, cells, means, at, coded)
        design = None
    else:
        design = design_in_file(asked, records, at, coded)
        described = None if design is None else described_in_file(asked, design, means, at, coded)
    if coded.problems or described is None:
        return coded
    tasks, most = described.shape[1:3]
    if choices and len(choices) != tasks:
        found = f"{len(choices)} columns of choices, and {tasks} tasks in {asked.tasks.file}"
        coded.problems.append(Problem(at, found, "Name one column per task, in order.", listing(c.name for c in choices)))
        return coded
    columns = [column for mean in means for column in mean.columns]
    none = asked.tasks.none is not None
    if design is not None and not choices:
        chosen = _chosen_in_file(asked, design, at, coded)
    else:
        chosen = _chosen(asked, records, choices, most, at, coded)
    if coded.problems or chosen is None:
        return coded
    coded.problems += _constant(described, columns, at) if len(records.rows) and columns else []
    if none:
        described, columns = _with_none(described), [*columns, NONE]
    chosen = _complete(chosen, described, coded)
    described[np.isnan(chosen)] = np.nan
    layout = Layout(tasks, described.shape[2], ("chosen",), tuple(columns))
    coded.profiles.append(layout.profile(Item("", asked.asks, "choice"), chosen[:, :, None], described))
    return coded


def described_in_file(asked: Asked, design: Design, means: list[Meaning], at: str, coded: Coded) -> Floats | None:
    """What each respondent was shown, n × T × J × columns, from the design file."""
    tables = []
    for name in attributes(asked.tasks):
        try:
            column = design.file.one(name, f"{at}.tasks.attributes")
        except Unfound as missing:
            coded.problems.append(missing.problem)
            continue
        means.append(meaning(asked, name, texts_of([column], design.file), 1, f"{at}.tasks", coded))
        tables.append(means[-1].table(column.values)[column.codes])
    if coded.problems:
        return None
    rows = np.concatenate(tables, axis=1)
    rows = np.concatenate([rows, np.full((1, rows.shape[1]), np.nan)])  # place −1: was not shown
    cards: Floats = rows[np.concatenate([design.rows, np.full((1, *design.rows.shape[1:]), -1)])]
    return cards[design.version]


def _cells(asked: Asked, records: Records, at: str, coded: Coded) -> dict[str, list[list[Column]]]:
    """Per attribute, task and alternative, the export's column of what was shown."""
    shown = str(asked.tasks.shown)
    names = {column.name for column in records.export.columns}
    first = attributes(asked.tasks)[0]
    held = (j for j in range(2, MOST_ALTERNATIVES) if _named(shown, 1, j + 1, first) not in names)
    most = next(held, MOST_ALTERNATIVES)  # no task has fewer than two: a missing second is told
    tasks = len(records.find(asked.column, at)) if asked.column and not coded.problems else len(asked.columns or ())
    found: dict[str, list[list[Column]]] = {}
    for name in attributes(asked.tasks):
        for task in range(1, tasks + 1):
            found.setdefault(name, []).append([])
            for number in range(1, most + 1):
                try:
                    found[name][-1].append(records.one(_named(shown, task, number, name), at))
                except Unfound as missing:
                    coded.problems.append(missing.problem)
    return found


def _in_columns(
    asked: Asked, records: Records, cells: dict[str, list[list[Column]]], means: list[Meaning], at: str, coded: Coded
) -> Floats:
    """What each respondent was shown, n × T × J × columns, from columns of the export itself."""
    tables = []
    for name, every in cells.items():
        texts = texts_of([column for columns in every for column in columns], records)
        means.append(meaning(asked, name, texts, records.quiet, f"{at}.tasks", coded))
        each = [[means[-1].table(column.values)[records.codes(column)] for column in columns] for columns in every]
        tables.append(np.array(each))
    return np.concatenate(tables, axis=3).transpose(2, 0, 1, 3)


def _named(shown: str, task: int, number: int, attribute: str) -> str:
    parts = dict(zip(_PARTS, (str(task), str(number), attribute), strict=True))
    return re.sub(r"\{task\}|\{alternative\}|\{attribute\}", lambda part: parts[part[0]], shown)


def _chosen(asked: Asked, records: Records, choices: list[Column], most: int, at: str, coded: Coded) -> Floats:
    """The number of the alternative that each respondent chose in each task, n × T, none being the last; NaN for no choice."""
    none = set(map(fold, asked.tasks.none or ()))
    chosen, unreadable = [], []
    for column in choices:
        numbers = [most + 1 if fold(text) in none else alternative(text) for text in column.values]
        read = np.array([n is not None and 1 <= n <= most + bool(none) for n in numbers], bool)
        if records.answered(column) and not (records.givers(column)[read] > 0).any():
            unreadable.append(column)
        elif note := records.unread(column, read):
            coded.notes.append(note)
        chosen.append(records.numbers(column, (n if ok and n else np.nan for n, ok in zip(numbers, read, strict=True))))
    for column in unreadable:
        found = f'none of the answers in "{column.name}" of {records.export.file} can be read'
        fix = f"A choice is the number of an alternative, 1 to {most}; name what means none of them: tasks.none."
        coded.problems.append(Problem(at, found, fix, records.given(column)))
    return np.stack(chosen, axis=1)


def _chosen_in_file(asked: Asked, design: Design, at: str, coded: Coded) -> Floats | None:
    """The same from the file's own column of what was chosen: the only row of a task that says yes."""
    try:
        column = design.file.one(asked.tasks.chosen, f"{at}.tasks.chosen")
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return None
    said = np.array([*(fold(text) in YES for text in column.values), False], bool)[column.codes]
    said = np.append(said, False)
    every = np.concatenate([said[design.rows], said[design.none][:, :, None]], axis=2)
    if not every.any():
        found = f'nothing in "{column.name}" of {asked.tasks.file} says what was chosen'
        fix = "Mark the chosen alternative's row with 1, the others with 0."
        coded.problems.append(Problem(f"{at}.tasks.chosen", found, fix))
    chosen = np.where(every.sum(axis=2) == 1, every.argmax(axis=2) + 1.0, np.nan)
    return np.concatenate([chosen, np.full((1, chosen.shape[1]), np.nan)])[design.version]


def _constant(described: Floats, columns: list[str], at: str) -> list[Problem]:
    """Descriptions in which the alternatives of no task differ: nothing can be learnt of them."""
    low, high = np.fmin.reduce(described, axis=2), np.fmax.reduce(described, axis=2)
    same = ~(high > low).reshape(-1, len(columns)).any(axis=0)
    names = [column.partition(":")[2] or column for column, constant in zip(columns, same, strict=True) if constant]
    if not names:
        return []
    fix = "Leave out attributes that never vary, and see that the file or columns hold what was shown."
    return [Problem(f"{at}.tasks", f"the alternatives of a task never differ in {listing(names)}", fix)]


def _with_none(described: Floats) -> Floats:
    """With a last alternative that is none of them, and a last column that says so, where a task was shown."""
    n, tasks, most, columns = described.shape
    wide = np.full((n, tasks, most + 1, columns + 1), np.nan)
    wide[:, :, :most, :columns] = described
    wide[:, :, :most, columns] = np.where(np.isnan(described).all(axis=3), np.nan, 0.0)
    wide[:, :, most, :] = 0.0
    wide[:, :, most, columns] = 1.0
    wide[np.isnan(described).all(axis=(2, 3))] = np.nan
    return wide


def _complete(chosen: Floats, described: Floats, coded: Coded) -> Floats:
    """The choices that can be counted: a whole description of every alternative, and one of them chosen. Others are noted."""
    absent = np.isnan(described).all(axis=3)
    partial = np.isnan(described).any(axis=3) & ~absent
    shown, broken = np.any(~absent, axis=2), np.any(partial, axis=2)
    place = np.where(np.isnan(chosen), 1, chosen).astype(np.intp) - 1
    known = ~np.isnan(chosen) & ~np.take_along_axis(absent, place[:, :, None], axis=2)[:, :, 0]
    took_part = np.count_nonzero(known & shown, axis=1) > 0
    if unchosen := int((shown & ~known & took_part[:, None]).sum()):
        coded.notes.append(say("{n} of the choice tasks have no chosen alternative, and are left out.", n=unchosen))
    if unread := int((known & broken).sum()):
        coded.notes.append(say("{n} of the choice tasks show a level that cannot be read, and are left out.", n=unread))
    return np.where(known & shown & ~broken & ((~absent).sum(axis=2) > 1), chosen, np.nan)


def _needs(asked: Asked) -> list[Problem]:
    tasks, problems = asked.tasks, []
    if not tasks.attributes:
        fix = 'Write tasks = {attributes = {Support = {feature = "its level"}}, …}.'
        problems.append(Problem("tasks", "choice tasks do not say which features their attributes are", fix))
    if asked.asks not in ("pay", "prefer"):
        may = ("pay", "prefer")
        problems.append(Problem("", f'choice tasks cannot ask "{asked.asks}"', f"Ask {' or '.join(may)}.", listing(may)))
    if asked.feature or asked.answers or isinstance(asked.columns, dict):
        found = "choice tasks are about the features of their attributes"
        problems.append(Problem("", found, "Leave out feature, answers and columns per feature."))
    if asked.asks == "pay" and tasks.price is None:
        problems.append(Problem("tasks.price", "no attribute is the price", 'Name it: price = "Price"; or ask "prefer".'))
    if tasks.price in tasks.attributes:
        problems.append(Problem("tasks.price", "it is one of the attributes, too", "Leave it out of the attributes."))
    if (tasks.file is None) == (tasks.shown is None):
        fix = 'Name a file = "design.csv" beside the study, or the columns: shown = "T{task} A{alternative} {attribute}".'
        problems.append(Problem("tasks", "it does not say, in one way, what was shown", fix))
    if tasks.shown is not None and not all(part in tasks.shown for part in _PARTS):
        problems.append(Problem("tasks.shown", "it does not name every column", f"Write {', '.join(_PARTS)} in it."))
    if asked.column is None and not asked.columns and (tasks.file is None or tasks.version is None):
        fix = 'Write columns = ["C1", "C2"], one per task; or name the file of chosen alternatives and its version.'
        problems.append(Problem("", "it does not say where the answers stand", fix))
    if tasks.sets is not None:
        problems.append(Problem("tasks.sets", "sets belong to a best-worst question", "Leave them out."))
    taken: dict[str, str] = {}
    for attribute, levels in tasks.attributes.items():
        for feature in levels:
            if taken.setdefault(feature, attribute) != attribute:
                found = f"the feature is a level of {taken[feature]} already"
                problems.append(Problem(f"tasks.attributes.{attribute}.{feature}", found, "Give every feature one level."))
    return problems


CHOICE_TASKS = Shape("choice-tasks", "Choice tasks", "choice", _needs, _code)
