"""Two audiences as R has them: every number of that reference, compared or with the reason why it is not ours.

R 4.2.2; survey 4.1-1, effectsize 0.8.3, metafor 3.8-1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from math import sqrt
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from gapsurvey.stats.comparisons import cohen_h, hedges_g, mean_difference, moments, share_difference, welch
from gapsurvey.stats.intervals import mean_interval, share_base
from gapsurvey.stats.means import Moments, Welch
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.stats.raking import design_effect
from tests.stats.counting import Counted, columns, counted, numbers
from tests.stats.reference import Ours, at, load, rank_test, t_test, unaccounted

pytestmark = pytest.mark.shared

AUDIENCES = ("employee", "customer")
REGIONS = ("East", "North", "South", "West")


class Survey:
    """A two-audience survey, made up, whose numbers R computed; employees come first in every difference."""

    def __init__(self, folder: Path) -> None:
        self.r = load(folder / "two_audience.json")
        self.columns = {name: columns(folder / "two_audience.csv", audience=name) for name in AUDIENCES}

    def counted(self, audience: str, question: str, *, weighted: bool = False) -> Counted:
        of = self.columns[audience]
        levels = sorted({number for name in self.columns for number in numbers(self.columns[name][question])})
        return counted(numbers(of[question]), numbers(of["w"]) if weighted else None, levels)

    def both(self, question: str, *, weighted: bool = False) -> tuple[Counted, Counted]:
        return self.counted("employee", question, weighted=weighted), self.counted("customer", question, weighted=weighted)

    def moments(self, question: str, *, weighted: bool = False) -> tuple[Moments, Moments]:
        employees, customers = self.both(question, weighted=weighted)
        return moments(*employees), moments(*customers)

    @cached_property
    def want(self) -> tuple[float, float, float, float]:
        """Share and base of each side, without weights."""
        (p1, n1), (p2, n2) = (share_base(*side[1:], side.levels == 1) for side in self.both("want"))
        return p1, n1, p2, n2

    @cached_property
    def theta(self) -> Any:
        employees, customers = self.both("likert5")
        return brunner_munzel(*employees[1:], *customers[1:])

    @cached_property
    def weighted_theta(self) -> Any:
        employees, customers = self.both("likert5", weighted=True)
        return brunner_munzel(*employees[1:], *customers[1:])

    def weighted_t(self, question: str) -> dict[str, Any]:
        """A t test within one design of both audiences."""
        employees, customers = self.moments(question, weighted=True)
        return t_test(employees, 120, customers, 400)

    def stratified_t(self, question: str) -> dict[str, Any]:
        """With the audiences as strata, which is how they are compared here: each has a variance of its own."""
        employees, customers = self.moments(question, weighted=True)
        difference, se = employees.mean - customers.mean, sqrt(employees.variance_of_mean + customers.variance_of_mean)
        return {"statistic": difference / se, "estimate": difference, "se": se, "ci": mean_interval(difference, se**2, 517)}

    def yes(self, audience: str, region: str) -> tuple[int, int]:
        of = self.columns[audience]
        wants = [float(want) for want, where in zip(of["want"], of["region"], strict=True) if where == region]
        return int(sum(wants)), len(wants)

    @cached_property
    def estimates(self) -> tuple[Moments, Moments]:
        """Employees' estimates of the share, and the share."""
        return moments(*counted([n / 100 for n in numbers(self.columns["employee"]["est_pct"])])), self.moments("want")[1]


Row: TypeAlias = tuple[str, Callable[[Survey], Any]]


def part(of: Callable[[Survey], Any], name: Any) -> Callable[[Survey], Any]:
    """One part of what `of` finds."""
    return lambda s: of(s)[name]


def of_shares(audience: str) -> Iterator[Row]:
    """survey::svyciprop, svymean(deff = TRUE): within a design of both audiences (subset), and of this one (separate)."""
    n = {"employee": 120, "customer": 400}[audience]

    def people(s: Survey) -> Counted:
        return s.counted(audience, "want", weighted=True)

    def share(s: Survey) -> Moments:
        return moments(*people(s))

    for method in ("logit", "likelihood", "asin", "beta", "mean", "xlogit"):
        for design in ("subset", "separate"):
            yield f"want_{audience}/{design}/{method}/est", lambda s: share(s).mean
        yield f"want_{audience}/separate/{method}/se", lambda s: sqrt(share(s).variance_of_mean)
        yield (
            f"want_{audience}/subset/{method}/se",
            lambda s: sqrt(share(s).variance_of_mean * (n - 1) / n * 520 / 519),  # n/(n − 1) is that of both audiences together
        )
    for i, end in enumerate(("lo", "hi")):
        yield (
            f"want_{audience}/separate/mean/{end}",
            part(lambda s: mean_interval(share(s).mean, share(s).variance_of_mean, n - 1), i),
        )
    yield f"want_{audience}/deff", lambda s: share(s).variance_of_mean / (share(s).variance / n)
    yield f"want_{audience}/n", lambda s: people(s).n.sum()
    yield f"want_{audience}/sumw", lambda s: people(s).w.sum()
    yield f"want_{audience}/sumw2", lambda s: people(s).w2.sum()


def of_weighted_t(question: str) -> Iterator[Row]:
    """survey::svyttest in one design; and, with svyglm, in one with the audiences as strata."""
    for name in ("statistic", "df", "p", "estimate", "ci"):
        yield f"svyttest_{question}/{name}", part(lambda s: s.weighted_t(question), name)
    for name in ("statistic", "estimate", "ci"):
        yield f"svyttest_strat_{question}/{name}", part(lambda s: s.stratified_t(question), name)
    for name, ours in (("est", "estimate"), ("se", "se")):
        yield f"svyglm_diff_{question}/{name}", part(lambda s: s.stratified_t(question), ours)


def of_welch(where: str, sides: Callable[[Survey], tuple[Moments, Moments]]) -> Iterator[Row]:
    """stats::t.test(var.equal = FALSE)."""

    def found(s: Survey) -> Welch:
        return welch(*sides(s))

    def statistic(s: Survey) -> float:
        one, other = sides(s)
        return float(found(s).difference / sqrt(one.variance_of_mean + other.variance_of_mean))

    yield f"{where}/statistic", statistic
    yield f"{where}/df", lambda s: found(s).df
    yield f"{where}/p", lambda s: found(s).p
    yield f"{where}/estimate", lambda s: [side.mean for side in sides(s)]
    yield f"{where}/ci", lambda s: found(s)[1:3]


def of_options(question: str) -> Iterator[Row]:
    for option in range(1, 5):
        yield from of_welch(f"{question}_welch/{option - 1}", partial(Survey.moments, question=f"{question}_{option}"))


def of_segments() -> Iterator[Row]:
    """The counts of metafor::escalc(measure = "RD"), and its differences."""

    def counts(s: Survey) -> dict[str, list[int]]:
        found = [[s.yes(audience, region) for region in REGIONS] for audience in AUDIENCES]
        (x_emp, n_emp), (x_cus, n_cus) = (zip(*side, strict=True) for side in found)
        return {"x_emp": [*x_emp], "n_emp": [*n_emp], "x_cus": [*x_cus], "n_cus": [*n_cus]}

    def gaps(s: Survey) -> Any:
        x1, n1, x2, n2 = (np.array(people) for people in counts(s).values())
        return share_difference(x1 / n1, n1, x2 / n2, n2, 0.1).value

    for name in ("x_emp", "n_emp", "x_cus", "n_cus"):
        yield f"segments/{name}", part(counts, name)
    yield "segments/yi", gaps


def tost(s: Survey) -> float:
    return float(mean_difference(*s.moments("likert5"), 0.5).p_equivalence)


def interval90(s: Survey) -> Any:
    return welch(*s.moments("likert5"), confidence=0.9)[1:3]


def pooled_z(s: Survey) -> float:
    p1, n1, p2, n2 = s.want
    return float(share_difference(p1, n1, p2, n2, 0.1).p)


def ranked(s: Survey) -> dict[str, Any]:
    return rank_test(*s.both("likert5", weighted=True))


OURS: Ours = dict(
    [
        *of_shares("employee"),
        *of_shares("customer"),
        *(row for question in ("want", "likert5", "scale0_10") for row in of_weighted_t(question)),
        # survey::svyranktest
        ("svyranktest_likert5:wilcoxon/statistic", lambda s: ranked(s)["statistic"]),
        ("svyranktest_likert5:wilcoxon/df", lambda s: ranked(s)["df"]),
        ("svyranktest_likert5:wilcoxon/estimate", lambda s: s.weighted_theta.theta - 0.5),
        ("svyranktest_likert5:wilcoxon/p", lambda s: s.weighted_theta.p),
        *of_segments(),
        # stats::prop.test(correct = FALSE)
        ("prop_test/statistic", lambda s: _chi(pooled_z(s))),
        ("prop_test/p", pooled_z),
        ("prop_test/estimate", lambda s: [s.want[0], s.want[2]]),
        *of_welch("welch_likert5", lambda s: s.moments("likert5")),
        # stats::wilcox.test; effectsize::rank_biserial
        ("wilcox_likert5/W", lambda s: s.theta.theta * 120 * 400),
        ("rank_biserial/r_rank_biserial", lambda s: 2 * s.theta.theta - 1),
        # effectsize
        ("hedges_g/Hedges_g", lambda s: hedges_g(*s.moments("likert5"))),
        ("cohens_h", lambda s: cohen_h(s.want[0], s.want[2])),
        # two one-sided t.test
        ("tost_likert5_0.5/p_upper", tost),
        ("tost_likert5_0.5/ci90", interval90),
        *of_options("alloc"),
        *of_options("rank"),
        ("alloc_welch_mean_diffs", lambda s: [welch(*s.moments(f"alloc_{i}")).difference for i in range(1, 5)]),
        ("rank_mean/emp", lambda s: [s.moments(f"rank_{i}")[0].mean for i in range(1, 5)]),
        ("rank_mean/cus", lambda s: [s.moments(f"rank_{i}")[1].mean for i in range(1, 5)]),
        *of_welch("est_vs_share", lambda s: s.estimates),
        # stats::p.adjust(method = "BH"), of the p of Benjamini & Hochberg 1995
        ("p_adjust_BH1995/BH", lambda s: benjamini_hochberg(s.r["p_adjust_BH1995"]["p"])),
    ]
)

NOT_OURS = {
    "meta/*": "versions of R and its packages",
    "want_*/subset/*/lo": "survey::svyciprop within a larger design; the report's interval is Wilson's on n*",
    "want_*/subset/*/hi": "the same, its upper end",
    **{
        f"want_*/separate/{method}/{end}": f"survey::svyciprop(method = {method!r}); the report's interval is Wilson's on n*"
        for method in ("logit", "likelihood", "asin", "beta", "xlogit")
        for end in ("lo", "hi")
    },
    **{
        f"svyttest_strat_{question}/{name}": "degrees of freedom of a design, and the p by them; ours are Welch–Satterthwaite's"
        for question in ("want", "likert5", "scale0_10")
        for name in ("df", "p")
    },
    "svychisq_*": "survey::svychisq, Rao & Scott's test of a whole table; a share is tested by z on effective bases",
    "svyranktest_likert5:vanderWaerden/*": "survey::svyranktest by normal scores; θ is by ranks",
    "svyranktest_likert5:median/*": "survey::svyranktest by the median; θ is by ranks",
    "svy_interaction/*": "survey::regTermTest of an interaction in a logistic model; segments are compared by Cochran's Q",
    "glm_interaction/*": "the same by stats::anova(glm), without weights",
    "segments/region": "names",
    "segments/vi": "metafor::escalc: Wald's variance, which is 0 at 0 of n; segments have Agresti & Caffo's",
    "meta_seg/*": "metafor::rma and blup plug one τ in, segments mix over it: compared at given τ in test_pooling.py",
    "meta_bcg/*": "the same, of 13 vaccine trials",
    "prop_test/df": "always 1",
    "prop_test/ci": "stats::prop.test: Wald's interval, which collapses at 0 of n; the report's is Newcombe's",
    "fisher_p": "stats::fisher.test: conditional on both margins, and so conservative; the report's p is the pooled z's",
    "wilcox_likert5/p": "stats::wilcox.test: wrong where spreads differ; the report's p is Brunner & Munzel's",
    "cohens_d/*": "effectsize::cohens_d: uncorrected for small bases; the report gives Hedges' g",
    "hedges_g/CI*": "effectsize::hedges_g: noncentral t; the report's interval is that of the mean gap",
    "cohens_d_unpooled/*": "effectsize::cohens_d(pooled_sd = FALSE): another yardstick than Hedges' g",
    "glass_delta/*": "effectsize::glass_delta: another yardstick than Hedges' g",
    "rank_biserial/CI*": "effectsize::rank_biserial: by the variance of Mann & Whitney's U; θ has the logit-t interval",
    "cramers_v/*": "effectsize::cramers_v: has no sign; the report gives Cohen's h",
    "tost_likert5_0.5/p_lower": "the smaller of two one-sided p; equivalence rests on the greater",
    "alloc_hotelling/*": "Hotelling's test of all options at once; each feature has its own gap",
    "p_adjust_BH1995/p": "what p.adjust was given",
    **{f"p_adjust_BH1995/{method}": "stats::p.adjust by another method; the report corrects by Benjamini & Hochberg's"
       for method in ("bonferroni", "holm", "hochberg", "hommel", "BY")},
    "power_prop/n_*": "stats::power.prop.test: a normal approximation; plans enumerate binomials with Newcombe's interval",
    "power_prop/power_*": "the same",
    "power_prop/t_*": "stats::power.t.test: means are not planned for",
}  # fmt: skip

# Where R orders ties as its rows come, results move with the order of rows.
BY_ROW_ORDER = ("svyranktest_likert5:wilcoxon/",)


def _chi(p: float) -> float:
    """The χ² on one degree of freedom that has this p."""
    from scipy.special import chdtri

    return float(chdtri(1, p))


@pytest.fixture(scope="module")
def survey(shared: Path) -> Survey:
    return Survey(shared / "oracles" / "gap")


def test_every_number_is_accounted_for(survey: Survey) -> None:
    assert unaccounted(survey.r, OURS, NOT_OURS) == []


@pytest.mark.parametrize("path", OURS)
def test_two_audiences(survey: Survey, path: str) -> None:
    rel = 2e-2 if path.startswith(BY_ROW_ORDER) else 1e-8
    assert np.asarray(OURS[path](survey)) == pytest.approx(np.asarray(at(survey.r, path)), rel=rel)


def test_effective_base_of_a_weighted_share(survey: Survey) -> None:
    """R's svymean(deff = TRUE) measures the variance against p(1 − p)/(n − 1)."""
    employees, customers = survey.both("want", weighted=True)
    _, base = share_base(*customers[1:], customers.levels == 1)
    assert base == pytest.approx(399 / survey.r["want_customer"]["deff"], rel=1e-9)
    # Among employees the weights happen to help (deff 1.37 against Kish's 1.45), and Kish's base is kept.
    of = survey.r["want_employee"]
    _, base = share_base(*employees[1:], employees.levels == 1)
    assert base == pytest.approx(120 / design_effect(120, of["sumw"], of["sumw2"]), rel=1e-9)
    assert base < 119 / of["deff"]
