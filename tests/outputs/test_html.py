"""The report as a file: whole, small, inert, the same every time. What a browser makes of it is tested in tests/browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import gapsurvey.outputs
from gapsurvey.glossary import FLAGS, MEASURES, READINGS
from gapsurvey.outputs.grid import GridCell, grid, grids, spanned
from gapsurvey.outputs.html import notebook, render
from gapsurvey.outputs.screen import screen
from gapsurvey.report import Estimate, Report, Table
from tests.outputs.sample_report import HOSTILE, empty_report, hostile_report, sample_report

ASSETS = Path(gapsurvey.outputs.__file__).parent / "assets"
REPORTS = {
    "sample": sample_report(),
    "two believers": sample_report(("employees", "partners")),
    "hostile": hostile_report(),
    "empty": empty_report(),
}


class Page(HTMLParser):
    """What a page consists of: its elements, its visible text, its scripts by id."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: dict[str, str] = {}
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += " "
        self._inside = (dict(attrs).get("id") or "page") if tag == "script" else tag if tag == "style" else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text += data
        elif self._inside != "style":
            self.scripts[self._inside] = self.scripts.get(self._inside, "") + data


@pytest.fixture(scope="module", params=REPORTS.values(), ids=list(REPORTS))
def report(request: pytest.FixtureRequest) -> Report:
    found = request.param
    assert isinstance(found, Report)
    return found


def page_of(report: Report) -> Page:
    return Page(render(report).decode("utf-8"))


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert render(report) == render(replace(report))


def test_the_version_to_offer_stands_beside_its_verdict() -> None:
    report = sample_report()
    first, *others = report.verdicts
    option = replace(first, verdict="offer as an option", option="support_12x5")
    found = screen(replace(report, verdicts=(option, *others)))
    assert [line.version for line in found.lines[:2]] == ["12×5, your time zone", ""]
    page = render(replace(report, verdicts=(option, *others))).decode()
    assert page.count("Offer as an option: 12×5, your time zone") == 1
    assert '<small class="gs-version">12×5, your time zone</small>' in page


def test_it_is_small(report: Report) -> None:
    size = len(render(report))
    assert size <= 1_800_000
    assert size <= 800_000, "the sample is smaller than a report may be"
    assert len(notebook(report)) <= 60_000


def test_it_asks_nothing_of_the_network(report: Report) -> None:
    page = page_of(report)
    for tag, attributes in page.elements:
        for name in ("src", "href", "srcset", "action", "poster", "data"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:")), (tag, name, value)
    assert "url(" not in render(report).decode("utf-8").split("</style>")[0]
    assert "@import" not in render(report).decode("utf-8")


def test_the_policy_names_its_scripts_and_nothing_else() -> None:
    page = page_of(sample_report())
    policy = next(a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    own = [script.encode() for name, script in page.scripts.items() if name.startswith("script-")]
    library = gzip.decompress(base64.b64decode(page.scripts["plotly"]))
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in (*own, library))
    assert len(own) == 6
    assert policy == (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_first_screen_answers() -> None:
    report = sample_report()
    for page in (render(report).decode("utf-8"), notebook(report)):
        text = " ".join(Page(page).text.split()).replace("\u00a0", " ")
        assert report.answer in text
        assert report.instead in text
        assert "Should we launch 24×7 support?" in text
        assert "+43 pp +33 to +52" in text
        assert "7% want it and would pay $49" in text
        assert "Do not build as proposed" in text
        assert "$1.8 M $1.4 M–$2.2 M" in text
        assert "Gap = belief − customers’ answer; positive: believers overestimate." in text
        assert page.index("gs-answer") < page.index("gs-strip") < page.index("Do not build as proposed")


def test_the_subject_of_the_launch_question_comes_first() -> None:
    report = sample_report()
    moved = sample_report(study=report.study.model_copy(update={"subject": "chat"}))
    assert [line.feature for line in screen(moved).lines][:2] == ["chat", "support_24x7"]


def test_figures_of_the_answer_stand_in_their_audiences_colour() -> None:
    pieces = screen(sample_report()).answer
    assert [(p.text, p.whose) for p in pieces if p.whose] == [("64%", "believers"), ("21%", "customers"), ("7%", "customers")]
    assert "".join(p.text for p in pieces) == sample_report().answer


def test_a_figure_that_both_audiences_share_is_nobodys_colour() -> None:
    report = sample_report(answer="21% here and 21% there")
    table = report.tables[0]
    same = tuple(replace(e, value=0.21) if e.feature == "support_24x7" and e.measure == "want" else e for e in table.estimates)
    assert [p.whose for p in screen(replace(report, tables=(replace(table, estimates=same),))).answer] == [""]


def test_of_several_believers_the_first_screen_tells_one_and_shows_all() -> None:
    report = sample_report(("employees", "partners", "influencers"))
    found = screen(report)
    assert found.believers == "employees"
    assert found.keys == (("believers", "employees"), ("believers-2", "partners"), ("believers-3", "influencers"))
    assert [(other.label, other.belief) for other in found.lines[0].others] == [("partners", "51%"), ("influencers", "38%")]
    for page in (render(report).decode("utf-8"), notebook(report)):
        text = " ".join(Page(page).text.split()).replace("\u00a0", " ")
        assert "The same, of other believers: partners 51%, influencers 38%." in text
        assert "Belief of employees" in text
        assert page.count("gs-other gs-believers-2") == len(found.lines)


def test_a_line_of_other_believers_says_whose_belief_it_is() -> None:
    report = sample_report(("employees", "partners"))
    table = report.tables[0]
    kept = tuple(e for e in table.estimates if not (e.feature == "chat" and e.audience == "employees"))
    changed = replace(report, tables=(replace(table, estimates=kept), *report.tables[1:]))
    (line,) = [line for line in screen(changed).lines if line.feature == "chat"]
    assert (line.believers, line.look, line.others) == ("partners", "believers-2", ())
    text = " ".join(Page(render(changed).decode("utf-8")).text.split())
    assert text.count("belief of partners") == 1


def test_few_other_believers_carry_their_mark() -> None:
    report = sample_report(("employees", "partners"))
    table = report.tables[0]
    marked = tuple(replace(e, flag="clipped") if e.audience == "partners" and e.measure == "want" else e for e in table.estimates)
    found = screen(replace(report, tables=(replace(table, estimates=marked),)))
    assert found.also == "The same, of other believers: partners 51% †."
    assert ("†", FLAGS["clipped"][1]) in found.footnotes


def test_one_audience_of_believers_needs_no_name_beside_its_belief() -> None:
    found = screen(sample_report())
    assert (found.believers, found.also) == ("", "")
    assert found.keys == (("believers", "employees"),)


def test_what_changed_stands_on_the_first_screen() -> None:
    report = sample_report(since="Since 17 March 2025 the gap on 24×7 support went from +60 pp to +43 pp: it is closing.")
    for page in (render(report).decode("utf-8"), notebook(report)):
        assert report.since in " ".join(Page(page).text.split()).replace("\u00a0", " ")
    assert "Closing" in Page(render(report).decode("utf-8")).text


def test_words_of_changes_are_explained_where_there_are_changes() -> None:
    plain = sample_report()
    without = replace(plain, tables=tuple(table for table in plain.tables if table.method != "waves"))
    told = [READINGS["closing"][1] in Page(render(report).decode("utf-8")).text for report in (plain, without)]
    assert told == [True, False]


def test_no_two_elements_have_the_same_name() -> None:
    names = [
        name for _, attributes in page_of(sample_report(("employees", "partners"))).elements if (name := attributes.get("id"))
    ]
    assert len(set(names)) == len(names)


def test_every_number_of_every_table_is_on_the_page() -> None:
    """A number is in a picture's table or among the further numbers: none is lost because no view draws it."""
    report = sample_report()
    page = render(report).decode("utf-8")
    cells = sum(len(re.findall(r"<td>(?=[^<\s])", table)) for table in re.findall(r'<table class="grid">.*?</table>', page, re.S))
    numbers = {
        (i, e.feature, e.segment, e.at, e.measure, e.audience, e.against)
        for i, t in enumerate(report.tables)
        for e in t.estimates
    }
    assert cells >= len(numbers)


def test_a_tables_answer_stands_before_its_pictures() -> None:
    page = render(sample_report()).decode("utf-8")
    assert page.index("Sales reads customers best.") < page.index("Who reads customers best, by Function")


def test_a_table_that_no_view_draws_is_shown_as_a_table() -> None:
    estimate = Estimate("chat", "want", "customers", value=0.123, low=0.1, high=0.2, n=99, flag="low_base")
    page = page_of(sample_report(tables=(Table("novel", "no such view", "Something new", (estimate,), ("A note.",)),)))
    text = " ".join(page.text.split())
    assert "Further results" in text
    assert "12.3% * 10.0–20.0% · n 99" in text
    assert FLAGS["low_base"][1] in text
    assert "A note." in text


def test_numbers_of_no_feature_have_no_column_of_features() -> None:
    sets = grid([Estimate("", "set_reach", "customers", segment="A + B", value=0.5)], sample_report().study, "Set of versions")
    assert (sets.heads, sets.rows[0][0]) == (("Set of versions",), ("A + B",))
    alone = grid([Estimate("", "contribution", "customers", value=5.0)], sample_report().study)
    assert (alone.heads, alone.rows[0][0]) == (("Feature",), ("All features",))


def test_rows_without_a_common_column_stand_in_tables_of_their_own() -> None:
    gaps = [Estimate("chat", "want_gap", "employees", "customers", segment=name, value=0.1) for name in ("Sales", "Support")]
    shares = [Estimate("chat", "want", "customers", segment="Sales", value=0.5)]
    ranked = [Estimate("chat", "want_rank", "customers", value=1.0), Estimate("mail", "want_rank", "customers", value=2.0)]
    study = sample_report().study
    found = grids([*ranked, *gaps, *shares], study, "Function")
    assert [(one.heads, len(one.columns), len(one.rows)) for one in found] == [
        (("Feature", "Function"), 2, 2),
        (("Feature",), 1, 2),
    ]
    assert found[0] == grid([*gaps, *shares], study, "Function"), "a column joins its rows"
    assert grids([], study) == ()


def test_flags_are_explained_where_they_stand() -> None:
    found = grid([Estimate("chat", "want", "customers", value=0.5, flag=flag) for flag in FLAGS if flag], sample_report().study)
    assert [mark for mark, _ in found.footnotes] == ["*"], "the first of equal places is kept"
    page = page_of(sample_report())
    assert FLAGS["belief_as_take_rate"][1] in " ".join(page.text.split())


def test_empty_cells_beside_each_other_are_one_as_wide_as_they() -> None:
    one = GridCell("1")
    assert list(spanned((None, None, one, one, None))) == [(None, 2), (one, 1), (one, 1), (None, 1)]
    page = render(sample_report()).decode("utf-8")
    for table in re.findall(r'<table class="grid">.*?</table>', page, re.S):
        head, *rows = [re.findall(r'<t[hd](?: colspan="(\d+)")?[ >]', row) for row in table.split("<tr>")[1:]]
        assert all(sum(int(columns or 1) for columns in row) == len(head) for row in rows)


def test_the_glossary_holds_what_the_tables_use_and_no_more() -> None:
    text = " ".join(page_of(sample_report()).text.split())
    used = {e.measure for t in sample_report().tables for e in t.estimates}
    for name, measure in MEASURES.items():
        assert (measure.definition in text) == any(MEASURES[other].definition == measure.definition for other in used), name


def test_data_quality_and_provenance_are_told() -> None:
    text = " ".join(page_of(sample_report()).text.split())
    quality = ("Records in 447", "Set aside: incomplete 24", "Kept 412", "Flagged, kept: speeder 14", "IPAddress, RecipientEmail")
    for said in (*quality, "9f" * 32, "design.csv", "d3" * 32, "17 March 2026", "20260101", "numpy 2.3.5"):
        assert said in text, said


def test_what_a_table_says_stands_before_its_numbers() -> None:
    report = sample_report()
    tables = tuple(replace(table, lead=f"{table.method} in a sentence.") for table in report.tables)
    page = render(replace(report, tables=tables)).decode("utf-8")
    for method in ("gap", "demand", "segments"):
        lead = page.index(f"{method} in a sentence.")
        assert lead < page.index('class="figures"', lead)


def test_hostile_texts_are_shown_and_never_read() -> None:
    page = render(hostile_report()).decode("utf-8")
    assert "<img" not in page
    parsed = Page(page)
    assert HOSTILE.split("\u2028")[0] in parsed.text
    assert not [tag for tag, attributes in parsed.elements if tag == "img" or any(name.startswith("on") for name in attributes)]
    assert [tag for tag, _ in parsed.elements].count("script") == 12, "five blocks of data, the library, the page's own six"
    assert "49" not in screen(hostile_report()).lines[0].label, "no template is evaluated"


def test_data_blocks_hold_no_character_that_a_parser_acts_on() -> None:
    page = page_of(hostile_report())
    for name in ("layout", "texts", "dark", "offers"):
        block = page.scripts[name]
        assert not set(block) & set("<&\u2028\u2029"), "nothing in it opens an element, or ends the script"
        json.loads(block)


def test_figures_are_packed_like_their_library_with_no_time_of_packing() -> None:
    page = page_of(hostile_report())
    packed = base64.b64decode(page.scripts["figures"], validate=True)
    assert packed[4:8] == b"\0\0\0\0", "no time"
    figures = json.loads(gzip.decompress(packed))
    assert sorted(figures) == sorted(a["data-figure"] or "" for _, a in page.elements if a.get("class") == "chart")
    assert all(figure["data"] for figure in figures.values())


def test_an_empty_report_says_so_and_carries_no_script_library() -> None:
    page = page_of(empty_report())
    assert "Nobody has answered yet." in page.text
    assert page.scripts.get("plotly", "") == ""


def test_anchors_are_unique_and_links_lead_to_them(report: Report) -> None:
    page = page_of(report)
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.elements:
        target = attributes.get("href") or ""
        if tag in ("a", "use"):
            assert target.removeprefix("#").split("?")[0] in ids


def test_every_chart_has_a_text_alternative_and_a_table() -> None:
    page = render(sample_report()).decode("utf-8")
    figures = re.findall(r"<figure.*?</figure>", page, re.S)
    assert len(figures) > 10
    for figure in figures:
        assert re.search(r'role="img" aria-label="[^"]+\."', figure)
        assert '<table class="grid">' in figure
        assert 'tabindex="0"' in figure


def test_a_notebook_gets_the_first_screen_without_script() -> None:
    fragment = notebook(sample_report())
    assert "<script" not in fragment
    assert "<html" not in fragment
    assert sample_report()._repr_html_() == fragment


def test_plotly_is_the_checked_in_bundle_with_its_notices() -> None:
    bundle = (ASSETS / "plotly.js.gz").read_bytes()
    assert bundle[4:8] == b"\0\0\0\0", "no time of building"
    script = gzip.decompress(bundle).decode("utf-8")
    notices = (ASSETS / "plotly.LICENSES.txt").read_text("utf-8")
    assert notices.replace("*/", "* /") in script
    for name in ("plotly.js", "@plotly/d3", "tinycolor2"):
        assert re.search(rf"^{re.escape(name)} \d", notices, re.M)
    pinned = json.loads((ASSETS / "package.json").read_text("utf-8"))
    assert f"plotly.js {pinned['dependencies']['plotly.js']} " in script


def test_rendering_imports_neither_plotly_nor_pandas() -> None:
    code = (
        "import sys; from tests.outputs.sample_report import sample_report; from gapsurvey.outputs.html import render;"
        "render(sample_report());"
        "print([m for m in ('plotly', 'pandas', 'scipy.stats', 'statsmodels') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
