"""What changed between two waves: numbers of published surveys, the words for a change, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gapsurvey
from gapsurvey.glossary import CHANGED, MEASURES
from gapsurvey.methods.waves import waves
from gapsurvey.report import Alignment, Estimate, Table
from gapsurvey.stats.intervals import newcombe
from gapsurvey.study import Study
from tests.methods.test_contract import check
from tests.methods.test_numbers import SURVEYS
from tests.small import mirror, yes_no

STUDY = Study(**mirror(yes_no()))
NAMES = {"customers": "customers", "employees": "employees"}


def table(*estimates: Estimate, method: str = "gap") -> Table:
    return Table(method, "dumbbell", "Gaps", estimates)


def gap(value: float, reach: float = 0.04, measure: str = "want_gap", **more: Any) -> Estimate:
    side: Alignment = "over" if value > reach else "under"
    alignment: Alignment = side if abs(value) > reach else "aligned" if reach < 0.1 else "inconclusive"
    fields = {"value": value, "low": value - reach, "high": value + reach, "n": 120, "alignment": alignment, **more}
    return Estimate("f", measure, "employees", "customers", **fields)


def changed(now: Estimate, then: Estimate, same: frozenset[str] = frozenset()) -> Estimate:
    (found,) = waves(STUDY, [table(now)], [table(then)], NAMES, same, "last year")
    check(found)
    assert [row.measure for row in found.estimates] == [f"{now.measure}_then", now.measure, f"{now.measure}_change"]
    return found.estimates[-1]


def test_the_change_of_a_published_gap() -> None:
    """PwC 2023, 84% of 500 against 27% of 2,508, and 2024, 90% of 548 against 30% of 2,515, of the counts in the sample.

    statsmodels 0.14, confint_proportions_2indep(method="newcomb"): 0.5310957 to 0.6041381, then 0.5664329 to 0.6283483.
    """
    (found,) = gapsurvey.analyze(SURVEYS / "company-trust").tables_of("waves")
    change = found.one(measure="want_gap_change")
    assert change is not None
    then, now = (0.5700638, 0.5310957, 0.6041381), (0.5998338, 0.5664329, 0.6283483)
    assert change.value == pytest.approx(now[0] - then[0], abs=1e-6)
    assert change.low == pytest.approx(now[0] - then[0] - ((now[0] - now[1]) ** 2 + (then[2] - then[0]) ** 2) ** 0.5, abs=1e-6)
    assert change.high == pytest.approx(now[0] - then[0] + ((now[2] - now[0]) ** 2 + (then[0] - then[1]) ** 2) ** 0.5, abs=1e-6)
    assert change.alignment == "unchanged"


@pytest.mark.parametrize(
    ("then", "now", "word"),
    [
        (0.40, 0.02, "closed"),
        (-0.40, -0.02, "closed"),
        (0.40, 0.20, "closing"),
        (-0.40, -0.20, "closing"),
        (0.20, 0.40, "opened"),
        (-0.20, -0.40, "opened"),
        (0.02, 0.30, "opened"),
        (0.20, -0.20, "moved"),
        (0.20, -0.40, "opened"),
        (0.40, -0.20, "closing"),
        (0.20, 0.22, "unchanged"),
    ],
)
def test_a_gap_that_is_known_well_has_its_word(then: float, now: float, word: str) -> None:
    assert changed(gap(now), gap(then)).alignment == word


def test_what_two_small_waves_cannot_tell_is_said_to_be_unknown() -> None:
    """±20 points each: neither a change of 10 points is shown, nor that there is none."""
    assert changed(gap(0.30, 0.2), gap(0.20, 0.2)).alignment == "inconclusive"
    assert changed(gap(0.30, 0.2), gap(0.30, 0.2)).alignment == "inconclusive"


def test_too_few_customers_in_either_wave_are_not_tested() -> None:
    few = gap(0.5, alignment="untested", flag="very_low_base")
    for now, then in ((few, gap(0.1)), (gap(0.1), few)):
        found = changed(now, then)
        assert found.alignment == "untested"
        assert found.flag == "very_low_base"


def test_theta_is_measured_from_one_half() -> None:
    assert changed(gap(0.55, 0.02, "want_theta"), gap(0.75, 0.02, "want_theta")).alignment == "closing"
    assert changed(gap(0.45, 0.02, "want_theta"), gap(0.25, 0.02, "want_theta")).alignment == "closing"


def test_a_share_rises_and_falls_and_a_mean_is_only_shown() -> None:
    def one(measure: str, value: float) -> Estimate:
        return Estimate("f", measure, "customers", value=value, low=value - 0.05, high=value + 0.05, n=400)

    assert changed(one("want", 0.6), one("want", 0.4)).alignment == "rose"
    assert changed(one("want", 0.4), one("want", 0.6)).alignment == "fell"
    assert changed(one("need_mean", 4), one("need_mean", 3)).alignment is None


def test_a_change_that_is_certain_and_small_is_unchanged_and_says_so() -> None:
    found = changed(gap(0.25, 0.01), gap(0.21, 0.01))
    assert (found.alignment, found.flag) == ("unchanged", "certain_but_small")


def test_changes_of_one_kind_are_corrected_together() -> None:
    """p = 0.03 once among nine changes of nothing is 0.27 after Benjamini–Hochberg."""
    names = [f"f{i}" for i in range(10)]
    study = Study(**mirror(yes_no("f0"), features={name: {"label": name} for name in names}))
    now = [Estimate(n, "want", "customers", value=0.5, low=0.4, high=0.6, n=400) for n in names]
    then = [Estimate(n, "want", "customers", value=0.5, low=0.4, high=0.6, n=400) for n in names[1:]]
    lower = 0.5 - 0.1 * 2**0.5 * 2.17 / 1.96
    then.append(Estimate("f0", "want", "customers", value=lower, low=lower - 0.1, high=lower + 0.1, n=400))
    (found,) = waves(study, [table(*now)], [table(*then)], {"customers": "customers"}, frozenset(), "last year")
    change = found.one(feature="f0", measure="want_change")
    assert change is not None
    assert (change.alignment, change.flag) == ("rose", "not_after_correction")


def test_only_what_both_waves_published_of_everybody_at_the_same_price_is_compared() -> None:
    def take(at: float, **more: Any) -> Estimate:
        return Estimate("f", "take", "customers", at=at, value=0.5, low=0.4, high=0.6, n=400, **more)

    no_limits = Estimate("f", "take", "customers", at=40, value=0.5)
    now = table(take(10), take(20), take(30, segment="North"), no_limits, method="demand")
    then = table(take(20), take(30, segment="North"), take(40), Estimate("gone", "want", "customers", value=0.5, low=0, high=1))
    (found,) = waves(STUDY, [now], [then], NAMES, frozenset(), "last year")
    assert {(e.measure, e.at) for e in found.estimates} == {("take_then", 20), ("take", 20), ("take_change", 20)}
    assert waves(STUDY, [replaced("segments", now)], [replaced("segments", then)], NAMES, frozenset(), "last year") == []


def replaced(method: str, made: Table) -> Table:
    return table(*made.estimates, method=method)


def test_limits_that_hold_no_value_are_no_numbers() -> None:
    """As a results.json that was tampered with may have them."""
    odd = Estimate("f", "want_gap", "employees", "customers", value=0.9, low=0.1, high=0.2, n=50)
    assert waves(STUDY, [table(gap(0.2))], [table(odd)], NAMES, frozenset(), "last year") == []


def test_an_audience_that_is_the_same_people_has_no_change_of_its_own() -> None:
    share = Estimate("f", "want", "customers", value=0.5, low=0.4, high=0.6, n=400)
    (found,) = waves(STUDY, [table(share, gap(0.2))], [table(share, gap(0.4))], NAMES, frozenset({"customers"}), "last year")
    assert [e.measure for e in found.estimates] == ["want_gap_then", "want_gap", "want_gap_change"]


def test_one_sample_of_customers_twice_makes_nobody_surer_which_gap_is_nearer() -> None:
    """From +12 to −6 ± 4: nearer for independent waves; not where one error of the customers' may have moved both."""
    now, then = gap(-0.06, 0.04), gap(0.13, 0.04)
    assert changed(now, then).alignment == "closing" or changed(now, then).alignment == "closed"
    assert changed(now, then, frozenset({"customers"})).alignment == "moved"


def test_customers_are_customers_whatever_they_were_called() -> None:
    then = Estimate("f", "want_gap", "staff", "buyers", value=0.4, low=0.36, high=0.44, n=90, alignment="over")
    names = {"customers": "buyers", "employees": "staff"}
    (found,) = waves(STUDY, [table(gap(0.2))], [table(then)], names, frozenset(), "last year")
    assert {(e.audience, e.against) for e in found.estimates} == {("employees", "customers")}


@given(st.tuples(*[st.floats(0, 1)] * 4), st.tuples(*[st.integers(30, 900)] * 4))
def test_swapping_the_waves_turns_the_change(shares: tuple[float, ...], people: tuple[int, ...]) -> None:
    def wave(i: int) -> Estimate:
        (p, q), (n, m) = shares[i : i + 2], people[i : i + 2]
        low, high = newcombe(p, n, q, m)
        return Estimate("f", "want_gap", "employees", "customers", value=p - q, low=low, high=high, n=n)

    there, back = changed(wave(2), wave(0)), changed(wave(0), wave(2))
    ends = [there.value, there.low, there.high]
    assert [-x for x in (back.value, back.high, back.low) if x is not None] == pytest.approx(ends, abs=1e-9)
    turned = {"closing": "opened", "opened": "closing"}.get(str(there.alignment), there.alignment)
    assert back.alignment == turned


def test_every_measure_that_is_compared_is_known_before_and_after() -> None:
    for name in CHANGED:
        assert {name, f"{name}_then", f"{name}_change"} <= set(MEASURES)
