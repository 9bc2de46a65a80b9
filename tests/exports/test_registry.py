"""Every tool of the registry: it is recognised by content alone, and keeps its word."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey.exports import EXPORTS, read
from gapsurvey.exports.container import sheets_of
from gapsurvey.model import STATUSES
from tests.exports.dialects import SAMPLES


def test_every_tool_has_samples() -> None:
    assert {tool for tool, _ in SAMPLES.values()} == set(EXPORTS)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_identified_by_exactly_its_tool(sample: str) -> None:
    tool, content = SAMPLES[sample]
    (sheet,) = sheets_of(content, "sample")
    recognised = [name for name, candidate in EXPORTS.items() if name != "plain" and candidate.identify(sheet)]
    assert recognised == [name for name in [tool] if name != "plain"]
    assert EXPORTS["plain"].identify(sheet)  # the fall-back takes whatever is left


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_name_of_the_file_decides_nothing(sample: str) -> None:
    tool, content = SAMPLES[sample]
    assert {read(f"export.{ending}", content=content).tool for ending in ("csv", "xlsx", "sav", "")} == {tool}


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_export_is_rectangular_and_its_names_are_unique(sample: str) -> None:
    export = read("sample", content=SAMPLES[sample][1])
    assert export.records > 0
    assert len({column.name for column in export.columns}) == len(export.columns)
    assert export.status.dtype == np.int8
    assert set(export.status) <= set(range(len(STATUSES)))
    assert export.seconds.shape == (export.records,)
    for column in export.columns:
        assert np.issubdtype(column.codes.dtype, np.signedinteger)
        assert column.codes.shape == (export.records,)
        assert set(column.codes[column.codes >= 0]) == set(range(len(column.values)))
        assert all(value.strip() for value in column.values)
        assert len(set(column.values)) == len(column.values)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_personal_data_passes_the_door(sample: str) -> None:
    export = read("sample", content=SAMPLES[sample][1])
    held = [value for column in export.columns for value in column.values]
    assert not [value for value in held if value.startswith("192.0.2.") or "@" in value or value == "anonymous@"]
    assert not set(export.personal) & {column.name for column in export.columns}


def test_registry_keys_are_the_tools_names_and_advice_is_given() -> None:
    for name, tool in EXPORTS.items():
        assert tool.name == name
        assert tool.label
        assert tool.how_to_export.endswith(".")
        assert set(tool.statuses.values()) <= set(STATUSES)
