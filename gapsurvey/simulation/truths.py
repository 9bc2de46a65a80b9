"""What is to be true in a simulation: what customers want and would pay, what believers think they do, and who answers how."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from gapsurvey.errors import Problem, StudyError, listing, nearest
from gapsurvey.study import Study
from gapsurvey.study.parts import Id, Line, Number, Price, Spec, Whole
from gapsurvey.study.problems import told

__all__ = ["Opinion", "Side", "Truths", "Worth", "load_truths", "unfitting"]

Part = Annotated[Number, Field(ge=0, le=1)]
Weight = Annotated[Number | Whole, Field(gt=0)]


class Worth(Spec):
    """What a feature is worth per period: log-normal among those who would pay anything at all."""

    median: Price | None = Field(
        None, description="Median of what those would pay who would pay anything; the feature's price if left out."
    )
    spread: Annotated[Number, Field(gt=0, le=5)] = Field(0.6, description="Standard deviation of its logarithm.")
    nothing: Part = Field(0.2, description="Share who would pay nothing.")


class Opinion(Spec):
    """One audience's opinion of one feature. Customers' is the truth; a believer's is what they say of customers."""

    want: Part | None = Field(
        None,
        description="Share of the customers who want it, 0.5 if left out; of believers, who say that customers want it.",
    )
    importance: Part | None = Field(
        None, description="Where ratings lie on average, from 0, the lowest point of a scale, to 1; 0.5 if left out."
    )
    worth: Worth | None = Field(None, description="What it is worth to them; of believers, what they say customers would pay.")
    estimate: Part | None = Field(None, description="Of believers: the mean of their estimates of how many customers want it.")
    pay: Part | None = Field(None, description="Of believers: the mean of their estimates of how many would pay its price.")
    deliver: Part | None = Field(
        None, description="Of believers: where their ratings of its delivery lie on average, 0 to 1; 0.6 if left out."
    )
    sell: Part | None = Field(None, description="Of believers: the same for whether it can be sold; 0.6 if left out.")


class Side(Spec):
    """One audience: how many answer, in which groups, how well, and what they hold of each feature."""

    size: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="How many of them answer; 400 customers and 150 of everybody else if left out."
    )
    groups: dict[Line, Annotated[dict[Line, Weight], Field(min_length=1)]] = Field(
        default_factory=dict, description="Per segmentation, its groups and how large they are beside each other."
    )
    shifts: dict[Line, dict[Line, dict[Id, Number]]] = Field(
        default_factory=dict,
        description="Per segmentation and group, by how many standard deviations its people value a feature more than others; "
        "the shares of all of them stay as stated.",
    )
    halo: Annotated[Number, Field(ge=0, lt=1)] = Field(0.3, description="How much liking one feature goes with liking another.")
    inattentive: Part = Field(0.0, description="Share of people who answer at random.")
    skipped: Annotated[Number, Field(ge=0, lt=1)] = Field(0.0, description="Share of all answers that are left blank.")
    dont_know: Annotated[Number, Field(ge=0, lt=1)] = Field(0.0, description="Share of all answers that are “Don't know”.")
    bias: Annotated[Number, Field(gt=-1, lt=1)] = Field(
        0.0, description="Of believers: by how much every share that is not stated for them lies above the truth."
    )
    price_factor: Price = Field(1.0, description="Of believers: the same for the median worth, as a factor.")
    features: dict[Id, Opinion] = Field(default_factory=dict, description="What they hold of each feature.")


class Truths(Spec):
    """Everything that is true in a simulation, by audience. What is left out follows from the study, or is neutral."""

    audiences: dict[Id, Side] = Field(default_factory=dict, description="The study's audiences.")


def load_truths(path: str | Path) -> Truths:
    """The truths in a TOML file. Raises StudyError: no such file, not TOML, or every problem of its keys."""
    path = Path(path)
    try:
        return Truths(**tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        problem = Problem(str(path), found, "Name a file with truths, or leave --truths out: what is neutral holds then.")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        problem = Problem(str(path), f"it is not valid TOML: {error}", "Mend that line; it is plain text in UTF-8.")
    except ValidationError as error:
        raise StudyError(p for detail in error.errors(include_url=False) for p in told(detail)) from None
    raise StudyError([problem])


def unfitting(truths: Truths, study: Study) -> Iterator[Problem]:
    """What the truths name and the study does not have, and what they say of customers that only believers can hold."""
    for name, side in truths.audiences.items():
        at = f"truths.audiences.{name}"
        if name not in study.audiences:
            yield _unknown(at, name, "audience", study.audiences)
            continue
        segments = study.audiences[name].segments
        for by in {**side.groups, **side.shifts}:
            if by not in segments:
                yield _unknown(f"{at}.groups.{by}", by, "segmentation of this audience", segments)
        for by, groups in side.shifts.items():
            for group, shifted in groups.items():
                if group not in side.groups.get(by, groups):
                    yield _unknown(f"{at}.shifts.{by}.{group}", group, "group of it", side.groups[by])
                yield from _unknown_features(f"{at}.shifts.{by}.{group}", shifted, study)
        yield from _unknown_features(f"{at}.features", side.features, study)
        if name == study.customers:
            yield from _of_customers(at, side)


def _of_customers(at: str, side: Side) -> Iterator[Problem]:
    """Customers answer for themselves: they have no estimates, and no bias."""
    fix = "Leave it out: customers' own answers are the truth."
    for key in ("bias", "price_factor"):
        if key in side.model_fields_set:
            yield Problem(f"{at}.{key}", "customers believe nothing of customers", fix)
    for feature, opinion in side.features.items():
        for key in ("estimate", "pay", "deliver", "sell"):
            if getattr(opinion, key) is not None:
                yield Problem(f"{at}.features.{feature}.{key}", "customers are not asked for it", fix)


def _unknown_features(at: str, named: Mapping[str, object], study: Study) -> Iterator[Problem]:
    for feature in named:
        if feature not in study.features:
            yield _unknown(f"{at}.{feature}", feature, "feature", study.features)


def _unknown(at: str, name: str, what: str, known: Mapping[str, object]) -> Problem:
    close = nearest(name, list(known))
    fix = f"Did you mean {listing(close)}?" if close else "Write one that the study has."
    return Problem(at, f'there is no {what} "{name}"', fix, listing(known))
