from __future__ import annotations

import pytest

from gapsurvey.headline import overall
from gapsurvey.report import Alignment, Verdict
from gapsurvey.study import Study
from tests.small import mirror, yes_no


def answer(*sides: Alignment) -> str:
    """The one answer of a study about as many things, without a price."""
    names = [f"f{i}" for i in range(len(sides))]
    data = mirror(*(yes_no(name, name) for name in names), features={name: {"label": name} for name in names})
    verdicts = [Verdict(name, name, "employees", side, "no money verdict", "") for name, side in zip(names, sides, strict=True)]
    return overall(Study(**data), tuple(verdicts), [])[0]


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (("over", "under", "aligned"), "employees stand above customers on 1, below them on 1, and close to them on 1."),
        (("under", "aligned", "aligned"), "employees stand below customers on 1 and close to them on 2."),
        (("over", "over", "inconclusive"), "employees stand above customers on 2; on 1 these bases cannot tell."),
        (("untested", "inconclusive"), "too few answered to say where employees read customers right."),
    ],
)
def test_many_things_are_counted_by_side(sides: tuple[Alignment, ...], said: str) -> None:
    assert answer(*sides) == f"Of {len(sides)} things asked, {said}"


def test_things_that_different_believers_were_asked_are_counted_for_believers() -> None:
    data = mirror(yes_no("f", "A"), features={"f": {"label": "one"}, "g": {"label": "two"}}, partners={})
    told: tuple[tuple[str, str, Alignment], ...] = (("f", "employees", "over"), ("g", "partners", "under"))
    verdicts = tuple(Verdict(name, name, who, side, "no money verdict", "") for name, who, side in told)
    assert (
        overall(Study(**data), verdicts, [])[0] == "Of 2 things asked, believers stand above customers on 1 and below them on 1."
    )
