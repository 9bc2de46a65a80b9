"""LimeSurvey in its three heading styles, and as analysts leave it."""

from __future__ import annotations

import numpy as np

from gapsurvey.exports import read
from gapsurvey.model import STATUSES, Export
from tests.exports.dialects import (
    LIMESURVEY_BOTH,
    LIMESURVEY_CODES,
    LIMESURVEY_CUT,
    LIMESURVEY_TEXTS,
    as_csv,
    as_workbook,
)


def parts(export: Export) -> list[tuple[str, str, str]]:
    return [(c.text, c.option, c.kind) for c in export.columns if c.kind != "metadata"]


def test_codes() -> None:
    export = read("sample.csv", content=as_csv(LIMESURVEY_CODES))
    assert parts(export) == [
        ("P5", "O1", "answer"), ("P5", "O2", "answer"), ("P5", "other", "free-text"), ("P6", "SQ001", "answer"),
    ]  # fmt: skip
    assert [c.name for c in export.columns][-3:] == ["interviewtime", "groupTime3", "P5Time"]
    assert [STATUSES[code] for code in export.status] == ["kept", "incomplete"]
    assert export.seconds.tolist() == [1665.5, 20]
    assert export.latest == "2025-06-28"


def test_texts_in_german_without_dates() -> None:
    export = read("sample.csv", content=as_csv(LIMESURVEY_TEXTS, delimiter=";", encoding="utf-8-sig"))
    assert parts(export) == [
        ("Was wollen Sie?", "Telefon", "answer"), ("Was wollen Sie?", "Chat", "answer"),
        ("Was wollen Sie?", "Sonstiges", "free-text"), ("Zufrieden?", "", "answer"),
    ]  # fmt: skip
    assert [STATUSES[code] for code in export.status] == ["kept", "incomplete"]
    assert export.latest == ""  # 1980 is what LimeSurvey writes where it keeps no dates
    assert np.isnan(export.seconds).all()


def test_codes_and_texts_are_found_by_either() -> None:
    export = read("sample.csv", content=as_csv(LIMESURVEY_BOTH))
    assert parts(export) == [
        ("Which do you want?", "Phone", "answer"), ("Which do you want?", "Chat", "answer"), ("Would you pay?", "", "answer"),
    ]  # fmt: skip
    assert [c.name for c in export.columns][4] == "Q1[SQ001]. Which do you want? [Phone]"


def test_another_separator() -> None:
    rows = [[cell.replace(". ", ": ", 1) for cell in LIMESURVEY_BOTH[0]], *LIMESURVEY_BOTH[1:]]
    export = read("sample.csv", content=as_csv(rows))
    assert export.tool == "limesurvey"
    assert parts(export)[0] == ("Which do you want?", "Phone", "answer")


def test_a_heading_cut_into_two_rows() -> None:
    for content in (as_csv(LIMESURVEY_CUT, delimiter=";"), as_workbook(("Notes", [["Read me", "x"]]), ("Data", LIMESURVEY_CUT))):
        export = read("sample", content=content)
        assert export.tool == "limesurvey"
        assert export.records == 2
        assert parts(export) == [
            ("Was wollen Sie?", "Telefon", "answer"), ("Was wollen Sie?", "Chat", "answer"),
            ("Was wollen Sie?", "Besuch", "answer"), ("Was wollen Sie?", "Sonstiges", "free-text"), ("Warum?", "", "answer"),
        ]  # fmt: skip
        assert "The heading was read from two rows." in export.notes
