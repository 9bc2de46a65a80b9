"""The power of a design in words for whoever orders the survey: how often it finds the right verdict, and errs in which way."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from gapsurvey.errors import printable
from gapsurvey.phrasing import count, joined, percent, percent_range
from gapsurvey.simulation.power import STOPS, TRUE_BASE, Judged, Power, Rate
from gapsurvey.study import Study

__all__ = ["told"]

HELD = 0.5  # of those who answer at random: where fewer are left out, the text says what finds more of them
WIDTH, LINE = 16, 100  # characters: of the column of rates, and of a sentence's line


def told(found: Power, study: Study) -> str:
    """The power as plain text, a few lines per feature."""
    sizes = joined([f"{count(n)} {printable(study.label(name))}" for name, n in found.sizes.items()])
    lines = [
        f"{count(found.repeats)} simulated surveys of {sizes} each (seed {found.seed}).",
        f"The right verdict is the one that {count(TRUE_BASE)} attentive people of each audience lead to.",
        f"In brackets: how far {count(found.repeats)} surveys can be off, at 95%.",
    ]
    for judged in found.features:
        if judged.truth != "no money verdict":
            lines += ["", f"{printable(judged.label)}. Right: {judged.truth}", *_judged(judged, found.repeats)]
    lines += ["", *(fill(text, LINE) for text in (*_limits(found, study), *_careless(found, study)))]
    silent = [printable(judged.label) for judged in found.features if judged.truth == "no money verdict"]
    if silent:
        lines.append(f"No verdict in money on: {', '.join(silent)}.")
    return "\n".join(lines).rstrip()


def _judged(judged: Judged, repeats: int) -> Iterator[str]:
    yield f"{_rate(judged.right)}find it"
    mistaken: tuple[str, ...] = ()
    if judged.launched is not None:
        yield f"{_rate(judged.launched)}say “build” by mistake: money is lost"
        mistaken = tuple(verdict for verdict in judged.verdicts if verdict.startswith("build"))
    if judged.stopped is not None:
        yield f"{_rate(judged.stopped)}say “do not build”, or “as an option” only, by mistake: a profit is missed"
        mistaken = STOPS
    for verdict, n in judged.verdicts.items():
        if verdict not in (judged.truth, *mistaken):
            yield f"{percent(n / repeats, 1):>8}{'':{WIDTH}}say “{verdict}”"


def _limits(found: Power, study: Study) -> Iterator[str]:
    """What the study's own thresholds allow."""
    build, stop = study.thresholds.build, study.thresholds.stop
    if any(judged.launched is not None or judged.stopped is not None for judged in found.features):
        yield (
            f"The study builds from {percent(build)} certainty on, and stops below {percent(stop)}. So close to break-even up to "
            f"{percent(1 - build)} of surveys may build by mistake, and up to {percent(stop)} stop."
        )


def _careless(found: Power, study: Study) -> Iterator[str]:
    """What becomes of those who answer at random."""
    for name, screened in found.screened.items():
        if screened.found is not None:
            who, share = printable(study.label(name)), percent(screened.careless, 1)
            out, also = percent(screened.found), percent(screened.others or 0.0, 1)
            text = f"Of the {who} {share} answer at random. Quality flags leave out {out} of these, and {also} of the others."
            if screened.found < HELD:
                text += (
                    " Whoever is not left out counts, and draws every share towards that of a guess. Two kinds of flag together "
                    "leave a person out: attention checks in the questionnaire give one kind more."
                )
            yield text


def _rate(rate: Rate) -> str:
    return f"{percent(rate.value, 1):>8}  {f'({percent_range(rate.low, rate.high, 1)})':<{WIDTH - 2}}"
