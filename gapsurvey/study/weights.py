"""How a study weights an audience: by a column of its export, or raked to margins, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from gapsurvey.errors import Problem, listing
from gapsurvey.study.parts import Line, Number, Share, Spec
from gapsurvey.study.problems import bounded, wrong

__all__ = ["Weighting", "Weights"]

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
