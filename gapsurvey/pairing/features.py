"""The features that a suggested study is about, and what they are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gapsurvey.errors import printable
from gapsurvey.matching import fold
from gapsurvey.pairing.texts import words

__all__ = ["Features"]

_LONGEST = 40  # characters of an id


@dataclass(slots=True)
class Features:
    """The features that questions are about: one per thing, unless a question asks the same of it again.

    labels: per id; taken: what is asked about which already.
    """

    labels: dict[str, str] = field(default_factory=dict)
    _by_words: dict[frozenset[str], str] = field(default_factory=dict)
    _taken: set[tuple[str, str, str, float]] = field(default_factory=set)

    @classmethod
    def known(
        cls, labels: Mapping[str, str], called: Iterable[tuple[str, str]], taken: Iterable[tuple[str, str, str]]
    ) -> Features:
        """Features that there are already. called: texts and the feature each means; taken: (feature, asks, kind)."""
        found = cls(dict(labels))
        for text, name in (*called, *((label, name) for name, label in labels.items())):
            found._by_words.setdefault(frozenset(words(text)) or frozenset((fold(text),)), name)
        for name, asks, kind in taken:
            found.claim((name,), asks, kind)
        return found

    def asked_again(self) -> Features:
        """The same features for other people, who may be asked of each what is asked of it from here on."""
        return Features(self.labels, self._by_words, {*self._taken})

    def named(self, label: str, asks: str, kind: str, price: float = 0.0, beside: str = "") -> str:
        """The id of the feature of this label, made where there is none. beside: the question, where a label is not enough."""
        label = short = printable(label, 100) or "feature"
        matter = frozenset(words(label)) or frozenset((fold(label),))
        found = self._by_words.get(matter)
        if found is None or (found, asks, kind, price) in self._taken:
            if found is not None:
                label = f"{label} ({printable(beside, 200) or asks})"
            found = self._new(label, short)
            self._by_words.setdefault(matter, found)
        self._taken.add((found, asks, kind, price))
        return found

    def claim(self, names: Iterable[str], asks: str, kind: str) -> None:
        """Remember that a question asks this of these features."""
        self._taken.update((name, asks, kind, 0.0) for name in names)

    def _new(self, label: str, short: str) -> str:
        used = {known.casefold() for known in self.labels.values()}
        own, count = label, 2
        while own.casefold() in used:
            own, count = f"{label} ({count})", count + 1
        stem = _slug(short)
        name, count = stem, 2
        while name in self.labels or name in ("customers", "employees"):
            name, count = f"{stem}_{count}", count + 1
        self.labels[name] = own
        return name


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", fold(label).replace("ß", "ss")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("_")[0] or slug[:_LONGEST]
    return slug if slug[:1].isalpha() else f"f_{slug}".rstrip("_")
