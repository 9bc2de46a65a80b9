"""Rebuilds two waves of two exports from published shares and bases: a question each, of which only the total is a fact."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SEED = 20_240_312
HERE = Path(__file__).parent

# PwC, Trust Survey of 2024, and of 2023: file, question, people asked, share who say yes.
PUBLISHED = (
    ("executives.csv", "Do consumers highly trust your company?", 548, 0.90),
    ("consumers.csv", "Do you highly trust the company?", 2_515, 0.30),
    ("2023/executives.csv", "Do consumers highly trust your company?", 500, 0.84),
    ("2023/consumers.csv", "Do you highly trust the company?", 2_508, 0.27),
)


def main(folder: Path) -> None:
    """Writes the exports into `folder`, the same bytes every time: round(share · people) times Yes, shuffled."""
    rng = random.Random(SEED)
    for file, question, people, share in PUBLISHED:
        yes = round(share * people)
        answers = rng.sample(["Yes"] * yes + ["No"] * (people - yes), people)
        lines = [f"Response,{question}", *(f"{number},{answer}" for number, answer in enumerate(answers, start=1))]
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes("".join(f"{line}\n" for line in lines).encode())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=HERE, help="folder to write to (default: the sample's own)")
    main(arguments.parse_args().to)
