"""Two answers of one person: when believers' joint counts may be used."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Counts, Patterns

__all__ = ["may_be_paired"]


def may_be_paired(patterns: Patterns, first: str, second: str, counts: tuple[Counts, Counts], k: int) -> bool:
    """Whether what depends on the joint counts of two fields of believers' patterns may be published.

    The interval of a paired difference tells the joint count itself (its variance holds it). Whoever knows one answer of a
    colleague then learns the other where few gave the first: so every answer that is given at all must be that of k people or
    more, among those who gave both. And who gave one of the two only must be nobody, or k people or more, because their
    answers are the difference to what is published of each by itself: `counts`. Where it is False, take the two answers for
    independent, which needs no joint count.

    patterns: of believers, with `first` and `second` among its fields; counts: the two items', of the same people.
    """
    columns = [patterns.fields.index(first), patterns.fields.index(second)]
    codes = patterns.codes[:, columns]
    both = (codes >= 0).all(axis=1)
    people = int(patterns.n[both].sum())
    for column in codes[both].T:
        if (np.bincount(column, patterns.n[both])[np.unique(column)] < k).any():
            return False
    return people >= k and all(counted.base - people == 0 or counted.base - people >= k for counted in counts)
