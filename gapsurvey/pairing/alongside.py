"""One question of several sides: what further believers were asked joins the question that asks customers the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gapsurvey.matching import fold
from gapsurvey.pairing.draft import Draft
from gapsurvey.study import Question

__all__ = ["alongside", "asked_alike"]

_READ = frozenset({"asks", "shape", "feature", "price", "answers", "scale", "wording"})
_SHARED = "answers", "scale"  # what a question says once for all whom it asks, or each of its sources for itself
_BY_FEATURE = "columns", "answers"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with everything in its sources, per audience. feature: "" where they say what is about which."""

    feature: str
    sources: Mapping[str, Mapping[str, Any]]

    def named(self, names: Mapping[str, str]) -> _Asked:
        """The same with other names of features."""
        sources = {audience: _named(source, names) for audience, source in self.sources.items()}
        return _Asked(names.get(self.feature, self.feature), sources)

    def scaled(self, old: Sequence[str] | None, new: Sequence[str] | None) -> _Asked:
        """The same on another scale, wherever it was asked on this one."""
        if old == new:
            return self
        changed = {n: {**source, "scale": new} if source.get("scale") == old else source for n, source in self.sources.items()}
        return replace(self, sources=changed)


def alongside(drafts: Iterable[Draft], customers: str) -> list[Draft]:
    """The drafts, those of a further side within the first that asks customers the same; what joins none stays by itself.

    drafts: in the study's names, one side's after the other's; customers: what the study calls them.
    """
    made: list[Draft] = []
    for draft in drafts:
        for i, known in enumerate(made):
            if draft.side not in known.pairs and (data := asked_alike(known.data, draft.data, customers)):
                notes = tuple(dict.fromkeys((*known.notes, *draft.notes)))
                made[i] = replace(known, data=data, notes=notes, further=(*known.further, draft))
                break
        else:
            made.append(draft)
    return made


def asked_alike(mine: Mapping[str, Any], theirs: Mapping[str, Any], customers: str) -> dict[str, Any] | None:
    """The question that holds two; None where they count different things, or customers' answers in different ways.

    mine, theirs: as the study format has them, each source a table; customers: what the study calls them. How else a person
    wrote that answers are to be read is not taken for what holds of everybody.
    """
    if not (mine and theirs) or any(mine.get(key) != theirs.get(key) for key in ("asks", "price")):
        return None
    if (mine.keys() | theirs.keys()) & Question.model_fields.keys() - _READ:
        return None
    known = _spread(mine)
    more = _spread(theirs, lone=bool(known.feature))
    if customers in more.sources:
        both = _with_customers(known, more, customers) if mine["shape"] == theirs["shape"] else None
    else:
        both = _of_believers(known, more, (mine["shape"], theirs["shape"]), customers)
    if both is None:
        return None
    phrases = mine.get("wording", {}) | {name: said for name, said in theirs.get("wording", {}).items() if name != customers}
    return _written({**mine, **({"wording": phrases} if phrases else {})}, both)


def _with_customers(known: _Asked, more: _Asked, customers: str) -> _Asked | None:
    """Both, where they count the same answers of customers: in the first one's names, on the scale that holds all points."""
    if customers not in known.sources or bool(known.feature) != bool(more.feature):
        return None
    mine, theirs = known.sources[customers], more.sources[customers]
    names = {more.feature: known.feature} if known.feature else _same_things(mine, theirs)
    together = _united(mine, _named(theirs, names)) if names else None
    if together is None:
        return None
    scale = together.get("scale")
    known, more = known.scaled(mine.get("scale"), scale), more.named(names).scaled(theirs.get("scale"), scale)
    return replace(known, sources={**known.sources, **more.sources, customers: together})


def _of_believers(known: _Asked, more: _Asked, shapes: tuple[str, str], customers: str) -> _Asked | None:
    """Both, where the believers of the first were asked the same, of customers' answers that others count or nobody gave."""
    theirs = next(iter(more.sources.values()))
    for name, source in known.sources.items():
        alike = source.get("shape", shapes[0]) == shapes[1] and len(source.get("scale", ())) == len(theirs.get("scale", ()))
        if name != customers and alike and known.feature == more.feature and _features(theirs) <= _features(source):
            shape = {} if shapes[0] == shapes[1] else {"shape": shapes[1]}
            return replace(known, sources={**known.sources, **{n: {**s, **shape} for n, s in more.sources.items()}})
    return None


def _features(source: Mapping[str, Any]) -> set[str]:
    return {feature for key in _BY_FEATURE if isinstance(source.get(key), Mapping) for feature in source[key]}


def _spread(question: Mapping[str, Any], *, lone: bool = False) -> _Asked:
    """A question with everything in its sources, what is said for all of them too.

    lone: whether its one feature stays by itself; else the feature's column is one of many, where it could be.
    """
    shared = {key: question[key] for key in _SHARED if key in question}
    sources = {
        name: {**shared, **source}
        for name, source in question.items()
        if isinstance(source, Mapping) and name not in Question.model_fields
    }
    feature = question.get("feature", "")
    if lone or not feature or any(not source.keys() <= {"column", "shape", "scale"} for source in sources.values()):
        return _Asked(feature, sources)
    return _Asked("", {
        name: {"columns": {feature: source["column"]}} | {key: source[key] for key in ("shape", "scale") if key in source}
        for name, source in sources.items()
    })  # fmt: skip


def _written(question: Mapping[str, Any], asked: _Asked) -> dict[str, Any]:
    """A question as the study has it: what all sources say alike once, and one feature by its name."""
    sources = {name: dict(source) for name, source in asked.sources.items()}
    features = set().union(*map(_features, sources.values()))
    feature = next(iter(features)) if "feature" in question and len(features) == 1 else asked.feature
    for source in sources.values() if feature != asked.feature else ():
        source["column"] = source.pop("columns")[feature]
    shared = {}
    for key in _SHARED:
        said = [source.get(key) for source in sources.values()]
        once = key == "scale" or all("column" in source for source in sources.values())
        if once and said[0] and all(_alike(part, said[0]) for part in said):
            shared[key] = said[0]
            sources = {name: {k: part for k, part in source.items() if k != key} for name, source in sources.items()}
    head, wording = (
        {key: question[key] for key in keys if key in question} for keys in (("asks", "shape", "price"), ("wording",))
    )
    return {**head, **({"feature": feature} if feature else {}), **sources, **wording, **shared}


def _alike(mine: Any, theirs: Any) -> bool:
    """Whether two scales, or two features' answers, are the same but for their spelling."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return mine.keys() == theirs.keys() and all(_alike(mine[name], theirs[name]) for name in mine)
    return fold(mine) == fold(theirs) if isinstance(mine, str) and isinstance(theirs, str) else bool(mine == theirs)


def _named(part: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A source with other names of features."""
    told = {key: value for key, value in part.items() if key in _BY_FEATURE and isinstance(value, Mapping)}
    return {**part, **{key: {names.get(name, name): place for name, place in value.items()} for key, value in told.items()}}


def _same_things(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    """What one source calls the features of another: those of the same column or option; {} where there are none."""
    found: dict[str, str] = {}
    for key in _BY_FEATURE:
        if isinstance(mine.get(key), Mapping) and isinstance(theirs.get(key), Mapping):
            names = {str(place): name for name, place in mine[key].items()}  # of an answer there may be a list of spellings
            found |= {name: names[str(place)] for name, place in theirs[key].items() if str(place) in names}
    return found


def _united(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any] | None:
    """Customers' source of two questions, all rows of both; None where the two read it differently."""
    if mine.keys() != theirs.keys():
        return None
    united = {}
    for key, part in mine.items():
        other = theirs[key]
        if isinstance(part, Mapping) and isinstance(other, Mapping):
            if any(part[name] != other[name] for name in part.keys() & other.keys()):
                return None
            united[key] = {**part, **other}
        elif part == other or (key == "scale" and all(point in part for point in other)):
            united[key] = part
        elif key == "scale" and all(point in other for point in part):
            united[key] = other
        else:
            return None
    return united
