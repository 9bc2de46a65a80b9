"""The measures of segments beside each other: whether they differ, what is left once they are pooled, and who is closest."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.glossary.measure import ASKS, Ask, Measure, Unit
from gapsurvey.language import Text, text

__all__ = ["SEGMENTS"]

HETEROGENEITY = "Cochran 1954; of shares with Agresti & Caffo 2000, of means with Welch 1951"
PARTIAL = "Normal–normal model; restricted likelihood over a grid of τ"
SHARES = "; interval of a pooled share: Wilson 1927, on the base that would tell as much of it"


def _pooled(ask: Ask) -> Iterator[Measure]:
    """What pooling makes of each of a question's gaps."""
    units: tuple[tuple[str, str, Unit], ...] = (
        ("gap", "gap", "pp"),
        ("estimate_gap", "calibration error", "pp"),
        ("theta", "θ", "theta"),
        ("rank_gap", "rank gap", "number"),
        ("allocation_gap", "gap in share of points", "pp"),
    )
    for name, label, unit in units:
        yield Measure(
            f"{ask.name}_{name}_pooled", text("{what}: {gap}, pooled", what=ask.noun, gap=label), unit,
            "The segment’s value moved towards that of all segments together: the further, the fewer people answered in it and "
            "the less segments differ. The other audience’s uncertainty is counted once.",
            PARTIAL + (SHARES if name in ("gap", "estimate_gap") else ""),
        )  # fmt: skip
        yield Measure(
            f"{ask.name}_{name}_tau", text("{what}: {gap}, spread of segments", what=ask.noun, gap=label), "distance" if unit == "pp" else unit,
            "τ, the standard deviation of what segments truly hold: mean of its posterior.",
            PARTIAL,
        )  # fmt: skip


def _apart(ask: Ask) -> Iterator[Measure]:
    """Whether the segments' own answers to a question differ."""
    for suffix, label in (
        ("", "{asked}"),
        ("_estimate", "{asked} (believed share)"),
        ("_mean", "{asked} (mean rating)"),
        ("_rank", "{asked} (mean rank)"),
        ("_allocation", "{asked} (share of points)"),
    ):
        yield from _tested(f"{ask.name}{suffix}", text(label, asked=ask.noun))


def _tested(stem: str, what: str | Text) -> Iterator[Measure]:
    """The test of whether segments differ in a measure."""
    yield Measure(
        f"{stem}_q",
        text("{what}: do segments differ? Q", what=what),
        "number",
        "Cochran’s Q of the segments’ own answers.",
        HETEROGENEITY,
    )
    yield Measure(
        f"{stem}_q_p",
        text("{what}: do segments differ? p", what=what),
        "probability",
        "p of no difference between segments, by Q.",
        HETEROGENEITY,
    )
    yield Measure(
        f"{stem}_q_p_adjusted", text("{what}: do segments differ? adjusted p", what=what), "probability",
        "The same after Benjamini–Hochberg correction over the features of one kind of answer and one segmentation.",
    )  # fmt: skip


SEGMENTS: tuple[Measure, ...] = (
    Measure(
        "distance",
        "Average distance from customers",
        "distance",
        "Mean over the compared features of the size of the pooled gap, whichever its sign; simulated from the pooled segments, "
        "so that a small segment is not called far off for its noise.",
    ),
    Measure(
        "distance_theta", "Average distance from customers", "theta", "The same for ratings: mean size of pooled θ − ½."
    ),
    Measure("distance_rank", "Average distance from customers", "number", "The same for rankings: mean size of the pooled rank gap."),
    Measure(
        "closest",
        "Chance of reading customers best",
        "probability",
        "Share of draws in which this segment’s average distance from customers is the smallest.",
    ),
    *(measure for ask in ASKS.values() for measure in (*_apart(ask), *_pooled(ask))),
    *_tested("want_and_pay", "Want it and would pay"),
    *_tested("take", "Take rate"),
)  # fmt: skip
