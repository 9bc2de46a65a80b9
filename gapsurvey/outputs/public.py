"""One page for customers, "you told us, we listened": their own answers, and nothing that anybody else said."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from gapsurvey.glossary import ASKS
from gapsurvey.phrasing import titled
from gapsurvey.report import Estimate, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Bar", "Page", "page", "render"]

MOST_BARS = 10
FEWEST = 30  # answers that a published share rests on, whatever the study's own lines are


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that customers were asked about: its label, the share who want it, 0–1, and the interval's ends."""

    label: str
    share: float
    low: float
    high: float

    @property
    def reach(self) -> int:
        """How far the interval reaches from the share, in whole percentage points."""
        return ceil(100 * max(self.share - self.low, self.high - self.share) - 1e-9)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page says, and in which language: who answered, when, what they want, and what follows from it.

    about: what was asked, as the question names it; next_up: labels of what the answers support building.
    """

    lang: str
    title: str
    customers: str
    answered: int
    date: str
    about: str
    bars: tuple[Bar, ...]
    next_up: tuple[str, ...]


def page(report: Report) -> Page:
    """The page's content: customers' shares of the first thing asked about most features, the most wanted first."""
    study = report.study
    asked = {ask: tuple(_wanted(report, ask)) for ask in ASKS if ask not in ("pay", "deliver", "sell")}
    ask = max(asked, key=lambda name: len(asked[name]))
    bars = sorted(
        (Bar(titled(study.features[e.feature].label), e.value or 0.0, e.low or 0.0, 1.0 if e.high is None else e.high)
         for e in asked[ask]),
        key=lambda bar: -bar.share,
    )  # fmt: skip
    known = {source.audience: source for source in report.provenance.sources}
    kept = known[study.customers].kept if study.customers in known else 0
    return Page(
        lang=study.lang,
        title=study.title,
        customers=study.label(study.customers),
        answered=kept,
        date=report.provenance.date,
        about=ASKS[ask].label.lower(),
        bars=tuple(bars[:MOST_BARS]),
        next_up=tuple(titled(v.label) for v in report.verdicts if v.verdict == "build"),
    )


def _wanted(report: Report, ask: str) -> Iterator[Estimate]:
    """Customers' own shares for one thing asked, of bases that carry a figure."""
    seen: set[str] = set()
    for table in report.tables_of("gap"):
        for measure in (ask, f"{ask}_top2"):
            for e in table.pick(measure=measure, audience=report.study.customers, segment="", at=None):
                if e.feature not in seen and e.value is not None and (e.n or 0) >= FEWEST:
                    seen.add(e.feature)
                    yield e


def render(report: Report) -> bytes:
    """`public.html`: the same bytes for equal reports."""
    from gapsurvey.outputs.html import environment, style

    text = environment().get_template("public.html.j2").render(page=page(report), style=style())
    return text.encode("utf-8")
