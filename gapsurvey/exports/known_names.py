"""Names that a file's personal columns hold, taken out of the texts that a report quotes, while they are still at hand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from gapsurvey.exports.encode import Encoded
from gapsurvey.legible import legible

__all__ = ["NAME", "known_names", "without_names"]

NAME = "[name]"
_WORD = re.compile(r"[^\W\d_]{2,}")
_REPEATED = re.compile(r"\[name\](?:[\s.'’-]+\[name\])+")
_OFFICES = frozenset(
    (
        "account", "admin", "anonymous", "billing", "contact", "email", "hello", "help", "info", "it", "kontakt", "mail",
        "marketing", "me", "noreply", "no", "office", "post", "reply", "sales", "service", "support", "team", "test", "user",
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


def without_names(cells: Encoded, names: frozenset[str]) -> Encoded:
    """The column with NAME in place of these names; texts that are then equal are one.

    A name that is written in small letters throughout is taken for a word ("will", "mark") unless another name stands beside it.
    """
    index: dict[str, int] = {}
    places = [index.setdefault(_without(value, names), len(index)) for value in cells.values]
    return Encoded(np.array([*places, -1], np.int32)[cells.codes], tuple(index))


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
