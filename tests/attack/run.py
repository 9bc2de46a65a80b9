"""`make attack`: thousands of random studies, in every format, and what could be recovered of them."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from gapsurvey.outputs import OUTPUTS
from tests.attack.attacker import Recovered, attack
from tests.attack.studies import attacked

__all__ = ["campaign"]


def campaign(first: int, studies: int) -> tuple[list[tuple[int, Recovered]], Counter[str]]:
    """What was recovered, by seed; and how many studies and groups were attacked."""
    recovered: list[tuple[int, Recovered]] = []
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + studies):
            made = attacked(seed, Path(folder) / str(seed))
            study = made.report.study
            k, ours = study.thresholds.min_cell, study.believers
            small = [c for c, n in made.truth.members.items() if c.audience in ours and c.segment and 0 < n < k]
            tables = [t for t in made.report.tables_of("segments") if t.of in ours]
            shown = {(t.of, t.by, e.segment) for t in tables for e in t.estimates}
            seen.update(studies=1, hidden=len(small), tables=len(tables), cells=len(shown))
            recovered += [(seed, found) for found in attack(made)]
            shutil.rmtree(Path(folder) / str(seed))
            if seen["studies"] % 100 == 0:
                print(f"{seen['studies']} studies, {len(recovered)} recovered", flush=True)
    return recovered, seen


def main() -> int:
    """Print a table; 1 where anything was recovered."""
    studies, first = (int(n) for n in (*sys.argv[1:], *("2000", "0")[len(sys.argv) - 1 :]))
    started = time.monotonic()
    recovered, seen = campaign(first, studies)
    print(f"{'studies':<34}{seen['studies']:>8}")
    print(f"{'formats':<34}{', '.join(OUTPUTS):>8}")
    print(f"{'tables by segment of believers':<34}{seen['tables']:>8}")
    print(f"{'groups shown in them':<34}{seen['cells']:>8}")
    print(f"{'groups too small to show, attacked':<34}{seen['hidden']:>8}")
    for by, n in Counter(found.by for _, found in recovered).items():
        print(f"{f'recovered by {by}':<34}{n:>8}")
    print(f"{'recovered':<34}{len(recovered):>8}    ({time.monotonic() - started:.0f} s)")
    for seed, found in recovered[:20]:
        print(f"  study {seed}: {found}")
    return 1 if recovered else 0


if __name__ == "__main__":
    sys.exit(main())
