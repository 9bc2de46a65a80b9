"""What tells who somebody is, taken out of a text: addresses, numbers to call or to look up, and names that are introduced."""

from __future__ import annotations

import re

from gapsurvey.exports.known_names import NAME
from gapsurvey.language import say
from gapsurvey.legible import legible

__all__ = ["scrubbed"]

MOST_READ = 2000  # characters; what is shown is far shorter, and patterns take time

_AT = re.compile(r"[^\s@]*@\S*")  # jane.doe@example.com, @jane
_SPACED = re.compile(
    r"""[^\s@(]+\s*@\s*[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}        # jane @ example.com
    | [\w.+-]+\s*[\[({]\s*(?:at|ät)\s*[\])}]\s*[\w-]+         # jane (at) example (dot) com
      (?:\s*(?:\.|[\[({]\s*(?:dot|punkt)\s*[\])}]|\bdot\b)\s*[\w-]+)*
    | [\w.+-]+\s+at\s+[\w-]+(?:\s+dot\s+[\w-]+)+              # jane at example dot com""",
    re.IGNORECASE | re.VERBOSE,
)
_DOMAINS = (
    "com org net edu gov info biz io ai app dev co eu de at ch fr it es nl be uk us ie pl se no dk fi pt cz in cn jp au br ca ru"
).split()
_TOP = "|".join((*_DOMAINS, *map(str.upper, _DOMAINS)))  # not "It": that begins a sentence after a stop without a space
_LINK = re.compile(rf"(?i:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S*[\w/]|\b[\w-]+(?:\.[\w-]+)*\.(?:{_TOP})\b(?:[/:?#]\S*)?")
_ADDRESS = re.compile(  # 192.0.2.1, 2001:db8::1
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d)"
    r"|(?<![\w:])(?=:*[0-9a-f])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b")
_BETWEEN = r"[ ()./\u2010-\u2015-]{0,3}"  # the digits of a number that is to be called
_PHONE = re.compile(rf"(?:\+|\b00?)[ (]*\d(?:{_BETWEEN}\d){{6,}}|\(\d+\)(?:{_BETWEEN}\d){{5,}}")
_NUMBER = re.compile(rf"\d(?:{_BETWEEN}\d){{6,}}|\d{{6,}}")  # but not 24/7/365
_CODE = re.compile(r"(?<!\w)(?=[\w-]*[^\W\d_])(?=[\w-]*(?!(?:19|20)\d\d(?!\d))\d{4})[\w-]+")  # INC-4711, but not mid-2024

_TITLED = re.compile(
    r"\b(?:ms|mx|herrn?|frau|fru|mme|madame|monsieur|mlle|señora?|sra?|signora?|sir|prof)\b\.?(?=\s)", re.IGNORECASE
)
_CALLED = re.compile(
    r"\b(?:mrs?|dr|my name is|my name['’]s|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|me llamo)\b\.?(?=\s)", re.IGNORECASE
)
_SIGNED = re.compile(
    r"\b(?:(?:best |kind |warm )?(?:regards|wishes)|cheers|sincerely|(?:viele |liebe |beste )?gr(?:ü|ue)(?:ß|ss)e?|mfg|saludos)"
    r"\b[,.!–-]*(?=\s)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s*(\[[^\[\]]*\]|[^\s,;:!?()\[\]]+)")
_PARTICLES = frozenset(("von", "van", "de", "den", "der", "di", "da", "del", "la", "le", "zu", "bin", "al"))


def scrubbed(text: str) -> str:
    """The text as it may be quoted: legible, and a word in brackets where something told who somebody is.

    It errs on the side of taking out too much. What only a reader understands, such as “the only lawyer here”, it cannot find.
    """
    read = legible(text[:MOST_READ])
    if len(text) > MOST_READ:
        read = read.rpartition(" ")[0] or read  # the last word may be half an address
    email, link, address = say("[e-mail]"), say("[link]"), say("[address]")
    phone, number, name = say("[phone]"), say("[number]"), say("[name]")
    read = read.replace(NAME, name) if name != NAME else read
    read = _AT.sub(lambda found: _addressed(found[0], email, name), read)
    for pattern, placed in (
        (_SPACED, email), (_LINK, link), (_ADDRESS, address), (_ACCOUNT, number), (_PHONE, phone), (_NUMBER, number),
        (_CODE, number),
    ):  # fmt: skip
        read = pattern.sub(placed, read)
    read = _unnamed(read, _TITLED, name)
    read = _unnamed(read, _CALLED, name, sure=True)
    read = _unnamed(read, _SIGNED, name, last=True)
    again = re.escape(name)
    return re.sub(rf"{again}(?:[\s.'’-]+{again})+", name, read)


def _addressed(word: str, email: str, handle: str) -> str:
    """A word with an @ in it, with `email` or `handle` in place of all but the punctuation around it."""
    begun = word if word.startswith(handle) else word.lstrip("([{<\"'“”„‘’«»")
    end = len(begun)
    while end and not begun[end - 1].isalnum():
        end -= 1
    who, at, where = begun[:end].partition("@")
    if not (at and where):
        return word
    return word[: len(word) - len(begun)] + (email if who else handle) + begun[end:]


def _unnamed(text: str, introduced: re.Pattern[str], name: str, *, sure: bool = False, last: bool = False) -> str:
    """The text with `name` in place of what stands where a name is introduced.

    sure: the first word there is a name however it is written; last: it is one only at the end of the text.
    """
    parts, at = [], 0
    while found := introduced.search(text, at):
        end = _end_of_name(text, found.end(), sure=sure)
        named = end > found.end() and not (last and text[end:].strip(" .!"))
        parts += [text[at : found.end()], f" {name}" if named else ""]
        at = end if named else found.end()
    return "".join((*parts, text[at:]))


def _end_of_name(text: str, start: int, *, sure: bool) -> int:
    """Where the name ends that begins at `start`: capital words and the particles between them; `start` where there is none."""
    at, end = start, start
    for i in range(5):
        word = _WORD.match(text, at)
        if word is None:
            break
        at = word.end()
        if word[1][0].isupper() or word[1].startswith("[") or (sure and i == 0):
            end = at
            if word[1].endswith(".") and len(word[1]) > 3:  # neither an initial nor another title
                return end - 1
        elif word[1].casefold() not in _PARTICLES:
            break
    return end
