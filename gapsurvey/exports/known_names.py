"""Names that personal columns hold, taken out of the texts that a report quotes, while they are still at hand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gapsurvey.exports.encode import Encoded
from gapsurvey.legible import legible
from gapsurvey.matching import fold, goes_on
from gapsurvey.model import Column, Export

__all__ = ["NAME", "known_names", "without_names", "without_names_of_all"]

NAME = "[name]"
_WORD = re.compile(r"[^\W\d_]{2,}")
_REPEATED = re.compile(r"\[name\](?:[\s.'’-]+\[name\])+")
_OFFICES = frozenset(
    (
        "account", "admin", "anonymous", "billing", "contact", "email", "hello", "help", "info", "it", "kontakt", "mail",
        "marketing", "me", "name", "noreply", "no", "office", "post", "reply", "sales", "service", "support", "team", "test",
        "user",
    )
)  # fmt: skip
_SHARED = 4  # people; what more than so many and a quarter of all are called tells nobody apart


def known_names(personal: Iterable[Encoded]) -> frozenset[str]:
    """The words by which people are called in these columns, and in their e-mail addresses before the @; folded."""
    names: set[str] = set()
    for cells in personal:
        people = np.bincount(cells.codes[cells.codes >= 0], minlength=len(cells.values))
        called: Counter[str] = Counter()
        for value, n in zip(cells.values, people.tolist(), strict=True):
            for word in {_folded(word) for word in _words(value)}:
                called[word] += n
        everybody = int(people.sum())
        names |= {word for word, n in called.items() if n <= max(_SHARED, everybody / 4)}
    return frozenset(names - _OFFICES)


def _words(value: str) -> Iterator[str]:
    for part in value.split():
        yield from _WORD.findall(legible(part).partition("@")[0])


def _folded(word: str) -> str:
    """The word without case and accents: "José" is called "Jose", too."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def without_names_of_all(exports: Mapping[str, Export], quoted: Sequence[str]) -> dict[str, Export]:
    """A study's exports, the quoted columns of each without the names that any of them knows: people write of each other.

    The names themselves go no further.
    """
    everybody: frozenset[str] = frozenset().union(*(export.named for export in exports.values()))
    without = {id(export): _without_names_of(everybody, export, quoted) for export in exports.values()}
    return {name: without[id(export)] for name, export in exports.items()}


def _without_names_of(everybody: frozenset[str], export: Export, quoted: Sequence[str]) -> Export:
    rest = everybody != export.named  # else they went when it was read
    columns = tuple(without_names(export.columns, everybody, quoted)) if rest else export.columns
    return replace(export, columns=columns, named=frozenset())


def without_names(columns: Iterable[Column], names: frozenset[str], quoted: Sequence[str]) -> list[Column]:
    """The columns, those that will be quoted with NAME in place of these names. quoted: names or question texts of columns.

    A name that is written in small letters throughout is taken for a word ("will", "mark") unless another name stands beside it.
    """
    asked = set(map(fold, quoted))
    found = []
    for column in columns:
        name = fold(column.name)
        if name in asked or fold(column.text) in asked or any(goes_on(name, question) for question in asked):
            column = _unnamed(column, names)
        found.append(column)
    return found


def _unnamed(column: Column, names: frozenset[str]) -> Column:
    """The column without these names; texts that are then equal are one."""
    index: dict[str, int] = {}
    places = [index.setdefault(_without(value, names), len(index)) for value in column.values]
    codes = np.array([*places, -1], np.int32)[column.codes]
    return replace(column, codes=codes, values=tuple(index), stored=())


def _without(text: str, names: frozenset[str]) -> str:
    shown = legible(text)
    if names.isdisjoint(map(_folded, _WORD.findall(shown))):
        return text
    words = list(_WORD.finditer(shown))
    known = [_folded(word[0]) in names for word in words]
    gone = {word.start() for i, word in enumerate(words) if known[i] and (not word[0].islower() or _beside(known, i))}
    return _REPEATED.sub(NAME, _WORD.sub(lambda word: NAME if word.start() in gone else word[0], shown))


def _beside(known: Sequence[bool], i: int) -> bool:
    """Whether another name stands before or after."""
    return any((*known[max(0, i - 1) : i], *known[i + 1 : i + 2]))
