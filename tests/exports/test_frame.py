"""A caller's DataFrame is read as its file would be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.exports.frame import from_frame
from gapsurvey.model import Export
from tests.exports.dialects import as_csv

FRAME = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "Email": ["a@example.invalid", None, ""],
        "How useful? [Phone]": pd.Categorical(["Very", None, "Not"]),
        "How useful? [Chat]": ["Very", np.nan, " "],
        "Price": [49.0, np.nan, 29.5],
        "Sure?": [True, False, True],
        "Submitted at": [pd.Timestamp("2025-01-02"), pd.Timestamp("2025-01-03 10:00"), pd.NaT],
    }
)


def everything(export: Export) -> list[str]:
    return [column.name for column in export.columns]


def test_a_frame_is_an_export() -> None:
    export = from_frame(FRAME, "customers", everything)
    assert (export.tool, export.file, export.records) == ("dataframe", "customers", 3)
    assert export.personal == ("Email",)
    assert export.latest == "2025-01-03"
    assert {c.name: c.values for c in export.columns if c.name in ("Price", "Sure?")} == {
        "Price": ("49", "29.5"), "Sure?": ("TRUE", "FALSE"),
    }  # fmt: skip
    grid = [c for c in export.columns if c.text == "How useful?"]
    assert [(c.option, c.codes.tolist()) for c in grid] == [("Phone", [0, -1, 1]), ("Chat", [0, -1, -1])]


def test_a_frame_and_its_file_hold_the_same() -> None:
    frame = FRAME.astype({"How useful? [Phone]": object})
    rows = [[str(name) for name in frame], ["1", "a@example.invalid", "Very", "Very", "49", "TRUE", "2025-01-02 00:00:00"],
            ["2", "", "", "", "", "FALSE", "2025-01-03 10:00:00"], ["3", "", "Not", " ", "29.5", "TRUE", ""]]  # fmt: skip
    one, other = from_frame(frame, "a", everything), read("a.csv", content=as_csv(rows))
    for mine, theirs in zip(one.columns, other.columns, strict=True):
        assert (mine.name, mine.text, mine.option, mine.kind) == (theirs.name, theirs.text, theirs.option, theirs.kind)
        assert (mine.values, mine.codes.tolist()) == (theirs.values, theirs.codes.tolist())


def test_missing_answers_of_every_kind_are_blank() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None], dtype="Int64"),
            "text": pd.array(["a", None], dtype="string"),
            "truth": pd.array([True, None], dtype="boolean"),
            "list": [["a", "b"], None],
        }
    )
    assert {c.name: (c.values, c.codes.tolist()) for c in from_frame(frame, "a", everything).columns} == {
        "whole": (("1",), [0, -1]), "text": (("a",), [0, -1]), "truth": (("TRUE",), [0, -1]), "list": (("['a', 'b']",), [0, -1]),
    }  # fmt: skip


def test_the_hash_is_that_of_the_content() -> None:
    assert from_frame(FRAME, "a", everything).sha256 == from_frame(FRAME.copy(), "b", everything).sha256
    assert from_frame(FRAME, "a", everything).sha256 != from_frame(FRAME.assign(Price=1), "a", everything).sha256


@pytest.mark.parametrize("frame", [pd.DataFrame(), FRAME.head(0), [1, 2], {"a": [1]}, None])
def test_anything_else_is_refused(frame: object) -> None:
    with pytest.raises(ExportError, match="customers"):
        from_frame(frame, "customers", everything)
