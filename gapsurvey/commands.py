"""What each command does: analyse, write, and say so."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gapsurvey.model import Export, Responses
    from gapsurvey.pairing import Proposal
    from gapsurvey.report import Report, Source
    from gapsurvey.study import Study

__all__ = ["check", "demo", "gate", "init", "plan", "questionnaire", "report", "schema", "serve", "simulate"]

Step = Callable[[str], None]


def sample() -> Path:
    """The sample study's folder: inside an installed package, or beside the package in its repository."""
    packed = Path(__file__).parent / "samples" / "support-hours"
    return packed if packed.is_dir() else Path(__file__).parents[1] / "surveys" / "support-hours"


def demo(options: Namespace, step: Step) -> int:
    """Report on the sample study."""
    return _report(sample(), options, step, as_json=False)


def report(options: Namespace, step: Step) -> int:
    """Report on a study."""
    return _report(Path(options.study), options, step, as_json=options.json)


def _report(study: Path, options: Namespace, step: Step, *, as_json: bool) -> int:
    from gapsurvey.analysis import analyze

    _check_date(options.date)
    made = analyze(study, date=options.date, progress=step)
    step("Writing")
    paths = made.write(options.output, [name.strip() for name in options.formats.split(",") if name.strip()])
    step("")
    if as_json:
        verdicts = {v.feature: v.verdict for v in made.verdicts}
        print(
            json.dumps(
                {
                    "answer": made.answer,
                    "instead": made.instead,
                    "since": made.since,
                    "verdicts": verdicts,
                    "files": [str(p) for p in paths],
                },
            )
        )
        return 0
    if not options.quiet:
        _say_answer(made)
    for path in paths:
        print(path)
    return 0


def _say_answer(made: Report) -> None:
    """The answer, on stderr: stdout holds the files, so that it can be piped."""
    from gapsurvey.errors import printable

    for line in (made.answer, made.instead, made.since):
        if line:
            print(printable(line, 1000), file=sys.stderr)


def _check_date(date: str) -> None:
    import datetime

    from gapsurvey.errors import Problem, StudyError

    try:
        if date and datetime.date.fromisoformat(date).isoformat() != date:
            raise ValueError
    except ValueError:
        raise StudyError([Problem("--date", f'found "{date}"', "Write it as YYYY-MM-DD.")]) from None


def init(options: Namespace, step: Step) -> int:
    """Suggest a study from customers' and believers' exports."""
    from gapsurvey.pairing.files import suggest_study

    step("Pairing")
    files = options.customers, options.employees, options.output
    path, proposals = suggest_study(*files, partners=options.partners, force=options.force)
    step("")
    if not options.quiet:
        _say_proposals(proposals)
    print(path)
    return 0


def _say_proposals(proposals: Mapping[str, Proposal]) -> None:
    """What was paired and what was not, on stderr: stdout holds the file. Questions only; nobody's answers.

    proposals: by the name of the side whose beliefs they are.
    """
    from gapsurvey.errors import printable
    from gapsurvey.pairing import unpaired

    waiting = []
    for who, proposal in proposals.items():
        likely = [pair for pair in proposal.pairs if pair.confidence == "likely"]
        paired = f"Paired with {who}" if len(proposals) > 1 else "Paired"
        print(f"{paired}: {len(proposal.pairs) - len(likely)} questions for sure, {len(likely)} likely.", file=sys.stderr)
        waiting += likely
    if waiting:
        print("Not counted until you confirm them in the file:", file=sys.stderr)
    for pair in waiting:
        print(f"  {printable(pair.texts[0], 100)} ↔ {printable(pair.texts[1], 100)}", file=sys.stderr)
    for who, left in zip(("customers", *proposals), unpaired([*proposals.values()]), strict=True):
        if left:
            print(f"Asked of {who} only, as far as can be told:", file=sys.stderr)
        for question in left:
            print(f"  {printable(question.text, 100)} ({question.why})", file=sys.stderr)


def check(options: Namespace, step: Step) -> int:
    """Say what a study's exports hold, as the report would count it."""
    from gapsurvey.analysis import coded
    from gapsurvey.earlier import earlier_wave
    from gapsurvey.files import beside_of, exports_of
    from gapsurvey.study import load

    study = load(options.study)
    exports = exports_of(study, {}, step)
    audiences = coded(study, exports, step, beside_of(study, step))
    earlier = earlier_wave(study, exports, max(export.latest for export in exports.values()), step)
    step("")
    seen = [_seen(study, responses, source) for responses, source in audiences]
    quoted = _quoted(study, exports, [responses for responses, _ in audiences])
    before = earlier and {"file": earlier.wave.file, "date": earlier.wave.date, "notes": list(earlier.notes)}
    if options.json:
        print(json.dumps({"title": study.title, "audiences": seen, "verbatims": quoted, "earlier": before}, indent=2))
        return 0
    for audience in seen:
        _say_audience(study, audience)
    _say_quoted(study, quoted)
    if before:
        _say_earlier(before)
    return 0


def _seen(study: Study, responses: Responses, source: Source) -> dict[str, Any]:
    """What one audience's export holds. Believers' segments are named by size only where they will be shown."""
    from gapsurvey.model import Cell
    from gapsurvey.privacy import published
    from gapsurvey.tally import tally

    public = published(tally(responses), study)
    cells = {
        by: {
            cell.segment: n
            for cell, n in public.tallies.members.items()
            if (cell.audience, cell.by) == (source.audience, by) and cell.segment and n
        }
        for by in study.segmentations(source.audience)
    }
    questions = [
        {"feature": item.feature, "asks": item.asks, "kind": item.kind, "base": counts.base}
        for item, counts in public.tallies.items(Cell(source.audience))
    ]
    return {
        "audience": source.audience, "file": source.file, "tool": source.tool, "records": source.records, "kept": source.kept,
        "set_aside": dict(source.set_aside), "screened": source.screened, "flagged": dict(source.flagged),
        "personal_data_dropped": list(source.personal),
        "segments": cells, "questions": questions,
        "notes": [*source.notes, *(note for notes in public.notes.values() for note in notes)],
    }  # fmt: skip


def _quoted(study: Study, exports: Mapping[str, Export], audiences: Sequence[Responses]) -> list[dict[str, Any]]:
    """How many texts the report would show of each audience, and why not; none of them."""
    from gapsurvey.model import Tallies
    from gapsurvey.privacy import published
    from gapsurvey.tally import tally
    from gapsurvey.verbatims import quotes

    tallies = sum(map(tally, audiences), Tallies({}, {}))
    found = quotes(study, exports, audiences, tallies, published(tallies, study), {}) if study.verbatims else ()
    return [
        {"audience": v.audience, "question": v.question, "feature": v.feature, "shown": len(v.texts), "written": v.n,
         "note": "" if v.texts else v.note}
        for v in found
    ]  # fmt: skip


def _say_quoted(study: Study, quoted: list[dict[str, Any]]) -> None:
    from gapsurvey.errors import printable

    for of in quoted:
        written = "" if of["written"] is None else f" of {of['written']} written"
        why = f" ({of['note']})" if of["note"] else ""
        print(printable(f"quoted of {study.label(of['audience'])}: {of['shown']} texts{written}: {of['question']}{why}", 2000))
    if any(of["shown"] and of["audience"] != study.customers for of in quoted):
        print("  note: who believes may be recognised by what they write: read the quoted texts before you publish the report.")


def _say_audience(study: Study, seen: dict[str, Any]) -> None:
    from gapsurvey.errors import listing, printable

    def say(line: str) -> None:
        print(printable(line, 2000) if line else "")

    aside = ", ".join(f"{n} {reason}" for reason, n in seen["set_aside"].items())
    say(
        f"{study.label(seen['audience'])}: {seen['kept']} of {seen['records']} records in {seen['file']} ({seen['tool']}) count"
        + (f"; set aside: {aside}" if aside else "")
    )
    if seen["personal_data_dropped"]:
        print(f"  personal data dropped: {listing(seen['personal_data_dropped'])}")
    for name, cells in seen["segments"].items():
        print(f"  {printable(name)}: " + ", ".join(f"{printable(cell, 60)} {n}" for cell, n in cells.items()))
    for question in seen["questions"]:
        print(f"  {question['asks']:<13}{question['kind']:<10}{question['feature']:<28}base {question['base']}")
    if seen["screened"]:
        print(f"  left out: {seen['screened']} with two quality flags")
    for flag, people in seen["flagged"].items():
        print(f"  flagged, kept: {people} {flag}")
    for note in seen["notes"]:
        print(f"  note: {printable(note, 500)}")


def _say_earlier(before: dict[str, Any]) -> None:
    from gapsurvey.errors import printable

    date = f", latest answer {before['date']}" if before["date"] else ""
    print(f"earlier wave: {printable(before['file'])}{printable(date)}")
    for note in before["notes"]:
        print(f"  note: {printable(note, 500)}")


def gate(options: Namespace, step: Step) -> int:
    """Hold studies to their gates: results to stdout, what could not be held to stderr; writes only what it is asked for."""
    from gapsurvey.atomic import write_all
    from gapsurvey.gates.github import annotated, inert, summary
    from gapsurvey.gates.holding import exit_code, hold
    from gapsurvey.gates.junit import junit
    from gapsurvey.gates.told import as_json, problems, table

    studies = hold(options.studies, options.policy, step)
    step("")
    files = {Path(options.junit): junit(studies)} if options.junit else {}
    if options.github and (place := os.environ.get("GITHUB_STEP_SUMMARY")):
        files[Path(place)] = _before(Path(place)) + summary(studies)
    write_all(files)
    if any(study.outcomes for study in studies):
        told = as_json(studies) if options.json else table(studies)
        print(inert(told) if options.github and not options.json else told)
    for line in annotated(studies) if options.github else problems(studies):
        print(line, file=sys.stderr)
    return exit_code(studies)


def _before(file: Path) -> bytes:
    """What a file holds that is added to."""
    from gapsurvey.errors import Problem, StudyError

    try:
        return file.read_bytes() if file.exists() else b""
    except OSError as error:
        fix = "Let GITHUB_STEP_SUMMARY name a file that you may read and write."
        raise StudyError([Problem(str(file), f"cannot be read: {error.strerror}", fix)]) from None


def plan(options: Namespace, step: Step) -> int:
    """Say what bases can show, before fieldwork."""
    from dataclasses import replace

    from gapsurvey import planning
    from gapsurvey.errors import Problem, StudyError
    from gapsurvey.study import load

    problems: list[Problem] = []
    study = made = None
    try:
        study = load(options.study) if options.study is not None else None
    except StudyError as error:
        problems += error.problems
    prices, takes = ([_number(each) for each in given.split(",") if given] for given in (options.prices, options.takes))
    try:
        made = planning.plan(
            _number(options.customers), _number(options.employees), share=_number(options.share),
            margin=_number(options.margin), power=_number(options.power), prices=prices, takes=takes, study=study,
        )  # fmt: skip
    except StudyError as error:
        problems += [replace(problem, where=f"--{problem.where}") for problem in error.problems]
    if made is None or problems:
        raise StudyError(problems)
    print(json.dumps(made.to_dict()) if options.json else planning.told(made))
    return 0


def simulate(options: Namespace, step: Step) -> int:
    """Write invented answers, or say how often such a study comes to the right verdicts."""
    from gapsurvey.simulation.command import simulated

    print(simulated(options, step))
    return 0


def _number(text: str | None) -> Any:
    """The number that an option gives; anything else as it is, to be refused and shown by whoever needs a number."""
    for kind in (int, float):
        with suppress(TypeError, ValueError):
            return kind(text)  # type: ignore[arg-type]  # of None, a TypeError
    return text


def questionnaire(options: Namespace, step: Step) -> int:
    """Write the questionnaires of a study."""
    from gapsurvey.questionnaire import write_questionnaires

    step("Writing")
    formats = [name.strip() for name in options.formats.split(",") if name.strip()]
    customers, employees = _number(options.customers), _number(options.employees)
    paths = write_questionnaires(options.study, options.output, formats, customers, employees, force=options.force)
    step("")
    for path in paths:
        print(path)
    return 0


def serve(options: Namespace, step: Step) -> int:
    """Serve the upload page until it is stopped."""
    import os

    from gapsurvey.errors import Problem, StudyError
    from gapsurvey.web.limits import limits_of, settings
    from gapsurvey.web.serve import access_of
    from gapsurvey.web.serve import serve as served

    problems: list[Problem] = []
    limits = access = None
    try:
        limits = limits_of({setting.name: getattr(options, setting.name) for setting in settings()}, os.environ)
    except StudyError as error:
        problems += error.problems
    try:
        names = options.name or os.environ.get("GAPSURVEY_NAMES", "").split()
        access = access_of(options.host, options.token or os.environ.get("GAPSURVEY_TOKEN", ""), names)
    except StudyError as error:
        problems += error.problems
    port = _number(options.port)
    if not isinstance(port, int) or not 0 <= port < 65_536:
        problems.append(Problem("--port", f'found "{options.port}"', "Give a whole number from 0 to 65535."))
    if limits is None or access is None or problems:
        raise StudyError(problems)
    served(options.host, port, access, limits, browser=not options.no_browser)
    return 0


def schema(options: Namespace, step: Step) -> int:
    """Print a JSON Schema."""
    from gapsurvey.schemas import schema_text

    print(schema_text(options.kind), end="")
    return 0
