"""Who may ask the page, from where, and what every answer forbids a browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.visitor import Server, Visitor, serving

TOKEN = "a-token-for-this-test-alone"


@pytest.mark.parametrize(
    "path", ["/", "/pair", "/report", "/assets/page.js", "/assets/none.js", "/nothing", "/report/view", "/%2e%2e/"]
)
def test_every_answer_forbids_what_no_page_of_ours_needs(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "server" not in answer.headers


def test_a_page_has_no_script_or_style_of_its_own_and_asks_nobody_else(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert "style=" not in page
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<script type=" in page
    assert page.count("<script") == page.count("src=")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "a b", "localhost@evil"]
)
def test_a_foreign_host_is_not_answered(server: Server, host: str) -> None:
    answer = httpx.get(server.address, headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_loopback_is_answered_by_each_of_its_names(server: Server, name: str) -> None:
    port = urlsplit(server.address).port
    assert httpx.get(server.address, headers={"Host": f"{name}:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Seal": ""},
        {"X-Seal": "0" * 32},
        {"X-Seal": "ö".encode().decode("latin-1")},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/leave"), ("POST", "/report"), ("POST", "/swap"), ("PUT", "/files/customers"), ("DELETE", "/files/customers")],
)
def test_no_other_site_changes_anything(visitor: Visitor, method: str, path: str, headers: dict[str, str]) -> None:
    visitor.sends("other", b"a,b\n1,2\n", "mine.csv")
    encoded = {name.encode(): value.encode("latin-1") for name, value in {**headers, "File-Name": "theirs.csv"}.items()}
    answer = visitor.request(method, path, headers=encoded, content=b"x")
    assert answer.status_code == 403
    assert "mine.csv" in visitor.get("/").text


def test_another_visitor_s_seal_is_none(server: Server, visitor: Visitor) -> None:
    with Visitor(server) as other:
        assert visitor.post("/leave", headers={"X-Seal": other.headers["X-Seal"]}).status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "../../etc/passwd", "a" * 5000, "💥", "1.0\r\nX: y"])
def test_a_made_up_cookie_is_nobody(server: Server, visitor: Visitor, cookie: str) -> None:
    (name,) = visitor.cookies
    head = f"{name}={cookie}".encode()
    try:
        answer = httpx.get(server.address, headers={b"Cookie": head})
    except httpx.LocalProtocolError:
        return  # no client can send it
    assert answer.status_code == 200
    assert "set-cookie" in answer.headers


def test_foreign_pages_may_link_here_and_nothing_else(server: Server, visitor: Visitor) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = httpx.get(f"{server.address}/pair?x=%22%3E%3Cscript%3E", headers=followed)
    assert 'content="0;url=/pair"' in answer.text
    assert "set-cookie" not in answer.headers  # or the visitor's own, which the browser kept back, would be overwritten
    for dest in ("iframe", "script", "image", "empty"):
        assert httpx.get(server.address, headers={**followed, "Sec-Fetch-Dest": dest}).status_code == 403


# --- beyond loopback ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    with serving("--name", "surveys.example.com", GAPSURVEY_TOKEN=TOKEN) as running:
        yield running


def test_without_the_token_there_is_a_door_and_nothing_behind_it(guarded: Server) -> None:
    for path in ("/", "/pair", "/report/view", "/report/files/report.html", "/?token=wrong", "/?token="):
        answer = httpx.get(guarded.address + path)
        assert answer.status_code == 401
        assert "This page asks for a token" in answer.text
    assert httpx.post(f"{guarded.address}/leave", headers={"Authorization": "Bearer wrong"}).status_code == 401


@pytest.mark.parametrize("host", ["", "surveys.example.com"])
def test_the_token_opens_the_door_by_form_address_or_header(guarded: Server, host: str) -> None:
    headers = {"Host": host} if host else {}
    with httpx.Client(base_url=guarded.address, headers=headers) as visitor:
        assert visitor.post("/enter", data={"token": "wrong"}).status_code == 401
        assert visitor.post("/enter", data={"token": TOKEN}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert visitor.post("/enter", data={"token": TOKEN}).status_code == 303
        visitor.cookies = httpx.Cookies({cookie.name: cookie.value or "" for cookie in visitor.cookies.jar})
        assert visitor.get("/").status_code == 200
    with httpx.Client(base_url=guarded.address, headers=headers) as visitor:
        answer = visitor.get("/", params={"token": TOKEN})
        assert TOKEN not in answer.text
        assert 'content="0;url=/"' in answer.text
        visitor.cookies = httpx.Cookies({cookie.name: cookie.value or "" for cookie in visitor.cookies.jar})
        assert visitor.get("/").status_code == 200
    assert httpx.get(guarded.address, headers={**headers, "Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_is_in_no_worker_s_environment(guarded: Server) -> None:
    for pid in guarded.processes():
        if pid != guarded.pid:
            with open(f"/proc/{pid}/environ", "rb") as environment:
                assert TOKEN.encode() not in environment.read()


def test_behind_a_proxy_that_speaks_tls_cookies_travel_by_tls_alone(server: Server) -> None:
    answer = httpx.get(server.address, headers={"X-Forwarded-Proto": "https"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-gapsurvey=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
