"""Power of a whole design: the study is simulated again and again, and its verdicts are held against the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from gapsurvey.coding import code
from gapsurvey.decision import decide
from gapsurvey.errors import Problem, StudyError
from gapsurvey.model import Export, Tallies
from gapsurvey.privacy import published
from gapsurvey.simulation.fieldwork import answered, beside_of, in_memory, reading
from gapsurvey.simulation.population import Crowd
from gapsurvey.stats.intervals import wilson
from gapsurvey.study import Study
from gapsurvey.tally import tally

__all__ = ["STOPS", "TRUE_BASE", "Judged", "Power", "Rate", "Screened", "power", "verdicts"]

TRUE_BASE = 50_000  # people of each audience whose answers stand for the truth
DRAWS = 2_000  # of each repeated decision: enough to tell on which side of a line its probability lies
MOST_REPEATS = 100_000
NO_VERDICT = ("choice-tasks", "best-worst", "van-westendorp")  # shapes that no verdict rests on, and no screening either
STOPS = ("do not build as proposed", "offer as an option")


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened among the repeats, 0–1, with Wilson's 95% interval for the simulation's own chance."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One feature. truth: the verdict on the truth itself; verdicts: how often each came out; right: how often that one did.

    launched, stopped: how often it is launched, or stopped, though it should not be; None where the truth says neither so.
    """

    feature: str
    label: str
    truth: str
    verdicts: Mapping[str, int]
    right: Rate
    launched: Rate | None
    stopped: Rate | None


@dataclass(frozen=True, slots=True)
class Screened:
    """Who of one audience answered at random over all repeats, and whom quality flags left out of the verdicts.

    careless: the share of people who answered at random; found: the share of these that was left out; others: the share of
    attentive people that was left out. 0–1, None of nobody.
    """

    careless: float
    found: float | None
    others: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """What a design comes to in `repeats` simulated surveys. sizes, screened: per audience, how many answer, and how well."""

    repeats: int
    seed: int
    sizes: Mapping[str, int]
    screened: Mapping[str, Screened]
    features: tuple[Judged, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON knows it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Survey:
    """One simulated survey: its verdict on each feature; per audience how many people are careless or not, counted or not."""

    verdicts: dict[str, str]
    people: Mapping[str, Counter[tuple[bool, bool]]]


def power(
    study: Study, crowds: Mapping[str, Crowd], repeats: int, seed: int, progress: Callable[[str], None] = lambda step: None
) -> Power:
    """How often the study's verdicts come out right.

    The truth is the same decision on the answers of 50,000 people of each audience who all answer, and answer attentively.
    Raises StudyError where the study cannot be simulated, or `repeats` is no number of repeats.
    """
    if not 1 <= repeats <= MOST_REPEATS:
        found = f"found {repeats}"
        raise StudyError([Problem("--repeat", found, f"Give a whole number from 1 to {MOST_REPEATS:,}.")])
    progress("Deciding on the truth")
    exact = {name: replace(c, size=TRUE_BASE, inattentive=0.0, skipped=0.0, dont_know=0.0) for name, c in crowds.items()}
    decisive, beside = _decisive(study), beside_of(study)
    truth = verdicts(decisive, exact, seed, "truth", beside=beside)
    quick = decisive.model_copy(update={"thresholds": study.thresholds.model_copy(update={"draws": DRAWS})})
    came: dict[str, Counter[str]] = {feature: Counter() for feature in study.features}
    people: dict[str, Counter[tuple[bool, bool]]] = {name: Counter() for name in crowds}
    for repeat in range(repeats):
        progress(f"Survey {repeat + 1} of {repeats}")
        made = surveyed(quick, crowds, seed, str(repeat), beside=beside)
        for feature, verdict in made.verdicts.items():
            came[feature][verdict] += 1
        for name, counted in made.people.items():
            people[name].update(counted)
    judged = tuple(_judged(feature, spec.label, truth[feature], came[feature]) for feature, spec in study.features.items())
    screened = {name: _screened(counted) for name, counted in people.items()}
    return Power(repeats, seed, {name: crowd.size for name, crowd in crowds.items()}, screened, judged)


def verdicts(study: Study, crowds: Mapping[str, Crowd], seed: int, *names: str, beside: Mapping[str, Export]) -> dict[str, str]:
    """The verdict on each feature from one simulated survey, straight from its answers: nothing is written."""
    return surveyed(study, crowds, seed, *names, beside=beside).verdicts


def surveyed(study: Study, crowds: Mapping[str, Crowd], seed: int, *names: str, beside: Mapping[str, Export]) -> Survey:
    """One survey of these crowds; names: further names of its random numbers."""
    made = {name: answered(study, crowd, crowd.size, seed, *names, beside=beside) for name, crowd in crowds.items()}
    held = {name: in_memory(answers) for name, answers in made.items()}
    files = {name: export.file for name, (export, _) in held.items()}
    read = reading(study, made, {name: references for name, (_, references) in held.items()}, files)
    tallies, people = Tallies({}, {}), {}
    for name, (export, _) in held.items():
        shown = {file: design for file, (_, design) in made[name].files.items()}
        responses, _ = code(read, name, export, shown)
        tallies += tally(responses)
        careless = made[name].people.careless
        counted = np.isin(np.arange(len(careless)), responses.rows)
        people[name] = Counter(zip(careless.tolist(), counted.tolist(), strict=True))
    return Survey({verdict.feature: verdict.verdict for verdict in decide(published(tallies, read), read, []).verdicts}, people)


def _screened(people: Counter[tuple[bool, bool]]) -> Screened:
    def left_out(careless: bool) -> float | None:
        everybody = people[careless, True] + people[careless, False]
        return people[careless, False] / everybody if everybody else None

    return Screened((people[True, True] + people[True, False]) / people.total(), left_out(True), left_out(False))


def _decisive(study: Study) -> Study:
    """The study without the questions that no verdict rests on."""
    kept = tuple(q for q in study.questions if not any(q.asked(audience).shape in NO_VERDICT for audience in q.sources))
    return study.model_copy(update={"questions": kept or study.questions, "verbatims": ()})


def _judged(feature: str, label: str, truth: str, came: Counter[str]) -> Judged:
    repeats = came.total()

    def rate(times: int) -> Rate:
        low, high = wilson(times / repeats, repeats)
        return Rate(times / repeats, float(low), float(high))

    launched = sum(n for verdict, n in came.items() if verdict.startswith("build"))
    stopped = sum(came[verdict] for verdict in STOPS)
    return Judged(
        feature, label, truth, dict(came.most_common()), rate(came[truth]),
        launched=rate(launched) if truth in STOPS else None,
        stopped=rate(stopped) if truth.startswith("build") else None,
    )  # fmt: skip
