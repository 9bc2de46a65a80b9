"""All files that people exported and published, none left out: which tool, how many responses count, what stands where."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from gapsurvey.errors import ExportError
from gapsurvey.exports import claimant, read
from gapsurvey.exports.container import sheets_of
from gapsurvey.model import STATUSES, Column, Export

pytestmark = pytest.mark.shared


class Seen(NamedTuple):
    """status: responses by status; personal: columns of personal data; latest: ISO date of the latest kept response;
    cells: of a column that is kept, a response, and its text."""

    tool: str
    status: dict[str, int]
    columns: int
    personal: int
    questions: int
    latest: str
    cells: tuple[tuple[int, int, str], ...]


# Responses: records that Python's csv, openpyxl or pyreadstat count, less the header rows of the inventory. Statuses: pandas 3.1,
# counting Status, Finished, Progress, and blank submitdate. Dates: pandas, of the kept. Questions: distinct headings without
# metadata, their options cut off by hand: the filled cells of SurveyMonkey's first row, ImportIds without their endings.
FILES: dict[str, Seen] = {
    "alchemer/jupyter_ux_2015_SurveyExport.csv": Seen(
        "alchemer", {"incomplete": 927, "kept": 779}, 37, 0, 16, "2016-01-15",
        ((3, 839, "Daily"), (11, 249, "Interactive data analysis"), (31, 565, "data scientist")),
    ),
    "google_forms/dask_2019_grid_SEMICOLON.csv": Seen(
        "google_forms", {"kept": 259}, 24, 0, 14, "2019-07-23",
        ((1, 183, "Array;DataFrame"), (10, 143, "Not relevant for me"), (17, 90, "Somewhat useful")),
    ),
    "google_forms/dask_2021_grid_COMMA.csv": Seen(
        "google_forms", {"kept": 247}, 43, 0, 32, "2021-08-18",
        ((16, 52, "Yes"), (19, 181, "No"), (21, 155, "Critical to me")),
    ),
    "google_forms/jupyter_education_2016_multiline.csv": Seen(
        "google_forms", {"kept": 125}, 25, 0, 24, "2016-05-07",
        ((2, 67, "[redacted]"), (3, 9, "[redacted]"), (8, 16, "Graduate")),
    ),
    "google_forms/learnR_2019_english.xlsx": Seen(
        "google_forms", {"kept": 1838}, 52, 0, 51, "2020-01-09",
        ((9, 153, "2005"), (27, 774, "I expect it to stay the same"), (49, 600, "2")),
    ),
    "limesurvey/PAIR_digitaltwin_english.csv": Seen(
        "limesurvey", {"kept": 96}, 317, 0, 44, "",
        ((15, 63, "Agree completely"), (39, 28, "N/A"), (236, 12, "N/A")),
    ),
    "limesurvey/artifact_eval_codes.xlsx": Seen(
        "limesurvey", {"kept": 124, "incomplete": 133}, 227, 0, 36, "2019-07-15",
        ((160, 111, "Yes"), (173, 84, "N/A"), (184, 62, "Yes")),
    ),
    "limesurvey/german_2row_semicolon_bom.csv": Seen(
        "limesurvey", {"kept": 45}, 38, 0, 6, "",
        ((1, 24, "Nein"), (8, 8, "sehr häufig"), (27, 29, "Ja")),
    ),
    "limesurvey/german_merged_2sheets.xlsx": Seen(
        "limesurvey", {"kept": 45}, 38, 0, 6, "",
        ((7, 42, "eher häufig"), (24, 2, "Nein"), (31, 8, "Stimme gar nicht zu")),
    ),
    "limesurvey/rse_uk2016_code_dot_text.csv": Seen(
        "limesurvey", {"kept": 273}, 67, 0, 62, "",
        ((5, 112, "Yes"), (50, 149, "Strongly disagree"), (51, 44, "Strongly disagree")),
    ),
    "ms_forms/swedish_distance_learning.xlsx": Seen(
        "microsoft_forms", {"kept": 43}, 22, 2, 18, "2024-03-04",
        ((4, 12, "Engineering"), (16, 35, "No – the workload was too much "), (18, 1, "Only minor issues")),
    ),
    "plain/customers_SFO_2010_coded.csv": Seen(
        "plain", {"kept": 1199}, 100, 0, 100, "",
        ((22, 632, "9"), (32, 604, "4"), (53, 1151, "6")),
    ),
    "plain/tufts_real.xls": Seen(
        "plain", {"kept": 420}, 4, 0, 3, "",
        ((1, 262, "Q8_3"), (2, 327, "2"), (3, 112, "Not Selected")),
    ),
    "qualtrics/TWOGROUP_vetdental_EMPLOYER.csv": Seen(
        "qualtrics", {"preview": 1, "kept": 17, "incomplete": 11}, 169, 7, 41, "2024-10-19",
        ((32, 21, "3"), (98, 7, "4"), (135, 11, "2")),
    ),
    "qualtrics/TWOGROUP_vetdental_PCVE_faculty.csv": Seen(
        "qualtrics", {"kept": 31, "incomplete": 12}, 164, 7, 43, "2024-11-10",
        ((19, 42, "4"), (101, 9, "4"), (140, 3, "0")),
    ),
    "qualtrics/ropensci_legacy_V1V2_2row_bom.csv": Seen(
        "qualtrics", {"kept": 1}, 9, 6, 2, "2017-07-18",
        ((0, 0, "R_2YPOQ602ER1jkf1"), (2, 0, "0"), (7, 0, "Hello World!")),
    ),
    "qualtrics/ropensci_sample_3row_german_labels.csv": Seen(
        "qualtrics", {"kept": 1}, 13, 7, 3, "2017-07-18",
        ((3, 0, "100"), (4, 0, "38"), (5, 0, "1")),
    ),
    "qualtrics/tufts_better_sample_py_importid.csv": Seen(
        "qualtrics", {"test": 10}, 52, 7, 12, "",
        ((10, 9, "1"), (19, 3, "1"), (26, 6, "1")),
    ),
    "qualtrics/tufts_coded_comments_other_specify.csv": Seen(
        "qualtrics", {"test": 10}, 10, 7, 2, "",
        ((6, 5, "5"),),
    ),
    "qualtrics/tufts_long_exhaustive_all_qtypes.csv": Seen(
        "qualtrics", {"test": 31}, 360, 7, 67, "",
        ((43, 19, "1"), (67, 13, "3"), (217, 17, "2")),
    ),
    "spss/haven_labelled_num_na.sav": Seen(
        "spss", {"kept": 2}, 1, 0, 1, "",
        ((0, 0, "This is one"),),
    ),
    "spss/haven_umlauts_cp.sav": Seen(
        "spss", {"kept": 4}, 1, 0, 1, "",
        ((0, 0, "the ä umlaut"), (0, 2, "the ä umlaut"), (0, 3, "the ö umlaut")),
    ),
    "spss/nilt_northern_ireland_276vars.sav": Seen(
        "spss", {"kept": 1200}, 276, 0, 168, "",
        ((105, 968, "Definitely not"), (157, 353, "Very likely"), (236, 759, "Agree")),
    ),
    "spss/pyreadstat_hebrew_windows1255.sav": Seen(
        "spss", {"kept": 99}, 1, 0, 1, "",
        ((0, 39, "20"), (0, 47, "20"), (0, 93, "35")),
    ),
    "spss/pyreadstat_missing_user_ranges.sav": Seen(
        "spss", {"kept": 7}, 7, 0, 7, "",
        ((0, 4, "e"), (1, 3, "-1.4"), (5, 3, "low")),
    ),
    "surveymonkey/538_comma_1row_importance.csv": Seen(
        "surveymonkey", {"kept": 1129}, 13, 0, 12, "",
        ((7, 64, "Very unimportant"), (9, 713, "45-60"), (12, 551, "South Atlantic")),
    ),
    "surveymonkey/538_masculinity_raw_qcodes.csv": Seen(
        "surveymonkey", {"kept": 399}, 98, 0, 95, "2018-05-16",
        ((4, 287, "Not too important"), (70, 131, "Not selected"), (89, 340, "Windows Desktop / Laptop")),
    ),
    "surveymonkey/538_starwars_2row_macroman.csv": Seen(
        "surveymonkey", {"kept": 1186}, 38, 0, 14, "",
        ((1, 530, "Yes"), (12, 975, "3"), (15, 359, "Very favorably")),
    ),
    "surveymonkey/538_steak_html_header.csv": Seen(
        "surveymonkey", {"kept": 550}, 15, 0, 14, "",
        ((5, 177, "No"), (8, 214, "Yes"), (13, 207, "Graduate degree")),
    ),
    "surveymonkey/CNCF_maintainers_2020H2.csv": Seen(
        "surveymonkey", {"kept": 97}, 103, 0, 19, "",
        ((75, 10, "9"), (91, 91, "9"), (93, 61, "10")),
    ),
    "surveymonkey/CNCF_members_2020_importance.csv": Seen(
        "surveymonkey", {"kept": 150}, 64, 0, 23, "",
        ((2, 8, "End User Supporter"), (10, 78, "CNCF Webinar Program"), (17, 11, "Speakers Bureau and member emails")),
    ),
    "surveymonkey/CNCF_security_fullmeta_PIIcols.csv": Seen(
        "surveymonkey", {"kept": 71}, 41, 4, 10, "2021-05-25",
        ((11, 13, "Vulnerability mangement"), (25, 42, "Image Scanning"), (30, 49, "N/A")),
    ),
    "surveymonkey/CNCF_users_2019_2row.csv": Seen(
        "surveymonkey", {"kept": 598}, 427, 0, 40, "",
        ((39, 362, "Using in Production"), (53, 329, "Using in Production"), (413, 597, "4")),
    ),
    "surveymonkey/CNCF_users_2020_955cols_macroman_OctDates.csv": Seen(
        "surveymonkey", {"kept": 298}, 955, 0, 49, "",
        ((81, 24, "Monthly"), (201, 98, "Not using or don't know"), (246, 155, "Not using or don't know")),
    ),
    "typeform/fcc_newcoder_2016_part1.csv": Seen(
        "typeform", {"kept": 2499}, 51, 0, 43, "2016-03-30",
        ((5, 169, "Within 7 to 12 months"), (37, 1187, "10"), (39, 2461, "0")),
    ),
}  # fmt: skip
REFUSED = {  # file: what is found, what to do
    "surveymonkey/538_masculinity_crosstab_SUMMARY.csv": ("mostly percentages", "All individual responses"),
    "surveymonkey/CNCF_maintainers_2020H2_SUMMARY.csv": ("Answered", "All individual responses"),
    "google_forms/learnR_2019_questions.numbers": ("an Apple Numbers document", "File > Export To > CSV or Excel"),
}


def test_no_file_is_left_out(shared: Path) -> None:
    there = {path.relative_to(shared / "exports").as_posix() for path in (shared / "exports").glob("*/*")}
    assert there == {*FILES, *REFUSED}
    assert len(there) == 38


@pytest.mark.parametrize("file", FILES)
def test_a_real_export(shared: Path, file: str) -> None:
    export = read(shared / "exports" / file)
    status = dict(Counter(STATUSES[code] for code in export.status))
    questions = len({column.text for column in export.columns if column.kind != "metadata"})
    cells = tuple((at, response, text_of(export.columns[at], response)) for at, response, _ in FILES[file].cells)
    assert FILES[file] == (
        export.tool, status, len(export.columns), len(export.personal), questions, export.latest, cells
    )  # fmt: skip


@pytest.mark.parametrize("file", REFUSED)
def test_a_real_file_that_is_refused(shared: Path, file: str) -> None:
    with pytest.raises(ExportError) as caught:
        read(shared / "exports" / file)
    (problem,) = caught.value.problems
    found, fix = REFUSED[file]
    assert found in problem.found
    assert fix in problem.fix


def text_of(column: Column, response: int) -> str:
    return column.values[column.codes[response]] if column.codes[response] >= 0 else ""


MAC = "surveymonkey/CNCF_users_2020_955cols_macroman_OctDates.csv"
MAC_OR_WINDOWS = "surveymonkey/538_starwars_2row_macroman.csv"


def plain_reading(path: Path, file: str) -> Iterator[tuple[str, ...]]:
    """A file's columns below all headings that could be, as somebody else's reader gives them; numbers as pandas writes them."""
    if path.suffix == ".sav":
        labelled, _ = pyreadstat.read_sav(path, apply_value_formats=True, formats_as_category=False)
        for name in labelled.columns:
            yield tuple("" if pd.isna(cell) else as_text(cell) for cell in labelled[name])
        return
    if path.suffix == ".csv":
        encoding = {MAC: "mac_roman", MAC_OR_WINDOWS: "cp1252"}.get(file, "utf-8-sig")
        text = path.read_bytes().decode(encoding)
        delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
        rows: list[list[object]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    else:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = max(book.worksheets, key=lambda sheet: sheet.max_column or 0)
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    filled = [tuple(map(as_text, row)) for row in rows if any(map(as_text, row))]
    yield from zip_longest(*filled, fillvalue="")


def as_text(cell: object) -> str:
    if cell is None:
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell).split(".")[0] if hasattr(cell, "year") else str(cell)
    return text if text.strip() else ""


@pytest.mark.parametrize("file", [file for file in FILES if not file.endswith(".xls")])
def test_every_cell_is_as_another_reader_gives_it(shared: Path, file: str) -> None:
    export = read(shared / "exports" / file)
    theirs = {column[-export.records :] for column in plain_reading(shared / "exports" / file, file)}
    missing = [c.name for c in export.columns if tuple(text_of(c, i) for i in range(export.records)) not in theirs]
    assert missing == []


@pytest.mark.parametrize("file", [file for file in FILES if not file.endswith(".xls") and "german_merged" not in file])
def test_exactly_one_tool_recognises_it(shared: Path, file: str) -> None:
    (sheet,) = sheets_of((shared / "exports" / file).read_bytes(), file)
    assert claimant(sheet).name == FILES[file].tool


def column(export: Export, name: str) -> Column:
    return next(column for column in export.columns if column.name == name)


def givers(found: Column, value: str) -> int:
    return int((found.codes == found.values.index(value)).sum())


def test_the_qualtrics_pair(shared: Path) -> None:
    employers = read(shared / "exports/qualtrics/TWOGROUP_vetdental_EMPLOYER.csv")
    specialists = read(shared / "exports/qualtrics/TWOGROUP_vetdental_PCVE_faculty.csv")
    extraction = column(employers, "Q4_9")
    assert extraction.text.endswith("Select one response for each item listed below.")
    assert extraction.option == "Canine open extraction - Canines or multiple roots"
    assert column(employers, "Q3").text == "What does a COHAT include at your practice/organization?  Select all that apply."
    assert column(employers, "Q3").values[0] == "1,5,6,7,8,9,10,11"
    assert column(employers, "Q3_13_TEXT").kind == "free-text"
    assert {"Q46", "Q46 (2)"} <= {c.name for c in specialists.columns}
    assert employers.seconds[0] == 22


def test_surveymonkey_options_and_old_apple_text(shared: Path) -> None:
    export = read(shared / "exports/surveymonkey/CNCF_users_2020_955cols_macroman_OctDates.csv")
    sizes = [c for c in export.columns if c.text == "What is the size of your company/organization?"]
    assert [c.option for c in sizes] == ["<10", "Oct-49", "50-99", "100-499", "500-999", "1000-4999", ">5000"]
    assert "South and Central\xa0America" in [c.option for c in export.columns]
    assert "The file is not in UTF-8; it was read as Mac Roman." in export.notes
    assert any('"Oct-49"' in note and "10-49" in note for note in export.notes)


def test_surveymonkey_ranking_and_grid(shared: Path) -> None:
    export = read(shared / "exports/surveymonkey/538_starwars_2row_macroman.csv")
    seen = column(export, "Have you seen any of the 6 films in the Star Wars franchise?")
    assert (givers(seen, "Yes"), givers(seen, "No")) == (936, 250)  # as the survey's published analysis counts them
    assert sum(c.text.startswith("Please rank") for c in export.columns) == 6


def test_google_grid_and_joined_answers(shared: Path) -> None:
    export = read(shared / "exports/google_forms/dask_2019_grid_SEMICOLON.csv")
    grid = [c for c in export.columns if c.option]
    assert {c.text for c in grid} == {"What common feature requests do you care about most?"}
    assert len(grid) == 10
    assert "Array;DataFrame" in column(export, "Dask APIs").values


def test_microsoft_in_swedish(shared: Path) -> None:
    export = read(shared / "exports/ms_forms/swedish_distance_learning.xlsx")
    assert export.personal == ("E-post", "Namn")
    assert "Laptop ;Tablet ;Smartphone;" in column(export, "What device(s) do you use for distance learning?").values
    assert export.seconds[0] == 1311  # 15:39:32 to 16:01:23


def test_notes_on_the_first_sheet_and_merged_headings(shared: Path) -> None:
    export = read(shared / "exports/limesurvey/german_merged_2sheets.xlsx")
    assert export.records == 45
    assert export.notes[0] == 'The responses were read from the sheet "Data", not from "Table Cleanup".'
    assert (export.columns[1].text, export.columns[1].option) == ("Welchen fachlichen Hintergrund haben Sie?", "Elektrotechnik")
