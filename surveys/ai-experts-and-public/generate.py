"""Rebuilds two exports from published shares and bases: each column's total is a fact, how the columns combine is not."""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

SEED = 20_250_403
HERE = Path(__file__).parent

# Pew Research Center, April 2025, "How the U.S. Public and AI Experts View Artificial Intelligence".
EXPERTS, ADULTS = 1_013, 5_410  # people asked
PUBLISHED = (  # statement, share of experts who say so, share of adults who say so
    ("AI will benefit me personally", 0.76, 0.24),
    ("AI will harm me personally", 0.15, 0.43),
    ("AI will have a positive impact on how people do their jobs", 0.73, 0.23),
    ("AI will have a positive impact on the United States over the next 20 years", 0.56, 0.17),
    ("AI will have a negative impact on the United States over the next 20 years", 0.15, 0.35),
    ("I am more excited than concerned about the increased use of AI in daily life", 0.47, 0.11),
    ("AI will lead to fewer jobs overall", 0.39, 0.64),
    ("I want more control over how AI is used in my life", 0.57, 0.55),
    ("AI will lead to fewer jobs for cashiers", 0.73, 0.73),
    ("AI will lead to fewer jobs for journalists", 0.60, 0.59),
    ("AI will lead to fewer jobs for software engineers", 0.50, 0.48),
    ("AI will lead to fewer jobs for factory workers", 0.60, 0.67),
    ("AI will lead to fewer jobs for truck drivers", 0.62, 0.33),
)


def export(rng: random.Random, people: int, shares: Sequence[float]) -> str:
    """One audience's answers as CSV: round(share · people) times Yes per statement, each column shuffled on its own."""
    columns = []
    for share in shares:
        yes = round(share * people)
        columns.append(rng.sample(["Yes"] * yes + ["No"] * (people - yes), people))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(statement for statement, _, _ in PUBLISHED)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def main(folder: Path) -> None:
    """Writes both exports into `folder`, the same bytes every time."""
    rng = random.Random(SEED)
    (folder / "experts.csv").write_bytes(export(rng, EXPERTS, [share for _, share, _ in PUBLISHED]).encode())
    (folder / "adults.csv").write_bytes(export(rng, ADULTS, [share for _, _, share in PUBLISHED]).encode())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=HERE, help="folder to write to (default: the sample's own)")
    main(arguments.parse_args().to)
