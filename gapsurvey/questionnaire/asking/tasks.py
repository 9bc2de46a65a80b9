"""Questions that show several things at a time: the best and the worst of a set, and offers to choose from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.questionnaire.asking.ask import Ask, Put, spelt
from gapsurvey.questionnaire.choices import FILE, Alternative, as_file, level, tasks_of
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.questionnaire.offered import NONE

__all__ = ["best_worst", "choice_tasks"]

NO_OFFER = "none"  # the code of choosing nothing


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


def choice_tasks(ask: Ask) -> Put:
    """Which of a few offers one would choose, again and again among others; in random order, the offers of a task in theirs."""
    tasks = ask.asked.tasks
    made = tasks_of(ask.asked) or ()
    questions = tuple(_task(ask, task) for task in made)
    kept = tasks.model_dump(mode="json", exclude_none=True, exclude_defaults=True, exclude={"version", "shown", "sets", "chosen"})
    file = f"{Path(tasks.file or FILE).stem}.csv"  # beside the study that is written, wherever the other's is
    told = {**kept, "file": file} | ({"none": [str(NONE), NO_OFFER]} if tasks.none else {})
    source = {"columns": [question.name for question in questions], "tasks": told}
    return Put(questions, source, shuffled=True, files={file: as_file(tasks, made)})


def _task(ask: Ask, task: tuple[Alternative, ...]) -> Question:
    """Offers by their numbers, which are what the study reads, under a table of what each of them has."""
    tasks = ask.asked.tasks
    options = [Option(say("Offer {n}", n=number), str(number)) for number in range(1, len(task) + 1)]
    rows = [["", *(option.text for option in options)]]
    for at, attribute in enumerate(tasks.attributes):
        rows.append([attribute, *(level(tasks, attribute, one.has[at]) for one in task)])
    if tasks.price:
        rows.append([tasks.price, *(ask.frame.at(one.price) for one in task if one.price is not None)])
    if tasks.none:
        options.append(Option(str(NONE), NO_OFFER, last=True))
    table = tuple(tuple(printable(cell, 300) for cell in row) for row in rows)
    return Question(next(ask.names), "one", ask.said("task"), tuple(options), asks=ask.asked.asks, part="task", table=table)
