"""Our side of what is timed within a process: `python -m tests.benchmarks.ours NAME FOLDER`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from gapsurvey.outputs import workbook
from gapsurvey.privacy import published
from gapsurvey.stats import Floats
from gapsurvey.stats.choice import multinomial_logit, stacked
from gapsurvey.stats.pricing.families import FAMILIES
from gapsurvey.stats.pricing.four_prices import POINTS, placed, sound
from gapsurvey.stats.pricing.four_prices import four_prices as four_curves
from gapsurvey.stats.pricing.interval_fit import fit
from gapsurvey.stats.pricing.purchase_intent import trial
from gapsurvey.stats.pricing.turnbull import support, turnbull_draws
from gapsurvey.stats.pricing.turnbull import turnbull as curve_of
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream
from tests.benchmarks import invented, many_features
from tests.benchmarks.invented import DRAWS, PRICES, RUNGS
from tests.benchmarks.large_report import large_report
from tests.benchmarks.timed import Prepared, told

__all__ = ["WORKS"]


def choice(_: Path) -> Callable[[], Floats]:
    """The logit's coefficients."""
    described, chosen = invented.choices()
    people = np.arange(1000)
    ones = np.ones(len(people))
    tasks = stacked(described, chosen, np.repeat(people, 10), ones, ones, ones.astype(np.int64))
    return lambda: multinomial_logit(tasks).coefficients


def four_prices(decimals: int) -> Prepared:
    """The four points, both ranges, reach and revenue, from answers as they are coded."""

    def prepared(_: Path) -> Callable[[], None]:
        values = invented.four_prices(decimals)
        columns = [np.unique(column, return_inverse=True) for column in values.T]
        levels, codes = [known for known, _ in columns], np.stack([place for _, place in columns], axis=1).astype(np.int32)
        chances = np.random.default_rng(5).choice([0.0, 0.1, 0.3, 0.5, 0.7], (2, len(values)))
        ones = np.ones(len(values))

        def work() -> None:
            grid, at = placed(levels, codes)
            kept = sound(at)
            prices = four_curves(grid, at[:, kept], ones[kept], ones[kept])
            for point in POINTS:
                prices.point(point)
            curve = trial(prices, *chances[:, kept])
            assert curve.reach_price.value < prices.grid[-1]
            assert curve.revenue_price < prices.grid[-1]

        return work

    return prepared


def _counted(lower: Floats, upper: Floats) -> tuple[Floats, Floats, Floats]:
    """Each interval once, with how many people's it is."""
    (low, high), place = np.unique(np.stack([lower, upper]), axis=1, return_inverse=True)
    return low, high, np.bincount(place.ravel()).astype(float)


def two_bids(_: Path) -> Callable[[], None]:
    """A log-logistic of what two bids tell, from every person's interval on."""
    lower, upper = invented.two_bids()

    def work() -> None:
        low, high, people = _counted(lower, upper)
        assert fit(FAMILIES["log-logistic"], low, high, people, people).sound

    return work


def turnbull(bids: int) -> Prepared:
    """Resamples of Turnbull's curve."""

    def prepared(_: Path) -> Callable[[], None]:
        low, high, people = _counted(*invented.bids(bids))
        found = support(low, high)

        def work() -> None:
            turnbull_draws(found, curve_of(found, people), people, people, DRAWS, stream(1, "turnbull"))

        return work

    return prepared


def ladders(people: int) -> Prepared:
    """The best price of each resample of each ladder, of so many people; chances alike."""

    def prepared(_: Path) -> Callable[[], None]:
        rungs = invented.ladders()
        counts = [np.bincount(ladder, minlength=RUNGS + 1) * (people / len(ladder)) for ladder in rungs]
        levels = np.append(0.0, PRICES)

        def work() -> None:
            for i, ladder in enumerate(counts):
                shares = dirichlet_shares(ladder, float(people), DRAWS, stream(1, str(i)))
                np.argmax(PRICES * share_at_least(shares, levels, PRICES), axis=1)

        return work

    return prepared


def segments(respondents: int) -> Prepared:
    """Every gap of 1,000 features in 20 segments."""

    def prepared(_: Path) -> Callable[[], None]:
        study = many_features.study()
        public = published(many_features.tallies(respondents), study)

        def work() -> None:
            many_features.statistics(public, study)

        return work

    return prepared


def report_workbook(folder: Path) -> Callable[[], None]:
    """A report as a workbook; the other side writes the cells that it finds in this one, report.xlsx."""
    report = large_report()
    (folder / "report.xlsx").write_bytes(workbook.render(report))

    def work() -> None:
        workbook.render(report)

    return work


WORKS: dict[str, Prepared] = {
    "choice": choice,
    "four whole prices": four_prices(0),
    "four prices": four_prices(10),
    "two bids": two_bids,
    "turnbull, one bid": turnbull(1),
    "turnbull, two bids": turnbull(2),
    "ladders": ladders(1_000),
    "ladders of many": ladders(1_000_000),
    "segments": segments(1_000),
    "segments of many": segments(1_000_000),
    "workbook": report_workbook,
}

if __name__ == "__main__":
    told(WORKS)
