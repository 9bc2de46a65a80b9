"""What hostile visitors try: each is refused in plain words, memory stays bounded, and the server answers afterwards."""

from __future__ import annotations

import asyncio
import io
import os
import re
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.visitor import CUSTOMERS, EMPLOYEES, Server, Visitor, serving

pytestmark = pytest.mark.slow

MEGABYTE = 2**20
DEFAULT = 1024 * MEGABYTE  # what a server takes, unless told otherwise


@pytest.fixture(scope="module")
def attacked() -> Iterator[Server]:
    """A server with the limits that it has by default, and less patience."""
    with serving(GAPSURVEY_PATIENCE="1", GAPSURVEY_SECONDS="20") as running:
        yield running


@pytest.fixture(autouse=True)
def lives_on(attacked: Server) -> Iterator[None]:
    """Afterwards the server answers a stranger at once, and its log tells nobody's file or answer."""
    yield
    began = time.monotonic()
    assert httpx.get(attacked.address).status_code == 200
    assert time.monotonic() - began < 2
    assert "Traceback" not in attacked.log()


@contextmanager
def watched(server: Server) -> Iterator[list[int]]:
    """The memory of the server and its workers, several times a second."""
    seen = [server.memory()]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            seen.append(server.memory())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()
        print(f"\nmemory: {max(seen) / MEGABYTE:.0f} MB at most, {seen[-1] / MEGABYTE:.0f} MB afterwards")


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    host, port = urlsplit(server.address).hostname, urlsplit(server.address).port
    assert host and port  # noqa: PT018
    with socket.create_connection((host, port), timeout=20) as connection:
        yield connection


def head(visitor: Visitor, *lines: str, role: str = "customers") -> bytes:
    """The beginning of an upload, by hand."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies.jar)
    own = (f"PUT /files/{role} HTTP/1.1", f"Host: {visitor.base_url.netloc.decode()}", f"Cookie: {cookies}", "File-Name: big.csv")
    return "\r\n".join((*own, f"X-Seal: {visitor.headers['X-Seal']}", *lines, "", "")).encode()


def answer(connection: socket.socket) -> str:
    """Everything that comes until the server hangs up."""
    came = b""
    try:
        while piece := connection.recv(65_536):
            came += piece
    except ConnectionResetError:
        pass
    return came.decode()


@pytest.fixture
def visitor(attacked: Server) -> Iterator[Visitor]:
    with Visitor(attacked) as visitor:
        yield visitor
        visitor.post("/leave")


# --- too large ----------------------------------------------------------------------------------------------------------


def test_two_gigabytes_are_refused_before_they_come(attacked: Server, visitor: Visitor) -> None:
    with connected(attacked) as connection:
        connection.sendall(head(visitor, f"Content-Length: {2**31}"))
        said = answer(connection)
    assert said.startswith("HTTP/1.1 413")
    assert "it is larger than the 32 MB that this page takes" in said


def test_two_gigabytes_of_unsaid_length_are_not_read(attacked: Server, visitor: Visitor) -> None:
    piece = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
    with watched(attacked) as seen, connected(attacked) as connection:
        connection.sendall(head(visitor, "Transfer-Encoding: chunked"))
        sent = 0
        try:
            while sent < 2**31:
                connection.sendall(piece)
                sent += MEGABYTE
        except OSError:
            pass
    assert sent < 100 * MEGABYTE
    assert max(seen) < 300 * MEGABYTE


@pytest.mark.parametrize("length", ["-1", "1e9", "+5", "9" * 40])
def test_a_length_that_is_none_is_refused(attacked: Server, visitor: Visitor, length: str) -> None:
    with connected(attacked) as connection:
        connection.sendall(head(visitor, f"Content-Length: {length}"))
        assert answer(connection).startswith(("HTTP/1.1 400", "HTTP/1.1 413"))


def test_what_is_no_file_may_be_short_only(visitor: Visitor) -> None:
    assert visitor.post("/report", content=b"x" * (MEGABYTE + 1)).status_code == 413


def bomb(part: bytes, times: int) -> bytes:
    """A workbook whose sheet unfolds to this part so many times."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(times):
                sheet.write(part)
    return packed.getvalue()


def test_a_zip_bomb_is_told_and_not_unfolded(attacked: Server, visitor: Visitor) -> None:
    with watched(attacked) as seen:
        stage = visitor.sends("customers", bomb(b" " * MEGABYTE, 200), "bomb.xlsx").json()["stage"]
    assert "times its size" in stage
    assert max(seen) < 300 * MEGABYTE


def wide() -> bytes:
    """As many different cells as fit into a file that is taken."""
    row = b",".join(b"%x" % i for i in range(4000))
    return b"\n".join([row, *(row.replace(b"f", b"%d" % i) for i in range(1600))])[: 31 * MEGABYTE]


def test_a_file_that_takes_more_memory_than_there_is_ends_its_worker_alone(attacked: Server, visitor: Visitor) -> None:
    with watched(attacked) as seen:
        told = visitor.sends("customers", wide(), "wide.csv").json()
    assert "stage" in told
    assert max(seen) < DEFAULT


# --- too slow, too many -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["", "PUT /files/customers HTTP/1.1\r\nHost: localhost\r\nX"], ids=["nothing", "half a request"])
def test_who_asks_for_nothing_is_hung_up_on(attacked: Server, said: str) -> None:
    with connected(attacked) as connection:
        connection.sendall(said.encode())
        began = time.monotonic()
        assert answer(connection) == ""
        assert time.monotonic() - began < 5


def test_a_slow_upload_is_refused(attacked: Server, visitor: Visitor) -> None:
    with connected(attacked) as connection:
        connection.sendall(head(visitor, "Content-Length: 1000000") + b"x")
        began = time.monotonic()
        said = answer(connection)
    assert said.startswith("HTTP/1.1 408")
    assert "it arrives too slowly" in said
    assert time.monotonic() - began < 5


def test_a_drip_of_bytes_is_refused_too(attacked: Server, visitor: Visitor) -> None:
    with connected(attacked) as connection:
        connection.sendall(head(visitor, "Content-Length: 1000000"))
        began = time.monotonic()
        try:
            while time.monotonic() - began < 10:
                connection.sendall(b"x" * 100)
                time.sleep(0.1)
        except OSError:
            pass
        assert time.monotonic() - began < 6


async def _crowd(server: Server, people: int, size: int) -> list[int]:
    """How so many uploads at once are answered, 0 for being hung up on."""
    content = b"%PDF" + os.urandom(size)
    limits = httpx.Limits(max_connections=people)

    async def one(client: httpx.AsyncClient, headers: dict[str, str]) -> int:
        try:
            return (await client.put(f"{server.address}/files/other", content=content, headers=headers)).status_code
        except httpx.TransportError:
            return 0

    def stranger() -> dict[str, str]:
        with Visitor(server) as visitor:
            cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies.jar)
            return {"Cookie": cookies, "X-Seal": visitor.headers["X-Seal"], "File-Name": "a.csv"}

    seals = [stranger() for _ in range(people)]
    async with httpx.AsyncClient(limits=limits, timeout=120) as client:
        return await asyncio.gather(*(one(client, headers) for headers in seals))


def test_two_hundred_uploads_at_once_take_no_more_memory_than_there_is() -> None:
    with serving("--memory-mb", "512", "--workers", "1", "--upload-mb", "8") as crowded, watched(crowded) as seen:
        with ThreadPoolExecutor(1) as elsewhere:  # in this thread the loop of an earlier test's browser may still be running
            answers = elsewhere.submit(asyncio.run, _crowd(crowded, 200, 2 * MEGABYTE)).result()
        print({status: answers.count(status) for status in sorted(set(answers))})
        assert set(answers) <= {0, 200, 422, 503}
        assert answers.count(200) >= 20
        with Visitor(crowded) as late:
            assert late.get("/").status_code == 200
    assert max(seen) < 512 * MEGABYTE


def test_full_shelves_and_workers_at_their_limits_together_stay_within_it() -> None:
    with serving() as crowded, ExitStack() as visitors, watched(crowded) as seen:
        for _ in range(3):
            hoarder = visitors.enter_context(Visitor(crowded))
            assert [hoarder.sends("other", os.urandom(30 * MEGABYTE), f"{i}.csv").status_code for i in range(2)] == [200, 200]
        greedy = [visitors.enter_context(Visitor(crowded)) for _ in range(2)]
        with ThreadPoolExecutor(2) as both:
            told = [*both.map(lambda visitor: visitor.sends("customers", wide(), "wide.csv").status_code, greedy)]
        assert told == [200, 200]
    assert max(seen) < DEFAULT


def test_one_visitor_cannot_take_all_the_memory(visitor: Visitor) -> None:
    pieces = b"%PDF" + bytes(30 * MEGABYTE)
    told = [visitor.sends("other", pieces, f"{i}.csv") for i in range(6)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 200, 422, 422]
    assert "together they take more than 128 MB" in told[-1].json()["alert"]


def test_one_visitor_cannot_drop_files_without_end(visitor: Visitor) -> None:
    told = [visitor.sends("other", b"x", f"{i}.csv").status_code for i in range(10)]
    assert told == [200] * 8 + [422] * 2


# --- names, paths, headers ----------------------------------------------------------------------------------------------

NAMES = [
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\r\nSet-Cookie: x=y.csv", "\0.csv", "<script>alert(1)</script>.csv",
    '"><img src=x onerror=alert(1)>.csv', "{{ 7 * 7 }}.csv", "%2e%2e%2fpasswd", "\u202efdp.csv", "a" * 5000, "CON", " . ",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_is_a_name_at_most(visitor: Visitor, name: str) -> None:
    response = visitor.sends("other", b"x", name)
    assert response.status_code in (200, 422)
    assert "set-cookie" not in response.headers
    page = visitor.get("/").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "49.csv" not in page
    assert "../" not in page.replace("/../", "../") or "..%2f" not in page


@pytest.mark.parametrize(
    "path",
    ["/files/../../etc/passwd", "/report/files/../../../etc/passwd", "/report/files/..%2f..%2fetc%2fpasswd", "/assets/../app.py",
     "/assets/%2e%2e%2fapp.py", "/report/files/report.html%00", "/assets//etc/passwd"],
)  # fmt: skip
def test_no_path_leads_to_a_file(attacked: Server, visitor: Visitor, path: str) -> None:
    with connected(attacked) as connection:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies.jar)
        host = visitor.base_url.netloc.decode()
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n".encode())
        said = answer(connection)
    assert said.startswith(("HTTP/1.1 404", "HTTP/1.1 410", "HTTP/1.1 405"))
    assert "root:" not in said
    assert "import" not in said


def test_a_study_that_names_the_server_s_files_reads_none_of_them(visitor: Visitor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Q1\nthe secret\n" * 20)
    study = (CUSTOMERS.parent / "study.toml").read_text().replace("customers.csv", str(secret))
    visitor.drop("customers", CUSTOMERS)
    visitor.drop("employees", EMPLOYEES)
    visitor.sends("study", study.encode(), "study.toml")
    page = visitor.get("/pair").text + visitor.get("/").text
    assert "the secret" not in page
    assert "Qsecret" not in page


# --- others -------------------------------------------------------------------------------------------------------------


def test_nobody_sees_another_visitor_s_things_and_nothing_is_written_to_a_disk(attacked: Server, visitor: Visitor) -> None:
    visitor.drop("customers", CUSTOMERS)
    visitor.drop("employees", EMPLOYEES)
    visitor.report()
    assert visitor.get("/report/files/results.json").status_code == 200
    with Visitor(attacked) as other:
        for path in (
            "/report/view",
            "/report/files/report.html",
            "/report/files/study.toml",
            "/report/progress",
            "/pair/preview",
        ):
            response = other.get(path)
            assert response.status_code in (404, 410)
            assert "customers.csv" not in response.text
        assert other.get("/report").headers["location"] == "/?gone"
        assert "customers.csv" not in other.get("/").text
    for pid in attacked.processes():
        opened = [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
        assert not [name for name in opened if name.startswith(("/tmp", "/var", "/dev/shm")) and not name.endswith("/log")]
        if pid != attacked.pid:  # what is dropped is read by workers alone, and they cannot write a byte
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search(r"^Max file size +0 +0 ", limits, re.M)


def test_what_is_deleted_is_gone_at_once_and_so_is_the_process_that_saw_it(attacked: Server, visitor: Visitor) -> None:
    visitor.drop("customers", CUSTOMERS)
    before = set(attacked.processes())
    visitor.post("/leave")
    assert visitor.get("/report/files/study.toml").status_code == 410
    assert "customers.csv" not in visitor.get("/").text
    until = time.monotonic() + 5
    while before <= set(attacked.processes()):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_takes_too_long_is_ended_and_told() -> None:
    with serving(GAPSURVEY_SECONDS="1") as hasty, Visitor(hasty) as visitor:
        before = set(hasty.processes())
        stage = visitor.sends("customers", wide(), "wide.csv").json()["stage"]
        assert "it took longer than the 1 seconds that this page has for it" in stage
        assert not before & set(hasty.processes()) - {hasty.pid}
        assert 'href="/pair"' not in stage
