"""How often the report's intervals hold the truth: exactly where every sample can be enumerated, by simulation elsewhere.

Run as `make coverage`. It fails where an interval holds less than it should, beyond chance, and nothing here says why.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, expit, gammaln, ndtr, ndtri, xlog1py, xlogy

from gapsurvey.stats.comparisons import estimate_bounds
from gapsurvey.stats.intervals import mover, newcombe, share_base, wilson
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.stats.pooling import pooled, share_bases, share_variances
from gapsurvey.stats.resampling import stream

Floats = NDArray[np.float64]

REPEATS = 10_000
POOLED_REPEATS = 4_000
LEAST, LEAST_OF_MANY = 0.90, 0.93  # anywhere; of bases and shares as below
MANY, USUAL = 100, (0.05, 0.95)
CHANCE = 3  # standard errors of a simulation

BASES = ((30, 30), (100, 100), (400, 30), (400, 120))  # customers, employees
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Held:
    """How often one interval held the truth. believed, actual: the shares, means or θ on the two sides.

    error: the standard error of `coverage`, 0 where it was enumerated.
    """

    method: str
    customers: int
    employees: int
    set_up: str
    believed: float
    actual: float
    coverage: float
    error: float = 0.0

    @property
    def usual(self) -> bool:
        """Whether both bases are of 100 or more, and both shares between 5% and 95%."""
        low, high = USUAL
        return min(self.customers, self.employees) >= MANY and low <= self.believed <= high and low <= self.actual <= high

    @property
    def low(self) -> bool:
        """Whether it is lower than it should be, beyond chance."""
        return self.coverage + CHANCE * self.error < (LEAST_OF_MANY if self.usual else LEAST)


def simulated(held: NDArray[np.bool_]) -> tuple[float, float]:
    """A coverage and its standard error."""
    coverage = float(held.mean())
    return coverage, float(np.sqrt(coverage * (1 - coverage) / len(held)))


# --- shares -----------------------------------------------------------------------------------------------------------


def binomial(n: int, p: float) -> Floats:
    x = np.arange(n + 1)
    chance: Floats = np.exp(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) + xlogy(x, p) + xlog1py(n - x, -p))
    return chance


def newcombe_gaps() -> Iterator[Held]:
    """Newcombe's interval of a gap, over every possible sample."""
    for customers, employees in BASES:
        x1, x2 = np.arange(employees + 1)[:, None], np.arange(customers + 1)
        low, high = newcombe(x1 / employees, employees, x2 / customers, customers)
        for p1, p2 in product(SHARES, SHARES):
            gap = p1 - p2
            held = binomial(employees, p1) @ ((low <= gap) & (gap <= high)) @ binomial(customers, p2)
            yield Held("Newcombe", customers, employees, "every sample", p1, p2, float(held))


def weights_of(design_effect: float, classes: int = 5) -> Floats:
    """Weights of equally many people each, mean 1, as a log-normal distribution has them, with this design effect."""
    places = ndtri((np.arange(classes) + 0.5) / classes)
    low, high = 0.0, 5.0
    for _ in range(60):
        spread = (low + high) / 2
        weight = np.exp(spread * places)
        weight /= weight.mean()
        low, high = (spread, high) if (weight**2).mean() < design_effect else (low, spread)
    found: Floats = weight
    return found


def shares_of(p: float, weight: Floats, related: float) -> Floats:
    """The share of each class of weight, so that the weighted share is p; logits rise by `related` per SD of log weight."""
    slope = related * np.log(weight) / np.log(weight).std()
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if weight @ expit(middle + slope) < p * weight.sum() else (low, middle)
    share: Floats = expit(middle + slope)
    return share


PAIRS = ((0.02, 0.02), (0.05, 0.1), (0.1, 0.3), (0.5, 0.5), (0.64, 0.21), (0.8, 0.95), (0.98, 0.9))
RELATED: Mapping[str, float] = {"apart from answers": 0.0, "with the answers": 0.6, "against the answers": -0.6}


def weighted_gaps() -> Iterator[Held]:
    """Newcombe's interval on the effective bases n*, with both sides weighted."""
    for (customers, employees), effect, (how, related) in product((*BASES, (100, 30)), (1.28, 2.0), RELATED.items()):
        weight = weights_of(effect)
        rng = stream(1, "weighted", str((customers, employees, effect, how)))

        def sample(n: int, p: float, weight: Floats, related: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
            yes = shares_of(p, weight, related)
            chance = np.concatenate([1 - yes, yes]) / len(weight)
            people = rng.multinomial(n, chance, REPEATS).reshape(REPEATS, 2, len(weight))
            return share_base(people.sum(2), people @ weight, people @ weight**2, np.array([False, True]))

        for p1, p2 in PAIRS:
            one, other = (sample(n, p, weight, related, rng) for n, p in ((employees, p1), (customers, p2)))
            low, high = newcombe(*one, *other)
            held = simulated((low <= p1 - p2) & (p1 - p2 <= high))
            yield Held("n*, weighted", customers, employees, f"design effect {effect}, {how}", p1, p2, *held)


# --- estimates of a share -----------------------------------------------------------------------------------------------

PERCENTS = np.linspace(0, 1, 21)
ROUND = np.array([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
MEANS = (0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98)
SPREADS: Mapping[str, tuple[float, Floats]] = {  # a beta distribution's a + b, and the answers that people give
    "agreeing": (20, PERCENTS),
    "spread": (6, PERCENTS),
    "spread, round answers": (6, ROUND),
    "divided, round answers": (1.5, ROUND),
}


def estimates_of(mean: float, concentration: float, answers: Floats) -> Floats:
    """Chances of the answers: each takes what lies nearer to it than to any other."""
    ends = np.concatenate([[0], (answers[1:] + answers[:-1]) / 2, [1]])
    chance: Floats = np.diff(betainc(mean * concentration, (1 - mean) * concentration, ends))
    return chance


def estimate_gaps() -> Iterator[Held]:
    """MOVER of the mean estimate against the share."""
    for (customers, employees), (how, (concentration, answers)) in product(BASES, SPREADS.items()):
        rng = stream(1, "estimates", str((customers, employees, how)))
        for mean in MEANS:
            chance = estimates_of(mean, concentration, answers)
            people = rng.multinomial(employees, chance, REPEATS)
            truth = float(chance @ answers)
            for p in MEANS:
                found = estimate_bounds(
                    answers, people, people, people, rng.binomial(customers, p, REPEATS) / customers, customers
                )
                held = simulated((found.low <= truth - p) & (truth - p <= found.high))
                yield Held("MOVER", customers, employees, how, mean, p, *held)


# --- ratings ----------------------------------------------------------------------------------------------------------


def ratings_of(shift: float, spread: float, points: int) -> Floats:
    """Chances of a scale's points, of feelings that are normal and cut where the average feeling uses all points alike."""
    cuts = ndtri(np.arange(1, points) / points)
    chance: Floats = np.diff(ndtr(np.concatenate([[-np.inf], (cuts - shift) / spread, [np.inf]])))
    return chance


def theta_of(one: Floats, other: Floats) -> float:
    return float(one @ (np.cumsum(other) - other / 2))


def rating_gaps() -> Iterator[Held]:
    """Logit-t Brunner–Munzel of ratings whose feelings lie symmetrically about the scale's middle, up to θ = .02 and .98."""
    for (customers, employees), points, spread in product(BASES, (5, 11), (1.0, 2.0)):
        how = f"{points} points" + (", believers’ spread double" if spread > 1 else "")
        rng = stream(1, "ratings", str((customers, employees, points, spread)))
        for theta in SHARES:
            low, high = -12.0, 12.0
            for _ in range(60):
                shift = (low + high) / 2
                one, other = ratings_of(shift, spread, points), ratings_of(-shift, 1.0, points)
                low, high = (shift, high) if theta_of(one, other) < theta else (low, shift)
            truth = theta_of(one, other)
            n1, n2 = rng.multinomial(employees, one, REPEATS), rng.multinomial(customers, other, REPEATS)
            found = brunner_munzel(n1, n1, n1, n2, n2, n2)
            yield Held(
                "logit-t", customers, employees, how, theta, theta, *simulated((found.low <= truth) & (truth <= found.high))
            )


# --- segments ---------------------------------------------------------------------------------------------------------

PARTS: Mapping[str, Floats] = {"four": np.array([0.4, 0.3, 0.2, 0.1]), "eight alike": np.full(8, 0.125)}  # of employees
APART = (0.0, 0.05, 0.15)  # standard deviation between segments


def segment_gaps() -> Iterator[Held]:
    """Gaps of partly pooled segments of employees against all customers: the share of segments whose interval holds."""
    for (customers, employees), (many, parts), apart in product(BASES, PARTS.items(), APART):
        rng = stream(1, "segments", str((customers, employees, many, apart)))
        n = np.round(parts * employees).astype(int)
        for mean, p in product(MEANS, (0.3, None)):
            p = mean if p is None else p
            truth = np.clip(rng.normal(mean, apart, (POOLED_REPEATS, len(n))), 0.01, 0.99)
            own = rng.binomial(n, truth) / n
            variances = share_variances(own, n)
            found = pooled(own, variances)
            own_low, own_high = wilson(found.mean, share_bases(n, variances, found))
            answer = rng.binomial(customers, p, POOLED_REPEATS)[:, None] / customers
            low, high = mover(
                own_low, found.mean, own_high, *(wilson(answer, customers)[0], answer, wilson(answer, customers)[1])
            )  # fmt: skip
            held = ((low <= truth - p) & (truth - p <= high)).ravel()
            coverage, error = simulated(held)
            how = f"{many} segments, ±{100 * apart:g} pp"
            yield Held("pooled segments", customers, employees, how, mean, p, coverage, error * np.sqrt(len(n)))  # of one sample


METHODS: tuple[Callable[[], Iterator[Held]], ...] = (newcombe_gaps, weighted_gaps, estimate_gaps, rating_gaps, segment_gaps)


# --- what was found ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why intervals of one method are low, and where alone that may be."""

    method: str
    where: Callable[[Held], bool]
    why: str


REASONS = (
    Reason(
        "MOVER",
        lambda held: held.employees < MANY and held.set_up.startswith("divided") and not 0.05 < held.believed < 0.95,
        "Most of 30 believers name one end of the scale and a few the rest of it. A sample that happens to miss those few shows "
        "too small a spread, and Student’s t knows of no skew. With 100 believers, or estimates that agree better, it is past.",
    ),
    Reason(
        "logit-t",
        lambda held: held.employees < MANY and not 0.05 < held.believed < 0.95,
        "Nearly everybody on one side rates it above nearly everybody on the other. The few who do not carry the whole variance, "
        "and 30 believers often hold none of them. Over or under is not in doubt there; how far is.",
    ),
    Reason(
        "pooled segments",
        lambda held: held.set_up == "eight alike segments, ±15 pp" and not 0.1 < held.believed < 0.9,
        "Segments that lie ±15 pp about a share near 0% or 100% are skewed: many stand at the end itself, and a few far from it. "
        "Pooling takes them to lie normally about their center, and draws those at the end too far from it in small segments.",
    ),
)


def told(found: Sequence[Held]) -> str:
    """A table: per method and bases, how many set-ups, and the lowest and the mean coverage."""
    lines = [
        f"{'interval':<16}{'customers':>10}{'employees':>10}{'set-ups':>9}{'mean':>8}{'lowest':>9}{'lowest, usual':>15}{'low':>6}"
    ]
    for (method, customers, employees), group in groupby(found, key=lambda held: (held.method, held.customers, held.employees)):
        cells = list(group)
        usual = [held.coverage for held in cells if held.usual]
        lines.append(
            f"{method:<16}{customers:>10}{employees:>10}{len(cells):>9}{fmean(held.coverage for held in cells):>8.3f}"
            f"{min(held.coverage for held in cells):>9.3f}{f'{min(usual):.3f}' if usual else '–':>15}"
            f"{sum(held.low for held in cells) or '–':>6}"
        )
    return "\n".join(lines)


def explained(found: Sequence[Held]) -> tuple[list[str], list[Held]]:
    """Every reason that is needed, with the intervals it is the reason of; and those that have none."""
    left = [held for held in found if held.low]
    lines = []
    for reason in REASONS:
        those = [held for held in left if held.method == reason.method and reason.where(held)]
        if those:
            lines += ["", f"{reason.method}: {reason.why}", *map(line, those)]
        left = [held for held in left if held not in those]
    return lines, left


def line(held: Held) -> str:
    """One interval that is low."""
    return (
        f"  {held.coverage:.3f}  {held.customers} customers, {held.employees} employees, {held.set_up}, "
        f"{held.believed:g} against {held.actual:g}"
    )


def main() -> int:
    """Print the table, and every interval that is lower than it should be with the reason; 1 where one has none."""
    found = [held for method in METHODS for held in method()]
    lines, left = explained(found)
    print(told(found))
    print(f"usual: both bases of {MANY} or more, and both shares from {USUAL[0]:g} to {USUAL[1]:g}")
    print(f"low: below {LEAST:g}, of the usual ones below {LEAST_OF_MANY:g}, by more than chance")
    print(*lines, sep="\n")
    if left:
        print("", "Lower than they should be, and nothing says why:", *map(line, left), sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
