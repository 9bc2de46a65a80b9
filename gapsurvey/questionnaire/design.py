"""From a study to the questionnaires of all its audiences, and to the study that reads their answers back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from gapsurvey.errors import Problem, StudyError, printable
from gapsurvey.language import say, speaking
from gapsurvey.questionnaire.asking import ASKED, Ask, Put
from gapsurvey.questionnaire.attention import Check, Places, answers, check, looks_like
from gapsurvey.questionnaire.choices import undesignable
from gapsurvey.questionnaire.groups import segment_question
from gapsurvey.questionnaire.model import Block, Question, Questionnaire
from gapsurvey.questionnaire.offered import described, offered, unreadable
from gapsurvey.questionnaire.wording import TITLES, Frame
from gapsurvey.study import Asked, Study

__all__ = ["Design", "designed"]

_DRAWN = {"price": "price", "double-bounded": "first.price"}  # of a shape: the part that may be drawn around the planned price


@dataclass(frozen=True, slots=True)
class Design:
    """Questionnaires that mirror each other, one per audience in the study's order.

    study: reads back what they yield; files: by name, what stands beside it: the designs of choice tasks.
    """

    questionnaires: tuple[Questionnaire, ...]
    study: Study
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Written:
    """One audience's questionnaire, and what the study says of where its answers stand."""

    questionnaire: Questionnaire
    audience: Mapping[str, Any]
    sources: Mapping[int, Mapping[str, Any]]
    files: Sequence[tuple[str, bytes]]
    quoted: Mapping[int, str]


def designed(study: Study) -> Design:
    """The questionnaires of a study in its language, whatever its columns are called.

    Raises StudyError with everything that no questionnaire could ask, or no export could tell apart.
    """
    with speaking(study.lang):
        problems = [*unreadable(study), *_unaskable(study)]
        if problems:
            raise StudyError(problems)
        texts = offered(study)
        written = {audience: _written(study, audience, texts) for audience in study.audiences}
        files = _files(written)
        return Design(tuple(part.questionnaire for part in written.values()), _read_back(study, written), files)


def _files(written: Mapping[str, _Written]) -> dict[str, bytes]:
    """What stands beside the study, by name. Raises StudyError where two things would stand under one."""
    files: dict[str, bytes] = {}
    exports = {f"{audience}.csv" for audience in written}
    for part in written.values():
        for name, content in part.files:
            if name in exports or files.setdefault(name, content) != content:
                found = f"{name} would hold two different things"
                raise StudyError([Problem("tasks.file", found, "Name a file of its own for each list of choice tasks.")])
    return files


def _unaskable(study: Study) -> Iterator[Problem]:
    for i, question in enumerate(study.questions):
        for audience in question.sources:
            asked = study.asked(i, audience)
            where = f"questions[{i}].{audience}"
            if asked.shape == "choice-tasks":
                yield from (Problem(f"{where}.tasks", found, fix) for found, fix in undesignable(asked))
            elif asked.shape == "best-worst" and not asked.tasks.sets:
                fix = 'Write tasks = {sets = [["a", "b", "c"], …]}.'
                yield Problem(where, "its sets stand in a file, and differ between respondents", fix)
            elif isinstance(asked.parts.get(_DRAWN.get(asked.shape, "")), str) and not asked.at_price:
                fix = f"Give features.{question.feature} the price that is planned."
                yield Problem(where, "there is no price around which prices could be drawn", fix)


def _written(study: Study, audience: str, texts: Mapping[str, str]) -> _Written:
    names = (f"Q{number}" for number in count(1))
    frame = Frame.of(study, audience)
    blocks, sources, attention = list[Block](), dict[int, Mapping[str, Any]](), dict[str, list[str]]()
    files: list[tuple[str, bytes]] = []
    places, since = Places.of(study, audience), 0
    for i, question in enumerate(study.questions):
        if audience in question.sources:
            asked = study.asked(i, audience)
            put = ASKED[asked.shape](Ask(asked, frame, texts, names, tuple(study.competitors.values())))
            sources[i] = put.source
            files += put.files.items()
            since += answers(put) if attention else 0
            checked, rated = None, asked.shape == "rating"
            if places.hold(i, since):
                checked = check(next(names), looks_like(put) if rated else (), len(attention))
                since, attention[checked.question.name] = 0, checked.right
            title = frame.said(TITLES[asked.asks])
            if question.feature:
                title = say("{title}: {feature}", title=title, feature=texts[question.feature])
            blocks += _blocks(put, title, _lead(study, frame, asked, first=not blocks), checked, rated)
    quoted, open_questions = _open(study, audience, names)
    if open_questions:
        lead = say("Please write no names, and nothing else that would tell who you or others are.")
        blocks.append(Block(say("In your own words"), open_questions, lead))
    segments = {by: segment_question(study, audience, by, next(names)) for by in study.audiences[audience].segments}
    if segments:
        blocks.append(Block(say("About you"), tuple(segments.values())))
    label = printable(study.label(audience), 100)
    made = Questionnaire(audience, label, printable(study.title, 200), _welcome(study, audience, frame), tuple(blocks), _thanks())
    found = {"segments": {by: question.name for by, question in segments.items()}, "attention": attention}
    return _Written(made, found, sources, files, quoted)


def _blocks(put: Put, title: str, lead: str, asked: Check | None, rated: bool) -> Iterator[Block]:
    """The pages on which something is asked, and among ratings, or else after it, whether it is read."""
    hidden = (asked.question,) if asked and rated else ()
    yield Block(title, (*put.questions, *hidden), lead, put.shuffled)
    if put.then:
        yield Block(say("{title} (second price)", title=title), put.then)
    if asked and not rated:
        yield Block(say("In between"), (asked.question,))


def _lead(study: Study, frame: Frame, asked: Asked, first: bool) -> str:
    """What is said above a block's questions."""
    parts, shape = [], asked.shape
    if first and described(study):
        parts.append(say("What these are. {descriptions}", descriptions=" ".join(described(study))))
    if not frame.own and asked.asks not in ("deliver", "sell"):
        parts.append(
            say("What would {customers} answer? Please say what you believe, not what you would wish.", customers=frame.customers)
        )
    if shape == "estimate":
        parts.append(say("Please write whole numbers from 0 to 100. A guess is fine."))
    if shape == "choice-tasks":
        parts.append(say("Each question shows other offers. Please choose as if they were all that there is."))
    if shape == "price-ladder":
        parts.append(say("The prices come in no particular order. Please look at each of them by itself."))
    if shape in ("open-price", "interval", "van-westendorp"):
        parts.append(say("Please write amounts in {currency}, as plain numbers.", currency=frame.currency))
    return " ".join(parts)


def _open(study: Study, audience: str, names: Iterator[str]) -> tuple[dict[int, str], tuple[Question, ...]]:
    """The open questions that the study quotes: by their places in the study their columns, and the questions."""
    asked = {
        i: Question(
            next(names), "text", printable(open_question.title, 300) or say("Is there anything that you would like to add?")
        )
        for i, open_question in enumerate(study.verbatims)
        if audience in open_question.sources
    }
    return {i: question.name for i, question in asked.items()}, tuple(asked.values())


def _welcome(study: Study, audience: str, frame: Frame) -> tuple[str, ...]:
    """What the survey is for, what becomes of the answers, and that taking part is everybody's own choice."""
    about = (
        say("Thank you for your time. We want to learn what you would want from us, and what not. There are no wrong answers.")
        if frame.own
        else say(
            "Thank you for your time. We ask what you believe about {customers}, and hold it beside what they answer themselves. "
            "It is no test: nobody is judged by their answers.",
            customers=frame.customers,
        )
    )
    shown = (
        say("Your answers are anonymous and shown only in counts, together with those of others.")
        if frame.own
        else say(
            "Your answers are anonymous. Results are shown for groups of {n} people or more only.",
            n=study.thresholds.min_cell,
        )
    )
    quoted = [
        say("What you write in your own words may be quoted without your name, among the words of at least ten people.")
    ] * any(audience in question.sources for question in study.verbatims)
    asked = say("We ask for no name, address or other personal data.")
    choice = say("Taking part is voluntary. You may leave questions out, and stop at any time. By going on, you agree to this.")
    contact = study.fieldwork.contact
    whom = [say("Questions about this survey: {contact}", contact=printable(contact, 200))] if contact else []
    return (about, " ".join([shown, *quoted, asked]), choice, *whom)


def _thanks() -> str:
    return say("Thank you. Your answers have been recorded.")


def _read_back(study: Study, written: Mapping[str, _Written]) -> Study:
    """The study with every answer where these questionnaires put it."""
    data = study.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    for name, part in written.items():
        kept = {k: v for k, v in data["audiences"][name].items() if k not in ("sheet", "tool", "where", "attention", "segments")}
        if "margins" not in (kept.get("weights") or {}):
            kept.pop("weights", None)  # a column of weights is not asked for
        data["audiences"][name] = {**kept, "file": f"{name}.csv", **{k: v for k, v in part.audience.items() if v}}
    data["questions"] = [_question(study, i, written) for i in range(len(study.questions))]
    if study.verbatims:
        data["verbatims"] = [
            {
                **{key: value for key, value in data["verbatims"][i].items() if key not in study.audiences},
                **{name: part.quoted[i] for name, part in written.items() if i in part.quoted},
            }
            for i in range(len(study.verbatims))
        ]
    return Study(**data)


_KEPT = ("asks", "shape", "feature", "price", "chances", "intent_map", "covariates", "wording")
_SHARED = ("answers", "scale", "unchosen", "tasks", "yes", "no")


def _question(study: Study, i: int, written: Mapping[str, _Written]) -> dict[str, Any]:
    """A question of the study with its new sources; what all of them say alike is said once."""
    old = study.questions[i]
    kept = {k: v for k, v in old.model_dump(mode="json", exclude_none=True, exclude_defaults=True).items() if k in _KEPT}
    sources = {name: dict(part.sources[i]) for name, part in written.items() if i in part.sources}
    for name, source in sources.items():
        shape = old.asked(name).shape
        if shape != old.shape:
            source["shape"] = shape
    for key in _SHARED:
        said = [source.get(key) for source in sources.values()]
        if said[0] is not None and all(value == said[0] for value in said):
            kept[key] = said[0]
            for source in sources.values():
                del source[key]
    return kept | {name: source["column"] if source.keys() == {"column"} else source for name, source in sources.items()}
