"""A respondent's text as it may be shown: on one line, without characters that hide or that turn the direction of writing."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cut", "legible"]

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_JOINER = re.compile(r"(?<=[^\x00-\x7f\d])[\u200c\u200d](?=[^\x00-\x7f\d])")  # within an emoji, or between Persian letters


def legible(text: str) -> str:
    """The text on one line, in compatibility form, so that letters and digits are what they look like.

    Control, direction-changing, private and unassigned characters are gone; joiners stay only where a script needs them.
    """
    if text.isascii() and text.isprintable():  # as most texts are
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    joiners = {found.start() for found in _JOINER.finditer(plain)}
    spaced = (" " if c.isspace() else c for i, c in enumerate(plain) if _seen(c) or c.isspace() or i in joiners)
    return " ".join("".join(spaced).split())


def _seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN


def cut(text: str, longest: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than so many characters."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    words = head.rsplit(" ", 1)[0]
    return (words if 2 * len(words) > longest else head).rstrip(" ,;:.–-") + "…"
