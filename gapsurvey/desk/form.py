"""The form of the pairing page: everything that a person may change, typed, and the study's data that it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StrictBool, ValidationError

from gapsurvey.errors import Problem, StudyError
from gapsurvey.matching import amount
from gapsurvey.pairing.parts import features_of
from gapsurvey.study.parts import Id, Spec
from gapsurvey.study.problems import told

__all__ = ["Decision", "FeatureFields", "Form", "Head", "Made", "Row", "formed", "made", "typed"]

Decision: TypeAlias = Literal["accepted", "open", "rejected"]
_SIDES = Field(min_length=2, max_length=100)
_LIST = Annotated[tuple[str, ...], Field(max_length=5000)]


class Head(Spec):
    """The study's own fields, numbers as they were typed."""

    title: str = ""
    question: str = ""
    subject: str = ""
    currency: str = ""
    market: str = ""
    period: str = ""
    horizon: str = ""


class FeatureFields(Spec):
    """One feature's fields, numbers as they were typed. counted: False leaves it out of every question."""

    label: str = ""
    price: str = ""
    launch: str = ""
    per_customer: str = ""
    version_of: str = ""
    counted: StrictBool = True


class Row(Spec):
    """Questions held against each other.

    decision: only what is accepted is counted; question: as the study format has it, {} where no shape counts it, without its
    price, which is typed; texts, columns: each side's, customers' first; shapes, asks: what may be chosen among.
    """

    id: str
    decision: Decision
    question: dict[str, Any] = Field(default_factory=dict)
    price: str = ""
    texts: Annotated[tuple[str, ...], _SIDES] = ("", "")
    columns: Annotated[tuple[_LIST, ...], _SIDES] = ((), ())
    confidence: Literal["sure", "likely", "chosen", "restored"] = "chosen"
    score: float = 0.0
    reason: str = ""
    notes: _LIST = ()
    shapes: _LIST = ()
    asks: _LIST = ()


class Form(Spec):
    """Everything that a person decides on the page.

    audiences, rest: as the study format has them, rest being the top-level keys that the page does not ask for.
    """

    head: Head
    audiences: dict[Id, dict[str, Any]]
    features: dict[Id, FeatureFields]
    rows: Annotated[tuple[Row, ...], Field(max_length=5000)]
    rest: dict[str, Any] = Field(default_factory=dict)

    @property
    def customers(self) -> str:
        """The name of the customers' audience; "" where no audience has that role."""
        return next((name for name, audience in self.audiences.items() if audience.get("role") == "customer"), "")

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """The names of the audiences of each side: customers, then the believers of each file, who were asked the same.

        There are two at least, the second one empty where nobody believes anything.
        """
        found: dict[str, list[str]] = {}
        for name, audience in self.audiences.items():
            if audience.get("role") != "customer":
                found.setdefault(repr([audience.get(key) for key in ("file", "sheet", "tool")]), []).append(name)
        return ((self.customers,), *(map(tuple, found.values()) if found else [()]))


def formed(data: Any) -> Form:
    """The form that a browser sent. Raises StudyError with everything that is no part of a form."""
    try:
        return Form.model_validate(data)
    except ValidationError as error:
        raise StudyError(p for detail in error.errors(include_url=False) for p in told(detail)) from None


def typed(number: float | None) -> str:
    """A number as a person would type it, so that it is read back the same."""
    if number is None:
        return ""
    text = repr(float(number)).removesuffix(".0") if abs(number) < 1e15 else f"{number:.0f}"
    return f"{text}0" if re.fullmatch(r"\d{1,3}\.\d{3}", text) else text  # else its point would be read as one of thousands


# --- the study's data ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Made:
    """A form as the study's data.

    rows: per question, the position of its row; problems: what cannot be read in a field, with the field's path in `where`.
    """

    data: dict[str, Any] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, where: str) -> str:
        """The path of the form's field that a place in the study is in; "" where it is in none."""
        question = re.match(r"questions\[(\d+)\](.*)", where, re.DOTALL)
        if question and int(question[1]) < len(self.rows):
            rest = question[2].replace("[", ".").replace("]", "")
            return f"rows.{self.rows[int(question[1])]}{rest}"
        steps = where.split(".")
        if steps[0] in Head.model_fields or steps[0].startswith("earlier"):
            return f"head.{steps[0].partition(' ')[0]}"
        if steps[0] == "features" and len(steps) > 1:
            return ".".join(step for step in steps if step != "cost")
        if steps[0] == "audiences":
            return where
        return "rows" if steps[0] in ("rows", "questions", "features") else ""


def made(form: Form) -> Made:
    """The data of the study that a form stands for: accepted rows, and the features that they are about."""
    found = Made()
    left_out = {name for name, feature in form.features.items() if not feature.counted}
    questions = []
    for i, row in enumerate(form.rows):
        question = _without(row.question, left_out) if row.decision == "accepted" else {}
        if row.decision == "accepted" and not row.question:
            fix = "Choose another question for one side, or reject the pair."
            found.problems.append(Problem(f"rows.{i}", "no shape counts the answers of both sides together", fix))
        if question:
            price = _number(row.price, f"rows.{i}.price", found)
            questions.append({**question, **({} if price is None else {"price": price})})
            found.rows.append(i)
    used = {name for question in questions for name in features_of(question) if isinstance(name, str)}
    shown = any("tasks" in question for question in questions)  # what choice tasks showed may be any feature
    shown = shown or bool(form.rest.get("competitors"))  # and so may what others offer
    found.data = {
        **form.rest,
        **_head(form.head, found),
        "audiences": form.audiences,
        "features": {
            name: _feature(name, fields, found)
            for name, fields in form.features.items()
            if name in used or (shown and fields.counted)
        },
        "questions": questions,
    }
    return found


def _head(head: Head, found: Made) -> dict[str, Any]:
    texts = {key: getattr(head, key) for key in ("title", "question", "subject", "currency", "period")}
    numbers = {key: _number(getattr(head, key), f"head.{key}", found) for key in ("market", "horizon")}
    whole = {key: int(number) if number == int(number) else number for key, number in numbers.items() if number is not None}
    return {"title": texts.pop("title")} | {key: text for key, text in texts.items() if text} | whole


def _feature(name: str, fields: FeatureFields, found: Made) -> dict[str, Any]:
    data: dict[str, Any] = {"label": fields.label}
    numbers = {key: _number(getattr(fields, key), f"features.{name}.{key}", found) for key in ("price", "launch", "per_customer")}
    price = numbers.pop("price")
    cost = {key: number for key, number in numbers.items() if number is not None}
    return data | ({} if price is None else {"price": price}) | ({"cost": cost} if cost else {}) | (
        {"version_of": fields.version_of} if fields.version_of else {}
    )  # fmt: skip


def _number(text: str, at: str, found: Made) -> float | None:
    """The number that somebody typed, None for none; what is no number becomes a problem."""
    number = amount(text) if text else None
    if text and number is None:
        found.problems.append(Problem(at, f"“{text}” is no number", "Write a number, such as 49 or 1,200.50."))
    return number


def _without(question: Mapping[str, Any], left_out: set[str]) -> dict[str, Any]:
    """A question without the features that are left out; {} where it is about no other."""
    if isinstance(question.get("feature"), str) and question["feature"] in left_out:
        return {}
    kept: dict[str, Any] = {}
    for key, value in question.items():
        if key in ("answers", "columns") and isinstance(value, Mapping):
            kept[key] = {name: text for name, text in value.items() if name not in left_out}
            if value and not kept[key]:
                return {}
        elif key == "unchosen" and isinstance(value, Sequence) and not isinstance(value, str):
            kept[key] = [name for name in value if name not in left_out]
        elif isinstance(value, Mapping) and key not in ("tasks", "wording", "scale"):
            kept[key] = _without(value, left_out)
            if value and not kept[key]:
                return {}
        else:
            kept[key] = value
    return kept
