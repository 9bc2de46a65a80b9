"""What is said of places: what believers lead with and where customers place it, and where both place a feature."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.phrasing import joined, ordinal
from gapsurvey.report import Estimate
from gapsurvey.study import Study

__all__ = ["leading", "opposed", "placed"]

MOST_NAMED = 3  # pairs in a sentence


def leading(study: Study, places: Sequence[Estimate], believers: str) -> str:
    """What believers place first and where customers place it, and what customers place first. Ends with a full stop.

    places: those of both audiences, of the same features.
    """
    ours = {e.feature: e for e in places if e.audience == believers}
    theirs = {e.feature: e for e in places if e.audience == study.customers}
    first, best = ([feature for feature, e in side.items() if e.value == 1] for side in (ours, theirs))
    who, people = _capital(study.label(believers)), study.label(study.customers)
    if set(first) <= set(best):
        others = [feature for feature in best if feature not in first]
        and_others = f"; {people} place {_named(study, others)} first alike" if others else ""
        return f"{who} and {people} both place {_named(study, first)} first{_jointly(first)}{and_others}."
    named = f"{who} place {_named(study, first)} first{_jointly(first)}"
    where = [_where(theirs[feature], len(theirs)) for feature in first]
    if len(first) == 1:
        return f"{named}; {people} place it {where[0]}{_instead(study, best, first)}."
    each = joined([f"{_label(study, feature)} {at}" for feature, at in zip(first, where, strict=True)])
    return f"{named}; {people} place {each}{_instead(study, best, first)}."


def placed(study: Study, places: Sequence[Estimate], believers: str, feature: str) -> str:
    """Where believers and where customers place a feature; no full stop. "" where one of them does not."""
    ours = next((e for e in places if (e.audience, e.feature) == (believers, feature)), None)
    theirs = next((e for e in places if (e.audience, e.feature) == (study.customers, feature)), None)
    if ours is None or theirs is None:
        return ""
    who, people, label = _capital(study.label(believers)), study.label(study.customers), _label(study, feature)
    count = sum(e.audience == believers for e in places)
    if ours.value == theirs.value:
        return f"{who} and {people} both place {label} {ordinal(ours.value or 0)} of {count}"
    return f"{who} place {label} {ordinal(ours.value or 0)} of {count}; {people} place it {_where(theirs, 0)}"


def opposed(study: Study, believers: str, pairs: Sequence[tuple[str, str]]) -> str:
    """That both sides are certain of opposite orders of these pairs, each as believers have it. Ends with a full stop."""
    named = [f"{_label(study, ahead)} before {_label(study, behind)}" for ahead, behind in pairs[:MOST_NAMED]]
    rest = len(pairs) - len(named)
    more = f", and {rest} more such pair{'s' if rest > 1 else ''}" if rest else ""
    who, people = _capital(study.label(believers)), study.label(study.customers)
    return f"{who} place {joined(named)}{more}; {people} order them the other way. Both are certain after correction."


def _where(place: Estimate, of: int) -> str:
    """A place in words with its interval; "clearly" where that is the place alone."""
    total = f" of {of}" if of else ""
    at = ordinal(place.value or 0) + total
    if place.low is None or place.high is None:
        return at
    if place.low == place.high:
        return f"clearly {at}"
    return f"{at} (95% interval {ordinal(place.low)} to {ordinal(place.high)})"


def _instead(study: Study, best: Sequence[str], first: Sequence[str]) -> str:
    """What customers place first where that is not among what believers do."""
    return "" if set(best) & set(first) else f", and {_named(study, best)} first{_jointly(best)}"


def _jointly(features: Sequence[str]) -> str:
    return " alike" if len(features) > 1 else ""


def _named(study: Study, features: Sequence[str]) -> str:
    return joined([_label(study, feature) for feature in features])


def _label(study: Study, feature: str) -> str:
    return study.features[feature].label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
