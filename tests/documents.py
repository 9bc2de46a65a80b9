"""Documents that are run: their fenced blocks, and whether commands do what is shown beneath them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

__all__ = ["blocks", "do_what_is_shown", "links", "run_python"]


def blocks(text: str, language: str) -> list[str]:
    """A document's fenced blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def links(text: str) -> list[str]:
    """The files that a document links to."""
    return sorted(set(re.findall(r"\]\(([^)#:]+)\)", text)))


def do_what_is_shown(block: str, folder: Path) -> None:
    """A line `$ command # exits N` is run, and what is shown beneath it is compared; `…` stands for anything."""
    for part in block.split("$ ")[1:]:
        line, shown = part.split("\n", 1)
        annotated = re.search(r"\s+# exits (\d)$", line)
        program, *arguments = shlex.split(line, comments=True)
        assert program == "gapsurvey", "other commands belong in a ```sh block, which is not run"
        command = [sys.executable, "-m", program, *arguments]
        run = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False
        )
        assert run.returncode == (int(annotated[1]) if annotated else 0), run.stdout
        pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
        assert not shown.strip() or re.fullmatch(pattern, run.stdout.strip(), re.DOTALL), f"{line}\n{run.stdout}"


def run_python(code: str, folder: Path) -> None:
    """Python that must run in `folder`."""
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
