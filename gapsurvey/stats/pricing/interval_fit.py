"""Maximum likelihood of willingness to pay that is known to lie in an interval, with or without covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gapsurvey.stats import Floats, Numbers
from gapsurvey.stats.pricing.families import FAMILIES, Family

__all__ = ["Fit", "all_fits", "fit"]

STEPS = 60  # of Newton's method; a dozen are the rule
FLAT = 1e-10  # a gain in log-likelihood per step, relative, that is none
WIDER = 6  # scales that are tried to begin with: under a narrow one an outlier may have no probability at all
CLEAR = 1.96  # standard errors that the slope must lie above 0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A family fitted to intervals.

    slope: 1/σ; intercepts: −β/σ, one per covariate: the chance to pay at most p is F(slope · t(p) + x · intercepts), in which the
    likelihood is concave. covariance: of (slope, intercepts); loglik: on the effective base; sound: whether a maximum was found
    at which dearer prices are clearly paid by fewer.
    """

    family: Family
    slope: float
    intercepts: Floats
    covariance: Floats
    loglik: float
    sound: bool

    @property
    def scale(self) -> float:
        """σ."""
        return 1 / self.slope

    @property
    def coefficients(self) -> Floats:
        """β: μ = x · β is the location for covariates x."""
        return -self.intercepts / self.slope

    @property
    def aic(self) -> float:
        """Akaike's criterion: the lower, the better it will foretell."""
        return 2 * (1 + len(self.intercepts)) - 2 * self.loglik

    def errors(self) -> Floats:
        """Standard errors of the coefficients and of log σ, by the delta method."""
        k = len(self.intercepts)
        turn = np.zeros((k + 1, k + 1))
        turn[:k, 0], turn[:k, 1:] = self.intercepts / self.slope**2, -np.eye(k) / self.slope
        turn[k, 0] = -1 / self.slope
        return np.sqrt(np.maximum(np.diag(turn @ self.covariance @ turn.T), 0))

    def drawn(self, covariates: Numbers, draws: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Locations and scales, shape (draws,), as the sample leaves them uncertain; draws with a wrong sign are drawn again.

        Source: Krinsky & Robb 1986, Review of Economics and Statistics 68:715–719.
        """
        spread, axes = np.linalg.eigh(self.covariance)
        turn = (axes * np.sqrt(np.maximum(spread, 0))).T
        found = np.empty((0, len(turn)))
        centre = np.append(self.slope, self.intercepts)
        while len(found) < draws:
            more = centre + rng.standard_normal((draws, len(turn))) @ turn
            found = np.concatenate([found, more[more[:, 0] > 0]])
        slope = found[:draws, 0]
        return -(found[:draws, 1:] @ np.asarray(covariates, float)) / slope, 1 / slope


def fit(family: Family, lower: Numbers, upper: Numbers, w: Numbers, w2: Numbers, covariates: Numbers | None = None) -> Fit:
    """The fit to intervals (lower, upper], each of N: −∞ and ∞ where an end is not known.

    w, w2: per row the weights' sum and sum of squares; they are scaled to Kish's effective base, so that equal weights are none.
    covariates: N × k, a column of ones if left out. Rows that are alike are best given as one.
    """
    w, w2 = np.asarray(w, float), np.asarray(w2, float)
    w = w * (w.sum() / w2.sum())
    x = np.ones((len(w), 1)) if covariates is None else np.asarray(covariates, float)
    ends = [_design(family.scaled(end), x) for end in (lower, upper)]
    theta = _start(family, lower, upper, w, x)
    for _ in range(WIDER):
        value, gradient, hessian = _likelihood(family, theta, ends, w)
        if np.isfinite(value):
            break
        theta = theta / 4
    else:  # as where somebody pays at most 0, which no distribution of logarithms holds
        k = len(theta)
        return Fit(family, np.nan, np.full(k - 1, np.nan), np.full((k, k), np.nan), -np.inf, sound=False)
    settled = False
    for _ in range(STEPS):
        step = _solved(-hessian, gradient)
        for _ in range(40):
            found = _likelihood(family, theta + step, ends, w)
            if found[0] >= value:
                break
            step = step / 2
        else:
            settled = True
            break
        gain, theta = found[0] - value, theta + step
        value, gradient, hessian = found
        if gain <= FLAT * (1 + abs(value)) and np.abs(step).max() <= 1e-8 * (1 + np.abs(theta).max()):
            settled = True
            break
    covariance = np.asarray(np.linalg.pinv(-hessian), float)
    clear = theta[0] > CLEAR * np.sqrt(max(float(covariance[0, 0]), 0.0)) > 0
    return Fit(family, float(theta[0]), theta[1:], covariance, value, bool(settled and clear))


def all_fits(lower: Numbers, upper: Numbers, w: Numbers, w2: Numbers) -> dict[str, Fit]:
    """Every family's fit by its name."""
    return {name: fit(family, lower, upper, w, w2) for name, family in FAMILIES.items()}


def _design(t: Floats, x: Floats) -> tuple[Floats, Floats]:
    """The row (t, x) that an end's z is linear in, 0 where the end is infinite, and what is then added to it."""
    finite = np.isfinite(t)
    return np.where(finite[:, None], np.column_stack([np.where(finite, t, 0.0), x]), 0.0), np.where(finite, 0.0, t)


def _start(family: Family, lower: Numbers, upper: Numbers, w: Floats, x: Floats) -> Floats:
    """Location and scale of what is known of the intervals' ends, read as if they were the prices."""
    ends = np.concatenate([family.scaled(lower), family.scaled(upper)])
    weight = np.concatenate([w, w])[np.isfinite(ends)]
    ends = ends[np.isfinite(ends)]
    centre = float(np.average(ends, weights=weight))
    spread = float(np.sqrt(np.average((ends - centre) ** 2, weights=weight))) or abs(centre) or 1.0
    # x · a = 1 everywhere, where a constant is among the covariates
    a = np.linalg.lstsq(x, np.ones(len(x)), rcond=None)[0]
    return np.append(1 / spread, -centre / spread * a)


def _likelihood(family: Family, theta: Floats, ends: list[tuple[Floats, Floats]], w: Floats) -> tuple[float, Floats, Floats]:
    """Log-likelihood, gradient and Hessian in (slope, intercepts); −∞ where an interval has no probability."""
    (low_x, low_end), (high_x, high_end) = ends
    low, high = low_x @ theta + low_end, high_x @ theta + high_end
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        p = family.between(low, high)
        if not (p > 0).all():
            return -np.inf, np.zeros(0), np.zeros((0, 0))
        f = [np.where(np.isfinite(z), family.density(z), 0.0) / p for z in (low, high)]
        slope = [np.where(np.isfinite(z), family.slope(z), 0.0) / p for z in (low, high)]
        score = f[1][:, None] * high_x - f[0][:, None] * low_x
        hessian = (high_x * (w * slope[1])[:, None]).T @ high_x - (low_x * (w * slope[0])[:, None]).T @ low_x
        hessian -= (score * w[:, None]).T @ score
    if not np.isfinite(hessian).all():  # so far out that nothing can be told of the way back
        return -np.inf, np.zeros(0), np.zeros((0, 0))
    return float(w @ np.log(p)), w @ score, hessian


def _solved(matrix: Floats, right: Floats) -> Floats:
    """Newton's step; along directions in which the likelihood is flat there is none."""
    return np.asarray(np.linalg.lstsq(matrix, right, rcond=1e-13)[0], float)
