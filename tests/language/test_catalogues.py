"""Every language's catalogue is whole, and says what the English text says."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from gapsurvey.language import LANGUAGES, Text, Words, say, say_count, speaking, text
from tests.language.texts import PACKAGE, catalogue, texts, updated

OTHERS = LANGUAGES[1:]


def named(form: str) -> set[str]:
    """The {names} in a text, which it must be possible to fill in."""
    names = {name for _, name, _, _ in Formatter().parse(form) if name is not None}
    assert form.format_map(dict.fromkeys(names, "x"))
    return names


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_english_comes_first_and_german_is_there() -> None:
    assert LANGUAGES[0] == "en"
    assert "de" in OTHERS


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_holds_all_texts_and_no_others(code: str) -> None:
    held = {(m.id,) if isinstance(m.id, str) else tuple(m.id) for m in catalogue(code) if m.id}
    assert held == set(texts()), "make texts, and fill in what comes in blank"
    assert (PACKAGE / "language" / f"{code}.po").read_bytes() == updated(code), "make texts"


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_and_sure(code: str) -> None:
    known = catalogue(code)
    assert not [m.id for m in known if m.id and (m.fuzzy or not all(forms(m)))]
    assert not known.obsolete
    assert not [m.id for m in known if m.id and isinstance(m.id, tuple) and len(forms(m)) != known.num_plurals]


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_names_what_the_text_names(code: str) -> None:
    for message in catalogue(code):
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        if message.id:
            assert all(named(form) == named(english[0]) for form in [*english, *forms(message)]), message.id


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_begins_and_ends_like_its_text(code: str) -> None:
    def ends(form: str) -> tuple[bool, str]:
        return form[:1] == " ", form[-1] if form[-1] in " .:?" else ""

    apart = {
        form
        for m in catalogue(code)
        for form in forms(m)
        if m.id and ends(form) != ends(m.id if isinstance(m.id, str) else m.id[0])
    }
    assert {form for form in apart if form.endswith(".")} == set(), "a full stop is the text's"
    assert not {form for form in apart if form[:1] == " " or form[-1:] == " "}


def test_german_has_no_straight_quotes_and_no_loose_percent() -> None:
    said = [form for m in catalogue("de") if m.id for form in forms(m)]
    assert not [form for form in said if '"' in form or re.search(r"\d ?%", form)]


def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    with speaking("de"):
        assert say("a {thing} nobody says", thing=1) == "a 1 nobody says"
        assert [say_count(n, "{n} lone", "{n} lones", n=n) for n in (0, 1, 2)] == ["0 lones", "1 lone", "2 lones"]


def test_a_text_is_said_in_the_language_of_the_moment() -> None:
    gap = text("{what}: gap", what=Text("Want it"))
    words = Words({"build": ("build", "At this price it earns its cost back, with a probability above the threshold.")})
    assert (str(gap), words["build"][0]) == ("Want it: gap", "build")
    with speaking("de"):
        assert (str(gap), words["build"][0]) == ("Wollen es: Abweichung", "umsetzen")
        with speaking("en"):
            assert str(gap) == "Want it: gap"
    assert list(gap.parts) == ["{what}: gap", "Want it"]
    assert (list(words), len(words)) == (["build"], 1)


def test_numbers_choose_their_form_by_the_languages_rule() -> None:
    with speaking("de"):
        assert [say_count(n, "{n} month", "{n} months", n=n) for n in (0, 1, 2)] == ["0 Monate", "1 Monat", "2 Monate"]
