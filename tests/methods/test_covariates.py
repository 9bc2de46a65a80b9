"""What something is worth to each segment, in one model: against other software, and what was planted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gapsurvey.analysis import analyze
from gapsurvey.report import Table
from tests.builders import places, problems_of
from tests.small import mirror, written

SINGLE = {"asks": "pay", "shape": "price", "feature": "f", "customers": {"price": "P", "answer": "A"}}
REGIONS = np.array(["East", "North", "South"])


def worth(rng: np.random.Generator, where: NDArray[np.int64]) -> NDArray[np.float64]:
    """Medians of 30, 40 and 60, the same spread."""
    return np.array([30.0, 40.0, 60.0])[where] + rng.logistic(0, 7, len(where))


def tables(folder: Path, columns: dict[str, Any], question: dict[str, Any], **segments: str) -> dict[str, Table]:
    question = {"covariates": list(segments), **question}
    wanted = {"asks": "want", "shape": "yes-no", "feature": "f", "employees": "W"}
    made = mirror(wanted, question, customers={"segments": segments}, thresholds={"draws": 4000})
    report = analyze(written(folder, made, customers=columns, employees={"W": ["Yes"] * 9 + ["No"] * 9}))
    return {table.by: table for table in report.tables if table.method == "covariates"}


def test_as_a_logit_with_dummies(tmp_path: Path) -> None:
    """statsmodels, Logit(yes ~ region + price): the regions' medians, and the likelihood ratio to Logit(yes ~ price)."""
    import statsmodels.api as sm
    from scipy.stats import chi2

    rng = np.random.default_rng(3)
    where = rng.integers(0, 3, 900)
    bid = rng.choice([10.0, 25, 40, 55, 70, 90], 900)
    yes = worth(rng, where) > bid
    columns = {"P": bid.tolist(), "A": np.where(yes, "Yes", "No").tolist(), "R": REGIONS[where].tolist()}
    table = tables(tmp_path, columns, SINGLE, Region="R")["Region"]
    full = sm.Logit(yes, np.column_stack([np.eye(3)[where], bid])).fit(disp=0)
    less = sm.Logit(yes, np.column_stack([np.ones(900), bid])).fit(disp=0)
    assert "logistic distribution fits best" in table.notes[0]
    medians = {e.segment: e for e in table.pick(measure="wtp_segment_median")}
    assert list(medians) == REGIONS.tolist()
    for i, region in enumerate(REGIONS):
        found = medians[region]
        assert found.value == pytest.approx(-full.params[i] / full.params[3], rel=1e-5)
        assert found.low is not None
        assert found.high is not None
        turn = np.zeros(4)  # the delta method's standard error of −a/b
        turn[i], turn[3] = -1 / full.params[3], full.params[i] / full.params[3] ** 2
        assert found.high - found.low == pytest.approx(3.92 * np.sqrt(turn @ full.cov_params() @ turn), rel=0.08)
        assert found.n == (where == i).sum()
    p = table.one(measure="wtp_segment_p")
    assert p is not None
    assert p.value == pytest.approx(chi2.sf(2 * (full.llf - less.llf), 2), rel=1e-4)


def test_two_covariates_in_one_model(tmp_path: Path) -> None:
    """Size says nothing of worth but goes with region: beside it, its segments do not differ; small ones are left out."""
    rng = np.random.default_rng(5)
    where = np.append(rng.integers(0, 3, 900), np.zeros(9, np.int64))
    size = np.where(rng.random(909) < np.array([0.1, 0.5, 0.9])[where], "large", "small")
    regions = np.append(REGIONS[where[:900]], ["West"] * 9)
    value = worth(rng, where)
    card = np.array([0, 20, 35, 50, 65, 1000])
    at = np.clip(np.searchsorted(card, value) - 1, 0, 4)
    columns = {"L": card[at].tolist(), "U": [c if c < 1000 else None for c in card[at + 1].tolist()],
               "R": regions.tolist(), "S": size.tolist()}  # fmt: skip
    question = {"asks": "pay", "shape": "interval", "feature": "f", "customers": {"lower": "L", "upper": "U"}}
    found = tables(tmp_path, columns, question, Region="R", Size="S")
    medians = {e.segment: e.value for e in found["Region"].pick(measure="wtp_segment_median")}
    assert medians == pytest.approx({"East": 30, "North": 40, "South": 60}, abs=3)
    assert "9 of 909 are left out" in found["Region"].notes[0]
    small, large = (found["Size"].one(segment=name) for name in ("small", "large"))
    assert small is not None
    assert large is not None
    assert small.value == pytest.approx(large.value, abs=3)
    p_size, p_region = (found[name].one(measure="wtp_segment_p") for name in ("Size", "Region"))
    assert p_size is not None
    assert p_region is not None
    assert (p_size.value or 0) > 0.01 > (p_region.value or 0)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"covariates": ["Regions"]}, ["covariates[0]"]),
        ({"covariates": ["Region", "Region"]}, ["covariates[1]"]),
        ({"customers": {"price": 49, "answer": "A"}}, ["covariates"]),
        ({"shape": "yes-no", "customers": "Q"}, ["covariates"]),
        ({"customers": None, "employees": {"price": "P", "answer": "A"}}, ["covariates"]),
        ({"covariates": "Region"}, ["covariates"]),
    ],
)
def test_covariates_are_customers_segmentations(change: dict[str, Any], where: list[str]) -> None:
    question = {key: value for key, value in {**SINGLE, "covariates": ["Region"], **change}.items() if value is not None}
    made = mirror(question, customers={"segments": {"Region": "R"}}, features={"f": {"label": "f", "price": 9}})
    assert places(problems_of(**made)) == [f"questions[0].{place}" for place in where]
