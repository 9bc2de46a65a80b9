"""What the columns of a simulated survey are called: as the study calls them, and plainly where it only has a short name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gapsurvey.language import text
from gapsurvey.simulation.answers import Field, Given, Ticks
from gapsurvey.simulation.answers.given import Key
from gapsurvey.study import Study
from gapsurvey.study.spec import Source

__all__ = ["called", "is_name", "worded"]

_NAME = re.compile(r"[A-Za-z]\w{0,39}")
_ASKED = {
    "want": (text("Which of these would you want?"), text("Which of these do customers want?")),
    "need": (text("How important is it to you?"), text("How important is it to customers?")),
    "pay": (text("Would you pay for it?"), text("Would customers pay for it?")),
    "prefer": (text("Which one would you choose?"), text("Which one would customers choose?")),
    "deliver": (text("How well is it delivered?"), text("How well could we deliver it?")),
    "sell": (text("How well is it sold?"), text("How well could we sell it?")),
}
_WANTED = (text("Would you want it?"), text("Do customers want it?"))  # of one thing
_GUESSED = {
    "want": text("What percentage of our customers would want it?"),
    "pay": text("What percentage of our customers would pay its price?"),
}
_GUESSED_ANY = text("What percentage is it?")


def is_name(reference: str) -> bool:
    """Whether a study refers to a column by a short name, such as Q5, and not by a question's text."""
    return _NAME.fullmatch(reference) is not None


def worded(study: Study, question: int, audience: str) -> str:
    """A question's text: the study's own, where it refers to the question by its text."""
    asked = study.asked(question, audience)
    if asked.column is not None and not is_name(asked.column):
        return asked.column
    believer = audience != study.customers
    texts = _WANTED if asked.asks == "want" and asked.feature else _ASKED[asked.asks]
    said = _GUESSED.get(asked.asks, _GUESSED_ANY) if asked.shape == "estimate" else texts[believer]
    about = f" ({study.features[asked.feature].label})" if asked.feature else ""
    return f"{said}{about}"


def called(given: Given, source: Source, texts: Mapping[str, str]) -> Given:
    """The columns called as the study refers to them; texts: of the questions, by their columns' short names, as far as known."""
    columns: list[Field | Ticks] = []
    for column, key in zip(given.columns, given.keys, strict=True):
        own = _reference(source, key)
        if own is None:
            columns.append(column)
        elif is_name(own):
            named = replace(column, name=own, text=texts.get(own, column.text))
            columns.append(replace(named, option="") if isinstance(named, Field) and own in texts else named)
        else:
            columns.append(replace(column, text=own, option="") if isinstance(column, Field) else replace(column, text=own))
    return replace(given, columns=tuple(columns))


def _reference(source: Source, key: Key) -> str | None:
    """What the study writes at a key of a source, None where it refers to the question as a whole."""
    found: object = source.model_dump()
    for part in key:
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, (list, tuple)) and isinstance(part, int) and part < len(found):
            found = found[part]
        else:
            return None
    return found if isinstance(found, str) else None
