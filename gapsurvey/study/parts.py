"""What every part of a study is made of: kinds of values, and tables that are frozen and leave no key unread."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

__all__ = ["Asks", "Id", "Line", "Number", "Price", "Role", "Scale", "Shape", "Share", "Spec", "Texts", "Whole"]

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
