"""Small exports in every dialect, made here: what the tests of reading read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.worksheet.table import Table

from tests.exports.containers import as_old_workbook, as_opendocument, as_parquet, as_sav

Rows = Sequence[Sequence[object]]


def as_csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    text = io.StringIO()
    foreign = "\n" not in line_end  # csv would leave a newline bare that does not end its own lines
    csv.writer(
        text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL if foreign else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(*sheets: tuple[str, Rows], table: str = "") -> bytes:
    """A workbook of named sheets; `table` is the area of an Excel table in the first of them."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if table:
        book.worksheets[0].add_table(Table(displayName="Table1", ref=table))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


QUALTRICS_METADATA = {
    "StartDate": ("Start Date", "startDate", "2025-03-01 10:00:00"),
    "EndDate": ("End Date", "endDate", "2025-03-01 10:05:00"),
    "Status": ("Response Type", "status", "0"),
    "IPAddress": ("IP Address", "ipAddress", "192.0.2.1"),
    "Progress": ("Progress", "progress", "100"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration", "300"),
    "Finished": ("Finished", "finished", "1"),
    "RecordedDate": ("Recorded Date", "recordedDate", "2025-03-01 10:05:02"),
    "ResponseId": ("Response ID", "_recordId", "R_1"),
    "RecipientEmail": ("Recipient Email", "recipientEmail", ""),
    "DistributionChannel": ("Distribution Channel", "distributionChannel", "anonymous"),
}
QUALTRICS_QUESTIONS = {
    "Q1": ("Which of these do you want? - Selected Choice", "QID1", "1,3"),
    "Q1_3_TEXT": ("Which of these do you want? - Other: Please describe - Text", "QID1_3_TEXT", ""),
    "Q2_1": ("How important is each? - Support - by phone", "QID2_1", "4"),
    "Q2_2": ("How important is each? - Delivery", "QID2_2", "-99"),
    "Q3": ("What would you pay?", "QID3_TEXT", "49"),
}


def qualtrics_rows(*responses: dict[str, str], ids: Callable[[str], str] | None = None, rows: int = 3) -> list[list[str]]:
    """A Qualtrics export; each response says what differs from a finished one. ids: how an ImportId is written."""
    columns = QUALTRICS_METADATA | QUALTRICS_QUESTIONS
    ids = ids or (lambda name: json.dumps({"ImportId": name}))
    header = [list(columns), [text for text, _, _ in columns.values()], [ids(name) for _, name, _ in columns.values()]]
    return header[:rows] + [[response.get(name, usual) for name, (_, _, usual) in columns.items()] for response in responses]


QUALTRICS_LEGACY = [
    ["V1", "V2", "V3", "V5", "V6", "V7", "V8", "V9", "V10", "Q1", "Q2_1", "Q2_2", "LocationLatitude", ""],
    ["ResponseID", "ResponseSet", "Name", "EmailAddress", "IPAddress", "Status", "StartDate", "EndDate", "Finished",
     "Do you want it?", "Rate these.-Phone", "Rate these.-Chat", "LocationLatitude", ""],
    ["R_1", "Default", "Anonymous", "", "192.0.2.1", "0", "2017-07-18 08:28:09", "2017-07-18 08:28:48", "1",
     "2", "1", "3", "47.0", ""],
    ["R_2", "Default", "Anonymous", "", "192.0.2.2", "1", "2017-07-19 08:28:09", "2017-07-19 08:29:49", "0",
     "1", "2", "3", "47.0", ""],
]  # fmt: skip

SURVEYMONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name",
     "Custom Data 1", "Which do you want?", "", "", "How much would you pay?", "Would you recommend us?", ""],
    ["", "", "", "", "", "", "", "", "", "Phone support", "Chat", "Other (please specify)", "Open-Ended Response", "Response",
     "Why or why not?"],
    ["10001", "7", "05/24/2021 12:05:53 PM", "05/24/2021 12:15:53 PM", "192.0.2.1", "", "", "", "",
     "Phone support", "", "", "50", "Yes", "Fast"],
    ["10002", "7", "05/11/2021 01:00:00 AM", "05/11/2021 01:02:00 AM", "192.0.2.2", "", "", "", "",
     "", "Chat", "Fax", "", "No", ""],
]  # fmt: skip
SURVEYMONKEY_BARE = [
    ["What is your region?", "Which do you want?", "", ""],
    ["Response", "Phone support", "Chat", "Other (please specify)"],
    ["Asia", "Phone support", "", ""],
    ["Europe", "", "Chat", "Fax"],
]
SURVEYMONKEY_ONE_ROW = [
    ["RespondentID", "Gender", "How important? - Phone", "How important? - Chat"],
    ["10001", "Female", "Very", "Not at all"],
]
SURVEYMONKEY_CODED = [
    ["", "StartDate", "EndDate", "q0001", "q0004_0001", "q0004_0002", "q0005"],
    ["1", "5/10/18 4:01", "5/10/18 4:06", "Very", "Not selected", "Friends", "Yes"],
    ["2", "5/13/18 4:01", "5/13/18 4:03", "Little", "Family", "Not selected", "No"],
]
GOOGLE_FORMS = [
    ["Timestamp", "Email Address", "Which do you want?", "How useful? [Phone]", "How useful? [Chat]", "Net income [EUR]"],
    ["2019-06-25 06:59:49", "a@example.invalid", "Phone;Chat", "Very", "", "12"],
    ["2019-06-26 06:59:49", "b@example.invalid", "Chat", "Not", "Very", "13"],
]
GOOGLE_FORMS_SPANISH = [["Marca temporal", "¿Qué quiere?"], ["17/01/2025 18.03.40", "Teléfono"], ["03/02/2025 9.00.00", "Nada"]]
MICROSOFT_FORMS: list[list[object]] = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Which devices?\xa0", "How helpful?"],
    [1, "2/28/24 15:39:32", "2/28/24 16:01:23", "anonymous", "", "", "Laptop ;Tablet ;", "Very"],
    [2, "2/28/24 16:39:32", "2/28/24 16:40:02", "anonymous", "", "", "Desktop ;", "Not"],
]
MICROSOFT_FORMS_UNLISTED: list[list[object]] = [  # a language that no table lists
    ["ID", "Upphafstími", "Lokatími", "Netfang", "Nafn", "Hvað viltu?"],
    [1, "2024-02-28 15:39:32", "2024-02-28 16:01:23", "anonymous", "", "Síma"],
    [2, "2024-02-28 16:39:32", "2024-02-28 16:40:02", "anonymous", "", "Spjall"],
]
PLAIN = [["id", "Region", "Want it?", "Price"], ["1", "EMEA", "Yes", "49"], ["2", "APAC", "No", "29"]]

LIMESURVEY_CODES = [
    ["id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp", "P5[O1]", "P5[O2]", "P5[other]", "P6[SQ001]",
     "interviewtime", "groupTime3", "P5Time"],
    ["4", "2025-06-28 09:05:58", "4", "en", "2025-06-28 08:38:13", "2025-06-28 09:05:58", "Yes", "N/A", "Fax", "8",
     "1665.5", "12", "4"],
    ["8", "", "1", "en", "2025-06-28 12:33:26", "2025-06-28 12:33:26", "No", "N/A", "", "", "20", "", ""],
]  # fmt: skip
LIMESURVEY_TEXTS = [
    ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Was wollen Sie? [Telefon]", "Was wollen Sie? [Chat]",
     "Was wollen Sie? [Sonstiges]", "Zufrieden?"],
    ["1", "1980-01-01 00:00:00", "2", "de", "Ja", "Nein", "Fax", "sehr"],
    ["2", "", "1", "de", "Nein", "N/A", "", ""],
]  # fmt: skip
LIMESURVEY_BOTH = [
    ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
     "Q1[SQ001]. Which do you want? [Phone]", "Q1[SQ002]. Which do you want? [Chat]", "Q2. Would you pay?"],
    ["1", "2025-06-28 09:05:58", "2", "en", "Yes", "No", "No"],
]  # fmt: skip
LIMESURVEY_CUT = [
    ["Was wollen Sie?", "", "", "", "Warum?"],
    ["Telefon", "Chat", "Besuch", "Sonstiges", ""],
    ["Ja", "Nein", "Ja", "", "schnell"],
    ["Nein", "Ja", "Nein", "Fax", ""],
]
TYPEFORM = [
    ["#", "Are you <strong>sure</strong>?", "Phone", "Chat", "None", "Other", "Podcast", "None", "Other", "How much?",
     "Start Date (UTC)", "Submit Date (UTC)", "Network ID"],
    ["9951", "1", "Phone", "", "", "Fax", "Podcast", "", "", "20", "2025-03-29 21:21:23", "2025-03-29 21:23:43", "5f57"],
    ["9952", "0", "", "", "None", "", "", "None", "", "15", "2025-03-29 21:22:54", "2025-03-29 21:24:35", "8219"],
]  # fmt: skip
TYPEFORM_NEWER = [
    [
        "#",
        "Want it?",
        "Response Type",
        "Start Date (UTC)",
        "Stage Date (UTC)",
        "Submit Date (UTC)",
        "Network ID",
        "Tags",
        "Ending",
    ],
    ["a1", "1", "completed", "2025-03-29 21:21:23", "", "2025-03-29 21:23:43", "5f57", "", "Thanks"],
    ["a2", "0", "partial", "2025-03-29 21:21:23", "2025-03-29 21:22:00", "", "5f58", "", ""],
]
ALCHEMER = [
    ["Response ID", "Time Started", "Date Submitted", "Status", "IP Address", "How do you call?",
     "Other - Write In:How do you call?", "Phone:How useful is each: now?", "Chat:How useful is each: now?", "Ratio 1:2 or more?",
     "Which words?", "Other word(s)::Which words?"],
    ["1", "2025-12-21 22:21:47", "2025-12-21 22:25:51", "Complete", "192.0.2.1", "Other - Write In", "Fax", "Very", "Not", "Yes",
     "Fast;Kind", ""],
    ["2", "2025-12-22 00:03:36", "2025-12-22 00:26:01", "Partial", "192.0.2.2", "Phone", "", "Not", "", "", "", ""],
    ["3", "2025-12-22 00:17:49", "2025-12-22 00:17:50", "Disqualified", "192.0.2.3", "", "", "", "", "", "", ""],
]  # fmt: skip
SPSS_LABELS: dict[str, Any] = {
    "column_labels": ["Respondent", "Would you want it?", "How useful is each - Phone", "How useful is each - Chat", "Why?"],
    "variable_value_labels": {
        "Q1": {1: "Yes", 2: "No", 9: "Refused"}, "Q2_1": {1: "Not", 2: "Very", -1: "Skip, has no phone"},
        "Q2_2": {1: "Not", 2: "Very"},
    },
    "missing_ranges": {"Q1": [9], "Q2_2": [{"lo": 90, "hi": 99}]},
}  # fmt: skip
SPSS = as_sav(
    {"id": [1, 2, 3], "Q1": [1, 2, 9], "Q2_1": [2.0, -1.0, None], "Q2_2": [1.0, 95.0, 2.0], "Q3": ["näher", "", "dear"]},
    **SPSS_LABELS,
)
QUALTRICS_SAV = as_sav(
    {
        "StartDate": [datetime(2025, 3, 1, 10), datetime(2025, 3, 1, 11)], "EndDate": [datetime(2025, 3, 1, 10, 5)] * 2,
        "Status": [0, 1], "IPAddress": ["192.0.2.1", "192.0.2.2"], "Progress": [100, 100], "Duration__in_seconds_": [300, 20],
        "Finished": [1, 1], "RecordedDate": [datetime(2025, 3, 1, 10, 5)] * 2, "ResponseId": ["R_1", "R_2"], "Q1": [1, 2],
    },
    column_labels=["Start Date", "End Date", "Response Type", "IP Address", "Progress", "Duration (in seconds)", "Finished",
                   "Recorded Date", "Response ID", "Would you want it?"],
    variable_value_labels={
        "Status": {0: "IP Address", 1: "Survey Preview", 8: "Spam"}, "Finished": {0: "False", 1: "True"},
        "Q1": {1: "Yes", 2: "No"},
    },
)  # fmt: skip

FINISHED: dict[str, str] = {}
SAMPLES: dict[str, tuple[str, bytes]] = {  # what it shows: (tool, content)
    "qualtrics, three rows": ("qualtrics", as_csv(qualtrics_rows(FINISHED))),
    "qualtrics, single quotes": ("qualtrics", as_csv(qualtrics_rows(FINISHED, ids=lambda name: f"{{'ImportId': '{name}'}}"))),
    "qualtrics, tabs in UTF-16": ("qualtrics", as_csv(qualtrics_rows(FINISHED), delimiter="\t", encoding="utf-16")),
    "qualtrics, workbook": ("qualtrics", as_workbook(("Sheet0", qualtrics_rows(FINISHED, rows=2)))),
    "qualtrics, one row": ("qualtrics", as_csv(qualtrics_rows(FINISHED, rows=1))),
    "qualtrics, legacy with BOM": ("qualtrics", as_csv(QUALTRICS_LEGACY, encoding="utf-8-sig")),
    "qualtrics, legacy without BOM": ("qualtrics", as_csv(QUALTRICS_LEGACY)),
    "surveymonkey, two rows": ("surveymonkey", as_csv(SURVEYMONKEY, line_end="\r\n")),
    "surveymonkey, no metadata": ("surveymonkey", as_csv(SURVEYMONKEY_BARE)),
    "surveymonkey, one row": ("surveymonkey", as_csv(SURVEYMONKEY_ONE_ROW)),
    "surveymonkey, codes": ("surveymonkey", as_csv(SURVEYMONKEY_CODED)),
    "surveymonkey, workbook": ("surveymonkey", as_workbook(("Sheet", SURVEYMONKEY))),
    "google_forms": ("google_forms", as_csv(GOOGLE_FORMS)),
    "google_forms, Spanish": ("google_forms", as_csv(GOOGLE_FORMS_SPANISH)),
    "google_forms, workbook": ("google_forms", as_workbook(("Form Responses 1", GOOGLE_FORMS))),
    "microsoft_forms": ("microsoft_forms", as_workbook(("Sheet1", MICROSOFT_FORMS), table="A1:H3")),
    "microsoft_forms, unlisted language": ("microsoft_forms", as_workbook(("Sheet1", MICROSOFT_FORMS_UNLISTED))),
    "plain": ("plain", as_csv(PLAIN)),
    "plain, workbook": ("plain", as_workbook(("Data", PLAIN))),
    "plain, OpenDocument": ("plain", as_opendocument(PLAIN)),
    "plain, old workbook": ("plain", as_old_workbook(PLAIN)),
    "plain, Parquet": ("plain", as_parquet({"id": [1, 2], "Region": ["EMEA", "APAC"], "Want it?": ["Yes", "No"]})),
    "qualtrics, SPSS": ("qualtrics", QUALTRICS_SAV),
    "spss": ("spss", SPSS),
    "spss, compressed": ("spss", as_sav({"Q1": [1, 2], "Q2": [3.5, None]}, compressed=True)),
    "limesurvey, codes": ("limesurvey", as_csv(LIMESURVEY_CODES)),
    "limesurvey, codes in a workbook": ("limesurvey", as_workbook(("Survey", LIMESURVEY_CODES))),
    "limesurvey, German texts": ("limesurvey", as_csv(LIMESURVEY_TEXTS, delimiter=";", encoding="utf-8-sig")),
    "limesurvey, codes and texts": ("limesurvey", as_csv(LIMESURVEY_BOTH)),
    "limesurvey, cut in two rows": ("limesurvey", as_csv(LIMESURVEY_CUT, delimiter=";", encoding="utf-8-sig")),
    "typeform": ("typeform", as_csv(TYPEFORM)),
    "typeform, newer": ("typeform", as_workbook(("Responses", TYPEFORM_NEWER))),
    "alchemer": ("alchemer", as_csv(ALCHEMER)),
    "alchemer, old workbook": ("alchemer", as_old_workbook(ALCHEMER)),
    "google_forms, OpenDocument": ("google_forms", as_opendocument(GOOGLE_FORMS)),
}
