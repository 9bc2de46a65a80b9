"""What every shape promises: it refuses what it cannot code, with a mend, and repeats no believer's rare answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Answers
from gapsurvey.shapes import SHAPES, Coded
from gapsurvey.study.parts import Shape
from gapsurvey.study.tasks import Tasks
from tests.builders import coded, numbers, study

# Per shape, a question, the columns it names, and for each of them a cell that answers it.
ASKED: Mapping[str, tuple[dict[str, Any], dict[str, str]]] = {
    "yes-no": ({"feature": "chat", "customers": "Q1"}, {"Q1": "Yes"}),
    "multi-select": ({"answers": {"chat": "Live chat", "phone": "Phone"}, "customers": "Q1"}, {"Q1": "Live chat,Phone"}),
    "single-select": ({"feature": "chat", "yes": "Live chat", "customers": "Q1"}, {"Q1": "Live chat"}),
    "rating": ({"feature": "chat", "scale": ["low", "mid", "high"], "customers": "Q1"}, {"Q1": "mid"}),
    "ranking": ({"customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}, {"Q1": "1", "Q2": "2"}),
    "allocation": ({"customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}, {"Q1": "70", "Q2": "30"}),
    "estimate": ({"feature": "chat", "customers": "Q1"}, {"Q1": "60%"}),
    "price-ladder": (
        {"asks": "pay", "feature": "chat", "customers": {"columns": ["Q1", "Q2"], "prices": [29, 49]}},
        {"Q1": "Yes", "Q2": "No"},
    ),
    "choice-tasks": (
        {
            "asks": "prefer",
            "customers": {"columns": ["Q1"]},
            "tasks": {"attributes": {"Help": {"chat": "Live chat"}}, "shown": "Q{task}.{alternative}.{attribute}"},
        },
        {"Q1": "2", "Q1.1.Help": "None", "Q1.2.Help": "Live chat"},
    ),
    "best-worst": (
        {
            "answers": {"chat": "Live chat", "phone": "Phone"},
            "customers": {"columns": ["Q1", "Q2"]},
            "tasks": {"sets": [["chat", "phone"]]},
        },
        {"Q1": "Phone", "Q2": "Live chat"},
    ),
    "open-price": ({"asks": "pay", "feature": "chat", "customers": "Q1"}, {"Q1": "$49"}),
    "price": (
        {"asks": "pay", "feature": "chat", "customers": {"price": "Q1", "answer": "Q2"}},
        {"Q1": "$49", "Q2": "Yes"},
    ),
    "double-bounded": (
        {
            "asks": "pay",
            "feature": "chat",
            "customers": {"first": {"price": "Q1", "answer": "Q2"}, "second": {"price": "Q3", "answer": "Q4"}},
        },
        {"Q1": "$49", "Q2": "Yes", "Q3": "$69", "Q4": "No"},
    ),
    "interval": (
        {"asks": "pay", "feature": "chat", "customers": {"lower": "Q1", "upper": "Q2"}},
        {"Q1": "$29", "Q2": "$49"},
    ),
    "van-westendorp": (
        {
            "asks": "pay",
            "feature": "chat",
            "customers": {
                "too_cheap": "Q1",
                "cheap": "Q2",
                "expensive": "Q3",
                "too_expensive": "Q4",
                "intent_cheap": "Q5",
                "intent_expensive": "Q6",
            },
        },
        {"Q1": "$9", "Q2": "$19", "Q3": "$49", "Q4": "$69", "Q5": "4", "Q6": "2"},
    ),
}
every_shape = pytest.mark.parametrize("shape", SHAPES)


def code(shape: str, columns: Mapping[str, list[str]], quiet: int = 1) -> Coded:
    question, _ = ASKED[shape]
    return coded({"asks": "want", "shape": shape, **question}, columns, quiet=quiet)


def said(made: Coded) -> str:
    """Everything that a person reads."""
    return "\n".join([*made.notes, *map(str, made.problems)])


def sound(answers: Answers) -> bool:
    """Levels ascend, and codes point at one of them or at none."""
    return list(answers.levels) == sorted(set(answers.levels)) and all(-1 <= c < len(answers.levels) for c in answers.codes)


def parts(made: Coded) -> list[Answers]:
    """The answers, and each column of those that mean something only together."""
    columns = [
        Answers(profile.item, levels, profile.codes[:, i])
        for profile in made.profiles
        for i, (_, levels) in enumerate(zip(profile.fields, profile.levels, strict=True))
    ]
    return [*made.answers, *columns]


def test_every_shape_is_in_this_contract_and_in_the_format() -> None:
    assert set(ASKED) == set(SHAPES) <= set(get_args(Shape))
    assert all(name == shape.name and shape.label for name, shape in SHAPES.items())


@every_shape
def test_answers_are_coded_as_the_kind_that_is_said(shape: str) -> None:
    made = code(shape, {name: [cell, "", cell] for name, cell in ASKED[shape][1].items()})
    assert not made.problems
    assert not made.notes
    assert {answers.item.kind for answers in parts(made)} == {SHAPES[shape].kind}
    for answers in parts(made):
        first, blank, last = numbers(answers)
        assert sound(answers)
        assert blank is None
        assert first is not None
        assert first == last


@every_shape
def test_a_column_that_is_not_there_is_refused_with_the_nearest(shape: str) -> None:
    made = code(shape, {name.replace("Q", "Q_"): [cell] for name, cell in ASKED[shape][1].items()})
    assert [p.where for p in made.problems] == ["questions[0].customers"] * len(ASKED[shape][1])
    assert made.problems[0].fix.startswith('Did you mean "Q_1"')
    assert '"Q_1"' in made.problems[0].exists


@every_shape
@pytest.mark.parametrize("cells", [["", "", ""], ["N/A", "-99", ""]], ids=["blank", "words for blank"])
def test_a_column_that_nobody_answered_is_refused(shape: str, cells: list[str]) -> None:
    made = code(shape, dict.fromkeys(ASKED[shape][1], cells))
    assert made.problems
    assert {(p.where, p.found.split('"')[0]) for p in made.problems} == {("questions[0].customers", "nobody answered ")}


@every_shape
def test_a_column_without_one_answer_that_is_read_is_refused(shape: str) -> None:
    made = code(shape, {name: ["perhaps", "perhaps", "it depends"] for name in ASKED[shape][1]})
    assert made.problems
    assert all('"perhaps"' in p.exists for p in made.problems)
    assert all(p.fix for p in made.problems)


SECRET = "my boss Ann told me so"


@every_shape
@pytest.mark.parametrize("common", [True, False], ids=["beside answers", "alone"])
def test_what_too_few_believers_wrote_is_never_repeated(shape: str, common: bool) -> None:
    secrets = [SECRET, f"{SECRET},{SECRET} 2", f"a;{SECRET}", f"<u>{SECRET}</u>", f"<{SECRET}>Live chat"]
    columns = {name: [*[cell] * 20 * common, *secrets] for name, cell in ASKED[shape][1].items()}
    assert SECRET.casefold() not in said(code(shape, columns, quiet=5)).casefold()


@every_shape
def test_what_enough_believers_wrote_may_be_repeated(shape: str) -> None:
    columns = dict.fromkeys(ASKED[shape][1], [SECRET] * 5)
    assert SECRET in said(code(shape, columns, quiet=5))


hostile = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["=cmd()", "<script>", "\x1b[2J", "\u202e", "1e999", "9" * 400, "⓵", "((((", ",;,;", "NaN", "-", "&#x110000;"]
    ),
)


@every_shape
@given(data=st.data())
def test_whatever_people_type_is_coded_or_told(shape: str, data: st.DataObject) -> None:
    cells = st.one_of(hostile, *map(st.just, ASKED[shape][1].values()))
    n = data.draw(st.integers(0, 5))
    columns = {name: data.draw(st.lists(cells, min_size=n, max_size=n)) for name in ASKED[shape][1]}
    made = code(shape, columns)
    assert all(sound(answers) and len(answers.codes) == n for answers in parts(made))
    assert all(p.where and p.found and p.fix for p in made.problems)
    assert all(level < float("inf") for answers in parts(made) for level in answers.levels)


@every_shape
def test_a_shape_asks_for_the_features_it_is_about(shape: str) -> None:
    question, _ = ASKED[shape]
    asked = study(questions=[{"asks": "want", "shape": shape, **question}]).asked(0, "customers")
    nothing = asked.model_copy(
        update={"feature": None, "answers": {}, "columns": None, "column": None, "tasks": Tasks(), "parts": {}}
    )
    found = " ".join(p.found for p in SHAPES[shape].needs(nothing))
    assert "feature" in found
    assert "where the answers stand" in found
    assert not SHAPES[shape].needs(asked)
