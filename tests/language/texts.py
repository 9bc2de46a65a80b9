"""Every text of reports and questionnaires, found in code, templates and registries; and the catalogues brought up to them.

`python -m tests.language.texts` rewrites gapsurvey/language/*.po: translations stay, new texts come in blank, others go.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

from gapsurvey.glossary import ASKS, FLAGS, MEASURES, ORDERS, READINGS, VERDICTS, WEIGHTING
from gapsurvey.language import LANGUAGES, text
from gapsurvey.methods import METHODS
from gapsurvey.model import STATUSES
from gapsurvey.outputs.html import SECTIONS, environment
from gapsurvey.phrasing import titled
from gapsurvey.quality import FLAGS as SIGNS
from gapsurvey.questionnaire.wording import MIRRORED, PRICES, SCALES, TITLES

__all__ = ["PACKAGE", "Forms", "catalogue", "texts", "updated"]

Forms = tuple[str, ...]  # a text, or that for one and that for many

PACKAGE = Path(str(files("gapsurvey")))
SAYING = {"say": 1, "text": 1, "Text": 1, "say_count": 2}  # what says texts, and how many of its arguments they are
MADE_LATER = ("decision", "cross_method", "waves")  # tables that are of no method


def texts() -> list[Forms]:
    """All of them, sorted."""
    found = {*_in_code(), *_in_templates(), *((told,) for told in _in_registries() if any(map(str.isalpha, told)))}
    return sorted(found)


def _in_code() -> Iterator[Forms]:
    for path in PACKAGE.rglob("*.py"):
        module = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        ours = {
            name.name for n in module if isinstance(n, ast.ImportFrom) and n.module == "gapsurvey.language" for name in n.names
        }
        for node in module:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING.keys() & ours:
                first = 1 if node.func.id == "say_count" else 0
                forms = [a.value for a in node.args[first : first + SAYING[node.func.id]] if isinstance(a, ast.Constant)]
                if len(forms) == SAYING[node.func.id]:
                    yield tuple(map(str, forms))


def _in_templates() -> Iterator[Forms]:
    for path in PACKAGE.glob("outputs/templates/*.j2"):
        for call in environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in SAYING:
                forms = call.args[1:3] if call.node.name == "say_count" else call.args[:1]
                if all(isinstance(form, nodes.Const) for form in forms):
                    yield tuple(str(form.as_const()) for form in forms)


def _in_registries() -> Iterator[str]:
    """Texts that are looked up by what is found in a report, or by what a questionnaire asks."""
    for measure in MEASURES.values():
        yield from text(measure.labelled).parts
        yield from text(measure.defined).parts
    for ask in ASKS.values():
        yield from (ask.noun, ask.of_customers, ask.of_believers)
    yield from (by.noun for by in ORDERS.values())
    for words in (READINGS, FLAGS, VERDICTS):
        yield from (told for pair in words.known.values() for told in pair)
    yield from (label for label, _ in WEIGHTING.values())
    yield from (section.title for section in SECTIONS)
    yield from (titled(name) for name in (*METHODS, *MADE_LATER))
    yield from (*SIGNS, *STATUSES[1:], "other audience")
    for sentence in (*MIRRORED.values(), *PRICES.values(), *TITLES.values()):
        yield from (sentence.own, sentence.belief)
    yield from (point for points in SCALES.values() for point in points)


def _path(code: str) -> Path:
    return PACKAGE / "language" / f"{code}.po"


def catalogue(code: str) -> Catalog:
    """A language's catalogue as it is."""
    return read_po(BytesIO(_path(code).read_bytes()), locale=code, abort_invalid=True)


def updated(code: str) -> bytes:
    """A language's catalogue with all texts and no others, sorted, its translations kept."""
    known = {message.id: message.string for message in catalogue(code)}
    made = Catalog(locale=code)
    for forms in texts():
        key = forms[0] if len(forms) == 1 else forms
        made.add(key, known.get(key) or (() if len(forms) == 2 else "")).flags.discard("python-format")  # a % is a per cent
    body = BytesIO()
    write_po(body, made, width=0, sort_output=True, omit_header=True)
    header = {"Language": code, "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": made.plural_forms}
    lines = "".join(f'"{key}: {value}\\n"\n' for key, value in header.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue().rstrip(b"\n") + b"\n"


if __name__ == "__main__":
    for language in LANGUAGES[1:]:
        _path(language).write_bytes(updated(language))
