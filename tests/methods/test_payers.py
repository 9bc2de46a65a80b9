"""Who would pay, group by group: against pandas on the rows themselves, and whether groups differ against statsmodels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

import gapsurvey
from gapsurvey.language import speaking
from gapsurvey.methods.segments import segments
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study
from tests.small import counted, mirror, written, yes_no

PRICES = [10, 20, 30]
LADDER: Mapping[str, Any] = {
    "asks": "pay", "shape": "price-ladder", "feature": "f",
    **{side: {"columns": ["P1", "P2", "P3"], "prices": PRICES} for side in ("customers", "employees")},
}  # fmt: skip


def of(price: float | None, label: str = "the feature") -> dict[str, Any]:
    return {"label": label} if price is None else {"label": label, "price": price}


# --- on rows ------------------------------------------------------------------------------------------------------------


def rows(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Answers in three regions, some blank: also of a whole ladder, by people who want the thing."""
    region = rng.choice(["North", "South", "East"], n, p=[0.5, 0.35, 0.15])
    wants = rng.random(n) < np.select([region == "North", region == "South"], [0.7, 0.4], 0.5)
    highest = rng.integers(0, 4, n)
    table = pd.DataFrame({"Region": region, "W": np.where(wants, "Yes", "No")})
    for i in range(3):
        table[f"P{i + 1}"] = np.where(highest > i, "Yes", "No")
    table.loc[rng.random(n) < 0.1, "W"] = ""
    table.loc[rng.random(n) < 0.1, ["P1", "P2", "P3"]] = ""
    table["Weight"] = rng.uniform(0.4, 2.5, n).round(3) if n else []
    return table


def analyzed(folder: Path, customers: pd.DataFrame, **more: Any) -> Report:
    rng = np.random.default_rng(5)
    data = mirror(
        yes_no(), LADDER, features={"f": of(20)}, customers={"segments": {"Region": "Region"}, **more},
        employees={"segments": {"Team": "Team"}}, thresholds={"draws": 1000},
    )  # fmt: skip
    employees = rows(rng, 60).assign(Team=["A"] * 30 + ["B"] * 27 + ["C"] * 3).drop(columns=["Region", "Weight"])
    folder = written(folder, data)
    customers.to_csv(folder / "customers.csv", index=False)
    employees.to_csv(folder / "employees.csv", index=False)
    return gapsurvey.analyze(folder / "study.toml")


@pytest.mark.parametrize("weighted", [False, True], ids=["all alike", "weighted"])
def test_a_groups_share_is_that_of_its_rows(tmp_path: Path, weighted: bool) -> None:
    """Value and bases by pandas, the interval by statsmodels (proportion_confint, method "wilson") on the effective base."""
    customers = rows(np.random.default_rng(4), 400)
    report = analyzed(tmp_path, customers, **({"weights": "Weight"} if weighted else {}))
    wants = customers["W"] == "Yes"
    base = customers[(customers["W"] != "") & ~(wants & (customers["P1"] == ""))]
    pays = ((base["W"] == "Yes") & (base["P1"] == "Yes") & (base["P2"] == "Yes")).astype(float)
    w = base["Weight"] if weighted else pd.Series(1.0, base.index)
    found = {e.segment: e for table in report.tables_of("segments") for e in table.pick(measure="want_and_pay")}
    assert found.keys() == {"North", "South", "East"}
    for name, row in found.items():
        y, v = (column[base["Region"] == name].to_numpy(float) for column in (pays, w))
        p, n = (y * v).sum() / v.sum(), len(y)
        kish = v.sum() ** 2 / (v**2).sum()
        linearised = (v**2 * (y - p) ** 2).sum() / v.sum() ** 2 * n / (n - 1)
        effective = min(kish, p * (1 - p) / linearised) if weighted else n
        low, high = proportion_confint(p * effective, effective, method="wilson")
        assert (row.value, row.n, row.n_effective) == pytest.approx((p, n, effective))
        assert (row.low, row.high) == pytest.approx((low, high))
        assert (row.feature, row.audience, row.at) == ("f", "customers", 20)


def test_groups_add_up_to_everybody(tmp_path: Path) -> None:
    report = analyzed(tmp_path, rows(np.random.default_rng(6), 300), weights="Weight")
    groups = report.table("segments", measure="want_and_pay")
    (everybody,) = (e for table in report.tables_of("demand") for e in table.pick(measure="want_and_pay", at=20.0))
    assert groups["n"].sum() == everybody.n
    assert groups["n_weighted"].sum() == pytest.approx(everybody.n_weighted)
    assert (groups["value"] * groups["n_weighted"]).sum() == pytest.approx((everybody.value or 0) * (everybody.n_weighted or 0))


def test_of_believers_groups_it_is_never_told(tmp_path: Path) -> None:
    """What one of them believes of want and of pay is nobody's purchase; their small groups stay hidden as they were."""
    report = analyzed(tmp_path, rows(np.random.default_rng(4), 400))
    tables = {table.of: table for table in report.tables_of("segments")}
    told = {e.measure for e in tables["employees"].estimates}
    assert told
    assert not {name for name in told if name.startswith(("want_and_pay", "take"))}
    assert "C" not in {e.segment for table in report.tables for e in table.estimates}
    mine = [e for table in report.tables for e in table.estimates if e.segment and e.measure.startswith(("want_and_pay", "take"))]
    assert {e.audience for e in mine} == {"customers"}


# --- on counts ----------------------------------------------------------------------------------------------------------

BOTH, PAY, WANT = Item("f", "want-and-pay", "price"), Item("f", "pay", "price"), Item("f", "want", "share")
LEVELS = (0.0, *map(float, PRICES))


def regions(price: float | None = 20, item: Item = BOTH, believers: bool = True, **counts: list[int]) -> Table | None:
    """The customers' table, of counts at refusal and at each of the three prices."""
    cells = {name: {item: counted(LEVELS, n)} for name, n in counts.items()}
    return tabled({"f": of(price)}, cells, believers=believers)


def tabled(features: Mapping[str, Any], cells: Mapping[str, Mapping[Item, Counts]], believers: bool = True) -> Table | None:
    study = Study(**mirror(yes_no(), LADDER, features=features, customers={"segments": {"Region": "R"}}))
    made = Tallies({}, {})
    for name, items in cells.items():
        wanted = {WANT: counted((0.0, 1.0), (50, 50))} if believers else {}
        for cell in (Cell("customers"), Cell("customers", "Region", name)):
            made += Tallies({cell: {**items, **wanted}}, {cell: 100})
    if believers:
        made += Tallies({Cell("employees"): {WANT: counted((0.0, 1.0), (20, 20))}}, {Cell("employees"): 40})
    with speaking("en"):
        return next(iter(segments(published(made, study), study)), None)


def told(table: Table | None, measure: str = "want_and_pay") -> dict[str, Estimate]:
    assert table
    return {e.segment: e for e in table.pick(measure=measure)}


def test_whether_groups_differ_is_told_as_of_any_share() -> None:
    """Q and p by statsmodels (meta_analysis.combine_effects) of Agresti–Caffo shares, adjusted by its multipletests (fdr_bh)."""
    names = {"f": of(20), "g": of(10, "the other")}
    yes = {"f": (8, 30, 12), "g": (40, 44, 39)}
    of_g = Item("g", "want-and-pay", "price")
    cells = {
        name: {BOTH: counted(LEVELS, (100 - f, 0, f, 0)), of_g: counted(LEVELS, (100 - g, g, 0, 0))}
        for name, f, g in zip("xyz", yes["f"], yes["g"], strict=True)
    }
    table = tabled(names, cells)
    assert table
    p = []
    for feature, counts in yes.items():
        shares = (np.array(counts) + 1) / 102
        expected = combine_effects(shares, shares * (1 - shares) / 102)
        p.append(chi2.sf(expected.q, 2))
        q, found = (table.one(feature=feature, measure=f"want_and_pay_{name}") for name in ("q", "q_p"))
        assert q
        assert found
        assert (q.value, found.value) == pytest.approx((expected.q, p[-1]))
    for feature, adjusted in zip(yes, multipletests(p, method="fdr_bh")[1], strict=True):
        found = table.one(feature=feature, measure="want_and_pay_q_p_adjusted")
        assert found
        assert found.value == pytest.approx(adjusted)
        assert found.flag == ("told_apart" if feature == "f" else "")
    assert table.lead == (
        "By Region, customers differ on the feature (1 of 3 questions). "
        "The share that wants the feature and would pay $20 runs from 8% in x to 30% in y."
    )


def test_groups_of_few_are_shown_and_not_tested() -> None:
    table = regions(x=[60, 0, 40, 0], y=[90, 0, 10, 0], z=[0, 0, 20, 0])
    shares = told(table)
    assert (shares["z"].value, shares["z"].flag) == (1.0, "very_low_base")
    without = regions(x=[60, 0, 40, 0], y=[90, 0, 10, 0])
    assert told(table, "want_and_pay_q")[""].value == told(without, "want_and_pay_q")[""].value
    assert table
    assert table.lead.endswith("runs from 10% in y to 40% in x.")


def test_where_groups_do_not_differ_none_is_named() -> None:
    table = regions(x=[90, 0, 10, 0], y=[89, 0, 11, 0])
    assert table
    assert "runs from" not in table.lead
    assert told(table, "want_and_pay_q_p_adjusted")[""].flag == ""


def test_where_want_was_not_asked_with_it_price_alone_tells_who_would_pay() -> None:
    table = regions(item=PAY, x=[40, 20, 20, 20], y=[80, 10, 5, 5])
    assert {name: e.value for name, e in told(table, "take").items()} == {"x": 0.4, "y": 0.1}
    assert not told(table)
    assert table
    assert table.lead.endswith("The share that would pay $20 for the feature runs from 10% in y to 40% in x.")


def test_between_two_prices_the_dearer_ones_share_holds() -> None:
    shares = told(regions(price=25, x=[40, 20, 20, 20]))
    assert (shares["x"].value, shares["x"].at) == (0.2, 25)


@pytest.mark.parametrize("price", [None, 31], ids=["no price", "nobody was asked that high"])
def test_without_a_price_that_was_asked_nothing_is_told(price: float | None) -> None:
    assert not told(regions(price=price, x=[40, 20, 20, 20]))


def test_who_would_pay_is_told_where_believers_were_asked_nothing() -> None:
    table = regions(believers=False, x=[40, 20, 20, 20], y=[80, 10, 5, 5])
    assert {name: e.value for name, e in told(table).items()} == {"x": 0.4, "y": 0.1}
    assert table
    assert table.notes == (), "there is no gap whose sign could be told"
    assert regions(price=None, believers=False, x=[40, 20, 20, 20]) is None
