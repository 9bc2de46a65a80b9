"""The earlier wave that a study names: its report, whether this study can be held against it, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gapsurvey.errors import GapsurveyError, Problem, StudyError, listing
from gapsurvey.files import Files, given
from gapsurvey.language import say
from gapsurvey.matching import fold
from gapsurvey.methods.waves import waves
from gapsurvey.model import Export
from gapsurvey.phrasing import day
from gapsurvey.report import Report, Table, Wave
from gapsurvey.since import counted, sentence
from gapsurvey.study import Asked, Study, load, parsed

__all__ = ["Earlier", "changes", "earlier_wave"]

MOST_BYTES = 64 * 2**20  # a results.json is a few megabytes at most


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier wave as this study sees it.

    audiences: per audience of this study the name it had then, where there was one; same: the audiences whose answers are
    the same file in both waves; notes: what cannot be compared, and what was asked differently.
    """

    report: Report
    wave: Wave
    audiences: Mapping[str, str]
    same: frozenset[str]
    notes: tuple[str, ...]


def earlier_wave(
    study: Study, exports: Mapping[str, Export], date: str, progress: Callable[[str], None], files: Files = None
) -> Earlier | None:
    """The earlier wave, read or worked out anew; None where the study names none.

    exports: this wave's, per audience; date: this wave's; files: as in `analyze`. Raises StudyError or ExportError: no such
    file, no report of gapsurvey, problems of the earlier study, or a wave that this one cannot be held against.
    """
    if study.earlier is None:
        return None
    progress(f"Earlier wave: {study.earlier}")
    report, content = _stored(study, study.earlier) if files is None else _given(study.earlier, files)
    answers = {source.audience: source.sha256 for source in report.provenance.sources}
    wave = Wave(study.earlier, hashlib.sha256(content).hexdigest(), report.study.title, report.provenance.date, answers)
    audiences = _audiences(study, report.study)
    same = frozenset(
        now
        for now, then in audiences.items()
        if exports[now].sha256 == answers.get(then) and not _apart(study.audiences[now].where, report.study.audiences[then].where)
    )
    problems = [*_unlike(study, report.study), *_not_earlier(study, audiences, same, wave, date)]
    if problems:
        raise StudyError(problems)
    return Earlier(report, wave, audiences, same, tuple(_notes(study, report.study, audiences, same)))


def _file(path: Path) -> Path:
    """The file that a name stands for: of a folder, its study or its results."""
    if not path.is_dir():
        return path
    return next((path / name for name in ("study.toml", "results.json") if (path / name).is_file()), path / "study.toml")


def _stored(study: Study, name: str) -> tuple[Report, bytes]:
    """The report in a results.json, or of a study and its exports; and the content of the file that was named."""
    path = _file(study.folder / name)
    try:
        if path.suffix.lower() != ".json":
            return _worked_out(name, lambda: load(path)), path.read_bytes()
        if path.stat().st_size > MOST_BYTES:
            raise _refused(name, "it is too large to be a results.json")
        return _report(name, content := path.read_bytes()), content
    except OSError as error:
        found = "there is no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        beside = sorted(p.name for p in path.parent.glob("*.json")) if path.parent.is_dir() else []
        raise _refused(name, found, exists=listing(beside)) from None


def _given(name: str, files: Mapping[str, bytes]) -> tuple[Report, bytes]:
    """The same, of files that stand nowhere."""
    content = given(name, files)
    if name.lower().endswith(".json"):
        return _report(name, content), content
    return _worked_out(name, lambda: parsed(content, name), files), content


def _worked_out(name: str, study: Callable[[], Study], files: Files = None) -> Report:
    """The report of a study and its exports; its own `earlier` is not followed."""
    from gapsurvey.analysis import analyze

    try:
        return analyze(study().model_copy(update={"earlier": None}), files=files)
    except GapsurveyError as error:
        raise StudyError(
            Problem(f'earlier "{name}", {problem.where}', problem.found, problem.fix, problem.exists)
            for problem in error.problems
        ) from None


def _report(name: str, data: bytes) -> Report:
    try:
        told = json.loads(data)
        schema = str(told.get("schema", "")) if isinstance(told, dict) else ""
    except (ValueError, RecursionError):
        raise _refused(name, "it is not JSON") from None
    from gapsurvey.outputs.results import SCHEMA, from_json

    if schema != SCHEMA:
        if schema.startswith(SCHEMA.rpartition("/")[0]):
            found = f'it is written in "{schema}", and this gapsurvey reads "{SCHEMA}"'
            raise _refused(name, found, "Name the earlier study instead, or use the version that wrote the report.")
        raise _refused(name, "it is not a report of gapsurvey")
    try:
        return from_json(data)
    except StudyError as error:
        places = listing((problem.where for problem in error.problems), 3)
        raise _refused(name, f"it is not whole: wrong at {places}") from None


def _refused(
    name: str, found: str, fix: str = "Name the results.json or the study.toml of the earlier wave.", exists: str = ""
) -> StudyError:
    return StudyError([Problem("earlier", f'"{name}": {found}', fix, exists)])


def _apart(now: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether two selections of one file's records are plainly disjoint: a column of both, with other answers."""
    return any(not {*map(fold, texts)} & {*map(fold, then[column])} for column, texts in now.items() if column in then)


def _audiences(study: Study, then: Study) -> dict[str, str]:
    """Per audience of both waves the name it had then: customers are customers, whatever they are called."""
    return {study.customers: then.customers} | {name: name for name in study.believers if name in then.believers}


def _unlike(study: Study, then: Study) -> Iterator[Problem]:
    """What makes two studies' numbers different things."""
    for what, now, before in (("currency", study.currency, then.currency), ("period", study.period, then.period)):
        if now != before:
            yield Problem(
                what, f'it is "{now}", and "{before}" in the earlier wave', "Bring both waves to one, or leave earlier out."
            )
    for name, audience in study.audiences.items():
        before = then.audiences[name].role if name in then.audiences else audience.role
        if before != audience.role:
            yield Problem(
                f"audiences.{name}.role", f'it is "{audience.role}", and "{before}" in the earlier wave',
                "Give different people different names.",
            )  # fmt: skip
    if not set(study.features) & set(then.features):
        yield Problem(
            "earlier", "the two waves have no feature in common", "Give a feature the same name in both studies.",
            listing(then.features),
        )  # fmt: skip


def _not_earlier(study: Study, audiences: Mapping[str, str], same: frozenset[str], wave: Wave, date: str) -> Iterator[Problem]:
    """What makes the earlier wave this one, or a later one."""
    if same == set(audiences):
        yield Problem(
            "earlier", f'"{wave.file}" holds the same answers as this study', "Name the report or the study of an earlier wave."
        )
    if date and wave.date > date:
        yield Problem("earlier", f'"{wave.file}" is of {wave.date}, later than {date}', "Name the earlier of the two waves.")


def _notes(study: Study, then: Study, audiences: Mapping[str, str], same: frozenset[str]) -> Iterator[str]:
    """What two waves do not share, and what they share though they should not."""
    ours, theirs = ({name: spec.label for name, spec in s.features.items()} for s in (study, then))
    if alone := _alone(ours, theirs):
        yield say("Features of this wave only: {features}.", features=alone)
    if alone := _alone(theirs, ours):
        yield say("Features of the earlier wave only: {features}.", features=alone)
    ours, theirs = ({name: s.label(name) for name in s.believers} for s in (study, then))
    if alone := _alone(ours, theirs):
        yield say("Audiences of this wave only: {audiences}.", audiences=alone)
    if alone := _alone(theirs, ours):
        yield say("Audiences of the earlier wave only: {audiences}.", audiences=alone)
    both = [name for name in study.features if name in then.features]
    changed = [study.features[name].label for name in both if _reworded(study, then, audiences, name)]
    if changed:
        yield say(
            "Asked otherwise than in the earlier wave, so that part of a change may be the question’s: {features}.",
            features=", ".join(changed),
        )
    for name in study.audiences:
        if name in same:
            yield say(
                "The {audience} are the same people in both waves, so that only others changed; the intervals count them twice, "
                "and are wider than they need be.",
                audience=study.label(name),
            )


def _alone(labels: Mapping[str, str], others: Mapping[str, str]) -> str:
    """The labels whose names the others lack."""
    return ", ".join(label for name, label in labels.items() if name not in others)


def _reworded(study: Study, then: Study, audiences: Mapping[str, str], feature: str) -> bool:
    """Whether a feature's label or any question about it, as far as a study shows it, differs between the waves."""
    if fold(study.features[feature].label) != fold(then.features[feature].label):
        return True
    for now_name, then_name in audiences.items():
        now, before = _questions(study, now_name, feature), _questions(then, then_name, feature)
        if any(asked in before and _differ(now[asked], before[asked], feature) for asked in now):
            return True
    return False


def _questions(study: Study, audience: str, feature: str) -> dict[tuple[str, bool], Asked]:
    """What an audience was asked about a feature: (the thing asked, whether it is an estimate) → the question."""
    asked = [study.asked(i, audience) for i, question in enumerate(study.questions) if audience in question.sources]
    return {(q.asks, q.shape == "estimate"): q for q in asked if feature in q.features}


def _differ(now: Asked, before: Asked, feature: str) -> bool:
    def shown(asked: Asked) -> object:
        texts = (*asked.scale, asked.yes, asked.no, asked.answers.get(feature, ()))
        return asked.shape, [[fold(text) for text in texts_of] for texts_of in texts]

    columns = [asked.column or "" for asked in (now, before)]
    sentences = all(" " in column for column in columns)  # a question's text, not a column's name
    return shown(now) != shown(before) or (sentences and fold(columns[0]) != fold(columns[1]))


def changes(study: Study, tables: Sequence[Table], earlier: Earlier) -> tuple[list[Table], str]:
    """The tables of what changed, and the sentence about it."""
    since = day(earlier.wave.date) or say("the earlier wave")
    found = waves(study, tables, earlier.report.tables, earlier.audiences, earlier.same, since, earlier.notes)
    found = [replace(table, notes=tuple(filter(None, (counted(table), *table.notes)))) for table in found]
    return found, "".join(sentence(study, tables, table, since) for table in found)
