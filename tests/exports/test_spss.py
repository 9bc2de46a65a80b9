"""SPSS files: labels, codes and what counts as no answer."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from gapsurvey.coding import code
from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.model import STATUSES, Column, Export, Item
from gapsurvey.records import Records
from tests.builders import QUESTION, answered, study
from tests.exports.containers import as_sav
from tests.exports.dialects import QUALTRICS_SAV, SPSS


def column(export: Export, name: str) -> Column:
    return next(column for column in export.columns if column.name == name)


def texts(found: Column) -> list[str]:
    return [found.values[code] if code >= 0 else "" for code in found.codes]


def test_answers_are_labels_beside_the_codes_of_the_file() -> None:
    export = read("sample.sav", content=SPSS)
    assert (export.tool, export.records) == ("spss", 3)
    want = column(export, "Q1")
    assert (want.text, want.values, want.stored, texts(want)) == (
        "Would you want it?", ("Yes", "No"), ("1", "2"), ["Yes", "No", ""],
    )  # fmt: skip
    assert [(c.text, c.option) for c in export.columns if c.name.startswith("Q2")] == [
        ("How useful is each", "Phone"), ("How useful is each", "Chat"),
    ]  # fmt: skip
    assert texts(column(export, "Q2_1")) == ["Very", "", ""]  # −1 is labelled a skip, though not declared missing
    assert texts(column(export, "Q2_2")) == ["Not", "", "Very"]  # 95 is in the range 90 to 99
    assert texts(column(export, "Q3")) == ["näher", "", "dear"]
    assert column(export, "id").kind == "metadata"
    assert any("no answer were read as blank (variables: 3)" in note for note in export.notes)


def test_labels_that_are_equal_keep_their_codes_apart() -> None:
    content = as_sav({"Q1": [1, 2, 3, 4]}, variable_value_labels={"Q1": {1: "Other", 2: "other ", 3: "Phone"}})
    found = column(read("a.sav", content=content), "Q1")
    assert found.values == ("Other [1]", "other [2]", "Phone", "4")
    assert found.stored == ("1", "2", "3", "4")


def test_a_column_is_seen_as_the_question_speaks_of_it() -> None:
    records = Records(read("sample.sav", content=SPSS), np.arange(3))
    assert records.called(["1"]).one("Q1", "").values == ("1", "2")
    assert records.called(["Yes"]).one("Q1", "").values == ("Yes", "No")
    assert records.one("Q1", "").values == ("Yes", "No")


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("1", "2")])
def test_a_study_may_name_labels_or_codes(yes: str, no: str) -> None:
    made = study(questions=[{**QUESTION, "customers": {"column": "Q1", "yes": yes, "no": no}, "employees": "Q1"}])
    responses, _ = code(made, "customers", read("sample.sav", content=SPSS))
    assert answered(responses, Item("chat", "want", "share")) == [1, 0, None]


def test_qualtrics_in_spss_has_its_statuses_and_times() -> None:
    export = read("sample.sav", content=QUALTRICS_SAV)
    assert export.tool == "qualtrics"
    assert [STATUSES[code] for code in export.status] == ["kept", "preview"]
    assert export.personal == ("IPAddress",)
    assert export.seconds.tolist() == [300, 20]
    assert export.latest == "2025-03-01"
    assert texts(column(export, "Q1")) == ["Yes", "No"]


def test_without_pyreadstat_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(ExportError, match=r'pip install "gapsurvey\[spss\]"'):
        read("sample.sav", content=SPSS)


def test_without_pyarrow_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r'pip install "gapsurvey\[parquet\]"'):
        read("sample.parquet", content=b"PAR1....PAR1")
