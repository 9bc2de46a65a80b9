"""Tables that a study names in its files: a DuckDB database's, what a query finds there, a folder of Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import tomli_w

import gapsurvey
from gapsurvey.errors import GapsurveyError, Problem
from gapsurvey.files import exports_of
from gapsurvey.study import load
from tests.exports.people import STUDY, customers, employees, typed
from tests.exports.test_table import in_common
from tests.small import written

SECRET = "what one employee wrote"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the customers' answers as a file, as two Parquet files in a folder, and as a table of a database."""
    place = tmp_path_factory.mktemp("warehouse")
    written(place, STUDY, customers=customers(), employees=employees())
    frame = pl.DataFrame(typed(customers()))
    (place / "answers" / "deep").mkdir(parents=True)
    frame[:150].write_parquet(place / "answers" / "1.parquet")
    frame[150:].write_parquet(place / "answers" / "deep" / "2.parquet")
    frame.write_parquet(place / "whole.parquet")
    with duckdb.connect(str(place / "answers.duckdb")) as connection:
        connection.register("frame", frame.to_arrow())
        connection.execute("CREATE TABLE answers AS SELECT * FROM frame")
        connection.execute('CREATE SCHEMA raw; CREATE TABLE raw."odd ""name"" ; --" AS SELECT * FROM frame')
        connection.execute(
            "CREATE SCHEMA a; CREATE TABLE a.twice AS SELECT 1 AS x; CREATE SCHEMA b; CREATE TABLE b.twice AS FROM a.twice"
        )
        connection.execute("CREATE TABLE secrets AS SELECT ? AS remark", [SECRET])
    return place


def study_of(folder: Path, **keys: Any) -> gapsurvey.Study:
    """The study with these keys of its customers."""
    customers = {**STUDY["audiences"]["customers"], **keys}
    path = folder / "warehouse.toml"
    path.write_text(tomli_w.dumps({**STUDY, "audiences": {**STUDY["audiences"], "customers": customers}}), encoding="utf-8")
    return load(path)


def problems(folder: Path, **keys: Any) -> tuple[Problem, ...]:
    with pytest.raises(GapsurveyError) as caught:
        exports_of(study_of(folder, **keys), {}, lambda step: None)
    return caught.value.problems


@pytest.mark.parametrize(
    "keys",
    [
        {"file": "answers"},
        {"file": "answers/"},
        {"file": "who*.parquet"},
        {"file": "answers.duckdb::answers"},
        {"file": "answers.duckdb::main.answers"},
        {"file": 'answers.duckdb::raw.odd "name" ; --'},
        {"file": "answers.duckdb", "query": "SELECT * FROM answers"},
        {"file": "answers.duckdb", "query": "WITH a AS (FROM answers) SELECT * FROM a"},
    ],
    ids=str,
)
def test_a_report_is_that_of_the_file(keys: Mapping[str, str], folder: Path) -> None:
    report = gapsurvey.analyze(study_of(folder, **keys))
    assert in_common(replace(report, study=load(folder))) == in_common(gapsurvey.analyze(folder))
    source = next(source for source in report.provenance.sources if source.audience == "customers")
    assert (source.file, source.tool) == (keys["file"], "duckdb" if "duckdb" in keys["file"] else "parquet")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"file": "answers.duckdb::anwsers"}, "no table"),
        ({"file": "answers.duckdb::"}, "no table"),
        ({"file": "answers.duckdb::twice"}, "2 schemas"),
        ({"file": "answers.duckdb::answers; DROP TABLE answers"}, "no table"),
        ({"file": "nowhere.duckdb::answers"}, "no such database"),
        ({"file": "customers.csv::answers"}, "cannot be opened"),
        ({"file": "answers.duckdb"}, "DuckDB database"),
        ({"file": "empty*.parquet"}, "no Parquet file"),
        ({"file": "nowhere/*.parquet"}, "no Parquet file"),
        ({"file": "answers.duckdb::answers", "query": "SELECT 1"}, "query beside it"),
        ({"file": "answers.duckdb", "query": "DROP TABLE answers"}, "not one SELECT"),
        ({"file": "answers.duckdb", "query": "COPY answers TO 'stolen.csv'"}, "not one SELECT"),
        ({"file": "answers.duckdb", "query": "SELECT 1; SELECT 2"}, "not one SELECT"),
        ({"file": "answers.duckdb", "query": ""}, "not one SELECT"),
        ({"file": "answers.duckdb", "query": "SELEC 1"}, "syntax error"),
        ({"file": "answers.duckdb", "query": "SELECT nothing FROM answers"}, "nothing"),
        ({"file": "answers.duckdb", "query": "SELECT * FROM read_text('customers.csv')"}, "PermissionException"),
        ({"file": "answers.duckdb", "query": "SELECT * FROM 'customers.csv'"}, "DuckDB does not run"),
        ({"file": "answers.duckdb", "query": "SELECT * FROM 'https://example.invalid/a.parquet'"}, "DuckDB does not run"),
        ({"file": "answers.duckdb", "query": "SELECT * FROM keys"}, "does not exist"),
        ({"file": "answers.duckdb", "query": "SELECT * FROM answers WHERE false"}, "no responses"),
    ],
    ids=str,
)
def test_what_is_wrong_is_a_problem(keys: Mapping[str, str], said: str, folder: Path) -> None:
    (problem,) = problems(folder, **keys)
    assert said in problem.found
    assert problem.fix
    assert not (folder / "stolen.csv").exists()


def test_what_an_engine_says_of_the_data_is_not_repeated(folder: Path) -> None:
    (problem,) = problems(folder, file="answers.duckdb", query="SELECT CAST(remark AS INTEGER) AS Q FROM secrets")
    assert "ConversionException" in problem.found
    assert SECRET not in str(problem)
    (problem,) = problems(folder, file="answers.duckdb", query="SELECT error(remark) AS Q FROM secrets")
    assert SECRET not in str(problem)


def test_folders_of_other_things_are_refused(tmp_path: Path) -> None:
    written(tmp_path, STUDY, customers=customers(20), employees=employees())
    (tmp_path / "mixed").mkdir()
    assert "no Parquet file" in problems(tmp_path, file="mixed")[0].found
    (tmp_path / "mixed" / "1.parquet").write_bytes(b"PAR1 it is not")
    assert "cannot be read as one table" in problems(tmp_path, file="mixed")[0].found


def test_parquet_files_of_other_columns_are_refused(tmp_path: Path) -> None:
    written(tmp_path, STUDY, customers=customers(20), employees=employees())
    (tmp_path / "mixed").mkdir()
    pl.DataFrame({"Who": ["a"]}).write_parquet(tmp_path / "mixed" / "1.parquet")
    pl.DataFrame({"Region": [1]}).write_parquet(tmp_path / "mixed" / "2.parquet")
    assert "cannot be read as one table" in problems(tmp_path, file="mixed")[0].found


def test_given_files_are_never_databases(folder: Path) -> None:
    content = {
        "answers.duckdb": (folder / "answers.duckdb").read_bytes(),
        "employees.csv": (folder / "employees.csv").read_bytes(),
    }
    for keys in ({"file": "answers.duckdb", "query": "SELECT * FROM answers"}, {"file": "answers.duckdb::answers"}):
        with pytest.raises(GapsurveyError) as caught:
            exports_of(study_of(folder, **keys), {}, lambda step: None, content)
        assert len(caught.value.problems) == 1


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapsurvey.exports.warehouse.find_spec", lambda _: None)
    for file in ("answers", "answers.duckdb::answers"):
        (problem,) = problems(folder, file=file)
        assert 'pip install "gapsurvey[warehouse]"' in problem.fix
