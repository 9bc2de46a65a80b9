"""Weighted shares, means, tests and raking as R's package survey has them: every number compared, or why it is not ours.

R 4.2.2, survey 4.1-1, on its samples of Californian schools. `srs` is a random sample of 200 out of 6,194; `wonly` knows a
stratified sample's weights, `strat_nofpc` its strata too, `strat` also how many schools each stratum has in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from math import sqrt
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from gapsurvey.stats.intervals import mean_interval
from gapsurvey.stats.means import Moments, moments
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.stats.raking import kish, rake, raked_error
from tests.stats.counting import Counted, Floats, columns, counted, numbers
from tests.stats.reference import Ours, at, load, rank_test, t_test, unaccounted

pytestmark = pytest.mark.shared

ANSWERS = ("sch.wide", "comp.imp", "awards")
KINDS = ("E", "H", "M")  # of schools, the strata
IN_ALL = {"E": 4421, "H": 755, "M": 1018}


class Sample:
    """Schools with their weights. sampled: the share of the population that is in it, 0 where the design does not say."""

    def __init__(self, path: Path, sampled: float = 0.0) -> None:
        self.columns = columns(path)
        self.sampled = sampled
        self.weight = np.array(numbers(self.columns["pw"]))
        self.everybody = np.ones(len(self.weight), bool)

    def of(self, name: str) -> Floats:
        """A column's numbers; 1 for yes."""
        texts = self.columns[name]
        return np.array([float(text == "Yes") if text in ("Yes", "No") else float(text) for text in texts])

    def who(self, name: str, text: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.array([found == text for found in self.columns[name]])

    def counted(self, name: str, who: Any = None) -> Counted:
        among = self.everybody if who is None else who
        answers = self.of(name)
        return counted(answers[among].tolist(), self.weight[among].tolist(), np.unique(answers).tolist())

    def error(self, of: Moments, n: int, sampled: float | None = None) -> float:
        """A standard error as the design has it: n/(n − 1) of the whole sample, less what the sample is of the population."""
        whole = len(self.weight)
        correction = (n - 1) / n * whole / (whole - 1) * (1 - (self.sampled if sampled is None else sampled))
        return sqrt(float(of.variance_of_mean) * correction)

    def compared(self, name: str) -> dict[str, Any]:
        """A t test of those that met their target (comp.imp) against those that did not."""
        yes, no = (self.counted(name, self.who("comp.imp", text)) for text in ("Yes", "No"))
        return t_test(moments(*yes), int(yes.n.sum()), moments(*no), int(no.n.sum()), self.sampled)

    def ranked(self, cut: tuple[float, ...] = ()) -> tuple[Counted, Counted]:
        """Both groups' scores (api00), or, in R's words, cut(api00, c(0, cut, 1000))."""
        scores = self.of("api00")
        levels = np.digitize(scores, cut, right=True).astype(float) if cut else scores
        yes = self.who("comp.imp", "Yes")
        one, other = (counted(levels[who].tolist(), self.weight[who].tolist(), np.unique(levels).tolist()) for who in (yes, ~yes))
        return one, other


class Schools:
    """The samples, and what R made of them."""

    def __init__(self, folder: Path) -> None:
        self.r = load(folder / "survey_api.json")
        self.srs = Sample(folder / "apisrs.csv", 200 / 6194)
        self.strat = Sample(folder / "apistrat.csv")
        self.raked_by_r = np.array(numbers(columns(folder / "apistrat_raked_weights.csv")["rake"]))

    @cached_property
    def cells(self) -> tuple[np.ndarray[Any, np.dtype[np.int64]], np.ndarray[Any, np.dtype[np.int64]]]:
        """The cross-table of the margins stype and sch.wide, 6 × 2, and each school's cell."""
        kind = np.array([KINDS.index(text) for text in self.strat.columns["stype"]])
        goal = self.strat.of("sch.wide").astype(np.int64)
        return np.array([(a, b) for a in range(3) for b in range(2)]), kind * 2 + goal

    @cached_property
    def raked(self) -> Floats:
        """Weights of the schools, raked from those of the design."""
        cells, cell = self.cells
        targets = [[row["Freq"] for row in self.r["weighting"]["targets"][margin]] for margin in ("stype", "sch.wide")]
        found: Floats = self.strat.weight * rake(cells, np.bincount(cell, self.strat.weight), targets)[cell]
        return found

    def raked_moments(self) -> Moments:
        return moments(*counted(self.strat.of("comp.imp").tolist(), self.raked.tolist()))

    def raked_error(self) -> float:
        """Of the schools that met their target, from counts on the cells: every weight follows from a school's cell."""
        cells, cell = self.cells
        row = cell * 2 + self.strat.of("comp.imp").astype(np.int64)
        n, w = np.bincount(row, minlength=12), np.bincount(row, self.raked, 12)
        there = n > 0
        return raked_error(np.repeat(cells, 2, axis=0)[there], n[there], w[there], np.tile([0.0, 1.0], 6)[there])


Row: TypeAlias = tuple[str, Callable[[Schools], Any]]
METHODS = ("logit", "likelihood", "asin", "beta", "mean", "xlogit")
CUT = (500.0, 600.0, 700.0, 800.0)


def of_design(design: str, sample: Callable[[Schools], Sample]) -> Iterator[Row]:
    """survey::svyciprop, svymean, svyttest, svyranktest, svyglm and svyby of a design that has weights and no strata."""
    for answer in ANSWERS:
        for method in METHODS:
            yield from of_share(f"{design}/svyciprop:{answer}:{method}", sample, answer)
        for i, end in enumerate(("lo", "hi")):
            yield f"{design}/svyciprop:{answer}:mean/{end}", of_interval(sample, answer, i)
    yield f"{design}/svymean/est", lambda s: [of_mean(sample(s), name).mean for name in ("api00", "enroll")]
    yield f"{design}/svymean/se", lambda s: [error(sample(s), name) for name in ("api00", "enroll")]
    for name, column in (("api00", "api00"), ("enroll", "enroll"), ("schwide_by", "sch.wide")):
        for number in ("statistic", "df", "p", "estimate", "ci"):
            yield f"{design}/svyttest_{name}_compimp/{number}", of_test(sample, column, number)
    for number, ours in (("coef", "estimate"), ("se", "se")):
        yield f"{design}/svyglm_identity/{number}", of_line(sample, ours)
    for name, cut in (("svyranktest:wilcoxon", ()), ("svyranktest_ordinal5", CUT)):
        for number in ("statistic", "df"):
            yield f"{design}/{name}/{number}", of_ranks(sample, cut, number)
        yield f"{design}/{name}/estimate", of_theta(sample, cut)
    yield f"{design}/svyby_compimp_stype/est", lambda s: [kind.mean for kind in of_kinds(sample(s))]
    yield f"{design}/svyby_compimp_stype/se", lambda s: kinds_errors(sample(s))
    yield f"{design}/kish/sumw", lambda s: sample(s).weight.sum()
    yield f"{design}/kish/sumw2", lambda s: (sample(s).weight ** 2).sum()
    yield f"{design}/kish/neff", lambda s: kish(sample(s).weight.sum(), (sample(s).weight ** 2).sum())


def of_mean(sample: Sample, name: str) -> Moments:
    return moments(*sample.counted(name))


def error(sample: Sample, name: str) -> float:
    return sample.error(of_mean(sample, name), 200)


def of_share(where: str, sample: Callable[[Schools], Sample], answer: str) -> Iterator[Row]:
    yield f"{where}/est", lambda s: of_mean(sample(s), answer).mean
    yield f"{where}/se", lambda s: error(sample(s), answer)


def of_interval(sample: Callable[[Schools], Sample], answer: str, end: int) -> Callable[[Schools], Any]:
    return lambda s: mean_interval(of_mean(sample(s), answer).mean, error(sample(s), answer) ** 2, 199)[end]


def of_test(sample: Callable[[Schools], Sample], column: str, number: str) -> Callable[[Schools], Any]:
    return lambda s: sample(s).compared(column)[number]


def of_line(sample: Callable[[Schools], Sample], number: str) -> Callable[[Schools], Any]:
    """Intercept and slope of sch.wide on comp.imp: the share of those who missed their target, and the difference to it."""

    def found(s: Schools) -> list[float]:
        missed = sample(s).counted("sch.wide", sample(s).who("comp.imp", "No"))
        mean = moments(*missed)
        intercept = {"estimate": mean.mean, "se": sample(s).error(mean, int(missed.n.sum()))}
        return [intercept[number], sample(s).compared("sch.wide")[number]]

    return found


def of_ranks(sample: Callable[[Schools], Sample], cut: tuple[float, ...], number: str) -> Callable[[Schools], Any]:
    return lambda s: rank_test(*sample(s).ranked(cut), sample(s).sampled)[number]


def of_theta(sample: Callable[[Schools], Sample], cut: tuple[float, ...]) -> Callable[[Schools], Any]:
    """The difference of mean ranks among all is θ − ½."""

    def found(s: Schools) -> float:
        yes, no = sample(s).ranked(cut)
        return float(brunner_munzel(*yes[1:], *no[1:]).theta) - 0.5

    return found


def of_kinds(sample: Sample) -> list[Moments]:
    return [moments(*sample.counted("comp.imp", sample.who("stype", kind))) for kind in KINDS]


def kinds_errors(sample: Sample) -> list[float]:
    people = [int(sample.who("stype", kind).sum()) for kind in KINDS]
    return [sample.error(of, n) for of, n in zip(of_kinds(sample), people, strict=True)]


def of_strata(design: str, *, known: bool) -> Iterator[Row]:
    """Of a stratified design: whatever does not rest on what the strata gain. Within a stratum, everything.

    known: whether the design knows how many schools each stratum has in all.
    """
    for answer in ANSWERS:
        for method in METHODS:
            yield next(of_share(f"{design}/svyciprop:{answer}:{method}", stratified, answer))
    yield f"{design}/svymean/est", lambda s: [of_mean(s.strat, name).mean for name in ("api00", "enroll")]
    for name, column in (("api00", "api00"), ("enroll", "enroll"), ("schwide_by", "sch.wide")):
        yield f"{design}/svyttest_{name}_compimp/estimate", of_test(stratified, column, "estimate")
    for name, cut in (("svyranktest:wilcoxon", ()), ("svyranktest_ordinal5", CUT)):
        yield f"{design}/{name}/estimate", of_theta(stratified, cut)
    yield f"{design}/svyglm_identity/coef", of_line(stratified, "estimate")
    yield f"{design}/svyby_compimp_stype/est", lambda s: [kind.mean for kind in of_kinds(s.strat)]

    def within(s: Schools) -> list[float]:
        people = [int(s.strat.who("stype", kind).sum()) for kind in KINDS]
        left = [1 - n / IN_ALL[kind] if known else 1.0 for kind, n in zip(KINDS, people, strict=True)]
        return [sqrt(kind.variance_of_mean * of_all) for kind, of_all in zip(of_kinds(s.strat), left, strict=True)]

    yield f"{design}/svyby_compimp_stype/se", within
    for name in ("sumw", "sumw2", "neff"):
        yield f"{design}/kish/{name}", dict(of_design(design, stratified))[f"{design}/kish/{name}"]


def stratified(s: Schools) -> Sample:
    return s.strat


OURS: Ours = dict(
    [
        *of_design("wonly", stratified),
        *of_design("srs", lambda s: s.srs),
        *of_strata("strat_nofpc", known=False),
        *of_strata("strat", known=True),
        # survey::svymean(deff = TRUE): against the variance of a random sample of as many, without replacement
        ("wonly/svymean/deff", lambda s: [deff(s.strat, name) for name in ("api00", "enroll")]),
        ("srs/svymean/deff", lambda s: [deff(s.srs, name) for name in ("api00", "enroll")]),
        # survey::rake, and svymean after it; the weights themselves are compared below
        ("rake_vs_fixedweights/p", lambda s: s.raked_moments().mean),
        ("rake_vs_fixedweights/se_weights_as_fixed", lambda s: sqrt(s.raked_moments().variance_of_mean)),
        ("rake_vs_fixedweights/se_rake_aware", lambda s: s.raked_error()),
    ]
)


def deff(sample: Sample, name: str) -> float:
    of = of_mean(sample, name)
    return float(of.variance_of_mean / (of.variance / 200) * (1 - sample.sampled) / (1 - 200 / sample.weight.sum()))


STRATA = "what strata gain: the study format knows weights, not a sample's strata; ours is that of `wonly`, which is greater"
NOT_OURS = {
    "meta/*": "versions of R and its package",
    **{
        f"*/svyciprop:*:{method}/{end}": f"survey::svyciprop(method = {method!r}); the report's interval is Wilson's on n*"
        for method in METHODS
        if method != "mean"
        for end in ("lo", "hi")
    },
    "strat*/svyciprop:*/se": STRATA,
    **{f"strat*/svyciprop:*:mean/{end}": STRATA for end in ("lo", "hi")},
    **{f"strat*/svymean/{number}": STRATA for number in ("se", "deff")},
    **{f"strat*/svyttest_*/{number}": STRATA for number in ("statistic", "df", "p", "ci")},
    **{f"strat*/svyranktest:wilcoxon/{number}": STRATA for number in ("statistic", "df", "p")},
    **{f"strat*/svyranktest_ordinal5/{number}": STRATA for number in ("statistic", "df", "p")},
    "strat*/svyglm_identity/se": STRATA,
    "*/svyglm_identity/df": "degrees of freedom of a design: compared in its t tests",
    "*/svyby_compimp_stype/stype": "names",
    "*/svymean/names": "names",
    "*/svychisq_*": "survey::svychisq, Rao & Scott's test of a whole table; a share is tested by z on effective bases",
    "*/svyranktest:vanderWaerden/*": "survey::svyranktest by normal scores; θ is by ranks",
    "*/svyranktest:median/*": "survey::svyranktest by the median; θ is by ranks",
    "wonly/svyranktest*/p": "the statistic is compared: in the tail, 2% of it are more than 2% of p",
    "srs/svyranktest*/p": "the same",
    "weighting/targets/*": "what rake was given; the weights that reach it are compared below",
    **{
        f"weighting/{way}/*": "of a sample of whole districts, which is not among the files; a study knows no clusters"
        for way in ("raw", "rake", "postStratify", "cal_linear_stype", "cal_raking", "cal_linear", "cal_logit")
    },
}


@pytest.fixture(scope="module")
def schools(shared: Path) -> Schools:
    return Schools(shared / "oracles" / "gap")


def test_every_number_is_accounted_for(schools: Schools) -> None:
    assert unaccounted(schools.r, OURS, NOT_OURS) == []


@pytest.mark.parametrize("path", OURS)
def test_schools(schools: Schools, path: str) -> None:
    by_row_order, raked = "svyranktest" in path, path.startswith("rake")
    rel = 2e-2 if by_row_order else 1e-6 if raked else 1e-8  # survey::rake stops at 1e-8 or so
    assert np.asarray(OURS[path](schools)) == pytest.approx(np.asarray(at(schools.r, path)), rel=rel)


def test_raked_weights(schools: Schools) -> None:
    assert schools.raked == pytest.approx(schools.raked_by_r, rel=1e-6)


def test_our_own_test_of_ranks_says_what_rs_does(schools: Schools) -> None:
    """Brunner & Munzel's variance is of placements in the other group, R's of ranks among all, as if both groups were alike."""
    yes, no = schools.strat.ranked()
    expected = schools.r["wonly"]["svyranktest:wilcoxon"]["p"]
    assert brunner_munzel(*yes[1:], *no[1:]).p == pytest.approx(expected, rel=2e-2)
