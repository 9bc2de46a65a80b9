"""Choice tasks: real choices, levels about as often, much learnt of few tasks, the same for everybody and every time."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gapsurvey
from gapsurvey.errors import StudyError
from gapsurvey.questionnaire import designed, kit, write_questionnaires
from gapsurvey.questionnaire.choices import Alternative, tasks_of
from gapsurvey.questionnaire.formats import FORMATS
from gapsurvey.simulation.dialects import DIALECTS
from gapsurvey.simulation.rehearsal import rehearsal, sized, written
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Asked, Study
from tests.questionnaire.imported import limesurvey, qualtrics
from tests.questionnaire.studies import EVERY, study_of

PRICED = {"24x7": 49.0, "12x5": 19.0, "chat": 9.0, "visits": 30.0}
ATTRIBUTES = {"Support": {"24x7": "Day and night", "12x5": "Working days"}, "Chat": {"chat": "Included"},
              "Training": {"visits": "Yearly"}}  # fmt: skip


def study_asking(tasks: dict[str, Any], prices: dict[str, float] = PRICED, asks: str = "pay") -> Study:
    features = {f"f{name}": {"label": name, **({"price": prices[name]} if name in prices else {})} for name in PRICED}
    attributes = {name: {f"f{f}": text for f, text in of.items()} for name, of in tasks["attributes"].items()}
    return Study(
        title="Help", market=5000, horizon=24,
        audiences={"customers": {"role": "customer"}, "employees": {"role": "employee"}}, features=features,
        questions=[{"asks": asks, "shape": "choice-tasks", "customers": {"column": "C"}, "employees": {"column": "C"},
                    "tasks": {"file": "tasks.csv", **tasks, "attributes": attributes}}],
    )  # fmt: skip


def asked(**tasks: Any) -> Asked:
    return study_asking({"attributes": ATTRIBUTES, "price": "Price", "none": "None", **tasks}).asked(0, "customers")


def test_an_alternative_dominates_what_has_less_and_is_no_cheaper() -> None:
    both, one = Alternative(("a", "b"), 20.0), Alternative(("a", ""), 20.0)
    assert both.dominates(one)
    assert not one.dominates(both)
    assert not Alternative(("a", "b"), 21.0).dominates(one)
    assert not Alternative(("c", "b"), 1.0).dominates(one)  # of two versions nobody knows which is better
    assert Alternative(("a", "b")).dominates(Alternative(("", "b")))


def test_every_task_is_a_choice_that_takes_thinking() -> None:
    made = tasks_of(asked())
    assert made is not None
    assert {len(task) for task in made} == {3}
    for task in made:
        assert not [1 for a, b in combinations(task, 2) if a.dominates(b) or b.dominates(a)]
        assert all(any(one.has) for one in task)


def test_no_task_comes_twice_and_everybody_sees_the_same() -> None:
    made = tasks_of(asked())
    assert made is not None
    assert len({frozenset(task) for task in made}) == len(made) == 8
    assert made == tasks_of(asked())


def test_levels_and_prices_come_about_as_often_as_each_other() -> None:
    made = [one for task in tasks_of(asked()) or () for one in task]
    assert len(made) == 24
    for at, levels in enumerate((3, 2, 2)):
        counts = Counter(one.has[at] for one in made)
        assert len(counts) == levels
        assert all(abs(n - 24 / levels) <= 2 for n in counts.values()), counts
    shares = Counter(one.share for one in made)
    assert len(shares) == 5
    assert all(3 <= n <= 7 for n in shares.values()), shares


def test_the_design_tells_more_than_tasks_drawn_at_random() -> None:
    """Of designs of as many random alternatives, the information about a logit at zero: all of 500 know less."""

    def information(tasks: Any) -> float:
        rows = np.array([[[*(float(f in one.has) for f in features), (one.price or 0) / 150] for one in task] for task in tasks])
        seen = rows - rows.mean(axis=1, keepdims=True)
        return float(np.linalg.slogdet(np.einsum("tjk,tjl->kl", seen, seen))[1])

    features = [f"f{name}" for name in PRICED]
    made = tasks_of(asked())
    assert made is not None
    rng = np.random.default_rng(1)
    every = [one for task in made for one in task]
    shuffled = [[[every[at] for at in row] for row in rng.permutation(24).reshape(8, 3)] for _ in range(500)]
    assert information(made) > np.quantile([*map(information, shuffled)], 0.99)


def test_prices_follow_what_an_offer_has() -> None:
    made = [one for task in tasks_of(asked()) or () for one in task]
    for one in made:
        planned = sum(PRICED[name.removeprefix("f")] for name in one.has if name)
        assert one.price is not None
        assert 0.5 * planned <= one.price <= 1.6 * planned


def test_without_prices_no_offer_holds_all_of_another() -> None:
    made = tasks_of(study_asking({"attributes": ATTRIBUTES}, asks="prefer").asked(0, "customers"))
    assert made is not None
    assert {one.price for task in made for one in task} == {None}
    assert not [1 for task in made for a, b in combinations(task, 2) if a.dominates(b) or b.dominates(a)]


@pytest.mark.parametrize(
    ("tasks", "prices", "told"),
    [
        (
            {"attributes": {"Support": {}, "Chat": {"chat": "Included"}}, "price": "Price"},
            PRICED,
            'no level of "Support" is known',
        ),
        ({"attributes": ATTRIBUTES, "price": "Price"}, {}, "none of its features has a price"),
        ({"attributes": {"Chat": {"chat": "Included"}}, "price": "Price"}, PRICED, "too few alternatives"),
    ],
)
def test_what_makes_no_choice_is_refused(tasks: dict[str, Any], prices: dict[str, float], told: str) -> None:
    with pytest.raises(StudyError, match=told):
        designed(study_asking(tasks, prices))


def test_a_question_may_say_no_more_than_its_attributes(tmp_path: Path) -> None:
    study = study_of(EVERY, tmp_path)
    asked = next(i for i, q in enumerate(study.questions) if q.shape == "choice-tasks")
    assert study.asked(asked, "customers").tasks.file == "tasks.csv"
    design = designed(study)
    assert [*design.files] == ["tasks.csv"]
    assert design.study.asked(asked, "employees").tasks.none == ("None of these", "none")


def test_whatever_a_level_holds_is_only_read(tmp_path: Path) -> None:
    bad = "</td><script>[[Block]] ${e://Field/x} {Q1} | =1"
    made = kit(study_of(EVERY.replace("By phone", bad), tmp_path))
    for name, read in (("qualtrics", qualtrics), ("limesurvey", limesurvey)):
        _, found = read(FORMATS[name].render(made)[f"customers.{name}.txt"])
        assert any(cell == bad for question in found for row in question.table for cell in row), name
    assert "<script>" not in FORMATS["md"].render(made)["customers.md"].decode()
    assert FORMATS["docx"].render(made)["questionnaire.docx"]


def test_a_task_is_a_table_over_numbered_offers(tmp_path: Path) -> None:
    design = designed(study_of(EVERY, tmp_path))
    task = next(q for q in design.questionnaires[0].questions if q.part == "task")
    assert [option.text for option in task.options] == ["Offer 1", "Offer 2", "Offer 3", "None of these"]
    head, contact, on_site, price = task.table
    assert head == ("", "Offer 1", "Offer 2", "Offer 3")
    assert (contact[0], on_site[0]) == ("Contact", "On-site")
    assert {*contact[1:]} <= {"By phone", "By chat", "Not included"}
    assert all(cell.startswith("$") and cell.endswith(" per month") for cell in price[1:])
    (content,) = design.files.values()
    rows = list(csv.DictReader(StringIO(content.decode())))
    assert list(rows[0]) == ["task", "alternative", "Contact", "On-site", "Price"]
    assert [row["Contact"] for row in rows[:3]] == list(contact[1:])


def test_the_design_is_written_beside_the_study_wherever_it_was(tmp_path: Path) -> None:
    study_of(EVERY.replace('price = "Price"', 'price = "Price"\nfile = "../../elsewhere/design.xlsx"'), tmp_path / "in")
    paths = write_questionnaires(tmp_path / "in", tmp_path / "out", ["md"])
    assert tmp_path / "out" / "design.csv" in paths
    assert all(path.parent == tmp_path / "out" for path in paths)


def test_a_design_never_takes_the_place_of_an_export(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"customers\.csv would hold two different things"):
        designed(study_of(EVERY.replace('price = "Price"', 'price = "Price"\nfile = "customers.csv"'), tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["qualtrics", "surveymonkey-xlsx", "limesurvey"])
def test_simulated_choices_say_what_features_are_worth(dialect: str, tmp_path: Path) -> None:
    """What an offer is worth is found in its price; 70, 30, 25 and 5 dollars, asked of 1,500 people, each within a sixth."""
    study = study_asking({"attributes": ATTRIBUTES, "price": "Price", "none": "None"})
    worths = {"f24x7": 70, "f12x5": 25, "fchat": 5, "fvisits": 30}
    opinions = {name: {"worth": {"median": worth, "spread": 0.2, "nothing": 0.0}} for name, worth in worths.items()}
    truths = Truths.model_validate({"audiences": {"customers": {"features": opinions}}})
    written(rehearsal(study, sized(study, truths, 1500, 60), DIALECTS[dialect], 3), tmp_path)
    found = [e for table in gapsurvey.analyze(tmp_path).tables for e in table.pick(audience="customers")]
    paid = {e.feature: e.value for e in found if e.measure == "choice_worth"}
    assert paid == {name: pytest.approx(worth, rel=1 / 6) for name, worth in worths.items()}
