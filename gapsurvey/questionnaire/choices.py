"""The design of choice tasks: which alternatives stand beside each other, so that little asking tells much."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gapsurvey.language import say
from gapsurvey.model import Floats
from gapsurvey.questionnaire.prices import SHARES, retail
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Asked
from gapsurvey.study.tasks import Tasks

__all__ = ["FILE", "Alternative", "as_file", "level", "tasks_of", "undesignable"]

FILE = "tasks.csv"  # where the study names none
ALTERNATIVES, TASKS, LONG = 3, 8, 12  # of a task; of a questionnaire, and of one with more to learn than a short one tells
MOST_LEARNT = 16  # features and a price, which twelve tasks can tell apart
POOL, TRIED = 400, 48  # alternatives that are considered at all, and for each place at a time
STARTS, ROUNDS = 6, 3
UNEVEN, AGAIN = 0.3, 1.0  # what uneven levels and each repeated task cost, against the logarithm of information
RIDGE = 1e-6  # keeps the information of a half-made design from being none


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing to choose.

    has: per attribute the feature whose level it has, "" for none; price: None where none is shown; share: that of the price that
    is planned for all that it has.
    """

    has: tuple[str, ...]
    price: float | None = None
    share: float = 1.0

    def dominates(self, other: Alternative) -> bool:
        """Whether it has all that the other has, and is no dearer: nobody would have to think."""
        no_dearer = self.price is None or other.price is None or self.price <= other.price
        return no_dearer and all(own == theirs or not theirs for own, theirs in zip(self.has, other.has, strict=True))


def undesignable(asked: Asked) -> Iterator[tuple[str, str]]:
    """Why no tasks can be made of what a study says of them: what was found, and what to do."""
    tasks = asked.tasks
    bare = [name for name, levels in tasks.attributes.items() if not levels]
    if bare:
        yield f'no level of "{bare[0]}" is known', f'Name its levels: tasks.attributes.{bare[0]} = {{feature = "level"}}.'
    if tasks.price and not asked.at_price:
        yield "none of its features has a price around which prices could be set", "Give one the price that is planned."
    learnt = len(tasks.features) + bool(tasks.price)
    if learnt > MOST_LEARNT:
        found = f"{learnt} features and prices are too many for one list of tasks that everybody sees"
        yield found, f"Keep {MOST_LEARNT} at most, or ask it in a tool that draws tasks for each respondent."
    elif not bare and (asked.at_price or not tasks.price) and _begun(asked, _random(asked)) is None:
        yield "there are too few alternatives of which none is plainly better", "Name more levels, or a price: tasks.price."


def tasks_of(asked: Asked) -> tuple[tuple[Alternative, ...], ...] | None:
    """The tasks, the same for everybody and every time; None where too few alternatives are a real choice.

    Of many random starts, improved by exchanging one alternative after the other, the one with the most information about a
    logit whose parameters are not known (the determinant at zero: Kuhfeld, Tobias & Garratt 1994), its levels about as often.
    """
    rng = _random(asked)
    begun = _begun(asked, rng)
    if begun is None:
        return None
    pool, search, first = begun
    many, each = first.shape
    others = (search.start(many, each, rng) for _ in range(STARTS - 1))
    best = max((search.improved(start, rng) for start in (first, *others) if start is not None), key=search.score)
    return tuple(tuple(pool[at] for at in task) for task in rng.permuted(best, axis=1).tolist())


def _random(asked: Asked) -> np.random.Generator:
    return stream(0, "choice design", asked.tasks.file or FILE)


def _begun(asked: Asked, rng: np.random.Generator) -> tuple[list[Alternative], _Search, NDArray[np.intp]] | None:
    """The alternatives, where to search, and a first design: tasks of three alternatives, of two where no three stand apart."""
    pool = _pool(asked)
    if len(pool) > POOL:
        pool = [pool[at] for at in sorted(rng.choice(len(pool), POOL, replace=False).tolist())]
    apart = np.array([[not (a.dominates(b) or b.dominates(a)) for b in pool] for a in pool], bool)
    search = _Search(_described(pool, asked), *_levels(pool, asked), apart)
    learnt = len(asked.tasks.features) + bool(asked.tasks.price)
    for each in range(ALTERNATIVES, 1, -1):
        start = search.start(TASKS if learnt <= TASKS else LONG, each, rng)
        if start is not None:
            return pool, search, start
    return None


def _pool(asked: Asked) -> list[Alternative]:
    """Every alternative that has something, at every price around what its parts are planned to cost together."""
    tasks, planned = asked.tasks, asked.at_price
    usual = median(planned.values()) if planned else 0.0
    found = []
    for has in product(*(("", *levels) for levels in tasks.attributes.values())):
        if any(has):
            sum_ = sum(planned.get(feature, usual) for feature in has if feature)
            found += [Alternative(has, retail(sum_ * share), share) for share in SHARES] if tasks.price else [Alternative(has)]
    return found


def _described(pool: list[Alternative], asked: Asked) -> Floats:
    """What a logit sees of each alternative: a column per feature, and one of its price, of the size of the others."""
    features = asked.tasks.features
    rows = [[float(feature in one.has) for feature in features] for one in pool]
    prices = np.array([one.price or 0.0 for one in pool])
    return np.column_stack([np.array(rows), prices / prices.max()]) if asked.tasks.price else np.array(rows)


def _levels(pool: list[Alternative], asked: Asked) -> tuple[Floats, Floats]:
    """Which level of which attribute each alternative shows, a column per level; and of all alternatives the part due to each."""
    attributes = [("", *of) for of in asked.tasks.attributes.values()]
    columns = [[float(one.has[at] == feature) for one in pool] for at, of in enumerate(attributes) for feature in of]
    due = [1 / len(of) for of in attributes for _ in of]
    if asked.tasks.price:
        columns += [[float(one.share == share) for one in pool] for share in SHARES]
        due += [1 / len(SHARES)] * len(SHARES)
    return np.array(columns).T, np.array(due)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Designs of T tasks × J alternatives, as places in a pool of P.

    described, shown: of each alternative of the pool, see `_described` and `_levels`; apart: P × P, which may stand in one task.
    """

    described: Floats
    shown: Floats
    due: Floats
    apart: NDArray[np.bool_]

    def start(self, many: int, each: int, rng: np.random.Generator) -> NDArray[np.intp] | None:
        """Random tasks, None where some pair of alternatives has no third."""
        tasks = []
        for _ in range(many):
            task: list[int] = []
            free = np.ones(len(self.apart), bool)
            for _ in range(each):
                left = np.flatnonzero(free)
                if not len(left):
                    return None
                task.append(int(rng.choice(left)))
                free &= self.apart[task[-1]]
            tasks.append(task)
        return np.array(tasks, np.intp)

    def improved(self, tasks: NDArray[np.intp], rng: np.random.Generator) -> NDArray[np.intp]:
        """The tasks, each of their places in turn filled with whatever serves best there, until nothing serves better."""
        for _ in range(ROUNDS):
            before = self.score(tasks)
            for t, j in np.ndindex(*tasks.shape):
                others = np.delete(tasks[t], j)
                free = np.flatnonzero(self.apart[others].all(axis=0))
                tried = rng.choice(free, min(TRIED, len(free)), replace=False)
                filled = np.repeat(tasks[None], len(tried) + 1, axis=0)
                filled[1:, t, j] = tried
                tasks = filled[int(np.argmax(np.round(self._scores(filled), 9)))]
            if self.score(tasks) <= before:
                break
        return tasks

    def score(self, tasks: NDArray[np.intp]) -> float:
        """How good a design is: the logarithm of its information, less what uneven levels and repetition cost."""
        return float(self._scores(tasks[None])[0])

    def _scores(self, tasks: NDArray[np.intp]) -> Floats:
        """The same of D designs, D × T × J."""
        seen = self.described[tasks]
        seen = seen - seen.mean(axis=2, keepdims=True)
        information = np.einsum("dtjk,dtjl->dkl", seen, seen) + RIDGE * np.eye(seen.shape[3])
        counts = self.shown[tasks].sum(axis=(1, 2))
        uneven = ((counts - self.due * tasks[0].size) ** 2).mean(axis=1)
        sets = np.sort(tasks, axis=2)
        again = (sets[:, :, None] == sets[:, None]).all(axis=3).sum(axis=(1, 2)) - sets.shape[1]
        scores: Floats = np.linalg.slogdet(information)[1] - UNEVEN * uneven - AGAIN * again
        return scores


def level(tasks: Tasks, attribute: str, feature: str) -> str:
    """What an alternative shows of an attribute."""
    return tasks.attributes[attribute][feature][0] if feature else say("Not included")


def as_file(tasks: Tasks, made: tuple[tuple[Alternative, ...], ...]) -> bytes:
    """The design as the study reads it: a row per alternative, a column per attribute."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([tasks.task, tasks.alternative, *tasks.attributes, *([tasks.price] if tasks.price else [])])
    for t, task in enumerate(made, 1):
        for number, one in enumerate(task, 1):
            shown = [level(tasks, name, feature) for name, feature in zip(tasks.attributes, one.has, strict=True)]
            rows.writerow([t, number, *shown, *([] if one.price is None else [f"{one.price:.2f}".removesuffix(".00")])])
    return text.getvalue().encode()
