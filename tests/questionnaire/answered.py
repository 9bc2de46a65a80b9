"""Invented answers to a questionnaire, and the exports in which each survey tool would hold them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from gapsurvey.questionnaire import Option, Question, Questionnaire
from gapsurvey.questionnaire.model import Follows
from tests.exports.dialects import as_csv

# The places of the options that were picked, or ranked, in order; of a grid, per row that of its answer; or what was typed.
Answer = list[int] | str
Person = dict[str, Answer]


def people(questionnaire: Questionnaire, count: int, seed: int) -> list[Person]:
    """So many people, each answering everything at random; attention checks as they are meant."""
    rng = random.Random(seed)
    return [_person(questionnaire, rng) for _ in range(count)]


def _person(questionnaire: Questionnaire, rng: random.Random) -> Person:
    person: Person = {}
    for question in questionnaire.questions:
        person[question.name] = _followed(question.follows, person) if question.follows else _answer(question, rng)
    return person


def _followed(follows: Follows, person: Person) -> Answer:
    first = str(person[follows.price])
    step = next(step for step in follows.steps if f"{step.price:g}" == first)
    return f"{step.dearer if person[follows.answer] == [0] else step.cheaper:g}"


def _answer(question: Question, rng: random.Random) -> Answer:
    places = range(len(question.options))
    match question.kind:
        case "grid":
            return [rng.randrange(len(question.answers)) for _ in places]
        case "one":
            return [_meant(question)] if question.part == "attention" else [rng.choice(places)]
        case "several":
            *features, none = places
            return sorted(rng.sample(features, rng.randint(0, len(features)))) or [none]
        case "ranks":
            return rng.sample(places, len(places))
        case "points":
            return "25" * (len(places) == 4) or str(100 // len(places))
        case "number":
            low = {"too_cheap": 0, "cheap": 20, "expensive": 40, "too_expensive": 60, "upper": 101}.get(question.part, 0)
            return str(rng.randint(low, low + 15) if question.part else rng.randint(0, 100))
        case "drawn":
            return f"{rng.choice(question.numbers):g}"
        case _:
            return rng.choice(("It would change a lot for us", "Nothing much", "We could sleep at night"))


def _meant(check: Question) -> int:
    """The place of the answer that an attention check names in quotation marks."""
    return next(at for at, option in enumerate(check.options) if f"“{option.text}”" in check.text)


Cells = tuple[str, str, Callable[[Answer], str]]  # a column's name, its text, and what an answer looks like in it


def _chosen(question: Question, joined: str, text: Callable[[Option], str]) -> Callable[[Answer], str]:
    return lambda answer: answer if isinstance(answer, str) else joined.join(text(question.options[at]) for at in answer)


def _ranked(at: int) -> Callable[[Answer], str]:
    return lambda answer: answer if isinstance(answer, str) else str(answer.index(at) + 1)


def _in_row(question: Question, at: int, text: Callable[[Option], str]) -> Callable[[Answer], str]:
    """What stands in the column of a row: of a grid its answer, of a ranking its rank."""
    if question.kind != "grid":
        return _ranked(at)
    return lambda answer: answer if isinstance(answer, str) else text(question.answers[answer[at]])


def _ticked(at: int, yes: str, no: str) -> Callable[[Answer], str]:
    return lambda answer: yes if at in answer else no


def _slot(question: Question, at: int, text: Callable[[Option], str]) -> Callable[[Answer], str]:
    return lambda answer: answer if isinstance(answer, str) else text(question.options[answer[at]])


def _text(option: Option) -> str:
    return option.text


def _code(option: Option) -> str:
    return option.code


def qualtrics(questionnaire: Questionnaire, answers: list[Person]) -> bytes:
    columns: list[tuple[str, Cells]] = []
    for question in questionnaire.questions:
        if question.kind in ("grid", "ranks", "points"):
            columns += [
                (question.name, (f"{question.name}_{at + 1}", f"{question.text} - {option.text}", _in_row(question, at, _text)))
                for at, option in enumerate(question.options)
            ]
        else:
            columns.append((question.name, (question.name, question.text, _chosen(question, ",", _text))))
    head = [
        ["StartDate", "EndDate", "Status", "Finished", "ResponseId", *(name for _, (name, _, _) in columns)],
        ["Start Date", "End Date", "Response Type", "Finished", "Response ID", *(text for _, (_, text, _) in columns)],
        [json.dumps({"ImportId": name}) for name in ("startDate", "endDate", "status", "finished", "_recordId")]
        + [json.dumps({"ImportId": f"QID{name.removeprefix('Q')}"}) for _, (name, _, _) in columns],
    ]
    meta = ["2026-03-01 10:00:00", "2026-03-01 10:20:00", "IP Address", "True"]
    rows = [[*meta, f"R_{at}", *(cell(person[q]) for q, (_, _, cell) in columns)] for at, person in enumerate(answers)]
    return as_csv([*head, *rows])


def _limesurvey(heading: str, codes: bool) -> Callable[[Questionnaire, list[Person]], bytes]:
    def cells(question: Question) -> Iterator[Cells]:
        text = f"{question.name}. {question.text}"
        say = _code if codes else _text
        if question.kind == "several":
            for at, option in enumerate(question.options):
                ticked = _ticked(at, "Y", "") if codes else _ticked(at, "Yes", "No")
                yield f"{question.name}[{option.code}]", f"{text} [{option.text}]", ticked
        elif question.kind == "grid":
            for at, option in enumerate(question.options):
                yield f"{question.name}[{option.code}]", f"{text} [{option.text}]", _in_row(question, at, say)
        elif question.kind == "ranks":
            for at in range(len(question.options)):
                yield f"{question.name}[{at + 1}]", f"{text} [Rank {at + 1}]", _slot(question, at, say)
        elif question.kind == "points":
            for option in question.options:
                yield f"{question.name}[{option.code}]", f"{text} [{option.text}]", str
        else:
            yield question.name, text, _chosen(question, "", say)

    def export(questionnaire: Questionnaire, answers: list[Person]) -> bytes:
        columns = [(question.name, cell) for question in questionnaire.questions for cell in cells(question)]
        meta = [
            ("id", "Response ID"),
            ("submitdate", "Date submitted"),
            ("lastpage", "Last page"),
            ("startlanguage", "Start language"),
        ]
        headings = [*meta, *((name, text) for _, (name, text, _) in columns)]
        head = [{"code": code, "text": text, "both": f"{code}. {text}"}[heading] for code, text in headings]
        rows = [
            [at, "1980-01-01 00:00:00", 5, "en", *(cell(person[q]) for q, (_, _, cell) in columns)]
            for at, person in enumerate(answers, 1)
        ]
        return as_csv([head, *rows])

    return export


def google_forms(questionnaire: Questionnaire, answers: list[Person]) -> bytes:
    columns: list[tuple[str, Cells]] = []
    for question in questionnaire.questions:
        text = f"{question.name}. {question.text}"
        if question.kind in ("grid", "ranks", "points"):
            rows = enumerate(question.options)
            columns += [(question.name, ("", f"{text} [{option.text}]", _in_row(question, at, _text))) for at, option in rows]
        else:
            columns.append((question.name, ("", text, _chosen(question, ", ", _text))))
    head = ["Timestamp", *(text for _, (_, text, _) in columns)]
    cells = [["2026/03/01 10:00:00 AM GMT", *(cell(person[q]) for q, (_, _, cell) in columns)] for person in answers]
    return as_csv([head, *cells])


TOOLS: Mapping[str, Callable[[Questionnaire, list[Person]], bytes]] = MappingProxyType(
    {
        "qualtrics": qualtrics,
        "limesurvey, codes and full answers": _limesurvey("code", codes=False),
        "limesurvey, codes and answer codes": _limesurvey("code", codes=True),
        "limesurvey, texts and full answers": _limesurvey("text", codes=False),
        "limesurvey, codes with texts": _limesurvey("both", codes=False),
        "google_forms": google_forms,
    }
)
