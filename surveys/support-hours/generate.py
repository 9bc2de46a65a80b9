"""Writes the sample study's two exports: invented people with the counts of planted.toml, so that a report can be checked."""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import statistics
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

import openpyxl
from openpyxl.worksheet.table import Table, TableStyleInfo

SEED = 20_250_303
HERE = Path(__file__).parent
PLANTED: Mapping[str, Any] = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))

OPTIONS = {  # what both audiences were shown, in the order in which they were shown it
    "support_24x7": "24×7 support",
    "support_12x5_local": "12×5 support in your time zone",
    "support_critical": "12×5 support in your time zone, with 24×7 for critical issues",
    "one_hour": "Response within one hour",
    "engineer": "A named account engineer, reachable by phone",
    "self_service": "Self-service knowledge base (articles, videos & forum)",
    "chat": "Live chat",
    "training": "On-site training",
}
THEIRS = {  # the three that are versions of one offering, as questions to employees name them
    "support_24x7": "24×7 support",
    "support_12x5_local": "12×5 support in their time zone",
    "support_critical": "12×5 support in their time zone, with 24×7 for critical issues",
}
NONE = "None of these"
SCALE = ("Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important")
CUSTOMERS_SAY = ("Please keep the phone line.", "We only really need you when production is down.", "Happy so far!")
EMPLOYEES_SAY = ("Big accounts keep asking for nights.", "Who would staff the weekends?", "No strong view.")


# --- people -----------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Person:
    """One respondent: cells, what they want (or say that customers want), answers per price, ratings, first choice."""

    cells: dict[str, str]
    wants: set[str] = field(default_factory=set)
    pays: dict[str, list[str]] = field(default_factory=dict)
    ratings: list[str] = field(default_factory=list)
    first: str = NONE


def some(rng: random.Random, people: Sequence[Person], planted: int | Mapping[str, Mapping[str, int]]) -> list[Person]:
    """As many of the people as planted, in random order: a count, or counts per cell of one segmentation."""
    if isinstance(planted, int):
        return rng.sample(people, planted)
    ((by, counts),) = planted.items()
    chosen = [p for cell, n in counts.items() for p in rng.sample([p for p in people if p.cells[by] == cell], n)]
    return rng.sample(chosen, len(chosen))


def population(rng: random.Random, plan: Mapping[str, Any]) -> list[Person]:
    """The people of one audience, as planted."""
    columns = [[cell for cell, n in cells.items() for _ in range(n)] for cells in plan["cells"].values()]
    mixed = [rng.sample(column, len(column)) for column in columns]
    people = [Person(dict(zip(plan["cells"], cells, strict=True))) for cells in zip(*mixed, strict=True)]
    for feature, planted in plan["wants"].items():
        for person in some(rng, people, planted):
            person.wants.add(feature)
    for version, ladder in plan["ladders"].items():
        wanting = some(rng, [p for p in people if version in p.wants], sum(version in p.wants for p in people))
        payers = some(rng, wanting, plan.get("payers", {}).get(version, 0))
        wanting = payers + [p for p in wanting if p not in payers]
        others = [p for p in some(rng, people, len(people)) if version not in p.wants]
        climb(version, wanting, ladder["wanting"], ladder.get("blank_wanting", 0))
        climb(version, others, ladder["others"], ladder.get("blank_others", 0))
        for person in wanting[ladder["wanting"][1] :][: ladder["uneven"]]:
            person.pays[version][2] = "Yes"
    for person in people:
        person.ratings = [SCALE[r - 1] for r in ratings(rng, plan["importance"], person.wants)]
        versions = [version for version in THEIRS if version in person.wants]
        if versions:
            person.first = OPTIONS[rng.choices(versions, [plan["first_choice"][v] for v in versions])[0]]
    return people


def climb(version: str, people: Sequence[Person], accepts: Sequence[int], blank: int) -> None:
    """Gives people their answers to a ladder: the first accepts[j] of them accept price j, the last `blank` say nothing."""
    for rank, person in enumerate(people):
        silent = rank >= len(people) - blank
        person.pays[version] = ["" if silent else "Yes" if rank < n else "No" for n in accepts]


def ratings(rng: random.Random, importance: Mapping[str, float], wants: set[str]) -> list[int]:
    """A rating from 1 to 5 per feature that no screen for careless answers would stop: spread out, without long runs."""
    while True:
        centres = [centre + (0.8 if feature in wants else -0.5) for feature, centre in importance.items()]
        given = [min(5, max(1, round(rng.gauss(centre, 0.9)))) for centre in centres]
        if statistics.stdev(given) > 0.7 and not re.search(r"(\d)\1{3}", "".join(map(str, given))):
            return given


def written(audience: str, kept: Sequence[int], records: int) -> list[str]:
    """Per record, what somebody wrote in answer to the open question; its own dice, so that no other number hangs on it."""
    texts = PLANTED[audience]["words"]["texts"]
    words = dict(zip(random.Random(f"{SEED} {audience}").sample(kept, len(texts)), texts, strict=True))
    return [words.get(i, "") for i in range(records)]


# --- customers: a Qualtrics CSV ---------------------------------------------------------------------------------------

METADATA = {  # name of a column of Qualtrics' own: its text
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
    "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
    "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name", "RecipientEmail": "Recipient Email",
    "ExternalReference": "External Data Reference", "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude", "DistributionChannel": "Distribution Channel", "UserLanguage": "User Language",
}  # fmt: skip
IMPORT_IDS = {
    "ResponseId": "_recordId", "Duration (in seconds)": "duration", "IPAddress": "ipAddress",
    "ExternalReference": "externalDataReference",
}  # fmt: skip
PLACES = {"EMEA": ("50.1", "8.7"), "Americas": ("40.7", "-74.0"), "APAC": ("1.35", "103.8")}


def questions() -> Iterator[tuple[str, str, str]]:
    """Name, text and ImportId of every column of the customers' export."""
    for name, text in METADATA.items():
        yield name, text, IMPORT_IDS.get(name, name[0].lower() + name[1:])
    yield "Q1", "Where is your company based? ", "QID1"
    yield "Q2", "How many people work at your company?", "QID2"
    yield "Q3", "Which of these would you <b>want</b> from us? Tick all that apply &amp; skip the rest.", "QID3"
    for i, option in enumerate(OPTIONS.values(), start=1):
        yield f"Q4_{i}", f"How important is each of these to\xa0you? - {pasted(option)}", f"QID4_{i}"
    yield "Q5", "If you could have only one of these, which would it be?", "QID5"
    for q, version in enumerate(THEIRS, start=6):
        for i, price in enumerate(PLANTED["customers"]["ladders"][version]["prices"], start=1):
            yield f"Q{q}_{i}", f"Would you pay this for {OPTIONS[version]}? - ${price} a month", f"QID{q}_{i}"
    yield "Q9", "Is there anything you’d like to add?", "QID9_TEXT"
    yield "Q10", PLANTED["customers"]["words"]["question"], "QID10_TEXT"


def import_id(key: str) -> str:
    """A cell of the third row; dates carry their time zone."""
    zone = {"timeZone": "Europe/London"} if key.endswith("Date") else {}
    return json.dumps({"ImportId": key} | zone, separators=(",", ":"))


def pasted(option: str) -> str:
    """An option as it stands in Qualtrics, where somebody pasted it from a slide."""
    return option.replace("24×7 support", "24×7\xa0support").replace("named account", "named  account")


def customer_answers(rng: random.Random, person: Person) -> list[str]:
    """The answer cells of one customer."""
    ticked = ",".join(pasted(option) for feature, option in OPTIONS.items() if feature in person.wants) or NONE
    prices = [answer for version in THEIRS for answer in person.pays[version]]
    comment = rng.choice(CUSTOMERS_SAY) if rng.random() < 0.1 else ""
    return [*person.cells.values(), ticked, *person.ratings, pasted(person.first), *prices, comment]


def record(rng: random.Random, given: list[str], status: str = "IP Address", progress: int = 100, seconds: int = 0) -> list[str]:
    """One response with Qualtrics' own columns before its answers; it takes 8 to 21 minutes unless `seconds` says else."""
    opened = datetime(2025, 3, 3, 9) if status != "Survey Preview" else datetime(2025, 2, 11, 9)
    start = opened + timedelta(seconds=rng.randrange(16 * 86_400))
    end = start + timedelta(seconds=seconds or rng.randint(480, 1260))
    who = f"{rng.randrange(10_000):04d}"
    return [
        str(start), str(end), status, f"192.0.2.{rng.randint(1, 254)}", str(progress), str((end - start).seconds),
        str(progress == 100), str(end if progress == 100 else end + timedelta(days=7)),
        "R_" + "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789", k=15)),
        "Example", f"Customer {who}", f"customer.{who}@example.invalid", "", *PLACES.get(given[0], ("", "")),
        "preview" if status == "Survey Preview" else "email", "EN", *given,
    ]  # fmt: skip


def customers_csv(rng: random.Random) -> str:
    """The customers' export: the responses that count, two of them given in under a minute, among those that do not."""
    answers = [customer_answers(rng, person) for person in population(rng, PLANTED["customers"])]
    speeders = rng.sample(range(len(answers)), 2)
    records = [record(rng, given, seconds=rng.randint(40, 59) if i in speeders else 0) for i, given in enumerate(answers)]
    for _ in range(PLANTED["set_aside"]["partials"]):  # somebody began like another and stopped after so many answers
        given = rng.choice(answers)
        stop = rng.randint(0, len(given) - 6)
        stopped = given[:stop] + [""] * (len(given) - stop)
        records.append(record(rng, stopped, progress=max(2, 95 * stop // len(given))))
    records += [record(rng, rng.choice(answers), "Spam") for _ in range(PLANTED["set_aside"]["spam"])]
    records += [record(rng, rng.choice(answers), "Survey Preview") for _ in range(PLANTED["set_aside"]["previews"])]
    records.sort()
    kept = [i for i, given in enumerate(records) if (given[2], given[6]) == ("IP Address", "True")]
    records = [[*given, text] for given, text in zip(records, written("customers", kept, len(records)), strict=True)]
    names, texts, keys = zip(*questions(), strict=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([names, texts, [import_id(key) for key in keys], *records])
    return out.getvalue()


# --- employees: a Microsoft Forms workbook ----------------------------------------------------------------------------


def estimates(rng: random.Random, people: Sequence[Person], version: str, mean: int) -> list[object]:
    """Guesses in percent, mostly in fives, with exactly this mean; as people type them."""
    centres = [mean + (9 if version in person.wants else -9) for person in people]
    guesses = [min(95, max(0, 5 * round(rng.gauss(centre, 14) / 5))) for centre in centres]
    while missing := mean * len(guesses) - sum(guesses):
        i = rng.randrange(len(guesses))
        guesses[i] = min(95, max(0, guesses[i] + min(5, max(-5, missing))))
    return [rng.choices((f"{guess}", f"{guess}%", f"{guess} %"), (7, 4, 1))[0] for guess in guesses]


def employee_columns(rng: random.Random, people: Sequence[Person]) -> Iterator[tuple[str, Sequence[object]]]:
    """Title and cells of every column of the employees' export."""
    plan = PLANTED["employees"]
    started = sorted(datetime(2025, 3, 5, 8) + timedelta(seconds=rng.randrange(8 * 86_400)) for _ in people)
    yield "ID", range(3, 3 + len(people))
    yield "Start time", started
    yield "Completion time", [start + timedelta(seconds=rng.randint(400, 780)) for start in started]
    yield "Email", ["anonymous"] * len(people)
    yield "Name", [None] * len(people)
    yield "Last modified time", [None] * len(people)
    yield "Which team do you work in? ", [p.cells["Function"].replace("Support", "Support ") for p in people]
    shown = OPTIONS | {"chat": "Live  chat", "training": "On-site training "}
    ticked = [[option for feature, option in shown.items() if feature in p.wants] or [NONE] for p in people]
    yield "This is the list that customers see. Which of these do they\xa0want?", [";".join([*t, ""]) for t in ticked]
    for version, mean in plan["would_want"].items():
        guesses = estimates(rng, people, version, mean)
        if version == "support_12x5_local":
            guesses[rng.randrange(len(guesses))] = "no idea"
        yield f"What percentage of our customers would want {THEIRS[version]}?", guesses
    for version, asked in plan["would_pay"].items():
        title = f"What percentage of our customers would pay ${asked['price']} a month for {THEIRS[version]}?"
        yield title, estimates(rng, people, version, asked["mean"])
    for i, option in enumerate(shown.values()):  # one Likert question: a column per row, under the row's text alone
        yield option, [p.ratings[i] for p in people]
    yield "Which one would be customers’ first choice, if they could have only one?", [p.first for p in people]
    for version, ladder in plan["ladders"].items():
        for i, price in enumerate(ladder["prices"]):
            yield f"Would customers pay ${price} a month for {THEIRS[version]}?", [p.pays[version][i] or None for p in people]
    for version, centres in plan["delivers"].items():
        marks = [min(5, max(1, round(rng.gauss(centres[p.cells["Function"]], 0.7)))) for p in people]
        yield f"How well could we deliver {THEIRS[version]}?  (1 = not at all, 5 = very well)", marks
    yield "Is there anything you’d like to add?", [rng.choice(EMPLOYEES_SAY) if rng.random() < 0.15 else None for _ in people]
    yield plan["words"]["question"], [text or None for text in written("employees", range(len(people)), len(people))]


def employees_xlsx(rng: random.Random) -> bytes:
    """The employees' export: Table1 on Sheet1."""
    columns = dict(employee_columns(rng, population(rng, PLANTED["employees"])))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row in ([*columns], *zip(*columns.values(), strict=True)):
        sheet.append(row)
    table = Table(displayName="Table1", ref=sheet.dimensions)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    written = io.BytesIO()
    book.save(written)
    return settled(written.getvalue())


def settled(workbook: bytes) -> bytes:
    """The workbook without what differs from clock to clock and machine to machine: dates, spellings of XML, compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts, zipfile.ZipFile(out, "w") as fixed:
        for name in sorted(parts.namelist()):
            part = canonicalize(parts.read(name).decode())
            if name == "docProps/core.xml":
                part = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2025-03-14T12:00:00Z", part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # MS-DOS, wherever this runs
            fixed.writestr(entry, part)
    return out.getvalue()


def main(folder: Path) -> None:
    """Writes both exports into `folder`, the same bytes every time."""
    (folder / "customers.csv").write_bytes(customers_csv(random.Random(SEED)).encode())
    (folder / "employees.xlsx").write_bytes(employees_xlsx(random.Random(SEED + 1)))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=HERE, help="folder to write to (default: the sample's own)")
    main(arguments.parse_args().to)
