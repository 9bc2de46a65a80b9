"""The first screen as data: the answer, and a line per feature with its belief, answer, gap, verdict and value at stake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gapsurvey.glossary import ALIGNMENTS, FLAGS
from gapsurvey.headline import main_gap
from gapsurvey.language import say
from gapsurvey.outputs.others import Other, look, others
from gapsurvey.phrasing import (
    bare_points_range,
    decimal,
    money,
    money_range,
    percent,
    percent_range,
    points,
    price,
    signed_decimal,
    signed_decimal_range,
    titled,
)  # fmt: skip
from gapsurvey.report import Estimate, Report, Verdict

__all__ = ["VERDICT_LOOKS", "Dot", "Line", "Piece", "Screen", "compared", "opposed", "paid_for", "paying", "reading",
           "screen", "told"]  # fmt: skip

# A verdict's icon and colour; the word always stands beside them.
VERDICT_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "build": ("check", "yes"),
        "build, but delivery doubts it": ("doubt", "maybe"),
        "offer as an option": ("half", "maybe"),
        "do not build as proposed": ("cross", "no"),
        "ask more": ("question", "soft"),
        "no money verdict": ("dash", "soft"),
    }
)
# Where there is no money verdict, the line says how the belief stands to the answer.
ALIGNMENT_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "over": ("over", "ink"),
        "under": ("under", "ink"),
        "aligned": ("equal", "soft"),
        "inconclusive": ("question", "soft"),
        "untested": ("question", "soft"),
    }
)


@dataclass(frozen=True, slots=True)
class Dot:
    """A share on the strip: its place and its interval's ends, in percent of the strip's width."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """One feature: every text as it is shown, "" where the study cannot say.

    verdict: the verdict, or the alignment where it is not about money; aside: then, that it is not, where others are; version:
    the one that the verdict says to offer; said: all of this in one phrase; look: of the believers whose belief it tells;
    gap_interval: without the gap's unit; others: the other believers' beliefs; ranks: whether its figures are mean ranks, not
    shares; wanted: whether those who would pay are counted among those who want it.
    """

    feature: str
    label: str
    verdict: str
    icon: str
    tone: str
    aside: str = ""
    said: str = ""
    answer: str = ""
    belief: str = ""
    believers: str = ""
    answer_dot: Dot | None = None
    belief_dot: Dot | None = None
    gap: str = ""
    gap_interval: str = ""
    pay: str = ""
    wanted: bool = True
    pay_price: str = ""
    pay_interval: str = ""
    stake: str = ""
    stake_interval: str = ""
    marks: tuple[str, ...] = ()
    look: str = "believers"
    others: tuple[Other, ...] = ()
    ranks: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the answer; whose: "customers" or the believers' look where it is a figure of theirs, "" elsewhere."""

    text: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything above the fold.

    footnotes: (mark, meaning) of the flags that its lines carry; keys: (look, name) of the believers on it; beside: the features
    that are not on it, since they were asked about in ways that it has no figures of.
    """

    answer: tuple[Piece, ...]
    lines: tuple[Line, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    beside: tuple[Line, ...] = ()

    @property
    def also(self) -> str:
        """What the other believers believe of the first feature, "" where there are no others."""
        others = self.lines[0].others if self.lines else ()
        beliefs = [" ".join((other.label, other.belief, *other.marks)) for other in others]
        return say("The same, of other believers: {beliefs}.", beliefs=", ".join(beliefs)) if beliefs else ""

    @property
    def believers(self) -> str:
        """Whose belief the table tells where a line says nothing else; "" where there is only one audience of believers."""
        return self._first if len(self.keys) > 1 else ""

    @property
    def _first(self) -> str:
        return next((line.believers for line in self.lines if line.believers), "")

    @property
    def believed(self) -> str:
        """The heading over beliefs, where there is room to name those who believe."""
        return say("{believers} believed", believers=titled(self._first)) if self._first else say("Belief")

    def label(self, line: Line) -> str:
        """What a line is called on one line of text: with whose belief it tells, where they are not those of the heading."""
        others = line.believers not in ("", self._first)
        return f"{line.label} ({say('belief of {believers}', believers=line.believers)})" if others else line.label

    @property
    def priced(self) -> bool:
        """Whether any line says who would pay."""
        return any(line.pay for line in self.lines)

    @property
    def paid(self) -> str:
        """The heading over who would pay: of those who want it only where all of them are."""
        wanted = all(line.wanted for line in self.lines if line.pay)
        return say("Want it and would pay") if wanted else say("Would pay")

    @property
    def ranked(self) -> bool:
        """Whether any line compares ranks."""
        return any(line.ranks for line in self.lines)

    @property
    def staked(self) -> bool:
        """Whether any line has a value at stake."""
        return any(line.stake for line in self.lines)


def screen(report: Report) -> Screen:
    """The first screen: the feature that the launch question is about first, then the others in the report's order."""
    ordered = sorted(report.verdicts, key=lambda v: v.feature != report.study.about)
    every = tuple(_line(report, verdict) for verdict in ordered)
    lines = tuple(line for line in every if line.answer or line.pay or line.stake) or every
    beside = [mark for line in lines[:1] for other in line.others for mark in other.marks]
    marks = {*beside, *(mark for line in lines for mark in line.marks)}
    flags = [(mark, meaning) for mark, meaning in FLAGS.values() if mark and mark in marks]
    shown = {line.believers for line in lines} | {other.label for line in lines for other in line.others}
    study = report.study
    keys = tuple((look(study, name), study.label(name)) for name in study.believers if study.label(name) in shown)
    unlined = tuple(line for line in every if line not in lines)
    return Screen(_pieces(report.answer, lines[0] if lines else None), lines, tuple(flags), keys, unlined)


def _line(report: Report, verdict: Verdict) -> Line:
    words, beside = report.words(verdict)
    read = verdict.alignment if verdict.verdict == "no money verdict" else None
    icon, tone = ALIGNMENT_LOOKS[read] if read else VERDICT_LOOKS[verdict.verdict]
    line = Line(verdict.feature, titled(verdict.label), titled(words), icon, tone, said=titled(report.said(verdict)))
    line = replace(line, version=beside) if verdict.option else replace(line, aside=beside)
    used: list[Estimate] = []
    sides = compared(report, verdict.feature)
    if sides:
        line = replace(told(report, line, *sides), others=others(report, sides[1]))
        used += sides
    paid = paying(report, verdict.feature)
    if paid:
        line = paid_for(report, line, paid)
        used.append(paid)
    stake = verdict.value_at_stake
    if stake:
        currency = report.study.currency
        between = money_range(stake.low, stake.high, currency, compact=True) if stake.low != stake.high else ""
        line = replace(line, stake=money(stake.value, currency, compact=True), stake_interval=between)
        used += [
            e for table in report.tables_of("decision") for e in table.pick(feature=verdict.feature, measure="value_at_stake")
        ]
    return replace(line, marks=tuple(dict.fromkeys(FLAGS[flag][0] for e in used for flag in e.flag.split())))


def paid_for(report: Report, line: Line, paid: Estimate) -> Line:
    """The line with who would pay, and at what price."""
    if paid.value is None or paid.at is None:
        return line
    return replace(
        line,
        pay=percent(paid.value),
        wanted=paid.measure == "want_and_pay",
        pay_price=price(paid.at, report.study.currency),
        pay_interval=percent_range(paid.low, paid.high) if paid.low is not None and paid.high is not None else "",
    )


def told(report: Report, line: Line, answer: Estimate, belief: Estimate, gap: Estimate) -> Line:
    """The line with both sides' numbers, their places on the strip, their difference, and whose belief it is."""
    line = _ranks(report, line, answer, belief, gap) if gap.measure.endswith("_rank_gap") else _shares(line, answer, belief, gap)
    return replace(line, believers=report.study.label(belief.audience), look=look(report.study, belief.audience))


def _shares(line: Line, answer: Estimate, belief: Estimate, gap: Estimate) -> Line:
    """The line with both sides' shares and their difference."""
    return replace(
        line,
        answer=percent(answer.value or 0.0),
        belief=percent(belief.value or 0.0),
        answer_dot=_dot(answer),
        belief_dot=_dot(belief),
        gap=points(gap.value or 0.0),
        gap_interval=bare_points_range(gap.low, gap.high) if gap.low is not None and gap.high is not None else "",
    )


def _ranks(report: Report, line: Line, answer: Estimate, belief: Estimate, gap: Estimate) -> Line:
    """The line with both sides' mean ranks and their difference; on the strip the first rank stands right."""
    ranks = [e for table in report.tables_of("gap") for e in table.pick(measure=answer.measure)]
    last = max((x for e in ranks for x in (e.value, e.high) if x is not None), default=1.0)
    ends = "" if gap.low is None or gap.high is None else signed_decimal_range(gap.low, gap.high, 1)

    def share(rank: float | None) -> float | None:
        return None if rank is None else min(max((last - rank) / (last - 1), 0.0), 1.0) if last > 1 else 1.0

    dots = (_dot(replace(e, value=share(e.value), low=share(e.high), high=share(e.low))) for e in (answer, belief))
    return replace(
        line,
        answer=decimal(answer.value or 0.0, 1),
        belief=decimal(belief.value or 0.0, 1),
        answer_dot=next(dots),
        belief_dot=next(dots),
        gap=signed_decimal(gap.value or 0.0, 1),
        gap_interval=ends,
        ranks=True,
    )


def reading(gap: Estimate) -> tuple[str, str, str]:
    """How the belief stands to the answer, in a word, "" where nobody judged it, with its icon and colour."""
    return (ALIGNMENTS[gap.alignment][0], *ALIGNMENT_LOOKS[gap.alignment]) if gap.alignment else ("", "dash", "soft")


def compared(report: Report, feature: str) -> tuple[Estimate, Estimate, Estimate] | None:
    """Customers' share or rank, the believers' and the difference: the same comparison that the feature's headline speaks of."""
    gap = main_gap(report.study, feature, list(report.tables))
    return opposed(report, gap) if gap else None


def opposed(report: Report, main: Estimate) -> tuple[Estimate, Estimate, Estimate] | None:
    """A gap of the report with the two numbers that it lies between: customers', the believers', and their difference."""

    def one(measure: str, audience: str) -> Estimate | None:
        place = {"feature": main.feature, "measure": measure, "audience": audience, "segment": "", "at": main.at}
        return next(filter(None, (table.one(**place) for table in report.tables_of("gap"))), None)

    gap: Estimate | None = main

    ask, _, kind = main.measure.partition("_")
    if kind == "theta":  # ratings are compared by θ, and told by their top-2-box shares
        ask, kind = f"{ask}_top2", "gap"
        gap = one(f"{ask}_gap", main.audience)
    if kind in ("rank_gap", "allocation_gap"):
        ask = main.measure.removesuffix("_gap")
    answer = one(ask, report.study.customers)
    belief = one(f"{ask}_estimate" if kind == "estimate_gap" else ask, main.audience)
    if gap is None or answer is None or belief is None or None in (gap.value, answer.value, belief.value):
        return None
    return answer, belief, gap


def paying(report: Report, feature: str) -> Estimate | None:
    """Customers who want it and would pay its price; where that was not asked of the same people, who would pay."""
    known = report.study.features.get(feature)
    if known is None or known.price is None:
        return None
    for measure in ("want_and_pay", "take", "pay"):
        for table in report.tables:
            found = table.one(feature=feature, measure=measure, audience=report.study.customers, at=known.price, segment="")
            if found:
                return found
    return None


def _dot(estimate: Estimate) -> Dot:
    # The strip is inset a little, so that a marker at 0% or 100% is whole.
    low, at, high = (
        2 + 96 * x for x in (estimate.low or 0.0, estimate.value or 0.0, 1.0 if estimate.high is None else estimate.high)
    )
    return Dot(round(at, 2), round(low, 2), round(high, 2))


def _pieces(answer: str, line: Line | None) -> tuple[Piece, ...]:
    """The answer, the first line's figures in it told apart, so that the eye finds them in their audience's colour."""
    figures = {} if line is None else {line.answer: "customers", line.pay: "customers", line.belief: line.look}
    if line is None or line.belief in ("", line.answer, line.pay):
        return (Piece(answer),)
    figures.pop("", None)
    pattern = "|".join(re.escape(figure) for figure in sorted(figures, key=len, reverse=True))
    parts = re.split(rf"(?<![\d.,–])({pattern})", answer)
    return tuple(Piece(part, figures.get(part, "")) for part in parts if part)
