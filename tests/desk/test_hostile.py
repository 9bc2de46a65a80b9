"""Forms that no page of ours sent."""

from __future__ import annotations

import contextlib
import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.desk import checked, paired, previewed, proposed
from gapsurvey.errors import GapsurveyError
from gapsurvey.study import Study
from tests.desk.files import small


def test_no_file_is_read_but_those_that_were_dropped(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Salary,Name\n1,Ada\n", encoding="utf-8")
    files = small()
    form = proposed(files)["form"]
    form["audiences"]["customers"]["file"] = str(secret)
    assert "Salary" not in str(made := checked(form, files))
    assert any("no such file" in problem["found"] for problem in made["problems"])
    with pytest.raises(GapsurveyError):
        previewed(form, "r1", files)
    form = proposed(files)["form"]
    form["rows"][0]["question"] = {
        "asks": "prefer",
        "shape": "choice-tasks",
        "customers": "Region",
        "tasks": {"file": str(secret)},
    }
    assert "Salary" not in str(checked(form, files))


@pytest.mark.parametrize("form", [None, [], 1, {}, {"head": 1}, {"rows": [{}]}, {"evil": True}])
def test_what_is_no_form_is_a_problem(form: Any) -> None:
    made = checked(form, small())
    assert made["problems"]
    assert made["toml"] == ""


def test_an_unknown_key_is_refused() -> None:
    files = small()
    form = proposed(files)["form"]
    form["head"]["evil"] = "1"
    assert "not a key" in checked(form, files)["problems"][0]["found"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6,
)  # fmt: skip
FILES = small()
FORM = proposed(FILES)["form"]


def _paths(part: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [at, *(path for key, value in inner for path in _paths(value, (*at, key)))] if at else [
        path for key, value in inner for path in _paths(value, (key,))
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(_paths(FORM)), _JSON), min_size=1, max_size=3))
def test_whatever_comes_back_never_crashes(edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    form = copy.deepcopy(FORM)
    for path, value in edits:
        part: Any = form
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in path[:-1]:
                part = part[step]
            part[path[-1]] = value
    made = checked(form, FILES)
    json.dumps(made)
    assert bool(made["problems"]) != bool(made["toml"])
    if made["toml"]:
        Study(**tomllib.loads(made["toml"]))
    with contextlib.suppress(GapsurveyError):
        previewed(form, "r1", FILES)
    with contextlib.suppress(GapsurveyError):
        paired({"row": "r1", "customers": ["Do you want chat?"], "employees": ["Do customers want chat?"]}, form, FILES)
