"""What a gate is: which published numbers it holds to which limit, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gapsurvey.report import Report, significant

__all__ = ["Found", "Gate", "Limit", "Outcome", "Place", "Result", "Sense", "Unit"]

Limit: TypeAlias = float | tuple[str, ...]  # a number, or the words that may stand
Result: TypeAlias = Literal["passed", "FAILED", "no data"]
Sense: TypeAlias = Literal["least", "most", "one of"]
Unit: TypeAlias = Literal["people", "share", "pp", "ranks", "probability", "word"]

_UNITS: dict[Unit, tuple[float, str]] = {
    "people": (1, ""), "share": (100, "%"), "pp": (100, " pp"), "ranks": (1, " ranks"), "probability": (100, "%"),
    "word": (1, ""),
}  # fmt: skip
_SIGNS: dict[Sense, str] = {"least": "≥ ", "most": "≤ ", "one of": ""}
_MOST_DIGITS = 10  # as many as a result carries


@dataclass(frozen=True, slots=True)
class Found:
    """A published number, or word, that a gate may hold: of which feature ("" for none), and where, as survey texts say it."""

    value: float | str
    feature: str
    where: str

    def __post_init__(self) -> None:
        """Round as estimates do: what is computed of them must not miss its limit by what no computer could write."""
        if isinstance(self.value, float):
            object.__setattr__(self, "value", significant(self.value))


@dataclass(frozen=True, slots=True)
class Gate:
    """One kind of limit.

    name: its key in [gates]; label: what it holds, for a table of gates; find: all that it may hold of a report, published
    numbers only; missing: why there may be nothing to hold.
    """

    name: str
    label: str
    sense: Sense
    unit: Unit
    find: Callable[[Report], Iterator[Found]]
    missing: str

    def passes(self, value: float | str, limit: Limit) -> bool:
        """Whether a value keeps to a limit; one that lies on it does."""
        return self.slack(value, limit) >= 0

    def slack(self, value: float | str, limit: Limit) -> float:
        """How far within its limit a value lies, negative beyond it."""
        if isinstance(limit, tuple):
            return 0.0 if value in limit else -1.0
        return float(value) - limit if self.sense == "least" else limit - float(value)

    def stricter(self, limits: Sequence[Limit]) -> Limit:
        """The limit that keeps all of `limits`; of words, those that stand in each."""
        words = [limit for limit in limits if isinstance(limit, tuple)]
        if words:
            return tuple(word for word in words[0] if all(word in other for other in words))
        numbers = [limit for limit in limits if not isinstance(limit, tuple)]
        return max(numbers) if self.sense == "least" else min(numbers)

    def written(self, limit: Limit) -> str:
        """A limit as people read it: "≤ 25 pp"."""
        if isinstance(limit, tuple):
            return " or ".join(limit) or "nothing"
        return _SIGNS[self.sense] + self._number(limit, _MOST_DIGITS)

    def told(self, value: float | str, limit: Limit) -> str:
        """A value with a decimal, and with as many more as it takes to tell it from its limit."""
        if isinstance(value, str) or isinstance(limit, tuple):
            return str(value)
        digits = range(0 if self.unit == "people" else 1, _MOST_DIGITS)
        texts = [self._number(value, n) for n in digits]
        return next((text for text, n in zip(texts, digits, strict=True) if text != self._number(limit, n)), texts[-1])

    def _number(self, x: float, digits: int) -> str:
        scale, unit = _UNITS[self.unit]
        text = f"{x * scale:,.{digits}f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


@dataclass(frozen=True, slots=True)
class Place:
    """One value held to its limit. found: None where a limit names a feature of which there is nothing to hold."""

    where: str
    feature: str
    limit: Limit
    found: float | str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one gate.

    places: those that fail or have no data, worst first; of a gate that passed, the one nearest to its limit; of one with
    no data at all, none. held: how many values were held. limit: the study's, where no feature has one of its own.
    """

    gate: Gate
    result: Result
    limit: Limit | None
    places: tuple[Place, ...]
    held: int
