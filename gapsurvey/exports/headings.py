"""What question headings share across tools: stems, grid rows, rows of options, and companions of "other"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from gapsurvey.matching import fold

__all__ = ["carried", "grids", "is_other", "one_line", "options_in_second_row", "siblings", "split_stem"]

_GRID = re.compile(r"(.*?)\s*\[([^\[\]]+(?:\[[^\[\]]*\][^\[\]]*)*)\]\s*", re.DOTALL)
_LONGEST = 5_000  # characters of a heading in which a row is looked for
_OTHER = re.compile(
    r"(?:other|others|sonstiges?|andere[rs]?|autres?|otr[oa]s?|outr[oa]s?|altro|anders|annat)\b.{0,4}"
    r"(?:\(|:|,|-|please|bitte|veuillez|por favor|write.in).{0,60}",
)


def one_line(text: str) -> str:
    """A heading on one line, without padding."""
    return " ".join(text.split())


def is_other(option: str) -> bool:
    """Whether an option invites a text of one's own: "Other (please specify)", "Other: Please describe"."""
    return bool(_OTHER.fullmatch(fold(option)))


def carried(cells: Sequence[str]) -> list[str]:
    """A header row whose blank cells mean "the same as to the left"."""
    filled, last = [], ""
    for cell in cells:
        last = cell if cell.strip() else last
        filled.append(last)
    return filled


def options_in_second_row(top: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row continues the heading: it names an option wherever the first row is blank, each once."""
    blank = [i for i, cell in enumerate(top) if not cell.strip() and i]
    options = [fold(second[i]) for i in blank]
    if len(blank) < max(2, len(top) / 5) or not all(options) or any(re.fullmatch(r"[-+\d.,%]+", option) for option in options):
        return False
    seen: set[tuple[str, str]] = set()
    for question, option in zip(carried(top), map(fold, second), strict=True):
        if option and (question, option) in seen:
            return False
        seen.add((question, option))
    return True


def siblings(keys: Mapping[int, Hashable]) -> list[list[int]]:
    """Positions that share a key, in groups of two and more."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, key in keys.items():
        groups[key].append(at)
    return [group for group in groups.values() if len(group) > 1]


def split_stem(texts: Sequence[str], separators: Sequence[str]) -> list[tuple[str, str]]:
    """Sibling headings "question<separator>option" as (question, option); unsplit where they share no question.

    The question is what all of them begin with, up to the last separator in it: an option may hold separators too.
    separators: tried in turn.
    """
    texts = [text.strip() for text in texts]
    shared = _shared_start(texts)
    for separator in separators:
        cut = shared.rfind(separator)
        if cut > 0:
            return [(text[:cut].strip(), text[cut + len(separator) :].strip()) for text in texts]
    return [(text, "") for text in texts]


def _shared_start(texts: Sequence[str]) -> str:
    """What all texts begin with: the first and last in alphabetical order differ soonest."""
    low, high = min(texts), max(texts)
    length = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    return low[:length]


def grids(texts: Iterable[str]) -> dict[int, tuple[str, str]]:
    """Positions of headings "Question [row]" as (question, row), where at least two rows share the question."""
    matches = {i: match for i, text in enumerate(texts) if len(text) < _LONGEST and (match := _GRID.fullmatch(text))}
    rows = siblings({i: match[1].strip() for i, match in matches.items()})
    return {i: (matches[i][1].strip(), matches[i][2].strip()) for group in rows for i in group}
