"""Tables that a study names in its files: of a DuckDB database, what a query finds there, and folders of Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gapsurvey.errors import ExportError, Problem, listing, nearest
from gapsurvey.exports.table import Needed, from_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from gapsurvey.model import Export

__all__ = ["in_warehouse", "read_warehouse"]

_IN = "::"  # between a database and its table
# A database is read and nothing else: a query reaches no other file, no network, no extension and no variable of ours.
_CONFINED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def in_warehouse(file: str, folder: Path, query: str | None) -> bool:
    """Whether a study that stands in `folder` means a table by this, not a file to be read as a whole."""
    if query is not None or _IN in file:
        return True
    place = folder / file
    return place.is_dir() or ("*" in place.name and place.name.endswith(".parquet") and not place.exists())


def read_warehouse(file: str, folder: Path, query: str | None, needed: Needed, quoted: Sequence[str] = ()) -> Export:
    """The export of a table: "answers.duckdb::table", a query of a database, a folder of Parquet files, or "answers/*.parquet".

    needed, quoted: see `from_table`. Raises ExportError with what is wrong with it. What an engine says of the data is not
    repeated, since it may quote an answer.
    """
    asked = query is not None or _IN in file
    engine, what = ("duckdb", "a DuckDB database") if asked else ("polars", "a folder of Parquet files")
    if find_spec(engine) is None:
        found = f"it is {what}, and {engine} is not installed"
        raise ExportError([Problem(file, found, 'Install what reads it: pip install "gapsurvey[warehouse]".')])
    if asked:
        return _of_database(file, folder, query, needed, quoted)
    return _of_folder(file, folder, needed, quoted)


def _of_folder(file: str, folder: Path, needed: Needed, quoted: Sequence[str]) -> Export:
    """The export of a folder's Parquet files, in the order of their names."""
    import narwhals as nw
    import polars as pl

    place = folder / file
    paths = sorted(place.rglob("*.parquet") if place.is_dir() else place.parent.glob(place.name))
    if not paths:
        inside = place if place.is_dir() else place.parent
        there = listing(sorted(path.name for path in inside.iterdir())) if inside.is_dir() else ""
        fix = "Name the folder that holds them, or one file in it."
        raise ExportError([Problem(file, "no Parquet file is there", fix, there)])
    try:
        return from_table(nw.from_native(pl.scan_parquet(paths)), "parquet", file, needed, quoted)
    except (pl.exceptions.PolarsError, nw.exceptions.NarwhalsError, OSError):
        fix = "Keep files of the same columns there, and no others that end in .parquet."
        raise ExportError([Problem(file, "its Parquet files cannot be read as one table", fix)]) from None


def _of_database(file: str, folder: Path, query: str | None, needed: Needed, quoted: Sequence[str]) -> Export:
    """The export of a database's table, or of what a query finds there."""
    import duckdb
    import narwhals as nw

    database, named, table = file.partition(_IN)
    if query is not None and named:
        raise ExportError([Problem(file, "it names a table, and there is a query beside it", "Keep one of them.")])
    with closing(_connection(folder / database, file)) as connection:
        try:
            relation = _table(connection, table, file) if query is None else _found(connection, query, file)
            return from_table(nw.from_native(relation), "duckdb", file, needed, quoted)
        except (duckdb.Error, nw.exceptions.NarwhalsError) as error:
            raise ExportError([_refused(error, file)]) from None


def _connection(path: Path, file: str) -> DuckDBPyConnection:
    import duckdb

    if not path.is_file():
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
        close = nearest(path.name, there)
        fix = f"Did you mean {listing(close)}?" if close else "Write its place as seen from the study's folder."
        raise ExportError([Problem(file, f"there is no such database as {path.name}", fix)])
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_CONFINED)
    except (duckdb.Error, OSError) as error:
        found = f"{path.name} cannot be opened as a DuckDB database ({type(error).__name__})"
        fix = "Check that it is one, of a version that the installed duckdb reads, and that nothing else writes to it."
        raise ExportError([Problem(file, found, fix)]) from None
    connection.execute("SET enable_progress_bar = false")  # it would draw between our lines
    connection.execute("SET lock_configuration = true")
    return connection


def _table(connection: DuckDBPyConnection, name: str, file: str) -> DuckDBPyRelation:
    """The table or view of this name, with its schema or without, as it is written there."""
    tables = "SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
    known = connection.sql(tables).fetchall()
    fits = [(schema, table) for schema, table in known if name in (table, f"{schema}.{table}")]
    named = list(dict.fromkeys(table if schema == "main" else f"{schema}.{table}" for schema, table in known))
    if len(fits) != 1:
        close = nearest(name, named)
        fix = f"Did you mean {listing(close)}?" if close else "Name one of its tables."
        found = f'{len(fits)} schemas have a table "{name}"' if fits else f'it has no table "{name}"'
        raise ExportError([Problem(file, found, fix, listing(named))])
    return connection.sql(f"SELECT * FROM {'.'.join(map(_quoted, fits[0]))}")  # noqa: S608  # quoted, and known to be there


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _found(connection: DuckDBPyConnection, query: str, file: str) -> DuckDBPyRelation:
    """What a query finds. Raises ExportError where it is anything but one SELECT."""
    import duckdb

    statements = duckdb.extract_statements(query)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise ExportError([Problem(file, "the query is not one SELECT", 'Write query = "SELECT … FROM …".')])
    return connection.sql(query)


def _refused(error: Exception, file: str) -> Problem:
    """What DuckDB says of a query's own words and of the names in it; of any other error only what it is called."""
    import duckdb

    about_words = isinstance(error, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException))
    said = str(error).split("\n")[0] if about_words else type(error).__name__
    return Problem(file, f"DuckDB does not run the query: {said}", "Try the query in DuckDB itself.")
