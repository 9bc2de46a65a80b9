"""Compiled templates, kept where Python keeps compiled modules and by its rules: compiling takes as long as filling them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

__all__ = ["BesideTemplates"]


class BesideTemplates(BytecodeCache):
    """Jinja's cache in the `__pycache__` of a package's folder of templates.

    A template that has changed, another Jinja or other options of the environment are compiled anew. Nothing is written where
    Python was told to write no compiled modules, or may not write.
    """

    def __init__(self, package: str) -> None:
        """package: the importable name of the package that has the folder `templates`."""
        self._folder = Path(str(sys.modules[package].__file__)).with_name("templates")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it is of this very template."""
        with suppress(OSError), self._place(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if sys.dont_write_bytecode:
            return
        place = self._place(bucket)
        part = place.with_name(f"{place.name}.{os.getpid()}")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                bucket.write_bytecode(file)
            part.replace(place)

    def _place(self, bucket: Bucket) -> Path:
        of = bucket.environment
        compiled_by = (jinja2.__version__, bucket.key, of.autoescape, of.trim_blocks, of.lstrip_blocks, of.undefined.__name__)
        return Path(cache_from_source(str(self._folder / f"{sha256(repr(compiled_by).encode()).hexdigest()[:16]}.j2")))
