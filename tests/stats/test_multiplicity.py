"""Benjamini–Hochberg and Holm: against statsmodels, and what holds for every family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.multiplicity import benjamini_hochberg, holm

families = arrays(float, st.integers(1, 30), elements=st.floats(0, 1))


@given(families)
def test_it_is_that_of_statsmodels(p: np.ndarray) -> None:
    from statsmodels.stats.multitest import multipletests

    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], rel=1e-12)


@given(families)
def test_it_keeps_the_order_and_never_lowers_a_p(p: np.ndarray) -> None:
    adjusted = benjamini_hochberg(p)
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()
    assert (adjusted >= p).all()
    assert (adjusted <= 1).all()


def test_what_was_not_tested_does_not_count() -> None:
    adjusted = benjamini_hochberg([0.02, np.nan, 0.03, np.nan])
    assert adjusted == pytest.approx([0.03, np.nan, 0.03, np.nan], nan_ok=True)


def test_no_family_at_all() -> None:
    assert benjamini_hochberg([]).shape == (0,)


@given(families)
def test_holm_is_that_of_statsmodels(p: np.ndarray) -> None:
    from statsmodels.stats.multitest import multipletests

    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], rel=1e-12)


def test_holm_leaves_out_what_was_not_tested() -> None:
    assert holm([0.02, np.nan, 0.03]) == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)
