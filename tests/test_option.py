"""The version that is offered where a feature does not pay for everybody: who must choose it first, what it must earn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pytest

from gapsurvey.decision import decide
from gapsurvey.methods import METHODS
from gapsurvey.methods.versions import first_of_payers
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Verdict
from gapsurvey.study import Study
from tests.small import TERMS, counted, mirror, priced, yes_no

Row: TypeAlias = tuple[int, int, int]
WORTH = (0.0, 20.0, 30.0, 50.0, 70.0)
VERSIONS = ("night", "day", "both")
# The highest prices accepted for night ($50), day ($20) and both ($30), in steps of WORTH. Of 400, 300 would take a version: 40
# the night or both, neither worth more than its price; 200 both, worth $50 to them; 60 the day.
PAID: dict[Row, int] = {(3, 0, 2): 40, (0, 0, 3): 200, (0, 1, 0): 60, (0, 0, 0): 100}


def study(*, named: bool = True, both: Mapping[str, Any] | None = None, **more: Any) -> Study:
    """Over 10 periods and 1,000 customers night loses, at $40 a taker and 100,000 to launch; both earns, at $20 and 20,000."""
    features = {
        "night": priced(50, 100_000, 10, "the night"),
        "day": priced(20, 0, 5, "the day"),
        "both": {**priced(30, 20_000, 10, "both"), **(both or {})},
    }
    if named:
        features = {name: {**feature, "version_of": "support"} for name, feature in features.items()}
    questions = [yes_no(name, name, "prefer") for name in VERSIONS]
    return Study(**mirror(*questions, features=features, **{**TERMS, **more}))


def tallies(rows: Mapping[Row, int] = PAID) -> Tallies:
    codes = np.repeat(np.array(list(rows), np.int32), list(rows.values()), axis=0)
    cell = Cell("customers")
    patterns = Patterns.of(Profile(Item("", "want-and-pay", "price"), VERSIONS, (WORTH,) * 3, codes), np.ones(len(codes)))
    counts: dict[Item, Counts] = {
        Item(name, "want-and-pay", "price"): counted(WORTH, np.bincount(column, minlength=len(WORTH)).tolist())
        for name, column in zip(VERSIONS, codes.T, strict=True)
    }
    return Tallies({cell: counts}, {cell: len(codes)}, {cell: {Item("", "want-and-pay", "price"): patterns}})


def verdicts(made: Study, counted_so: Tallies | None = None) -> dict[str, Verdict]:
    public = published(counted_so or tallies(), made)
    tables = [table for method in METHODS.values() for table in method.measure(public, made)]
    return {verdict.feature: verdict for verdict in decide(public, made, tables).verdicts}


def test_payers_choose_what_is_worth_most_above_its_price() -> None:
    """Of 300 payers, 40 stand between night and both; 200 choose both, 60 the day."""
    found = first_of_payers(tallies(), study(), VERSIONS)
    assert {name: share.value for name, share in found.items()} == pytest.approx(
        {"night": 20 / 300, "day": 60 / 300, "both": 220 / 300}
    )
    assert {share.n for share in found.values()} == {300}


def test_the_version_that_payers_choose_first_is_the_option() -> None:
    """Night: 10 × 1,000 × 40/400 × $40 − 100,000 = −60,000. Both: 10 × 1,000 × 240/400 × $20 − 20,000 = 100,000."""
    found = verdicts(study())
    night, both = found["night"], found["both"]
    assert night.contribution is not None
    assert both.contribution is not None
    assert (night.contribution.value, both.contribution.value) == (-60_000, 100_000)
    assert (both.verdict, both.option) == ("build", "")
    assert (night.verdict, night.option) == ("offer as an option", "both")
    # statsmodels: proportion_confint(220, 300, method="wilson") = 0.6806, 0.7803
    assert night.reasons[1] == (
        "It pays as another version: both, at $30 a month. Of the 300 customers who would take some version at its price, 73% "
        "would choose that one first (95% interval 68–78%), as the highest price they accept lies furthest above its own; the "
        "probability that it earns its cost back is > 99%."
    )


def test_only_versions_that_the_study_names_are_an_option() -> None:
    """What merely stood in one first-choice question may have nothing to do with the feature."""
    found = verdicts(study(named=False))["night"]
    assert (found.verdict, found.option, found.instead) == ("do not build as proposed", "", "both")


@pytest.mark.parametrize(
    "both",
    [
        {"cost": {"launch": 140_000, "per_customer": 10}},  # earns 120,000 before its launch
        {"cost": {"launch": 118_000, "per_customer": 10}},  # more likely than not, and no more
        {"cost": None},
        {"price": 80},  # beyond what was asked: nobody knows who would choose what
    ],
)
def test_a_version_that_may_not_pay_is_no_option(both: Mapping[str, Any]) -> None:
    found = verdicts(study(both=both))["night"]
    assert (found.verdict, found.option) == ("do not build as proposed", "")


def test_a_version_that_pays_but_comes_second_is_no_option() -> None:
    """The day pays, and 100 of 150 choose the night first, which does not."""
    rows: dict[Row, int] = {(4, 0, 0): 100, (0, 1, 0): 50, (0, 0, 0): 250}
    found = verdicts(study(market=100), tallies(rows))
    assert found["day"].verdict == "build"
    assert (found["night"].verdict, found["night"].option) == ("do not build as proposed", "")


@pytest.mark.parametrize(("payers", "expected"), [(29, "do not build as proposed"), (30, "offer as an option")])
def test_an_option_takes_thirty_payers(payers: int, expected: str) -> None:
    cheap = {"cost": {"launch": 0, "per_customer": 10}}
    found = verdicts(study(both=cheap), tallies({(0, 0, 3): payers, (0, 0, 0): 100}))
    assert found["both"].verdict == "build"
    assert found["night"].verdict == expected
