"""Rebuilds two exports from published shares and bases: one question each, of which only the total is a fact."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SEED = 20_240_312
HERE = Path(__file__).parent

# PwC, 2024 Trust Survey: file, question, people asked, share who say yes.
PUBLISHED = (
    ("executives.csv", "Do consumers highly trust your company?", 548, 0.90),
    ("consumers.csv", "Do you highly trust the company?", 2_515, 0.30),
)


def main(folder: Path) -> None:
    """Writes both exports into `folder`, the same bytes every time: round(share · people) times Yes, shuffled."""
    rng = random.Random(SEED)
    for file, question, people, share in PUBLISHED:
        yes = round(share * people)
        answers = rng.sample(["Yes"] * yes + ["No"] * (people - yes), people)
        lines = [f"Response,{question}", *(f"{number},{answer}" for number, answer in enumerate(answers, start=1))]
        (folder / file).write_bytes("".join(f"{line}\n" for line in lines).encode())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=HERE, help="folder to write to (default: the sample's own)")
    main(arguments.parse_args().to)
