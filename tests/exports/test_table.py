"""A table in an engine gives the tallies and the report that its file gives, of the columns that a study names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

import gapsurvey
from gapsurvey.analysis import coded
from gapsurvey.errors import ExportError
from gapsurvey.exports.frame import from_frame
from gapsurvey.exports.table import from_table
from gapsurvey.files import exports_of
from gapsurvey.model import Export
from gapsurvey.outputs.results import to_json
from gapsurvey.report import Report
from gapsurvey.study import load
from gapsurvey.tally import tally
from tests.exports.people import STUDY, customers, employees, typed
from tests.small import written


def of_polars(table: pa.Table) -> Any:
    return pl.DataFrame(table).lazy()


def of_duckdb(table: pa.Table) -> Any:
    return duckdb.connect().from_arrow(table)


ENGINES: dict[str, Callable[[pa.Table], Any]] = {"polars": of_polars, "duckdb": of_duckdb}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("study"), STUDY, customers=customers(), employees=employees())


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return pa.table(typed(customers()))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapsurvey.exports.engines._ROWS", 64)


def quiet(step: str) -> None:
    pass


def in_common(report: Report) -> str:
    """The report without what only tells where the answers stood."""
    sources = tuple(replace(source, tool="", file="", sha256="") for source in report.provenance.sources)
    return to_json(replace(report, provenance=replace(report.provenance, sources=sources)))


@pytest.mark.parametrize("engine", ENGINES)
def test_tallies_are_those_of_the_file(engine: str, folder: Path, table: pa.Table) -> None:
    study = load(folder)
    frames = {"customers": ENGINES[engine](table)}
    ours, theirs = (coded(study, exports_of(study, f, quiet), quiet, {}) for f in (frames, {}))
    for (responses, source), (as_file, of_file) in zip(ours, theirs, strict=True):
        found, expected = tally(responses), tally(as_file)
        assert (found.counts, found.members, found.patterns) == (expected.counts, expected.members, expected.patterns)
        assert found.combinations == expected.combinations
        assert (source.kept, source.screened, source.flagged) == (of_file.kept, of_file.screened, of_file.flagged)
    assert ours[0][1].screened > 0, "somebody was screened out, so this says something of flags too"
    assert ours[0][1].personal == ("Email",)


def test_reports_of_all_engines_are_the_same_to_the_byte(folder: Path, table: pa.Table) -> None:
    reports = [gapsurvey.analyze(folder, {"customers": make(table)}) for make in ENGINES.values()]
    assert len({to_json(report) for report in reports}) == 1
    assert in_common(reports[0]) == in_common(gapsurvey.analyze(folder))


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_that_are_not_needed_are_known_by_name_only(engine: str, table: pa.Table) -> None:
    export = from_table(nw.from_native(ENGINES[engine](table)).lazy(), "plain", "t", lambda _: ["Worth"])
    assert {c.name for c in export.columns if c.values} == {"Start date", "End date", "Worth"}
    assert "Remarks" in {c.name for c in export.columns}
    assert export.personal == ("Email",)
    assert export.records == 400
    assert (export.latest, export.seconds.min()) == ("2025-03-03", 31)


def test_answers_take_a_byte_each(table: pa.Table) -> None:
    export = from_table(nw.from_native(of_polars(table)), "plain", "t", lambda _: ["Region", "End date"])
    assert {c.name: c.codes.dtype.itemsize for c in export.columns if c.values} == {"Region": 1, "Start date": 2, "End date": 2}


def names_in_personal_columns(export: Export) -> list[str]:
    return ["Remarks"]


def test_names_in_personal_columns_go_out_of_what_is_quoted() -> None:
    frame = pl.LazyFrame({"Name": ["Zoltan", "Maria"], "Remarks": ["Ask Maria please", "fine"], "Q": ["a", "b"]})
    export = from_frame(frame, "customers", names_in_personal_columns, ["Remarks"])
    assert export.personal == ("Name",)
    assert next(c.values for c in export.columns if c.name == "Remarks") == ("Ask [name] please", "fine")


def test_the_hash_is_that_of_what_is_read(table: pa.Table) -> None:
    def hash_of(frame: pl.LazyFrame) -> str:
        return from_table(nw.from_native(frame), "plain", "t", lambda _: ["Worth"]).sha256

    frame = pl.DataFrame(table).lazy()
    assert hash_of(frame) == hash_of(frame.with_columns(Remarks=pl.lit("other")))
    assert hash_of(frame) != hash_of(frame.with_columns(Worth=pl.lit(1.0)))
    assert hash_of(frame) != hash_of(frame.rename({"Start date": "Started at"}))
    assert hash_of(frame) != hash_of(frame.reverse())


def test_two_believing_audiences_of_one_table_are_known_to_be_of_one(tmp_path: Path) -> None:
    data = {**STUDY, "audiences": {**STUDY["audiences"], "partners": {"role": "partner", "where": {"Want it": "Yes"}}}}
    data["audiences"]["partners"]["file"] = "partners.csv"
    data["questions"] = [{**STUDY["questions"][0], "partners": "Want it"}, *STUDY["questions"][1:]]
    written(tmp_path, data, customers=customers(), employees=employees(), partners=employees())
    frame = pl.LazyFrame(employees())
    with pytest.raises(gapsurvey.StudyError, match="counted as employees and as partners"):
        gapsurvey.analyze(tmp_path, {"employees": frame, "partners": frame.select(pl.all())})


@pytest.mark.parametrize("frame", [pl.LazyFrame(), pl.LazyFrame({"a": []}), pl.LazyFrame({"a": [1]}).filter(pl.col("a") > 1)])
def test_a_table_without_rows_is_refused(frame: pl.LazyFrame) -> None:
    with pytest.raises(ExportError, match="no responses"):
        from_frame(frame, "customers", lambda _: ["a"])


def test_a_table_of_which_nothing_is_needed_has_its_records() -> None:
    export = from_frame(pl.LazyFrame({"a": [1, 2, 3], "b": ["x", "", "y"]}), "customers", lambda _: [])
    assert export.records == 3


@pytest.mark.parametrize(
    "cells",
    [[True, False, None], [1, None, 3], [1.5, 2.0, float("nan")], [["a"], None, ["b", "c"]], ["'=1", " ", "x\0y"]],
    ids=["truth", "whole", "decimal", "list", "text"],
)
def test_cells_of_every_type_read_as_in_a_data_frame(cells: list[Any]) -> None:
    lazy, eager = (from_frame(f, "a", lambda _: ["c"]) for f in (pl.LazyFrame({"c": cells}), pl.DataFrame({"c": cells})))
    assert [(c.values, c.codes.tolist()) for c in lazy.columns] == [(c.values, c.codes.tolist()) for c in eager.columns]


def test_categories_are_in_the_order_of_the_rows() -> None:
    cells = pl.Series(["b", "a", "b", None], dtype=pl.Enum(["never", "a", "b"]))
    export = from_frame(pl.LazyFrame({"c": cells}), "a", lambda _: ["c"])
    assert export.columns[0].values == ("b", "a")
    assert export.columns[0].codes.tolist() == [0, 1, 0, -1]


def test_another_engine_is_named(monkeypatch: pytest.MonkeyPatch, table: pa.Table) -> None:
    monkeypatch.setattr("gapsurvey.exports.engines.ENGINES", {"polars": None})
    with pytest.raises(ExportError, match="table of duckdb"):
        from_frame(of_duckdb(table), "customers", lambda _: [])


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapsurvey.exports.table.find_spec", lambda _: None)
    with pytest.raises(ExportError, match=r"gapsurvey\[warehouse\]"):
        from_frame(pl.LazyFrame({"a": [1]}), "customers", lambda _: ["a"])
