"""A server in a process of its own, and a visitor who asks it as the page's script does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "surveys" / "support-hours"
CUSTOMERS, EMPLOYEES = SAMPLE / "customers.csv", SAMPLE / "employees.xlsx"


@dataclass(frozen=True)
class Server:
    """A running server. log: everything that it said on standard error."""

    pid: int
    address: str
    said: Path

    def log(self) -> str:
        return self.said.read_text()

    def processes(self) -> list[int]:
        """The server's process, and all that it started."""
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended
        tree = {self.pid}
        while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
            tree |= more
        return sorted(tree)

    def memory(self) -> int:
        """Bytes of memory of all its processes, what they share counted once."""
        found = 0
        for pid in self.processes():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            pss = re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)
            found += 1024 * int(pss[1]) if pss else 0
        return found


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[Server]:
    """A server on a free port, for a while."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "log"
        command = [sys.executable, "-m", "gapsurvey", "serve", "--port", "0", "--no-browser", *options]
        with said.open("wb") as log:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}
            )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, said.read_text()
            yield Server(process.pid, address.rstrip("/"), said)
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()


class Visitor(httpx.Client):
    """Somebody with a browser: keeps the cookie, and sends the page's seal along."""

    def __init__(self, server: Server, **options: object) -> None:
        super().__init__(base_url=server.address, timeout=60, verify=False, **options)  # type: ignore[arg-type]

    def __enter__(self) -> Visitor:
        super().__enter__()
        found = re.search(r'name="seal" content="(\w+)"', self.get("/").text)
        assert found
        self.headers["X-Seal"] = found[1]
        return self

    def drop(self, role: str, path: Path, name: str = "") -> httpx.Response:
        return self.sends(role, path.read_bytes(), name or path.name)

    def sends(self, role: str, content: bytes | Iterator[bytes], name: str) -> httpx.Response:
        return self.put(f"/files/{role}", content=content, headers={"File-Name": quote(name)})

    def report(self, patience: float = 60) -> httpx.Response:
        """The report's page, once it is made of what is paired."""
        assert self.get("/pair").status_code == 200
        assert self.post("/report").json() == {"next": "/report"}
        until = time.monotonic() + patience
        while not self.get("/report/progress").json()["done"]:
            assert time.monotonic() < until
            time.sleep(0.1)
        return self.get("/report")
