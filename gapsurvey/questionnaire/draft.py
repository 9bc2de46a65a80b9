"""A study that is not finished yet: what it leaves out before fieldwork, completed by a design of the usual kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from gapsurvey.language import LANGUAGES, say, speaking
from gapsurvey.questionnaire.choices import FILE
from gapsurvey.questionnaire.offered import SOON
from gapsurvey.questionnaire.prices import ladder
from gapsurvey.questionnaire.wording import SCALES
from gapsurvey.study import Study, load

__all__ = ["drafted"]

_EACH = ("price", "price-ladder", "open-price", "interval", "van-westendorp", "double-bounded")  # a question per feature
_PARTS = {
    "price": ("price", "answer"), "interval": ("lower", "upper"),
    "van-westendorp": ("too_cheap", "cheap", "expensive", "too_expensive"),
}  # fmt: skip


def drafted(path: str | Path) -> Study:
    """The study in a TOML file that may lack questions, or say of a question only what it asks, in which shape.

    Then everybody is asked it, or believers only, about all features, and about paying those with a price. Raises StudyError as
    `load` does, with every problem.
    """
    return load(path, _completed)


def _completed(data: dict[str, Any]) -> dict[str, Any]:
    """The raw study with its questions completed; anything malformed is left as it is, to be refused by its name."""
    audiences, features = data.get("audiences"), data.get("features")
    if not (_is_tables(audiences) and _is_tables(features)):
        return data
    given = data.get("questions") or [*_usual(features)]
    if not isinstance(given, list) or not all(isinstance(question, dict) for question in given):
        return data
    lang = data.get("lang")
    with speaking(lang if lang in LANGUAGES else LANGUAGES[0]):
        return data | {"questions": [done for question in given for done in _questions(question, data)]}


def _is_tables(value: Any) -> TypeGuard[dict[str, dict[str, Any]]]:
    return isinstance(value, dict) and bool(value) and all(isinstance(part, dict) for part in value.values())


def _usual(features: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a mirror survey asks: who wants it, how important it is, which version, at what price, and could we deliver it."""
    several = len(features) > 1
    yield {"asks": "want", "shape": "multi-select" if several else "yes-no"}
    yield {"asks": "want", "shape": "estimate"}
    yield {"asks": "need", "shape": "rating"}
    offerings = dict.fromkeys(feature["version_of"] for feature in features.values() if feature.get("version_of"))
    for offering in offerings:
        versions = {name: f"{SOON}: {name}" for name, f in features.items() if f.get("version_of") == offering}
        if len(versions) > 1:
            yield {"asks": "prefer", "shape": "single-select", "answers": versions}
    if any(map(_priced, features.values())):
        yield {"asks": "pay", "shape": "price-ladder"}
        yield {"asks": "pay", "shape": "estimate"}
    yield {"asks": "deliver", "shape": "rating"}


def _priced(feature: Mapping[str, Any]) -> bool:
    price = feature.get("price")
    return isinstance(price, (int, float)) and not isinstance(price, bool) and 0 < price < float("inf")


def _questions(question: dict[str, Any], data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A question with everything that it leaves out; several, where it is to be asked of each feature."""
    asks, shape = question.get("asks"), question.get("shape")
    audiences, features = data["audiences"], data["features"]
    if not isinstance(shape, str) or any(name in question for name in audiences):
        yield question
        return
    believed = shape == "estimate" or asks in ("deliver", "sell")
    asked = [name for name, audience in audiences.items() if not believed or audience.get("role") != "customer"]
    about = [name for name, feature in features.items() if asks != "pay" or _priced(feature)]
    if isinstance(question.get("feature"), str):
        about = [question["feature"]]
    elif isinstance(question.get("answers"), dict):
        about = [*question["answers"]]
    if shape == "rating" and "scale" not in question and str(asks) in SCALES:
        question = question | {"scale": [*map(say, SCALES[str(asks)])]}
    if shape == "choice-tasks" and isinstance(tasks := question.get("tasks"), dict):
        shown = tasks if {"file", "shown"} & tasks.keys() else {**tasks, "file": FILE}
        yield question | {"tasks": shown} | {name: {"column": SOON} for name in asked}
        return
    if shape not in _EACH:
        place = _place(shape, about, question)
        yield question | dict.fromkeys(asked, place)
        return
    for name in about:
        yield question | {"feature": name} | dict.fromkeys(asked, _priced_place(shape, name, data))


def _place(shape: str, about: list[str], question: Mapping[str, Any]) -> dict[str, Any]:
    """Where the answers to a question about several features will stand, and which of them it is about."""
    if "feature" in question:
        return {"column": SOON} | ({"yes": SOON} if shape.endswith("-select") else {})
    if shape in ("yes-no", "rating", "estimate"):
        return {"columns": {name: f"{SOON}: {name}" for name in about}}
    return {"column": SOON} | ({} if "answers" in question else {"answers": {name: f"{SOON}: {name}" for name in about}})


def _priced_place(shape: str, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    feature = data["features"].get(name, {})
    if shape == "price-ladder":
        prices = ladder(float(feature["price"]), _anchors(name, data)) if _priced(feature) else ()
        return {"columns": [f"{SOON}: {price:g}" for price in prices], "prices": [*prices]}
    if shape == "double-bounded":
        return {bid: {part: f"{SOON}: {bid} {part}" for part in ("price", "answer")} for bid in ("first", "second")}
    return {part: f"{SOON}: {part}" for part in _PARTS.get(shape, ())} or {"column": SOON}


def _anchors(name: str, data: Mapping[str, Any]) -> Iterator[float]:
    """Competitors' prices that a feature will be held against."""
    competitors = data.get("competitors")
    for rival in competitors.values() if isinstance(competitors, dict) else ():
        if isinstance(rival, dict) and _priced(rival) and isinstance(rival.get("features"), list) and name in rival["features"]:
            yield float(rival["price"])
