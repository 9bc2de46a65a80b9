"""Questions that show several things at a time: the best and the worst of a set."""

from __future__ import annotations

from dataclasses import replace

from gapsurvey.questionnaire.asking.ask import Ask, Put, spelt

__all__ = ["best_worst"]


def best_worst(ask: Ask) -> Put:
    """Of each set of features the best and the worst, the sets as the study has them."""
    questions = []
    options = {option.feature: option for option in ask.listed("A")}
    for shown in ask.asked.tasks.sets or ():
        best = ask.whole("one", "best", tuple(options[name] for name in shown), part="best")
        questions += [best, replace(best, name=next(ask.names), text=ask.said("worst"), part="worst")]
    sets = [list(shown) for shown in ask.asked.tasks.sets or ()]
    return Put(
        tuple(questions),
        {"columns": [q.name for q in questions], "answers": spelt([*options.values()]), "tasks": {"sets": sets}},
    )
