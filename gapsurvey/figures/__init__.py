"""How a table is drawn: one file per view, each giving Plotly figures as plain data. A new view is one file and one line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.figures.bars import bars
from gapsurvey.figures.believers import believers
from gapsurvey.figures.certainty import certainties
from gapsurvey.figures.chart import COLOURS, LAYOUT, Figure, View
from gapsurvey.figures.choices import choices
from gapsurvey.figures.covariates import covariates
from gapsurvey.figures.curves import curves
from gapsurvey.figures.decision import decisions
from gapsurvey.figures.distribution import distributions
from gapsurvey.figures.dumbbell import dumbbells
from gapsurvey.figures.four_prices import four_prices
from gapsurvey.figures.kinds import kinds
from gapsurvey.figures.lead import leads
from gapsurvey.figures.market import market
from gapsurvey.figures.order import orders
from gapsurvey.figures.prices import prices
from gapsurvey.figures.segments import segments
from gapsurvey.figures.valuation import valuations
from gapsurvey.figures.versions import versions
from gapsurvey.figures.waves import waves
from gapsurvey.figures.worths import worths

__all__ = ["COLOURS", "LAYOUT", "VIEWS", "Figure", "View"]

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        view.name: view
        for view in (
            View("dumbbell", dumbbells),
            View("believers", believers),
            View("order", orders),
            View("lead", leads),
            View("distribution", distributions),
            View("curves", curves),
            View("prices", prices),
            View("four-prices", four_prices),
            View("valuation", valuations),
            View("covariates", covariates),
            View("certainty", certainties),
            View("segments", segments),
            View("bars", bars),
            View("choices", choices),
            View("worths", worths),
            View("decision", decisions),
            View("waves", waves),
            View("kinds", kinds),
            View("versions", versions),
            View("market", market),
            View("numbers", lambda table, report: []),  # says what it has to say in its table alone
        )
    }
)
