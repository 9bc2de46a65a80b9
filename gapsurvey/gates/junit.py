"""What came of the gates as JUnit XML: a suite per study, a case per gate; what could not be held is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from gapsurvey.gates.gate import Outcome
from gapsurvey.gates.holding import Held
from gapsurvey.gates.told import line, rows

__all__ = ["junit"]

# What XML 1.0 cannot hold, not even escaped (production 2, Char), and what turns the direction of the text around it.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_UNDATED = "1970-01-01"  # the format asks for a date, and a clock would change the bytes


def junit(studies: Iterable[Held]) -> bytes:
    """The file's bytes. Its elements and attributes are those that Ant's schema of JUnit reports asks for."""
    root = ET.Element("testsuites")
    for i, held in enumerate(studies):
        _suite(root, i, held)
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _suite(root: ET.Element, number: int, held: Held) -> None:
    results = [outcome.result for outcome in held.outcomes]
    name = _legal(held.title or held.study)
    suite = ET.SubElement(
        root, "testsuite", name=name, package="gapsurvey", id=str(number), timestamp=f"{held.date or _UNDATED}T00:00:00",
        hostname="localhost", tests=str(len(results) + len(held.problems)), failures=str(results.count("FAILED")),
        errors=str(results.count("no data") + len(held.problems)), skipped="0", time="0",
    )  # fmt: skip
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", name="study", value=_legal(held.study))
    for outcome in held.outcomes:
        case = ET.SubElement(suite, "testcase", name=outcome.gate.name, classname=name, time="0")
        if outcome.result != "passed":
            _told(case, outcome)
    for i, problem in enumerate(held.problems, 1):
        case = ET.SubElement(suite, "testcase", name=f"could not run ({i})", classname=name, time="0")
        ET.SubElement(case, "error", type="could not run", message=_legal(str(problem)))
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")


def _told(case: ET.Element, outcome: Outcome) -> None:
    lines = [line(row) for row in rows(outcome)]
    tag = "failure" if outcome.result == "FAILED" else "error"
    told = ET.SubElement(case, tag, type=outcome.result.lower(), message=_legal(f"{outcome.gate.label}: {lines[0]}"))
    told.text = _legal("\n".join(lines))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
