"""The sentences that are repeated: a feature's headline, what customers want instead, and the report's one answer."""

from __future__ import annotations

from gapsurvey import phrasing
from gapsurvey.glossary import ASKS
from gapsurvey.methods.measured import Share
from gapsurvey.placing import leading, placed
from gapsurvey.report import Estimate, Table, Verdict
from gapsurvey.study import Study

__all__ = ["headline", "instead_text", "main_gap", "overall", "wanted"]

# What speaks of worth where want was not asked, the first that both sides were asked: the table, and the measure in it.
WORTHS = (
    ("valuation", "wtp_median"),
    ("price", "median_price"),
    ("conjoint", "choice_worth"),
    ("van-westendorp", "psm_idp"),
)
MIRRORED = ("want", "need", "prefer", "deliver", "sell")  # what a headline may speak of, the first that was asked of both

KINDS = ("gap", "theta", "estimate_gap", "rank_gap", "allocation_gap")  # of gaps, likewise
WEIGHED = ("rank_gap", "allocation_gap")  # of things held against each other


def _found(tables: list[Table], method: str, **place: object) -> Estimate | None:
    return next((e for table in tables if table.method == method and (e := table.one(segment="", **place))), None)


def main_gap(study: Study, feature: str, tables: list[Table]) -> Estimate | None:
    """The gap that a feature's sentence and alignment speak of: of want before all else, of the first believers asked."""
    for ask in MIRRORED:
        for kind in KINDS:
            for believers in study.believers:
                if gap := _found(tables, "gap", feature=feature, measure=f"{ask}_{kind}", audience=believers):
                    return gap
    return None


def headline(study: Study, feature: str, tables: list[Table]) -> str:
    """What believers say, what customers answer, and how many want it and would pay, in one sentence."""
    gap = main_gap(study, feature, tables)
    label, people = study.features[feature].label, study.label(study.customers)
    if gap is None:
        text = _valued(study, feature, tables) or f"{_capital(label)} was not asked of both sides"
        return f"{text}{_and_pay(study, feature, tables)}."
    believers, believer = study.label(gap.audience), gap.audience
    ask, _, kind = gap.measure.partition("_")
    if kind in WEIGHED:
        return f"{_weighed(study, gap, tables)}{_and_pay(study, feature, tables)}."
    ours, theirs = {"gap": (ask, ask), "theta": (f"{ask}_top2", f"{ask}_top2"), "estimate_gap": (f"{ask}_estimate", ask)}[kind]
    belief = _share(tables, feature, ours, believer)
    answer = _share(tables, feature, theirs, study.customers)
    if kind == "theta":
        text = f"{belief} of {believers} put {label} in the top two boxes for {people}; {answer} of {people} do"
    elif kind == "estimate_gap":
        verb = ASKS[ask].customers.replace("{feature}", label)
        text = f"{_capital(believers)} think that {belief} of {people} {verb}; {answer} do"
    else:
        says, does = _wording(study, feature, ask, believer), _wording(study, feature, ask, study.customers)
        text = f"{belief} of {believers} {says}; {answer} of {people} {does}"
    return f"{text}{_and_pay(study, feature, tables)}."


def _valued(study: Study, feature: str, tables: list[Table]) -> str:
    """Where both sides were only asked prices of a feature, what it is worth by them; "" where they were not."""
    label, people = study.features[feature].label, study.label(study.customers)
    for method, measure in WORTHS:
        for believer in study.believers:
            sides = [
                _found(tables, method, feature=feature, measure=measure, audience=a, at=None) for a in (believer, study.customers)
            ]
            if all(e is not None and e.value is not None for e in sides):
                belief, answer = (phrasing.price(round(e.value), study.currency) for e in sides if e and e.value is not None)
                return (
                    f"{_capital(study.label(believer))} expect {people} to find {label} worth {belief} a {study.period}; "
                    f"{people} find it worth {answer}"
                )
    return ""


def _weighed(study: Study, gap: Estimate, tables: list[Table]) -> str:
    """Where both sides place a feature that they ranked; of points, what they give of them to it."""
    ask, _, kind = gap.measure.partition("_")
    label, people, believers = study.features[gap.feature].label, study.label(study.customers), study.label(gap.audience)
    if kind == "rank_gap":
        where = placed(study, _places(gap, tables), gap.audience, gap.feature)
        return where or f"Of what was ranked, only {label} was ranked by both {believers} and {people}"
    belief, answer = (_share(tables, gap.feature, f"{ask}_allocation", audience) for audience in (gap.audience, study.customers))
    return f"On average {believers} give {label} {belief} of the points for {people}; {people} give it {answer}"


def _places(gap: Estimate, tables: list[Table]) -> list[Estimate]:
    """Both sides' places in the order that a gap of ranks or points belongs to."""
    measure = gap.measure.removesuffix("_gap") + "_place"
    sides = (gap.audience, gap.against)
    found = [table for table in tables if table.method == "order" and table.one(measure=measure, audience=gap.audience)]
    return [e for table in found for e in table.pick(measure=measure) if e.audience in sides]


def _share(tables: list[Table], feature: str, measure: str, audience: str) -> str:
    found = _found(tables, "gap", feature=feature, measure=measure, audience=audience)
    return phrasing.ABSENT if found is None or found.value is None else phrasing.percent(found.value)


def _capital(text: str) -> str:
    """The text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def _wording(study: Study, feature: str, ask: str, audience: str) -> str:
    """The verb phrase of a sentence: the study's own; else "do" for customers, and the glossary's for believers."""
    own = [
        question.wording[audience]
        for i, question in enumerate(study.questions)
        if question.asks == ask and audience in question.wording and audience in question.sources
        if feature in study.asked(i, audience).features
    ]
    phrase = own[0] if own else "do" if audience == study.customers else ASKS[ask].believers
    return phrase.replace("{feature}", study.features[feature].label).replace("{customers}", study.label(study.customers))


def _and_pay(study: Study, feature: str, tables: list[Table]) -> str:
    """How many want it and would pay its price, "" where that was not asked."""
    price = study.features[feature].price
    found = _found(tables, "demand", feature=feature, measure="want_and_pay", at=price) if price is not None else None
    if found is None or price is None or found.value is None or found.low is None or found.high is None:
        return ""
    return (
        f", and {phrasing.percent(found.value)} want it and would pay {phrasing.price(price, study.currency)} a {study.period} "
        f"(95% interval {phrasing.percent_range(found.low, found.high)})"
    )


def wanted(study: Study, feature: str, tables: list[Table]) -> float | None:
    """The share of customers who want a feature, None where that was not asked."""
    found = _found(tables, "gap", feature=feature, measure="want", audience=study.customers)
    return found.value if found else None


def instead_text(study: Study, feature: str, take: Share | None, apart: bool, tables: list[Table]) -> str:
    """What customers want instead, with the share that wants it and would pay, or wants it; apart: would pay, wanted or not."""
    spec = study.features[feature]
    text = f"What {study.label(study.customers)} want instead: {spec.label}."
    want = wanted(study, feature, tables)
    if take is not None and spec.price is not None:
        price = f"{phrasing.price(spec.price, study.currency)} a {study.period}"
        return f"{text} {phrasing.percent(take.value)} {'would pay' if apart else 'want it and would pay'} {price}."
    return text if want is None else f"{text} {phrasing.percent(want)} want it."


def overall(study: Study, verdicts: tuple[Verdict, ...], tables: list[Table]) -> tuple[str, str]:
    """The first screen's sentence, and what customers want instead ("" for none).

    A study about one feature is answered by that feature's headline. One about many things without a price is counted; where
    they were weighed against each other, it says what believers lead with, and where customers place it.
    """
    about = next(verdict for verdict in verdicts if verdict.feature == study.about)
    priced = any(spec.price is not None for spec in study.features.values())
    if study.subject or priced or len(verdicts) == 1 or all(verdict.alignment is None for verdict in verdicts):
        return about.headline, about.instead_text
    gap = main_gap(study, about.feature, tables)
    placed_by = _places(gap, tables) if gap and gap.measure.partition("_")[2] in WEIGHED else []
    if gap and placed_by:
        return leading(study, placed_by, gap.audience), ""
    whose = {verdict.believers for verdict in verdicts}
    believers, people = study.label(about.believers) if len(whose) == 1 else "believers", study.label(study.customers)
    found = {
        place: n
        for side, place in (("over", "above"), ("under", "below"), ("aligned", "close to"))
        if (n := sum(verdict.alignment == side for verdict in verdicts))
    }
    if not found:
        return f"Of {len(verdicts)} things asked, too few answered to say where {believers} read {people} right.", ""
    places = [f"{place} {people if i == 0 else 'them'} on {n}" for i, (place, n) in enumerate(found.items())]
    listed = ", ".join(places[:-1]) + (", and " if len(places) > 2 else " and " if len(places) > 1 else "") + places[-1]
    unknown = len(verdicts) - sum(found.values())
    open_ones = f"; on {unknown} these bases cannot tell" if unknown else ""
    return f"Of {len(verdicts)} things asked, {believers} stand {listed}{open_ones}.", ""
