"""What a question asks about a thing: want, need, pay, prefer, deliver or sell."""

from __future__ import annotations

import re

from gapsurvey.matching import fold
from gapsurvey.pairing.recognise import Reading

__all__ = ["asked"]

_PAY = re.compile(r"\b(?:pay|paying|price|spend|spending|purchase at|zahlen|bezahlen|ausgeben|preis)\b")
_PREFER = re.compile(
    r"\b(?:prefer\w*|first choice|only one|choose one|rather|favou?rite|bevorzug\w+|lieber|am liebsten|erste wahl)\b"
)
_NEED = re.compile(
    r"\b(?:important|importance|need\w*|necessary|necessity|essential|require\w*|must|wichtig\w*|brauchen|benötig\w*|nötig|notwendig)\b"
)
_DELIVER = re.compile(
    r"\b(?:deliver\w*|could we (?:offer|provide|build)|can we (?:offer|provide|build)|leisten|liefern|umsetzen)\b"
)


def asked(customers: str, employees: str, form: str, read: Reading) -> str:
    """The study's word for what these two texts ask, such as their form allows.

    A ladder and an open price ask pay; a rating never asks pay or prefer; an estimate asks what its text says.
    """
    if form in ("price-ladder", "open-price"):
        return "pay"
    text = f"{fold(customers)} {fold(employees)}"
    if form in ("ranking", "allocation"):
        return "need" if _NEED.search(text) else "prefer" if _PREFER.search(text) else "want"
    if form == "rating":
        return "deliver" if _DELIVER.search(text) else "want" if re.search(r"\b(?:want|möchten|wünschen)\b", text) else "need"
    if _PAY.search(text) and form in ("yes-no", "estimate", "number"):
        return "pay"
    if form == "single-select" or (_PREFER.search(text) and form != "multi-select"):
        return "prefer"
    return "need" if _NEED.search(text) and not re.search(r"\bwant\b", text) else "want"
