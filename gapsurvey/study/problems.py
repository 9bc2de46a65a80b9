"""What can be wrong with a study: between its keys, and, in a study's own words, what pydantic finds in one key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from gapsurvey.errors import Problem, listing, nearest
from gapsurvey.study.prices import PARTS

__all__ = ["between_keys", "bounded", "told", "wrong"]


def _field(part: Any, key: str) -> Any:
    """A key of a part that is still raw, or an attribute of one made in Python; None where there is none."""
    return part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)


def _mapping(value: Any) -> Mapping[str, Any]:
    return {str(key): part for key, part in value.items()} if isinstance(value, Mapping) else {}


def bounded(margins: Any) -> bool:
    """Whether raking margins, written without that word, have bounds of the weights beside them, not a segmentation "trim"."""
    return "trim" in _mapping(margins) and not isinstance(_mapping(margins)["trim"], Mapping)


def between_keys(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems between parts, read off the raw data so that they are found beside a part's own problems."""
    audiences, features = _mapping(data.get("audiences")), _mapping(data.get("features"))
    roles = Counter(str(_field(a, "role")) for a in audiences.values())
    named = isinstance(data.get("audiences"), Mapping)  # what is no table, or is missing, is refused as such
    if named and roles["customer"] != 1:
        yield Problem(
            "audiences", f'{roles["customer"]} audiences have role = "customer"',
            "Give exactly one audience this role: its answers are the truth the others are held to.", listing(audiences),
        )  # fmt: skip
    if named and not sum(n for role, n in roles.items() if role in ("employee", "partner", "influencer")):
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
    offerings = Counter(str(_field(feature, "version_of") or "").strip() for feature in features.values())
    for name, feature in features.items():
        offering = str(_field(feature, "version_of") or "").strip()
        if offering and offerings[offering] == 1:
            found = f'no other feature is a version of "{offering}"'
            fix = "Give all versions of one offering the same name."
            yield Problem(f"features.{name}.version_of", found, fix, listing(filter(None, offerings)))
    subject = data.get("subject")
    if isinstance(subject, str) and subject and subject not in features:
        yield _unknown("subject", subject, "feature", features)
    for name, audience in audiences.items():
        segments = _mapping(_field(audience, "segments"))
        weights = _field(audience, "weights")
        margins = _field(weights, "margins") or ({} if _field(weights, "column") else weights)
        for segment in _mapping(margins):
            if segment not in segments and not (segment == "trim" and bounded(margins)):
                yield _unknown(f"audiences.{name}.weights.{segment}", segment, "segmentation of this audience", segments)
        yield from _crossings(f"audiences.{name}.crossed", _field(audience, "crossed"), segments)
    questions = data.get("questions")
    yield from _competitors(_mapping(data.get("competitors")), features, questions)
    seen: dict[tuple[str, ...], str] = {}
    for i, question in enumerate(questions if isinstance(questions, (list, tuple)) else ()):
        yield from _cross_question(f"questions[{i}]", question, audiences, features, seen)
    yield from _in_fieldwork(data.get("fieldwork"), audiences)
    quoted: dict[tuple[str, str], str] = {}
    verbatims = data.get("verbatims")
    for i, asked in enumerate(verbatims if isinstance(verbatims, (list, tuple)) else ()):
        yield from _cross_open_question(f"verbatims[{i}]", asked, audiences, features, quoted)


def _in_fieldwork(fieldwork: Any, audiences: Mapping[str, Any]) -> Iterator[Problem]:
    """What fieldwork names and the study does not have."""
    segments = {name: "" for audience in audiences.values() for name in _mapping(_field(audience, "segments"))}
    for name in _mapping(_field(fieldwork, "groups")):
        if name not in segments:
            yield _unknown(f"fieldwork.groups.{name}", name, "segmentation", segments)


def _crossings(at: str, crossed: Any, segments: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with pairs of segmentations that are to be crossed; other types than lists are refused elsewhere."""
    from gapsurvey.model import crossing

    seen: set[frozenset[str]] = set()
    for i, pair in enumerate(crossed if isinstance(crossed, (list, tuple)) else ()):
        if not isinstance(pair, (list, tuple)) or not all(isinstance(name, str) for name in pair):
            continue
        names = [name.strip() for name in pair]
        for name in names:
            if name not in segments:
                yield _unknown(f"{at}[{i}]", name, "segmentation of this audience", segments)
        if len(names) != 2 or len(set(names)) < len(names):
            fix = 'Name two different segmentations: ["Function", "Region"].'
            yield Problem(f"{at}[{i}]", f"{listing(names) or 'nothing'} is no pair", fix, listing(segments))
        elif frozenset(names) in seen or crossing(names) in segments:
            yield Problem(f"{at}[{i}]", f'there is a table "{crossing(names)}" already', "Leave this one out.")
        seen.add(frozenset(names))


def _competitors(competitors: Mapping[str, Any], features: Mapping[str, Any], questions: Any) -> Iterator[Problem]:
    """What is wrong with other sellers' offers, held against the study's features and the offers of its choice tasks."""
    offered = [
        (f"questions[{i}].tasks.offers", offer)
        for i, question in enumerate(questions if isinstance(questions, (list, tuple)) else ())
        for offer in _mapping(_field(_field(question, "tasks"), "offers"))
    ]
    taken = {offer.strip().casefold(): f"{place}.{offer}" for place, offer in offered}
    for name, competitor in competitors.items():
        at = f"competitors.{name}"
        label = str(_field(competitor, "label") or "").strip().casefold()
        if label and label in taken:
            fix = "Give every offer a name of its own; a competitor's competes in choice tasks without being listed there."
            yield Problem(f"{at}.label", f"the same name as {taken[label]}", fix)
        taken.setdefault(label, f"{at}.label")
        named = _field(competitor, "features")
        has = [feature for feature in named if isinstance(feature, str)] if isinstance(named, (list, tuple)) else []
        versions: dict[str, str] = {}
        for i, feature in enumerate(has):
            offering = str(_field(features.get(feature), "version_of") or "").strip()
            if feature not in features:
                yield _unknown(f"{at}.features[{i}]", feature, "feature", features)
            elif feature in has[:i]:
                yield Problem(f"{at}.features[{i}]", f'"{feature}" is named twice', "Leave one out.")
            elif offering and offering in versions:
                found = f'"{versions[offering]}" and "{feature}" are both versions of "{offering}": whoever buys has one of them'
                fix = "Keep the one that it has; two offers of one seller are two competitors."
                yield Problem(f"{at}.features[{i}]", found, fix)
            versions.setdefault(offering, feature)


def _cross_question(
    at: str, question: Any, audiences: Mapping[str, Any], features: Mapping[str, Any], seen: dict[tuple[str, ...], str]
) -> Iterator[Problem]:
    from gapsurvey.shapes import SHAPES
    from gapsurvey.study import Question

    own = set(Question.model_fields)
    keys = {**question} if isinstance(question, Mapping) else {**(getattr(question, "sources", None) or {})}
    sources = {key: value for key, value in keys.items() if key not in own}
    for key in sources:
        if audiences and key not in audiences:
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
    for place, tasks in (("", question), *((f".{audience}", source) for audience, source in sources.items())):
        for step, name in _in_tasks(_field(tasks, "tasks")):
            if name not in features:
                yield _unknown(f"{at}{place}.tasks.{step}", name, "feature", features)
    yield from _covariates(at, question, audiences, sources)
    for audience, source in sources.items():
        if _field(source, "certainty") is not None and _field(audiences.get(audience), "role") not in ("customer", None):
            found = f"{audience} would not pay themselves, so how sure they are makes no purchase likelier"
            yield Problem(f"{at}.{audience}.certainty", found, "Leave it out; certainty is of customers.")
        shape = _field(source, "shape") or _field(question, "shape")
        if not isinstance(shape, str) or shape not in SHAPES:
            continue  # refused by name already
        per_feature = (_field(source, "columns"), _field(source, "answers"), _field(question, "answers"))
        about = [feature] if isinstance(feature, str) else next((list(m) for m in map(_mapping, per_feature) if m), [])
        asks, price = str(_field(question, "asks")), _field(question, "price")
        own_price = shape == "price" and isinstance(_field(source, "price"), (int, float))
        kind = "price" if own_price else _KINDS.get(shape, "price" if asks == "pay" else "share")
        if kind == "choice":  # of all features at once, and one fit of them
            about, asks = [*features], ""
        for name in about:
            key = (audience, name, asks, kind, str(price) if kind == "estimate" else "")
            if key in seen:
                yield Problem(
                    f"{at}.{audience}", f'what {audience} answer about "{name}" is already taken from {seen[key]}',
                    "Keep one of the two questions, or leave this feature out of one.",
                )  # fmt: skip
            seen.setdefault(key, at)
            if asks == "pay" and shape not in _PRICED and not price and not _field(features.get(name), "price"):
                yield Problem(
                    f"{at}.price", f'the question is about paying for "{name}", and no price is known',
                    f"Give the question a price, or features.{name} one.",
                )  # fmt: skip


def _cross_open_question(
    at: str, asked: Any, audiences: Mapping[str, Any], features: Mapping[str, Any], quoted: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    from gapsurvey.study.verbatims import OpenQuestion

    own = set(OpenQuestion.model_fields)
    keys = {**asked} if isinstance(asked, Mapping) else {**(getattr(asked, "sources", None) or {})}
    for key in keys if audiences else ():
        if key not in own and key not in audiences:
            yield Problem(
                f"{at}.{key}", f'"{key}" is neither a key of an open question nor an audience',
                _did_you_mean(key, [*own, *audiences]), f"keys {listing(sorted(own))}; audiences {listing(audiences)}",
            )  # fmt: skip
    feature = _field(asked, "feature")
    if isinstance(feature, str) and feature not in features:
        yield _unknown(f"{at}.feature", feature, "feature", features)
    for key, column in keys.items():
        if key not in own and isinstance(column, str):
            first = quoted.setdefault((key, column.strip()), at)
            if first != at:
                yield Problem(f"{at}.{key}", f'"{column}" is quoted in {first} already', "Quote it once.")


def _covariates(at: str, question: Any, audiences: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the segmentations that customers' bids or intervals are to be modelled by."""
    named = _field(question, "covariates")
    names = [name.strip() for name in named if isinstance(name, str)] if isinstance(named, (list, tuple)) else []
    if not names:
        return
    customers = next((name for name, audience in audiences.items() if _field(audience, "role") == "customer"), "")
    segments = _mapping(_field(audiences.get(customers), "segments"))
    for i, name in enumerate(names):
        if name not in segments:
            yield _unknown(f"{at}.covariates[{i}]", name, "segmentation of customers", segments)
        elif name in names[:i]:
            yield Problem(f"{at}.covariates[{i}]", f'"{name}" is named twice', "Leave one out.")
    source = sources.get(customers)
    shape = _field(source, "shape") or _field(question, "shape")
    if source is None or shape not in _BIDDEN or isinstance(_field(source, "price"), (int, float)):
        found = "customers were not asked for an interval, or at prices that differ, so there is no model for covariates"
        yield Problem(f"{at}.covariates", found, "Leave it out, or ask in another shape.", listing(_BIDDEN))


_BIDDEN = ("price", "double-bounded", "interval")  # shapes to whose answers a distribution is fitted
# Of what a shape counts, where it is neither a share nor a price: an audience may be asked both this and a share.
_KINDS = {
    "rating": "rating", "estimate": "estimate", "ranking": "rank", "allocation": "allocation", "best-worst": "best-worst",
    "choice-tasks": "choice", "price": "bids", "double-bounded": "bids", "interval": "interval",
    "van-westendorp": "van-westendorp",
}  # fmt: skip
_PRICED = frozenset(("price-ladder", "open-price", *PARTS))  # their answers name their own prices


def _in_tasks(tasks: Any) -> Iterator[tuple[str, str]]:
    """Each feature that a table of tasks names, with its place in it."""
    for attribute, levels in _mapping(_field(tasks, "attributes")).items():
        yield from ((f"attributes.{attribute}.{name}", name) for name in _mapping(levels))
    sets = _field(tasks, "sets")
    for i, items in enumerate(sets if isinstance(sets, (list, tuple)) else ()):
        yield from ((f"sets[{i}]", str(name)) for name in (items if isinstance(items, (list, tuple)) else ()))
    for offer, spec in _mapping(_field(tasks, "offers")).items():
        named = _field(spec, "features")
        yield from ((f"offers.{offer}.features", str(name)) for name in (named if isinstance(named, (list, tuple)) else ()))


def _did_you_mean(name: str, names: list[str]) -> str:
    close = nearest(name, names)
    return f"Did you mean {' or '.join(close)}?" if close else "Write one of these."


def _unknown(where: str, name: str, what: str, names: Mapping[str, Any]) -> Problem:
    return Problem(where, f'there is no {what} "{name}"', _did_you_mean(name, list(names)), listing(names))


def wrong(*problems: Problem) -> PydanticCustomError:
    """Problems of one part, their places relative to it, as an error that pydantic carries along."""
    return PydanticCustomError("study", "see problems", {"problems": problems})


def _place(loc: tuple[int | str, ...]) -> str:
    """`questions[2].employees`, from pydantic's location."""
    place = ""
    for step in loc:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place.replace(".weights.margins.", ".weights.")  # a study leaves that word out


def told(error: Mapping[str, Any]) -> Iterator[Problem]:
    """A pydantic error as the study's own problems."""
    ctx, kind = error.get("ctx", {}), error["type"]
    loc = tuple(step for step in error["loc"] if not _PYDANTICS_OWN.fullmatch(str(step)))
    where = _place(loc)
    if kind == "too_short" and error["input"]:
        return  # its parts are wrong, and reported themselves
    if kind == "study":
        for p in ctx["problems"]:
            yield Problem(_place((*loc, p.where) if p.where else loc), p.found, p.fix, p.exists)
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
            options = re.findall("'([^']*)'", ctx["expected"])
            yield Problem(where, found, _did_you_mean(str(error["input"]), options), listing(options, 20))
    elif kind == "string_pattern_mismatch" and loc[-1] == "currency":
        yield Problem(where, found, 'Write the currency\'s three-letter code, such as "USD" or "EUR".')
    elif kind == "string_pattern_mismatch":
        yield Problem(where, f'"{loc[-1]}" cannot be a name', "Use letters, digits, - and _, beginning with a letter.")
    elif kind in _MENDS:
        yield Problem(where, found, _MENDS[kind].format(**ctx))
    else:
        yield Problem(where, found, f"{error['msg']}.")


_PYDANTICS_OWN = re.compile(r"\[key\]|[a-z-]+\[.*\]")  # steps of a location that a study does not have
_MENDS = {
    "model_type": 'Write a table, {{key = value}}; for where answers stand, a column\'s name such as "Q5" will do.',
    "dict_type": "Write a table, {{key = value}}.",
    "tuple_type": "Write a list, [first, second].",
    "string_type": "Write a text in quotes.",
    "bool_parsing": "Write true or false.",
    "bool_type": "Write true or false.",
    "int_parsing": "Write a whole number, without quotes.",
    "int_type": "Write a whole number, without quotes.",
    "int_from_float": "Write a whole number.",
    "float_parsing": "Write a number, without quotes.",
    "float_type": "Write a number, without quotes.",
    "greater_than": "Write a number above {gt:g}.",
    "greater_than_equal": "Write a number of at least {ge:g}.",
    "less_than": "Write a number below {lt:g}.",
    "less_than_equal": "Write a number of at most {le:g}.",
    "string_too_short": "Write some text.",
    "too_short": "Write at least one.",
}


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at `loc` may have."""
    from gapsurvey.study import Audience, Cost, Feature, Gates, Question, Source, Study, Thresholds, Weights
    from gapsurvey.study.competitors import Competitor
    from gapsurvey.study.prices import Bid, Certainty
    from gapsurvey.study.tasks import Offer, Tasks

    tables: Mapping[str, type[BaseModel]] = {
        "thresholds": Thresholds, "gates": Gates, "cost": Cost, "audiences": Audience, "features": Feature, "weights": Weights,
        "competitors": Competitor,
    }  # fmt: skip
    if not loc:
        return list(Study.model_fields)
    if loc[0] == "questions" and "tasks" in loc:
        return list((Offer if "offers" in loc else Tasks).model_fields)
    if loc[0] == "questions":
        if "certainty" in loc:
            return list(Certainty.model_fields)
        return list((Question if len(loc) == 2 else Source if len(loc) == 3 else Bid).model_fields)
    for step in reversed(loc):
        if step in tables:
            return list(tables[str(step)].model_fields)
    return []
