"""How a report words what a question asked, where the plain “want”, “need” and “prefer” would put words into mouths."""

from __future__ import annotations

import re

from gapsurvey.matching import fold
from gapsurvey.pairing.proposal import MirrorPair

__all__ = ["wording"]

_SAYS = {
    "want": re.compile(
        r"\b(?:want\w*|wish\w*|would\s+(?:\w+\s+){0,2}like|interested|möchte\w*|wünsch\w*|wollen|hätten\s+\w+\s+gern)\b"
    ),
    "need": re.compile(r"\b(?:need\w*|brauch\w*|benötig\w*)\b"),
    "prefer": re.compile(r"\b(?:prefer\w*|first\s+choice|only\s+one|favou?rite|bevorzug\w*|am\s+liebsten|erste\s+wahl)\b"),
}


def wording(pair: MirrorPair, *, quoted: bool = False) -> dict[str, str]:
    """Per audience, the verb phrase of its sentence; {} where the glossary's fits, since the question used its word.

    quoted: whether the feature is called by the question's text.
    """
    says = _SAYS.get(pair.asks)
    if says is None or (pair.shape != "rating" and not quoted and any(says.search(fold(text)) for text in pair.texts)):
        return {}
    feature = "“{feature}”" if quoted else "{feature}"
    if pair.shape == "rating":
        phrase = f"find {feature} important" if pair.read[0].about == "importance" else f"rate {feature} highly"
    else:
        phrase = f"say yes to {feature}" if pair.shape == "yes-no" else f"pick {feature}"
    believed = fold(pair.texts[0]) != fold(pair.texts[1])
    return {"customers": phrase, "employees": f"say {{customers}} {phrase}" if believed else phrase}
