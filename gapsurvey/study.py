"""The study: what was asked of whom, what it would cost, and what decides. Every error of it at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gapsurvey.errors import Problem, StudyError, listing, nearest

__all__ = ["Audience", "Cost", "Feature", "Gates", "Question", "Source", "Study", "Thresholds", "Weights", "load"]

Role: TypeAlias = Literal["customer", "employee", "partner", "influencer"]
Asks: TypeAlias = Literal["want", "need", "pay", "prefer", "deliver", "sell"]
Shape: TypeAlias = Literal[
    "yes-no", "multi-select", "single-select", "rating", "ranking", "allocation", "estimate", "price", "price-ladder",
    "open-price", "interval", "van-westendorp", "double-bounded", "choice-tasks", "best-worst",
]  # fmt: skip
Id: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]


def _texts(value: Any) -> Any:
    """One answer text, number or code, or a list of them, as a tuple of texts; anything else is left to be refused."""
    many = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(v, bool) or not isinstance(v, (str, int, float)) for v in many):
        return value
    return tuple(v if isinstance(v, str) else f"{v:g}" for v in many)


Texts: TypeAlias = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(_texts, json_schema_input_type=str | int | float | list[str | int | float]),
]


class _Spec(BaseModel):
    """A part of the study: frozen, and no key passes unread."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Weights(_Spec):
    """How one audience is weighted: by a column of its export, or raked to margins of its segmentations.

    margins: per segmentation, the population share of each of its cells; the shares of one segmentation add up to 1.
    """

    column: Line | None = None
    margins: dict[str, dict[str, Annotated[float, Field(gt=0, le=1)]]] | None = None

    @field_validator("margins")
    @classmethod
    def _add_up(cls, margins: dict[str, dict[str, float]] | None) -> dict[str, dict[str, float]] | None:
        for name, shares in (margins or {}).items():
            total = sum(shares.values())
            if abs(total - 1) > 0.005:
                raise _wrong(
                    Problem("", f'the shares of "{name}" add up to {total:g}', "Make them add up to 1 (100%).", listing(shares))
                )
        return margins


def _weights(value: Any) -> Any:
    if isinstance(value, str):
        return {"column": value}
    if isinstance(value, Mapping) and not {"column", "margins"} & set(value):
        return {"margins": value}
    return value


class Audience(_Spec):
    """Who answered, and where their answers stand."""

    role: Role = Field(description="customer: whose answers are the truth; the others believe something about customers.")
    label: str = Field("", description="What the report calls them, in the plural; the audience's name if left out.")
    file: str | None = Field(None, description="The export, beside the study's file.")
    sheet: str | None = Field(None, description="The sheet of a workbook; found by its content if left out.")
    tool: str | None = Field(None, description="The survey tool that wrote the file; recognised by its content if left out.")
    where: dict[str, Texts] = Field(default_factory=dict, description="Keep only the records with these answers: column = value.")
    segments: dict[str, Line] = Field(default_factory=dict, description="Segmentations: name = a column's name or question text.")
    weights: Annotated[
        Weights | None, BeforeValidator(_weights, json_schema_input_type=str | dict[str, dict[str, float]] | Weights | None)
    ] = Field(None, description="A column of weights, or raking margins: segmentation = {cell = share}.")
    keep_partials: bool = Field(False, description="Keep the answered questions of unfinished responses.")


class Cost(_Spec):
    """What a feature costs: once, and per customer and period."""

    launch: Annotated[float, Field(ge=0)] = 0.0
    per_customer: Annotated[float, Field(ge=0)] = 0.0


class Feature(_Spec):
    """One thing that could be offered."""

    label: Line
    price: Annotated[float, Field(gt=0)] | None = Field(None, description="Planned price per period.")
    cost: Cost | None = None


class Source(_Spec):
    """Where one audience's answers to a question stand, and what differs there from the question.

    column: a column's name, a prefix of several columns, or the question's text. columns: several of them (a ladder's
    rungs, lowest price first), or one per feature. The remaining keys override the question's own.
    """

    column: Line | None = None
    columns: dict[str, Line] | tuple[Line, ...] | None = None
    prices: tuple[Annotated[float, Field(gt=0)], ...] | None = None
    shape: Shape | None = None
    answers: dict[str, Texts] | None = None
    scale: Texts | None = None
    yes: Texts | None = None
    no: Texts | None = None
    unchosen: tuple[str, ...] = ()


Place: TypeAlias = Annotated[
    Source,
    BeforeValidator(lambda v: {"column": v} if isinstance(v, str) else v, json_schema_input_type=str | Source),
]


class Question(_Spec):
    """One mirrored question. Every key that is not listed here is the name of an audience: where its answers stand."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Place] = Field(init=False)

    asks: Asks
    shape: Shape
    feature: str | None = Field(None, description="The feature this question is about, where it is about one.")
    answers: dict[str, Texts] | None = Field(
        None, description="Per feature: the option, grid row or code that stands for it, or several of them."
    )
    scale: Texts | None = Field(None, description="A rating's answers from lowest to highest, as the export writes them.")
    yes: Texts | None = Field(None, description="Answers that mean yes, where they are not plainly yes or no.")
    no: Texts | None = Field(None, description="Answers that mean no.")
    unchosen: tuple[str, ...] = Field((), description="Features whose option was offered and chosen by nobody.")
    price: Annotated[float, Field(gt=0)] | None = Field(
        None, description="The price that a yes-no or estimate question about paying names; the feature's price if left out."
    )
    wording: dict[str, Line] = Field(
        default_factory=dict,
        description="Per audience, the verb phrase of its sentence: “say {customers} want {feature}”.",
    )

    @model_validator(mode="before")
    @classmethod
    def _built(cls, data: Any) -> Any:
        """Shapes of the format that are not analysed yet are refused by name, before their own keys confuse matters."""
        from gapsurvey.shapes import SHAPES

        if not isinstance(data, Mapping):
            return data
        named = [("shape", data.get("shape"))]
        named += [(f"{k}.shape", v.get("shape")) for k, v in data.items() if isinstance(v, Mapping)]
        known = Shape.__args__  # type: ignore[attr-defined]  # typing's alias of a Literal carries its values
        refused = [
            Problem(at, f'the shape "{shape}" is part of the study format, but this version does not analyse it yet',
                    "Leave the question out, or ask for it in another shape.", listing(SHAPES))
            for at, shape in named
            if shape in known and shape not in SHAPES
        ]  # fmt: skip
        if refused:
            raise _wrong(*refused)
        return data

    @model_validator(mode="after")
    def _asked(self) -> Question:
        """Each audience's source has what the shape it was asked in needs."""
        from gapsurvey.shapes import SHAPES

        problems = [
            Problem(f"{audience}{'.' if p.where else ''}{p.where}", p.found, p.fix, p.exists)
            for audience in self.sources
            for p in SHAPES[self.asked(audience).shape].needs(self.asked(audience))
        ]
        if not self.sources:
            problems.append(
                Problem("", "no audience is named, so nobody was asked this", 'Say where the answers stand: customers = "Q5".')
            )
        if problems:
            raise _wrong(*problems)
        return self

    @property
    def sources(self) -> dict[str, Source]:
        """Per audience, where its answers stand, in the study's order."""
        return dict(self.__pydantic_extra__ or {})

    def asked(self, audience: str) -> Asked:
        """The question as this audience was asked it: the source's own keys before the question's."""
        source = self.sources[audience]
        return Asked(
            asks=self.asks,
            shape=source.shape or self.shape,
            feature=self.feature,
            column=source.column,
            columns=source.columns,
            prices=source.prices,
            answers=source.answers or self.answers or {},
            scale=source.scale or self.scale or (),
            yes=source.yes or self.yes or (),
            no=source.no or self.no or (),
            unchosen=source.unchosen or self.unchosen,
        )


class Asked(_Spec):
    """A question as one audience was asked it: what a shape codes."""

    asks: Asks
    shape: Shape
    feature: str | None
    column: str | None
    columns: dict[str, str] | tuple[str, ...] | None
    prices: tuple[float, ...] | None
    answers: dict[str, tuple[str, ...]]
    scale: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unchosen: tuple[str, ...]
    at_price: dict[str, float] = Field(default_factory=dict)

    @property
    def features(self) -> tuple[str, ...]:
        """The features that this question gives answers about."""
        if self.feature:
            return (self.feature,)
        return tuple(self.columns) if isinstance(self.columns, dict) else tuple(self.answers)


class Thresholds(_Spec):
    """Where the study draws its lines. Every default is that of the method's documentation."""

    margin: Annotated[float, Field(gt=0, lt=0.5)] = Field(0.10, description="A share gap within ± this is too small to matter.")
    rating_margin: Annotated[float, Field(gt=0, lt=0.5)] = Field(0.10, description="The same for a rating's θ − ½.")
    build: Annotated[float, Field(gt=0.5, lt=1)] = Field(
        0.90, description="Build where the contribution is > 0 with more than this probability."
    )
    stop: Annotated[float, Field(gt=0, lt=0.5)] = Field(0.10, description="Do not build where that probability is below this.")
    option_base: Annotated[int, Field(ge=30)] = Field(30, description="Fewest customers of a segment that may carry an option.")
    min_base: Annotated[int, Field(ge=30)] = Field(
        30, description="Fewest customers that are tested; with fewer the verdict is: ask more."
    )
    flag_base: Annotated[int, Field(ge=30)] = Field(100, description="Below this many customers, figures carry a flag.")
    min_cell: Annotated[int, Field(ge=5)] = Field(
        5, description="Fewest believers of a segment that are shown; may be raised, never lowered."
    )
    draws: Annotated[int, Field(ge=1000, le=200_000)] = Field(10_000, description="Draws of every simulation.")
    seed: Annotated[int, Field(ge=0)] = Field(20_260_101, description="Seed of every simulation.")


class Gates(_Spec):
    """What `gapsurvey gate` holds the study to."""

    min_base: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Fewest answers to any compared question, in every audience."
    )
    max_gap: Annotated[float, Field(gt=0, le=1)] | None = Field(None, description="Largest absolute share gap.")


class Study(_Spec):
    """A mirror survey: audiences, features, questions, money, thresholds and gates. Frozen; drives everything.

    Made from a file with `load`, or in Python with the same keys. Raises StudyError with every problem found.
    """

    version: Literal[1] = Field(1, description="Version of the study format.")
    title: Line
    question: str = Field("", description="The launch question that the report answers.")
    subject: str = Field("", description="The feature that the launch question is about; the first one if left out.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field("USD", description="ISO 4217 code of every price and cost.")
    market: Annotated[int, Field(gt=0)] | None = Field(None, description="Customers that the offering would be sold to.")
    period: Literal["week", "month", "quarter", "year"] = Field("month", description="Period of every price and unit cost.")
    horizon: Annotated[int, Field(gt=0)] | None = Field(None, description="Periods that the decision looks ahead.")
    audiences: dict[Id, Audience]
    features: Annotated[dict[Id, Feature], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    thresholds: Thresholds = Field(default_factory=Thresholds)
    gates: Gates = Field(default_factory=Gates)

    _folder: Path = PrivateAttr(default_factory=Path)

    def __init__(self, /, **data: Any) -> None:
        """Check everything; every problem, whether of one key or between keys, is raised together."""
        crossed = list(_cross(data))
        try:
            super().__init__(**data)
        except ValidationError as error:
            own = [problem for detail in error.errors(include_url=False) for problem in _problems(detail, data)]
            raise StudyError([*own, *crossed]) from None
        if crossed:
            raise StudyError(crossed)

    @property
    def folder(self) -> Path:
        """The folder that audiences' files stand in."""
        return self._folder

    @property
    def customers(self) -> str:
        """Name of the audience whose answers are the truth."""
        return next(name for name, audience in self.audiences.items() if audience.role == "customer")

    @property
    def believers(self) -> tuple[str, ...]:
        """Names of the audiences that believe something about customers, in the study's order."""
        return tuple(name for name, audience in self.audiences.items() if audience.role != "customer")

    @property
    def about(self) -> str:
        """The feature that the launch question is about."""
        return self.subject or next(iter(self.features))

    def asked(self, question: int, audience: str) -> Asked:
        """A question as this audience was asked it, with the price that it names for each of its features, if any."""
        asked = self.questions[question].asked(audience)
        price = self.questions[question].price
        prices = {name: price or self.features[name].price for name in asked.features}
        return asked.model_copy(update={"at_price": {name: p for name, p in prices.items() if p}})

    def __eq__(self, other: object) -> bool:
        """Equal in everything it says; where its files stand is not part of that."""
        return isinstance(other, Study) and self.model_dump() == other.model_dump()

    def label(self, audience: str) -> str:
        """What the report calls an audience."""
        return self.audiences[audience].label or audience.replace("_", " ")

    def to_toml(self) -> str:
        """The study as a `study.toml`, defaults left out; `load` reads it back as an equal study."""
        import tomli_w

        return tomli_w.dumps(self.model_dump(mode="json", exclude_none=True, exclude_defaults=True))


def load(path: str | Path) -> Study:
    """The study in a TOML file, its audiences' files beside it.

    Raises StudyError: no such file, not TOML (with line and column), or any problem of the study.
    """
    path = Path(path)
    if path.is_dir():
        path = path / "study.toml"
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        beside = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        found = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise StudyError(
            [Problem(str(path), found, "Name the study's file, or a folder with a study.toml.", listing(beside))]
        ) from None
    except UnicodeDecodeError:
        raise StudyError(
            [Problem(str(path), "it is not a text file in UTF-8", "Save it as UTF-8 text; a study.toml is plain text.")]
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise StudyError(
            [Problem(str(path), f"it is not valid TOML: {error}", "Mend that line; texts stand in quotes, tables in [brackets].")]
        ) from None
    study = Study(**data)
    study._folder = path.parent
    return study


# --- what can only be seen between the keys ---------------------------------------------------------------------------


def _field(part: Any, key: str) -> Any:
    """A key of a part that is still raw, or an attribute of one made in Python; None where there is none."""
    return part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _cross(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems between parts, read off the raw data so that they are found beside a part's own problems."""
    audiences, features = _mapping(data.get("audiences")), _mapping(data.get("features"))
    roles = Counter(_field(a, "role") for a in audiences.values())
    if audiences and roles["customer"] != 1:
        yield Problem(
            "audiences", f'{roles["customer"]} audiences have role = "customer"',
            "Give exactly one audience this role: its answers are the truth the others are held to.", listing(audiences),
        )  # fmt: skip
    if audiences and not sum(n for role, n in roles.items() if role in ("employee", "partner", "influencer")):
        yield Problem(
            "audiences", "no audience believes anything about the customers",
            'Add one with role = "employee", "partner" or "influencer".', listing(audiences),
        )  # fmt: skip
    labels: dict[str, str] = {}
    for name, feature in features.items():
        label = str(_field(feature, "label") or "").strip().casefold()
        if label and label in labels:
            yield Problem(
                f"features.{name}.label", f"the same label as features.{labels[label]}", "Give every feature a label of its own."
            )
        labels.setdefault(label, name)
    subject = data.get("subject")
    if isinstance(subject, str) and subject and subject not in features:
        yield _unknown("subject", subject, "feature", features)
    for name, audience in audiences.items():
        segments = _mapping(_field(audience, "segments"))
        weights = _field(audience, "weights")
        margins = weights.margins if isinstance(weights, Weights) else _mapping(_weights(weights)).get("margins")
        for segment in _mapping(margins):
            if segment not in segments:
                yield _unknown(f"audiences.{name}.weights.{segment}", segment, "segmentation of this audience", segments)
    seen: dict[tuple[object, ...], str] = {}
    questions = data.get("questions")
    for i, question in enumerate(questions if isinstance(questions, (list, tuple)) else ()):
        yield from _cross_question(f"questions[{i}]", question, audiences, features, seen)


def _cross_question(
    at: str, question: Any, audiences: Mapping[str, Any], features: Mapping[str, Any], seen: dict[tuple[object, ...], str]
) -> Iterator[Problem]:
    own = set(Question.model_fields)
    keys = {**question} if isinstance(question, Mapping) else {**(getattr(question, "sources", None) or {})}
    sources = {key: value for key, value in keys.items() if key not in own}
    for key in sources:
        if key not in audiences:
            yield Problem(
                f"{at}.{key}", f'"{key}" is neither a key of a question nor an audience',
                _did_you_mean(key, [*own, *audiences]), f"keys {listing(sorted(own), 20)}; audiences {listing(audiences)}",
            )  # fmt: skip
    for audience in _mapping(_field(question, "wording")):
        if audience not in audiences:
            yield _unknown(f"{at}.wording.{audience}", audience, "audience", audiences)
    feature = _field(question, "feature")
    if isinstance(feature, str) and feature not in features:
        yield _unknown(f"{at}.feature", feature, "feature", features)
    named = [("answers", _field(question, "answers"))]
    for audience, source in sources.items():
        named += [(f"{audience}.{key}", _field(source, key)) for key in ("answers", "columns")]
    for place, answers in named:
        for name in _mapping(answers):
            if name not in features:
                yield _unknown(f"{at}.{place}.{name}", name, "feature", features)
    for audience, source in sources.items():
        shape = _field(source, "shape") or _field(question, "shape")
        about = (
            [feature]
            if feature
            else list(
                _mapping(_field(source, "columns"))
                or _mapping(_field(source, "answers"))
                or _mapping(_field(question, "answers"))
            )
        )
        asks, price = _field(question, "asks"), _field(question, "price")
        kind = {"rating": "rating", "estimate": "estimate"}.get(str(shape), "price" if asks == "pay" else "share")
        for name in about:
            key = (audience, name, asks, kind, price if kind == "estimate" else None)
            if key in seen:
                yield Problem(
                    f"{at}.{audience}", f'what {audience} answer about "{name}" is already taken from {seen[key]}',
                    "Keep one of the two questions, or leave this feature out of one.",
                )  # fmt: skip
            seen.setdefault(key, at)
            if (
                asks == "pay"
                and shape not in ("price-ladder", "open-price")
                and not price
                and not _field(features.get(name), "price")
            ):
                yield Problem(
                    f"{at}.price", f'the question is about paying for "{name}", and no price is known',
                    f"Give the question a price, or features.{name} one.",
                )  # fmt: skip


def _did_you_mean(name: str, names: list[str]) -> str:
    close = nearest(name, names)
    return f"Did you mean {' or '.join(close)}?" if close else "Write one of these."


def _unknown(where: str, name: str, what: str, names: Mapping[str, Any]) -> Problem:
    return Problem(where, f'there is no {what} "{name}"', _did_you_mean(name, list(names)), listing(names))


# --- pydantic's errors in the words of a study ------------------------------------------------------------------------


def _wrong(*problems: Problem) -> PydanticCustomError:
    """Problems of one part, their places relative to it, as an error that pydantic carries along."""
    return PydanticCustomError("study", "see problems", {"problems": problems})


def _place(loc: tuple[int | str, ...]) -> str:
    """`questions[2].employees`, from pydantic's location."""
    place = ""
    for step in loc:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place


def _problems(error: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Problem]:
    """A pydantic error as the study's own problems."""
    ctx, kind = error.get("ctx", {}), error["type"]
    loc = tuple(step for step in error["loc"] if not (isinstance(step, str) and ("[" in step or step == "[key]")))
    where = _place(loc)
    if kind == "study":
        for p in ctx["problems"]:
            yield Problem(".".join(part for part in (where, p.where) if part), p.found, p.fix, p.exists)
        return
    found = f"found {error['input']!r}" if not isinstance(error.get("input"), (Mapping, BaseModel)) else "found a table"
    if kind == "missing":
        yield Problem(where, "it is missing", f"Add {loc[-1]}.")
    elif kind == "extra_forbidden":
        keys = _known_keys(loc[:-1])
        yield Problem(where, f'"{loc[-1]}" is not a key of this table', _did_you_mean(str(loc[-1]), keys), listing(keys, 20))
    elif kind == "literal_error":
        if loc == ("version",):
            yield Problem(
                where,
                f"the study is for version {error['input']!r} of the format",
                "Use the gapsurvey that reads that version, or rewrite the study for this one.",
                "version 1",
            )
        else:
            yield Problem(where, found, "Write one of these.", ctx["expected"])
    elif kind == "string_pattern_mismatch" and loc[-1] == "currency":
        yield Problem(where, found, 'Write the currency\'s three-letter code, such as "USD" or "EUR".')
    elif kind == "string_pattern_mismatch":
        yield Problem(where, f'"{loc[-1]}" cannot be a name', "Use letters, digits, - and _, beginning with a letter.")
    else:
        yield Problem(where, found, f"{error['msg']}.")


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at `loc` may have."""
    tables: Mapping[str, type[_Spec]] = {
        "thresholds": Thresholds, "gates": Gates, "cost": Cost, "audiences": Audience, "features": Feature, "weights": Weights,
    }  # fmt: skip
    if not loc:
        return list(Study.model_fields)
    if loc[0] == "questions":
        return list(Question.model_fields if len(loc) == 2 else Source.model_fields)
    for step in reversed(loc):
        if step in tables:
            return list(tables[str(step)].model_fields)
    return []
