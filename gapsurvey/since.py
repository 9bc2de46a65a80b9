"""What changed since the earlier wave, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gapsurvey.glossary import MEASURES
from gapsurvey.headline import main_gap
from gapsurvey.language import Text, say, say_count, text
from gapsurvey.phrasing import interval, quantity
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["counted", "sentence"]

# What one gap did, and what several did: "2 closed".
_ONE: Mapping[str, Text] = MappingProxyType(
    {
        "closed": text("it closed"),
        "closing": text("it is closing"),
        "opened": text("it opened"),
        "moved": text("it moved, but nobody can tell whether towards zero or past it"),
        "unchanged": text("it stayed as it was, within the margin"),
        "inconclusive": text("these bases cannot tell whether it changed"),
        "untested": text("too few answered to say whether it changed"),
    }
)
_MANY: Mapping[str, Text] = MappingProxyType(
    {
        "closed": text("{n} closed"),
        "closing": text("{n} closing"),
        "opened": text("{n} opened"),
        "moved": text("{n} moved towards zero or past it"),
        "unchanged": text("{n} unchanged"),
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
    did = [told.said(n=words[word]) for word, told in _MANY.items() if words[word]]
    unknown = words["inconclusive"] + words["untested"]
    did += [say("on {unknown} these bases cannot tell", unknown=unknown)] if unknown else []
    if not gaps:
        return ""
    told = {"n": len(gaps), "changes": ", ".join(did)}
    return say_count(len(gaps), "Of {n} gap in both waves: {changes}.", "Of {n} gaps in both waves: {changes}.", **told)


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
    told = {
        "since": since, "feature": study.features[change.feature].label, "before": before, "after": after,
        "reading": _ONE[str(change.alignment)], "change": quantity(measure, change.value, currency), "interval": between,
    }  # fmt: skip
    if stem.endswith("_theta"):
        return say(
            "Since {since} θ on {feature} went from {before} to {after}: {reading} (change {change}, 95% interval {interval}).",
            **told,
        )
    return say(
        "Since {since} the gap on {feature} went from {before} to {after}: {reading} (change {change}, 95% interval {interval}).",
        **told,
    )
