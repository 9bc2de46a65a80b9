"""How alike the questions of two exports are, by the words that carry their matter; and in which words two differ."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Floats

__all__ = ["difference", "likeness", "opposed"]

_WORDS, _SPELLING = 0.7, 0.3  # words say what is asked; spelling forgives a typing error and an inflection


def likeness(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Floats:
    """Likeness 0–1 of the texts (as words) of two sides, shape (len(left), len(right)); 1 where the words are the same.

    Words count the more the fewer texts of either side hold them (inverse document frequency, Spärck Jones 1972): of
    “fewer jobs for cashiers” the cashiers decide. Shared weight is Dice's coefficient; spelling is compared by rapidfuzz.
    """
    from rapidfuzz import fuzz, process

    if not left or not right:
        return np.zeros((len(left), len(right)))
    vocabulary = {word: i for i, word in enumerate(sorted({word for text in (*left, *right) for word in text}))}
    a, b = _held(left, vocabulary), _held(right, vocabulary)
    rarity = np.log1p((len(left) + len(right)) / (1.0 + a.sum(axis=0) + b.sum(axis=0)))
    shared = (a * rarity) @ b.T
    weight = (a @ rarity)[:, None] + (b @ rarity)[None, :]
    dice = np.divide(2 * shared, weight, out=np.zeros_like(shared), where=weight > 0)
    joined = [" ".join(text) for text in left], [" ".join(text) for text in right]
    spelling = process.cdist(*joined, scorer=fuzz.token_sort_ratio, dtype=np.float32).astype(np.float64) / 100
    spelling[(weight == 0) | (shared == 0)] = 0.0
    alike: Floats = np.where(dice > 1 - 1e-9, 1.0, _WORDS * dice + _SPELLING * spelling)
    return alike


def _held(texts: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> NDArray[np.float64]:
    held = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        held[i, [vocabulary[word] for word in text]] = 1.0
    return held


_SAME_SPELLING = 80.0  # per cent of letters: "organisation" and "organization", "employ" and "employed"


def difference(left: Sequence[str], right: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only the left text has, and those that only the right one has; spellings of one word are one word."""
    from rapidfuzz import fuzz

    mine, theirs = frozenset(left) - frozenset(right), frozenset(right) - frozenset(left)
    alike = {
        (a, b) for a in mine for b in theirs
        if not a[0].isdecimal() and fuzz.ratio(a, b) >= _SAME_SPELLING and not opposed({a}, {b})
    }  # fmt: skip
    return mine - {a for a, _ in alike}, theirs - {b for _, b in alike}


_OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """positive/negative more/less more/fewer increase/decrease better/worse good/bad best/worst like/dislike high/low
    higher/lower easy/difficult easy/hard faster/slower always/never first/last most/least start/stop before/after with/without
    mehr/weniger besser/schlechter gut/schlecht positiv/negativ hoch/niedrig immer/nie leicht/schwer mit/ohne vor/nach""".split()
)
_NOT = frozenset("not no never without nicht nie kein keine keinen ohne".split())
_UN = re.compile(r"(?:un|in|dis|im|miss)(.+)")


def opposed(left: Collection[str], right: Collection[str]) -> bool:
    """Whether the words in which two texts differ turn one against the other: opposites, a "not", another number."""
    if bool(_NOT & set(left)) != bool(_NOT & set(right)):
        return True
    if any(a[0].isdecimal() for a in left) and any(b[0].isdecimal() for b in right):
        return True
    pairs = [(a, b) for a in left for b in right]
    return any({a, b} in _OPPOSITES or _negated(a, b) or _negated(b, a) for a, b in pairs)


def _negated(a: str, b: str) -> bool:
    match = _UN.fullmatch(a)
    return match is not None and match[1] == b
