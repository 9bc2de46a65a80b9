"""A real pair of surveys: employers of young veterinarians, and the specialists who teach them (Qualtrics, codes only)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import gapsurvey
from gapsurvey.report import Estimate, Report
from gapsurvey.study import Study
from tests.small import written

pytestmark = pytest.mark.shared

FILES = {"employers": "TWOGROUP_vetdental_EMPLOYER.csv", "specialists": "TWOGROUP_vetdental_PCVE_faculty.csv"}
SKILLS = {  # the rows of both grids: what a graduate should be able to do
    "charting": "Oral exam and charting", "position": "Position dental radiographs", "interpret": "Interpret dental radiographs",
    "scaling": "Scaling and polishing", "dog_closed": "Canine closed extraction", "cat_closed": "Feline closed extraction",
    "dog_single": "Canine open extraction - Single root (incisors, premolars, molars)",
    "cat_single": "Feline open extraction - Single root (incisors, premolars, molars)",
    "dog_multiple": "Canine open extraction - Canines or multiple roots",
    "cat_multiple": "Feline open extraction - Canines or multiple roots",
}  # fmt: skip
SCALE = [1, 2, 3, 4]


def study(customers: str) -> dict[str, Any]:
    """The pair, the answers of one side taken as the truth that the other is held to."""
    roles = {name: "customer" if name == customers else "influencer" for name in FILES}
    # In these grids employers' Q26_n is specialists' Q21_n; Q26_2 is worded otherwise than Q4_2, so rows go by number.
    taught = {name: f"_{i}" for i, name in enumerate(SKILLS, 1)}
    codes = {f"code_{code}": str(code) for code in (1, 4, 7, 11)}
    return {
        "title": "Dentistry in veterinary schools",
        "audiences": {name: {"role": role, "file": FILES[name], "tool": "qualtrics"} for name, role in roles.items()},
        "features": {name: {"label": label} for name, label in SKILLS.items()}
        | {name: {"label": f"procedure {code}"} for name, code in codes.items()},
        "questions": [
            {"asks": "need", "shape": "rating", "scale": SCALE, "answers": SKILLS, "employers": "Q4", "specialists": "Q4"},
            {"asks": "want", "shape": "rating", "scale": SCALE,
             "employers": {"columns": {name: f"Q26{row}" for name, row in taught.items()}},
             "specialists": {"columns": {name: f"Q21{row}" for name, row in taught.items()}}},
            {"asks": "want", "shape": "multi-select", "answers": codes,
             "employers": {"column": "Q39", "unchosen": ["code_11"]}, "specialists": "Q33"},
        ],
    }  # fmt: skip


def analysed(shared: Path, folder: Path, customers: str) -> Report:
    for file in FILES.values():
        (folder / file).symlink_to(shared / "exports" / "qualtrics" / file)
    return gapsurvey.analyze(written(folder, study(customers)))


@pytest.fixture(scope="module")
def to_specialists(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Employers held to specialists."""
    return analysed(shared, tmp_path_factory.mktemp("pair"), "specialists")


@pytest.fixture(scope="module")
def to_employers(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Specialists held to employers."""
    return analysed(shared, tmp_path_factory.mktemp("pair"), "employers")


def gaps(report: Report) -> list[Estimate]:
    return [e for table in report.tables_of("gap") for e in table.estimates if e.alignment is not None]


def test_records_in_records_out_and_why(to_specialists: Report) -> None:
    found = {s.audience: (s.records, dict(s.set_aside), s.kept) for s in to_specialists.provenance.sources}
    assert found == {
        "employers": (29, {"incomplete": 11, "preview": 1}, 17),
        "specialists": (43, {"incomplete": 12}, 31),
    }


def test_every_skill_is_compared(to_specialists: Report) -> None:
    compared = {(e.feature, e.measure) for e in gaps(to_specialists)}
    assert {(skill, f"{ask}_theta") for skill in SKILLS for ask in ("need", "want")} <= compared
    assert {(f"code_{code}", "want_gap") for code in (1, 4, 7, 11)} <= compared


def test_thirty_one_customers_are_flagged_and_seventeen_believers_clipped(to_specialists: Report) -> None:
    for gap in gaps(to_specialists):
        assert gap.n is not None
        assert 5 <= gap.n <= 17
        assert "clipped" in gap.flag
        customers = next(
            e for e in to_specialists.tables_of("gap")[0].pick(feature=gap.feature, audience="specialists", segment="")
            if e.measure in (gap.measure.removesuffix("_gap"), gap.measure.replace("_theta", "_mean"))
        )  # fmt: skip
        few = customers.n is not None and customers.n < 30
        assert ("very_low_base" if few else "low_base") in gap.flag.split()
        assert (gap.alignment == "untested") is few
    shares = [e for t in to_specialists.tables for e in t.estimates if e.audience == "employers" and not e.against]
    shares = [e for e in shares if e.measure.endswith(("want", "top2", "bottom2", "level"))]
    assert shares
    assert all(e.value is not None and 0.05 <= e.value <= 0.95 for e in shares)


def test_seventeen_customers_are_not_tested(to_employers: Report) -> None:
    assert {gap.alignment for gap in gaps(to_employers)} == {"untested"}
    assert all("very_low_base" in gap.flag for gap in gaps(to_employers))
    tests = [e for t in to_employers.tables for e in t.estimates if e.measure.endswith(("_p", "_p_adjusted"))]
    assert {e.audience for e in tests} <= {"specialists"}
    assert all(e.than for e in tests), "but for the believers' own answers against each other"
    assert {verdict.verdict for verdict in to_employers.verdicts} == {"ask more"}
    assert all(verdict.reasons[0].startswith("Only 1") for verdict in to_employers.verdicts)


def test_reports_are_written(to_specialists: Report, to_employers: Report, tmp_path: Path) -> None:
    for name, report in (("specialists", to_specialists), ("employers", to_employers)):
        paths = report.write(tmp_path / name)
        assert [path.name for path in paths] == ["report.html", "results.json", "summary.md"]
        assert json.loads(paths[1].read_text(encoding="utf-8"))["study"]["title"] == "Dentistry in veterinary schools"
        assert b"Intel.ResponseId" not in paths[0].read_bytes()


def test_a_code_that_nobody_chose_must_be_said(shared: Path, tmp_path: Path) -> None:
    """Nobody among the employers chose code 11: without `unchosen` a typing error would look the same."""
    pair = study("specialists")
    pair["questions"][2]["employers"] = "Q39"
    for file in FILES.values():
        (tmp_path / file).symlink_to(shared / "exports" / "qualtrics" / file)
    with pytest.raises(gapsurvey.StudyError, match=r"questions\[2\]\.employers\.answers\.code_11"):
        gapsurvey.analyze(written(tmp_path, pair))


def test_no_answer_of_few_employers_is_repeated(to_specialists: Report) -> None:
    """Their free texts stay out of every format, and so do answers that fewer than five of them gave."""
    assert Study(**study("specialists")).believers == ("employers",)
    text = to_specialists.to_json()
    assert "intra oral" not in text
    assert "bread and butter" not in text
