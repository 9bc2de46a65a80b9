"""Heterogeneity and partial pooling against metafor, and as often right as they promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from gapsurvey.stats import Floats
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.pooling import (
    PSEUDO,
    TAU,
    agresti_caffo,
    draws,
    heterogeneity,
    heterogeneity_of_means,
    mean_variances,
    pooled,
    share_bases,
    share_variances,
)
from gapsurvey.stats.resampling import stream
from tests.stats.counting import columns

REPEATS = 2000

People: TypeAlias = NDArray[np.int64]


# --- metafor ----------------------------------------------------------------------------------------------------------

# R 4.2.2, metafor 3.8-1: escalc(measure = "RD") of dat.bcg, 13 vaccine trials; rma(method = "REML"), tolerance 1e-12
BCG_TAU2_REML, BCG_Q = 0.00142140309569658, 276.473712704485


@pytest.fixture(scope="module")
def bcg(shared: Path) -> tuple[Floats, Floats, dict[str, Any]]:
    folder = shared / "oracles" / "gap"
    trials = columns(folder / "dat_bcg_RD.csv")
    expected = json.loads((folder / "two_audience.json").read_text(encoding="utf-8"))["meta_bcg"]
    return np.array(trials["yi"], float), np.array(trials["vi"], float), expected


@pytest.mark.shared
def test_heterogeneity_is_metafors(bcg: tuple[Floats, Floats, dict[str, Any]]) -> None:
    y, v, expected = bcg
    found = heterogeneity(y, v)
    assert (found.q, found.p) == pytest.approx((expected["FE"]["Q"], expected["FE"]["Qp"]), rel=1e-9)
    assert found.q == pytest.approx(BCG_Q)
    assert found.df == 12


@pytest.mark.shared
@pytest.mark.parametrize("method", ["DL", "REML", "PM", "EB"])
def test_given_tau_pooled_segments_are_metafors_blups(bcg: tuple[Floats, Floats, dict[str, Any]], method: str) -> None:
    y, v, expected = bcg
    found = pooled(y, v, np.sqrt([expected[method]["tau2"]]))
    assert found.center == pytest.approx(expected[method]["mu"], rel=1e-9)
    assert found.mean == pytest.approx(np.array(expected[method]["blup"]), rel=1e-9)
    assert np.sqrt(found.variance) == pytest.approx(np.array(expected[method]["blup_se"]), rel=1e-9)


@pytest.mark.shared
def test_the_likelihood_of_tau_is_greatest_where_metafors_reml_is(bcg: tuple[Floats, Floats, dict[str, Any]]) -> None:
    y, v, expected = bcg
    near = np.sqrt(expected["REML"]["tau2"]) * np.linspace(0.99, 1.01, 2001)
    assert near[pooled(y, v, near).weights.argmax()] ** 2 == pytest.approx(BCG_TAU2_REML, rel=2e-5)


def test_four_segments_by_metafor() -> None:
    """R 4.2.2, metafor 3.8-1: QE and its p of rma(yi, vi), and blup(rma(yi, vi, method = "SJ")), whose τ² is not 0."""
    y = [0.255434782608696, 0.203846153846154, 0.174136321195145, 0.316400580551524]
    v = [0.00832013806128599, 0.00794329767865271, 0.00866896961291082, 0.0183299842371091]
    assert heterogeneity(y, v) == pytest.approx((0.921826563627281, 3, 0.820157616662094), rel=1e-9)
    found = pooled(y, v, np.sqrt([0.000719555895459177]))
    blup = [0.228152322425082, 0.223969895493207, 0.221833774261759, 0.229215350734712]
    errors = [0.0535000580402382, 0.0533220659339414, 0.0536520776845166, 0.0556493289854042]
    assert found.center == pytest.approx(0.22579283572869, rel=1e-9)
    assert found.mean == pytest.approx(np.array(blup), rel=1e-9)
    assert np.sqrt(found.variance) == pytest.approx(np.array(errors), rel=1e-9)


# --- shares -----------------------------------------------------------------------------------------------------------


def test_agresti_and_caffo_add_a_yes_and_a_no() -> None:
    assert agresti_caffo(0.0, 10) == pytest.approx((1 / 12, 1 / 12 * 11 / 12 / 12))
    assert agresti_caffo(0.5, 38) == pytest.approx((0.5, 0.25 / 40))


def test_a_segment_of_one_mind_is_not_certain() -> None:
    """By hand: alone, nobody of 5 is 1 of 7 by Agresti and Caffo. Beside 20 of 45 it is more than that, if others vary little."""
    assert share_variances([0.0], [5]) == pytest.approx([1 / 7 * 6 / 7 / 5])
    assert share_variances([0.0] + 9 * [20 / 45], [5] + 9 * [45])[0] > 1 / 7 * 6 / 7 / 5


def test_of_many_people_a_share_has_its_own_variance() -> None:
    p, n = np.array([0.1, 0.3, 0.8]), np.array([1e6, 2e6, 3e6])
    assert share_variances(p, n) == pytest.approx(p * (1 - p) / n, rel=1e-4)


def test_shares_of_equal_bases_weigh_the_same_if_segments_are_alike() -> None:
    """With variances of their own shares, segments without a yes weigh most: the center is .0024, of the .02 that all say."""
    n = np.full(20, 40)
    p = np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3]) / n
    assert pooled(p, share_variances(p, n)).center == pytest.approx(p.mean(), rel=0.1)


def test_variances_of_means_are_steadied_by_those_of_all() -> None:
    """By hand: within all, (5·0 + 20·2)/25 = 1.6."""
    assert mean_variances([0.0, 2.0, np.nan], [5, 20, 1]) == pytest.approx(
        np.array([4 * 1.6 / 9 / 5, (40 + 6.4) / 24 / 20, 6.4 / 4]), nan_ok=True
    )


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("sizes", [(5, 8, 12, 20, 30), (12, 20, 30, 60), (20,) * 6, (100, 150, 300)], ids=str)
def test_alike_segments_are_seldom_told_apart(p: float, sizes: tuple[int, ...]) -> None:
    """Share of samples in which p ≤ .05; highest, .074, where a segment of 5 is at one half. Wald's Q reaches .496 there."""
    n = np.array(sizes)
    x = stream(1, "alike", str(sizes), str(p)).binomial(n, p, (4 * REPEATS, len(n)))
    size = (heterogeneity(*agresti_caffo(x / n, n)).p <= 0.05).mean()
    assert size < 0.074 + 4 * (0.05 * 0.95 / (4 * REPEATS)) ** 0.5


def test_means_are_told_apart_as_by_welch() -> None:
    """statsmodels 0.15, stats.oneway.anova_oneway(use_var="unequal"), which is R's oneway.test."""
    groups = [[1, 2, 2, 4], [3, 4, 5, 5, 5], [2, 3, 3, 4, 5, 2]]
    n = np.array([len(group) for group in groups])
    variances = [np.var(group, ddof=1) / len(group) for group in groups]
    found = heterogeneity_of_means([np.mean(group) for group in groups], variances, n - 1)
    assert found.p == pytest.approx(0.059599171558891294, rel=1e-9)
    known = heterogeneity_of_means([0.1, 0.3, 0.6], [0.01, 0.02, 0.01], np.inf)
    assert known == pytest.approx(heterogeneity([0.1, 0.3, 0.6], [0.01, 0.02, 0.01]))


@pytest.mark.parametrize("sizes", [(5, 8, 12, 20, 30), (8,) * 6, (100, 150, 300)], ids=str)
def test_alike_means_are_seldom_told_apart(sizes: tuple[int, ...]) -> None:
    """Ratings of one distribution; Q referred to χ² would reject .05 to .10 of them."""
    scale, rng, n = np.arange(1, 6), stream(1, "means", str(sizes)), np.array(sizes)
    counts = [rng.multinomial(size, [0.1, 0.2, 0.4, 0.2, 0.1], 4 * REPEATS) for size in sizes]
    mean = np.stack([c @ scale / size for c, size in zip(counts, sizes, strict=True)], axis=1)
    square = np.stack([c @ scale**2 / size for c, size in zip(counts, sizes, strict=True)], axis=1)
    variances = mean_variances((square - mean**2) * n / (n - 1), n)
    size = (heterogeneity_of_means(mean, variances, n - 1 + PSEUDO).p <= 0.05).mean()
    assert size == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("tau", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("mean", [0.02, 0.1, 0.45])
@pytest.mark.parametrize("sizes", [(8, 12, 20, 30), (25,) * 6, (40,) * 20], ids=lambda sizes: f"{len(sizes)} segments")
def test_pooled_segments_are_covered(tau: float, mean: float, sizes: tuple[int, ...]) -> None:
    """By intervals as far to either side, with variances of each share alone, .07 of twenty segments at 2% were."""
    rng, n = stream(1, "pooled", str(sizes), str(mean), str(tau)), np.array(sizes)
    truth = np.clip(rng.normal(mean, tau, (REPEATS // 2, len(n))), 0.01, 0.99)
    p = rng.binomial(n, truth) / n
    variances = share_variances(p, n)
    found = pooled(p, variances)
    low, high = wilson(found.mean, share_bases(n, variances, found))
    own_low, own_high = wilson(p, n)
    assert ((low <= truth) & (truth <= high)).mean() > 0.9
    assert (high - low).mean() < (own_high - own_low).mean()


def test_a_segment_alone_has_wilsons_interval_of_its_own_share() -> None:
    variances = share_variances([0.2], [15])
    assert share_bases([15], variances, pooled([0.2], variances)) == pytest.approx([15])


@given(arrays(np.int64, 5, elements=st.integers(0, 20)), arrays(np.int64, 5, elements=st.integers(0, 20)))
def test_a_pooled_share_is_known_no_better_than_everybodys(yes: People, no: People) -> None:
    n = yes + no
    p = np.divide(yes, n, out=np.full(5, np.nan), where=n > 0)
    variances = share_variances(p, n)
    bases = share_bases(n, variances, pooled(p, variances))
    assert (np.isfinite(bases) == (n > 0)).all()
    assert ((bases > 0) & (bases <= n.sum()))[n > 0].all()


# --- whatever is pooled -----------------------------------------------------------------------------------------------

estimates = arrays(np.float64, 5, elements=st.floats(0, 1))
variances = arrays(np.float64, 5, elements=st.floats(1e-5, 0.1))


@given(estimates, variances)
def test_pooled_segments_lie_between_their_own_and_each_others(y: Floats, v: Floats) -> None:
    found = pooled(y, v)
    assert ((found.mean >= y.min() - 1e-12) & (found.mean <= y.max() + 1e-12)).all()
    assert (found.variance > 0).all()
    assert found.weights.sum() == pytest.approx(1)
    assert 0 <= found.tau <= TAU[-1]


@given(estimates, variances, st.floats(-3, 3), st.floats(0.1, 20))
def test_the_unit_does_not_matter(y: Floats, v: Floats, shift: float, scale: float) -> None:
    here, there = pooled(y, v), pooled(shift + scale * y, scale**2 * v, scale * TAU)
    assert there.mean == pytest.approx(shift + scale * here.mean, abs=1e-7)
    assert np.sqrt(there.variance) == pytest.approx(scale * np.sqrt(here.variance), rel=1e-6)
    assert heterogeneity(shift + scale * y, scale**2 * v).p == pytest.approx(heterogeneity(y, v).p, abs=1e-7)


@given(estimates, variances)
def test_what_is_not_known_is_left_out(y: Floats, v: Floats) -> None:
    some = pooled([*y, np.nan, 0.5], [*v, 0.01, 0.0])
    assert some.mean[:5] == pytest.approx(pooled(y, v).mean)
    assert np.isnan(some.mean[5:]).all()
    assert heterogeneity([*y, np.nan], [*v, 0.01]) == pytest.approx(heterogeneity(y, v))


def test_a_row_of_segments_is_as_if_alone() -> None:
    rng = stream(1, "rows")
    y, v = rng.random((7, 4)), rng.random((7, 4)) / 50
    together = pooled(y, v)
    for i in range(7):
        assert together.mean[i] == pytest.approx(pooled(y[i], v[i]).mean)
        assert heterogeneity(y, v).q[i] == pytest.approx(heterogeneity(y[i], v[i]).q)


def test_one_segment_is_itself_and_none_is_nothing() -> None:
    assert pooled([0.3], [0.01]).mean == pytest.approx([0.3])
    assert pooled([0.3], [0.01]).variance == pytest.approx([0.01])
    assert np.isnan(heterogeneity([0.3], [0.01]).p)
    assert np.isnan(pooled([np.nan], [0.01]).mean).all()


def test_draws_have_the_pooled_mean_and_variance() -> None:
    y, v = np.array([0.2, 0.5, 0.55, 0.8]), np.array([0.01, 0.004, 0.02, 0.01])
    found = pooled(y, v)
    drawn = draws(y, v, found.weights, 40_000, stream(1, "draws"))
    assert drawn.mean(0) == pytest.approx(found.mean, abs=4e-3)
    assert drawn.var(0) == pytest.approx(found.variance, rel=0.04)
