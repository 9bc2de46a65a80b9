"""The whole story: two exports and a study in, one frozen report out."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapsurvey.abreast import abreast
from gapsurvey.errors import StudyError
from gapsurvey.language import speaking
from gapsurvey.model import Export, Responses, Tallies
from gapsurvey.report import Beside, Provenance, Report, Source, Table, Wave
from gapsurvey.study import Study, load

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

    from gapsurvey.earlier import Earlier
    from gapsurvey.files import Files, Progress

__all__ = ["analyze", "coded"]


def analyze(
    study: str | Path | Study,
    frames: Mapping[str, IntoFrame] | None = None,
    *,
    files: Files = None,
    date: str = "",
    progress: Progress = lambda step: None,
) -> Report:
    """The report of a study: its file, its folder, or a Study made in Python.

    frames: per audience, a DataFrame to use instead of the audience's file: of pandas or polars, or a lazy one of polars, DuckDB,
    Spark or Dask, of which the columns that the study names are read, a batch at a time. files: every file
    that the study names, by that name, as bytes; no other is read then. date: the report's ISO date; that of the latest
    response if left out. progress: called with each step's name. Raises StudyError or ExportError with every problem that
    was found.
    """
    if not isinstance(study, Study):
        study = load(study)
    with speaking(study.lang):
        return _report(study, frames or {}, files, date, progress)


def _report(study: Study, frames: Mapping[str, Any], files: Files, date: str, progress: Progress) -> Report:
    """The report, in the language that is spoken."""
    from gapsurvey.decision import decide
    from gapsurvey.earlier import changes, earlier_wave
    from gapsurvey.files import beside_of, exports_of
    from gapsurvey.headline import overall
    from gapsurvey.methods import METHODS
    from gapsurvey.methods.cross_method import cross_method
    from gapsurvey.privacy import differencing, published
    from gapsurvey.tally import tally, totals
    from gapsurvey.verbatims import quotes

    exports = exports_of(study, frames, progress, files)
    beside = beside_of(study, progress, files)
    audiences = coded(study, exports, progress, beside)
    made = date or max((export.latest for export in exports.values()), default="")
    earlier = earlier_wave(study, exports, made, progress, files)
    tallies = sum(abreast(tally, [responses for responses, _ in audiences]), start=Tallies({}, {}))
    left_out = any(source.screened for _, source in audiences)
    unscreened = sum((totals(r.everybody or r) for r, _ in audiences), start=Tallies({}, {})) if left_out else None
    public = published(tallies, study, unscreened)
    if earlier is not None:
        public = differencing(public, study, earlier.report)
    words = quotes(study, exports, [responses for responses, _ in audiences], tallies, public, _quoted_before(earlier))
    tables: list[Table] = []
    for method in METHODS.values():
        progress(f"Measuring: {method.label}")
        tables += method.measure(public, study)
    tables += cross_method(study, tables)
    progress("Deciding")
    decision = decide(public, study, tables)
    answer, instead = overall(study, decision.verdicts, tables)
    changed, since = ([], "") if earlier is None else changes(study, tables, earlier)
    if decision.table is not None:
        tables.append(decision.table)
    return Report(
        study=study,
        answer=answer,
        instead=instead,
        verdicts=decision.verdicts,
        tables=(*tables, *changed),
        provenance=_provenance(study, [source for _, source in audiences], beside, made, earlier.wave if earlier else None),
        notes=tuple(note for notes in public.notes.values() for note in notes),
        offers=decision.offers,
        since=since,
        verbatims=words,
    )


def _quoted_before(earlier: Earlier | None) -> dict[str, frozenset[str]]:
    """Per audience of this study, what an earlier report quotes of it."""
    if earlier is None:
        return {}
    said = {now: [v.texts for v in earlier.report.verbatims if v.audience == then] for now, then in earlier.audiences.items()}
    return {now: frozenset(chain.from_iterable(texts)) for now, texts in said.items()}


def coded(
    study: Study,
    exports: Mapping[str, Export],
    progress: Progress,
    beside: Mapping[str, Export],
) -> list[tuple[Responses, Source]]:
    """Every audience coded by the study, in its order. Raises all audiences' problems together.

    beside: the files of what was shown, by name.
    """
    from gapsurvey.coding import code, shared_believers
    from gapsurvey.verbatims import unquotable

    def attempted(name: str) -> tuple[Responses, Source] | StudyError:
        try:
            return code(study, name, exports[name], beside)
        except StudyError as error:
            return error

    progress(f"Coding {', '.join(map(study.label, exports))}")
    found = abreast(attempted, exports)
    audiences = [each for each in found if not isinstance(each, StudyError)]
    problems = [problem for each in found if isinstance(each, StudyError) for problem in each.problems]
    problems += shared_believers(study, exports)
    problems += unquotable(study, exports)
    if problems:
        raise StudyError(problems)
    return audiences


def _provenance(study: Study, sources: list[Source], beside: Mapping[str, Export], date: str, earlier: Wave | None) -> Provenance:
    import numpy
    import scipy

    from gapsurvey._version import __version__

    fitted = {"stepmix": version("stepmix")} if study.archetypes else {}
    return Provenance(
        date=date,
        seed=study.thresholds.seed,
        draws=study.thresholds.draws,
        versions={
            "gapsurvey": __version__,
            "numpy": numpy.__version__,
            "python": ".".join(platform.python_version_tuple()[:2]),
            "scipy": scipy.__version__,
            **fitted,
        },
        sources=tuple(sources),
        earlier=earlier,
        beside=tuple(Beside(name, export.sha256) for name, export in beside.items()),
    )
