"""From two files to the report, and what else a visitor does on the way; through a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gapsurvey.outputs import OUTPUTS
from tests.web.visitor import CUSTOMERS, EMPLOYEES, ROOT, Visitor

FORMATS = ",".join(OUTPUTS)


def test_the_report_is_byte_for_byte_that_of_the_downloaded_study(visitor: Visitor, tmp_path: Path) -> None:
    assert "454" in visitor.drop("customers", CUSTOMERS).json()["stage"]
    assert 'href="/pair"' in visitor.drop("employees", EMPLOYEES).json()["stage"]
    page = visitor.report().text
    made = {output.file: visitor.get(f"/report/files/{output.file}").content for output in OUTPUTS.values()}
    (tmp_path / "study.toml").write_bytes(visitor.get("/report/files/study.toml").content)
    for file in (CUSTOMERS, EMPLOYEES):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    line = f"gapsurvey report study.toml -o report -f {FORMATS}"
    assert line in page
    command = [sys.executable, "-m", *line.split()]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    for name, content in made.items():
        assert (tmp_path / "report" / name).read_bytes() == content, name
