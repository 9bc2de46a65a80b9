"""The pairing page's requests: what is kept, what is refused, and that only the visitor's own files are read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.files import small
from tests.web.visitor import Server, Visitor

PREVIEW = "/pair/preview"


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    """Somebody who dropped two files and went on."""
    with Visitor(server) as visiting:
        for role, file in zip(("customers", "employees"), small(), strict=True):
            assert visiting.sends(role, file.content, file.name).status_code == 200
        yield visiting


def state(visitor: Visitor) -> dict[str, Any]:
    """What the page is built from."""
    found = re.search(r'id="state">(.*?)</script>', visitor.get("/pair").text, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def put(visitor: Visitor, version: int, form: Any) -> Any:
    return visitor.put("/pair", json={"version": version, "form": form}).json()


def test_the_page_has_the_form_and_keeps_what_is_sent(visitor: Visitor) -> None:
    first = state(visitor)
    assert (first["version"], first["problems"]) == (1, [])
    first["form"]["head"]["title"] = "Typed"
    assert put(visitor, 1, first["form"]) == {"version": 2, "problems": []}
    assert (state(visitor)["form"], state(visitor)["version"]) == (first["form"], 2)
    assert 'title    = "Typed"' in re.sub("title +=", "title    =", visitor.get("/pair/study.toml").text)


def test_what_is_wrong_is_kept_too_and_no_study_is_offered(visitor: Visitor) -> None:
    form = state(visitor)["form"]
    form["head"]["market"] = "many"
    (problem,) = put(visitor, 1, form)["problems"]
    assert problem["at"] == "head.market"
    assert state(visitor)["form"]["head"]["market"] == "many"
    assert visitor.get("/pair/study.toml").status_code == 404
    assert visitor.post("/report").json() == {"next": "/pair"}


def test_an_outdated_form_is_refused(visitor: Visitor) -> None:
    form = state(visitor)["form"]
    put(visitor, 1, form)
    refused = visitor.put("/pair", json={"version": 1, "form": form})
    assert refused.status_code == 409
    assert "another tab" in refused.json()["alert"]


@pytest.mark.parametrize("sent", ["", "[]", "{", "[" * 100_000, "null"])
def test_what_is_no_json_is_refused(visitor: Visitor, sent: str) -> None:
    state(visitor)
    assert visitor.put("/pair", content=sent).status_code == 400
    assert visitor.post("/pair/rows", content=sent).status_code == 400


@pytest.mark.parametrize("form", [None, 7, [], {"head": {}}, {"evil": "1"}])
def test_what_is_no_form_leaves_the_form_as_it_was(visitor: Visitor, form: Any) -> None:
    before = state(visitor)
    assert visitor.put("/pair", json={"version": 1, "form": form}).status_code == 422
    assert state(visitor) == before


def test_no_file_of_the_server_is_read(visitor: Visitor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Salary,Name\n1,Ada\n", encoding="utf-8")
    form = state(visitor)["form"]
    form["audiences"]["customers"]["file"] = str(secret)
    told = put(visitor, 1, form)
    assert any("no such file" in problem["found"] for problem in told["problems"])
    assert "Salary" not in str(told) + visitor.get(PREVIEW, params={"row": "r1"}).text


def test_rows_and_previews_of_what_is_not_there_are_told(visitor: Visitor) -> None:
    assert visitor.get(PREVIEW, params={"row": "gone"}).json()["problems"]
    assert visitor.get(PREVIEW).json()["problems"]
    assert visitor.post("/pair/rows", json={"customers": ["gone"], "employees": []}).json()["problems"]
    assert visitor.post("/pair/rows", json={"evil": 1}).json()["problems"]


def test_a_preview_is_of_the_form_as_it_was_sent(visitor: Visitor) -> None:
    form = state(visitor)["form"]
    form["features"]["chat"]["label"] = "live help"
    put(visitor, 1, form)
    (group,) = visitor.get(PREVIEW, params={"row": "r1"}).json()["groups"]
    assert group["bars"] == [{"label": "live help", "shares": [50, 50]}]


def test_files_the_other_way_round_are_paired_anew(visitor: Visitor) -> None:
    assert state(visitor)["form"]["audiences"]["customers"]["file"] == "customers.csv"
    visitor.post("/swap")
    assert state(visitor)["form"]["audiences"]["customers"]["file"] == "employees.csv"


def test_partners_stay_partners_where_the_two_others_are_the_other_way_round(visitor: Visitor) -> None:
    assert visitor.sends("partners", small()[1].content, "partners.csv").status_code == 200
    visitor.post("/swap")
    audiences = state(visitor)["form"]["audiences"]
    assert {name: audience["file"] for name, audience in audiences.items()} == {
        "customers": "employees.csv",
        "employees": "customers.csv",
        "partners": "partners.csv",
    }


def test_believers_without_customers_wait_for_them(server: Server) -> None:
    with Visitor(server) as visiting:
        visiting.sends("employees", small()[1].content, "employees.csv")
        stage = visiting.sends("partners", small()[1].content, "partners.csv").json()["stage"]
        assert "Drop customers’ answers too" in stage
        assert visiting.get("/pair").headers["location"] == "/"
        visiting.post("/leave")


def test_another_file_keeps_what_was_typed(visitor: Visitor) -> None:
    form = state(visitor)["form"]
    form["features"]["chat"]["label"] = "live help"
    put(visitor, 1, form)
    visitor.sends("customers", small()[0].content + b"Yes,No,Red,EMEA\n", "customers.csv")
    assert state(visitor)["form"]["features"]["chat"]["label"] == "live help"


def test_without_files_there_is_nothing_to_pair(server: Server) -> None:
    with Visitor(server) as nobody:
        assert nobody.get("/pair").headers["location"].startswith("/")
        assert nobody.put("/pair", json={}).status_code == 410
