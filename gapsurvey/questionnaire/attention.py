"""Questions that say what to answer: where a questionnaire asks whether it is read, and how."""

from __future__ import annotations

from dataclasses import dataclass

from gapsurvey.language import say, text
from gapsurvey.questionnaire.asking import Put
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.study import Study

__all__ = ["Check", "Places", "answers", "check", "looks_like"]

BATTERY = 3  # rows: so long a grid is checked, whatever else is asked
APART = 10  # answers from one check to the next, at least: a questionnaire that is shorter does not need two
_COLOURS = (text("Red"), text("Yellow"), text("Green"), text("Blue"))


@dataclass(frozen=True, slots=True)
class Places:
    """After which questions of a study one audience is checked, by their places in the study; None for nowhere.

    Guesses draw what people would pay towards a guess, so whoever is asked about paying is checked. The first check stands among
    ratings, where it looks like what is above it, else after the first question about paying. If half of those who guess fail
    one, three quarters fail one of two: where enough answers lie between, there is another after the last question about paying.
    """

    first: int | None
    again: int | None

    @classmethod
    def of(cls, study: Study, audience: str) -> Places:
        """Where a study's questionnaire for this audience checks."""
        asked = {i: study.asked(i, audience) for i, question in enumerate(study.questions) if audience in question.sources}
        paying = [i for i, each in asked.items() if each.asks == "pay"]
        rated = [i for i, each in asked.items() if each.shape == "rating" and (paying or len(each.features) >= BATTERY)]
        return cls(next(iter(rated or paying), None), next(reversed(paying), None))

    def hold(self, place: int, since: int) -> bool:
        """Whether a check follows the question at this place. since: answers since the first check, 0 where there is none yet."""
        return place == self.first or (place == self.again and since >= APART)


@dataclass(frozen=True, slots=True)
class Check:
    """A question that says which of its answers to choose. right: the ways in which an export may write that answer."""

    question: Question
    right: list[str]


def answers(put: Put) -> int:
    """How many answers these questions ask for: one each, and one in each row of a grid."""
    asked = [question for question in (*put.questions, *put.then) if question.kind != "drawn"]
    return sum(len(question.options) if question.kind == "grid" else 1 for question in asked)


def looks_like(put: Put) -> tuple[Option, ...]:
    """The answers of ratings, by which a check among them looks like them."""
    rated = put.questions[0]
    return rated.answers or rated.options


def check(name: str, like: tuple[Option, ...], before: int) -> Check:
    """A check with the answers of the ratings above it, or with colours where there are none.

    before: how many checks there were; each says another answer, or choosing the same throughout would pass them all.
    """
    options = like or tuple(Option(str(colour), f"A{at}") for at, colour in enumerate(_COLOURS, 1))
    points = [option for option in options if not option.last]
    right = points[min(1 + before, len(points) - 1)]
    said = say("To show that this was read, please choose “{answer}” here.", answer=right.text)
    return Check(Question(name, "one", said, options, part="attention"), [right.text, right.code])
