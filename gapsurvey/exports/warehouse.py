"""Tables that a study names in its files: of a DuckDB database, what a query finds there, and folders of Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    "lock_configuration": "true",
}


def in_warehouse(file: str, folder: Path, query: str | None) -> bool:
    """Whether a study that stands in `folder` means a table by this, not a file to be read as a whole."""
    if query is not None or _IN in file:
        return True
    return "*" in Path(file).name or (folder / file).is_dir()


def read_warehouse(file: str, folder: Path, query: str | None, needed: Needed, quoted: Sequence[str] = ()) -> Export:
    """The export of a table: "answers.duckdb::table", a query of a database, a folder of Parquet files, or "answers/*.parquet".

    needed, quoted: see `from_table`. Raises ExportError with what is wrong with it. What an engine says of the data is not
    repeated, since it may quote an answer.
    """
    import narwhals as nw

    database, _, table = file.partition(_IN)
    engine, what = ("duckdb", "a DuckDB database") if query is not None or table else ("polars", "a folder of Parquet files")
    if find_spec(engine) is None:
        found = f"it is {what}, and {engine} is not installed"
        raise ExportError([Problem(file, found, 'Install what reads it: pip install "gapsurvey[warehouse]".')])
    if engine == "polars":
        return from_table(nw.from_native(_folder(file, folder)), "parquet", file, needed, quoted)
    if query is not None and table:
        raise ExportError([Problem(file, "it names a table, and there is a query beside it", "Keep one of them.")])
    import duckdb

    with closing(_connection(folder / database, file)) as connection:
        try:
            relation = _table(connection, table, file) if query is None else _found(connection, query, file)
            return from_table(nw.from_native(relation), "duckdb", file, needed, quoted)
        except duckdb.DataError as error:
            found = f"the data are not what the query takes them for ({type(error).__name__})"
            raise ExportError([Problem(file, found, "Try the query in DuckDB itself.")]) from None
        except duckdb.Error as error:
            raise ExportError([_refused(error, file)]) from None


def _folder(file: str, folder: Path) -> Any:
    """The rows of a folder's Parquet files, in the order of their names."""
    import polars as pl

    place = folder / file
    paths = sorted(place.rglob("*.parquet") if place.is_dir() else place.parent.glob(place.name))
    if not paths:
        inside = place if place.is_dir() else place.parent
        there = listing(sorted(path.name for path in inside.iterdir())) if inside.is_dir() else ""
        raise ExportError(
            [Problem(file, "no Parquet file is there", "Name the folder that holds them, or one file in it.", there)]
        )
    try:
        table = pl.scan_parquet(paths)
        table.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        fix = "Keep files of the same columns there, and no others that end in .parquet."
        raise ExportError([Problem(file, "its Parquet files cannot be read as one table", fix)]) from None
    return table


def _connection(path: Path, file: str) -> DuckDBPyConnection:
    import duckdb

    if not path.is_file():
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
        close = nearest(path.name, there)
        fix = f"Did you mean {listing(close)}?" if close else "Write its place as seen from the study's folder."
        raise ExportError([Problem(file, f"there is no such database as {path.name}", fix)])
    try:
        return duckdb.connect(str(path), read_only=True, config=_CONFINED)
    except (duckdb.Error, OSError) as error:
        found = f"{path.name} cannot be opened as a DuckDB database ({type(error).__name__})"
        fix = "Check that it is one, of a version that the installed duckdb reads, and that nothing else writes to it."
        raise ExportError([Problem(file, found, fix)]) from None


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
    """What DuckDB says of a query itself: of its words and of the names in it, never of the data."""
    import duckdb

    said = str(error).split("\n")[0] if isinstance(error, duckdb.ProgrammingError) else type(error).__name__
    return Problem(file, f"DuckDB does not run the query: {said}", "Try the query in DuckDB itself.")
