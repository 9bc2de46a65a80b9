"""TOML that a person reads on: comments and values of hostile texts, inert."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gapsurvey.errors import printable

__all__ = ["comment", "quoted", "table"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 110  # characters up to which a list or a table stays on its line


def comment(text: str) -> str:
    """A text as one comment line: nothing in it can end the line, drive a terminal, or turn the reading direction."""
    return f"# {printable(text, 400)}".rstrip()


def quoted(text: str) -> str:
    """A text as a TOML string that reads back the same; whatever is not seen as itself stands as an escape."""
    return '"' + "".join(map(_sign, text)) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}:
        return f"\\u{ord(sign):04X}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08X}"
    return sign


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        parts = [_value(part) for part in value]
        line = f"[{', '.join(parts)}]"
        return line if len(line) <= _WIDE else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    return quoted(str(value))


def table(header: str, data: Mapping[str, Any], notes: Iterable[str] = (), *, array: bool = False) -> Iterator[str]:
    """The lines of a table: its notes above it, its keys aligned, what is too wide for a line in tables of its own."""
    yield from map(comment, notes)
    inline = {key: value for key, value in data.items() if not _wide(value)}
    if header and (inline or array):  # a table that holds nothing but tables needs no heading
        yield f"[[{header}]]" if array else f"[{header}]"
    width = max((len(_key(key)) for key in inline), default=0)
    for key, value in inline.items():
        yield f"{_key(key):<{width}} = {_value(value)}"
    for key, value in data.items():
        if key not in inline:
            if inline or array:
                yield ""
            yield from table(f"{header}.{_key(key)}" if header else _key(key), value)


def _wide(value: Any) -> bool:
    return isinstance(value, Mapping) and len(_value(value)) > _WIDE
