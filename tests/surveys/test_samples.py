"""The sample studies hold what they say: their generators write them, and what is planted is read back."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gapsurvey.coding import code
from gapsurvey.exports import read
from gapsurvey.model import Answers, Export, Item, Responses
from gapsurvey.report import Source
from gapsurvey.study import load

SURVEYS = Path(__file__).parents[2] / "surveys"
SAMPLES = sorted(path.parent.name for path in SURVEYS.glob("*/generate.py"))
VERSIONS = ("support_24x7", "support_12x5_local", "support_critical")


@cache
def export(sample: str, audience: str) -> Export:
    study = load(SURVEYS / sample)
    return read(study.folder / str(study.audiences[audience].file))


@cache
def coded(sample: str, audience: str) -> tuple[Responses, Source]:
    return code(load(SURVEYS / sample), audience, export(sample, audience))


def answers(sample: str, audience: str, item: Item) -> Answers:
    (found,) = [a for a in coded(sample, audience)[0].answers if a.item == item]
    return found


def share(sample: str, audience: str, feature: str, asks: str = "want") -> tuple[int, int]:
    """How many say yes, of how many who answered."""
    codes = answers(sample, audience, Item(feature, asks, "share")).codes
    return int((codes == 1).sum()), int((codes >= 0).sum())


def payers(audience: str, feature: str, price: float, asks: str = "want-and-pay") -> tuple[int, int]:
    """How many accept the price, of how many whose answer is known."""
    ladder = answers("support-hours", audience, Item(feature, asks, "price"))
    at_least = [i for i, level in enumerate(ladder.levels) if level >= price]
    return int(np.isin(ladder.codes, at_least).sum()), int((ladder.codes >= 0).sum())


def per_cell(audience: str, by: str, item: Item, least: float) -> Mapping[str, int]:
    """Per cell of a segmentation, how many answers reach `least`."""
    (segment,) = [s for s in coded("support-hours", audience)[0].segments if s.name == by]
    answer = answers("support-hours", audience, item)
    reach = np.isin(answer.codes, [i for i, level in enumerate(answer.levels) if level >= least])
    return {cell: int((reach & (segment.codes == i)).sum()) for i, cell in enumerate(segment.cells)}


def mean(feature: str, asks: str, kind: str, price: float = 0.0) -> float:
    answer = answers("support-hours", "employees", Item(feature, asks, kind, price))
    return float(np.array(answer.levels)[answer.codes[answer.codes >= 0]].mean())


# --- all of them ------------------------------------------------------------------------------------------------------


def test_the_samples_are_known() -> None:
    assert SAMPLES == ["ai-experts-and-public", "company-trust", "support-hours", "ways-of-asking"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_generator_writes_the_committed_exports_byte_for_byte(sample: str, tmp_path: Path) -> None:
    runpy.run_path(str(SURVEYS / sample / "generate.py"))["main"](tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert written == {name: (SURVEYS / sample / name).read_bytes() for name in written}
    waves = ["", *(f"{path.parent.name}/" for path in (SURVEYS / sample).glob("*/study.toml"))]
    studies = {wave: load(SURVEYS / sample / wave) for wave in waves}
    exports = {f"{wave}{audience.file}" for wave, study in studies.items() for audience in study.audiences.values()}
    designs = {f"{wave}{q.tasks.file}" for wave, study in studies.items() for q in study.questions if q.tasks.file}
    assert set(written) == exports | designs


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_readme_says_how_to_run_its_study(sample: str) -> None:
    text = (SURVEYS / sample / "README.md").read_text(encoding="utf-8")
    assert f"gapsurvey report surveys/{sample} -o reports/{sample}" in text


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_study_survives_being_written_and_read(sample: str, tmp_path: Path) -> None:
    study = load(SURVEYS / sample)
    (tmp_path / "study.toml").write_text(study.to_toml(), encoding="utf-8")
    assert load(tmp_path).model_dump() == study.model_dump()


# --- support-hours: what planted.toml plants ----------------------------------------------------------------------------


def test_the_responses_that_count_are_told_from_those_that_do_not() -> None:
    _, customers = coded("support-hours", "customers")
    assert (customers.tool, customers.records, customers.kept) == ("qualtrics", 454, 412)
    assert dict(customers.set_aside) == {"incomplete": 38, "preview": 3, "spam": 1}
    assert dict(customers.flagged) == {"speeder": 2}
    _, employees = coded("support-hours", "employees")
    assert (employees.tool, employees.records, employees.kept) == ("microsoft_forms", 118, 118)


def test_personal_data_stop_at_the_door() -> None:
    _, customers = coded("support-hours", "customers")
    assert {"IPAddress", "RecipientEmail", "RecipientFirstName", "RecipientLastName"} <= set(customers.personal)
    texts = [value for column in export("support-hours", "customers").columns for value in column.values]
    emails = [text for text in texts if "@example.invalid" in text]
    assert emails == ["Send the offer to purchasing@example.invalid, they decide, not me."], (
        "written into an answer, not a column"
    )
    assert not [text for text in texts if "192.0.2." in text]


@pytest.mark.parametrize(
    ("feature", "customers", "employees"),
    [
        ("support_24x7", 87, 75),
        ("support_12x5_local", 185, 36),
        ("support_critical", 272, 45),
        ("one_hour", 379, 109),
        ("engineer", 157, 85),
        ("self_service", 239, 40),
        ("chat", 173, 57),
        ("training", 35, 10),
    ],
)
def test_wants_are_those_planted(feature: str, customers: int, employees: int) -> None:
    assert share("support-hours", "customers", feature) == (customers, 412)
    assert share("support-hours", "employees", feature) == (employees, 118)


def test_want_and_pay_are_those_planted() -> None:
    assert payers("customers", "support_24x7", 49) == (29, 412)
    assert payers("customers", "support_12x5_local", 19) == (121, 403)
    assert payers("customers", "support_critical", 29) == (218, 412)


@pytest.mark.parametrize(
    ("audience", "feature", "prices", "accept", "base"),
    [
        ("customers", "support_24x7", (29, 49, 69, 89), (52, 33, 11, 4), 401),
        ("customers", "support_12x5_local", (9, 19, 29, 39), (170, 126, 39, 10), 395),
        ("customers", "support_critical", (19, 29, 39, 49), (255, 222, 102, 41), 407),
        ("employees", "support_24x7", (29, 49, 69, 89), (80, 57, 44, 16), 118),
        ("employees", "support_12x5_local", (9, 19, 29, 39), (66, 36, 12, 3), 116),
        ("employees", "support_critical", (19, 29, 39, 49), (62, 37, 15, 5), 118),
    ],
)
def test_ladders_are_those_planted(
    audience: str, feature: str, prices: tuple[int, ...], accept: tuple[int, ...], base: int
) -> None:
    assert [payers(audience, feature, price, "pay") for price in prices] == [(n, base) for n in accept]


def test_estimates_have_the_planted_means() -> None:
    assert mean("support_24x7", "want", "estimate") == pytest.approx(0.58)
    assert mean("support_critical", "want", "estimate") == pytest.approx(0.41)
    assert mean("support_12x5_local", "want", "estimate") == pytest.approx(0.39, abs=0.01)  # one guess is no number
    assert mean("support_24x7", "pay", "estimate", 49) == pytest.approx(0.46)
    assert mean("support_critical", "pay", "estimate", 29) == pytest.approx(0.25)


def test_first_choices_point_to_different_versions() -> None:
    assert [share("support-hours", "customers", v, "prefer") for v in VERSIONS] == [(41, 412), (80, 412), (237, 412)]
    assert [share("support-hours", "employees", v, "prefer") for v in VERSIONS] == [(62, 118), (16, 118), (24, 118)]


def test_delivery_is_doubted_where_planted() -> None:
    assert [round(mean(v, "deliver", "rating"), 1) for v in VERSIONS] == [2.5, 4.3, 3.9]


def test_importance_is_rated_by_all() -> None:
    for audience, people in (("customers", 412), ("employees", 118)):
        rated = [a for a in coded("support-hours", audience)[0].answers if (a.item.asks, a.item.kind) == ("need", "rating")]
        assert [(a.codes >= 0).sum() for a in rated] == [people] * 8


def test_segments_differ_as_planted() -> None:
    want, worth = Item("support_24x7", "want", "share"), Item("support_24x7", "want-and-pay", "price")
    assert per_cell("customers", "Region", want, 1) == {"Americas": 26, "APAC": 32, "EMEA": 29}
    assert per_cell("customers", "Region", worth, 49) == {"Americas": 10, "APAC": 8, "EMEA": 11}
    critical = Item("support_critical", "want", "share")
    assert list(per_cell("customers", "Size", critical, 1).items()) == [
        ("1–49", 62), ("50–249", 90), ("250–999", 74), ("1000+", 46),
    ]  # fmt: skip
    believed = {"Engineering": 13, "Legal": 2, "Marketing": 11, "Product": 13, "Sales": 27, "Support": 9}
    assert per_cell("employees", "Function", want, 1) == believed


# --- the two real ones: published shares × bases ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feature", "experts", "adults"),
    [  # Pew Research Center, April 2025; percent
        ("benefit", 76, 24),
        ("harm", 15, 43),
        ("jobs_better", 73, 23),
        ("country_better", 56, 17),
        ("country_worse", 15, 35),
        ("excited", 47, 11),
        ("fewer_jobs", 39, 64),
        ("control", 57, 55),
        ("cashiers", 73, 73),
        ("journalists", 60, 59),
        ("engineers", 50, 48),
        ("factory_workers", 60, 67),
        ("truck_drivers", 62, 33),
    ],
)
def test_experts_and_public_have_the_published_shares(feature: str, experts: int, adults: int) -> None:
    for audience, percent, base in (("experts", experts, 1013), ("adults", adults, 5410)):
        yes, asked = share("ai-experts-and-public", audience, feature)
        assert (round(100 * yes / asked), asked) == (percent, base)


def test_executives_and_consumers_have_the_published_shares() -> None:
    assert share("company-trust", "executives", "company") == (493, 548)  # PwC 2024: 90%
    assert share("company-trust", "consumers", "company") == (754, 2515)  # 30%
    assert share("company-trust/2023", "executives", "company") == (420, 500)  # PwC 2023: 84%
    assert share("company-trust/2023", "consumers", "company") == (677, 2508)  # 27%


@pytest.mark.shared
def test_real_counts_are_those_of_the_reference_data(shared: Path) -> None:
    import json

    published = {study["id"]: study["rows"] for study in json.loads((shared / "oracles/gap/real_gaps.json").read_text())}
    for row, feature in zip(published["pew_ai_2025"], load(SURVEYS / "ai-experts-and-public").features, strict=True):
        assert share("ai-experts-and-public", "experts", feature) == (row["x_emp"], row["n_emp"])
        assert share("ai-experts-and-public", "adults", feature) == (row["x_cus"], row["n_cus"])
    for wave, sample in (("pwc_trust_2024", "company-trust"), ("pwc_trust_2023", "company-trust/2023")):
        consumers = published[wave][0]
        assert share(sample, "executives", "company") == (consumers["x_emp"], consumers["n_emp"])
        assert share(sample, "consumers", "company") == (consumers["x_cus"], consumers["n_cus"])


def test_competitors_reach_who_wants_something_that_they_have() -> None:
    """As the README says it, counted on people: how many want something, and how many want all of it."""
    reached = {}
    for name, competitor in load(SURVEYS / "support-hours").competitors.items():
        wants = np.array(
            [answers("support-hours", "customers", Item(f, "want", "share")).codes == 1 for f in competitor.features]
        )
        reached[name] = (int(wants.any(axis=0).sum()), int(wants.all(axis=0).sum()))
    assert reached == {"northdesk": (210, 34), "halden": (288, 70)}
    assert payers("customers", "support_24x7", 69, "pay") == (11, 401)
