"""The measures of kinds of customers, found by what they want together."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.glossary.measure import ASKS, NEWCOMBE, Measure
from gapsurvey.language import Text, text

__all__ = ["ARCHETYPES", "profiled"]

_GOODMAN = "Goodman 1974, Biometrika 61:215–231"


def _profile(name: str, label: str | Text, yes: str | Text) -> Iterator[Measure]:
    """What a kind answers, and the gap of belief to it. yes: the answers that count."""
    yield Measure(
        f"kind_{name}",
        text("{what}, by kind", what=label),
        "share",
        text(
            "Share of this kind of customers {yes}. Wilson 95% interval on an effective base that allows for who belongs to the kind being uncertain.",
            yes=yes,
        ),
        _GOODMAN,
    )
    yield Measure(
        f"kind_{name}_gap",
        text("{what}: gap by kind", what=label),
        "pp",
        "Belief about all customers − what this kind of them answers, in percentage points. Positive: the believers overestimate this kind. Newcombe interval on the same effective base.",
        NEWCOMBE,
    )


ARCHETYPES: tuple[Measure, ...] = (
    Measure(
        "kind_share",
        "Share of customers",
        "share",
        "Share of customers who are of this kind, in a latent class model of their answers. Wilson 95% interval on an effective base that allows for who belongs to the kind being uncertain.",
        _GOODMAN,
    ),
    *(
        measure
        for ask in (ASKS["want"], ASKS["need"])
        for measure in (
            *_profile(ask.name, ask.noun, text("whose answer is yes to “{asked}”", asked=ask.noun.lower())),
            *_profile(
                f"{ask.name}_top2", text("{what}: top-2-box", what=ask.noun), "who chose one of the scale’s two highest points"
            ),
        )
    ),
    Measure(
        "kinds_bic",
        "BIC",
        "number",
        "Bayesian information criterion of the model with so many kinds: how badly it fits, and a price for every number fitted. Lower is better.",
        "Schwarz 1978",
    ),
    Measure("kinds_smallest", "Smallest kind", "people", "Customers expected in the smallest kind, on the effective base."),
    Measure(
        "kinds_separation",
        "Separation",
        "number",
        "Entropy R²: how certain it is who belongs to which kind, from 0 (no better than chance) to 1.",
        "Ramaswamy, DeSarbo, Reibstein & Robinson 1993, Marketing Science 12:103–124",
    ),
)


def profiled(measure: str) -> str:
    """What a kind's profile is of, in the spoken language: the label of its measure without the words "by kind"."""
    asks, _, box = measure.removeprefix("kind_").partition("_")
    return str(text("{what}: top-2-box", what=ASKS[asks].noun)) if box else ASKS[asks].label
