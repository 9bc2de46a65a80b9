"""The version that could be offered where a feature does not pay for everybody: what paying customers choose first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gapsurvey import phrasing
from gapsurvey.contribution import Case
from gapsurvey.language import say
from gapsurvey.methods.measured import Share
from gapsurvey.methods.versions import first_of_payers, offerings
from gapsurvey.model import Tallies
from gapsurvey.stats.intervals import wilson
from gapsurvey.study import Study

__all__ = ["Option", "option"]


@dataclass(frozen=True, slots=True)
class Option:
    """A version to offer. first: of customers who would take some version at its price, the share whose first choice it is."""

    feature: str
    first: Share
    probability: float

    def reason(self, study: Study) -> str:
        """Why, in a sentence."""
        spec, (low, high) = study.features[self.feature], wilson(self.first.value, self.first.n_effective)
        return say(
            "It pays as another version: {version}, at {price}. Of the {n} {people} who would take some version at "
            "its price, {share} would choose that one first (95% interval {interval}), as the highest price they accept lies "
            "furthest above its own; the probability that it earns its cost back is {chance}.",
            version=spec.label, price=phrasing.each(phrasing.price(spec.price or 0.0, study.currency), study.period),
            n=phrasing.count(float(self.first.n)), people=study.label(study.customers),
            share=phrasing.percent(float(self.first.value)), interval=phrasing.percent_range(float(low), float(high)),
            chance=phrasing.probability(self.probability),
        )  # fmt: skip


def option(tallies: Tallies, study: Study, feature: str, cases: Mapping[str, Case]) -> Option | None:
    """The other version of a feature's offering that most paying customers choose first, if it pays for everybody.

    Only where the study itself names the versions: things that merely stood together in a first-choice question may have nothing
    to do with each other. None where too few would pay for any version, or customers were not asked prices of all of them.
    """
    offering = study.features[feature].version_of
    versions = offerings(study).get(offering, ()) if offering else ()
    firsts = first_of_payers(tallies, study, versions)
    best = max(firsts, key=lambda name: float(firsts[name].value), default=feature)
    chance = cases[best].probability
    if best == feature or chance is None or chance <= study.thresholds.build or firsts[best].n < study.thresholds.option_base:
        return None
    return Option(best, firsts[best], chance)
