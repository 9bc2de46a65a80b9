"""What a measure is, what can be asked about a feature, and what the definitions share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from gapsurvey.language import Text, say, text

__all__ = ["ASKS", "BRUNNER_MUNZEL", "NEWCOMBE", "WELCH", "Ask", "Measure", "Unit", "p_values", "settled"]

Unit: TypeAlias = Literal["share", "pp", "distance", "money", "number", "probability", "theta", "points", "people", "place"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number is.

    labelled, defined: the English of its label and its definition, or texts to be said with texts in them.
    unit: share (0–1, shown in percent) · pp (difference of shares, shown in percentage points) ·
    distance (size of such a difference, shown without sign) ·
    money (the study's currency) · number · probability (0–1) · theta (0–1 scale of θ) · points (of a rating scale) ·
    people (a count) · place (1 = first); worth: it says in money what a feature is worth to people, so that methods can be held side by side.
    """

    name: str
    labelled: str | Text
    unit: Unit
    defined: str | Text
    source: str = ""
    worth: bool = False

    @property
    def label(self) -> str:
        """What it is called, in the spoken language."""
        return str(text(self.labelled))

    @property
    def definition(self) -> str:
        """What it is, in the spoken language."""
        return str(text(self.defined))


@dataclass(frozen=True, slots=True)
class Ask:
    """What a question asks about a feature: the noun for charts, and the verb phrases for sentences."""

    name: str
    noun: str
    of_customers: str
    of_believers: str

    @property
    def label(self) -> str:
        """The noun, in the spoken language."""
        return say(self.noun)

    @property
    def customers(self) -> str:
        """What customers do, in the spoken language; as `believers`, a template."""
        return say(self.of_customers)

    @property
    def believers(self) -> str:
        """What believers say of customers, or of themselves."""
        return say(self.of_believers)


# {feature} is the feature's label, {customers} the label of the customer audience, {price} a formatted price.
ASKS: Mapping[str, Ask] = MappingProxyType(
    {
        ask.name: ask
        for ask in (
            Ask("want", "Want it", "want {feature}", "say {customers} want {feature}"),
            Ask("need", "Need it", "need {feature}", "say {customers} need {feature}"),
            Ask("pay", "Would pay", "would pay {price} for {feature}", "say {customers} would pay {price} for {feature}"),
            Ask("prefer", "First choice", "choose {feature} first", "say {customers} would choose {feature} first"),
            Ask("deliver", "Can deliver", "can deliver {feature}", "say we can deliver {feature}"),
            Ask("sell", "Can sell", "can sell {feature}", "say they can sell {feature}"),
        )
    }
)

NEWCOMBE = "Newcombe 1998, Statistics in Medicine 17:873–890, method 10"
WELCH = "Welch 1947"
BRUNNER_MUNZEL = "Brunner & Munzel 2000, Biometrical Journal 42:17–25"


def p_values(stem: str, label: str | Text, p: str, equivalent: str, source: str = "") -> tuple[Measure, ...]:
    """The p values of a gap. p: the definition of the first; equivalent: what equivalence places where."""
    return (
        Measure(f"{stem}_p", text("{what}, p", what=label), "probability", p, source),
        Measure(
            f"{stem}_p_adjusted",
            text("{what}, adjusted p", what=label),
            "probability",
            "The same after Benjamini–Hochberg correction within its family.",
        ),
        Measure(
            f"{stem}_p_equivalence",
            text("{what}, p of equivalence", what=label),
            "probability",
            text("Smallest α at which two one-sided tests place {equivalent}.", equivalent=equivalent),
        ),
        Measure(
            f"{stem}_p_equivalence_adjusted",
            text("{what}, adjusted p of equivalence", what=label),
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
    )


def settled(stem: str, what: str, named: str, staying: str) -> Measure:
    """The base that would settle a gap, if what is `staying` stayed as it is."""
    return Measure(
        f"{stem}_base_to_settle",
        text("{what}: base that would settle {named}", what=what, named=named),
        "people",
        text(
            "People needed in this audience, {staying} and the ratio of bases staying as they are, for {named} to be called over, under or aligned.",
            staying=staying,
            named=named,
        ),
    )
