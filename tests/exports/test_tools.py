"""What each tool's layout makes of names, questions, options, kinds, statuses and times."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from gapsurvey.exports import read
from gapsurvey.model import STATUSES, Column, Export
from tests.exports.dialects import (
    FINISHED,
    GOOGLE_FORMS_SPANISH,
    MICROSOFT_FORMS,
    PLAIN,
    QUALTRICS_LEGACY,
    QUALTRICS_METADATA,
    SAMPLES,
    as_csv,
    as_workbook,
    qualtrics_rows,
)


def column(export: Export, name: str) -> Column:
    return next(column for column in export.columns if column.name == name)


def cells(export: Export, name: str) -> list[str]:
    found = column(export, name)
    return [found.values[code] if code >= 0 else "" for code in found.codes]


def described(export: Export) -> dict[str, tuple[str, str, str]]:
    return {c.name: (c.text, c.option, c.kind) for c in export.columns if c.kind != "metadata"}


def statuses(export: Export) -> list[str]:
    return [STATUSES[code] for code in export.status]


QUALTRICS_DESCRIBED = {
    "Q1": ("Which of these do you want?", "", "answer"),
    "Q1_3_TEXT": ("Which of these do you want?", "Other: Please describe", "free-text"),
    "Q2_1": ("How important is each?", "Support - by phone", "answer"),
    "Q2_2": ("How important is each?", "Delivery", "answer"),
    "Q3": ("What would you pay?", "", "answer"),
}


@pytest.mark.parametrize("sample", ["three rows", "single quotes", "tabs in UTF-16", "workbook"])
def test_qualtrics_question_and_option_are_told_apart(sample: str) -> None:
    export = read("sample", content=SAMPLES[f"qualtrics, {sample}"][1])
    assert described(export) == QUALTRICS_DESCRIBED
    assert cells(export, "Q1") == ["1,3"]
    assert cells(export, "Q2_2") == ["-99"]  # seen, not answered: a value of its own
    assert export.personal == ("IPAddress", "RecipientEmail")
    assert export.seconds.tolist() == [300]
    assert export.latest == "2025-03-01"


@pytest.mark.parametrize(
    ("response", "status"),
    [
        ({}, "kept"),
        ({"Status": "IP Address"}, "kept"),
        ({"Status": "4"}, "kept"),
        ({"Status": "32"}, "kept"),
        ({"Status": "1"}, "preview"),
        ({"Status": "Survey Preview"}, "preview"),
        ({"Status": "Umfragenvorschau"}, "preview"),
        ({"Status": "17"}, "preview"),
        ({"DistributionChannel": "preview"}, "preview"),
        ({"Status": "1", "Finished": "0", "Progress": "10"}, "preview"),
        ({"Status": "2"}, "test"),
        ({"Status": "Survey Test"}, "test"),
        ({"Status": "8"}, "spam"),
        ({"Status": "Spam", "Finished": "0"}, "spam"),
        ({"Status": "12"}, "spam"),
        ({"Status": "40"}, "spam"),
        ({"Finished": "0"}, "incomplete"),
        ({"Finished": "False"}, "incomplete"),
        ({"Finished": "FALSE"}, "incomplete"),
        ({"Finished": "Falsch"}, "incomplete"),
        ({"Finished": "", "Progress": "99"}, "incomplete"),
        ({"Finished": "True"}, "kept"),
    ],
)
def test_qualtrics_status(response: dict[str, str], status: str) -> None:
    export = read("sample.csv", content=as_csv(qualtrics_rows(FINISHED, response)))
    assert statuses(export) == ["kept", status]


def test_qualtrics_latest_is_that_of_a_kept_response() -> None:
    late = {"EndDate": "2025-04-01 00:00:00", "RecordedDate": "2025-04-01 00:00:00"}
    preview = read("sample.csv", content=as_csv(qualtrics_rows(FINISHED, late | {"Status": "1"})))
    kept = read("sample.csv", content=as_csv(qualtrics_rows(FINISHED, late)))
    assert (preview.latest, kept.latest) == ("2025-03-01", "2025-04-01")


def test_qualtrics_localised_labels_are_known_by_their_import_ids() -> None:
    rows = qualtrics_rows(FINISHED)
    rows[0] = [f"Spalte {i}" if name in QUALTRICS_METADATA else name for i, name in enumerate(rows[0])]
    export = read("sample.csv", content=as_csv(rows))
    assert described(export) == QUALTRICS_DESCRIBED
    assert len(export.personal) == 2


def test_qualtrics_duplicate_names_are_numbered_visibly() -> None:
    rows = [[*row, *row[-1:], *row[-1:]] for row in qualtrics_rows(FINISHED)]
    assert [c.name for c in read("sample.csv", content=as_csv(rows)).columns][-3:] == ["Q3", "Q3 (2)", "Q3 (3)"]


def test_qualtrics_embedded_data_that_is_called_like_metadata_is_the_surveys_own() -> None:
    header = [["Progress", "Plan"], ["Progress", "Plan"], ['{"ImportId":"Progress"}', '{"ImportId":"Plan"}'], ["10", "Gold"]]
    rows = [[*row, *more] for row, more in zip(qualtrics_rows(FINISHED), header, strict=True)]
    export = read("sample.csv", content=as_csv(rows))
    assert statuses(export) == ["kept"]
    assert described(export)["Progress (2)"] == ("Progress", "", "answer")
    assert described(export)["Plan"] == ("Plan", "", "answer")


def test_qualtrics_legacy() -> None:
    export = read("sample.csv", content=as_csv(QUALTRICS_LEGACY, encoding="utf-8-sig"))
    assert described(export) == {
        "Q1": ("Do you want it?", "", "answer"),
        "Q2_1": ("Rate these.", "Phone", "answer"),
        "Q2_2": ("Rate these.", "Chat", "answer"),
    }
    assert export.personal == ("V3", "V5", "V6", "LocationLatitude")
    assert statuses(export) == ["kept", "preview"]
    assert export.seconds.tolist() == [39, 100]
    assert not any(c.name.startswith("Column") for c in export.columns)  # the trailing delimiter makes no column


def test_surveymonkey_blank_headings_continue_the_question() -> None:
    export = read("sample.csv", content=SAMPLES["surveymonkey, two rows"][1])
    assert described(export) == {
        "Which do you want? [Phone support]": ("Which do you want?", "Phone support", "answer"),
        "Which do you want? [Chat]": ("Which do you want?", "Chat", "answer"),
        "Which do you want? [Other (please specify)]": ("Which do you want?", "Other (please specify)", "free-text"),
        "How much would you pay?": ("How much would you pay?", "", "answer"),
        "Would you recommend us?": ("Would you recommend us?", "", "answer"),
        "Would you recommend us? [Why or why not?]": ("Would you recommend us?", "Why or why not?", "free-text"),
    }
    assert export.personal == ("IP Address", "Email Address", "First Name", "Last Name")
    assert export.seconds.tolist() == [600, 120]
    assert export.latest == "2021-05-24"


def test_surveymonkey_without_metadata() -> None:
    export = read("sample.csv", content=SAMPLES["surveymonkey, no metadata"][1])
    assert [c.name for c in export.columns][:2] == ["What is your region?", "Which do you want? [Phone support]"]
    assert export.records == 2


def test_surveymonkey_one_row_splits_what_neighbours_share() -> None:
    export = read("sample.csv", content=SAMPLES["surveymonkey, one row"][1])
    assert described(export)["How important? - Chat"] == ("How important?", "Chat", "answer")
    assert described(export)["Gender"] == ("Gender", "", "answer")


def test_surveymonkey_three_header_rows() -> None:
    rows = [
        ["Respondent ID", "How useful?", "", ""],
        ["", "Phone", "", "Chat"],
        ["", "today", "next year", "today"],
        ["10001", "Very", "Not", "Very"],
    ]
    export = read("sample.csv", content=as_csv(rows))
    assert export.records == 1
    assert [c.option for c in export.columns][1:] == ["Phone - today", "next year", "Chat - today"]


def test_surveymonkey_texts_among_ticks_are_free_text() -> None:
    rows = [
        ["Respondent ID", "Which?", "", ""],
        ["", "Phone", "Chat", "Other"],
        ["10001", "Phone", "", "a fax, please"],
        ["10002", "Phone", "Chat", "letters"],
    ]
    export = read("sample.csv", content=as_csv(rows))
    assert [c.kind for c in export.columns] == ["metadata", "answer", "answer", "free-text"]


def test_google_forms_grids_are_split_where_rows_share_the_question() -> None:
    export = read("sample.csv", content=SAMPLES["google_forms"][1])
    assert described(export) == {
        "Which do you want?": ("Which do you want?", "", "answer"),
        "How useful? [Phone]": ("How useful?", "Phone", "answer"),
        "How useful? [Chat]": ("How useful?", "Chat", "answer"),
        "Net income [EUR]": ("Net income [EUR]", "", "answer"),
    }
    assert export.personal == ("Email Address",)
    assert export.latest == "2019-06-26"
    assert np.isnan(export.seconds).all()


def test_google_forms_grid_without_a_question() -> None:
    rows = [["Timestamp", " [Phone]", " [Chat]"], ["2019-06-25 06:59:49", "Very", "Not"]]
    assert [c.option for c in read("sample.csv", content=as_csv(rows)).columns] == ["", "Phone", "Chat"]


def test_google_forms_in_spanish() -> None:
    export = read("sample.csv", content=as_csv(GOOGLE_FORMS_SPANISH))
    assert export.latest == "2025-02-03"  # 17/01 shows that the day comes first


def test_microsoft_forms() -> None:
    export = read("sample.xlsx", content=SAMPLES["microsoft_forms"][1])
    assert described(export) == {
        "Which devices?": ("Which devices?", "", "answer"),
        "How helpful?": ("How helpful?", "", "answer"),
    }
    assert cells(export, "Which devices?") == ["Laptop ;Tablet ;", "Desktop ;"]  # as written
    assert export.personal == ("Email", "Name")
    assert export.seconds.tolist() == [1311, 30]
    assert export.latest == "2024-02-28"


def test_microsoft_forms_leaves_out_what_stands_beside_its_table() -> None:
    rows = [[*row, note] for row, note in zip(MICROSOFT_FORMS, ["My notes", "check", ""], strict=True)]
    export = read("sample.xlsx", content=as_workbook(("Sheet1", rows), table="A1:H3"))
    assert "My notes" not in [c.name for c in export.columns]
    assert export.notes == ('Columns beside the table "Table1" were not read: "My notes".',)


def test_plain_keeps_headers_as_names() -> None:
    export = read("sample.csv", content=as_csv(PLAIN))
    assert [(c.name, c.kind) for c in export.columns] == [
        ("id", "metadata"), ("Region", "answer"), ("Want it?", "answer"), ("Price", "answer"),
    ]  # fmt: skip
    assert (export.latest, export.notes) == ("", ())


def test_plain_without_a_heading_numbers_its_columns() -> None:
    rows = [["1", "EMEA", "4"], ["2", "EMEA", "4"], ["2", "APAC", "5"], ["1", "APAC", "4"]]
    export = read("sample.csv", content=as_csv(rows))
    assert [c.name for c in export.columns] == ["Column 1", "Column 2", "Column 3"]
    assert export.records == 4
    assert "numbered" in export.notes[0]


def test_plain_prices_in_a_heading_are_a_heading() -> None:
    ladder = [["id", "29", "49", "69"], ["1", "1", "1", "0"], ["2", "1", "0", "0"]]
    ticks = [["29", "49"], ["29", ""], ["29", "49"]]
    assert read("a.csv", content=as_csv(ladder)).records == 2
    assert read("b.csv", content=as_csv(ticks)).records == 2


def test_plain_heading_in_two_rows() -> None:
    rows = [
        ["Hintergrund?", "", "", "Sonst?"],
        ["Maschinenbau", "Informatik", "Sonstiges", ""],
        ["Ja", "Nein", "", "x"],
    ]
    export = read("sample.csv", content=as_csv(rows))
    assert export.tool == "plain"
    assert [(c.name, c.text, c.option) for c in export.columns] == [
        ("Hintergrund? [Maschinenbau]", "Hintergrund?", "Maschinenbau"),
        ("Hintergrund? [Informatik]", "Hintergrund?", "Informatik"),
        ("Hintergrund? [Sonstiges]", "Hintergrund?", "Sonstiges"),
        ("Sonst?", "Sonst?", ""),
    ]


def test_an_interview_that_ends_before_it_begins_has_no_length() -> None:
    rows: list[list[object]] = [list(row) for row in MICROSOFT_FORMS]
    rows[1][1], rows[1][2] = rows[1][2], rows[1][1]
    seconds = read("sample.xlsx", content=as_workbook(("Sheet1", rows))).seconds
    assert np.isnan(seconds[0])
    assert seconds[1] == 30


def test_a_tool_may_be_named() -> None:
    content = SAMPLES["google_forms"][1]
    assert read("a.csv", tool="google_forms", content=content).tool == "google_forms"
    assert read("a.csv", tool="plain", content=content).tool == "plain"


def test_blank_cells_are_blank_whatever_they_are_made_of() -> None:
    rows = [["a", "b"], [" ", "x"], ["\xa0", "y"], ["\t\n", "x"], ["v ", ""]]
    export = read("sample.csv", content=as_csv(rows))
    assert column(export, "a").values == ("v ",)
    assert column(export, "a").codes.tolist() == [-1, -1, -1, 0]
    assert Counter(column(export, "b").codes.tolist()) == {0: 2, 1: 1, -1: 1}
