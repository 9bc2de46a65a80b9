"""The sentences that are repeated: a feature's headline, what customers want instead, and the report's one answer."""

from __future__ import annotations

from gapsurvey import phrasing
from gapsurvey.glossary import ASKS
from gapsurvey.language import say, text
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
# How believers stand to customers on so many things: where it is said first, and after another.
_STANDS = {
    "over": (text("above {people} on {n}"), text("above them on {n}")),
    "under": (text("below {people} on {n}"), text("below them on {n}")),
    "aligned": (text("close to {people} on {n}"), text("close to them on {n}")),
}
WEIGHED = ("rank_gap", "allocation_gap")  # of things held against each other


def _found(tables: list[Table], method: str, **place: object) -> Estimate | None:
    return next((e for table in tables if table.method == method and (e := table.one(**place, segment=""))), None)


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
        sentence = _valued(study, feature, tables) or say("{feature} was not asked of both sides", feature=_capital(label))
        return _and_pay(study, feature, tables, sentence)
    believers, believer = study.label(gap.audience), gap.audience
    ask, _, kind = gap.measure.partition("_")
    if kind in WEIGHED:
        return _and_pay(study, feature, tables, _weighed(study, gap, tables))
    ours, theirs = {"gap": (ask, ask), "theta": (f"{ask}_top2", f"{ask}_top2"), "estimate_gap": (f"{ask}_estimate", ask)}[kind]
    belief = _share(tables, feature, ours, believer)
    answer = _share(tables, feature, theirs, study.customers)
    told = {"belief": belief, "answer": answer, "people": people}
    if kind == "theta":
        sentence = say(
            "{belief} of {believers} put {feature} in the top two boxes for {people}; {answer} of {people} do",
            believers=believers, feature=label, **told,
        )  # fmt: skip
    elif kind == "estimate_gap":
        sentence = say(
            "{believers} think that {belief} of {people} {want_it}; {answer} do",
            believers=_capital(believers), want_it=ASKS[ask].customers.replace("{feature}", label), **told,
        )  # fmt: skip
    else:
        says, does = _wording(study, feature, ask, believer), _wording(study, feature, ask, study.customers)
        sentence = say(
            "{belief} of {believers} {say_so}; {answer} of {people} {do_so}",
            believers=believers, say_so=says, do_so=does, **told,
        )  # fmt: skip
    return _and_pay(study, feature, tables, sentence)


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
                return say(
                    "{believers} expect {people} to find {feature} worth {belief}; {people} find it worth {answer}",
                    believers=_capital(study.label(believer)), people=people, feature=label,
                    belief=phrasing.each(belief, study.period), answer=answer,
                )  # fmt: skip
    return ""


def _weighed(study: Study, gap: Estimate, tables: list[Table]) -> str:
    """Where both sides place a feature that they ranked; of points, what they give of them to it."""
    ask, _, kind = gap.measure.partition("_")
    label, people, believers = study.features[gap.feature].label, study.label(study.customers), study.label(gap.audience)
    if kind == "rank_gap":
        where = placed(study, _places(gap, tables), gap.audience, gap.feature)
        return where or say(
            "Of what was ranked, only {feature} was ranked by both {believers} and {people}",
            feature=label, believers=believers, people=people,
        )  # fmt: skip
    belief, answer = (_share(tables, gap.feature, f"{ask}_allocation", audience) for audience in (gap.audience, study.customers))
    return say(
        "On average {believers} give {feature} {belief} of the points for {people}; {people} give it {answer}",
        believers=believers, feature=label, belief=belief, people=people, answer=answer,
    )  # fmt: skip


def _places(gap: Estimate, tables: list[Table]) -> list[Estimate]:
    """Both sides' places in the order that a gap of ranks or points belongs to."""
    measure = gap.measure.removesuffix("_gap") + "_place"
    sides = (gap.audience, gap.against)
    found = [table for table in tables if table.method == "order" and table.one(measure=measure, audience=gap.audience)]
    return [e for table in found for e in table.pick(measure=measure) if e.audience in sides]


def _share(tables: list[Table], feature: str, measure: str, audience: str) -> str:
    found = _found(tables, "gap", feature=feature, measure=measure, audience=audience)
    return phrasing.ABSENT if found is None or found.value is None else phrasing.percent(found.value)


def _capital(label: str) -> str:
    """The label with a capital first letter, the others as they are."""
    return label[:1].upper() + label[1:]


def _wording(study: Study, feature: str, ask: str, audience: str) -> str:
    """The verb phrase of a sentence: the study's own; else "do" for customers, and the glossary's for believers."""
    own = [
        question.wording[audience]
        for i, question in enumerate(study.questions)
        if question.asks == ask and audience in question.wording and audience in question.sources
        if feature in study.asked(i, audience).features
    ]
    phrase = own[0] if own else say("do") if audience == study.customers else ASKS[ask].believers
    return phrase.replace("{feature}", study.features[feature].label).replace("{customers}", study.label(study.customers))


def _and_pay(study: Study, feature: str, tables: list[Table], begun: str) -> str:
    """The sentence that begins with `begun`, with how many want it and would pay its price where that was asked."""
    price = study.features[feature].price
    found = _found(tables, "demand", feature=feature, measure="want_and_pay", at=price) if price is not None else None
    if found is None or price is None or found.value is None or found.low is None or found.high is None:
        return say("{sentence}.", sentence=begun)
    return say(
        "{sentence}, and {share} want it and would pay {price} (95% interval {interval}).",
        sentence=begun,
        share=phrasing.percent(found.value),
        price=phrasing.each(phrasing.price(price, study.currency), study.period),
        interval=phrasing.percent_range(found.low, found.high),
    )


def wanted(study: Study, feature: str, tables: list[Table]) -> float | None:
    """The share of customers who want a feature, None where that was not asked."""
    found = _found(tables, "gap", feature=feature, measure="want", audience=study.customers)
    return found.value if found else None


def instead_text(study: Study, feature: str, take: Share | None, apart: bool, tables: list[Table]) -> str:
    """What customers want instead, with the share that wants it and would pay, or wants it; apart: would pay, wanted or not."""
    spec = study.features[feature]
    begun = say("What {people} want instead: {feature}.", people=study.label(study.customers), feature=spec.label)
    want = wanted(study, feature, tables)
    if take is not None and spec.price is not None:
        price, share = phrasing.each(phrasing.price(spec.price, study.currency), study.period), phrasing.percent(take.value)
        if apart:
            return f"{begun} {say('{share} would pay {price}.', share=share, price=price)}"
        return f"{begun} {say('{share} want it and would pay {price}.', share=share, price=price)}"
    return begun if want is None else f"{begun} {say('{share} want it.', share=phrasing.percent(want))}"


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
    believers, people = study.label(about.believers) if len(whose) == 1 else say("believers"), study.label(study.customers)
    found = {side: n for side in _STANDS if (n := sum(verdict.alignment == side for verdict in verdicts))}
    told: dict[str, object] = {"n": len(verdicts), "believers": believers}
    if not found:
        return say(
            "Of {n} things asked, too few answered to say where {believers} read {people} right.", people=people, **told
        ), ""
    places = [_STANDS[side][i > 0].said(people=people, n=n) for i, (side, n) in enumerate(found.items())]
    if len(places) > 2:
        told["places"] = say("{places}, and {last}", places=", ".join(places[:-1]), last=places[-1])
    else:
        told["places"] = phrasing.joined(places)
    unknown = len(verdicts) - sum(found.values())
    if unknown:
        told["unknown"] = unknown
        return say("Of {n} things asked, {believers} stand {places}; on {unknown} these bases cannot tell.", **told), ""
    return say("Of {n} things asked, {believers} stand {places}.", **told), ""
