"""The estimates of the sample report that are about prices and money, as short as the others."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.report import Estimate
from tests.outputs.sample_estimates import CUSTOMERS, EMPLOYEES, FEATURES, LADDER, REGIONS, share


def demand_estimates() -> Iterator[Estimate]:
    for name, (_, wants, believed, price) in FEATURES.items():
        if price is None:
            continue
        for audience, start, n in (("customers", wants * 1.3, CUSTOMERS), ("employees", believed * 1.2, EMPLOYEES)):
            for at in LADDER:
                p = max(0.0, min(0.95, start * (1 - at / 80)))
                e = share(name, "take", audience, p, n, at=at)
                yield e
                yield Estimate(
                    name,
                    "revenue",
                    audience,
                    at=at,
                    value=100 * at * p,
                    low=100 * at * (e.low or 0),
                    high=100 * at * (e.high or 0),
                    n=n,
                )
        for at in LADDER:
            p = wants * 0.33 if at == 49 else wants * (1 - at / 73)
            yield share(name, "want_and_pay", "customers", p, CUSTOMERS, at=at)
            yield Estimate(
                name, "take_gap", "employees", "customers", at=at, value=0.2, low=0.1, high=0.3, n=EMPLOYEES, alignment="over"
            )
        yield Estimate(name, "elasticity", "customers", at=29.0, value=-1.2, n=CUSTOMERS)


def price_estimates() -> Iterator[Estimate]:
    for name, (_, _, _, price) in FEATURES.items():
        if price is None:
            continue
        for audience, mean in (("customers", price * 0.42), ("employees", price * 0.71)):
            n = CUSTOMERS if audience == "customers" else EMPLOYEES
            yield Estimate(name, "mean_price", audience, value=mean, low=mean - 2.1, high=mean + 2.3, n=n)
            yield Estimate(name, "optimal_price", audience, value=29 if audience == "customers" else 49, low=19, high=49, n=n)
            for at, chance in zip(
                LADDER, (0.0, 0.21, 0.68, 0.11, 0.0) if audience == "customers" else (0.0, 0.02, 0.2, 0.7, 0.08), strict=True
            ):
                yield Estimate(name, "optimal_price_probability", audience, at=at, value=chance, n=n)
        yield Estimate(
            name, "mean_price_gap", "employees", "customers", value=price * 0.29, low=price * 0.2, high=price * 0.38, n=EMPLOYEES
        )
        yield Estimate(name, "optimal_price_gap", "employees", "customers", value=20, low=0, high=30, n=EMPLOYEES)


def choice_estimates() -> Iterator[Estimate]:
    for name, (_, _, _, price) in FEATURES.items():
        if price is None:
            continue
        for audience, worth, n in (("customers", price * 0.6, CUSTOMERS), ("employees", price * 1.1, EMPLOYEES)):
            yield Estimate(name, "choice_worth", audience, value=worth, low=worth - 4, high=worth + 5, n=n)
            yield Estimate(name, "choice_utility", audience, value=worth / 20, low=worth / 25, high=worth / 16, n=n)
        over = price * 0.5
        yield Estimate(
            name, "choice_worth_gap", "employees", "customers", value=over, low=over - 6, high=over + 7, alignment="over"
        )


def offer_estimates() -> Iterator[Estimate]:
    for offer, at, taken, believed in (
        ("Ours", 49.0, 0.22, 0.48),
        ("Rival", 39.0, 0.41, 0.32),
        ("None of them", None, 0.37, 0.2),
    ):
        for audience, p, n in (("customers", taken, CUSTOMERS), ("employees", believed, EMPLOYEES)):
            yield share("", "choice_share", audience, p, n, segment=offer, at=at)


def worth_estimates() -> Iterator[Estimate]:
    yield from (e for e in price_estimates() if e.measure in ("mean_price", "optimal_price"))
    yield from (e for e in choice_estimates() if e.measure == "choice_worth")


def decision_estimates() -> Iterator[Estimate]:
    for name, value, p, believed in (
        ("support_24x7", -1_830_000, 0.004, 2_100_000),
        ("support_12x5", 640_000, 0.971, 80_000),
        ("support_critical", 220_000, 0.71, 180_000),
    ):
        yield Estimate(name, "contribution", "customers", value=value, low=value - 400_000, high=value + 450_000, n=CUSTOMERS)
        yield Estimate(name, "contribution_probability", "customers", value=p, n=CUSTOMERS)
        yield Estimate(
            name,
            "contribution_believed",
            "employees",
            value=believed,
            low=believed - 500_000,
            high=believed + 500_000,
            n=EMPLOYEES,
            flag="belief_as_take_rate",
        )
        yield Estimate(name, "break_even_take", value=0.284 if name == "support_24x7" else 0.1)
    yield Estimate(
        "support_24x7", "value_at_stake", "employees", value=1_830_000, low=1_390_000, high=2_240_000, flag="belief_as_take_rate"
    )
    yield Estimate("support_12x5", "value_at_stake", "employees", value=0, low=0, high=610_000, flag="belief_as_take_rate")


def meter_estimates() -> Iterator[Estimate]:
    for audience, middle, n in (("customers", 30.0, CUSTOMERS), ("employees", 42.0, EMPLOYEES)):
        points = {"pmc": middle * 0.6, "opp": middle * 0.9, "idp": middle, "pme": middle * 1.4}
        at = sorted({*(15.0 * i for i in range(7)), *points.values()})
        for name, half in (("too_cheap", 0.5), ("cheap", 0.8), ("expensive", 1.2), ("too_expensive", 1.7)):
            for x in at:
                p = 1 / (1 + (x / (half * middle)) ** 4)
                yield share("chat", f"psm_{name}", audience, p if "cheap" in name else 1 - p, n, at=x)
        for name, x in points.items():
            yield Estimate("chat", f"psm_{name}", audience, value=x, low=x - 2, high=x + 2, n=n)
        for x in at:
            reach = 0.4 * max(0.0, 1 - abs(x / middle - 1))
            yield share("chat", "nms_reach", audience, reach, n, at=x)
            yield Estimate("chat", "nms_revenue", audience, at=x, value=100 * x * reach, n=n)
        yield Estimate("chat", "nms_revenue_price", audience, value=middle, low=middle - 4, high=middle + 4, n=n)
    for name, x in (("pmc", 7.2), ("opp", 10.8), ("idp", 12.0), ("pme", 16.8)):
        yield Estimate("chat", f"psm_{name}_gap", "employees", "customers", value=x, low=x - 3, high=x + 3, n=EMPLOYEES)


def certainty_estimates() -> Iterator[Estimate]:
    for level in range(11):
        yield share("chat", "take_certainty_level", "customers", 0.34 - 0.03 * level, CUSTOMERS, at=float(level))


def covariate_estimates() -> Iterator[Estimate]:
    for i, region in enumerate(REGIONS):
        middle = 24.0 + 6 * i
        yield Estimate("chat", "wtp_segment_median", "customers", segment=region, value=middle, low=middle - 4, high=middle + 5,
                       n=CUSTOMERS // len(REGIONS))  # fmt: skip
    yield Estimate("chat", "wtp_segment_p", "customers", value=0.013, n=CUSTOMERS)


def valuation_estimates() -> Iterator[Estimate]:
    for audience, middle, n in (("customers", 30.0, CUSTOMERS), ("employees", 42.0, EMPLOYEES)):
        for x in LADDER:
            p = 1 / (1 + (x / middle) ** 2)
            yield share("chat", "wtp_share", audience, p, n, at=x)
            yield Estimate("chat", "wtp_revenue", audience, at=x, value=100 * x * p, n=n)
        for i in range(8):
            yield share("chat", "wtp_fitted", audience, 1 / (1 + (9 * i / middle) ** 2), n, at=9.0 * i)
        for name, x in (("median", middle), ("mean", 1.1 * middle), ("lower_mean", 0.8 * middle)):
            yield Estimate("chat", f"wtp_{name}", audience, value=x, low=x - 3, high=x + 3, n=n)
    yield Estimate("chat", "wtp_median_gap", "employees", "customers", value=12, low=8, high=16, n=EMPLOYEES, alignment="over")
