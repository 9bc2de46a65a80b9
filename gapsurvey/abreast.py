"""The same work on several things, two at a time, in threads: numpy's loops leave the interpreter to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

__all__ = ["abreast"]

_TOGETHER = 2  # more at a time would need more memory, and few studies have more audiences
T = TypeVar("T")
U = TypeVar("U")


def abreast(work: Callable[[T], U], things: Iterable[T]) -> list[U]:
    """What the work gives of each thing, in their order, in the language that is spoken here. Raises what the work raises."""
    with ThreadPoolExecutor(_TOGETHER) as pool:
        begun = [pool.submit(copy_context().run, work, thing) for thing in things]
        return [future.result() for future in begun]
