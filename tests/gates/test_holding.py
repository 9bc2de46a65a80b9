"""What gates find in a report, which limit counts, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import StudyError
from gapsurvey.gates import GATES
from gapsurvey.gates.gate import Gate, Limit, Outcome
from gapsurvey.gates.holding import Held, exit_code, outcomes
from gapsurvey.glossary import ALIGNMENTS, VERDICTS
from gapsurvey.report import Estimate, Report, Source, Table
from gapsurvey.study import FeatureGates, Gates, Study
from gapsurvey.study.gates import Reading, Word
from tests.small import TERMS, mirror, priced, yes_no

FEATURES = {"f": priced(20, label="alpha"), "g": priced(30, label="beta")}


def study(**gates: Any) -> Study:
    return Study(**mirror(yes_no("f"), yes_no("g", "V"), features=FEATURES, gates=gates, **TERMS))


def report(sample: Report, made: Study, *rows: Estimate, method: str = "gap", **more: Any) -> Report:
    """The rows as the only table; `sample` lends the rest."""
    return replace(sample, study=made, tables=(Table(method, "numbers", "T", rows),), verdicts=(), **more)


def one(sample: Report, gate: str, limit: Any, *rows: Estimate, method: str = "gap", **more: Any) -> Outcome:
    (outcome,) = outcomes(report(sample, study(**{gate: limit}), *rows, method=method, **more))
    return outcome


CUSTOMERS = Estimate("f", "want", "customers", value=0.2, low=0.15, high=0.27, n=150, n_effective=90.5)
EMPLOYEES = Estimate("f", "want", "employees", value=0.5, low=0.42, high=0.58, n=60, n_effective=60)
GAP = Estimate("f", "want_gap", "employees", "customers", value=0.3, low=0.2, high=0.39, n=60, alignment="over")
SIDES = (CUSTOMERS, EMPLOYEES, GAP)
UNCOMPARED = Estimate("g", "want", "customers", value=0.1, low=0.0, high=0.5, n=3, n_effective=3)
SEGMENT = replace(GAP, segment="EMEA", value=0.9, high=1.0)


@pytest.mark.parametrize(
    ("gate", "limit", "rows", "method", "found", "passes"),
    [
        ("min_base", 60, SIDES, "gap", 60, True),
        ("min_base", 61, SIDES, "gap", 60, False),
        ("min_base", 61, (*SIDES, UNCOMPARED, SEGMENT), "gap", 60, False),
        ("min_effective_base", 60.5, SIDES, "gap", 60, False),
        ("max_margin", 0.08, SIDES, "gap", 0.08, True),
        ("max_margin", 0.05, (replace(CUSTOMERS, low=0.12), EMPLOYEES, GAP), "gap", 0.08, False),
        ("max_gap_margin", 0.1, SIDES, "gap", 0.1, True),
        ("max_gap", 0.25, SIDES, "gap", 0.3, False),
        ("max_gap", 0.3, SIDES, "gap", 0.3, True),
        ("max_gap", 0.3, (replace(GAP, value=-0.31),), "gap", 0.31, False),
        ("max_gap", 0.3, (*SIDES, SEGMENT), "gap", 0.3, True),
        ("max_gap", 0.3, (GAP, replace(GAP, feature="g", measure="want_mean_gap", value=2.0)), "gap", 0.3, True),
        ("max_gap", 0.3, (replace(GAP, measure="want_allocation_gap", value=0.4),), "gap", 0.4, False),
        ("max_rank_gap", 1.5, (replace(GAP, measure="need_rank_gap", value=-1.75),), "gap", 1.75, False),
        ("alignments", ["over"], SIDES, "gap", "over", True),
        ("alignments", ["aligned", "under"], SIDES, "gap", "over", False),
        ("min_paying", 0.2, (Estimate("f", "take", "customers", at=20, value=0.3),), "demand", 0.3, True),
        ("min_paying", 0.2, (Estimate("f", "take", "customers", at=25, value=0.1),), "demand", 0.1, False),
        ("min_paying", 0.2, (Estimate("f", "wtp_share", "customers", at=20, value=0.1),), "valuation", 0.1, False),
        ("min_probability", 0.5, (Estimate("f", "contribution_probability", "customers", value=0.4),), "decision", 0.4, False),
        ("max_drift", 0.1, (Estimate("f", "want_change", "customers", value=-0.12),), "waves", 0.12, False),
        ("max_drift", 0.1, (Estimate("f", "want_mean_change", "customers", value=1.2),
                            Estimate("f", "want_gap_change", "employees", "customers", value=0.1)), "waves", 0.1, True),
    ],
)  # fmt: skip
def test_a_gate_finds_the_worst_published_value(
    sample: Report, gate: str, limit: Any, rows: tuple[Estimate, ...], method: str, found: float | str, passes: bool
) -> None:
    outcome = one(sample, gate, limit, *rows, method=method)
    assert outcome.result == ("passed" if passes else "FAILED")
    worst = outcome.places[0].found
    assert worst == (pytest.approx(found) if isinstance(found, float) else found)


def test_whoever_wants_it_and_would_pay_counts_before_whoever_would_pay(sample: Report) -> None:
    rows = [
        Estimate("f", measure, "customers", at=at, value=value)
        for measure, at, value in (
            ("take", 20, 0.9),
            ("want_and_pay", 10, 0.8),
            ("want_and_pay", 20, 0.3),
            ("want_and_pay", 40, 0.1),
        )
    ]
    outcome = one(sample, "min_paying", 0.5, *rows, method="demand")
    assert [(place.feature, place.found) for place in outcome.places] == [("f", 0.3)]


def test_believers_guesses_are_held_against_the_share_itself(sample: Report) -> None:
    guess = replace(EMPLOYEES, measure="want_estimate", n=40)
    gap = replace(GAP, measure="want_estimate_gap")
    assert [place.found for place in one(sample, "min_base", 100, CUSTOMERS, guess, gap).places] == [40]


def test_a_rating_is_held_by_its_theta_and_based_on_its_means(sample: Report) -> None:
    sides = (replace(CUSTOMERS, measure="need_mean", n=80), replace(EMPLOYEES, measure="need_mean", n=50))
    theta = replace(GAP, measure="need_theta", value=0.7, low=0.6, high=0.8)
    assert [place.found for place in one(sample, "min_base", 100, *sides, theta).places] == [50, 80]
    assert one(sample, "max_gap", 0.1, *sides, theta).result == "no data", "θ is no gap of shares"


def test_take_rates_are_compared_at_the_planned_price(sample: Report) -> None:
    takes = [
        Estimate("f", "take_gap", "employees", "customers", at=at, value=value, alignment="over")
        for at, value in ((10, 0.9), (20, 0.2), (30, 0.8))
    ]
    assert [place.found for place in one(sample, "max_gap", 0.1, *takes, method="demand").places] == [0.2]


def source(**changes: Any) -> Source:
    made = Source("customers", "customers", "customer", "c.csv", "", "plain", 200, 100, {"other audience": 80, "incomplete": 20})
    return replace(made, **changes)


def test_records_of_another_audience_are_not_excluded(sample: Report) -> None:
    provenance = replace(sample.provenance, sources=(source(screened=4),))
    outcome = one(sample, "max_excluded", 0.1, provenance=provenance)
    assert outcome.places[0].found == 0.2
    empty = replace(sample.provenance, sources=(source(records=80, kept=0),))
    assert one(sample, "max_excluded", 0.1, provenance=empty).result == "no data"


def test_coverage_names_what_is_not_compared(sample: Report) -> None:
    outcome = one(sample, "min_coverage", 0.9, GAP)
    assert outcome.result == "FAILED"
    assert (outcome.places[0].found, outcome.places[0].where) == (0.5, "employees; not compared: beta (want it)")
    both = one(sample, "min_coverage", 1.0, GAP, replace(GAP, feature="g"))
    assert (both.result, both.places[0].where) == ("passed", "employees")


def test_verdicts_are_held_feature_by_feature(sample: Report) -> None:
    made = replace(sample, study=Study(**{**sample.study.model_dump(), "gates": {"verdicts": ["no money verdict"]}}))
    (outcome,) = outcomes(made)
    assert {place.found for place in outcome.places} == {v.verdict for v in sample.verdicts} - {"no money verdict"}
    assert outcome.held == len(sample.verdicts)


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_with_nothing_to_hold_says_so(sample: Report, gate: str) -> None:
    limit = {"alignments": ["over"], "verdicts": ["build"]}.get(gate, 1)
    made = study(**{gate: limit if isinstance(limit, list) or gate.startswith("min_base") else 1.0})
    bare = replace(report(sample, made), provenance=replace(sample.provenance, sources=()))
    (outcome,) = outcomes(bare)
    if gate == "min_coverage":  # what was asked is known without answers
        assert outcome.result == "FAILED"
    else:
        assert (outcome.result, outcome.places) == ("no data", ())
        assert GATES[gate].missing


def test_the_words_are_those_of_the_report() -> None:
    assert set(get_args(Reading)) == set(ALIGNMENTS)
    assert set(get_args(Word)) == set(VERDICTS)


def test_every_key_is_a_gate_and_every_gate_a_key() -> None:
    assert set(GATES) == set(Gates.model_fields) - {"features"}


# --- which limit counts -------------------------------------------------------------------------------------------------

BETA = replace(GAP, feature="g", value=0.5)


def test_a_features_own_limit_takes_the_place_of_the_studys(sample: Report) -> None:
    made = study(max_gap=0.4, features={"g": {"max_gap": 0.6}})
    assert [outcome.result for outcome in outcomes(report(sample, made, GAP, BETA))] == ["passed"]
    made = study(max_gap=0.6, features={"f": {"max_gap": 0.1}})
    (outcome,) = outcomes(report(sample, made, GAP, BETA))
    assert [(place.feature, place.limit) for place in outcome.places] == [("f", 0.1)]


def test_a_limit_of_one_feature_holds_nothing_else(sample: Report) -> None:
    (outcome,) = outcomes(report(sample, study(features={"g": {"max_gap": 0.5}}), GAP, BETA))
    assert (outcome.result, outcome.held, outcome.limit) == ("passed", 1, None)


def test_a_feature_that_is_named_must_have_data(sample: Report) -> None:
    made = study(max_gap=0.6, features={"g": {"max_gap": 0.1}})
    (outcome,) = outcomes(report(sample, made, GAP))
    assert outcome.result == "no data"
    assert [(place.where, place.found) for place in outcome.places] == [("beta", None)]


def test_of_a_study_and_a_policy_the_stricter_counts(sample: Report) -> None:
    made = report(sample, study(max_gap=0.2, min_base=100, features={"g": {"max_gap": 0.9}}), CUSTOMERS, EMPLOYEES, GAP, BETA)
    policy = Gates(max_gap=0.4, min_base=10)
    limits = {(place.feature, place.limit) for outcome in outcomes(made, policy) for place in outcome.places}
    assert limits == {("f", 0.2), ("g", 0.4), ("f", 100)}


def test_a_policy_is_enough_and_neither_is_too_little(sample: Report) -> None:
    made = report(sample, study(), GAP)
    assert [outcome.result for outcome in outcomes(made, Gates(max_gap=0.5))] == ["passed"]
    with pytest.raises(StudyError, match="the study has no gates"):
        outcomes(made)


def test_words_must_stand_in_both(sample: Report) -> None:
    made = report(sample, study(alignments=["over", "aligned"]), GAP)
    (outcome,) = outcomes(made, Gates(alignments=("aligned", "under")))
    assert (outcome.result, outcome.limit) == ("FAILED", ("aligned",))
    (outcome,) = outcomes(made, Gates(alignments=("under",)))
    assert outcome.gate.written(outcome.places[0].limit) == "nothing"


def test_failing_places_come_worst_first(sample: Report) -> None:
    (outcome,) = outcomes(report(sample, study(max_gap=0.1), GAP, BETA))
    assert [place.feature for place in outcome.places] == ["g", "f"]


numbers = st.floats(0.001, 1.0)


@pytest.mark.parametrize("gate", [gate for gate in GATES.values() if gate.unit != "word"], ids=lambda gate: gate.name)
@given(limits=st.lists(numbers, min_size=1, max_size=4), value=numbers)
def test_what_passes_the_stricter_limit_passes_all(gate: Gate, limits: list[Limit], value: float) -> None:
    assert gate.passes(value, gate.stricter(limits)) == all(gate.passes(value, limit) for limit in limits)


@pytest.mark.parametrize("unit", ["share", "pp", "ranks", "probability"])
@given(limit=st.integers(1, 10**6).map(lambda n: n / 10**6), value=st.integers(1, 10**6).map(lambda n: n / 10**6))
def test_a_value_off_its_limit_never_looks_like_it(unit: Any, limit: float, value: float) -> None:
    gate = replace(GATES["max_gap"], unit=unit)
    assert (gate.told(value, limit) == gate.written(limit).removeprefix("≤ ")) == (value == limit)


# --- what comes of it ---------------------------------------------------------------------------------------------------


def test_the_exit_code_is_that_of_the_worst_study(sample: Report) -> None:
    held = [
        Held("s", "S", "", tuple(outcomes(report(sample, study(**{gate: limit}), *SIDES))))
        for gate, limit in (("max_gap", 0.5), ("max_gap", 0.1), ("max_drift", 0.5))
    ]
    passed, failed, unheld = held
    assert [each.result for each in held] == ["passed", "FAILED", "no data"]
    assert [exit_code([each]) for each in held] == [0, 1, 2]
    assert exit_code([passed, unheld]) == 2
    assert exit_code([unheld, failed, passed]) == 1
    assert exit_code([]) == 0


def test_features_gates_are_a_part_of_the_studys() -> None:
    assert set(FeatureGates.model_fields) < set(Gates.model_fields)
