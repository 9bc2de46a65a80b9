"""The report as files: one file per format. A new format is one file and one line here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from gapsurvey.atomic import write_all
from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.language import speaking
from gapsurvey.report import Report

__all__ = ["OUTPUTS", "Output", "write"]


@dataclass(frozen=True, slots=True)
class Output:
    """One format: its name, the file it is written to, and the module whose `render` makes the file's bytes."""

    name: str
    label: str
    file: str
    module: str

    def render(self, report: Report) -> bytes:
        """The file's bytes; the same for equal reports."""
        renderer: Callable[[Report], bytes] = import_module(
            self.module
        ).render  # imported where used: each format has its own needs
        with speaking(report.study.lang):
            return renderer(report)


OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        output.name: output
        for output in (
            Output("html", "interactive report, one self-contained file", "report.html", "gapsurvey.outputs.html"),
            Output("json", "results for scripts", "results.json", "gapsurvey.outputs.results"),
            Output("xlsx", "workbook with native charts and every table", "report.xlsx", "gapsurvey.outputs.workbook"),
            Output("pptx", "slides, one message each, with charts to edit", "report.pptx", "gapsurvey.outputs.slides"),
            Output("public", "one page for customers, with their own answers alone", "public.html", "gapsurvey.outputs.public"),
            Output("md", "summary for a pull request", "summary.md", "gapsurvey.outputs.markdown"),
            Output("csv", "every number in a row, for spreadsheets", "results.csv", "gapsurvey.outputs.delimited"),
            Output("parquet", "the same with types, for analysts", "results.parquet", "gapsurvey.outputs.parquet"),
        )
    }
)


def write(report: Report, folder: str | os.PathLike[str], formats: Iterable[str]) -> list[Path]:
    """Write the report in every format into `folder`; paths in the order of `formats`.

    Everything is rendered first, written beside its place and then renamed, so that a failure leaves nothing half-written.
    Raises StudyError for an unknown format, or a folder that cannot be written to.
    """
    chosen = list(dict.fromkeys(formats))
    unknown = [name for name in chosen if name not in OUTPUTS]
    if unknown or not chosen:
        found = f"there is no format {listing(unknown)}" if unknown else "no format is named"
        raise StudyError([Problem("formats", found, "Choose from these.", listing(OUTPUTS))])
    rendered = {Path(folder) / OUTPUTS[name].file: OUTPUTS[name].render(report) for name in chosen}
    write_all(rendered)
    return list(rendered)
