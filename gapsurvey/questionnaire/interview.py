"""The guide of an interview before, or beside, the survey: ten questions that suggest no answer."""

from __future__ import annotations

from gapsurvey import phrasing
from gapsurvey.language import say
from gapsurvey.questionnaire.offered import offered
from gapsurvey.study import Study

__all__ = ["guide"]

MOST = 3  # features that a spoken sentence can name


def guide(study: Study) -> tuple[str, ...]:
    """Ten questions to a customer, from what happened to what would; what is on offer is named in the second half only.

    Asked of somebody who believes, they begin with “Think of one customer you know well”.
    """
    texts = offered(study)
    about = say("“{name}”", name=texts[study.about])
    names = list(dict.fromkeys((study.about, *study.features)))[:MOST]
    some = phrasing.joined([say("“{name}”", name=texts[name]) for name in names])
    return (
        say("Please tell me what you do, and where our product comes into your day."),
        say("Tell me about the last time that something with it did not go as you needed. What happened?"),
        say("What did you do then? What did it cost you, in time or in money?"),
        say("What have you tried, bought or built so that it goes better? How did you choose it?"),
        say("What works well as it is, and should stay so?"),
        say("Here is a list: {features}. What does each of them mean to you, in your own words?", features=some),
        say("Think of {feature}. When, if ever, would you have used it in the past three months?", feature=about),
        say("What would speak for {feature} in your case, and what against it?", feature=about),
        say("Who decides about spending money on something like this, and what do they compare it with?"),
        say("What have I not asked that matters here?"),
    )
