"""In which language a report speaks: its sentences, looked up in the language's catalogue, and how it writes numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from gapsurvey.language.writing import ENGLISH_WRITING, Writing

__all__ = ["LANGUAGES", "Language", "Text", "Words", "say", "say_count", "speaking", "spoken", "text"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a report can speak.

    code: as BCP 47 has it; texts: by the English text, its forms, of which `form` says the one that suits a number of things.
    """

    code: str
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    writing: Writing = ENGLISH_WRITING
    form: Callable[[float], int] = lambda n: int(n != 1)


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


def say(template: str, /, **values: object) -> str:
    """A text in the spoken language, its {names} replaced by `values`; in English where the language's catalogue lacks it."""
    said = _SPOKEN.get().texts.get(template, (template,))[0]
    return said.format_map(values) if values else said


def say_count(n: float, one: str, many: str, /, **values: object) -> str:
    """Of two texts the one that suits the number `n`, which neither need name, in the spoken language."""
    language = _SPOKEN.get()
    said = language.texts[one][language.form(n)] if one in language.texts else (one, many)[ENGLISH.form(n)]
    return said.format_map(values) if values else said


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is said later, each time in the language that is then spoken; its {names} stand for texts themselves."""

    template: str
    values: tuple[tuple[str, Text], ...] = ()

    def __str__(self) -> str:
        """What it says now."""
        return say(self.template, **{name: str(value) for name, value in self.values})

    def said(self, **values: object) -> str:
        """What it says now, its {names} replaced by `values`."""
        return say(self.template, **values)

    @property
    def parts(self) -> Iterator[str]:
        """Its template, and those of the texts within it, as a catalogue has them."""
        yield self.template
        for _, value in self.values:
            yield from value.parts


def text(template: str | Text, **values: str | Text) -> Text:
    """A text to be said later: `template`, each of its {names} replaced by a text."""
    return template if isinstance(template, Text) else Text(template, tuple((k, text(v)) for k, v in values.items()))


class Words(Mapping[str, tuple[str, str]]):
    """A name and what it means, by a key, in the language that is spoken when they are looked up."""

    def __init__(self, known: Mapping[str, tuple[str, str]]) -> None:
        """`known`: the English texts."""
        self.known = known

    def __getitem__(self, key: str) -> tuple[str, str]:
        name, meaning = self.known[key]
        return say(name), say(meaning)

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


@cache
def _language(code: str) -> Language:
    if code == ENGLISH.code:
        return ENGLISH
    from gapsurvey.language.cldr import form, texts, writing  # imports Babel, which an English report does not need

    return Language(code, texts(code), writing(code), form(code))
