"""Best–worst: numbers of R's support.BWS and survival, and what must hold of any picks."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.stats.best_worst import Model, Picks, best_worst_tasks, centred, scores
from gapsurvey.stats.choice import multinomial_logit

ITEMS, SETS = 9, 12


def people_of(shared: Path) -> tuple[Any, Picks]:
    """What R found of 100 people's picks of nine functions of farming, and the picks."""
    found = json.loads((shared / "oracles/wtp/maxdiff.json").read_text())["mfa"]
    with (shared / "oracles/wtp/maxdiff_mfa_design.csv").open() as file:
        design = list(csv.reader(file))[1:]
    with (shared / "oracles/wtp/maxdiff_mfa_responses_n100.csv").open() as file:
        rows = list(csv.DictReader(file))
    items = np.full((SETS, ITEMS, ITEMS), np.nan)
    for at, line in enumerate(design):
        for place, item in enumerate(i for i, shown in enumerate(line) if shown == "2"):
            items[at, place] = np.eye(ITEMS)[item]
    places = {kind: np.array([[int(row[f"{kind}{k + 1}"]) - 1 for k in range(SETS)] for row in rows]) for kind in "BW"}
    return found, picks(places["B"], places["W"], np.tile(items, (len(rows), 1, 1, 1)))


def picks(best: Any, worst: Any, items: Any) -> Picks:
    ones = np.ones(len(best))
    return Picks(np.asarray(best, np.intp), np.asarray(worst, np.intp), items, ones, ones, ones.astype(np.int64))


@pytest.mark.shared
def test_counts_as_support_bws_has_them(shared: Path) -> None:
    found, people = people_of(shared)
    made = scores(people)
    # support.BWS 0.4-6, bws.count
    assert (made.best - made.worst).tolist() == [119, 284, -161, 41, -304, 22, -139, -32, 170]
    assert made.best.tolist() == [row["B"] for row in found["count"]]
    assert made.worst.tolist() == [row["W"] for row in found["count"]]
    assert made.shown.tolist() == [row["shown"] for row in found["count"]]
    assert made.score.mean == pytest.approx([row["stdBW"] for row in found["count"]])


@pytest.mark.shared
@pytest.mark.parametrize(("model", "loglik"), [("maxdiff", -2684.4255), ("sequential", -2690.4744), ("marginal", -2882.6372)])
def test_utilities_as_survival_fits_them(shared: Path, model: Model, loglik: float) -> None:
    found, people = people_of(shared)
    fit = multinomial_logit(best_worst_tasks(people, model))
    # support.BWS 0.4-6 with survival 3.5-3, clogit
    assert fit.loglik == pytest.approx(loglik, abs=5e-5)
    assert fit.loglik == pytest.approx(found[model]["loglik"], abs=1e-6)
    assert fit.null_loglik == pytest.approx(found[model]["loglik0"], abs=1e-6)
    assert fit.coefficients == pytest.approx(list(found[model]["coef"].values()), abs=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(list(found[model]["se"].values()), rel=1e-6)


def test_the_models_are_those_that_are_named() -> None:
    assert set(get_args(Model)) == {"maxdiff", "sequential", "marginal"}


@st.composite
def any_picks(draw: st.DrawFn) -> Picks:
    """Four items in three sets of three; some picks missing."""
    people = draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    held = np.stack([np.stack([rng.permutation(4)[:3] for _ in range(3)]) for _ in range(people)])
    best = rng.integers(0, 3, (people, 3))
    worst = (best + rng.integers(1, 3, (people, 3))) % 3
    worst[rng.random((people, 3)) < 0.2] = -1
    return picks(best, worst, np.eye(4)[held])


@settings(max_examples=30)
@given(any_picks())
def test_scores_are_means_of_people(people: Picks) -> None:
    """With equal numbers of showings the score is B − W over them; every best is counted, also without a worst."""
    made = scores(people)
    assert made.best.sum() == people.best.size
    assert made.worst.sum() == (people.worst >= 0).sum()
    seen = made.shown > 0
    assert made.score.mean[seen] == pytest.approx(((made.best - made.worst) / made.shown.clip(1))[seen])
    assert (np.abs(made.score.mean[seen]) <= 1).all()


@settings(max_examples=30)
@given(any_picks())
def test_incomplete_sets_leave_the_utilities_and_nothing_else(people: Picks) -> None:
    whole = int(((people.best >= 0) & (people.worst >= 0)).sum())
    for model, choices in (("sequential", 2), ("marginal", 2), ("maxdiff", 1)):
        if whole:
            assert len(best_worst_tasks(people, model).first) == choices * whole  # type: ignore[arg-type]


def test_utilities_stand_around_their_mean() -> None:
    value, error = centred(np.array([3.0, 0.0]), np.eye(2))
    assert value == pytest.approx([2, -1, -1])
    assert error == pytest.approx(np.sqrt([5 / 9, 5 / 9, 2 / 9]))
