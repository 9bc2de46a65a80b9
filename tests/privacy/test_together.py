"""Two answers of one person may be paired where neither gives the other away."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey.model import Counts, Item, Patterns, Profile
from gapsurvey.privacy import may_be_paired
from tests.small import counted

ITEM, SHARE = Item("", "want", "share"), (0.0, 1.0)


def paired(people: dict[tuple[int, int], int]) -> bool:
    """Whether A and B may be paired, of so many people per pair of answers (−1 none)."""
    codes = np.array([pair for pair, n in people.items() for _ in range(n)], np.int32)
    found = Patterns.of(Profile(ITEM, ("a", "b"), (SHARE, SHARE), codes), np.ones(len(codes)))
    counts: tuple[Counts, Counts] = tuple(  # type: ignore[assignment]
        counted(SHARE, np.bincount(column[column >= 0], minlength=2).tolist()) for column in codes.T
    )
    return may_be_paired(found, "a", "b", counts, 5)


@pytest.mark.parametrize(("people", "may"), [
    ({(1, 1): 6, (1, 0): 1, (0, 1): 2, (0, 0): 9}, True),
    ({(1, 1): 3, (1, 0): 1, (0, 1): 2, (0, 0): 9}, False),  # 4 say yes to A: what they say of B would be told
    ({(1, 1): 9}, True),  # nobody disagrees
    ({(1, 1): 4}, False),
    ({(1, 1): 8, (0, 0): 9, (1, -1): 2}, False),  # 2 answered A alone: they are the difference to A's own base
    ({(1, 1): 8, (0, 0): 9, (1, -1): 5}, True),
])  # fmt: skip
def test_answers_are_paired_where_every_answer_is_that_of_five(people: dict[tuple[int, int], int], may: bool) -> None:
    assert paired(people) is may
