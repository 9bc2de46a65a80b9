"""Scales that surveys rate on, in English and German, from lowest to highest; a file may list them in any order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from gapsurvey.matching import fold

__all__ = ["SCALES", "Scale", "labelled", "numbered"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale. about: what it measures ("importance"), alike in every language; labels: from lowest to highest."""

    about: str
    labels: tuple[str, ...]

    @property
    def concept(self) -> tuple[str, int]:
        """What two scales share that say the same in two languages: what they measure, and their number of points."""
        return self.about, len(self.labels)


_ADJECTIVES = {  # English and German words for one matter
    "importance": (("important",), ("wichtig",)),
    "satisfaction": (("satisfied",), ("zufrieden",)),
    "likelihood": (("likely",), ("wahrscheinlich",)),
    "usefulness": (("useful", "helpful", "valuable"), ("nützlich", "hilfreich", "wertvoll")),
    "interest": (("interested", "interesting"), ("interessiert", "interessant")),
    "familiarity": (("familiar",), ("vertraut",)),
    "quality": (("well",), ("gut",)),
    "ease": (("easy",), ("einfach", "leicht")),
    "concern": (("concerned",), ("besorgt",)),
}
_ONE_ENDED_EN = (
    "Not at all {}|Slightly {}|Moderately {}|Very {}|Extremely {}",
    "Not {} at all|Slightly {}|Moderately {}|Very {}|Extremely {}",
    "Not at all {}|Not so {}|Somewhat {}|Very {}|Extremely {}",
    "Not at all {}|Not very {}|Somewhat {}|Very {}|Extremely {}",
    "Not {}|Slightly {}|Moderately {}|{}|Very {}",
    "Not {}|Slightly {}|Moderately {}|Very {}|Extremely {}",
    "Not at all {}|Slightly {}|Somewhat {}|Very {}|Extremely {}",
    "Not at all {}|A little {}|Somewhat {}|Very {}|Extremely {}",
    "Not at all {}|Not very {}|Somewhat {}|Very {}",
    "Not {} at all|Not very {}|Somewhat {}|Very {}",
    "Not {}|Somewhat {}|Very {}",
    "Not at all {}|Somewhat {}|Very {}",
    "Not very {}|Moderately {}|Very {}",
)
_ONE_ENDED_DE = (
    "Überhaupt nicht {}|Wenig {}|Mäßig {}|Sehr {}|Äußerst {}",
    "Überhaupt nicht {}|Etwas {}|Mäßig {}|Sehr {}|Äußerst {}",
    "Gar nicht {}|Wenig {}|Mittelmäßig {}|Ziemlich {}|Sehr {}",
    "Überhaupt nicht {}|Eher nicht {}|Teils/teils|Eher {}|Sehr {}",
    "Gar nicht {}|Eher nicht {}|Teils/teils|Eher {}|Sehr {}",
    "Un{}|Eher un{}|Teils/teils|Eher {}|Sehr {}",
    "Sehr un{}|Eher un{}|Teils/teils|Eher {}|Sehr {}",
    "Gar nicht {}|Eher nicht {}|Eher {}|Sehr {}",
    "Nicht {}|Eher {}|Sehr {}",
)
_TWO_ENDED_EN = (
    "Very {un}|Somewhat {un}|Neither {} nor {un}|Somewhat {}|Very {}",
    "Very {un}|{un}|Neither {} nor {un}|{}|Very {}",
    "Extremely {un}|Somewhat {un}|Neither {} nor {un}|Somewhat {}|Extremely {}",
    "Very {un}|{un}|Neutral|{}|Very {}",
    "Very {un}|Somewhat {un}|Neutral|Somewhat {}|Very {}",
    "Very {un}|Somewhat {un}|Somewhat {}|Very {}",
)
_OPPOSITES = {"satisfied": "dissatisfied", "easy": "difficult"}
_OTHERS = {
    "agreement": (
        "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
        "Strongly disagree|Disagree|Neutral|Agree|Strongly agree",
        "Strongly disagree|Somewhat disagree|Neither agree nor disagree|Somewhat agree|Strongly agree",
        "Completely disagree|Disagree|Neutral|Agree|Completely agree",
        "Strongly disagree|Disagree|Somewhat disagree|Neither agree nor disagree|Somewhat agree|Agree|Strongly agree",
        "Strongly disagree|Disagree|Agree|Strongly agree",
        "Strongly disagree|Somewhat disagree|Somewhat agree|Strongly agree",
        "Stimme überhaupt nicht zu|Stimme nicht zu|Weder noch|Stimme zu|Stimme voll und ganz zu",
        "Stimme überhaupt nicht zu|Stimme eher nicht zu|Teils/teils|Stimme eher zu|Stimme voll und ganz zu",
        "Stimme gar nicht zu|Stimme eher nicht zu|Teils/teils|Stimme eher zu|Stimme voll zu",
        "Trifft überhaupt nicht zu|Trifft eher nicht zu|Teils/teils|Trifft eher zu|Trifft voll und ganz zu",
        "Stimme gar nicht zu|Stimme eher nicht zu|Stimme eher zu|Stimme vollständig zu",
        "Trifft nicht zu|Trifft eher nicht zu|Trifft eher zu|Trifft zu",
    ),
    "frequency": (
        "Never|Rarely|Sometimes|Often|Always",
        "Never|Seldom|Sometimes|Often|Always",
        "Never|Rarely|Sometimes|Usually|Always",
        "Nie|Selten|Manchmal|Oft|Immer",
        "Gar nicht|Eher selten|Eher häufig|Sehr häufig",
        "Nie|Selten|Gelegentlich|Häufig|Immer",
    ),
    "quality": (
        "Very poor|Poor|Fair|Good|Very good",
        "Poor|Fair|Good|Very good|Excellent",
        "Poor|Somewhat poorly|Neutral|Somewhat well|Very well",
        "Very bad|Bad|Neutral|Good|Very good",
        "Sehr schlecht|Schlecht|Mittelmäßig|Gut|Sehr gut",
    ),
    "amount": (
        "Not at all|A little|A moderate amount|A lot|A great deal",
        "Not at all|Slightly|Moderately|Very|Extremely",
        "Not at all|Not much|Some|A lot",
        "Not at all|Somewhat|Very much",
        "Gar nicht|Wenig|Mittel|Viel|Sehr viel",
        "Überhaupt nicht|Wenig|Mäßig|Stark|Sehr stark",
    ),
    "likelihood": (
        "Definitely not|Probably not|Might or might not|Probably yes|Definitely yes",
        "Definitely not|Probably not|Maybe|Probably|Definitely",
        "Definitely would not|Probably would not|Might or might not|Probably would|Definitely would",
        "Auf keinen Fall|Eher nicht|Vielleicht|Eher ja|Auf jeden Fall",
        "Bestimmt nicht|Wahrscheinlich nicht|Vielleicht|Wahrscheinlich|Bestimmt",
    ),
    "usefulness": ("Not relevant for me|Somewhat useful|Critical to me", "No need|Nice to have|Must have"),
}


def _filled(template: str, positive: str) -> tuple[str, ...]:
    negative = _OPPOSITES.get(positive, f"un{positive}")
    made = template.replace("{un}", negative).replace("{}", positive)
    return tuple(label[:1].upper() + label[1:] for label in made.split("|"))


def _scales() -> Iterator[Scale]:
    for about, (english, german) in _ADJECTIVES.items():
        for adjective in english:
            yield from (Scale(about, _filled(template, adjective)) for template in (*_ONE_ENDED_EN, *_TWO_ENDED_EN))
        for adjective in german:
            yield from (Scale(about, _filled(template, adjective)) for template in _ONE_ENDED_DE)
    for about, listed in _OTHERS.items():
        yield from (Scale(about, tuple(labels.split("|"))) for labels in listed)


SCALES: tuple[Scale, ...] = tuple(dict.fromkeys(_scales()))
_FOLDED = tuple((scale, frozenset(map(fold, scale.labels))) for scale in SCALES)


def labelled(answers: Collection[str]) -> Scale | None:
    """The shortest known scale that holds all these answers (folded, two or more); None where there is none.

    Its order is that of its meaning, in whatever order a file lists them.
    """
    given = set(answers)
    fits = [scale for scale, labels in _FOLDED if given <= labels]
    return min(fits, key=lambda scale: len(scale.labels)) if len(given) > 1 and fits else None


_POINT = re.compile(r"(\d{1,2})(?:\s*[-=:.(/]\s*\D.*)?")
_FROM_TO = re.compile(
    r"\b(\d)\s*(?:=[^,;)]*[,;]|being[^,;)]*[,;]|to|bis|-)\s*(?:and\s+)?(\d{1,2})\s*(?:=|being|\)|\b(?=.*\bscale\b)|$)"
    r"|\b(?:scale|skala)\s+(?:of|from|von)\s+(\d)\s*(?:to|bis|-)\s*(\d{1,2})\b"
)


def numbered(answers: Sequence[str], text: str) -> tuple[str, ...]:
    """A scale of numbers, lowest first, as a file writes them ("1", "2", …, "5 (very important)"); () where it is none.

    answers: folded; text: the question, which may name both ends: "(1 = not at all, 5 = very well)".
    """
    points: dict[int, str] = {}
    for answer in sorted(answers):
        match = _POINT.fullmatch(answer)
        if match and points.setdefault(int(match[1]), answer) != answer:
            return ()
    named = _FROM_TO.search(fold(text))
    ends = [int(end) for end in (named.groups() if named else ()) if end]
    low, high = min(chain(points, ends), default=0), max(chain(points, ends), default=0)
    low = 0 if low == 0 else 1
    if not points or high > 10 or high - low < 2 or (not ends and len(points) < 3):
        return ()
    return tuple(points.get(i, str(i)) for i in range(low, high + 1))
