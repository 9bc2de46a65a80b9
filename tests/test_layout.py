"""Tasks in the columns of a profile: what goes in comes out, and profiles of equal tasks add up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.layout import Layout
from gapsurvey.model import Item, Patterns

columns = st.lists(st.sampled_from(["price", "feature:a", "other:Brand/Acme", "none"]), min_size=1, max_size=4, unique=True)
layouts = st.builds(
    Layout,
    tasks=st.integers(1, 4),
    alternatives=st.integers(1, 4),
    picks=st.sampled_from([("chosen",), ("best", "worst")]),
    columns=columns.map(tuple),
)


@given(layouts, st.integers(0, 5), st.integers(0, 100))
def test_what_goes_in_comes_out(layout: Layout, people: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picked = rng.choice([np.nan, 1.0, 2.0], (people, layout.tasks, len(layout.picks)))
    described = rng.choice([np.nan, 0.0, 49.0], (people, layout.tasks, layout.alternatives, len(layout.columns)))
    profile = layout.profile(Item("", "pay", "choice"), picked, described)
    assert Layout.of(profile.fields, layout.picks) == layout
    patterns = Patterns.of(profile, np.ones(people))
    assert patterns.base == sum(not (np.isnan(p).all() and np.isnan(d).all()) for p, d in zip(picked, described, strict=True))
    for row, n in zip(patterns.values, patterns.n, strict=True):
        pick, shown = (part[0] for part in layout.parts(row[None, :]))
        same = [np.array_equal(pick, p, equal_nan=True) and np.array_equal(shown, d, equal_nan=True)
                for p, d in zip(picked, described, strict=True)]  # fmt: skip
        assert sum(same) == n
