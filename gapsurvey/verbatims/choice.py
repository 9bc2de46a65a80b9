"""Which texts are shown, decided by the texts alone: of medium length, and unlike each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from math import log
from statistics import median

import numpy as np

from gapsurvey.matching import fold

__all__ = ["choice", "nearest_to_medium"]

ALIKE = 85.0  # percent of likeness from which on two texts are one


def nearest_to_medium(texts: Iterable[str], most: int, seed: int) -> list[str]:
    """At most `most` of these texts, those nearest to their median length first; equally near ones in an order of no meaning."""
    lengths = {text: log(1 + len(text)) for text in texts}
    if not lengths:
        return []
    middle = median(lengths.values())
    return sorted(lengths, key=lambda text: (abs(lengths[text] - middle), _lot(text, seed)))[:most]


def choice(texts: Sequence[str], most: int, seed: int) -> tuple[str, ...]:
    """At most `most` of these texts: the first, then again and again the one that is least like those taken.

    None is nearly the same as another. They come in an order of no meaning, the same for the same texts wherever they stood.
    """
    from rapidfuzz import fuzz, process

    folded = [fold(text) for text in texts]
    likeness = np.zeros(len(texts))
    taken: list[int] = []
    while len(taken) < min(most, len(texts)):
        free = [i for i in range(len(texts)) if i not in taken and likeness[i] < ALIKE]
        if not free:
            break
        chosen = min(free, key=lambda i: likeness[i])
        likeness = np.maximum(likeness, process.cdist([folded[chosen]], folded, scorer=fuzz.token_set_ratio)[0])
        taken.append(chosen)
    return tuple(sorted((texts[i] for i in taken), key=lambda text: _lot(text, seed)))


def _lot(text: str, seed: int) -> str:
    """A place in line that the text alone decides and that says nothing about it."""
    return hashlib.sha256(f"{seed}:{text}".encode("utf-8", "replace")).hexdigest()
