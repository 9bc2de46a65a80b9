"""In which language a report speaks: its sentences, looked up in the language's catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

__all__ = ["LANGUAGES", "Language", "say", "say_count", "speaking", "spoken"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a report can speak. code: as BCP 47 has it; texts: by the English text, its forms for one and for many."""

    code: str
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


ENGLISH = Language("en")
LANGUAGES = (
    ENGLISH.code,
    *sorted(file.name.removesuffix(".po") for file in files(__name__).iterdir() if file.name.endswith(".po")),
)
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """The language that is spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Within it, everything that is said is said in this language, one of LANGUAGES."""
    token = _SPOKEN.set(_language(code))
    try:
        yield _SPOKEN.get()
    finally:
        _SPOKEN.reset(token)


def say(text: str, /, **values: object) -> str:
    """A text in the spoken language, its {names} replaced by `values`; in English where the language's catalogue lacks it."""
    said = _SPOKEN.get().texts.get(text, (text,))[0]
    return said.format_map(values) if values else said


def say_count(n: float, one: str, many: str, /, **values: object) -> str:
    """Of two texts the one that suits the number `n`, which neither need name, in the spoken language."""
    said = _SPOKEN.get().texts.get(one, (one, many))[n != 1]
    return said.format_map(values) if values else said


@cache
def _language(code: str) -> Language:
    if code == ENGLISH.code:
        return ENGLISH
    from babel.messages.pofile import read_po  # read only where a report does not speak English

    with files(__name__).joinpath(f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    return Language(code, {_forms(m.id)[0]: _forms(m.string) for m in catalogue if m.id and m.string})


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
