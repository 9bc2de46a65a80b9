"""Every number in a table of the page is the one in results.json, read back from what is shown without the code that wrote it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gapsurvey.glossary import MEASURES, READINGS
from gapsurvey.outputs.html import render
from tests.browser.opened import DESKTOP, Opened
from tests.browser.samples import SAMPLES, report_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Row = Mapping[str, Any]

# The page's tables as their readers see them; `place` is the nearest name in the address bar.
TABLES = """() => [...document.querySelectorAll("table.grid")].map((table) => {
  const text = (node) => (node?.textContent ?? "").replace(/\\s+/g, " ").trim();
  const lines = (cell) => [...cell.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("").split("\\n")
    .map((line) => text({ textContent: line }));
  const heads = [...table.tHead.rows[0].cells];
  const columns = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(cell));
  const names = heads.filter((cell) => !cell.classList.contains("number"));
  return {
    place: table.closest("[id]").id,
    names: names.map(text),
    columns: heads.slice(names.length).map((cell) => [lines(cell)[0], text(cell.querySelector("small"))]),
    rows: [...table.tBodies[0].rows].map(columns).map((cells) => ({
      about: cells.slice(0, names.length).map(text),
      cells: cells.slice(names.length).map(lines).map(([value, ...small]) => [value, small.join("\\n")]),
    })),
  };
})"""
NUMBER = re.compile(r"([<>]?) ?([+−]?)(\D{0,4}?)([\d,]+(?:\.(\d+))?)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a text says a number is: anything from low to high."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the number may be this one, halves rounded either way."""
        return self.low - 1e-9 * max(1, abs(self.low)) <= value <= self.high + 1e-9 * max(1, abs(self.high))


def read(text: str, scale: float) -> Shown:
    """A number with its sign, its thousands separators and its last digit's worth."""
    found = NUMBER.match(text.strip())
    assert found, text
    side, sign, _, digits, decimals = found.groups()
    size = float(digits.replace(",", "")) * scale
    if side:
        return Shown(-math.inf, size) if side == "<" else Shown(size, math.inf)
    size *= -1 if sign == "−" else 1
    half = 0.5 * 10 ** -len(decimals or "") * scale
    return Shown(size, size) if text in ("0%", "100%") else Shown(size - half, size + half)


def scale_of(text: str) -> float:
    return 0.01 if text.endswith(("%", "pp")) else 1.0


def slug(*parts: str) -> str:
    return "-".join(re.sub(r"\W+", "-", part).strip("-").lower() for part in parts if part)


def headed(label: str) -> str:
    """A label as it begins a line."""
    return label[:1].upper() + label[1:] if label.split(" ", 1)[0].islower() else label


class Results:
    """results.json as a reader of its schema takes it, and what of it has been found on the page."""

    def __init__(self, text: str) -> None:
        """Read it."""
        data = json.loads(text)
        study = data["study"]
        self.customers = next(name for name, of in study["audiences"].items() if of["role"] == "customer")
        self.labels = {name: of.get("label") or name for name, of in study["audiences"].items()}
        self.features = {name: headed(of["label"]) for name, of in study["features"].items()}
        self.tables = [(slug(t["method"], t["of"], t["by"]), [*enumerate(t["estimates"])]) for t in data["tables"]]
        self.verdicts = data["verdicts"]
        self.missed = {(at, i) for at, (_, rows) in enumerate(self.tables) for i, _ in rows}
        self._by_label: dict[tuple[int, str, str], list[tuple[int, Row]]] = {}
        for at, (_, rows) in enumerate(self.tables):
            for i, row in rows:
                key = at, MEASURES[row["measure"]].label, self.features.get(row["feature"], row["feature"])
                self._by_label.setdefault(key, []).append((i, row))

    def found(self, place: str, measure: str, who: str, about: Mapping[str, str]) -> Iterator[tuple[int, int, Row]]:
        """The estimates that a cell with these heads may show."""
        named = [at for at, (anchor, _) in enumerate(self.tables) if place == anchor or place.startswith(f"{anchor}-")]
        longest = max(len(self.tables[at][0]) for at in named)
        feature = about.get("Feature", "")
        for at in (at for at in named if len(self.tables[at][0]) == longest):
            for i, row in self._by_label.get((at, measure, "" if feature in ("All features", "–") else feature), []):
                if self._fits(row, who, about):
                    yield at, i, row

    def _fits(self, row: Row, who: str, about: Mapping[str, str]) -> bool:
        sides = {self.labels[name] for name in (row["audience"], row["against"]) if name in self.labels}
        point = next((about[name] for name in ("Price", "Point") if name in about), "–")
        than = self.features.get(row["than"], row["than"])
        return (
            {side for side in re.split(" − | beside ", who) if side} == sides
            and about.get("Beside", "–") == (than or "–")
            and about.get("segment", "All") == (row["segment"] or "All")
            and (point == "–" if row["at"] is None else point != "–" and read(point, 1.0).holds(row["at"]))
        )


def agrees(row: Row, value: str, small: str) -> bool:
    """Whether a cell tells this estimate: its value, its interval, its base and its reading."""
    line, _, reading = small.partition("\n")
    between, _, base = f" · {line}".rpartition("n ") if re.search(r"(^| )n [\d,]+$", line) else (line, "", "")
    between = between.strip(" ·")
    if (value == "–") != (row["value"] is None):
        return False
    if row["value"] is not None and not read(value, scale_of(value)).holds(row["value"]):
        return False
    if between and (row["low"] is None or not _ends(between, row)):
        return False
    if bool(between) != (row["low"] is not None and row["high"] is not None):
        return False
    if base and int(base.replace(",", "")) != row["n"]:
        return False
    return reading.strip() == (READINGS[row["alignment"]][0] if row["alignment"] else "")


def _ends(between: str, row: Row) -> bool:
    low, high = re.split(" to |–", between, maxsplit=1)
    unit = scale_of(between)  # which the first end leaves out
    return all(read(end, unit).holds(row[name]) for name, end in (("low", low), ("high", high)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_table_of_the_page_equals_the_results_and_none_is_missing(sample: str, browser: Browser, tmp_path: Path) -> None:
    report = report_of(sample)
    results = Results(report.to_json())
    one = Opened(browser, tmp_path / "report.html", render(report), viewport=DESKTOP)
    one.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    tables = one.page.evaluate(TABLES)
    one.context.close()
    assert tables
    wrong = []
    for table in tables:
        known = {"Feature", "Beside", "Price", "Point"}
        names = [name if name in known else "segment" for name in table["names"]]
        for row in table["rows"]:
            about = dict(zip(names, row["about"], strict=True))
            for (measure, who), (value, small) in zip(table["columns"], row["cells"], strict=True):
                if not value:
                    continue
                candidates = [*results.found(table["place"], measure, who, about)]
                if not any(agrees(estimate, value, small) for _, _, estimate in candidates):
                    wrong.append((table["place"], measure, who, about, value, small, candidates[:2]))
                results.missed -= {(at, i) for at, i, _ in candidates}
    assert wrong == []
    assert results.missed == set()


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_first_screens_numbers_are_those_of_the_results(sample: str, browser: Browser, tmp_path: Path) -> None:
    """Each is a value of this feature: of customers, of believers, or of what is at stake."""
    report = report_of(sample)
    results = Results(report.to_json())
    one = Opened(browser, tmp_path / "report.html", render(report), viewport=DESKTOP)
    rows = one.page.evaluate("""() => [...document.querySelectorAll(".gs-verdicts tbody tr")].map((row) => {
      const first = (name) => row.querySelector(name)?.childNodes;
      const text = (name) => [...(first(name) ?? [])].filter((n) => !["SMALL", "svg"].includes(n.nodeName))
        .map((n) => n.className === "gs-narrow" ? "" : n.textContent).join("").trim();
      return Object.fromEntries(["label", "first", "second", "gap", "pay", "stake"].map((name) => [name, text(`.gs-${name}`)]));
    })""")
    one.context.close()
    assert [row["label"].rstrip("*†‡§¶°") for row in rows]
    everything = [estimate for _, listed in results.tables for _, estimate in listed if not estimate["segment"]]
    seen = 0
    for row in rows:
        feature = next(name for name, label in results.features.items() if row["label"].startswith(label))
        ours = [e for e in everything if e["feature"] == feature and e["value"] is not None]
        verdict = next(v for v in results.verdicts if v["feature"] == feature)
        sides = {
            "first": [e["value"] for e in ours if e["audience"] == results.customers and not e["against"]],
            "second": [e["value"] for e in ours if e["audience"] == verdict["believers"] and not e["against"]],
            "gap": [e["value"] for e in ours if "_gap" in e["measure"] and e["against"]],
            "pay": [e["value"] for e in ours if e["measure"] in ("want_and_pay", "take")],
        }
        for name, values in sides.items():
            text = row[name].replace("\u00a0", " ")
            if text and text != "–":
                seen += 1
                assert any(read(text, scale_of(text)).holds(value) for value in values), (feature, name, text)
        stake = row["stake"].replace("\u00a0", " ")
        if stake and stake != "–":
            scale = {"k": 1e3, "M": 1e6, "bn": 1e9}.get(stake.split(" ")[-1], 1.0)
            assert read(stake, scale).holds(verdict["value_at_stake"]["value"]), (feature, stake)
    assert seen >= 2
