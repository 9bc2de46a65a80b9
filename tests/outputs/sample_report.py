"""A whole Report made by hand, so that renderers are tested without an analysis: the story of the sample study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from gapsurvey.report import Beside, Estimate, Offer, Provenance, Range, Report, Source, Table, Verbatims, Verdict
from gapsurvey.study import Study
from tests.outputs.sample_estimates import (
    CUSTOMERS,
    EMPLOYEES,
    FEATURES,
    FUNCTIONS,
    REGIONS,
    believer_estimates,
    gap,
    gap_estimates,
    kind_estimates,
    lead_estimates,
    level_estimates,
    market_estimates,
    place_estimates,
    segment_table,
    share,
    version_estimates,
    wave_estimates,
)
from tests.outputs.sample_prices import (
    certainty_estimates,
    choice_estimates,
    covariate_estimates,
    decision_estimates,
    demand_estimates,
    meter_estimates,
    offer_estimates,
    price_estimates,
    valuation_estimates,
    worth_estimates,
)

__all__ = ["empty_report", "hostile_report", "sample_report", "sample_study"]


def sample_study(**changes: Any) -> Study:
    """The study of the sample report; `changes` replace its top-level keys."""
    features = {
        name: {
            "label": label,
            **(
                {"price": price, "cost": {"launch": 2_400_000 if price == 49 else 300_000, "per_customer": price * 0.6}}
                if price
                else {}
            ),
        }
        for name, (label, _, _, price) in FEATURES.items()
    }
    data: dict[str, Any] = {
        "title": "Support hours",
        "question": "Should we launch 24×7 support?",
        "currency": "USD",
        "market": 12_000,
        "period": "month",
        "horizon": 36,
        "audiences": {
            "customers": {"role": "customer", "segments": {"Region": "Q2"}},
            "employees": {"role": "employee", "segments": {"Function": "Q1"}},
        },
        "features": features,
        "competitors": {
            "northdesk": {"label": "Northdesk", "features": ["support_24x7"], "price": 59},
            "halden": {"label": "Halden", "features": ["support_12x5", "chat"], "price": 29},
        },
        "questions": [
            {
                "asks": "want",
                "shape": "multi-select",
                "customers": "Q5",
                "employees": "Q4",
                "answers": {name: label for name, (label, *_) in FEATURES.items()},
            }
        ],
    }
    return Study(**{**data, **changes})


def verdicts() -> Iterator[Verdict]:
    words = {"support_24x7": "do not build as proposed", "support_12x5": "build", "support_critical": "ask more"}
    for name, (label, wants, believed, _) in FEATURES.items():
        money = name in words
        c, b = share(name, "want", "customers", wants, CUSTOMERS), share(name, "want", "employees", believed, EMPLOYEES)
        yield Verdict(
            name,
            label,
            "employees",
            gap(name, "want_gap", b, c).alignment,
            words.get(name, "no money verdict"),
            f"{believed:.0%} of employees say customers want {label}; {wants:.0%} of customers do.",
            value_at_stake=Range(1_830_000, 1_390_000, 2_240_000)
            if name == "support_24x7"
            else Range(0, 0, 610_000)
            if name == "support_12x5"
            else None,
            contribution=Range(-1_830_000, -2_230_000, -1_380_000)
            if name == "support_24x7"
            else Range(640_000, 240_000, 1_090_000)
            if money
            else None,
            probability={"support_24x7": 0.004, "support_12x5": 0.971, "support_critical": 0.71}.get(name),
            reasons=(f"It earns its cost back with a probability of {'less than 1%' if name == 'support_24x7' else '71%'}.",)
            if money
            else ("The study gives no price or no cost.",),
            assumptions=("Market: 12,000 customers; horizon: 36 months, undiscounted.",) if money else (),
        )


def provenance() -> Provenance:
    return Provenance(
        "2026-03-17",
        20_260_101,
        10_000,
        {"gapsurvey": "0.1.0", "numpy": "2.3.5", "python": "3.11"},
        (
            Source(
                "customers",
                "customers",
                "customer",
                "customers.xlsx",
                "9f" * 32,
                "qualtrics",
                447,
                CUSTOMERS,
                {"preview": 3, "incomplete": 24, "two quality flags": 8},
                ("IPAddress", "RecipientEmail"),
                {"speeder": 14, "straight-liner": 6},
                {"effective_base": 371.0, "design_effect": 1.11},
                ("Header of three rows.",),
            ),
            Source(
                "employees",
                "employees",
                "employee",
                "employees.csv",
                "a1" * 32,
                "google_forms",
                121,
                EMPLOYEES,
                {"duplicate": 3},
                ("Email Address",),
            ),
        ),
        beside=(Beside("design.csv", "d3" * 32),),
    )


def offers() -> Iterator[Offer]:
    """The features with a price, at three prices each; the draws of a take rate spread evenly around it."""
    levels = (0.025, 0.1, 0.5, 0.9, 0.975)
    for name, (_, _, _, price) in FEATURES.items():
        if price:
            takes = (0.30, 0.20, 0.10)
            spread = tuple(tuple(take * (0.8 + 0.4 * level) for level in levels) for take in takes)
            yield Offer(
                name, price, price * 0.6, 600_000.0, 12_000, 36, CUSTOMERS, (price * 0.5, price, price * 2), takes, levels, spread
            )


def verbatims(believers: Sequence[str]) -> Iterator[Verbatims]:
    """What was written to two open questions; too few customers answered the second."""
    rule = "Chosen by a rule, not by taste."
    texts = ("We sleep at night.", "Please fix the slow answers during the day first.", "=cheaper, than [name]?")
    yield Verbatims("customers", "What would it change?", "support_24x7", texts, 26, rule)
    for audience in believers:
        yield Verbatims(audience, "What would it change?", "support_24x7", (f"What {audience} wrote.",), None, rule)
    yield Verbatims("customers", "Anything else?", n=3, note="Fewer than 10 customers wrote something here.")


def sample_report(believers: Sequence[str] = ("employees",), **changes: Any) -> Report:
    """The sample report: 64% of employees say customers want 24×7 support, 21% do. `changes` replace its fields."""
    audiences = {"customers": {"role": "customer"}, **{name: {"role": "employee"} for name in believers}}
    fields: dict[str, Any] = {
        "study": sample_study(audiences=audiences),
        "answer": "64% of employees say customers want 24×7 support; 21% of customers do, and 7% want it and would pay $49 a "
        "month (95% interval 5–10%).",
        "instead": "Customers want 12×5, your time zone instead: 40% want it and would pay $19 a month (95% interval 35–45%).",
        "verdicts": tuple(verdicts()),
        "tables": (
            Table(
                "gap",
                "dumbbell",
                "Belief and customers’ answers",
                tuple(gap_estimates(believers)),
                ("A yes/no gap is a share gap, not a calibration error.",),
            ),
            *(Table("order", "order", "What comes first", tuple(place_estimates(audience))) for audience in believers),
            Table("lead", "lead", "What is really ahead", tuple(lead_estimates(believers))),
            Table("distribution", "distribution", "How the ratings spread", tuple(level_estimates())),
            Table("believers", "believers", "Believers against each other", tuple(believer_estimates(believers))),
            Table(
                "demand",
                "curves",
                "Demand and revenue",
                tuple(demand_estimates()),
                ("4 customers wanted it and named no price.",),
            ),
            Table("price", "prices", "Prices", tuple(price_estimates())),
            Table("conjoint", "choices", "What choices say it is worth", tuple(choice_estimates())),
            Table("conjoint", "choices", "Who would take which offer", tuple(offer_estimates()), by="Offer"),
            Table("cross_method", "worths", "Every method", tuple(worth_estimates())),
            Table("valuation", "valuation", "What it is worth", tuple(valuation_estimates())),
            Table("covariates", "covariates", "By region", tuple(covariate_estimates()), of="customers", by="Region"),
            Table("certainty", "certainty", "Only the certain", tuple(certainty_estimates())),
            Table("van-westendorp", "four-prices", "Acceptable prices", tuple(meter_estimates())),
            segment_table("employees", "Function", FUNCTIONS, 0.06),
            segment_table("customers", "Region", REGIONS, 0.08),
            Table("versions", "versions", "Versions", tuple(version_estimates()), of="customers", by="Set of versions"),
            Table(
                "market",
                "market",
                "What is on the market",
                tuple(market_estimates()),
                ("Northdesk, $59 a month: 24×7 support.",),
                by="Competitor",
                lead="At Northdesk’s $59 a month, 3% of customers would still pay for 24×7 support.",
            ),
            Table("archetypes", "kinds", "Kinds of customers", tuple(kind_estimates(believers)), of="customers", by="Kind"),
            Table(
                "delivery",
                "bars",
                "Can we deliver it?",
                (
                    Estimate("support_24x7", "deliver_mean", "employees", value=2.3, low=2.1, high=2.5, n=112),
                    Estimate("support_12x5", "deliver_mean", "employees", value=4.1, low=3.9, high=4.3, n=112),
                ),
            ),
            Table("decision", "decision", "Does it pay?", tuple(decision_estimates())),
            Table("waves", "waves", "What changed since 17 March 2025", tuple(wave_estimates())),
        ),
        "provenance": provenance(),
        "notes": ("Customers’ answers are weighted to the market’s regions.",),
        "offers": tuple(offers()),
        "verbatims": tuple(verbatims(believers)),
    }
    return Report(**{**fields, **changes})


def empty_report() -> Report:
    """A study that nobody has answered."""
    return sample_report(
        answer="Nobody has answered yet.",
        instead="",
        verdicts=(),
        tables=(),
        provenance=Provenance("", 0, 1000, {}, ()),
        notes=(),
        offers=(),
        verbatims=(),
    )


HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>${7*7}%{x} {{7*7}}</b></script>\u2028"


def hostile_report() -> Report:
    """The sample report with a text that attacks HTML, Plotly and templates wherever a survey's text can stand."""
    plain = sample_report()
    study = sample_study(
        title=HOSTILE,
        question=HOSTILE,
        audiences={
            "customers": {"role": "customer", "label": "C" + HOSTILE},
            "employees": {"role": "employee", "label": "E" + HOSTILE},
        },
        features={
            name: {"label": f"{i} {HOSTILE}", "price": price} if price else {"label": f"{i} {HOSTILE}"}
            for i, (name, (_, _, _, price)) in enumerate(FEATURES.items())
        },
        competitors={"rival": {"label": HOSTILE, "features": ["support_24x7"], "price": 49, "note": HOSTILE, "source": HOSTILE}},
    )
    tables = [
        Table(
            t.method,
            t.view,
            HOSTILE,
            tuple(rename(e, HOSTILE) for e in t.estimates),
            (HOSTILE,),
            t.of,
            HOSTILE if t.by else "",
            HOSTILE if t.by else "",
        )
        for t in plain.tables
    ]
    sources = tuple(
        Source(
            s.audience,
            HOSTILE,
            s.role,
            HOSTILE,
            s.sha256,
            HOSTILE,
            s.records,
            s.kept,
            {HOSTILE: 1},
            (HOSTILE,),
            {HOSTILE: 1},
            {},
            (HOSTILE,),
        )
        for s in plain.provenance.sources
    )
    return Report(
        study,
        HOSTILE,
        HOSTILE,
        tuple(
            Verdict(v.feature, HOSTILE, v.believers, v.alignment, v.verdict, HOSTILE, reasons=(HOSTILE,), assumptions=(HOSTILE,))
            for v in plain.verdicts
        ),
        tuple(tables),
        Provenance("2026-03-17", 1, 1000, {}, sources, beside=(Beside(HOSTILE, "d3" * 32),)),
        (HOSTILE,),
        plain.offers,
        verbatims=tuple(replace(v, question=HOSTILE, texts=(HOSTILE,) if v.texts else (), note=HOSTILE) for v in plain.verbatims),
    )


def rename(estimate: Estimate, text: str) -> Estimate:
    """The same estimate, its segment under a hostile name that is still its own."""
    return replace(estimate, segment=f"{estimate.segment} {text}" if estimate.segment else "")
