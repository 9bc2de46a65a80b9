"""Intervals and tests as printed in the papers that define them, and of published studies."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import stdtrit

from gapsurvey.stats.comparisons import alignment, share_difference
from gapsurvey.stats.intervals import newcombe
from gapsurvey.stats.ordinal import brunner_munzel
from tests.stats.counting import counted

pytestmark = pytest.mark.shared


def published(shared: Path, name: str) -> Any:
    return json.loads((shared / "oracles" / "gap" / f"{name}.json").read_text(encoding="utf-8"))


def test_newcombe_1998_table_ii(shared: Path) -> None:
    for case, intervals in published(shared, "published")["newcombe1998_tableII"]["cases"].items():
        (x1, n1), (x2, n2) = (map(int, side.split("/")) for side in case.split(" vs "))
        assert newcombe(x1 / n1, n1, x2 / n2, n2) == pytest.approx(intervals["newcombe"], abs=0.5001e-4), case


def test_brunner_munzel_2000_shoulder_pain(shared: Path) -> None:
    data = published(shared, "published")["brunner_munzel_shoulder"]
    control, treatment = (counted(data[side], levels=[1, 2, 3, 4, 5]) for side in ("N_control", "Y_treatment"))
    result = brunner_munzel(*control[1:], *treatment[1:])
    assert result.theta == pytest.approx(data["prob_superior_control"], rel=1e-12)
    assert result.df == pytest.approx(data["df"], rel=1e-12)
    assert result.p == pytest.approx(data["p_two_sided"], rel=1e-12)
    # The interval published is θ ± t·se; the one here is symmetric on the logit scale, with the same t and se.
    low, high = data["ci_t"]
    half = (high - low) / 2 / (result.theta * (1 - result.theta))
    logit = math.log(result.theta / (1 - result.theta))
    assert (result.low, result.high) == pytest.approx([1 / (1 + math.exp(-(logit + side * half))) for side in (-1, 1)], rel=1e-10)
    assert half * result.theta * (1 - result.theta) == pytest.approx(
        stdtrit(result.df, 0.975) * (result.theta - 0.5) / data["statistic"], rel=1e-10
    )


def test_gaps_of_real_studies(shared: Path) -> None:
    rows = [row for study in published(shared, "real_gaps") for row in study["rows"] if "newcombe95" in row]
    assert len(rows) > 15
    x1, n1, x2, n2 = (np.array([row[name] for row in rows], float) for name in ("x_emp", "n_emp", "x_cus", "n_cus"))
    found = share_difference(x1 / n1, n1, x2 / n2, n2, margin=0.05)
    assert found.value == pytest.approx([row["gap"] for row in rows], abs=1e-12)
    assert np.transpose([found.low, found.high]) == pytest.approx(np.array([row["newcombe95"] for row in rows]), abs=1e-10)
    assert np.transpose([found.low90, found.high90]) == pytest.approx(np.array([row["newcombe90"] for row in rows]), abs=1e-10)
    assert list(found.p_equivalence < 0.05) == [row["aligned_within_5pp_TOST"] for row in rows]
    for row in rows:
        gap = share_difference(row["x_emp"] / row["n_emp"], row["n_emp"], row["x_cus"] / row["n_cus"], row["n_cus"], margin=0.05)
        assert (alignment(gap, margin=0.05) == "aligned") is row["aligned_within_5pp_TOST"], row["question"]
