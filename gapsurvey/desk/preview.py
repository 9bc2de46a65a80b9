"""The answers to one row's questions on both sides, as a report would count them: no answer of a few employees is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from gapsurvey.analysis import coded
from gapsurvey.desk.form import formed, made
from gapsurvey.desk.uploads import Upload, by_name
from gapsurvey.errors import Problem, StudyError, printable
from gapsurvey.files import beside_of, exports_of, silent
from gapsurvey.model import Cell, Counts, Item
from gapsurvey.privacy import SMALL_BASE
from gapsurvey.study import Study
from gapsurvey.tally import tally

__all__ = ["apart", "previewed"]

_MOST_LEVELS, _BINS = 12, 5


def previewed(form: Any, row: str, uploads: Sequence[Upload]) -> dict[str, Any]:
    """{"audiences": [name], "groups": [{"label", "bases": [number], "bars": [{"label", "shares": [number]}]}]}.

    row: its id; audiences: customers, and the believers who were asked; bases, shares: one for each of
    these. Shares in whole per cent of those who answered; None where a side was not asked, or where fewer than five
    employees (or all but fewer than five) gave an answer. Nobody is weighted. Raises StudyError or ExportError where the
    row's answers cannot be counted.
    """
    whole = formed(form)
    alone = tuple(r.model_copy(update={"decision": "accepted"}) for r in whole.rows if r.id == row)
    if not alone or not alone[0].question:
        raise StudyError([Problem("", "no shape counts these answers", "Choose another question for one side.")])
    kept = ("role", "label", "file", "sheet", "tool", "where", "keep_partials")
    audiences = {
        name: {key: value for key, value in audience.items() if key in kept} for name, audience in whole.audiences.items()
    }
    head = whole.head.model_copy(update={"title": "Preview", "question": "", "subject": "", "market": "", "horizon": ""})
    features = {
        name: fields.model_copy(update={"label": fields.label or name, "version_of": "", "launch": "", "per_customer": ""})
        for name, fields in whole.features.items()
    }
    found = made(whole.model_copy(update={"rows": alone, "audiences": audiences, "rest": {}, "head": head, "features": features}))
    if found.problems:
        raise StudyError(found.problems)
    study, files = Study(**found.data), by_name(uploads)
    exports, beside = exports_of(study, {}, silent, files), beside_of(study, silent, files)
    counts = {
        name: tally(responses).counts[Cell(name)]
        for name, (responses, _) in zip(study.audiences, coded(study, exports, silent, beside), strict=True)
    }
    asked = study.questions[0].sources
    names = [study.customers, *([name for name in study.believers if name in asked] or study.believers)]
    told = [printable(study.label(name), 80) for name in names]
    return {"audiences": told, "groups": list(_groups(study, [counts[name] for name in names]))}


def _groups(study: Study, counted: Sequence[Mapping[Item, Counts]]) -> Iterator[dict[str, Any]]:
    """Shares together, a bar for each feature; everything else by feature, a bar for each answer. counted: customers' first."""
    quiet = [1, *[study.thresholds.min_cell] * (len(counted) - 1)]
    items = list(dict.fromkeys(item for side in counted for item in side))
    shares = [item for item in items if item.kind == "share"]
    if shares:
        sides = [[side.get(item) for item in shares] for side in counted]
        exclusive = any(study.questions[0].asked(name).shape == "single-select" for name in study.questions[0].sources)
        shown = (_yes(side, k, exclusive=exclusive) for side, k in zip(sides, quiet, strict=True))
        bars = [{"label": _label(study, item), "shares": told} for item, *told in zip(shares, *shown, strict=True)]
        yield {"label": "", "bases": [max((c.base for c in side if c), default=0) for side in sides], "bars": bars}
    for item in items:
        if item.kind != "share":
            yield _group(study, item, [side.get(item) for side in counted], quiet)


def _label(study: Study, item: Item) -> str:
    feature = study.features.get(item.feature)
    return printable(feature.label if feature else item.feature, 200)


def _yes(counts: Sequence[Counts | None], quiet: int, *, exclusive: bool) -> list[int | None]:
    """Per item the share who said yes, of one side. exclusive: whether everybody said it of one of them at most."""
    bases = [0 if c is None else c.base for c in counts]
    yes = [int(c.n[-1]) if c is not None and c.levels[-1] == 1 else 0 for c in counts]
    told = apart(yes, quiet, max(bases, default=0)) if exclusive else yes
    return [
        None if n is None or base < quiet or apart([n, base - n], quiet, base)[0] is None else round(100 * n / base)
        for n, base in zip(told, bases, strict=True)
    ]


def _group(study: Study, item: Item, counted: Sequence[Counts | None], quiet: Sequence[int]) -> dict[str, Any]:
    levels = sorted({level for counts in counted if counts for level in counts.levels})
    names = _names(study, item, levels)
    sides = [_told(counts, [at for at, _ in names], k) for counts, k in zip(counted, quiet, strict=True)]
    return {
        "label": _label(study, item),
        "bases": [counts.base if counts else 0 for counts in counted],
        "bars": [
            {"label": label, "shares": [side[i] for side in sides]} for i, (_, label) in enumerate(names)
        ],
    }  # fmt: skip


def _told(counts: Counts | None, ranges: Sequence[tuple[float, float]], quiet: int) -> list[int | None]:
    """Per range of levels the share who answered in it, of one side."""
    if counts is None or counts.base < quiet or not counts.base:
        return [None] * len(ranges)
    numbers = [
        sum(int(n) for level, n in zip(counts.levels, counts.n, strict=True) if low <= level <= high) for low, high in ranges
    ]
    return [None if n is None else round(100 * n / counts.base) for n in apart(numbers, quiet, counts.base)]


def apart(numbers: Sequence[int], quiet: int, base: int) -> list[int | None]:
    """How many gave each answer, None where that is not told: fewer than `quiet` did, or subtraction would tell it.

    Of fewer than 20 people it is not told either that nobody gave an answer.
    """
    least = 0 if base < SMALL_BASE else 1
    hidden = {i for i, n in enumerate(numbers) if least <= n < quiet} if quiet > 1 else set[int]()
    rest = sorted((n, i) for i, n in enumerate(numbers) if n >= quiet)
    if hidden and rest and not _vague(sum(numbers[i] for i in hidden), len(hidden), least, quiet):
        hidden.add(rest[0][1])
    return [None if i in hidden else n for i, n in enumerate(numbers)]


def _vague(total: int, hidden: int, least: int, quiet: int) -> bool:
    """Whether at least three numbers fit each of the hidden ones, of which the total is known and that all are small."""
    others = hidden - 1
    low, high = max(least, total - others * (quiet - 1)), min(quiet - 1, total - others * least)
    return total >= quiet and high - low >= 2


def _names(study: Study, item: Item, levels: Sequence[float]) -> list[tuple[tuple[float, float], str]]:
    """Ranges of levels, each with what it is called: every level, or a few ranges where there are many."""
    if item.kind == "rating":
        points = _scale(study)
        return [((level, level), points[int(level) - 1] if level <= len(points) else f"{level:g}") for level in levels]
    if item.kind in ("estimate", "allocation"):
        return _ranges(0.0, 1.0, lambda share: f"{100 * share:.0f}%")
    if study.questions[0].shape == "price-ladder":
        return [((level, level), f"up to {_number(level)}" if level else "none of these prices") for level in levels]
    if len(levels) <= _MOST_LEVELS:
        return [((level, level), _number(level)) for level in levels]
    return _ranges(levels[0], levels[-1], _number)


def _ranges(low: float, high: float, told: Callable[[float], str]) -> list[tuple[tuple[float, float], str]]:
    """Five ranges of one width; a level on the border of two is in the lower one."""
    edges = [low + (high - low) * i / _BINS for i in range(_BINS + 1)]
    just = (high - low) * 1e-9
    return [
        ((start - just if not i else start + just, end + just), f"{told(start)} to {told(end)}")
        for i, (start, end) in enumerate(pairwise(edges))
    ]


def _number(level: float) -> str:
    return f"{level:,.2f}".rstrip("0").rstrip(".")


def _scale(study: Study) -> list[str]:
    """The points of the row's scale, as both sides saw them."""
    question = study.questions[0]
    seen = [[printable(point[0], 80) for point in question.asked(name).scale] for name in question.sources]
    return [" / ".join(dict.fromkeys(points)) for points in zip(*seen, strict=False)]
