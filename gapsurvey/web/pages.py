"""How answers look: whole pages for a browser, and for the page's own script the part of it that changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from gapsurvey.phrasing import count, day

__all__ = ["ASSETS", "STAGES", "asset", "part", "said", "shown", "streamed"]

STAGES: Mapping[str, str] = MappingProxyType({"/": "Drop", "/pair": "Pair", "/report": "Report"})
ASSETS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("page.css", "pair.css"), "text/css"),
        **dict.fromkeys(("page.js", "drop.js", "report.js"), "text/javascript"),
        **dict.fromkeys(("pair.js", "parts.js", "rows.js", "fields.js", "search.js", "study.js"), "text/javascript"),
    }
)


@cache
def _environment() -> Environment:
    """The templates: whatever they are given is escaped, and what they are not given is an error."""
    environment = Environment(
        loader=PackageLoader("gapsurvey.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"count": count, "day": day}
    environment.globals["stages"] = STAGES
    return environment


@cache
def _waiting() -> Environment:
    """The templates, for pages that are sent as they come: what they call may take its time."""
    return _environment().overlay(enable_async=True)


@cache
def asset(name: str) -> bytes:
    """A style sheet or a script; the page's style begins with the report's own."""
    from gapsurvey.outputs.html import style

    text = files("gapsurvey.web").joinpath("assets", name).read_text("utf-8")
    return ((style() if name == "page.css" else "") + text).encode()


def part(template: str, **context: Any) -> str:
    """A piece of a page."""
    return _environment().get_template(template).render(**context)


def shown(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A whole page. It knows the seal that its script sends along, and the stage that it is."""
    return HTMLResponse(part(template, **_known(request), **context), status)


def streamed(request: Request, template: str, **context: Any) -> Response:
    """A whole page, sent as it comes: a coroutine function in its context holds up only what stands below its call."""
    page = _waiting().get_template(template).generate_async(**_known(request), **context)
    return StreamingResponse(page, media_type="text/html", headers={"X-Accel-Buffering": "no"})  # nor does a proxy keep it back


def _known(request: Request) -> dict[str, Any]:
    return {"seal": request.state.seal, "here": request.url.path}


def said(told: Mapping[str, Any], status: int = 200) -> Response:
    """An answer to the page’s script: parts of the page by name (stage, header, alert), as they are now; next, where to go."""
    return JSONResponse(dict(told), status)
