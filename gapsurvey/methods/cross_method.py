"""What each method says a feature is worth, side by side, and where methods contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from gapsurvey import phrasing
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["cross_method"]


def cross_method(study: Study, tables: list[Table]) -> list[Table]:
    """The measures of worth that the tables hold, of every feature that two methods measured in one audience; one table.

    A measure joins by saying in the glossary that it is one of worth.
    """
    found: dict[tuple[str, str], dict[str, list[Estimate]]] = {}
    for table in tables:
        for e in table.estimates:
            if MEASURES[e.measure].worth and e.value is not None and not e.segment and e.feature:
                found.setdefault((e.feature, e.audience), {}).setdefault(table.method, []).append(e)
    several = {place: methods for place, methods in found.items() if len(methods) > 1}
    if not several:
        return []
    order = list(study.features), list(study.audiences)
    places = sorted(several, key=lambda place: (order[0].index(place[0]), order[1].index(place[1])))
    rows = tuple(e for place in places for worths in several[place].values() for e in worths)
    apart = [sentence for place in places for sentence in _apart(study, several[place])]
    notes = (
        say(
            "Each method asks something else: a best price is no mean, and choices weigh a feature against others. Numbers "
            "that lie "
            "apart are no error; they say how much hangs on the question."
        ),
        *(apart or [say("No two methods contradict each other: where they measure the same feature, their intervals overlap.")]),
    )
    lead = " ".join(_between(study, feature, several) for feature in dict.fromkeys(feature for feature, _ in places))
    return [Table("cross_method", "worths", say("What each method says a feature is worth"), rows, notes, lead=lead)]


def _between(study: Study, feature: str, several: Mapping[tuple[str, str], Mapping[str, list[Estimate]]]) -> str:
    """Between which amounts each side's methods place a feature."""
    said = []
    for audience in study.audiences:
        values = [e.value for worths in several.get((feature, audience), {}).values() for e in worths if e.value is not None]
        if values:
            low, high = (phrasing.price(round(value), study.currency) for value in (min(values), max(values)))
            amount = low if low == high else say("{low} to {high}", low=low, high=high)
            if audience == study.customers:
                said.append(say("{amount} to {people}", amount=amount, people=study.label(audience)))
            else:
                said.append(say("{amount} as believed by {believers}", amount=amount, believers=study.label(audience)))
    return say(
        "{feature}, by every way of asking: worth {amounts}.",
        feature=phrasing.titled(study.features[feature].label),
        amounts="; ".join(said),
    )


def _apart(study: Study, methods: dict[str, list[Estimate]]) -> Iterator[str]:
    """A sentence per pair of methods none of whose intervals overlap: of one feature, in one audience."""
    for mine, theirs in combinations(methods.values(), 2):
        pairs = [(a, b) for a in mine for b in theirs if a.low is not None and b.low is not None]
        if not pairs or any(_overlap(a, b) for a, b in pairs):
            continue
        a, b = min(pairs, key=lambda pair: abs((pair[0].value or 0.0) - (pair[1].value or 0.0)))
        yield say(
            "{feature}, {audience}: {one} and {other} do not overlap.",
            feature=phrasing.titled(study.features[a.feature].label), audience=study.label(a.audience),
            one=_told(study, a), other=_told(study, b),
        )  # fmt: skip


def _overlap(a: Estimate, b: Estimate) -> bool:
    ends = (a.low, a.high, b.low, b.high)
    return None in ends or not ((a.high or 0.0) < (b.low or 0.0) or (b.high or 0.0) < (a.low or 0.0))


def _told(study: Study, e: Estimate) -> str:
    measure = MEASURES[e.measure]
    amount = (
        phrasing.quantity(measure, e.value, study.currency)
        if e.low == e.high
        else phrasing.interval(measure, e.low, e.high, study.currency)
    )
    return f"{phrasing.within(measure.label)} ({amount})"
