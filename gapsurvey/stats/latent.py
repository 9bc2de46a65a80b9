"""Latent classes of yes/no answers: kinds of people found by what they answer, and how well answers tell the kinds apart."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from gapsurvey.stats import Floats

__all__ = ["LatentClasses", "latent_classes"]

STARTS = 10  # the likelihood has several summits
SHORT, LONG = 30, 1000  # steps of a fit at most
TOLERANCE = 1e-9  # of the mean log-likelihood, at which a fit is finished
DIGITS = 5  # of what is fitted: as far as machines agree on it
NEVER = 1e-8  # the least chance of an answer: what was rounded away is not impossible
INTERIOR = 1e-3  # a chance closer to 0 or 1 is as good as there, and fixed by that
FLAT = 1e-7  # of the information's eigenvalues, as against 1 where parameters do not depend on each other


@dataclass(frozen=True, slots=True, eq=False)
class LatentClasses:
    """K classes of people, the largest first, each with its chance of a yes to F questions, fitted to P patterns of answers.

    answers: P × F of 1, 0 and NaN for none; weight: (P,) of the patterns, in people; share: (K,) of the people that a class
    has; yes: K × F. Within a class, answers do not depend on each other. Source: Goodman 1974, Biometrika 61:215–231.
    """

    answers: Floats
    weight: Floats
    share: Floats
    yes: Floats

    @property
    def classes(self) -> int:
        """How many there are."""
        return len(self.share)

    @property
    def parameters(self) -> int:
        """How many numbers were fitted: the shares but one, and every chance."""
        return self.classes - 1 + self.yes.size

    @property
    def base(self) -> float:
        """Σ weight."""
        return float(self.weight.sum())

    @property
    def log_likelihood(self) -> float:
        """Σ weight × the log of the pattern's chance; what was not answered has none."""
        return float(self.weight @ logsumexp(self._joint(), axis=1))

    @property
    def bic(self) -> float:
        """Bayesian information criterion, lower is better: −2 log-likelihood + parameters × log(base). Source: Schwarz 1978."""
        return -2 * self.log_likelihood + self.parameters * float(np.log(self.base))

    @property
    def membership(self) -> Floats:
        """The chance that whoever gave a pattern belongs to each class, P × K."""
        joint = self._joint()
        found: Floats = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
        return found

    @property
    def separation(self) -> float:
        """How certain membership is, from 0 (no better than chance) to 1, which one class alone has: the entropy R².

        Source: Ramaswamy, DeSarbo, Reibstein & Robinson 1993, Marketing Science 12:103–124.
        """
        if self.classes == 1:
            return 1.0
        member = self.membership
        entropy = -np.sum(member * np.log(np.maximum(member, np.finfo(float).tiny)), axis=1)
        return 1 - float(self.weight @ entropy) / (self.base * float(np.log(self.classes)))

    @property
    def identified(self) -> bool:
        """Whether the answers fix every number that was fitted, or other numbers would give the same answers as likely."""
        inside = (self.yes > INTERIOR) & (self.yes < 1 - INTERIOR)
        free = np.concatenate([np.ones(self.classes - 1, bool), inside.ravel()])
        slopes = self._softened()._slopes()[:, free] * np.sqrt(self.weight)[:, None]
        slopes /= np.linalg.norm(slopes, axis=0)
        return not free.any() or bool(np.linalg.eigvalsh(slopes.T @ slopes)[0] > FLAT)

    def effective_bases(self) -> tuple[Floats, Floats]:
        """At how many people each share (K,) and each chance of a yes (K × F) is known, membership being uncertain.

        p(1 − p) divided by the variance of p from the inverse of the empirical information; no more than the people who
        answered, of a class those expected in it. Source of the variances: Linzer & Lewis 2011, Journal of Statistical
        Software 42(10). Chances are held off 0 and 1 by half a person, else their neighbours would seem better known than
        they are.
        """
        soft = self._softened()
        slopes = soft._slopes()
        covariance = np.linalg.pinv((slopes * self.weight[:, None]).T @ slopes, hermitian=True)
        free = self.classes - 1
        turn = (np.diag(soft.share) - np.outer(soft.share, soft.share))[:, :free]
        share_variance = np.einsum("ka,ab,kb->k", turn, covariance[:free, :free], turn)
        odds_variance = np.diag(covariance)[free:].reshape(self.yes.shape)
        with np.errstate(divide="ignore"):
            share_base = soft.share * (1 - soft.share) / share_variance if free else np.full(1, self.base)
            yes_base = 1 / (soft.yes * (1 - soft.yes) * odds_variance)
        return np.minimum(share_base, self.base), np.minimum(yes_base, self._expected())

    def _expected(self) -> Floats:
        """How many people of each class are expected among those who answered each question, K × F."""
        found: Floats = (self.membership * self.weight[:, None]).T @ ~np.isnan(self.answers)
        return found

    def _softened(self) -> LatentClasses:
        """The same classes, with half a person more on either side of every question."""
        people = self._expected()
        return replace(self, yes=(self.yes * people + 0.5) / (people + 1))

    def _joint(self) -> Floats:
        """Log of the chance of belonging to a class and giving a pattern, P × K."""
        yes = np.clip(self.yes, NEVER, 1 - NEVER)
        said, refused = np.nan_to_num(self.answers), np.nan_to_num(1 - self.answers)
        joint: Floats = said @ np.log(yes).T + refused @ np.log1p(-yes).T + np.log(np.maximum(self.share, NEVER))
        return joint

    def _slopes(self) -> Floats:
        """Of each pattern's log chance, along the log odds of the shares but one and of every chance: P × parameters."""
        member = self.membership
        along_shares = (member - self.share)[:, : self.classes - 1]
        along_yes = member[:, :, None] * np.nan_to_num(self.answers[:, None, :] - self.yes)
        return np.hstack([along_shares, along_yes.reshape(len(member), -1)])


def latent_classes(answers: Floats, weight: Floats, classes: int, seed: int) -> LatentClasses:
    """The likeliest K classes, the same for the same seed: short fits from several starts, and a long one from the best.

    answers: P × F, rows unique, each column with an answer. Needs stepmix. Which class is which follows from the fit alone: by
    size, then by the chances of a yes. Source: Biernacki, Celeux & Govaert 2003, Computational Statistics & Data Analysis
    41:561–575.
    """
    starts = [(seed + i) % 2**32 for i in range(STARTS if classes > 1 else 1)]
    best = max(starts, key=lambda start: _fit(answers, weight, classes, start, SHORT).log_likelihood)
    return _fit(answers, weight, classes, best, LONG)


def _fit(answers: Floats, weight: Floats, classes: int, start: int, steps: int) -> LatentClasses:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of how the package is written, and of fits not finished, as the short ones are not
        from stepmix.stepmix import StepMix

        model = StepMix(
            n_components=classes, measurement="binary_nan" if np.isnan(answers).any() else "binary", random_state=start,
            max_iter=steps, abs_tol=TOLERANCE, progress_bar=0,
        )  # fmt: skip
        model.fit(answers, sample_weight=weight)
    found = model.get_parameters()
    share, yes = np.round(found["weights"], DIGITS), np.round(found["measurement"]["pis"], DIGITS)
    order = sorted(range(classes), key=lambda k: (-share[k], *-yes[k]))
    return LatentClasses(answers, weight, share[order] / share.sum(), np.clip(yes[order], 0, 1))
