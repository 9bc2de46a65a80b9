"""The estimates of the sample report, by formulas short enough to check by eye; a renderer does not mind where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from typing import Any

from gapsurvey.report import Alignment, Estimate, Table

CUSTOMERS, EMPLOYEES = 412, 118
# id: label, customers who want it, believers who say customers want it, price
FEATURES: dict[str, tuple[str, float, float, float | None]] = {
    "support_24x7": ("24×7 support", 0.21, 0.64, 49),
    "support_12x5": ("12×5, your time zone", 0.58, 0.31, 19),
    "support_critical": ("24×7 for critical issues only", 0.44, 0.39, 29),
    "named_engineer": ("Named engineer", 0.33, 0.47, None),
    "onsite": ("On-site visits", 0.07, 0.25, None),
    "chat": ("Chat support", 0.52, 0.50, None),
    "community": ("Community forum", 0.29, 0.12, None),
    "training": ("Training vouchers", 0.18, 0.22, None),
}
LADDER = (9.0, 19.0, 29.0, 49.0, 69.0)
REGIONS = ("EMEA", "Americas", "APAC")
FUNCTIONS = ("Sales", "Support", "Product", "Marketing", "Finance")
Z = 1.959963985


def wilson(p: float, n: float) -> tuple[float, float]:
    centre, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, (centre - half) / (1 + Z * Z / n)), min(1.0, (centre + half) / (1 + Z * Z / n))


def newcombe(p: float, n: float, q: float, m: float) -> tuple[float, float]:
    (pl, pu), (ql, qu) = wilson(p, n), wilson(q, m)
    return p - q - sqrt((p - pl) ** 2 + (qu - q) ** 2), p - q + sqrt((pu - p) ** 2 + (q - ql) ** 2)


def share(feature: str, measure: str, audience: str, p: float, n: int, **more: Any) -> Estimate:
    low, high = wilson(p, n)
    return Estimate(
        feature, measure, audience, value=p, low=low, high=high, n=n, n_weighted=float(n), n_effective=n * 0.9, **more
    )


def alignment(low: float, high: float) -> Alignment:
    return "over" if low > 0 else "under" if high < 0 else "aligned" if low > -0.1 and high < 0.1 else "inconclusive"


def gap(feature: str, measure: str, b: Estimate, c: Estimate, **more: Any) -> Estimate:
    assert b.value is not None
    assert c.value is not None
    low, high = newcombe(b.value, b.n or 1, c.value, c.n or 1)
    return Estimate(
        feature,
        measure,
        b.audience,
        c.audience,
        value=b.value - c.value,
        low=low,
        high=high,
        n=b.n,
        at=b.at,
        alignment=alignment(low, high),
        **more,
    )


def place_estimates(believers: str) -> Iterator[Estimate]:
    """Places by the shares above; the believers' are one off either way, the customers' certain but in the middle."""
    wants = sorted(FEATURES, key=lambda name: -FEATURES[name][1])
    believed = sorted(FEATURES, key=lambda name: -FEATURES[name][2])
    for name in believed:
        ours, theirs = believed.index(name) + 1, wants.index(name) + 1
        spread = 1 if 3 <= theirs <= 5 else 0
        yield Estimate(name, "want_place", "customers", value=theirs, low=theirs - spread, high=theirs + spread, n=CUSTOMERS)
        yield Estimate(name, "want_place", believers, value=ours, low=max(ours - 1, 1), high=min(ours + 1, 8), n=EMPLOYEES)
        yield Estimate(name, "want_place_gap", believers, "customers", value=theirs - ours, n=EMPLOYEES)
    yield Estimate("support_24x7", "want_inversion_p", believers, "customers", value=0.001, than="chat")


def lead_estimates(believers: Sequence[str]) -> Iterator[Estimate]:
    """The leads over the next by the customers' shares above."""
    down = sorted(FEATURES, key=lambda name: -FEATURES[name][1])
    for name, after in pairwise(down):
        (_, wants, believed, _), (_, wants_less, believed_less, _) = FEATURES[name], FEATURES[after]
        for audience in ("customers", *believers):
            value = wants - wants_less if audience == "customers" else believed - believed_less
            yield Estimate(name, "want_lead", audience, value=value, low=value - 0.06, high=value + 0.06, n=EMPLOYEES, than=after)
            yield Estimate(name, "want_lead_p", audience, value=0.04, than=after)


def gap_estimates(believers: Sequence[str]) -> Iterator[Estimate]:
    for name, (_, wants, believed, _) in FEATURES.items():
        c = share(name, "want", "customers", wants, CUSTOMERS)
        yield c
        for k, audience in enumerate(believers):
            b = share(name, "want", audience, believed * (1 - 0.2 * k), EMPLOYEES // (k + 1))
            g = gap(name, "want_gap", b, c)
            yield b
            yield g
            for measure, value in (("p", 0.00004), ("p_adjusted", 0.0003), ("h", 0.91), ("ratio", believed / wants)):
                yield Estimate(name, f"want_gap_{measure}", audience, "customers", value=value, n=b.n)
            if g.alignment == "inconclusive":
                yield Estimate(name, "want_gap_base_to_settle", audience, "customers", value=431, n=b.n)
    for name, believed in (("support_24x7", 0.52), ("support_12x5", 0.41), ("support_critical", 0.45)):
        yield Estimate(name, "want_estimate", "employees", value=believed, low=believed - 0.05, high=believed + 0.05, n=EMPLOYEES)
        error = believed - FEATURES[name][1]
        low, high = error - 0.065, error + 0.062
        yield Estimate(
            name,
            "want_estimate_gap",
            "employees",
            "customers",
            value=error,
            low=low,
            high=high,
            n=EMPLOYEES,
            alignment=alignment(low, high),
        )
    for name, c_mean, b_mean, theta in (
        ("chat", 3.9, 3.8, 0.48),
        ("named_engineer", 2.9, 3.9, 0.71),
        ("community", 3.1, 2.5, 0.36),
    ):
        yield Estimate(name, "need_mean", "customers", value=c_mean, low=c_mean - 0.12, high=c_mean + 0.12, n=401)
        yield Estimate(name, "need_mean", "employees", value=b_mean, low=b_mean - 0.2, high=b_mean + 0.2, n=110)
        yield Estimate(
            name,
            "need_mean_gap",
            "employees",
            "customers",
            value=b_mean - c_mean,
            low=b_mean - c_mean - 0.23,
            high=b_mean - c_mean + 0.23,
            n=110,
        )
        yield Estimate(
            name,
            "need_theta",
            "employees",
            "customers",
            value=theta,
            low=theta - 0.06,
            high=theta + 0.05,
            n=110,
            alignment=alignment(theta - 0.56, theta - 0.45),
        )
        c2, b2 = (
            share(name, "need_top2", "customers", (c_mean - 1) / 4.5, 401),
            share(name, "need_top2", "employees", (b_mean - 1) / 4.5, 110),
        )
        yield from (c2, b2, gap(name, "need_top2_gap", b2, c2))


def version_estimates() -> Iterator[Estimate]:
    """First choices among three versions, and the sets of one and of all."""
    for name, p in (("support_24x7", 0.1), ("support_12x5", 0.3), ("support_critical", 0.5)):
        yield share(name, "first_choice", "customers", p, CUSTOMERS)
        yield share(name, "reach_only", "customers", p / 2, CUSTOMERS)
    for kind, p, chance in ((FEATURES["support_critical"][0], 0.41, 0.93), (FEATURES["support_12x5"][0], 0.38, 0.07)):
        yield share("", "set_reach", "customers", p, CUSTOMERS, segment=kind)
        yield Estimate("", "set_best", "customers", segment=kind, value=chance, n=CUSTOMERS)
    yield share("", "set_reach", "customers", 0.62, CUSTOMERS, segment="all 3 versions")
    yield Estimate("", "set_frequency", "customers", segment="all 3 versions", value=0.9, low=0.8, high=1.0, n=CUSTOMERS)


def market_estimates() -> Iterator[Estimate]:
    """Two competitors, one of which has a version of ours; who would pay the other's price."""
    for offer, asked, reach, everything in (("Northdesk", 59.0, 0.5, 0.1), ("Halden", 29.0, 0.7, 0.2)):
        yield Estimate("", "market_price", segment=offer, value=asked)
        yield share("", "market_any", "customers", reach, CUSTOMERS, segment=offer)
        yield share("", "market_all", "customers", everything, CUSTOMERS, segment=offer)
        for name in ("support_12x5", "support_critical", ""):
            for measure, p in (("market_ours_only", 0.2), ("market_both", 0.3), ("market_theirs_only", reach - 0.3)):
                yield share(name, measure, "customers", p, CUSTOMERS, segment=offer)
            lead = 0.5 - reach
            yield Estimate(
                name, "market_lead", "customers", segment=offer, value=lead, low=lead - 0.06, high=lead + 0.06, n=CUSTOMERS
            )
    place: dict[str, Any] = {"segment": "Northdesk", "at": 59.0}
    answer = share("support_24x7", "market_pay", "customers", 0.03, CUSTOMERS, **place)
    belief = share("support_24x7", "market_pay", "employees", 0.37, EMPLOYEES, **place)
    yield from (answer, belief, gap("support_24x7", "market_pay_gap", belief, answer, segment="Northdesk"))


def kind_estimates(believers: Sequence[str]) -> Iterator[Estimate]:
    """Two kinds of customers, the first three features, and every belief against each."""
    names = {f"A: want {FEATURES['support_12x5'][0]}, not {FEATURES['support_24x7'][0]}": 0.7, "B: more often want it": 0.3}
    for k, (kind, size) in enumerate(names.items()):
        yield share("", "kind_share", "customers", size, CUSTOMERS, segment=kind)
        for name, (_, wants, believed, _) in [*FEATURES.items()][:3]:
            c = share(name, "kind_want", "customers", wants * (0.8 + 0.4 * k), round(size * CUSTOMERS), segment=kind)
            yield c
            for audience in believers:
                yield gap(name, "kind_want_gap", share(name, "want", audience, believed, EMPLOYEES), c, segment=kind)


def level_estimates() -> Iterator[Estimate]:
    for name, c, b in (
        ("chat", (0.04, 0.08, 0.18, 0.34, 0.36), (0.05, 0.09, 0.2, 0.33, 0.33)),
        ("named_engineer", (0.18, 0.22, 0.24, 0.22, 0.14), (0.03, 0.08, 0.2, 0.34, 0.35)),
        ("community", (0.13, 0.18, 0.27, 0.25, 0.17), (0.25, 0.28, 0.24, 0.15, 0.08)),
    ):
        for audience, n, levels in (("customers", 401, c), ("employees", 110, b)):
            for k, p in enumerate(levels):
                yield share(name, "need_level", audience, p, n, at=float(k + 1))


def segment_table(of: str, by: str, cells: Sequence[str], step: float) -> Table:
    estimates = []
    for name, (_, wants, believed, price) in FEATURES.items():
        for k, cell in enumerate(cells):
            p = (believed if of == "employees" else wants) + step * (k - len(cells) / 2)
            mine = share(name, "want", of, min(0.95, max(0.05, p)), 24 if of == "employees" else 137, segment=cell)
            other = share(
                name, "want", "customers" if of == "employees" else "employees", wants if of == "employees" else believed, 412
            )
            b, c = (mine, other) if of == "employees" else (other, mine)
            raw = gap(name, "want_gap", b, c, segment=cell)
            estimates += [mine, raw, pooled(raw)]
            if price and of == "customers":
                estimates.append(share(name, "want_and_pay", of, wants * 0.2 * (k + 1), 137, at=price, segment=cell))
        flag = "told_apart" if name == "chat" else ""
        estimates.append(Estimate(name, "want_q_p_adjusted", of, value=0.012 if flag else 0.4, flag=flag))
    return Table(
        "segments",
        "segments",
        f"Gaps by {by.lower()} of {of}",
        (*(ranking(cells) if of == "employees" else ()), *estimates),
        ("1 small group is not shown, so that nobody’s answers can be read off.",) if of == "employees" else (),
        of,
        by,
        f"{cells[0]} reads customers best." if of == "employees" else "",
    )


def pooled(raw: Estimate) -> Estimate:
    assert raw.value is not None
    assert raw.low is not None
    assert raw.high is not None
    value, low, high = 0.9 * raw.value, 0.9 * raw.value - 0.08, 0.9 * raw.value + 0.08
    return replace(raw, measure="want_gap_pooled", value=value, low=low, high=high, alignment=alignment(low, high))


def ranking(cells: Sequence[str]) -> Iterator[Estimate]:
    for k, cell in enumerate(cells):
        away = 0.09 + 0.03 * k
        yield Estimate("", "distance", "employees", "customers", cell, value=away, low=away - 0.02, high=away + 0.03, n=24)
        yield Estimate("", "closest", "employees", "customers", cell, value=0.93 if k == 0 else 0.02, n=24)


def wave_estimates() -> Iterator[Estimate]:
    """The first feature's gap closes, the second's cannot be told; customers' share of the third rose."""
    gaps: tuple[tuple[str, str, float, float, float, Alignment], ...] = (
        ("support_24x7", "want_gap", 0.60, 0.43, 0.07, "closing"),
        ("support_12x5", "want_gap", -0.20, -0.27, 0.12, "inconclusive"),
        ("chat", "need_theta", 0.60, 0.48, 0.08, "closed"),
    )
    for name, measure, then, now, reach, word in gaps:
        for called, value in ((f"{measure}_then", then), (measure, now), (f"{measure}_change", now - then)):
            low, high = value - reach, value + reach
            side = word if called.endswith("_change") else alignment(low, high)
            yield Estimate(name, called, "employees", "customers", value=value, low=low, high=high, n=EMPLOYEES, alignment=side)
    before, after = (share("support_critical", "want", "customers", p, CUSTOMERS) for p in (0.30, 0.44))
    yield from (replace(before, measure="want_then"), after)
    yield Estimate("support_critical", "want_change", "customers", value=0.14, low=0.07, high=0.21, n=CUSTOMERS, alignment="rose")


def believer_estimates(believers: Sequence[str]) -> Iterator[Estimate]:
    """The first two believers' shares of two features, their differences, and who is closer; nothing of one audience alone."""
    for name, difference, closer in (("support_24x7", 0.13, 0.13), ("chat", 0.1, -0.06)) if len(believers) > 1 else ():
        _, wants, believed, _ = FEATURES[name]
        first, second = believers[:2]
        yield share(name, "want", "customers", wants, CUSTOMERS)
        yield share(name, "want", first, believed, EMPLOYEES)
        yield share(name, "want", second, believed - difference, EMPLOYEES // 2)
        low, high = difference - 0.12, difference + 0.12
        gap_of = Estimate(name, "want_between_gap", first, second, value=difference, low=low, high=high, n=EMPLOYEES)
        yield replace(gap_of, alignment="more")
        low, high = closer - 0.1, closer + 0.1
        distance = Estimate(name, "want_closer_gap", first, second, value=closer, low=low, high=high, n=EMPLOYEES)
        yield replace(distance, alignment="farther" if closer > 0 else "inconclusive")
