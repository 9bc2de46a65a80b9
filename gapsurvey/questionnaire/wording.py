"""The sentences that respondents read: in the first person for customers, as a belief about them for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey import phrasing
from gapsurvey.language import say, text
from gapsurvey.questionnaire.model import mark
from gapsurvey.study import Study

__all__ = ["MIRRORED", "PRICES", "SCALES", "TITLES", "Frame", "Mirrored"]


@dataclass(frozen=True, slots=True)
class Mirrored:
    """One sentence in its two frames. own: to those whose answers are the truth; belief: to those who believe what it is."""

    own: str
    belief: str


def _same(sentence: str) -> Mirrored:
    return Mirrored(sentence, sentence)


_TICK = "Tick all that apply, or “None of these”."
_POINTS = "All points together must be 100."

# By what is asked, and how: several, one, yes-no and rating, each also as a grid, estimate, ranks, points, best, worst and task.
# Both answers of a yes or no are named, and both ends of a scale, so that neither is suggested.
MIRRORED: Mapping[tuple[str, str], Mirrored] = MappingProxyType(
    {
        ("want", "rating grid"): Mirrored(
            "How much would you want each of these, if at all?", "How much would {customers} want each of these, if at all?"
        ),
        ("want", "yes-no grid"): Mirrored(
            "Which of these would you want, and which not?", "Which of these would {customers} want, and which not?"
        ),
        ("want", "several"): Mirrored(
            f"Which of these would you want? {_TICK}", f"Which of these would {{customers}} want? {_TICK}"
        ),
        ("want", "one"): Mirrored("Which one of these would you want most?", "Which one of these would {customers} want most?"),
        ("want", "yes-no"): Mirrored(
            "“{feature}”: would you want this, or would you not?",
            "“{feature}”: would {customers} want this, or would they not?",
        ),
        ("want", "rating"): Mirrored(
            "“{feature}”: how much would you want this, if at all?",
            "“{feature}”: how much would {customers} want this, if at all?",
        ),
        ("want", "estimate"): _same("“{feature}”: of 100 {customers}, how many would want this?"),
        ("want", "ranks"): Mirrored(
            "Please put these in order: what you would want most first, what you would want least last.",
            "Please put these in order: what {customers} would want most first, what they would want least last.",
        ),
        ("want", "points"): Mirrored(
            f"Please divide 100 points: the more you would want something, the more points for it. {_POINTS}",
            f"Please divide 100 points: the more {{customers}} would want something, the more points for it. {_POINTS}",
        ),
        ("want", "best"): Mirrored("Which of these would you want most?", "Which of these would {customers} want most?"),
        ("want", "worst"): Mirrored("Which of these would you want least?", "Which of these would {customers} want least?"),
        ("need", "rating grid"): Mirrored(
            "How important or unimportant is each of these to you?",
            "How important or unimportant is each of these to {customers}?",
        ),
        ("need", "yes-no grid"): Mirrored(
            "Which of these do you need, and which not?", "Which of these do {customers} need, and which not?"
        ),
        ("need", "several"): Mirrored(f"Which of these do you need? {_TICK}", f"Which of these do {{customers}} need? {_TICK}"),
        ("need", "one"): Mirrored("Which one of these do you need most?", "Which one of these do {customers} need most?"),
        ("need", "yes-no"): Mirrored(
            "“{feature}”: do you need this, or do you not?", "“{feature}”: do {customers} need this, or do they not?"
        ),
        ("need", "rating"): Mirrored(
            "“{feature}”: how important or unimportant is this to you?",
            "“{feature}”: how important or unimportant is this to {customers}?",
        ),
        ("need", "estimate"): _same("“{feature}”: of 100 {customers}, how many need this?"),
        ("need", "ranks"): Mirrored(
            "Please put these in order: what matters most to you first, what matters least last.",
            "Please put these in order: what matters most to {customers} first, what matters least last.",
        ),
        ("need", "points"): Mirrored(
            f"Please divide 100 points: the more something matters to you, the more points for it. {_POINTS}",
            f"Please divide 100 points: the more something matters to {{customers}}, the more points for it. {_POINTS}",
        ),
        ("need", "best"): Mirrored("Which of these matters most to you?", "Which of these matters most to {customers}?"),
        ("need", "worst"): Mirrored("Which of these matters least to you?", "Which of these matters least to {customers}?"),
        ("pay", "rating grid"): Mirrored(
            "How likely or unlikely would you be to buy each of these at the price beside it?",
            "How likely or unlikely would {customers} be to buy each of these at the price beside it?",
        ),
        ("pay", "yes-no grid"): Mirrored(
            "Which of these would you buy at the price beside it, and which not?",
            "Which of these would {customers} buy at the price beside it, and which not?",
        ),
        ("pay", "task"): Mirrored("Which of these offers would you choose?", "Which of these offers would {customers} choose?"),
        ("pay", "several"): Mirrored(
            f"Which of these would you buy at the price beside it? {_TICK}",
            f"Which of these would {{customers}} buy at the price beside it? {_TICK}",
        ),
        ("pay", "one"): Mirrored(
            "Which one of these would you buy at the price beside it?",
            "Which one of these would {customers} buy at the price beside it?",
        ),
        ("pay", "yes-no"): Mirrored(
            "“{feature}” at {price}: would you buy this, or would you not?",
            "“{feature}” at {price}: would {customers} buy this, or would they not?",
        ),
        ("pay", "rating"): Mirrored(
            "“{feature}” at {price}: how likely or unlikely would you be to buy this?",
            "“{feature}” at {price}: how likely or unlikely would {customers} be to buy this?",
        ),
        ("pay", "estimate"): _same("“{feature}” at {price}: of 100 {customers}, how many would buy this?"),
        ("prefer", "yes-no grid"): Mirrored(
            "Which of these would be your first choice, and which not?",
            "Which of these would be the first choice of {customers}, and which not?",
        ),
        ("prefer", "task"): Mirrored(
            "Which of these offers would you choose?", "Which of these offers would {customers} choose?"
        ),
        ("prefer", "several"): Mirrored(
            f"Which of these would be among your first choices? {_TICK}",
            f"Which of these would be among the first choices of {{customers}}? {_TICK}",
        ),
        ("prefer", "one"): Mirrored(
            "If you could have only one of these, which one would you choose?",
            "If {customers} could have only one of these, which one would they choose?",
        ),
        ("prefer", "yes-no"): Mirrored(
            "“{feature}”: would this be your first choice, or would it not?",
            "“{feature}”: would this be the first choice of {customers}, or would it not?",
        ),
        ("prefer", "estimate"): _same("“{feature}”: of 100 {customers}, how many would choose this first?"),
        ("prefer", "ranks"): Mirrored(
            "Please put these in order: your first choice first, your last choice last.",
            "Please put these in order as {customers} would: their first choice first, their last choice last.",
        ),
        ("prefer", "points"): Mirrored(
            f"Please divide 100 points: the sooner you would choose something, the more points for it. {_POINTS}",
            f"Please divide 100 points: the sooner {{customers}} would choose something, the more points for it. {_POINTS}",
        ),
        ("prefer", "best"): Mirrored("Which of these would you choose first?", "Which of these would {customers} choose first?"),
        ("prefer", "worst"): Mirrored("Which of these would you choose last?", "Which of these would {customers} choose last?"),
        ("deliver", "rating grid"): _same("How well or badly could we deliver each of these?"),
        ("deliver", "yes-no grid"): _same("Which of these could we deliver well, and which not?"),
        ("deliver", "several"): _same(f"Which of these could we deliver well? {_TICK}"),
        ("deliver", "one"): _same("Which one of these could we deliver best?"),
        ("deliver", "yes-no"): _same("“{feature}”: could we deliver this well, or could we not?"),
        ("deliver", "rating"): _same("“{feature}”: how well or badly could we deliver this?"),
        ("deliver", "ranks"): _same("Please put these in order: what we could deliver best first."),
        ("deliver", "best"): _same("Which of these could we deliver best?"),
        ("deliver", "worst"): _same("Which of these could we deliver worst?"),
        ("sell", "rating grid"): _same("How easy or hard would each of these be to sell?"),
        ("sell", "yes-no grid"): _same("Which of these could we sell easily, and which not?"),
        ("sell", "several"): _same(f"Which of these would be easy to sell? {_TICK}"),
        ("sell", "one"): _same("Which one of these would be easiest to sell?"),
        ("sell", "yes-no"): _same("“{feature}”: could we sell this easily, or could we not?"),
        ("sell", "rating"): _same("“{feature}”: how easy or hard would this be to sell?"),
        ("sell", "ranks"): _same("Please put these in order: what would be easiest to sell first."),
        ("sell", "best"): _same("Which of these would be easiest to sell?"),
        ("sell", "worst"): _same("Which of these would be hardest to sell?"),
    }
)

# Of an answer in prices: by its part. The four of van Westendorp come in his order.
PRICES: Mapping[str, Mirrored] = MappingProxyType(
    {
        "open": Mirrored(
            "“{feature}”: what is the most that you would pay for this {per}? Write 0 if you would not buy it.",
            "“{feature}”: what is the most that {customers} would pay for this {per}? Write 0 if they would not buy it.",
        ),
        "lower": Mirrored(
            "“{feature}”: what is the highest price {per} at which you would surely buy this? Write 0 if there is none.",
            "“{feature}”: what is the highest price {per} at which {customers} would surely buy this? Write 0 if there is none.",
        ),
        "upper": Mirrored(
            "“{feature}”: what is the lowest price {per} at which you would surely not buy this? Leave it empty if there is "
            "none.",
            "“{feature}”: what is the lowest price {per} at which {customers} would surely not buy this? Leave it empty if there "
            "is none.",
        ),
        "too_expensive": Mirrored(
            "“{feature}”: at what price {per} would this be so expensive that you would not consider buying it?",
            "“{feature}”: at what price {per} would this be so expensive that {customers} would not consider buying it?",
        ),
        "expensive": Mirrored(
            "“{feature}”: at what price {per} would this begin to be expensive, though you might still buy it?",
            "“{feature}”: at what price {per} would this begin to be expensive, though {customers} might still buy it?",
        ),
        "cheap": Mirrored(
            "“{feature}”: at what price {per} would this be a bargain for you?",
            "“{feature}”: at what price {per} would this be a bargain for {customers}?",
        ),
        "too_cheap": Mirrored(
            "“{feature}”: at what price {per} would this be so cheap that you would doubt its quality?",
            "“{feature}”: at what price {per} would this be so cheap that {customers} would doubt its quality?",
        ),
        "intent_cheap": Mirrored(
            "“{feature}” at the price that you called a bargain: how likely or unlikely would you be to buy this?",
            "“{feature}” at the price that you called a bargain: how likely or unlikely would {customers} be to buy this?",
        ),
        "intent_expensive": Mirrored(
            "“{feature}” at the price that you called expensive: how likely or unlikely would you be to buy this?",
            "“{feature}” at the price that you called expensive: how likely or unlikely would {customers} be to buy this?",
        ),
        "certainty": _same(
            "“{feature}”: if you said that you would buy it, how sure are you? 0 = not sure at all, 10 = completely sure. "
            "Leave it empty if you would not buy it."
        ),
    }
)

TITLES: Mapping[str, Mirrored] = MappingProxyType(
    {
        "want": Mirrored("What you would want", "What {customers} would want"),
        "need": Mirrored("What matters to you", "What matters to {customers}"),
        "pay": Mirrored("What you would pay", "What {customers} would pay"),
        "prefer": Mirrored("Your first choice", "The first choice of {customers}"),
        "deliver": _same("What we could deliver"),
        "sell": _same("What we could sell"),
    }
)

# Where a study has no scale yet: five points, the ends alike, lowest first.
SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "want": ("Not at all", "A little", "Moderately", "Much", "Very much"),
        "need": (
            "Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important",
        ),
        "pay": ("Very unlikely", "Rather unlikely", "Neither likely nor unlikely", "Rather likely", "Very likely"),
        "deliver": ("Very badly", "Rather badly", "Neither well nor badly", "Rather well", "Very well"),
        "sell": ("Very hard", "Rather hard", "Neither easy nor hard", "Rather easy", "Very easy"),
    }
)  # fmt: skip

_AT = {
    "week": text("{price} per week"), "month": text("{price} per month"), "quarter": text("{price} per quarter"),
    "year": text("{price} per year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """How one audience is spoken to. own: whether about itself; customers: what those are called of whom the others believe."""

    own: bool
    customers: str
    currency: str
    period: str

    @classmethod
    def of(cls, study: Study, audience: str) -> Frame:
        """The frame in which a study speaks to one of its audiences."""
        return cls(audience == study.customers, study.label(study.customers), study.currency, study.period)

    def said(self, sentence: Mirrored, feature: str = "", price: str = "") -> str:
        """The sentence in this frame. price: as `at` gives it, or a mark for one that is drawn."""
        said = sentence.own if self.own else sentence.belief
        return say(said, feature=feature, price=price, customers=self.customers, per=phrasing.per(self.period))

    def at(self, price: float) -> str:
        """A price as it is named in a sentence: "$49 per month"."""
        return _AT[self.period].said(price=phrasing.price(price, self.currency))

    def drawn(self, name: str) -> str:
        """A price that the tool draws for each respondent, and puts in place of the mark."""
        amount = say("{currency} {amount}", currency=self.currency, amount=mark(name))
        return _AT[self.period].said(price=amount)
