"""What is said of places: what believers lead with and where customers place it, and where both place a feature."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.language import say, say_count
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
    sides = {"believers": who, "people": people, "features": _named(study, first)}
    if set(first) <= set(best):
        both = say_count(
            len(first),
            "{believers} and {people} both place {features} first",
            "{believers} and {people} both place {features} first alike",
            **sides,
        )
        others = _named(study, [feature for feature in best if feature not in first])
        more = say("{people} place {features} first alike", people=people, features=others) if others else ""
        return say("{sentence}.", sentence="; ".join(filter(None, (both, more))))
    named = say_count(len(first), "{believers} place {features} first", "{believers} place {features} first alike", **sides)
    where = [_where(theirs[feature], len(theirs)) for feature in first]
    if len(first) == 1:
        placed_by = say("{people} place it {place}", people=people, place=where[0])
    else:
        each = [say("{feature} {place}", feature=_label(study, f), place=at) for f, at in zip(first, where, strict=True)]
        placed_by = say("{people} place {places}", people=people, places=joined(each))
    return say("{sentence}.", sentence=f"{named}; {_with_best(study, best, first, placed_by)}")


def placed(study: Study, places: Sequence[Estimate], believers: str, feature: str) -> str:
    """Where believers and where customers place a feature; no full stop. "" where one of them does not."""
    ours = next((e for e in places if (e.audience, e.feature) == (believers, feature)), None)
    theirs = next((e for e in places if (e.audience, e.feature) == (study.customers, feature)), None)
    if ours is None or theirs is None:
        return ""
    who, people, label = _capital(study.label(believers)), study.label(study.customers), _label(study, feature)
    count = sum(e.audience == believers for e in places)
    told = {"believers": who, "people": people, "feature": label, "place": _of(ours, count)}
    if ours.value == theirs.value:
        return say("{believers} and {people} both place {feature} {place}", **told)
    return say("{believers} place {feature} {place}; {people} place it {other_place}", other_place=_where(theirs, 0), **told)


def opposed(study: Study, believers: str, pairs: Sequence[tuple[str, str]]) -> str:
    """That both sides are certain of opposite orders of these pairs, each as believers have it. Ends with a full stop."""
    named = [
        say("{ahead} before {behind}", ahead=_label(study, ahead), behind=_label(study, behind))
        for ahead, behind in pairs[:MOST_NAMED]
    ]
    listed, rest = joined(named), len(pairs) - len(named)
    if rest:
        listed = say_count(rest, "{pairs}, and {n} more such pair", "{pairs}, and {n} more such pairs", pairs=listed, n=rest)
    return say(
        "{believers} place {pairs}; {people} order them the other way. Both are certain after correction.",
        believers=_capital(study.label(believers)), pairs=listed, people=study.label(study.customers),
    )  # fmt: skip


def _where(place: Estimate, of: int) -> str:
    """A place in words with its interval; "clearly" where that is the place alone."""
    at = _of(place, of)
    if place.low is None or place.high is None:
        return at
    if place.low == place.high:
        return say("clearly {place}", place=at)
    return say("{place} (95% interval {low} to {high})", place=at, low=ordinal(place.low), high=ordinal(place.high))


def _of(place: Estimate, of: int) -> str:
    """A place in words, and of how many it is one; 0 for no such number."""
    at = ordinal(place.value or 0)
    return say("{place} of {n}", place=at, n=of) if of else at


def _with_best(study: Study, best: Sequence[str], first: Sequence[str], clause: str) -> str:
    """The clause, and in it what customers place first where that is not among what believers do."""
    if set(best) & set(first):
        return clause
    named = {"clause": clause, "features": _named(study, best)}
    return say_count(len(best), "{clause}, and {features} first", "{clause}, and {features} first alike", **named)


def _named(study: Study, features: Sequence[str]) -> str:
    return joined([_label(study, feature) for feature in features])


def _label(study: Study, feature: str) -> str:
    return study.features[feature].label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
