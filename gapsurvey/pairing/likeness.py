"""How alike the questions of two exports are, all with all, by the words that carry their matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Floats

__all__ = ["likeness"]

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
