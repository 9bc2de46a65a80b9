"""Draws of what the population may hold, given the counts of a sample, the same for the same seed."""

from __future__ import annotations

import json
from hashlib import blake2b

import numpy as np

from gapsurvey.stats import Floats, Numbers

__all__ = ["dirichlet_shares", "share_at_least", "stream"]


def stream(seed: int, *names: str) -> np.random.Generator:
    """Random numbers of their own for whatever `names` name, e.g. a feature and an audience.

    They depend on the seed and the names alone: what else is drawn, before or after, changes nothing.
    """
    digest = blake2b(json.dumps(names).encode(), digest_size=16).digest()
    words = tuple(int(word) for word in np.frombuffer(digest, "<u4"))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=words)))


def dirichlet_shares(w: Numbers, effective_base: float, draws: int, rng: np.random.Generator) -> Floats:
    """Shares, draws × L, from Dirichlet(w scaled to the effective base + ½): the posterior under Jeffreys' prior.

    w: (weighted) counts over all L answers that were possible, also those that nobody gave; they keep their ½, so that 0 of n
    never comes out certain.
    """
    w = np.asarray(w, float)
    total = w.sum()
    return rng.dirichlet(w * (effective_base / total if total > 0 else 0.0) + 0.5, draws)


def share_at_least(shares: Numbers, levels: Numbers, prices: Numbers) -> Floats:
    """Shares, draws × P, of the levels that are at least each of P prices, from draws × L shares of L levels."""
    levels = np.asarray(levels, float)
    down = np.argsort(-levels, kind="stable")
    sums = np.asarray(shares, float)[:, down].cumsum(axis=1)  # a matrix product would wait for all cores, for little work
    reached = (levels[:, None] >= np.asarray(prices, float)).sum(axis=0)  # levels, from the highest down
    found: Floats = np.where(reached > 0, sums[:, reached - 1], 0.0)
    return found
