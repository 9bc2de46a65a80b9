"""Latent classes: published fits found again, uncertainty that covers, and what answers cannot tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gapsurvey.stats import Floats
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.latent import LatentClasses, latent_classes

# Seven pathologists and 118 slides: Agresti 2002, Categorical Data Analysis, Table 13.1, as R's poLCA has it (carcinoma).
CARCINOMA = """
0000000 34 0000100 2 0100000 6 0100001 1 0100100 4 0100101 5 1000000 2 1010101 1 1100000 2 1100001 1 1100100 2 1100101 7
1100111 1 1101001 1 1101101 2 1101111 3 1110101 13 1110111 5 1111101 10 1111111 16
""".split()
ALL_OF_THREE = np.array([[i >> 2, i >> 1 & 1, i & 1] for i in range(8)], float)


def carcinoma() -> tuple[Floats, Floats]:
    return np.array([[float(answer) for answer in row] for row in CARCINOMA[::2]]), np.array(CARCINOMA[1::2], float)


def planted(rng: np.random.Generator, people: int, share: Floats, yes: Floats) -> tuple[Floats, Floats]:
    """Patterns and counts of people of known classes."""
    said = rng.random((people, yes.shape[1])) < yes[rng.choice(len(share), people, p=share)]
    rows, n = np.unique(said, axis=0, return_counts=True)
    return rows.astype(float), n.astype(float)


def independent_fit(answers: Floats, weight: Floats, share: Floats, yes: Floats, steps: int) -> tuple[Floats, Floats, float]:
    """Expectation–maximisation written out, from a start that is given: shares, chances and log-likelihood."""
    seen = ~np.isnan(answers)
    for _ in range(steps):
        chance = np.where(seen[:, None], np.where(np.nan_to_num(answers)[:, None] == 1, yes, 1 - yes), 1).prod(axis=2) * share
        member = chance / chance.sum(axis=1, keepdims=True) * weight[:, None]
        share = member.sum(axis=0) / weight.sum()
        yes = np.clip(member.T @ np.nan_to_num(answers) / (member.T @ seen), 1e-12, 1 - 1e-12)
    return share, yes, float(weight @ np.log(chance.sum(axis=1)))


# R, poLCA 1.6.0.1: the log-likelihoods that its manual gives for this data; of one class, 7 binomials.
@pytest.mark.parametrize(("classes", "log_likelihood"), [(1, -524.4648), (2, -317.2568), (3, -293.705), (4, -289.2858)])
def test_carcinoma(classes: int, log_likelihood: float) -> None:
    found = latent_classes(*carcinoma(), classes, seed=1)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-4)
    assert found.parameters == 8 * classes - 1
    # the base of BIC is 118 slides, not 20 patterns
    assert found.bic == pytest.approx(-2 * log_likelihood + (8 * classes - 1) * np.log(118), abs=1e-3)


def test_pleural_thickening() -> None:
    """Dayton 1998, Latent Class Scaling Analysis, Table 3.2: three readers of 1,692 radiographs; as LEM computes it."""
    people = np.array([1513, 23, 59, 12, 21, 19, 11, 34], float)
    found = latent_classes(ALL_OF_THREE, people, 2, seed=1)
    assert found.log_likelihood == pytest.approx(-891.1428, abs=1e-4)
    assert found.bic == pytest.approx(1834.3213, abs=1e-3)
    assert found.share == pytest.approx([0.9455, 0.0545], abs=1e-4)
    assert found.yes == pytest.approx(np.array([[0.0100, 0.0354, 0.0109], [0.7490, 0.6434, 0.7650]]), abs=1e-4)


def test_an_independent_fit_agrees_also_where_answers_are_missing() -> None:
    rng = np.random.default_rng(5)
    share, yes = np.array([0.6, 0.4]), np.array([[0.9, 0.8, 0.2, 0.1], [0.2, 0.3, 0.7, 0.8]])
    said = (rng.random((600, 4)) < yes[rng.choice(2, 600, p=share)]).astype(float)
    said[rng.random(said.shape) < 0.15] = np.nan
    rows, n = np.unique(np.nan_to_num(said, nan=-1), axis=0, return_counts=True)
    answers = np.where(rows < 0, np.nan, rows)[1:]  # the first gave no answer
    found = latent_classes(answers, n[1:].astype(float), 2, seed=3)
    expected = independent_fit(answers, n[1:].astype(float), share, yes, 1000)
    assert found.share == pytest.approx(expected[0], abs=1e-3)
    assert found.yes == pytest.approx(expected[1], abs=1e-3)
    assert found.log_likelihood == pytest.approx(expected[2], abs=1e-4)


def test_weights_count_like_people() -> None:
    answers, people = carcinoma()
    one, many = latent_classes(answers, people, 2, seed=1), latent_classes(answers, 10 * people, 2, seed=1)
    assert many.share == pytest.approx(one.share, abs=1e-4)
    assert many.log_likelihood == pytest.approx(10 * one.log_likelihood, rel=1e-6)


def test_the_same_seed_gives_the_same_numbers_and_another_the_same_classes() -> None:
    first, again, other = (latent_classes(*carcinoma(), 3, seed=seed) for seed in (1, 1, 99))
    assert first.yes.tobytes() == again.yes.tobytes()
    assert first.share.tobytes() == again.share.tobytes()
    assert other.share == pytest.approx(first.share, abs=1e-3), "classes are in order of size, whatever the start"
    assert other.yes == pytest.approx(first.yes, abs=2e-3)


def test_membership_is_a_chance_and_separation_says_how_certain() -> None:
    answers = np.repeat([[1.0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 1]], [1, 1], axis=0)
    apart = LatentClasses(answers, np.array([60.0, 40]), np.array([0.6, 0.4]), answers.copy())
    assert apart.membership == pytest.approx(np.eye(2), abs=1e-6)
    assert apart.separation == pytest.approx(1)
    alike = LatentClasses(answers, np.array([60.0, 40]), np.array([0.5, 0.5]), np.full((2, 6), 0.5))
    assert alike.membership == pytest.approx(np.full((2, 2), 0.5))
    assert alike.separation == pytest.approx(0)


def test_slopes_are_those_of_the_log_likelihood() -> None:
    """The empirical information is made of the derivatives: here taken by differences, along every log odds."""
    answers, people = carcinoma()
    share, yes = np.array([0.5, 0.3, 0.2]), np.random.default_rng(2).uniform(0.2, 0.8, (3, 7))

    def log_likelihood(moved: Floats) -> float:
        odds = np.append(np.log(share[:2] / share[2]) + moved[:2], 0)
        chances = 1 / (1 + (1 - yes) / yes * np.exp(-moved[2:].reshape(3, 7)))
        return LatentClasses(answers, people, np.exp(odds) / np.exp(odds).sum(), chances).log_likelihood

    slopes = people @ LatentClasses(answers, people, share, yes)._slopes()
    steps = np.eye(23) * 1e-6
    assert slopes == pytest.approx([(log_likelihood(s) - log_likelihood(-s)) / 2e-6 for s in steps], rel=1e-5, abs=1e-4)


def test_classes_that_are_plain_to_see_are_known_as_well_as_if_seen() -> None:
    """With eight answers that hardly ever mislead, a class is a group of so many people."""
    yes = np.array([[0.98] * 4 + [0.02] * 4 + [0.5], [0.02] * 4 + [0.98] * 4 + [0.5]])
    answers, people = planted(np.random.default_rng(1), 2000, np.array([0.6, 0.4]), yes)
    shares, chances = latent_classes(answers, people, 2, seed=1).effective_bases()
    assert shares == pytest.approx(2000, rel=0.03)
    assert chances[:, 8] == pytest.approx([1200, 800], rel=0.1)


def test_intervals_cover_where_membership_is_uncertain() -> None:
    """40 samples from known classes with an entropy R² of 0.56; taking the expected members for the base would cover 80%."""
    rng, share = np.random.default_rng(7), np.array([0.6, 0.4])
    yes = np.array([[0.8, 0.7, 0.6, 0.3, 0.2, 0.5], [0.3, 0.2, 0.3, 0.7, 0.6, 0.5]])
    covered: list[NDArray[np.bool_]] = []
    naive: list[NDArray[np.bool_]] = []
    for _ in range(40):
        answers, people = planted(rng, 400, share, yes)
        fitted = independent_fit(answers, people, share, yes, 200)
        found = LatentClasses(answers, people, fitted[0], fitted[1])
        for hits, base in ((covered, found.effective_bases()[1]), (naive, found._expected())):
            low, high = wilson(found.yes, base)
            hits.append((low <= yes) & (yes <= high))
    assert 0.92 < np.mean(covered) < 0.98
    assert np.mean(naive) < 0.85


def test_three_classes_in_four_answers_are_not_fixed() -> None:
    """Goodman 1974: fourteen parameters, fifteen proportions, and still one dimension is free."""
    yes = np.array([[0.9, 0.9, 0.8, 0.8], [0.1, 0.2, 0.1, 0.2], [0.8, 0.2, 0.9, 0.1]])
    sample = planted(np.random.default_rng(0), 3000, np.full(3, 1 / 3), yes)
    assert latent_classes(*sample, 2, seed=1).identified
    assert not latent_classes(*sample, 3, seed=1).identified
