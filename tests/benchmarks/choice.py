"""The logit of 1,000 people × 10 tasks × 3 alternatives, ours and statsmodels': their times, and that the numbers agree.

`make bench` runs it through run.py. One process measures both, so that imports are no part of a fit; it prints both times.
"""

from __future__ import annotations

import time
import warnings
from statistics import median

import numpy as np

from gapsurvey.stats.choice import Tasks, multinomial_logit, stacked

__all__ = ["seconds"]

PEOPLE, TASKS, ALTERNATIVES, LEVELS = 1000, 10, 3, 6
ROUNDS = 5


def tasks() -> Tasks:
    """Choices by a price and six yes/no descriptions."""
    rng = np.random.default_rng(1)
    described = rng.integers(0, 2, (PEOPLE * TASKS, ALTERNATIVES, LEVELS)).astype(float)
    price = rng.choice([9.0, 29.0, 49.0, 69.0], (PEOPLE * TASKS, ALTERNATIVES, 1))
    described = np.concatenate([described, price], axis=2)
    worth = np.array([*np.linspace(-0.5, 1, LEVELS), -0.03])
    chosen = (described @ worth + rng.gumbel(size=described.shape[:2])).argmax(axis=1)
    person = np.repeat(np.arange(PEOPLE), TASKS)
    ones = np.ones(PEOPLE)
    return stacked(described, chosen, person, ones, ones, ones.astype(np.int64))


def seconds() -> tuple[float, float]:
    """Median time of our fit, and that of the other's one fit. Raises AssertionError where their coefficients differ."""
    from statsmodels.discrete.conditional_models import ConditionalLogit

    made = tasks()
    ours = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        fit = multinomial_logit(made)
        ours.append(time.perf_counter() - begun)
    answer = np.zeros(len(made.x))
    answer[made.chosen] = 1
    group = np.repeat(np.arange(len(made.first)), ALTERNATIVES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        begun = time.perf_counter()
        other = ConditionalLogit(answer, made.x, groups=group).fit(disp=False)
        theirs = time.perf_counter() - begun
    np.testing.assert_allclose(fit.coefficients, other.params, atol=1e-3)  # it stops earlier
    return median(ours), theirs


if __name__ == "__main__":
    print(*seconds())
