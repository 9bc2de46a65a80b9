"""A study of 1,000 features in 20 segments, its tallies for any number of respondents, and every gap that they hold."""

from __future__ import annotations

import numpy as np

from gapsurvey.methods.compare import judged, pairs
from gapsurvey.methods.pooling import apart, pooling
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.study import Study

__all__ = ["statistics", "study", "tallies"]

FEATURES, SEGMENTS = 1_000, 20


def study() -> Study:
    """A multi-select of every feature, asked of customers and of employees in teams."""
    names = [f"f{i}" for i in range(FEATURES)]
    asked = {"asks": "want", "shape": "multi-select", "answers": {name: name for name in names}}
    return Study(
        title="Many features",
        audiences={
            "customers": {"role": "customer", "file": "customers.csv"},
            "employees": {"role": "employee", "file": "employees.csv", "segments": {"Team": "T"}},
        },
        features={name: {"label": name} for name in names},
        questions=[{**asked, "customers": "Q", "employees": "Q"}],
    )


def tallies(respondents: int) -> Tallies:
    """What so many customers, and as many employees in teams of one size, answered: counts, as if their rows had been read."""
    rng = np.random.default_rng(1)
    items = [Item(f"f{i}", "want", "share") for i in range(FEATURES)]
    wanted = rng.uniform(0.05, 0.9, FEATURES)
    believed = np.clip(wanted + rng.normal(0.1, 0.1, (SEGMENTS, FEATURES)), 0.02, 0.98)
    teams = {Cell("employees", "Team", f"team {k}"): respondents // SEGMENTS for k in range(SEGMENTS)}
    counts = {
        cell: {item: yes(n, x) for item, x in zip(items, rng.binomial(n, p), strict=True)}
        for (cell, n), p in zip(teams.items(), believed, strict=True)
    }
    everybody, customers = Cell("employees"), Cell("customers")
    first, *others = counts.values()
    counts[everybody] = {item: sum((of[item] for of in others), first[item]) for item in items}
    counts[customers] = {item: yes(respondents, x) for item, x in zip(items, rng.binomial(respondents, wanted), strict=True)}
    return Tallies(counts, {**teams, everybody: sum(teams.values()), customers: respondents})


def yes(n: int, x: int) -> Counts:
    """Counts of x yes among n people."""
    people = np.array([n - x, x], np.int64)
    return Counts((0.0, 1.0), people, people.astype(float), people.astype(float))


def statistics(public: Published, of: Study) -> object:
    """Every gap of the whole and of the teams with its intervals and p, the tests of whether teams differ, and pooled gaps."""
    customers = Cell("customers")
    found = pairs(public.tallies, of, [(cell, customers) for cell in public.tallies.counts if cell != customers])
    of_teams = {kind: [pair for pair in some if pair.segment] for kind, some in found.items()}
    pooled = pooling(of, of_teams["share"], "share", "employees")
    return judged(of, found), apart(of, of_teams, "employees"), pooled.gaps, pooled.bounds
