"""Mutated exports: each is read or refused, in little time and memory, and nothing else ever happens.

Run as `make fuzz`, or as `python tests/exports/fuzz.py FILES SECONDS-PER-FILE`; the shared folder's files take part where it is.
"""

from __future__ import annotations

import faulthandler
import io
import random
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "exports"
MOST_MB = 1000
BATCH = 250  # files that one process reads, so that a crash of native code is told, and costs little
HANGS_AFTER = 5.0  # seconds
_ISOLATED = (b"$FL2", b"$FL3", b"PAR1")
_LARGEST = 400_000  # bytes of a real file that takes part
_INTERESTING = (
    b"\0", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",", b";", b"\t", b"\r", b"\n", b"'=1", b"<",
    b"&lt;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b'r="XFD1048576"', b'table:number-columns-repeated="99999999"', b"{\"ImportId\"",
    b"N/A", b"1e999", b"-99", b"9" * 40, b"2025-02-30 25:61", b"\xe2\x80\xae", b"\xca", b"(" * 50, b"[" * 50, b":" * 50,
)  # fmt: skip


def made_here() -> dict[str, bytes]:
    """The samples of every dialect."""
    from tests.exports.dialects import SAMPLES

    return {name: content for name, (_, content) in SAMPLES.items()}


def seeds() -> dict[str, bytes]:
    """What is mutated: every dialect made here, and the real files that are not too large."""
    real = sorted(path for path in SHARED.glob("*/*") if path.stat().st_size < _LARGEST) if SHARED.is_dir() else []
    return made_here() | {path.name: path.read_bytes() for path in real}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to six changes; those to an archive are made inside one of its parts half the time."""
    if content[:2] == b"PK" and chance.random() < 0.6:
        return _repacked(content, chance)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        chance.choice(_CHANGES)(data, chance)
    return bytes(data)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        names = old.namelist()
        victims = {chance.choice(names) for _ in range(chance.randint(1, 2))}
        for name in names:
            part = bytearray(old.read(name))
            if name in victims:
                for _ in range(chance.randint(1, 4)):
                    chance.choice(_CHANGES)(part, chance)
            new.writestr(name, bytes(part))
    return file.getvalue()


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(data: bytearray, chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(_INTERESTING) * chance.choice((1, 1, 1, 3, 200))


def _overwrite(data: bytearray, chance: random.Random) -> None:
    at, new = chance.randint(0, len(data)), chance.choice(_INTERESTING)
    data[at : at + len(new)] = new


def _cut(data: bytearray, chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 2, 20, 1000, len(data)))]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    piece = data[at : at + chance.choice((1, 30, 3000))]
    data[at:at] = piece * chance.choice((1, 2, 50))


def _number(data: bytearray, chance: random.Random) -> None:
    """A digit becomes a large number: widths, counts, references."""
    places = [at for at in range(len(data)) if 48 <= data[at] <= 57][:5000]
    if places:
        at = chance.choice(places)
        data[at : at + 1] = str(chance.choice((0, 65_535, 1_048_576, 2**31 - 1, 2**32, 10**12))).encode()


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _insert, _overwrite, _cut, _double, _number)


def outcome(content: bytes) -> str:
    """How reading went: read, refused, or the name of what should never be raised."""
    from gapsurvey.errors import ExportError
    from gapsurvey.exports import read

    try:
        read("fuzzed", content=content)
    except ExportError as error:
        return "refused" if error.problems and str(error) else "refused without a word"
    except BaseException as error:  # a panic of native code is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"raised {type(error).__name__}: {str(error)[:200]}"
    return "read"


def batch(first: int, many: int, files: Mapping[str, bytes]) -> None:
    """Read `many` mutated files, the one of each number always the same, and print how each went."""
    # SPSS and Parquet are read in a process of their own, which takes a hundred times as long: one in ten is enough of them
    names = [name for name in sorted(files) for _ in range(1 if files[name][:4] in _ISOLATED else 10)]
    for number in range(first, first + many):
        chance = random.Random(number)  # reproducible, not secret
        name = chance.choice(names)
        try:
            content = mutated(files[name], chance)
        except (zipfile.BadZipFile, zlib.error):  # of a real file that is damaged already
            continue
        print(f"begin\t{number}\t{name}", flush=True)
        begun = time.perf_counter()
        went = outcome(content)
        seconds = time.perf_counter() - begun
        most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        megabytes = most / (1_048_576 if sys.platform == "darwin" else 1024)
        print(f"end\t{number}\t{name}\t{seconds:.3f}\t{megabytes:.0f}\t{went!r}", flush=True)


def main(most: int) -> int:
    """Read that many mutated files in processes of `BATCH`; 1 where one raised, hung, crashed or took too much memory."""
    done: Counter[str] = Counter()
    wrong: list[str] = []
    slowest, largest = (0.0, ""), 0.0
    for first in range(0, most, BATCH):
        command = [sys.executable, "-m", "tests.exports.fuzz", "batch", str(first), str(min(BATCH, most - first))]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        last = ""
        for line in process.stdout.splitlines():
            kind, number, name, *rest = line.split("\t")
            last = f"{number} ({name})" if kind == "begin" else ""
            if kind == "end":
                seconds, megabytes, went = float(rest[0]), float(rest[1]), rest[2].strip("'\"")
                done[went.split(" ")[0]] += 1
                slowest, largest = max(slowest, (seconds, f"{number} ({name})")), max(largest, megabytes)
                if went not in ("read", "refused"):
                    wrong.append(f"{number} ({name}): {went}")
                if seconds > HANGS_AFTER:
                    wrong.append(f"{number} ({name}): {seconds:.1f} s")
        if process.returncode:
            wrong.append(f"crashed with {process.returncode} at {last or first}: {process.stderr[-500:]}")
    print(f"{sum(done.values()):,} mutated files: {dict(done)}; slowest {slowest[0]:.2f} s, {slowest[1]}; peak {largest:.0f} MB")
    if largest > MOST_MB:
        wrong.append(f"peak memory {largest:.0f} MB")
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    if sys.argv[1] == "batch":
        faulthandler.enable()
        resource.setrlimit(resource.RLIMIT_AS, (6_000_000_000, 6_000_000_000))  # so that a bomb ends here
        batch(int(sys.argv[2]), int(sys.argv[3]), seeds())
    else:
        sys.exit(main(int(sys.argv[1])))
