"""The nouns of simulated answers: a column with one answer a person, one with several, and a question's columns together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Codes, Export
from gapsurvey.simulation.population import People
from gapsurvey.study import Asked

__all__ = ["DONT_KNOW", "Asking", "Field", "Given", "Key", "Ticks", "at_random", "field_of", "said", "silenced"]

DONT_KNOW = "Don't know"  # read as no answer, in whatever question it stands

Key: TypeAlias = tuple[str | int, ...]  # where a study names a column: ("columns", "chat"), ("first", "price")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A column with at most one answer a person, before any tool writes it.

    name: as a tool with short names calls it; text: the question; option: the grid's row, "" for none; values: the distinct
    answers; codes: int32 per person, index into `values`, −1 for a blank; shown: what the tool showed, not what was answered;
    written: whether people answered in words of their own.
    """

    name: str
    text: str
    values: tuple[str, ...]
    codes: Codes
    option: str = ""
    shown: bool = False
    written: bool = False

    @property
    def cells(self) -> list[str]:
        """The texts, "" for a blank."""
        texts = [*self.values, ""]
        return [texts[code] for code in self.codes.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """A question with boxes to tick: ticked, n × options; who ticked none of them saw nothing of it."""

    name: str
    text: str
    options: tuple[str, ...]
    ticked: NDArray[np.bool_]

    @property
    def chosen(self) -> list[list[str]]:
        """Per person, the options ticked."""
        return [[option for option, tick in zip(self.options, row, strict=True) if tick] for row in self.ticked.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One question as one audience answered it.

    columns: in file order; keys: per column, where the study says which one it is; settings: what else the study says of this
    source; files: what stands beside the study, such as a design, by name: its bytes and what they read as.
    """

    columns: tuple[Field | Ticks, ...]
    keys: tuple[Key, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, tuple[bytes, Export]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A question as it is put to a crowd's people.

    name and text: what its columns are called and what is asked; labels: the features', by their ids; prices: those that the
    study asks of its feature anywhere, ascending; beside: what stands in files beside the study.
    """

    asked: Asked
    name: str
    text: str
    people: People
    rng: np.random.Generator
    labels: Mapping[str, str]
    prices: tuple[float, ...] = ()
    beside: Mapping[str, Export] = field(default_factory=dict)

    def of(self, feature: str | None) -> int:
        """A feature's place among the crowd's."""
        return self.people.crowd.features.index(str(feature))

    @property
    def each(self) -> dict[str, int]:
        """The features that the question is about, and their places."""
        return {feature: self.of(feature) for feature in self.asked.features}

    def option(self, feature: str) -> str:
        """What a feature is called among the question's options or rows."""
        return next(iter(self.asked.answers.get(feature, ())), self.labels[feature])

    def places(self) -> list[Key]:
        """Where the study names the column of each feature."""
        return [("column",)] if self.asked.feature else [("columns", feature) for feature in self.asked.features]

    def per_feature(self, answers: Mapping[str, tuple[Sequence[str], Codes]], **settings: Any) -> Given:
        """A column per feature, with its answers: a grid, where there are several."""
        columns = tuple(
            field_of(self.people, self.rng, values, codes, self.name, self.text)
            if self.asked.feature
            else field_of(self.people, self.rng, values, codes, f"{self.name}_{k}", self.text, self.option(feature))
            for k, (feature, (values, codes)) in enumerate(answers.items(), start=1)
        )
        return Given(columns, tuple(self.places()), settings)


def at_random(people: People, rng: np.random.Generator, codes: Codes, options: int) -> Codes:
    """The codes, those of careless people at random; blanks stay blank."""
    found: Codes = np.where(people.careless & (codes >= 0), rng.integers(options, size=people.n), codes).astype(np.int32)
    return found


def field_of(
    people: People, rng: np.random.Generator, values: Sequence[str], codes: Codes, name: str, text: str, option: str = ""
) -> Field:
    """A column of answers, those of careless people at random."""
    return Field(name, text, tuple(values), at_random(people, rng, codes.astype(np.int32), len(values)), option)


def said(asked: Asked) -> tuple[str, str]:
    """How the question's no and yes are written."""
    return next(iter(asked.no), "No"), next(iter(asked.yes), "Yes")


def silenced(given: Given, people: People, rng: np.random.Generator) -> Given:
    """The same where some people skip the question, and some say that they do not know."""
    crowd = people.crowd
    lot = rng.random(people.n)
    blank, unknown = lot < crowd.skipped, (lot >= crowd.skipped) & (lot < crowd.skipped + crowd.dont_know)
    if not (blank | unknown).any():
        return given
    columns: list[Field | Ticks] = []
    for column in given.columns:
        if isinstance(column, Ticks):
            columns.append(replace(column, ticked=column.ticked & ~(blank | unknown)[:, None]))
        elif column.shown:
            columns.append(column)
        else:
            codes = np.where(unknown & (column.codes >= 0), len(column.values), np.where(blank, -1, column.codes))
            columns.append(replace(column, values=(*column.values, DONT_KNOW), codes=codes.astype(np.int32)))
    return replace(given, columns=tuple(columns))
