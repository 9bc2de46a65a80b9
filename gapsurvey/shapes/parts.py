"""What a question about prices whose answer has several parts must say."""

from __future__ import annotations

from gapsurvey.errors import Problem
from gapsurvey.matching import fold
from gapsurvey.study import Asked
from gapsurvey.study.prices import PARTS

__all__ = ["needs_parts"]


def needs_parts(asked: Asked) -> list[Problem]:
    """One feature, paying, and a column of its own for every part that the shape needs."""
    problems = []
    _, needed = PARTS[asked.shape]
    if not asked.feature:
        problems.append(Problem("", f"a {asked.shape} question is about one feature", 'Add feature = "…".'))
    if asked.asks != "pay":
        problems.append(Problem("", f'a {asked.shape} question cannot ask "{asked.asks}"', 'Write asks = "pay".', "pay"))
    if asked.column is not None or asked.columns or asked.prices:
        problems.append(
            Problem("", f"the columns of a {asked.shape} question have names", f"Write {{{_keys(needed)}}} in place of column.")
        )
    given = {part.partition(".")[0] for part in asked.parts}
    missing = [key for key in needed if key not in given]
    if missing:
        found = f"it does not say where the answers stand: no {' and no '.join(missing)}"
        problems.append(Problem("", found, f"Write {{{_keys(needed)}}}, each a column's name."))
    taken: dict[str, str] = {}
    for part, name in asked.parts.items():
        if isinstance(name, str) and (first := taken.setdefault(fold(name), part)) != part:
            problems.append(Problem(part, f'"{name}" is its {first} already', "Give every part a column of its own."))
    return problems


def _keys(keys: tuple[str, ...]) -> str:
    return ", ".join(f"{key} = …" for key in keys)
