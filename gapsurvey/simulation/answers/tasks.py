"""Choices among several things: which alternative of a task, and what matters most and least in a set."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from gapsurvey.errors import Problem, StudyError
from gapsurvey.language import say, text
from gapsurvey.layout import FEATURE, PRICE
from gapsurvey.model import STATUSES, Codes, Column, Export, Floats
from gapsurvey.records import Records
from gapsurvey.shapes import Coded
from gapsurvey.shapes.best_worst import shown_sets
from gapsurvey.shapes.choice_tasks import described_in_file
from gapsurvey.shapes.shown import Meaning, design_in_file
from gapsurvey.simulation.answers.given import Asking, Field, Given, Key
from gapsurvey.stats.resampling import stream
from gapsurvey.study.tasks import Tasks

__all__ = ["best_worst", "choice_tasks"]

TASKS, ALTERNATIVES, VERSIONS = 8, 3, 6  # of a design that is made here, because the study's file does not stand beside it
PRICES = (0.5, 0.75, 1.0, 1.25, 1.5)  # of the features' usual price, in such a design
USUAL_PRICE = 20.0  # where no feature has one
DETERS = 3.0  # units of a logit's utility that the usual worth of a feature is
NOTICED = 1.5  # how much more liking counts than chance, where best and worst are picked


def choice_tasks(asking: Asking) -> Given:
    """The alternative that is worth most beyond its price, with a logit's error; none of them where none is worth it."""
    tasks = asking.asked.tasks
    if tasks.file is None or (asking.asked.column is None and not asking.asked.columns):
        found = "choice tasks whose alternatives or choices stand in other columns or rows are not simulated"
        raise StudyError([Problem("tasks", found, "Name a design beside the study: tasks.file, and a column per task.")])
    content, design = _design(asking)
    records, version = _seen(asking, design)
    coded, means = Coded(), list[Meaning]()
    shown = design_in_file(asking.asked, records, asking.name, coded)
    described = None if shown is None else described_in_file(asking.asked, shown, means, asking.name, coded)
    if described is None or coded.problems:
        raise StudyError(coded.problems)
    utility = _utility(asking, described, [column for mean in means for column in mean.columns])
    if tasks.none is not None:
        utility = np.concatenate([utility, np.zeros((*utility.shape[:2], 1))], axis=2)
    utility = np.where(asking.people.careless[:, None, None] & np.isfinite(utility), 0.0, utility)
    picked = (utility + asking.rng.gumbel(size=utility.shape)).argmax(axis=2).astype(np.int32)
    texts = [*(str(k + 1) for k in range(described.shape[2])), *(tasks.none or ())[:1]]
    columns = tuple(
        Field(f"{asking.name}_{t + 1}", say("{question} Task {n}", question=asking.text, n=t + 1), tuple(texts), picked[:, t])
        for t in range(picked.shape[1])
    )
    keys: tuple[Key, ...] = tuple(("columns", t) for t in range(len(columns)))
    return _with_design(asking, Given(columns, keys), version, content, design)


def _utility(asking: Asking, described: Floats, columns: list[str]) -> Floats:
    """N × T × J, −∞ where nothing was shown: worth of what is in it less its price, in units of what a logit's error is."""
    worth, usual = asking.people.worth, float(asking.people.crowd.median.mean())
    value = np.zeros(described.shape[:3])
    for k, column in enumerate(columns):
        level = np.nan_to_num(described[..., k])
        if column.startswith(FEATURE):
            value += level * worth[:, asking.of(column.removeprefix(FEATURE)), None, None]
        elif column == PRICE:
            value -= level
    absent = np.isnan(described).all(axis=3) if columns else np.zeros(described.shape[:3], bool)
    return np.where(absent, -np.inf, DETERS * value / usual)


def best_worst(asking: Asking) -> Given:
    """In each set what one likes most and least, with a little chance in it."""
    tasks, features = asking.asked.tasks, tuple(asking.asked.answers)
    design, content, version = Export("plain", "", "", (), np.zeros(0, np.int8), np.zeros(0)), b"", None
    if tasks.sets is None:
        if tasks.file not in asking.beside:
            found = f"there is no file {tasks.file} with the sets, and none is made up"
            raise StudyError([Problem("tasks.file", found, "Put it beside the study, or write tasks.sets.")])
        content, design = _design(asking)
    records, version = _seen(asking, design)
    coded = Coded()
    shown = shown_sets(asking.asked, features, records, asking.name, coded)
    if shown is None:
        raise StudyError(coded.problems)
    columns: list[Field] = []
    texts = tuple(asking.option(feature) for feature in features)
    people = asking.people
    liked = people.position(people.crowd.importance) * 4 if asking.asked.asks == "need" else people.margin
    liked = np.where(people.careless[:, None], 0.0, liked)[:, [asking.of(feature) for feature in features]]
    for t in range(shown.shape[1]):
        items = shown[:, t]
        felt = NOTICED * np.take_along_axis(liked, np.maximum(items, 0), axis=1) + asking.rng.gumbel(size=items.shape)
        for part, what, place in (
            ("most", text("{question} Set {n}: most"), np.where(items < 0, -np.inf, felt).argmax(axis=1)),
            ("least", text("{question} Set {n}: least"), np.where(items < 0, np.inf, felt).argmin(axis=1)),
        ):
            codes = np.take_along_axis(items, place[:, None], axis=1)[:, 0].astype(np.int32)
            columns.append(Field(f"{asking.name}_{t + 1}_{part}", what.said(question=asking.text, n=t + 1), texts, codes))
    given = Given(tuple(columns), tuple(("columns", k) for k in range(len(columns))))
    return given if tasks.file is None else _with_design(asking, given, version, content, design)


# --- designs --------------------------------------------------------------------------------------------------------------


def _seen(asking: Asking, design: Export) -> tuple[Records, Field | None]:
    """Records that hold nothing but the version of the design that each person saw, and its column."""
    tasks, n = asking.asked.tasks, asking.people.n
    column, columns = None, list[Column]()
    if tasks.version is not None and tasks.file is not None:
        versions = next((c.values for c in design.columns if c.name == tasks.version), ())
        codes: Codes = asking.rng.integers(max(len(versions), 1), size=n).astype(np.int32)
        column = Field(tasks.version, tasks.version, versions, codes, shown=True)
        columns.append(Column(tasks.version, tasks.version, "", "answer", codes, versions))
    export = Export("plain", "", "", tuple(columns), np.full(n, STATUSES.index("kept"), np.int8), np.full(n, np.nan))
    return Records(export, np.arange(n), beside={str(tasks.file): design}), column


def _with_design(asking: Asking, given: Given, version: Field | None, content: bytes, design: Export) -> Given:
    """The answers, the column of versions before them, and the file."""
    files = {str(asking.asked.tasks.file): (content, design)}
    if version is None:
        return Given(given.columns, given.keys, given.settings, files)
    return Given((version, *given.columns), (("tasks", "version"), *given.keys), given.settings, files)


def _design(asking: Asking) -> tuple[bytes, Export]:
    """The design that stands beside the study; for want of one, a random one, alternatives of a task all different."""
    from gapsurvey.exports import read

    name = str(asking.asked.tasks.file)
    if name in asking.beside:
        design = asking.beside[name]
        return _as_csv({column.name: _texts(column) for column in design.columns}), design
    content = _made(asking)
    return content, read(name, content=content, tool="plain")


def _texts(column: Column) -> list[str]:
    values = [*column.values, ""]
    return [values[code] for code in column.codes.tolist()]


def _made(asking: Asking) -> bytes:
    """The same for every audience that is shown as many tasks, since they may share the file."""
    tasks, rng = asking.asked.tasks, stream(0, "design", str(asking.asked.tasks.file))
    levels = _levels(asking, tasks)
    every = list(product(*levels.values()))
    named = [*([tasks.version] if tasks.version else []), tasks.task, tasks.alternative, *levels]
    columns: dict[str, list[str]] = {name: [] for name in named}
    many = len(asking.asked.columns or ()) or TASKS
    for version, task in product(range(VERSIONS if tasks.version else 1), range(many)):
        chosen: NDArray[np.intp] = rng.choice(len(every), min(ALTERNATIVES, len(every)), replace=False)
        for number, which in enumerate(chosen.tolist(), start=1):
            row = {str(tasks.version): version + 1, tasks.task: task + 1, tasks.alternative: number}
            row |= dict(zip(levels, every[which], strict=True))
            for name, cells in columns.items():
                cells.append(str(row[name]))
    return _as_csv(columns)


def _levels(asking: Asking, tasks: Tasks) -> dict[str, list[str]]:
    """Per attribute its levels: those that stand for a feature and one that stands for none; prices around the features'."""
    levels = {name: [*(texts[0] for texts in of.values()), say("No {name}", name=name)] for name, of in tasks.attributes.items()}
    if tasks.price:
        usual = float(np.median([*asking.asked.at_price.values()] or [USUAL_PRICE]))
        levels[tasks.price] = [f"{usual * part:.2f}" for part in PRICES]
    return levels


def _as_csv(columns: Mapping[str, list[str]]) -> bytes:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(columns), *zip(*columns.values(), strict=True)])
    return text.getvalue().encode()
