"""Power of a whole design: the study is simulated again and again, and its verdicts are held against the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from gapsurvey.coding import code
from gapsurvey.decision import decide
from gapsurvey.errors import Problem, StudyError, printable
from gapsurvey.model import Export, Tallies
from gapsurvey.phrasing import count, percent, percent_range
from gapsurvey.privacy import published
from gapsurvey.simulation.fieldwork import answered, beside_of, in_memory, reading
from gapsurvey.simulation.population import Crowd
from gapsurvey.stats.intervals import wilson
from gapsurvey.study import Study
from gapsurvey.tally import tally

__all__ = ["Judged", "Power", "Rate", "power", "told", "verdicts"]

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
class Power:
    """What a design of these sizes comes to in `repeats` simulated surveys; sizes: per audience, how many answer."""

    repeats: int
    seed: int
    sizes: Mapping[str, int]
    features: tuple[Judged, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON knows it."""
        return asdict(self)


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
    for repeat in range(repeats):
        progress(f"Survey {repeat + 1} of {repeats}")
        for feature, verdict in verdicts(quick, crowds, seed, str(repeat), beside=beside).items():
            came[feature][verdict] += 1
    judged = tuple(_judged(feature, spec.label, truth[feature], came[feature]) for feature, spec in study.features.items())
    return Power(repeats, seed, {name: crowd.size for name, crowd in crowds.items()}, judged)


def verdicts(study: Study, crowds: Mapping[str, Crowd], seed: int, *names: str, beside: Mapping[str, Export]) -> dict[str, str]:
    """The verdict on each feature from one simulated survey, straight from its answers: nothing is written."""
    made = {name: answered(study, crowd, crowd.size, seed, *names, beside=beside) for name, crowd in crowds.items()}
    held = {name: in_memory(answers) for name, answers in made.items()}
    files = {name: export.file for name, (export, _) in held.items()}
    read = reading(study, made, {name: references for name, (_, references) in held.items()}, files)
    tallies = Tallies({}, {})
    for name, (export, _) in held.items():
        shown = {file: design for file, (_, design) in made[name].files.items()}
        tallies += tally(code(read, name, export, shown)[0])
    return {verdict.feature: verdict.verdict for verdict in decide(published(tallies, read), read, []).verdicts}


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


# --- in words -------------------------------------------------------------------------------------------------------------


def told(found: Power, study: Study) -> str:
    """The power as plain text, a few lines per feature."""
    sizes = ", ".join(f"{count(n)} {printable(study.label(name))}" for name, n in found.sizes.items())
    lines = [
        f"{count(found.repeats)} simulated surveys of {sizes}, seed {found.seed}",
        f"The true verdict is that on the answers of {count(TRUE_BASE)} people of each audience, all of them attentive.",
    ]
    silent = [printable(judged.label) for judged in found.features if judged.truth == "no money verdict"]
    for judged in found.features:
        if judged.truth == "no money verdict":
            continue
        lines += [
            "",
            printable(judged.label),
            f"  truly                      {judged.truth}",
            f"  found so                   {_rate(judged.right)}",
        ]
        if judged.launched is not None:
            lines.append(f"  launched, and should not   {_rate(judged.launched)}")
        if judged.stopped is not None:
            lines.append(f"  stopped, and should not    {_rate(judged.stopped)}")
        lines += [f"    {percent(n / found.repeats, 1):>6}  {verdict}" for verdict, n in judged.verdicts.items()]
    if silent:
        lines += ["", f"No verdict in money on: {', '.join(silent)}."]
    return "\n".join(lines)


def _rate(rate: Rate) -> str:
    return f"{percent(rate.value, 1):>6}  ({percent_range(rate.low, rate.high, 1)})"
