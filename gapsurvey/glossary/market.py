"""The measures of competitors' offers, held against the study's own."""

from __future__ import annotations

from gapsurvey.glossary.measure import NEWCOMBE, Measure

__all__ = ["MARKET"]

_TURF = "Miaoulis, Free & Parsons 1990 (TURF)"
_PAIRED = "Bonett & Price 2012, Journal of Educational and Behavioral Statistics 37:479–488"

MARKET: tuple[Measure, ...] = (
    Measure("market_price", "Its price", "money", "The competitor’s price, as the study gives it."),
    Measure(
        "market_any",
        "Want something it has",
        "share",
        "Share of customers who want at least one thing that the competitor’s offer has, whatever it costs: its reach. Wilson interval.",
        _TURF,
    ),
    Measure(
        "market_all",
        "Want all it has",
        "share",
        "Share of customers who want everything that the competitor’s offer has, of what this study asked about. Wilson interval.",
    ),
    Measure(
        "market_ours_only",
        "Want ours, nothing of theirs",
        "share",
        "Share of customers who want our offer and nothing that the competitor’s has. Our offer is one version, or, where none is named, all that are held against this competitor: to want one of them is enough. Wilson interval.",
        _TURF,
    ),
    Measure(
        "market_both",
        "Want ours and theirs",
        "share",
        "Share of customers who want our offer and something that the competitor’s has. Wilson interval.",
        _TURF,
    ),
    Measure(
        "market_theirs_only",
        "Want theirs, not ours",
        "share",
        "Share of customers who want something that the competitor’s offer has and not ours. Wilson interval.",
        _TURF,
    ),
    Measure(
        "market_lead",
        "Ours reaches more by",
        "pp",
        "Share of customers who want our offer, less the share who want something that the competitor’s has; the same people answered about both. Adjusted interval of a paired difference.",
        _PAIRED,
    ),
    Measure(
        "market_pay",
        "Would pay its price",
        "share",
        "Share who would pay at least the competitor’s price for this one thing that it has; of believers, the share who say that customers would. Wilson interval.",
    ),
    Measure(
        "market_pay_gap",
        "Would pay its price: gap",
        "pp",
        "Believers who say that customers would pay the competitor’s price, less customers who would. Newcombe interval.",
        NEWCOMBE,
    ),
)
