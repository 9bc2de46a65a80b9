"""Typeform and Alchemer, whose headings say least and most."""

from __future__ import annotations

from gapsurvey.exports import read
from gapsurvey.model import STATUSES
from tests.exports.dialects import ALCHEMER, TYPEFORM, TYPEFORM_NEWER, as_csv


def test_typeform_options_are_columns_of_their_own() -> None:
    export = read("sample.csv", content=as_csv(TYPEFORM))
    assert [(c.name, c.option, c.kind) for c in export.columns if c.kind != "metadata"] == [
        ("Are you sure?", "", "answer"), ("Phone", "Phone", "answer"), ("Chat", "Chat", "answer"), ("None", "None", "answer"),
        ("Other", "", "free-text"), ("Podcast", "Podcast", "answer"), ("None (2)", "None", "answer"),
        ("Other (2)", "", "free-text"), ("How much?", "", "answer"),
    ]  # fmt: skip
    assert export.seconds.tolist() == [140, 101]
    assert export.latest == "2025-03-29"


def test_a_newer_typeform_tells_what_was_not_finished() -> None:
    export = read("sample.csv", content=as_csv(TYPEFORM_NEWER))
    assert [STATUSES[code] for code in export.status] == ["kept", "incomplete"]
    assert [c.name for c in export.columns if c.kind == "answer"] == ["Want it?"]


def test_alchemer_rows_write_ins_and_statuses() -> None:
    export = read("sample.csv", content=as_csv(ALCHEMER))
    assert [STATUSES[code] for code in export.status] == ["kept", "incomplete", "disqualified"]
    assert export.personal == ("IP Address",)
    assert [(c.text, c.option, c.kind) for c in export.columns if c.kind != "metadata"] == [
        ("How do you call?", "", "answer"), ("How do you call?", "Other - Write In", "free-text"),
        ("How useful is each: now?", "Phone", "answer"), ("How useful is each: now?", "Chat", "answer"),
        ("Ratio 1:2 or more?", "", "answer"), ("Which words?", "", "answer"), ("Which words?", "Other word(s):", "free-text"),
    ]  # fmt: skip
    assert export.latest == "2025-12-21"
    assert export.seconds.tolist() == [244, 1345, 1]
