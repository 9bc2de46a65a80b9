"""Draws: reproducible, independent of one another, and distributed as they should be."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream


def test_a_stream_depends_on_seed_and_names_alone() -> None:
    first = stream(7, "value", "support_24x7").random(3)
    assert (stream(7, "value", "support_24x7").random(3) == first).all()
    others = [
        stream(8, "value", "support_24x7"),
        stream(7, "value"),
        stream(7, "support_24x7", "value"),
        stream(7, "valuesupport_24x7"),
    ]
    assert all((other.random(3) != first).all() for other in others)


def test_a_stream_is_the_same_on_every_machine() -> None:
    # PCG64 promises its numbers for good; a change here changes every simulated figure that was ever published
    assert stream(20_260_101, "support").integers(0, 1000, 4).tolist() == [375, 418, 447, 308]


def test_shares_are_dirichlet() -> None:
    # moments of Dirichlet(α): α/A and α(A − α)/(A²(A + 1)), with α = w·60/120 + ½
    w, draws = np.array([90.0, 30.0, 0.0]), 40_000
    shares = dirichlet_shares(w, 60, draws, stream(1, "test"))
    alpha = np.array([45.5, 15.5, 0.5])
    total = alpha.sum()
    assert shares.shape == (draws, 3)
    assert shares.sum(1) == pytest.approx(1)
    deviation = np.sqrt(alpha * (total - alpha) / (total**2 * (total + 1)))
    assert (abs(shares.mean(0) - alpha / total) < 4 * deviation / np.sqrt(draws)).all()
    assert shares.std(0) == pytest.approx(deviation, rel=0.03)


def test_nobody_of_many_is_not_certainly_nobody() -> None:
    shares = dirichlet_shares(np.array([200.0, 0.0]), 200, 1000, stream(1, "test"))
    low, high = np.quantile(shares[:, 1], [0.025, 0.975])
    # Beta(½, 200.5): scipy.stats.beta.ppf(.975, .5, 200.5)
    assert low < 1e-4
    assert high == pytest.approx(0.01247, rel=0.15)


def test_nobody_at_all_leaves_the_prior() -> None:
    shares = dirichlet_shares(np.zeros(4), 0, 4000, stream(1, "test"))
    assert shares.mean(0) == pytest.approx([0.25] * 4, abs=0.02)


def test_share_at_least_counts_the_price_itself() -> None:
    shares = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
    found = share_at_least(shares, [0, 29, 49.9], [29, 30, 49.9, 50])
    assert found == pytest.approx(np.array([[0.5, 0.2, 0.2, 0], [0.9, 0.7, 0.7, 0]]))
