"""Everything about one feature in one place: what was said of it, its pictures, its groups, and what would turn its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gapsurvey.figures.chart import measured
from gapsurvey.glossary import ASKS, FLAGS, MEASURES
from gapsurvey.headline import KINDS
from gapsurvey.language import say
from gapsurvey.outputs.cuts import Cutting, FeatureCuts, feature_cuts
from gapsurvey.outputs.exhibits import Exhibit, Picture, anchor
from gapsurvey.outputs.grid import GridCell, cell, who
from gapsurvey.outputs.screen import Line, Screen, opposed, paying, reading, told
from gapsurvey.phrasing import each, money, money_range, per, percent, price
from gapsurvey.report import Estimate, Offer, Report, Verdict

__all__ = ["Fact", "FeaturePage", "Turn", "pages"]

# Numbers that say how far the answer hangs on something, each in its method's table; of the last, those without weights alone.
OTHERWISE = ("stated", "certainty", "sensitivity", "weighting")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number by its name; of: whose it is, and at what price."""

    label: str
    of: str
    cell: GridCell


@dataclass(frozen=True, slots=True)
class Turn:
    """A number of the plan, what it is, and what it would have to be for the verdict to turn."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """One feature's page.

    line: as on the first screen; asked: a line per question that both sides answered; cuts: the first of these by groups, and
    who would pay; pictures: those that are about it alone; earns: its decision in numbers; turns: what would turn it; otherwise:
    its numbers under other assumptions; offered: whether its decision can be asked again; footnotes: (mark, meaning) of the
    marks in it.
    """

    anchor: str
    verdict: Verdict
    line: Line
    asked: tuple[Line, ...]
    cuts: tuple[FeatureCuts, ...]
    pictures: tuple[Picture, ...]
    earns: tuple[Fact, ...]
    turns: tuple[Turn, ...]
    otherwise: tuple[Fact, ...]
    offered: bool
    footnotes: tuple[tuple[str, str], ...]


def pages(report: Report, screen: Screen, exhibits: Sequence[Exhibit], cut_by: Sequence[Cutting]) -> tuple[FeaturePage, ...]:
    """A page per feature with a verdict, in the order of the first screen; its pictures in the order of the exhibits."""
    verdicts = {verdict.feature: verdict for verdict in report.verdicts}
    lines = (*screen.lines, *screen.beside)
    names = _names([line.feature for line in lines])
    return tuple(_page(report, names[line.feature], verdicts[line.feature], line, exhibits, cut_by) for line in lines)


def _names(features: Sequence[str]) -> dict[str, str]:
    """Where each feature's page is found: names as one types them, numbered where two features would share one."""
    names: dict[str, str] = {}
    for feature in features:
        name = anchor("feature", feature.replace("_", "-"))
        names[feature] = name if name not in names.values() else f"{name}-{len(names)}"
    return names


def _page(
    report: Report, name: str, verdict: Verdict, line: Line, exhibits: Sequence[Exhibit], cut_by: Sequence[Cutting]
) -> FeaturePage:
    feature = verdict.feature
    offer = next((offer for offer in report.offers if offer.feature == feature), None)
    asked, cuts = tuple(_asked(report, feature)), feature_cuts(report, feature, cut_by)
    earns = tuple(_earned(report, e) for e in _of(report, "decision", feature) if not e.measure.startswith("flip_"))
    otherwise = tuple(_otherwise(report, feature))
    marks = {mark for row in (*asked, *(each.line for cut in cuts for each in cut.lines)) for mark in row.marks}
    marks |= {mark for cut in cuts for each in cut.lines for mark in each.paid_marks}
    marks |= {mark for fact in (*earns, *otherwise) for mark in fact.cell.mark.split()}
    return FeaturePage(
        name,
        verdict,
        line,
        asked,
        cuts,
        tuple(p for exhibit in exhibits for p in exhibit.pictures if p.figure.feature == feature),
        earns,
        tuple(_turns(report, offer)) if offer else (),
        otherwise,
        offer is not None,
        tuple((mark, meaning) for mark, meaning in FLAGS.values() if mark and mark in marks),
    )


def _of(report: Report, method: str, feature: str) -> list[Estimate]:
    return [e for table in report.tables_of(method) for e in table.pick(feature=feature, segment="") if e.value is not None]


def _asked(report: Report, feature: str) -> Iterator[Line]:
    """A line per thing asked, kind of answer and audience of believers, what is asked of want first."""
    gaps = [e for e in _of(report, "gap", feature) if e.against == report.study.customers]
    for ask in ASKS.values():
        for measure in (f"{ask.name}_{kind}" for kind in KINDS):
            for gap in (e for e in gaps if e.measure == measure):
                sides = opposed(report, gap)
                if sides:
                    marks = dict.fromkeys(FLAGS[flag][0] for e in (*sides[:2], gap) for flag in e.flag.split())
                    line = Line(feature, _question(report, sides[1]), *reading(gap), marks=tuple(marks))
                    yield told(report, line, *sides)


def _question(report: Report, belief: Estimate) -> str:
    """What was asked, at what price, and of whom where there are several audiences of believers."""
    study = report.study
    parts = [measured(study, belief.measure)]
    if belief.at is not None:
        parts.append(price(belief.at, study.currency))
    if len(study.believers) > 1:
        parts.append(study.label(belief.audience))
    return ", ".join(parts)


def _fact(report: Report, e: Estimate, at: str = "") -> Fact:
    of = who(report.study, e.measure, e.audience, e.against)
    return Fact(MEASURES[e.measure].label, ", ".join(filter(None, (of, at))), cell(report.study, e))


def _earned(report: Report, e: Estimate) -> Fact:
    """The fact, sums of money as short as they are said aloud."""
    fact, currency = _fact(report, e), report.study.currency
    if e.value is None or MEASURES[e.measure].unit != "money":
        return fact
    between = "" if e.low is None or e.high is None or e.low == e.high else money_range(e.low, e.high, currency, compact=True)
    return replace(fact, cell=replace(fact.cell, value=money(e.value, currency, compact=True), interval=between))


def _otherwise(report: Report, feature: str) -> Iterator[Fact]:
    """Who would pay as the report has it, then the same and its like as they would be otherwise."""
    found = [
        e
        for method in OTHERWISE
        for e in _of(report, method, feature)
        if method != "weighting" or e.measure.endswith("_unweighted")
    ]
    paid = paying(report, feature)
    for e in (paid, *found) if paid and found else found:
        if e is not None:
            level = e.at is not None and e.measure.endswith("_level")
            at = "" if e.at is None else f"{e.at:g}" if level else price(e.at, report.study.currency)
            yield _fact(report, e, at)


def _turns(report: Report, offer: Offer) -> Iterator[Turn]:
    """The plan's numbers that would turn the verdict, each with all others as they are."""
    study, currency = report.study, report.study.currency
    near = next((i for i, at in enumerate(offer.prices) if at >= offer.price), len(offer.prices) - 1)
    turned = {e.measure: e.value for e in _of(report, "decision", offer.feature) if e.value is not None}
    if (take := turned.get("flip_take")) is not None:
        yield Turn(say("Share who would take it"), percent(offer.takes[near], 1), percent(take, 1))
    if (launch := turned.get("flip_launch")) is not None:
        now, then = (money(cost, currency, compact=True) for cost in (offer.launch, launch))
        yield Turn(say("Launch cost"), now, then)
    if (unit := turned.get("flip_unit_cost")) is not None:
        now, then = (price(round(cost, 2), currency) for cost in (offer.unit_cost, unit))
        yield Turn(each(say("Unit cost per customer"), study.period), now, then)
    if (tested := turned.get("flip_price")) is not None:
        yield Turn(say("Price {per_period}", per_period=per(study.period)), price(offer.price, currency), price(tested, currency))
