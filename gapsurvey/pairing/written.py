"""A study's data as the study.toml that a person reads on: in the study's order, with reasons in comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gapsurvey.pairing.toml import comment, table

__all__ = ["study_text", "waiting_lines"]


def study_text(
    data: Mapping[str, Any],
    reasons: Sequence[Iterable[str]],
    opening: Iterable[str],
    advice: Iterable[str] = (),
    closing: Iterable[str] = (),
) -> str:
    """The file of a study; it reads back as `data`.

    reasons: per question, what is said above it; opening: said first; advice: said below the title and the money. Each of
    them is one comment. closing: lines that stand last, which are comments already, or empty.
    """
    return "\n".join(_lines(data, reasons, opening, advice, closing)) + "\n"


def _lines(
    data: Mapping[str, Any],
    reasons: Sequence[Iterable[str]],
    opening: Iterable[str],
    advice: Iterable[str],
    closing: Iterable[str],
) -> Iterator[str]:
    yield from map(comment, opening)
    yield ""
    yield from table("", {key: value for key, value in data.items() if key != "questions" and not _is_table(value)})
    yield from map(comment, advice)
    for name, audience in data["audiences"].items():
        yield ""
        yield from table(f"audiences.{name}", audience, _audience_notes(audience))
    for name, feature in data["features"].items():
        yield ""
        yield from table(f"features.{name}", feature)
    for question, why in zip(data["questions"], reasons, strict=True):
        yield ""
        yield from table("questions", _shortened(question, data["audiences"]), why, array=True)
    for key, value in data.items():
        if key not in ("audiences", "features", "questions") and _is_table(value):
            for part in [value] if isinstance(value, Mapping) else value:
                yield ""
                yield from table(key, part, array=part is not value)
    yield from closing


def waiting_lines(
    question: Mapping[str, Any], features: Mapping[str, Any], audiences: Iterable[str], why: Iterable[str]
) -> Iterator[str]:
    """The lines of one more question, and of the features that no other names; none is empty."""
    yield from table("questions", _shortened(question, audiences), why, array=True)
    for name, feature in features.items():
        yield from table(f"features.{name}", feature)


def _is_table(value: Any) -> bool:
    """Whether a top-level key is written below those of one line."""
    return isinstance(value, Mapping) or (isinstance(value, (list, tuple)) and any(isinstance(part, Mapping) for part in value))


def _audience_notes(audience: Mapping[str, Any]) -> Iterator[str]:
    if audience.get("role") == "customer":
        yield "Whose answers are the truth."
    else:
        yield "Who believe something about customers. Groups of fewer than 5 are never shown."
    if "segments" in audience:
        yield "Segmentations: name = the column; delete those that the report should not show."
    if "weights" in audience:
        yield "Their answers are weighted."


def _shortened(question: Mapping[str, Any], audiences: Iterable[str]) -> dict[str, Any]:
    """A question as a person would write it: customers = "Q5" for {column = "Q5"}."""
    lone = {side for side in audiences if isinstance(question.get(side), Mapping) and set(question[side]) == {"column"}}
    return {key: value["column"] if key in lone else value for key, value in question.items()}
