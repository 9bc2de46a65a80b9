"""Simulated people: their shares, worths and groups are those that the truths state."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gapsurvey.errors import StudyError
from gapsurvey.simulation.population import Crowd, People, crowds, drawn
from gapsurvey.simulation.truths import Truths, load_truths, unfitting
from gapsurvey.stats.resampling import stream
from tests.simulation.every_shape import TRUTHS, study_of

SHARES = st.floats(0, 1)


def crowd_of(**side: object) -> Crowd:
    """The customers of a study, chat first, as this side of the truths has them."""
    return crowds(study_of(), Truths.model_validate({"audiences": {"customers": side}}))["customers"]


def draw(crowd: Crowd, n: int = 40_000) -> People:
    return drawn(crowd, n, stream(1, "test"))


def near(found: float, share: float, n: int = 40_000) -> bool:
    """Within five standard errors of a share of n people."""
    return abs(found - share) < 5 * math.sqrt(max(share * (1 - share), 1e-4) / n)


def test_shares_and_worths_are_those_stated_whatever_the_groups_shifts() -> None:
    worth = {"median": 26, "spread": 0.6, "nothing": 0.25}
    people = draw(
        crowd_of(
            features={"chat": {"want": 0.21, "worth": worth}},
            groups={"Region": {"EMEA": 0.7, "APAC": 0.3}}, shifts={"Region": {"APAC": {"chat": 1.2}}},
        )
    )  # fmt: skip
    wants, values = people.wants[:, 0], people.worth[:, 0]
    assert near(wants.mean(), 0.21)
    assert near((values == 0).mean(), 0.25)
    for price in (10, 26, 49):
        assert near((values >= price).mean(), 0.75 * stats.lognorm.sf(price, 0.6, scale=26))  # scipy.stats, the log-normal
    apac = people.cells["Region"] == 1
    assert near(apac.mean(), 0.3)
    assert wants[apac].mean() > 2 * wants[~apac].mean()


def test_the_take_rate_of_a_truth_is_that_of_its_people() -> None:
    crowd = crowd_of(features={"chat": {"want": 0.3, "worth": {"median": 22, "spread": 0.5, "nothing": 0.1}}})
    people = draw(crowd)
    for price in (5.0, 20.0, 45.0):
        took = (people.wants[:, 0] & (people.worth[:, 0] >= price)).mean()
        assert near(took, float(crowd.take(np.full(3, price))[0]))


@given(SHARES, st.floats(0.05, 2), st.floats(-0.99, 0.99))
def test_positions_have_the_mean_that_is_stated(mean: float, spread: float, like: float) -> None:
    people = draw(crowd_of(), 4000)
    found = people.position(np.full(3, mean), spread, like)
    assert ((found >= 0) & (found <= 1)).all()
    assert abs(found.mean() - mean) < 5 * 0.5 / np.sqrt(4000)


@given(SHARES, SHARES)
def test_shares_of_none_and_of_all_are_shares_too(want: float, nothing: float) -> None:
    people = draw(crowd_of(features={"chat": {"want": want, "worth": {"nothing": nothing}}}), 2000)
    assert near(people.wants[:, 0].mean(), want, 2000)
    assert np.isfinite(people.worth).all()
    assert ((people.margin > 0) == people.wants)[np.abs(people.place - 1 + people.crowd.want) > 1e-6].all()


def test_believers_are_right_but_for_their_bias() -> None:
    study = study_of()
    truths = Truths.model_validate(
        {
            "audiences": {
                "customers": {"features": {"chat": {"want": 0.3, "worth": {"median": 22}}}},
                "employees": {"bias": 0.2, "price_factor": 1.5, "features": {"phone": {"want": 0.1}}},
            }
        }
    )
    employees = crowds(study, truths)["employees"]
    assert employees.want.tolist() == pytest.approx([0.5, 0.1, 0.7])
    assert employees.estimate.tolist() == pytest.approx([0.5, 0.7, 0.7])
    assert employees.median.tolist() == pytest.approx([33, 45, 90])
    take = 0.8 * stats.lognorm.sf(20, 0.6, scale=22)  # smaller than the share who want it? no: 0.3 bounds it
    assert employees.pay[0] == pytest.approx(min(0.3, take) + 0.2)


def test_groups_follow_the_margins_and_the_fieldwork_where_nothing_is_stated() -> None:
    audiences = {
        "customers": {"role": "customer", "segments": {"Region": "Q"}, "weights": {"Region": {"EMEA": 0.9, "APAC": 0.1}}},
        "employees": {"role": "employee", "segments": {"Team": "T"}},
    }
    study = study_of("multi-select", audiences=audiences, fieldwork={"groups": {"Team": ["Sales", "Support", "Legal"]}})
    customers, employees = crowds(study, Truths()).values()
    assert dict(zip(customers.groups[0].names, customers.groups[0].shares, strict=True)) == {"EMEA": 0.9, "APAC": 0.1}
    assert employees.groups[0].names == ("Sales", "Support", "Legal")


def test_every_problem_of_truths_is_told_with_its_place() -> None:
    truths = Truths.model_validate(
        {
            "audiences": {
                "customer": {},
                "customers": {"bias": 0.1, "shifts": {"Regoin": {}}, "features": {"chta": {}, "chat": {"deliver": 0.5}}},
                "employees": {"groups": {"Team": {"Sales": 1}}, "shifts": {"Team": {"Sale": {"chat": 1, "vist": 1}}}},
            }
        }
    )
    told = {problem.where.removeprefix("truths.audiences."): problem.fix for problem in unfitting(truths, study_of())}
    assert list(told) == [
        "customer", "customers.groups.Regoin", "customers.features.chta", "customers.bias", "customers.features.chat.deliver",
        "employees.shifts.Team.Sale", "employees.shifts.Team.Sale.vist",
    ]  # fmt: skip
    assert told["customer"] == 'Did you mean "customers"?'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[audiences.customers]\nsize = 0\ninatentive = 0.1", "audiences.customers.inatentive"),
        ("audiences = 3", "audiences"),
        ("[audiences", "it is not valid TOML"),
        (None, "no such file"),
    ],
)
def test_truths_that_cannot_be_read_are_told(tmp_path_factory: pytest.TempPathFactory, text: str | None, found: str) -> None:
    path = tmp_path_factory.mktemp("truths") / "truths.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as told:
        load_truths(path)
    assert found in str(told.value)


def test_the_truths_of_these_tests_fit_their_study() -> None:
    assert not [*unfitting(TRUTHS, study_of())]
