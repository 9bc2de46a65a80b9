"""The command that starts the page: what it refuses to start, what it says, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.visitor import ROOT, serving

COMMAND = (sys.executable, "-m", "gapsurvey", "serve", "--no-browser")


def refused(*options: str) -> str:
    """What it says when it does not start."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=30, check=False, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_all_that_is_wrong_is_told_at_once() -> None:
    said = refused("--host", "0.0.0.0", "--port", "many", "--seconds", "-1")
    for where in ("--token", "--name", "--port", "--seconds"):
        assert f"{where}: " in said


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no.such.host.invalid"])
def test_where_nothing_can_listen_it_says_so(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--host", host, "--port", str(taken.getsockname()[1]), "--token", "a" * 16)
    assert "nothing can listen on" in said


def test_it_says_its_address_and_leaves_nothing_behind_when_stopped() -> None:
    with serving() as running:
        assert running.address.startswith("http://localhost:")
        until = time.monotonic() + 20
        while len(running.processes()) < 2:
            assert time.monotonic() < until
            time.sleep(0.05)
        workers = set(running.processes()) - {running.pid}
        os.kill(running.pid, signal.SIGINT)
        while any(
            Path(f"/proc/{pid}/cmdline").exists() and b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in workers
        ):
            assert time.monotonic() < until
            time.sleep(0.05)
