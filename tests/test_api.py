"""What Python and notebooks are promised: tables and cuts of them, figures, frames of any library, and names with types."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import narwhals as nw
import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pytest

import gapsurvey
from gapsurvey.errors import StudyError
from gapsurvey.figures import VIEWS
from gapsurvey.report import Report
from tests.small import mirror, yes_no

YES = {"customers": ["Yes"] * 60 + ["No"] * 140, "employees": ["Yes"] * 33 + ["No"] * 17}


def test_every_table_is_a_frame(sample: Report) -> None:
    for method in dict.fromkeys(table.method for table in sample.tables):
        frame = sample.table(method)
        assert len(frame) == sum(len(table.estimates) for table in sample.tables_of(method))


def test_a_cut_keeps_what_it_names(sample: Report) -> None:
    whole = sample.table("gap")
    cut = sample.table("gap", feature="support_24x7", measure=["want", "want_gap"], audience="employees")
    assert list(zip(cut["measure"], cut["audience"], strict=True)) == [("want", "employees"), ("want_gap", "employees")]
    assert list(cut.index) == [0, 1]
    assert list(cut.columns) == list(whole.columns)
    pd.testing.assert_frame_equal(sample.table("gap", segment=""), whole)


def test_cuts_add_up_to_the_table(sample: Report) -> None:
    whole = sample.table("segments")
    for column in ("feature", "audience", "by", "segment"):
        cuts = [sample.table("segments", **{column: value}) for value in whole[column].unique()]
        assert sum(map(len, cuts)) == len(whole)


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        ({"feature": "suport_24x7"}, "has no feature 'suport_24x7'; there is '', 'support_24x7', "),
        ({"segment": ["EMEA", "Mars"]}, "has no segment 'Mars'; there is"),
    ],
)
def test_a_cut_that_is_not_there_is_told_with_those_that_are(sample: Report, cut: dict[str, Any], said: str) -> None:
    with pytest.raises(KeyError, match=said):
        sample.table("segments", **cut)


def test_what_is_hidden_cannot_be_asked_for(sample: Report) -> None:
    """The sample's lawyers are fewer than five."""
    with pytest.raises(KeyError) as told:
        sample.table("segments", segment="Legal")
    assert str(told.value).count("Legal") == 1


def test_every_figure_is_plotlys(sample: Report) -> None:
    for method in dict.fromkeys(table.method for table in sample.tables):
        specs = [figure.spec for table in sample.tables_of(method) for figure in VIEWS[table.view].figures(table, sample)]
        if specs:
            drawn = sample.figures(method)
            assert all(isinstance(figure, go.Figure) for figure in drawn.values())
            assert [figure.layout.title.text for figure in drawn.values()] == [s["layout"]["title"]["text"] for s in specs]


def test_a_figure_has_a_name(sample: Report) -> None:
    names = list(sample.figures("gap"))
    assert sample.figure("gap") == sample.figure("gap", names[0])
    assert sample.figure("gap", names[1]) != sample.figure("gap")
    with pytest.raises(KeyError, match=f"no figure 'x' of 'gap'; there is {names[0]}, "):
        sample.figure("gap", "x")
    with pytest.raises(KeyError, match="no figure of 'stated'; there is gap, "):
        sample.figures("stated")


def test_without_plotly_the_way_to_it_is_told(sample: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    with pytest.raises(StudyError, match=r'pip install "gapsurvey\[figures\]"'):
        sample.figures("gap")


def polars_frame(answers: list[str]) -> Any:
    return pl.DataFrame({"W": answers})


def pandas_frame(answers: list[str]) -> Any:
    return pd.DataFrame({"W": answers})


def narwhals_frame(answers: list[str]) -> Any:
    return nw.from_native(polars_frame(answers))


def test_frames_of_any_library_give_the_same_report() -> None:
    study = gapsurvey.Study(**mirror(yes_no()))
    made = [
        gapsurvey.analyze(study, {name: frame(answers) for name, answers in YES.items()}).to_json()
        for frame in (pandas_frame, polars_frame, narwhals_frame)
    ]
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("frame", [{"W": ["Yes"]}, [["Yes"]]], ids=["dict", "list"])
def test_what_is_no_frame_is_said(frame: Any) -> None:
    with pytest.raises(gapsurvey.GapsurveyError, match="Pass a DataFrame of pandas or polars"):
        gapsurvey.analyze(gapsurvey.Study(**mirror(yes_no())), {"customers": frame, "employees": pandas_frame(["Yes"])})


@pytest.mark.parametrize("name", gapsurvey.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(gapsurvey, name)
    assert name == "__version__" or (value.__doc__ and value.__doc__.splitlines()[0].endswith("."))


def test_importing_it_is_cheap() -> None:
    code = "import sys, gapsurvey; assert not {'numpy', 'pydantic', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_figures_speak_the_studys_language(sample: Report) -> None:
    german = replace(sample, study=gapsurvey.Study(**{**sample.study.model_dump(), "lang": "de"}))
    titles = [figure.layout.title.text for figure in german.figures("gap").values()]
    assert titles[0] == "Wollen es"
    assert titles != [figure.layout.title.text for figure in sample.figures("gap").values()]
