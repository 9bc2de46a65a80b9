"""What every part of a study is made of: kinds of values, and tables that are frozen and leave no key unread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator

from gapsurvey.errors import Problem, listing
from gapsurvey.study_problems import bounded, wrong

__all__ = [
    "Asks", "Id", "Line", "Number", "Price", "Role", "Scale", "Shape", "Share", "Spec", "Texts", "Weighting", "Weights", "Whole",
]  # fmt: skip

Role: TypeAlias = Literal["customer", "employee", "partner", "influencer"]
Asks: TypeAlias = Literal["want", "need", "pay", "prefer", "deliver", "sell"]
Shape: TypeAlias = Literal[
    "yes-no", "multi-select", "single-select", "rating", "ranking", "allocation", "estimate", "price", "price-ladder",
    "open-price", "interval", "van-westendorp", "double-bounded", "choice-tasks", "best-worst",
]  # fmt: skip
Id: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]
Number: TypeAlias = Annotated[float, Strict()]  # neither "49" nor true
Whole: TypeAlias = Annotated[int, Strict()]
Price: TypeAlias = Annotated[Number, Field(gt=0)]
Share: TypeAlias = Annotated[Number, Field(gt=0, le=1)]


def _texts(value: Any) -> Any:
    """One answer text, number or code, or a list of them, as a tuple of texts; anything else is left to be refused."""
    many = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(v, bool) or not isinstance(v, (str, int, float)) for v in many):
        return value
    return tuple(v if isinstance(v, str) else repr(v).removesuffix(".0") for v in many)


Texts: TypeAlias = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(_texts, json_schema_input_type=str | int | float | Annotated[list[str | int | float], Field(min_length=1)]),
]
Scale: TypeAlias = Annotated[tuple[Texts, ...], Field(min_length=1)]  # a point of it may be written in several ways


class Spec(BaseModel):
    """A part of the study: frozen, and no key passes unread."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


Trim: TypeAlias = Annotated[
    tuple[Number, Number],
    BeforeValidator(
        lambda v: v if isinstance(v, (list, tuple)) else (0.0, v), json_schema_input_type=Number | tuple[Number, Number]
    ),
]


class Weights(Spec):
    """How one audience is weighted: by a column of its export, or raked to margins of its segmentations.

    margins: per segmentation, the population share of each of its cells; the shares of one segmentation add up to 1.
    """

    column: Line | None = None
    margins: Annotated[dict[str, dict[str, Share]], Field(min_length=1)] | None = None
    trim: Trim | None = Field(
        None,
        description="The least and the greatest weight, as multiples of the mean weight: [0.3, 3]; of one number, the greatest.",
    )

    @model_validator(mode="after")
    def _add_up(self) -> Weights:
        problems = []
        if (self.column is None) == (self.margins is None):
            problems.append(Problem("", "it is not one way of weighting", 'Write "column", or segmentation = {cell = share}.'))
        if self.trim and not 0 <= self.trim[0] < 1 < self.trim[1]:
            fix = "Write the least weight, from 0 to below 1, and the greatest, above 1: [0.3, 3]."
            problems.append(Problem("trim", f"the mean weight, 1, does not lie within {list(self.trim)}", fix))
        for name, shares in (self.margins or {}).items():
            if abs(sum(shares.values()) - 1) > 0.005:
                found = f'the shares of "{name}" add up to {sum(shares.values()):g}'
                problems.append(Problem(f"margins.{name}", found, "Make them add up to 1 (100%).", listing(shares)))
        if problems:
            raise wrong(*problems)
        return self


def _weights(value: Any) -> Any:
    if isinstance(value, str):
        return {"column": value}
    if isinstance(value, Mapping) and not {"column", "margins"} & set(value):
        bounds = {"trim": value["trim"]} if bounded(value) else {}
        return {"margins": {name: shares for name, shares in value.items() if name not in bounds}, **bounds}
    return value


Weighting: TypeAlias = Annotated[
    Weights | None,
    BeforeValidator(_weights, json_schema_input_type=str | dict[str, dict[str, Share] | Trim] | Weights | None),
]
