"""What changed since the earlier wave, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gapsurvey.glossary import MEASURES
from gapsurvey.headline import main_gap
from gapsurvey.phrasing import interval, quantity
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["counted", "sentence"]

# What one gap did, and what several did: "2 closed".
_ONE: Mapping[str, str] = MappingProxyType(
    {
        "closed": "it closed",
        "closing": "it is closing",
        "opened": "it opened",
        "moved": "it moved, but nobody can tell whether towards zero or past it",
        "unchanged": "it stayed as it was, within the margin",
        "inconclusive": "these bases cannot tell whether it changed",
        "untested": "too few answered to say whether it changed",
    }
)
_MANY: Mapping[str, str] = MappingProxyType(
    {
        "closed": "{n} closed",
        "closing": "{n} closing",
        "opened": "{n} opened",
        "moved": "{n} moved towards zero or past it",
        "unchanged": "{n} unchanged",
    }
)


def sentence(study: Study, tables: Sequence[Table], changed: Table, since: str) -> str:
    """What the gap did that the answer speaks of; what the gaps did, where that one is new; "" where no gap is in both waves."""
    main = _main(study, tables, _gaps(changed))
    return _one(study, changed, main, since) if main else counted(changed)


def counted(changed: Table) -> str:
    """How many gaps did what, "" where there is none."""
    gaps = _gaps(changed)
    words = Counter(str(gap.alignment) for gap in gaps)
    did = [text.format(n=words[word]) for word, text in _MANY.items() if words[word]]
    unknown = words["inconclusive"] + words["untested"]
    did += [f"on {unknown} these bases cannot tell"] if unknown else []
    several = "gap" if len(gaps) == 1 else "gaps"
    return f"Of {len(gaps)} {several} in both waves: {', '.join(did)}." if gaps else ""


def _gaps(changed: Table) -> list[Estimate]:
    """The changes of gaps that were judged; a gap at every price would drown the others."""
    judged = [e for e in changed.estimates if e.measure.endswith(("_gap_change", "_theta_change")) and e.alignment]
    return [e for e in judged if not e.measure.startswith("take")]


def _main(study: Study, tables: Sequence[Table], gaps: Sequence[Estimate]) -> Estimate | None:
    """The change of the gap that the report's answer speaks of."""
    main = main_gap(study, study.about, list(tables))
    if main is None:
        return None
    place = (main.feature, f"{main.measure}_change", main.audience)
    return next((gap for gap in gaps if (gap.feature, gap.measure, gap.audience) == place), None)


def _one(study: Study, changed: Table, change: Estimate, since: str) -> str:
    stem, place = (
        change.measure.removesuffix("_change"),
        {"feature": change.feature, "audience": change.audience, "at": change.at},
    )
    then, now = (changed.one(measure=measure, **place) for measure in (f"{stem}_then", stem))
    if then is None or now is None:
        return ""
    measure, currency = MEASURES[change.measure], study.currency
    before, after = (quantity(MEASURES[stem], e.value, currency) for e in (then, now))
    between = interval(measure, change.low, change.high, currency)
    what = "θ" if stem.endswith("_theta") else "the gap"
    return (
        f"Since {since} {what} on {study.features[change.feature].label} went from {before} to {after}: "
        f"{_ONE[str(change.alignment)]} (change {quantity(measure, change.value, currency)}, 95% interval {between})."
    )
