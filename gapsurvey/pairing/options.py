"""The options of a list that people picked from, read off the cells that hold their picks joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from gapsurvey.matching import MISSING, fold

__all__ = ["Options", "joined_options", "not_a_feature"]

Options = Mapping[str, int]  # an option as written: how many people picked it

_NOT_FEATURES = re.compile(
    r"none(?:\s+of\s+(?:these|those|them|the\s+above)\b.*)?|nothing|neither|no\s+preference|all\s+of\s+(?:these|the\s+above)"
    r"|others?\b.*|don'?t\s+know|do\s+not\s+know|i\s+don'?t\s+know|not\s+sure|unsure|n/?a|not\s+applicable|prefer\s+not\s+to\s+(?:say|answer)"
    r"|sonstiges?\b.*|andere[rs]?\b.*|keine?[srn]?(?:\s+(?:davon|von\s+diesen|der\s+genannten)\b.*)?|nichts(?:\s+davon)?"
    r"|wei(?:ß|ss)\s+nicht|keine\s+angabe"
)


def not_a_feature(option: str) -> bool:
    """Whether an option names no thing that could be offered: “none of these”, “other”, “don't know”."""
    return bool(_NOT_FEATURES.fullmatch(fold(option).strip(" .:()")))


def joined_options(cells: Mapping[str, int], known: Collection[str] = ()) -> Options | None:
    """The options that these cells join by a semicolon or a comma, and how many people picked each; None where none join.

    cells: distinct texts as written, and how many people gave each; known: folded options that are read whole, such as
    those of the other audience's list. Two options at least must stand in two different cells: commas inside one answer
    do not make a list.
    """
    mark = ";" if 2 * sum(n for cell, n in cells.items() if ";" in cell) >= _joined(cells, ";,") else ","
    if not _joined(cells, mark):
        return None
    split = {cell: _parts(cell, mark, known) for cell in cells}
    if mark == ",":
        split = _mended(split)
    seen = Counter(fold(part) for parts in split.values() for part in set(parts))
    if sum(1 for n in seen.values() if n > 1) < 2 or not any(len(parts) > 1 for parts in split.values()):
        return None
    spelt: dict[str, Counter[str]] = {}
    for cell, parts in split.items():
        for folded, part in {fold(part): part for part in parts}.items():
            if folded not in MISSING:
                spelt.setdefault(folded, Counter())[part] += cells[cell]
    return {min(forms.items(), key=lambda form: (-form[1], form[0]))[0]: forms.total() for _, forms in sorted(spelt.items())}


def _joined(cells: Mapping[str, int], marks: str) -> int:
    return sum(n for cell, n in cells.items() if any(mark in cell for mark in marks))


def _parts(cell: str, mark: str, known: Collection[str]) -> list[str]:
    if mark == ";":
        return [" ".join(part.split()) for part in cell.split(";") if part.strip()]
    cell = " ".join(cell.split())
    tight = bool(re.search(r",\S", re.sub(r"\d,\d", "", cell))) and ", " in cell  # then ", " stands inside an option
    parts, depth, start = [], 0, 0
    for i, sign in enumerate(cell):
        depth = max(0, depth + (sign in "([") - (sign in ")]"))
        if sign == "," and depth == 0 and not (tight and cell[i + 1 : i + 2] == " "):
            parts.append(cell[start:i].strip())
            start = i + 1
    parts.append(cell[start:].strip())
    return _whole([part for part in parts if part], known)


def _whole(parts: list[str], known: Collection[str]) -> list[str]:
    """Neighbours that together are a known option, as one; the longest first."""
    whole, at = [], 0
    while at < len(parts):
        end = next((e for e in range(min(len(parts), at + 6), at + 1, -1) if fold(", ".join(parts[at:e])) in known), at + 1)
        whole.append(", ".join(parts[at:end]))
        at = end
    return whole


def _mended(split: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The parts of all cells; a part in lower case that always follows the same one is the end of that one."""
    before: dict[str, set[str]] = {}
    for parts in split.values():
        for previous, part in zip(["", *parts], parts, strict=False):
            before.setdefault(part, set()).add(previous)
    mended = {}
    for cell, parts in split.items():
        joined: list[str] = []
        for part in parts:
            if joined and part[:1].islower() and len(before[part]) == 1:
                joined[-1] = f"{joined[-1]}, {part}"
            else:
                joined.append(part)
        mended[cell] = joined
    return mended
