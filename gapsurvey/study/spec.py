"""The study: what was asked of whom, what it would cost, and what decides. Every error of it at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    ValidationError,
    model_validator,
)

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.language import LANGUAGES, say, text
from gapsurvey.study.competitors import Competitor
from gapsurvey.study.fieldwork import Fieldwork
from gapsurvey.study.gates import Gates
from gapsurvey.study.parts import Asks, Id, Line, Number, Price, Role, Scale, Shape, Spec, Texts, Whole
from gapsurvey.study.prices import CHANCES, Certainty, HowSure, PriceParts, unread_certainty, unread_parts
from gapsurvey.study.problems import between_keys, told, wrong
from gapsurvey.study.tasks import Tasks
from gapsurvey.study.thresholds import Thresholds
from gapsurvey.study.verbatims import OpenQuestion
from gapsurvey.study.weights import Weighting

__all__ = ["Audience", "Cost", "Feature", "Question", "Source", "Study"]


USUAL = (text("customers"), text("employees"), text("partners"))  # audiences' names that need no label in any language


class Audience(Spec):
    """Who answered, and where their answers stand."""

    role: Role = Field(description="customer: whose answers are the truth; the others believe something about customers.")
    label: str = Field("", description="What the report calls them, in the plural; the audience's name if left out.")
    file: str | None = Field(
        None,
        description="The export, beside the study's file; or a folder of Parquet files, or a table of a DuckDB database: "
        "answers.duckdb::table.",
    )
    query: str | None = Field(
        None, description="A SELECT that finds the responses, one per row, in the DuckDB database that `file` names."
    )
    sheet: str | None = Field(None, description="The sheet of a workbook; found by its content if left out.")
    tool: str | None = Field(None, description="The survey tool that wrote the file; recognised by its content if left out.")
    where: dict[str, Texts] = Field(default_factory=dict, description="Keep only the records with these answers: column = value.")
    segments: dict[Line, Line] = Field(
        default_factory=dict, description="Segmentations: name = a column's name or question text."
    )
    crossed: tuple[tuple[Line, ...], ...] = Field(
        (), description='Pairs of these segmentations whose every combination is shown too: [["Function", "Region"]].'
    )
    small_cells: Literal["hide", "merge"] = Field(
        "hide",
        description="Whether believers' groups too small to show are left out, or shown together as “Other”. In a crossing they "
        "are always left out.",
    )
    weights: Weighting = Field(
        None,
        description="A column of weights, or raking margins: segmentation = {cell = share}; trim bounds the weights of either.",
    )
    attention: dict[str, Texts] = Field(
        default_factory=dict, description="Attention checks: column = the answer, or answers, of whoever read the question."
    )
    screening: Literal["exclude", "flag"] = Field(
        "exclude", description="Whether two kinds of quality flag leave a respondent out, or are only counted."
    )
    keep_partials: StrictBool = Field(False, description="Keep the answered questions of unfinished responses.")


class Cost(Spec):
    """What a feature costs: once, and per customer and period."""

    launch: Annotated[Number, Field(ge=0)] = 0.0
    per_customer: Annotated[Number, Field(ge=0)] = 0.0


class Feature(Spec):
    """One thing that could be offered."""

    label: Line
    description: str = Field("", description="What it is, in a sentence or two, for those who are asked about it.")
    price: Price | None = Field(None, description="Planned price per period.")
    cost: Cost | None = None
    version_of: str = Field(
        "", description="The offering that this is a version of. Left out everywhere: those of a first-choice question are."
    )


class Source(PriceParts):
    """Where one audience's answers to a question stand, and what differs there from the question.

    column: a column's name, a prefix of several columns, or the question's text. columns: several of them (a ladder's
    rungs, lowest price first; all options of a list, where no name stands for them), or one per feature. The remaining
    keys override the question's own.
    """

    column: Line | None = None
    columns: dict[str, Line] | tuple[Line, ...] | None = None
    prices: tuple[Price, ...] | None = None
    shape: Shape | None = None
    answers: dict[str, Texts] | None = None
    scale: Scale | None = None
    yes: Texts | None = None
    no: Texts | None = None
    unchosen: tuple[str, ...] = ()
    tasks: Tasks = Field(default_factory=Tasks)
    certainty: HowSure | None = Field(
        None, description="How sure people are that they would pay: a column with 0 to 10, or {column, scale}. Of customers only."
    )


Place: TypeAlias = Annotated[
    Source,
    BeforeValidator(lambda v: {"column": v} if isinstance(v, str) else v, json_schema_input_type=str | Source),
]


class Question(Spec):
    """One mirrored question. Every key that is not listed here is the name of an audience: where its answers stand."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Place] = Field(init=False)

    asks: Asks
    shape: Shape
    feature: str | None = Field(None, description="The feature this question is about, where it is about one.")
    answers: dict[str, Texts] | None = Field(
        None, description="Per feature: the option, grid row or code that stands for it, or several of them."
    )
    scale: Scale | None = Field(
        None,
        description="A rating's points from lowest to highest, as the export writes them; several spellings of one are a list.",
    )
    yes: Texts | None = Field(None, description="Answers that mean yes, where they are not plainly yes or no.")
    no: Texts | None = Field(None, description="Answers that mean no.")
    unchosen: tuple[str, ...] = Field((), description="Features whose option was offered and chosen by nobody.")
    chances: tuple[Annotated[Number, Field(ge=0, le=1)], ...] = Field(
        CHANCES,
        description="The chance to buy that each point of the scale of a purchase intent stands for, from lowest to highest.",
    )
    price: Price | None = Field(
        None, description="The price that a yes-no or estimate question about paying names; the feature's price if left out."
    )
    intent_map: tuple[Annotated[Number, Field(ge=0, le=1)], ...] = Field(
        (), description="Of a rating about paying: the chance of buying that each point of its scale stands for, lowest first."
    )
    covariates: tuple[Line, ...] = Field(
        (), description="Of bids and intervals: customers' segmentations by which their median price is told too, in one model."
    )
    tasks: Tasks = Field(default_factory=Tasks, description="What choice tasks or best–worst sets showed.")
    wording: dict[str, Line] = Field(
        default_factory=dict,
        description="Per audience, the verb phrase of its sentence: “say {customers} want {feature}”.",
    )

    @model_validator(mode="after")
    def _asked(self) -> Question:
        """Each audience's source has what the shape it was asked in needs."""
        from gapsurvey.shapes import SHAPES

        problems = [
            Problem(f"{audience}{'.' if p.where else ''}{p.where}", p.found, p.fix, p.exists)
            for audience in self.sources
            for asked in (self.asked(audience),)
            for p in (
                *SHAPES[asked.shape].needs(asked),
                *unread_parts(asked.shape, asked.parts),
                *unread_certainty(asked.shape, asked.asks, asked.feature, asked.certainty),
            )
        ]
        points = {a: len(self.asked(a).scale) for a in self.sources if self.asked(a).shape == "rating"}
        if len(set(points.values())) > 1:
            found = f"scales of different lengths: {', '.join(f'{audience} {n}' for audience, n in points.items())}"
            problems.append(Problem("scale", found, "Give both scales as many points: ratings are compared by rank."))
        if self.intent_map and (self.asks != "pay" or {len(self.intent_map)} != {*points.values()} or not self.feature):
            found = f"{len(self.intent_map)} chances of buying are no map of a rating about paying for one feature"
            problems.append(Problem("intent_map", found, "Give every point of the scale one, lowest first; or leave it out."))
        if not self.sources:
            problems.append(
                Problem("", "no audience is named, so nobody was asked this", 'Say where the answers stand: customers = "Q5".')
            )
        if problems:
            raise wrong(*problems)
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
            tasks=source.tasks.over(self.tasks),
            parts=source.parts,
            chances=self.chances,
            certainty=source.certainty,
        )


class Asked(Spec):
    """A question as one audience was asked it: what a shape codes."""

    asks: Asks
    shape: Shape
    feature: str | None
    column: str | None
    columns: dict[str, str] | tuple[str, ...] | None
    prices: tuple[float, ...] | None
    answers: dict[str, tuple[str, ...]]
    scale: Scale | tuple[()]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unchosen: tuple[str, ...]
    tasks: Tasks
    parts: dict[str, str | float] = Field(default_factory=dict)
    chances: tuple[float, ...] = ()
    certainty: Certainty | None = None
    at_price: dict[str, float] = Field(default_factory=dict)
    period: str = "month"
    currency: str = "USD"

    @property
    def features(self) -> tuple[str, ...]:
        """The features that this question gives answers about."""
        if self.feature:
            return (self.feature,)
        if isinstance(self.columns, dict):
            return tuple(self.columns)
        return tuple(self.answers) or self.tasks.features


_NAMED = Field(json_schema_extra={"additionalProperties": False})  # what an editor should say of the name "24x7"


def _spoken(code: str) -> str:
    """A language's code, as it is."""
    if code not in LANGUAGES:
        fix = "Write one of these; labels and wording may be in any language."
        raise wrong(Problem("", f'there are no texts in "{code}"', fix, listing(LANGUAGES)))
    return code


class Study(Spec):
    """A mirror survey: audiences, features, questions, money, thresholds and gates. Frozen; drives everything.

    Made from a file with `load`, or in Python with the same keys. Raises StudyError with every problem found.
    """

    version: Literal[1] = Field(1, description="Version of the study format.")
    title: Line
    question: str = Field("", description="The launch question that the report answers.")
    subject: str = Field("", description="The feature that the launch question is about; the first one if left out.")
    lang: Annotated[str, AfterValidator(_spoken), Field(json_schema_extra={"enum": list(LANGUAGES)})] = Field(
        "en", description="The language that the report speaks. Labels and wording are written in it."
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field("USD", description="ISO 4217 code of every price and cost.")
    market: Annotated[Whole, Field(gt=0)] | None = Field(None, description="Customers that the offering would be sold to.")
    period: Literal["week", "month", "quarter", "year"] = Field("month", description="Period of every price and unit cost.")
    horizon: Annotated[Whole, Field(gt=0)] | None = Field(None, description="Periods that the decision looks ahead.")
    earlier: Line | None = Field(
        None, description="An earlier wave to compare with, beside this file: its results.json, its study, or a folder with one."
    )
    audiences: Annotated[dict[Id, Audience], _NAMED]
    features: Annotated[dict[Id, Feature], Field(min_length=1), _NAMED]
    competitors: Annotated[dict[Id, Competitor], _NAMED] = Field(
        default_factory=dict, description="Other sellers' offers, which stand beside the study's own."
    )
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    verbatims: tuple[OpenQuestion, ...] = Field(
        (),
        description="Open questions whose answers are quoted, personal data taken out; read them before you publish.",
    )
    archetypes: StrictBool = Field(
        False, description="Look for kinds of customers by what they want, whoever they are: latent class analysis."
    )
    fieldwork: Fieldwork = Field(default_factory=Fieldwork, description="What `gapsurvey questionnaire` should know.")
    thresholds: Thresholds = Field(default_factory=Thresholds)
    gates: Gates = Field(default_factory=Gates)

    _folder: Path = PrivateAttr(default_factory=Path)

    def __init__(self, /, **data: Any) -> None:
        """Check everything; every problem, whether of one key or between keys, is raised together."""
        crossed = list(between_keys(data))
        try:
            super().__init__(**data)
        except ValidationError as error:
            own = [problem for detail in error.errors(include_url=False) for problem in told(detail)]
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
        at_price = {name: p for name, p in prices.items() if p}
        return asked.model_copy(update={"at_price": at_price, "period": self.period, "currency": self.currency})

    def __eq__(self, other: object) -> bool:
        """Equal in everything it says; where its files stand is not part of that."""
        return isinstance(other, Study) and self.model_dump() == other.model_dump()

    def label(self, audience: str) -> str:
        """What the report calls an audience."""
        return self.audiences[audience].label or say(audience.replace("_", " "))

    def segmentations(self, audience: str) -> tuple[str, ...]:
        """The names of an audience's tables: its segmentations, and then its crossings of two of them."""
        from gapsurvey.model import crossing

        spec = self.audiences[audience]
        return (*spec.segments, *(crossing(pair) for pair in spec.crossed))

    def to_toml(self) -> str:
        """The study as a `study.toml`, defaults left out; `load` reads it back as an equal study."""
        import tomli_w

        return tomli_w.dumps(self.model_dump(mode="json", exclude_none=True, exclude_defaults=True))
