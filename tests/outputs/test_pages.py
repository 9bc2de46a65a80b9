"""A feature's own page holds what the report says of it, each thing once, and its groups are the published ones."""

from __future__ import annotations

import re
from dataclasses import replace

from gapsurvey.outputs.cuts import cuttings, feature_cuts
from gapsurvey.outputs.exhibits import exhibit
from gapsurvey.outputs.html import render
from gapsurvey.outputs.pages import FeaturePage, pages
from gapsurvey.outputs.screen import screen
from gapsurvey.phrasing import percent, percent_range
from gapsurvey.report import Estimate, Report, Table
from tests.outputs.sample_report import sample_report


def pages_of(report: Report) -> dict[str, FeaturePage]:
    exhibits = [exhibit(report, table) for table in report.tables]
    return {page.verdict.feature: page for page in pages(report, screen(report), exhibits, cuttings(report))}


def test_a_page_per_verdict_in_the_order_of_the_first_screen(sample: Report) -> None:
    found = pages_of(sample)
    assert list(found) == [line.feature for line in screen(sample).lines]
    assert [page.anchor for page in found.values()][:2] == ["feature-support-24x7", "feature-support-12x5-local"]


def test_pages_of_features_with_names_alike_are_told_apart() -> None:
    report = sample_report()
    study = report.study.model_copy(update={"features": {**report.study.features, "Chat": report.study.features["chat"]}})
    (chat,) = [verdict for verdict in report.verdicts if verdict.feature == "chat"]
    alike = replace(report, study=study, verdicts=(chat, replace(chat, feature="Chat")))
    assert [page.anchor for page in pages_of(alike).values()] == ["feature-chat", "feature-chat-1"]


def test_several_believers_are_named_on_a_page() -> None:
    page = pages_of(sample_report(("employees", "partners")))["chat"]
    assert [line.label for line in page.asked][:2] == ["Want it, employees", "Want it, partners"]
    assert [line.look for line in page.asked][:2] == ["believers", "believers-2"]


def test_a_page_gathers_what_the_methods_say_of_its_feature(sample: Report) -> None:
    page = pages_of(sample)["support_24x7"]
    assert [(line.label, line.answer, line.belief) for line in page.asked] == [
        ("Want it", "21%", "64%"),
        ("Want it: believed share", "21%", "58%"),
        ("Find … important: top-2-box", "13%", "60%"),
        ("Would pay: believed share, $49", "7%", "46%"),
        ("First choice", "10%", "53%"),
    ]
    assert [picture.anchor for picture in page.pictures] == ["demand-support_24x7", "price-chance-support_24x7"]
    assert [fact.label for fact in page.earns][:2] == ["Contribution", "Chance it pays off"]
    assert page.earns[0].cell.value == "−$2.4 M"
    assert [(turn.label, turn.now, turn.then) for turn in page.turns] == [
        ("Share who would take it", "7.0%", "40.3%"),
        ("Launch cost", "$2.9 M", "$448 k"),
    ]
    assert [fact.label for fact in page.otherwise][:2] == [
        "Want it and would pay",
        "Want it and would pay, if prices are overstated",
    ]
    assert page.offered


def test_a_feature_without_money_has_no_decision_on_its_page(sample: Report) -> None:
    page = pages_of(sample)["chat"]
    assert (page.earns, page.turns, page.otherwise, page.offered) == ((), (), (), False)
    assert page.asked


def test_every_picture_stands_on_the_page_once(sample: Report) -> None:
    page = render(sample).decode("utf-8")
    drawn = re.findall(r'data-figure="([^"]+)"', page)
    assert len(drawn) == len(set(drawn))
    every = {picture.anchor for table in sample.tables for picture in exhibit(sample, table).pictures}
    assert set(drawn) == every
    inside = page[page.index('id="features"') : page.index('id="gaps"')]
    assert 'data-figure="demand-support_24x7"' in inside
    assert 'data-figure="gap-want"' not in inside, "what holds features against each other stays where they stand together"


def test_a_picture_of_a_feature_without_a_page_stays_with_its_method() -> None:
    report = sample_report()
    told = tuple(verdict for verdict in report.verdicts if verdict.feature != "support_24x7")
    page = render(replace(report, verdicts=told)).decode("utf-8")
    assert page.index('id="demand"') < page.index('data-figure="demand-support_24x7"')


def test_groups_are_those_that_the_tables_publish(sample: Report) -> None:
    cut_by = cuttings(sample)
    assert [cutting.table.by for cutting in cut_by] == ["Region", "Size", "Function"], "customers first"
    numbers = [cut.number for cutting in cut_by for cut in cutting.cuts]
    assert numbers == list(range(len(numbers)))
    keys = [cut.key for cutting in cut_by for cut in cutting.cuts]
    assert len(set(keys)) == len(keys)
    for cutting in cut_by:
        published = {e.segment for e in cutting.table.estimates if e.segment}
        assert {cut.label for cut in cutting.cuts} <= published


def test_a_feature_is_not_shown_in_a_group_that_hides_it(sample: Report) -> None:
    (table,) = [table for table in sample.tables_of("segments") if table.by == "Function"]
    kept = tuple(e for e in table.estimates if not (e.feature == "chat" and e.segment == "Sales"))
    changed = replace(sample, tables=tuple(replace(t, estimates=kept) if t is table else t for t in sample.tables))
    (*_, functions) = feature_cuts(changed, "chat", cuttings(changed))
    assert "Sales" not in [each.line.label for each in functions.lines]
    (*_, functions) = feature_cuts(sample, "chat", cuttings(sample))
    assert "Sales" in [each.line.label for each in functions.lines]


def test_of_ratings_a_group_shows_the_chance_that_belief_is_higher() -> None:
    """Where the report holds no share of a group, nothing is worked out: the line has its θ and dashes."""
    whole = (
        Estimate("chat", "need_theta", "employees", "customers", value=0.7, low=0.6, high=0.8, n=50, alignment="over"),
        Estimate("chat", "need_top2", "customers", value=0.3, low=0.2, high=0.4, n=100),
        Estimate("chat", "need_top2", "employees", value=0.6, low=0.5, high=0.7, n=50),
        Estimate("chat", "need_top2_gap", "employees", "customers", value=0.3, low=0.1, high=0.5, n=50),
    )
    cell = replace(whole[0], segment="EMEA", value=0.81, low=0.75, high=0.86)
    cut = Table("segments", "segments", "Customers by Region", (cell,), of="customers", by="Region")
    report = sample_report(tables=(Table("gap", "dumbbell", "", whole), cut))
    ((cuts),) = feature_cuts(report, "chat", cuttings(report))
    (each,) = cuts.lines
    assert (each.line.answer, each.line.belief, each.line.gap) == ("", "", "θ 0.81")
    assert each.line.verdict == "Overestimated"
    assert each.base == "", "of the believers’ base nothing is said about the customers’ group"
    assert "½ is agreement" in render(report).decode("utf-8")


def test_who_of_a_group_would_pay_stands_beside_its_comparison(sample: Report) -> None:
    regions, sizes, functions = pages_of(sample)["support_24x7"].cuts
    (table,) = [table for table in sample.tables_of("segments") if table.by == "Region"]
    for each in regions.lines:
        e = table.one(feature="support_24x7", measure="want_and_pay", segment=each.cut.label, at=49.0)
        assert e
        assert None not in (e.value, e.low, e.high)
        assert each.line.pay == percent(e.value or 0.0)
        assert each.line.pay_interval == percent_range(e.low or 0.0, e.high or 0.0)
        assert each.paid_marks == (("*",) if (e.n or 0) < 100 else ())
    assert regions.paid == sizes.paid == "Want it and would pay $49"
    assert functions.paid == "", "what believers believe is nobody’s purchase"
    assert {cuts.paid for cuts in pages_of(sample)["chat"].cuts} == {""}, "it has no price"


def test_a_feature_of_which_only_prices_were_asked_has_its_groups() -> None:
    """No comparison stands there, nor the words that one needs; its base is that of those who were asked the price."""
    take = Estimate("support_24x7", "take", "customers", at=49.0, value=0.2, low=0.17, high=0.24, n=412)
    cell = replace(take, segment="EMEA", value=0.3, low=0.22, high=0.39, n=120)
    report = sample_report(
        tables=(
            Table("demand", "curves", "", (take,)),
            Table("segments", "segments", "Customers by Region", (cell,), of="customers", by="Region"),
        )
    )
    ((cuts),) = feature_cuts(report, "support_24x7", cuttings(report))
    (each,) = cuts.lines
    assert (each.cut.label, each.base, each.line.answer, each.line.belief, each.line.gap) == ("EMEA", "120", "", "", "")
    assert (each.line.pay, each.line.pay_interval, cuts.paid) == ("30%", "22–39%", "Would pay $49")
    assert "½ is agreement" not in re.sub(r'data-theta="[^"]*"', "", render(report).decode("utf-8"))


def test_a_price_that_everybody_is_not_told_at_is_told_of_no_group() -> None:
    report = sample_report()
    told = tuple(table for table in report.tables if table.method != "demand")
    assert {cuts.paid for page in pages_of(replace(report, tables=told)).values() for cuts in page.cuts} == {""}
    assert "Want it and would pay $49" in {cuts.paid for page in pages_of(report).values() for cuts in page.cuts}


def test_every_believers_group_stands_in_its_own_colour() -> None:
    report = sample_report(("employees", "partners"))
    looks = {cuts.look for page in pages_of(report).values() for cuts in page.cuts}
    assert looks <= {"believers", "believers-2"}
    assert "believers" in looks
