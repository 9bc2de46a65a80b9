"""Simulated fieldwork: people answer every question of a study, and the study is made to read what they answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from gapsurvey.errors import Problem, StudyError
from gapsurvey.model import STATUSES, Column, Export, Floats
from gapsurvey.simulation.answers import ANSWERED, Asking, Field, Given, Ticks
from gapsurvey.simulation.answers.given import Key, silenced
from gapsurvey.simulation.population import Crowd, People, drawn
from gapsurvey.simulation.wording import called, is_name, worded
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["Answered", "Reference", "answered", "in_memory", "reading"]

# How a study refers to a column of answers: by its name; to one of ticks also by the names of all its options' columns.
Reference: TypeAlias = str | tuple[str, ...]

WRONG = "Something else"  # what a careless person may answer to an attention check
USUAL_SECONDS, HASTE = 420.0, 0.35  # median length of an interview, and what part of it careless people take
WRITING, INVENTED = 0.3, "An invented answer, number {}"  # the share of people who write something, and what
NO_FILES: Mapping[str, Export] = MappingProxyType({})
NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What one audience answered. given: per question of the study, by its place; about: columns about the people themselves.

    seconds: how long each took.
    """

    audience: str
    people: People
    given: Mapping[int, Given]
    about: Given
    seconds: Floats

    @property
    def columns(self) -> list[Field | Ticks]:
        """All columns, in file order."""
        return [column for given in (*self.given.values(), self.about) for column in given.columns]

    @property
    def files(self) -> dict[str, tuple[bytes, Export]]:
        """What stands beside the study, by name."""
        return {name: held for given in self.given.values() for name, held in given.files.items()}


def answered(
    study: Study,
    crowd: Crowd,
    n: int,
    seed: int,
    *also: str,
    beside: Mapping[str, Export] = NO_FILES,
    texts: Mapping[str, str] = NO_TEXTS,
) -> Answered:
    """N people of a crowd, and their answers to all that the study asks of them.

    also: names further random numbers of the same seed; beside: what stands in files beside the study; texts: of questions, by
    their columns' short names. Raises StudyError with every question that cannot be simulated.
    """
    audience = crowd.audience
    people = drawn(crowd, n, stream(seed, "people", audience, *also))
    given: dict[int, Given] = {}
    problems: list[Problem] = []
    for i, question in enumerate(study.questions):
        if audience not in question.sources:
            continue
        asked, source = study.asked(i, audience), question.sources[audience]
        named = asked.column if asked.column and is_name(asked.column) else f"Q{i + 1}"
        rng = stream(seed, "answers", audience, str(i), *also)
        labels = {feature: spec.label for feature, spec in study.features.items()}
        text, prices = texts.get(named) or worded(study, i, audience), _prices(study, asked.feature)
        asking = Asking(asked, named, text, people, rng, labels, prices, beside)
        try:
            given[i] = silenced(called(ANSWERED[asked.shape](asking), source, texts), people, rng)
        except StudyError as error:
            problems += [replace(p, where=f"questions[{i}].{audience}.{p.where}") for p in error.problems]
    if problems:
        raise StudyError(problems)
    rng = stream(seed, "interviews", audience, *also)
    seconds = USUAL_SECONDS * np.exp(rng.normal(0, 0.25, n)) * np.where(people.careless, HASTE, 1.0)
    about = _background(study, audience, people, rng, texts)
    return _apart(Answered(audience, people, given, about, np.round(seconds)))


def _prices(study: Study, feature: str | None) -> tuple[float, ...]:
    """The prices that the study names for a feature, wherever it asks of it; its own price alone for want of others."""
    sources = [s for q in study.questions if feature and q.feature == feature for s in q.sources.values()]
    ladder = {price for source in sources for price in source.prices or ()}
    own = study.features[feature].price if feature else None
    return tuple(sorted(ladder)) or ((own,) if own else ())


def _background(study: Study, audience: str, people: People, rng: np.random.Generator, texts: Mapping[str, str]) -> Given:
    """What people write to open questions and answer to attention checks, the groups they are in, and equal weights."""
    spec = study.audiences[audience]
    columns: list[Field] = []
    keys: list[Key] = []

    def add(key: Key, reference: str, what: str, values: tuple[str, ...], codes: Any, written: bool = False) -> None:
        name = reference if is_name(reference) else f"B{len(columns) + 1}"
        text = texts.get(name, what) if is_name(reference) else reference
        columns.append(Field(name, text, values, np.asarray(codes, np.int32), written=written))
        keys.append(key)

    for i, question in enumerate(study.verbatims):
        if audience in question.sources:
            silent = rng.random(people.n) > WRITING
            words = tuple(INVENTED.format(number) for number in range(1, people.n + 1))
            codes = np.where(silent, -1, np.arange(people.n))
            add(("verbatims", i), question.sources[audience], question.title or "Anything else?", words, codes, written=True)
    for groups in people.crowd.groups:
        add(("segments", groups.name), spec.segments[groups.name], groups.name, groups.names, people.cells[groups.name])
    for reference, right in spec.attention.items():
        wrong = people.careless & (rng.random(people.n) < 0.5)
        add(("attention", reference), reference, f"Please answer “{right[0]}”", (right[0], WRONG), wrong)
    if spec.weights is not None and spec.weights.column is not None:
        add(("weights", "column"), spec.weights.column, "Weight", ("1",), np.zeros(people.n))
    return Given(tuple(columns), tuple(keys))


def _apart(made: Answered) -> Answered:
    """The same with names, and texts of different questions, that no two columns share: repeated ones are numbered."""
    names, seen = set[str](), dict[str, object]()

    def apart(given: Given, place: object) -> Given:
        columns: list[Field | Ticks] = []
        for at, column in enumerate(given.columns):
            name, count = column.name, 1
            while name in names:
                count += 1
                name = f"{column.name}_{count}"
            names.add(name)
            grid = place if isinstance(column, Field) and column.option else (place, at)
            text, count = column.text, 1
            while seen.setdefault(text.casefold(), grid) != grid:
                count += 1
                text = f"{column.text} ({count})"
            columns.append(replace(column, name=name, text=text))
        return replace(given, columns=tuple(columns))

    return replace(made, given={i: apart(given, i) for i, given in made.given.items()}, about=apart(made.about, "about"))


# --- read back -----------------------------------------------------------------------------------------------------------


def in_memory(made: Answered) -> tuple[Export, list[str]]:
    """The answers as an export that no tool has written, and how a study refers to each of the columns."""
    n = made.people.n
    columns: list[Column] = []
    references: list[str] = []
    for at, column in enumerate(made.columns):
        references.append(column.name if isinstance(column, Field) else f"ticks {at}")  # which no other name begins with
        if isinstance(column, Field):
            columns.append(Column(column.name, column.text, column.option, "answer", column.codes, column.values))
            continue
        for k, option in enumerate(column.options):
            ticked = np.where(column.ticked[:, k], 0, -1).astype(np.int32)
            # A column is also known by the end of its name: one of "1" would be taken for the option "1".
            columns.append(Column(f"ticks {at}_box {k}", column.text, option, "answer", ticked, (option,)))
    kept = np.full(n, STATUSES.index("kept"), np.int8)
    export = Export("plain", f"{made.audience}.csv", "", tuple(columns), kept, made.seconds)
    return export, references


def reading(
    study: Study, made: Mapping[str, Answered], references: Mapping[str, Sequence[Reference]], files: Mapping[str, str]
) -> Study:
    """The study with sources that read these answers.

    references: per audience, what each of its columns is called; files: per audience, its file. What holds of real answers only
    is left out: an earlier wave, and who is kept by `where`.
    """
    data = study.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    data.pop("earlier", None)
    for audience, answers in made.items():
        own = iter(references[audience])
        for i, given in answers.given.items():
            names = [next(own) for _ in given.columns]
            data["questions"][i][audience] = _source(data["questions"][i][audience], given, names)
        spec = {k: v for k, v in data["audiences"][audience].items() if k not in ("file", "sheet", "tool", "where", "attention")}
        spec["file"] = files[audience]
        for place, name in zip(answers.about.keys, own, strict=True):
            if place[0] == "attention":
                spec.setdefault("attention", {})[name] = list(study.audiences[audience].attention[str(place[1])])
            elif place[0] == "verbatims":
                data["verbatims"][place[1]][audience] = name
            else:
                _put(spec, place, name)
        data["audiences"][audience] = spec
    return Study(**data)


def _source(before: dict[str, Any], given: Given, names: list[Reference]) -> dict[str, Any]:
    """A question's source: what it said of the answers, where these columns are, and what else has to be said of them."""
    places = ("column", "columns", "unchosen", "tasks", "certainty", "too_cheap", "cheap", "expensive", "too_expensive",
              "intent_cheap", "intent_expensive", "price", "answer", "first", "second", "lower", "upper")  # fmt: skip
    source: dict[str, Any] = {key: value for key, value in before.items() if key not in places}
    if "tasks" in before:
        source["tasks"] = dict(before["tasks"])
    source |= {key: value for key, value in given.settings.items() if value or key == "price"}
    for file in given.files:
        source["tasks"] = {**source.get("tasks", {}), "file": Path(file).name}
    for place, name in zip(given.keys, names, strict=True):
        _put(source, ("columns",) if isinstance(name, tuple) else place, name)
    if isinstance(source.get("columns"), dict) and all(isinstance(key, int) for key in source["columns"]):
        source["columns"] = list(source["columns"].values())
    return source


def _put(table: dict[str, Any], key: Key, value: Reference) -> None:
    for part in key[:-1]:
        table = table.setdefault(str(part), {})
    table[key[-1]] = value  # type: ignore[index]  # a list's places are its keys until all are there


def beside_of(study: Study) -> dict[str, Export]:
    """The designs that stand beside the study, by name; those that do not are left out, and made."""
    from gapsurvey.exports import read

    asked = chain.from_iterable((study.asked(i, a) for a in q.sources) for i, q in enumerate(study.questions))
    names: Iterator[str] = (a.tasks.file for a in asked if a.tasks.file is not None)
    return {name: read(study.folder / name, tool="plain") for name in dict.fromkeys(names) if (study.folder / name).is_file()}
