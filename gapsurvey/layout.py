"""How tasks lie in the columns of a profile: what was picked in each, and what each of its alternatives was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gapsurvey.model import Floats, Item, Profile

__all__ = ["FEATURE", "NONE", "OTHER", "PRICE", "Layout"]

# What a column of an alternative says: that it has a feature (with its id), its price, that it is none of them, anything else.
FEATURE, PRICE, NONE, OTHER = "feature:", "price", "none", "other:"


@dataclass(frozen=True, slots=True)
class Layout:
    """T tasks of J alternatives at most. picks: what is picked in each task; columns: what each alternative is described by.

    A pick is the number of an alternative, 1–J; a description any number; an alternative that was not shown has none.
    """

    tasks: int
    alternatives: int
    picks: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The profile's fields, task by task: its picks, then its alternatives' columns."""
        each = [*self.picks, *(f"{j + 1}/{column}" for j in range(self.alternatives) for column in self.columns)]
        return tuple(f"{t + 1}/{field}" for t in range(self.tasks) for field in each)

    @classmethod
    def of(cls, fields: tuple[str, ...], picks: tuple[str, ...]) -> Layout:
        """The layout whose fields these are."""
        tasks = int(fields[-1].partition("/")[0])
        each = [field.split("/", 2)[1:] for field in fields[len(picks) : len(fields) // tasks]]
        columns = tuple(column for number, column in each if number == "1")
        return cls(tasks, len(each) // len(columns), picks, columns)

    def profile(self, item: Item, picked: Floats, described: Floats) -> Profile:
        """The profile of n people, from what they picked (n × T × picks) and were shown (n × T × J × columns); NaN for none."""
        n = len(picked)
        shown = described.reshape(n, self.tasks, self.alternatives * len(self.columns))
        cells = np.concatenate([picked, shown], axis=2).reshape(n, len(self.fields))
        levels, codes = [], np.full(cells.shape, -1, np.int32)
        for i, column in enumerate(cells.T):
            known = ~np.isnan(column)
            found = np.unique(column[known])
            levels.append(tuple(map(float, found)))
            codes[known, i] = np.searchsorted(found, column[known])
        return Profile(item, self.fields, tuple(levels), codes)

    def parts(self, values: Floats) -> tuple[Floats, Floats]:
        """What was picked, P × T × picks, and shown, P × T × J × columns, in the values of P patterns."""
        cells = values.reshape(len(values), self.tasks, len(self.fields) // self.tasks)
        shape = (len(values), self.tasks, self.alternatives, len(self.columns))
        return cells[:, :, : len(self.picks)], cells[:, :, len(self.picks) :].reshape(shape)
