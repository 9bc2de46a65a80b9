"""Writes a study in which one price is asked in every way there is: invented people whose worth is known."""

from __future__ import annotations

import argparse
import csv
import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20_260_219
HERE = Path(__file__).parent
SPREAD = 0.55  # standard deviation of the log of what people would pay
# People, the median they would pay for the insights (or believe that customers would), the share who want them.
CUSTOMERS, EMPLOYEES = (320, 32.0, 0.52), (96, 47.0, 0.74)
LADDER = (19, 29, 39, 49, 69)
BIDS = {29: (19, 39), 39: (29, 49), 49: (39, 69)}  # first price → the second after a no, after a yes
CARD = (0, 10, 20, 30, 40, 50, 60, 80, 100)
DRAWN = (5, 10, 15, 20, 30)
CHOICE_PRICES = (19, 29, 39, 49, 69)
ITEMS = {
    "insights": "Insights dashboard", "sso": "Single sign-on", "api": "Open API", "audit": "Audit log", "mobile": "Mobile app",
    "exports": "Scheduled exports",
}  # fmt: skip
SETS = (
    ("insights", "sso", "api", "audit"), ("insights", "mobile", "exports", "sso"), ("api", "audit", "mobile", "exports"),
    ("insights", "api", "mobile", "audit"), ("sso", "api", "exports", "insights"), ("audit", "sso", "mobile", "exports"),
)  # fmt: skip
# What each is worth a month beside the insights, and how much it matters, as each side has it.
WORTH = {"customers": {"insights": 32.0, "sso": 14.0}, "employees": {"insights": 47.0, "sso": 9.0}}
API_WORTH = {"customers": 18.0, "employees": 26.0}
MATTERS = {
    "customers": {"insights": 1.1, "sso": 0.9, "api": 0.1, "audit": -0.3, "mobile": -1.2, "exports": -0.2},
    "employees": {"insights": 1.8, "sso": 0.0, "api": 0.4, "audit": -0.8, "mobile": 0.3, "exports": -0.9},
}
TASKS, SCALE = 6, 0.09  # choice tasks a person, and how much a dollar deters
SIZES = ("Up to 50", "51 to 500", "More than 500")  # people in a customer's company; the larger, the more it is worth to them
INTENTS = ("Definitely not", "Probably not", "Maybe", "Probably", "Definitely")

Row = dict[str, object]


@dataclass(frozen=True)
class Alternative:
    """What a choice task shows: whether it has the insights, whether single sign-on, and its price."""

    insights: bool
    sso: bool
    price: int


def design(rng: random.Random) -> list[list[list[Alternative]]]:
    """Three versions of six tasks of two alternatives, no two alike in a task; the third answer is none of them."""
    every = [Alternative(a, b, p) for a in (True, False) for b in (True, False) for p in CHOICE_PRICES if a or b]
    return [[rng.sample(every, 2) for _ in range(TASKS)] for _ in range(3)]


def gumbel(rng: random.Random) -> float:
    """The error of a logit's utility."""
    return -math.log(-math.log(rng.random()))


def rounded(rng: random.Random, price: float) -> int:
    """An amount as people name it: to the next five, or to the dollar."""
    return max(1, 5 * round(price / 5) if price > 12 and rng.random() < 0.7 else round(price))


def bids(rng: random.Random, worth: float, row: Row) -> None:
    """Two prices, the second dearer after a yes and cheaper after a no."""
    first = rng.choice(list(BIDS))
    yes = worth * math.exp(rng.gauss(0, 0.1)) >= first
    second = BIDS[first][1 if yes else 0]
    row |= {"Bid 1": f"${first}", "Would you pay it? (1)": _said(yes)}
    row |= {"Bid 2": f"${second}", "Would you pay it? (2)": _said(worth * math.exp(rng.gauss(0, 0.1)) >= second)}


def _said(yes: bool) -> str:
    return "Yes" if yes else "No"


def four_prices(rng: random.Random, worth: float, row: Row) -> None:
    """The four prices, some of them out of order, as people's are; and how likely they are to buy at two of them."""
    cheap, expensive = worth * rng.uniform(0.6, 0.85), worth * rng.uniform(0.98, 1.25)
    named = [rounded(rng, p) for p in (cheap * rng.uniform(0.35, 0.7), cheap, expensive, expensive * rng.uniform(1.25, 1.9))]
    if rng.random() < 0.05:
        rng.shuffle(named)
    for text, price in zip(("too cheap to be good", "a bargain", "getting expensive", "too expensive"), named, strict=True):
        row[f"At what monthly price are the insights {text}?"] = f"${price}"
    row["How likely to buy at your bargain price?"] = INTENTS[min(4, max(0, round(rng.gauss(3.2, 0.8))))]
    row["How likely to buy when it gets expensive?"] = INTENTS[min(4, max(0, round(rng.gauss(1.7, 0.9))))]


def company(rng: random.Random, factor: float, row: Row) -> None:
    """How large a customer's company is, and how sure they are of having said yes to the drawn price of single sign-on."""
    row["How many people work at your company?"] = SIZES[min(2, max(0, round(1 + 1.2 * math.log(factor) + rng.gauss(0, 0.5))))]
    sure = round(6 + 6 * math.log(WORTH["customers"]["sso"] * factor / int(str(row["Price shown"])[1:])) + rng.gauss(0, 1.5))
    answer = row["Worth it for single sign-on?"]
    row["How sure are you that you would really pay it? (0 to 10)"] = min(10, max(0, sure)) if answer == "Yes" else ""


def choices(rng: random.Random, worth: dict[str, float], tasks: Sequence[Sequence[Alternative]], row: Row) -> None:
    """Which alternative is taken in each task, 3 for none of them."""
    for number, shown in enumerate(tasks, start=1):
        value = [worth["insights"] * a.insights + worth["sso"] * a.sso - a.price for a in shown]
        utility = [SCALE * kept + gumbel(rng) for kept in value]
        utility.append(gumbel(rng) - 0.3)
        taken = utility.index(max(utility))
        row[f"C_{number}"] = "None of these" if taken == len(shown) else str(taken + 1)


def best_and_worst(rng: random.Random, matters: dict[str, float], row: Row) -> None:
    """What matters most and least in each set."""
    for number, items in enumerate(SETS, start=1):
        felt = {item: matters[item] + gumbel(rng) for item in items}
        best = max(felt, key=lambda item: felt[item])
        worst = min((item for item in items if item != best), key=lambda item: felt[item])
        row |= {f"B_{number}_most": ITEMS[best], f"B_{number}_least": ITEMS[worst]}


def people(who: str, count: int, median: float, wanting: float, versions: list[list[list[Alternative]]]) -> list[Row]:
    """One audience's answers. Customers answer for themselves, employees for a customer as they imagine one."""
    rng, own = random.Random(f"{SEED} {who}"), random.Random(f"{SEED} {who} themselves")
    asked = "Do you want" if who == "customers" else "Do customers want"
    rows: list[Row] = []
    for number in range(1, count + 1):
        factor = math.exp(rng.gauss(0, SPREAD))
        worth = median * factor
        row: Row = {"Response": number, f"{asked} the insights dashboard?": _said(rng.random() < wanting)}
        for price in LADDER:
            row[f"Would {'you' if who == 'customers' else 'they'} pay ${price} a month?"] = _said(worth >= price)
        drawn = rng.choice(DRAWN)
        row |= {"Price shown": f"${drawn}", "Worth it for single sign-on?": _said(WORTH[who]["sso"] * factor >= drawn)}
        if who == "customers":
            company(own, factor, row)
        bids(rng, worth, row)
        lower = max((p for p in CARD if p <= API_WORTH[who] * factor), default=0)
        dearer = [p for p in CARD if p > API_WORTH[who] * factor]
        row |= {"Surely pay up to": f"${lower}", "Surely not pay": f"${dearer[0]}" if dearer else ""}
        four_prices(rng, worth, row)
        version = rng.randrange(len(versions))
        row["Version"] = version + 1
        choices(rng, {name: value * factor for name, value in WORTH[who].items()}, versions[version], row)
        best_and_worst(rng, MATTERS[who], row)
        rows.append(row)
    return rows


def written(path: Path, rows: Sequence[Row]) -> None:
    """A CSV file, the same bytes everywhere."""
    text = io.StringIO()
    lines = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


def main(folder: Path) -> None:
    """Writes the two exports and the design of the choice tasks into `folder`."""
    versions = design(random.Random(SEED))
    written(folder / "design.csv", [
        {"Version": v, "task": t, "alternative": a, "Insights": "Included" if shown.insights else "Not included",
         "Sign-on": "Single sign-on" if shown.sso else "Password", "Price": shown.price}
        for v, tasks in enumerate(versions, start=1)
        for t, alternatives in enumerate(tasks, start=1)
        for a, shown in enumerate(alternatives, start=1)
    ])  # fmt: skip
    for who, (count, median, wanting) in (("customers", CUSTOMERS), ("employees", EMPLOYEES)):
        written(folder / f"{who}.csv", people(who, count, median, wanting, versions))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=HERE, help="folder to write to (default: the sample's own)")
    main(arguments.parse_args().to)
