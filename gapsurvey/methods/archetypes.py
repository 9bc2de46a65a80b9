"""Archetypes: kinds of customers by what they want together, whoever they are, and belief held against each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey import phrasing
from gapsurvey.language import say, say_count
from gapsurvey.methods.family import Compared, gap_rows
from gapsurvey.methods.gap import SIGN_NOTE
from gapsurvey.methods.kind_names import kind_names
from gapsurvey.methods.measured import Share, share_estimate, share_of, top2, yes
from gapsurvey.model import Cell, Floats, Item, Patterns, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.comparisons import share_difference
from gapsurvey.stats.latent import LatentClasses, latent_classes
from gapsurvey.stats.raking import kish
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["archetypes"]

# What kinds are found in, the first that was asked: (asks, kind of answer).
BATTERIES = (("want", "share"), ("need", "share"), ("want", "rating"), ("need", "rating"))
MOST = 5  # kinds
SMALLEST = 50  # customers of a kind
FEWEST = 3  # features: two answers tell no kinds apart
OVERLAP = 0.6  # a separation below it


@dataclass(frozen=True, slots=True, eq=False)
class Battery:
    """The customers' yes or no to F features: P × F unique rows of 1, 0 and NaN, and how many people gave each.

    item: its asks, and share or rating; n, n_weighted: people, and Σw; base: the effective base, to which `weight` adds up.
    """

    item: Item
    features: tuple[str, ...]
    answers: Floats
    n: int
    n_weighted: float
    weight: Floats

    @property
    def base(self) -> float:
        """Σ weight."""
        return float(self.weight.sum())

    @property
    def measure(self) -> str:
        """The measure of a kind's profile."""
        return f"kind_{self.item.asks}" + ("" if self.item.kind == "share" else "_top2")


def archetypes(published: Published, study: Study) -> list[Table]:
    """The kinds that customers are of, where the study asks for them: their profiles, and how many kinds the answers show."""
    if not study.archetypes or not any(published.tallies.items(Cell(study.customers))):
        return []
    battery = _battery(published.tallies, study)
    people = study.label(study.customers)
    if battery is None:
        why = say(
            "Kinds of {people} were not looked for: that takes {fewest} features that they say yes or no to, several at once.",
            people=people,
            fewest=FEWEST,
        )
        return [_models(study, [], why)]
    if battery.base < 2 * SMALLEST:
        why = say(
            "Kinds of {people} were not looked for: {n} answered, and every kind needs {fewest}.",
            people=people,
            n=battery.n,
            fewest=SMALLEST,
        )
        return [_models(study, [], why)]
    seed = int(stream(study.thresholds.seed, "archetypes").integers(2**32))
    found, compared = _chosen(battery, seed)
    models = _models(study, compared, *_model_notes(people, found, compared))
    return [models] if found.classes == 1 else [_profiles(published.tallies, study, battery, found), models]


def _battery(tallies: Tallies, study: Study) -> Battery | None:
    """The first battery in which somebody said yes to several of at least three features."""
    for asks, kind in BATTERIES:
        item = Item("", asks, kind)
        found = tallies.together(Cell(study.customers), item)
        if found is not None:
            battery = _binary(item, found)
            if len(battery.features) >= FEWEST and (np.nansum(battery.answers, axis=1) > 1).any():
                return battery
    return None


def _binary(item: Item, patterns: Patterns) -> Battery:
    """Answers as yes or no: of ratings, whether they lie in the top two boxes."""
    highest = np.array([len(levels) for levels in patterns.levels]) - (1 if item.kind == "share" else 2)
    said = np.where(patterns.codes < 0, -1, patterns.codes >= highest)
    asked = [bool(column.any()) for column in said.T >= 0]
    rows, place = np.unique(said[:, asked], axis=0, return_inverse=True)
    total = float(patterns.w.sum())
    scale = float(kish(total, patterns.w2.sum())) / total
    weight: Floats = np.bincount(place.ravel(), patterns.w * scale, len(rows)).astype(np.float64)
    features = tuple(feature for feature, some in zip(patterns.fields, asked, strict=True) if some)
    return Battery(item, features, np.where(rows < 0, np.nan, rows), patterns.base, total, weight)


def _chosen(battery: Battery, seed: int) -> tuple[LatentClasses, list[LatentClasses]]:
    """The model with the lowest BIC whose kinds are large enough and certain, and all that were compared."""
    rows, features = battery.answers.shape
    most = [k for k in range(1, MOST + 1) if k * SMALLEST <= battery.base and k <= rows and k * (features + 1) <= 2**features]
    compared = [latent_classes(battery.answers, battery.weight, kinds, seed) for kinds in most]
    return next(model for model in sorted(compared, key=lambda model: model.bic) if _sound(model)), compared


def _sound(model: LatentClasses) -> bool:
    """Whether a model's kinds are large enough, and fixed by the answers; one kind always is."""
    return model.classes == 1 or (_smallest(model) >= SMALLEST and model.identified)


def _smallest(model: LatentClasses) -> float:
    """Customers expected in the smallest kind."""
    return model.base * float(model.share.min())


def _models(study: Study, compared: list[LatentClasses], *notes: str) -> Table:
    rows = []
    for model in compared:
        place = Estimate("", "", study.customers, segment=say_count(model.classes, "{n} kind", "{n} kinds", n=model.classes))
        values = {"kinds_bic": model.bic, "kinds_smallest": _smallest(model), "kinds_separation": model.separation}
        rows += [replace(place, measure=name, value=round(value, 2)) for name, value in values.items()]
    title = say("How many kinds of {people} there are", people=study.label(study.customers))
    return Table("archetypes", "numbers", title, tuple(rows), notes, of=study.customers, by=say("Model"))


def _model_notes(people: str, found: LatentClasses, compared: list[LatentClasses]) -> Iterator[str]:
    if found.classes == 1:
        yield say(
            "These answers show one kind of {people}: a split into several does not describe them better (lowest BIC).",
            people=people,
        )
    for model in (model for model in compared if model.bic < found.bic):
        if _smallest(model) < SMALLEST:
            yield say(
                "A split into {n} kinds has a lower BIC and is not shown: its smallest would hold fewer than {fewest} {people}.",
                n=model.classes,
                fewest=SMALLEST,
                people=people,
            )
        else:
            yield say(
                "A split into {n} kinds has a lower BIC and is not shown: the answers do not fix what they would be.",
                n=model.classes,
            )


def _profiles(tallies: Tallies, study: Study, battery: Battery, found: LatentClasses) -> Table:
    """The kinds' sizes and answers, and the gap of every belief to every kind."""
    names = kind_names(study, battery.item.asks, battery.features, found)
    share_bases, yes_bases = found.effective_bases()
    answered = (found.membership * found.weight[:, None]).T @ ~np.isnan(battery.answers)  # of each kind, K × F
    rows = []
    for k, name in enumerate(names):
        size = Share(float(found.share[k]), battery.n, battery.n_weighted, float(share_bases[k]))
        rows.append(share_estimate(study, "", "kind_share", study.customers, size, segment=name))
    shares = {
        (feature, name): Share(
            float(found.yes[k, f]),
            round(answered[k, f] / battery.base * battery.n),
            float(answered[k, f] / battery.base * battery.n_weighted),
            float(yes_bases[k, f]),
        )
        for f, feature in enumerate(battery.features)
        for k, name in enumerate(names)
    }
    rows += [share_estimate(study, f, battery.measure, study.customers, s, segment=name) for (f, name), s in shares.items()]
    for believers in study.believers:
        rows += gap_rows(study, list(_gaps(tallies, study, battery, believers, shares)))
    title = say("Kinds of {people}", people=study.label(study.customers))
    notes = tuple(_notes(study, battery, found))
    return Table("archetypes", "kinds", title, tuple(rows), notes, of=study.customers, by=say("Kind"))


def _gaps(
    tallies: Tallies, study: Study, battery: Battery, believers: str, shares: Mapping[tuple[str, str], Share]
) -> Iterator[Compared]:
    """What believers say of all customers, held against each kind: one family of comparisons."""
    boxes = yes if battery.item.kind == "share" else top2
    margin = study.thresholds.margin
    for (feature, name), answer in shares.items():
        counts = tallies.get(Cell(believers), replace(battery.item, feature=feature))
        if counts is not None:
            belief = share_of(counts, boxes(counts), believer=True)
            yield Compared(
                feature, f"{battery.measure}_gap", believers, study.customers,
                share_difference(belief.value, belief.n_effective, answer.value, answer.n_effective, margin), margin,
                belief.n, belief.n_weighted, belief.n_effective, answer.n, name,
            )  # fmt: skip


def _notes(study: Study, battery: Battery, found: LatentClasses) -> Iterator[str]:
    people = study.label(study.customers)
    yield say(
        "Kinds are latent classes: groups of {people} within which one answer says nothing of another. They were found in what "
        "{n} {people} answered about {features} features, without a look at who they are; how many there are is decided by BIC, "
        "and each holds at least {fewest}.",
        people=people,
        n=battery.n,
        features=len(battery.features),
        fewest=SMALLEST,
    )
    separation = phrasing.decimal(found.separation)
    if found.separation < OVERLAP:
        yield say(
            "Who belongs to a kind is a probability (separation {separation} of 1; the kinds overlap, so read their profiles, "
            "not "
            "who belongs where), and the intervals allow for that. That kinds differ is how they were found: a test of it would "
            "say nothing.",
            separation=separation,
        )
    else:
        yield say(
            "Who belongs to a kind is a probability (separation {separation} of 1), and the intervals allow for that. That kinds "
            "differ is how they were found: a test of it would say nothing.",
            separation=separation,
        )
    if battery.item.kind == "rating":
        yield say("An answer counts as yes where it lies in the top two boxes of its scale.")
    yield f"{SIGN_NOTE} {say('The belief is about all {people}, the same for every kind.', people=people)}"
