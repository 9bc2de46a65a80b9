"""Exports that people published, in the dialects that are read: how many responses count, and what stands where."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.model import STATUSES, Column, Export

pytestmark = pytest.mark.shared

# file: (tool, responses by status, columns that are kept, columns of personal data, ISO date of the latest kept response).
# Responses: the inventory's records less the header rows. Statuses of the pair, and dates: pandas 3.1, its parsed
# RecordedDate, EndDate or Timestamp filtered by Status, Finished and Progress.
FILES: dict[str, tuple[str, dict[str, int], int, int, str]] = {
    "qualtrics/TWOGROUP_vetdental_EMPLOYER.csv": (
        "qualtrics",
        {"kept": 17, "preview": 1, "incomplete": 11},
        169,
        7,
        "2024-10-19",
    ),
    "qualtrics/TWOGROUP_vetdental_PCVE_faculty.csv": ("qualtrics", {"kept": 31, "incomplete": 12}, 164, 7, "2024-11-10"),
    "qualtrics/ropensci_legacy_V1V2_2row_bom.csv": ("qualtrics", {"kept": 1}, 9, 6, "2017-07-18"),
    "qualtrics/ropensci_sample_3row_german_labels.csv": ("qualtrics", {"kept": 1}, 13, 7, "2017-07-18"),
    "qualtrics/tufts_better_sample_py_importid.csv": ("qualtrics", {"test": 10}, 52, 7, ""),
    "qualtrics/tufts_coded_comments_other_specify.csv": ("qualtrics", {"test": 10}, 10, 7, ""),
    "qualtrics/tufts_long_exhaustive_all_qtypes.csv": ("qualtrics", {"test": 31}, 360, 7, ""),
    "surveymonkey/538_comma_1row_importance.csv": ("surveymonkey", {"kept": 1129}, 13, 0, ""),
    "surveymonkey/538_masculinity_raw_qcodes.csv": ("surveymonkey", {"kept": 399}, 98, 0, "2018-05-16"),
    "surveymonkey/538_starwars_2row_macroman.csv": ("surveymonkey", {"kept": 1186}, 38, 0, ""),
    "surveymonkey/538_steak_html_header.csv": ("surveymonkey", {"kept": 550}, 15, 0, ""),
    "surveymonkey/CNCF_maintainers_2020H2.csv": ("surveymonkey", {"kept": 97}, 103, 0, ""),
    "surveymonkey/CNCF_members_2020_importance.csv": ("surveymonkey", {"kept": 150}, 64, 0, ""),
    "surveymonkey/CNCF_security_fullmeta_PIIcols.csv": ("surveymonkey", {"kept": 71}, 41, 4, "2021-05-25"),
    "surveymonkey/CNCF_users_2019_2row.csv": ("surveymonkey", {"kept": 598}, 427, 0, ""),
    "surveymonkey/CNCF_users_2020_955cols_macroman_OctDates.csv": ("surveymonkey", {"kept": 298}, 955, 0, ""),
    "google_forms/dask_2019_grid_SEMICOLON.csv": ("google_forms", {"kept": 259}, 24, 0, "2019-07-23"),
    "google_forms/dask_2021_grid_COMMA.csv": ("google_forms", {"kept": 247}, 43, 0, "2021-08-18"),
    "google_forms/jupyter_education_2016_multiline.csv": ("google_forms", {"kept": 125}, 25, 0, "2016-05-07"),
    "google_forms/learnR_2019_english.xlsx": ("google_forms", {"kept": 1838}, 52, 0, "2020-01-09"),
    "ms_forms/swedish_distance_learning.xlsx": ("microsoft_forms", {"kept": 43}, 22, 2, "2024-03-04"),
    "plain/customers_SFO_2010_coded.csv": ("plain", {"kept": 1199}, 100, 0, ""),
}


@pytest.mark.parametrize("file", FILES)
def test_a_real_export(shared: Path, file: str) -> None:
    export = read(shared / "exports" / file)
    status = dict(Counter(STATUSES[code] for code in export.status))
    assert (export.tool, status, len(export.columns), len(export.personal), export.latest) == FILES[file]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("surveymonkey/538_masculinity_crosstab_SUMMARY.csv", "summary"),
        ("surveymonkey/CNCF_maintainers_2020H2_SUMMARY.csv", "Answered"),
        ("google_forms/learnR_2019_questions.numbers", "Numbers"),
        ("plain/tufts_real.xls", r"\.xls"),
        ("spss/haven_umlauts_cp.sav", "SPSS"),
    ],
)
def test_a_real_file_that_is_refused(shared: Path, file: str, found: str) -> None:
    with pytest.raises(ExportError, match=found):
        read(shared / "exports" / file)


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
