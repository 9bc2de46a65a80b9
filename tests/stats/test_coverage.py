"""Intervals hold the truth as often as they promise: enumerated where that is possible, simulated where not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln, xlogy

from gapsurvey.stats.intervals import newcombe, share_base
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.stats.resampling import stream

REPEATS = 2000
# 95% of 2,000 samples, and four standard deviations of that
SLACK = 4 * (0.95 * 0.05 / REPEATS) ** 0.5


def binomial(n: int, p: float) -> np.ndarray:
    x = np.arange(n + 1)
    found: np.ndarray = np.exp(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) + xlogy(x, p) + xlogy(n - x, 1 - p))
    return found


def test_newcombe_over_every_possible_sample() -> None:
    coverage = []
    for n1, n2 in ((30, 100), (30, 400), (120, 400)):
        x1, x2 = np.arange(n1 + 1)[:, None], np.arange(n2 + 1)
        low, high = newcombe(x1 / n1, n1, x2 / n2, n2)
        for p1, p2 in ((0.02, 0.02), (0.1, 0.3), (0.5, 0.5), (0.64, 0.21), (0.95, 0.8), (0.98, 0.5)):
            chance = np.outer(binomial(n1, p1), binomial(n2, p2))
            coverage.append(chance[(low <= p1 - p2) & (p1 - p2 <= high)].sum())
    assert min(coverage) > 0.93
    assert 0.945 < np.mean(coverage) < 0.965


@pytest.mark.parametrize(
    ("of1", "of2"),
    [
        ([0.1, 0.2, 0.4, 0.2, 0.1], [0.1, 0.2, 0.4, 0.2, 0.1]),
        ([0.02, 0.08, 0.2, 0.4, 0.3], [0.15, 0.25, 0.3, 0.2, 0.1]),
        ([0.3, 0.15, 0.1, 0.15, 0.3], [0.05, 0.2, 0.5, 0.2, 0.05]),  # equal in the middle, spread apart: Mann–Whitney's trap
    ],
    ids=["alike", "shifted", "spread"],
)
@pytest.mark.parametrize(("n1", "n2"), [(30, 100), (120, 400)])
def test_theta_is_covered(of1: list[float], of2: list[float], n1: int, n2: int) -> None:
    rng = stream(1, "theta", str(n1))
    c1, c2 = rng.multinomial(n1, of1, REPEATS), rng.multinomial(n2, of2, REPEATS)
    truth = float(np.array(of1) @ (np.cumsum(of2) - np.array(of2) / 2))
    found = brunner_munzel(c1, c1, c1, c2, c2, c2)
    assert ((found.low <= truth) & (truth <= found.high)).mean() == pytest.approx(0.95, abs=SLACK)
    assert ((found.low90 <= truth) & (truth <= found.high90)).mean() == pytest.approx(0.90, abs=1.4 * SLACK)


@pytest.mark.parametrize("related", [0.0, 0.3], ids=["weights apart from answers", "weights related to answers"])
def test_differences_of_weighted_shares_are_covered(related: float) -> None:
    """Two classes of people, weighing 0.4 and 2.2: a design effect of 1.62."""
    rng = stream(1, "weighted")
    weight, drawn = np.array([0.4, 2.2]), np.array([0.6, 0.4])
    population = drawn * weight / (drawn @ weight)

    def sample(n: int, p: float) -> tuple[np.ndarray, np.ndarray, float]:
        by_class = np.array([p - related * population[1], p + related * population[0]])
        chance = np.concatenate([drawn * (1 - by_class), drawn * by_class])
        counts = rng.multinomial(n, chance, REPEATS).reshape(REPEATS, 2, 2)
        share, base = share_base(counts.sum(2), (counts * weight).sum(2), (counts * weight**2).sum(2), np.array([False, True]))
        return share, base, float(population @ by_class)

    p1, n1, truth1 = sample(120, 0.6)
    p2, n2, truth2 = sample(400, 0.3)
    low, high = newcombe(p1, n1, p2, n2)
    assert 0.94 - SLACK < ((low <= truth1 - truth2) & (truth1 - truth2 <= high)).mean() < 0.985
