"""Dates, personal data, eaten ranges, headings: what texts are taken for."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.exports import read
from gapsurvey.exports.dates import day_first, is_timestamp, timestamp
from gapsurvey.exports.encode import encoded_sheet
from gapsurvey.exports.headings import grids, is_other, options_in_second_row, split_stem
from gapsurvey.exports.moments import moments
from gapsurvey.exports.personal import holds_personal_data, names_personal_data
from gapsurvey.exports.ranges import uneaten
from tests.exports.dialects import as_csv


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("4/22/2016 19:57:50", datetime(2016, 4, 22, 19, 57, 50)),
        ("2019-06-25 06:59:49", datetime(2019, 6, 25, 6, 59, 49)),
        ("2019-06-25T06:59:49.878Z", datetime(2019, 6, 25, 6, 59, 49)),
        ("2019/10/13 11:50:46 PM GMT+5:30", datetime(2019, 10, 13, 23, 50, 46)),
        ("2019/10/13 12:50:46 AM GMT+2", datetime(2019, 10, 13, 0, 50, 46)),
        ("17/01/2025 18.03.40", datetime(2025, 1, 17, 18, 3, 40)),
        ("17.01.2025, 18:03", datetime(2025, 1, 17, 18, 3)),
        ("05/24/2021 12:05:53 PM", datetime(2021, 5, 24, 12, 5, 53)),
        ("5/30/18 4:01", datetime(2018, 5, 30, 4, 1)),
        ("2024-02-28", datetime(2024, 2, 28)),
        ("31/02/2024", None),
        ("12:30", None),
        ("10-49", None),
        ("3.14", None),
        ("Phone", None),
    ],
)
def test_timestamps(text: str, moment: datetime | None) -> None:
    assert timestamp(text, day_first([text])) == moment


def test_the_order_of_day_and_month_is_certain_or_unknown() -> None:
    assert day_first(["8/6/2024 16:18", "8/13/2024 16:18"]) is False
    assert day_first(["8/6/2024", "13/6/2024"]) is True
    assert day_first(["8.6.2024"]) is True
    assert day_first(["8/6/2024", "7/5/2024"]) is None
    assert day_first(["13/6/2024", "6/13/2024"]) is None
    assert timestamp("8/6/2024", None) is None
    assert timestamp("6/6/2024", None) == datetime(2024, 6, 6)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))
def test_iso_moments_are_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert timestamp(moment.isoformat(), None) == moment == timestamp(moment.isoformat(sep=" "), True)


ISO = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0).isoformat(sep=" "))
ALMOST_ISO = st.builds(
    lambda text, at, letter: text[:at] + letter + text[at + 1 :], ISO, st.integers(0, 18), st.sampled_from("0123456789 T-:/.é²٣")
)
OTHERS = st.sampled_from(
    ["", "8/6/2024", "13/6/2024 10:00", "2024-02-28", "2019-06-25T06:59:49Z", "a" * 19, "0000-00-00 00:00:00"]
)


@given(st.lists(st.lists(ISO | ALMOST_ISO | OTHERS), max_size=3), st.booleans())
def test_many_moments_are_those_of_one_at_a_time(columns: list[list[str]], usual: bool) -> None:
    if usual:  # all of them at once
        columns = [[text for text in texts if len(text) == 19] for texts in columns]
    order = day_first(text for texts in columns for text in texts)
    found = moments({str(at): texts for at, texts in enumerate(columns)})
    for at, texts in enumerate(columns):
        expected = [timestamp(text, order) for text in texts]
        seconds = [None if isnan(n) else datetime(1970, 1, 1) + timedelta(seconds=n) for n in found[str(at)].tolist()]
        assert seconds == expected


def test_a_file_whose_dates_are_not_certain_has_no_latest() -> None:
    rows = [["Timestamp", "a"], ["8/6/2024 16:18", "x"], ["7/6/2024 16:18", "y"]]
    assert read("a.csv", content=as_csv(rows)).latest == ""


@pytest.mark.parametrize(
    ("heading", "cells", "personal"),
    [
        ("E-Mail-Adresse", ["Ann"], True),
        (" Your  name? ", ["Ann"], True),
        ("Phone number:", [], True),
        ("Phone", ["Phone"], False),
        ("Phone", ["1", "0"], False),
        ("Email", ["Yes", "No"], False),
        ("What is the name of your product?", ["x"], False),
    ],
)
def test_names_of_personal_data(heading: str, cells: list[str], personal: bool) -> None:
    assert names_personal_data(heading, cells) is personal


@pytest.mark.parametrize(
    ("values", "records", "personal"),
    [
        (["a@example.invalid", "n/a"], 2, True),
        (["write to a@example.invalid or call"], 1, False),
        (["192.0.2.1", "198.51.100.7"], 9, True),
        (["2001:db8:0:0:0:0:0:1"], 9, True),
        (["3.11.7", "3.12.1"], 9, False),
        (["+49 170 1234567", "+1 (555) 010-9999", "0170 1234567"], 3, True),
        (["12687305205", "12662870906"], 2, False),
        (["1000-4999", "5000-9999"], 2, False),
        (["100000 - 249999", "250000 - 499999"], 2, False),
        (["0.714026", "1.013018"], 2, False),
        (["2019-06-25", "2019-06-26 06:59:49"], 2, False),
        (["$50,000 - $99,999"], 1, False),
        (["1,2,5,7,8,9,10,11"], 1, False),
        ([], 0, False),
    ],
)
def test_values_that_are_personal_data(values: list[str], records: int, personal: bool) -> None:
    assert holds_personal_data(values, records) is personal


def test_personal_data_under_any_name_stays_outside() -> None:
    rows = [["How can we reach you?", "Want it?"], ["a@example.invalid", "Yes"], ["", "No"]]
    export = read("a.csv", content=as_csv(rows))
    assert export.personal == ("How can we reach you?",)
    assert [c.name for c in export.columns] == ["Want it?"]


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("Oct-49", "10-49"),
        ("5-Feb", "2-5"),
        ("Jun-25", "6-25"),
        ("10-Jun", "6-10"),
        ("2-May", "2-5"),
        ("10-49", ""),
        ("October", ""),
    ],
)
def test_ranges_that_a_spreadsheet_ate(text: str, range_: str) -> None:
    assert uneaten(text) == range_


def eaten(values: list[str]) -> tuple[str, ...]:
    return read("a.csv", content=as_csv([["id", "How many?"], *([str(i), v] for i, v in enumerate(values))])).notes


def test_eaten_ranges_are_warned_of_unless_they_could_tell_on_somebody() -> None:
    (note,) = eaten(["Oct-49"] * 5 + ["50-99"])
    assert '"Oct-49"' in note
    assert "10-49" in note
    assert eaten(["Oct-49"] * 4 + ["50-99"]) == ()  # four people: the answer is not repeated
    assert eaten(["Jun-25", "Jul-25"] * 5) == ()  # nothing but months: dates


def test_eaten_ranges_in_options() -> None:
    rows = [["Respondent ID", "How many?", ""], ["", "Oct-49", "50-99"], ["10001", "Oct-49", ""], ["10002", "", "50-99"]]
    assert len(read("a.csv", content=as_csv(rows)).notes) == 1


@pytest.mark.parametrize(
    ("option", "other"),
    [("Other (please specify)", True), ("Other: Please describe", True), ("Sonstiges (bitte angeben)", True),
     ("Autre (veuillez préciser)", True), ("Other", False), ("Other suppliers", False), ("Another (please)", False)],
)  # fmt: skip
def test_options_that_invite_a_text(option: str, other: bool) -> None:
    assert is_other(option) is other


def test_a_stem_ends_at_the_last_separator_that_all_share() -> None:
    assert split_stem(["Rate - each - Dog - one root", "Rate - each - Dog - two roots", "Rate - each - Cat"], (" - ",)) == [
        ("Rate - each", "Dog - one root"),
        ("Rate - each", "Dog - two roots"),
        ("Rate - each", "Cat"),
    ]
    assert split_stem(["on-site help", "on-site talk"], (" - ",)) == [("on-site help", ""), ("on-site talk", "")]


def test_grids_need_two_rows() -> None:
    assert grids(["A? [x]", "A? [y [z]]", "Income [EUR]", " [p]", " [q]"]) == {
        0: ("A?", "x"), 1: ("A?", "y [z]"), 3: ("", "p"), 4: ("", "q"),
    }  # fmt: skip


def test_a_second_row_of_options() -> None:
    assert options_in_second_row(["Q1", "", "", "Q2", ""], ["a", "b", "c", "a", "b"])
    assert not options_in_second_row(["Q1", "", "", "Q2", ""], ["a", "b", "b", "a", "b"])  # an answer may repeat, an option not
    assert not options_in_second_row(["Q1", "", "", "Q2", ""], ["a", "1", "2", "a", "3"])
    assert not options_in_second_row(["Q1", "", "Q2"], ["a", "b", "c"])


@given(st.lists(st.sampled_from(["", " ", "\xa0", "a", "b", "A", "a "]), min_size=1, max_size=700), st.integers(0, 20))
def test_encoding_a_column_loses_nothing_but_blanks(texts: list[str], first: int) -> None:
    sheet = encoded_sheet("", ([text] for text in texts), [])
    assert sheet.height == len(texts)
    column = sheet.columns[0].since(first)
    assert [column.values[code] if code >= 0 else "" for code in column.codes] == [t if t.strip() else "" for t in texts[first:]]
    assert set(column.values) == {text for text in texts[first:] if text.strip()}
    assert sheet.columns[0].values == tuple(dict.fromkeys(text for text in texts if text.strip()))


def test_what_is_a_timestamp() -> None:
    assert is_timestamp(" 2024-02-28 ")
    assert not is_timestamp("28 days")
