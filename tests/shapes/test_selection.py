"""Ticked options come back whole, whatever joins them, and a blank is a no only for who saw the question."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Item
from gapsurvey.shapes.selection import picked
from tests.builders import answered, coded, problems_of

CHAT, PHONE = Item("chat", "want", "share"), Item("phone", "want", "share")
SEVERAL = {
    "asks": "want",
    "shape": "multi-select",
    "customers": "Q1",
    "answers": {"chat": "Live chat", "phone": "Phone, in your time zone (8–18, Mon–Fri)"},
}
ONE = {**SEVERAL, "shape": "single-select"}
BOTH = "Live chat,Phone, in your time zone (8–18, Mon–Fri)"

word = st.text("abcdefgh 0123456789×–&", min_size=1, max_size=8)
option = st.one_of(
    word,
    st.tuples(word, word).map(", ".join),
    st.tuples(word, word, word).map(lambda w: f"{w[0]} ({w[1]}, {w[2]})"),
    st.tuples(word, word, word).map(lambda w: f"{w[0]}, {w[1]} ({w[2]}), etc."),
).map(lambda text: " ".join(text.split()))


def named(options: list[str]) -> set[str]:
    return set(map(fold, options))


@given(st.lists(option, min_size=1, max_size=8), st.sampled_from([",", ", ", ";", "; ", ";;", " ;"]), st.booleans(), st.data())
def test_any_set_of_options_comes_back(options: list[str], mark: str, trailing: bool, data: st.DataObject) -> None:
    folded = named(options)
    assume(not folded & MISSING and all(o.strip(", ") == o for o in folded))
    comma = mark.strip() == ","
    # No list of options makes "a, b" and "a" and "b" tellable apart when commas join them: that is the questionnaire's fault.
    assume(not comma or not any(o != p and o in p for o in folded for p in folded))
    chosen = data.draw(st.lists(st.sampled_from(options), min_size=1, unique_by=fold))
    cell = mark.join(chosen) + mark * trailing
    assert picked(cell, folded, "," if comma else ";") == named(chosen)


def test_the_longer_option_is_not_taken_for_the_shorter() -> None:
    options = {"12x5", "12x5, with 24x7 for critical issues", "24x7"}
    assert picked("12x5, with 24x7 for critical issues,24x7", options, ",") == options - {"12x5"}
    assert picked("12x5,24x7", options, ",") == {"12x5", "24x7"}


def test_an_option_that_is_not_known_is_cut_outside_its_parentheses() -> None:
    assert picked("email (fast, cheap),live chat, other", {"live chat"}, ",") == {"email (fast, cheap)", "live chat", "other"}
    assert picked("live chats, 5", {"live chat"}, ",") == {"live chats", "5"}


def test_a_parenthesis_that_nobody_closed_swallows_nothing() -> None:
    assert picked("email :(, live chat, phone", {"live chat"}, ",") == {"email :(", "live chat", "phone"}


@pytest.mark.parametrize("cell", ["1,2,5", "1, 2, 5", "5,2,1,", "1;2;5;"])
def test_codes_are_codes(cell: str) -> None:
    assert picked(cell, {"1", "2", "12", "15"}, ";" if ";" in cell else ",") == {"1", "2", "5"}


def test_many_commas_take_no_time() -> None:
    assert picked("a," * 50_000, {"b"}, ",") == {"a"}
    assert picked("(" * 50_000, {"b"}, ",") == {"(" * 50_000}


@pytest.mark.parametrize("cell", [BOTH, BOTH.replace("chat,", "chat;"), BOTH.replace("chat,", "Chat ;") + ";"])
def test_several_options_in_one_cell(cell: str) -> None:
    made = coded(SEVERAL, {"Q1": [cell, "Live chat", "Something else", ""]})
    assert answered(made, CHAT) == [1, 1, 0, None]
    assert answered(made, PHONE) == [1, 0, 0, None]


def test_one_semicolon_that_somebody_wrote_does_not_undo_the_commas() -> None:
    """Of 9 people who ticked both, one wrote "Other" with a semicolon in it."""
    made = coded(SEVERAL, {"Q1": [BOTH] * 8 + [f"{BOTH},a pager; or a fax"]})
    assert answered(made, CHAT) == [1] * 9
    assert answered(made, PHONE) == [1] * 9


def test_a_semicolon_in_an_option_does_not_undo_the_commas() -> None:
    question = {**SEVERAL, "answers": {"chat": "Chat; or e-mail", "phone": "Phone"}}
    made = coded(question, {"Q1": ["Chat; or e-mail,Phone", "Chat; or e-mail", "Phone,Fax", "Fax", ""]})
    assert answered(made, CHAT) == [1, 1, 0, 0, None]
    assert answered(made, PHONE) == [1, 0, 1, 0, None]


def test_commas_inside_options_do_not_undo_the_semicolons() -> None:
    question = {**SEVERAL, "answers": {"chat": "Chat"}}
    made = coded(question, {"Q1": ["Fax, Chat, Post;Chat", "Fax, Chat, Post;Pigeon", "Fax, Chat, Post"]})
    assert answered(made) == [1, 0, 0]


def test_an_option_that_nobody_ticked_must_be_meant() -> None:
    columns = {"Q1": ["Live chat", "Live chat;Fax", "Fax", "LIVE CHAT;Fax", "Fax"]}
    (problem,) = coded(SEVERAL, columns).problems
    assert problem.where == "questions[0].customers.answers.phone"
    assert "nobody answered" in problem.found
    assert 'unchosen = ["phone"]' in problem.fix
    assert problem.exists == '"Fax", "Live chat"'
    made = coded({**SEVERAL, "unchosen": ["phone"]}, columns)
    assert answered(made, PHONE) == [0] * 5


def test_a_spelling_of_few_believers_is_not_repeated_though_the_option_is_common() -> None:
    cells = ["fax"] * 2 + ["FAX"] * 2 + ["<i title=Ann>Fax</i>"] * 4 + ["Ann’s idea"] * 4
    assert {p.exists for p in coded(SEVERAL, {"Q1": cells}, quiet=5).problems} == {'"fax"'}
    assert {p.exists for p in coded(SEVERAL, {"Q1": cells[-4:]}, quiet=5).problems} == {
        "only answers that fewer than 5 people gave"
    }


def test_the_option_that_was_meant_is_offered() -> None:
    (problem,) = coded({**SEVERAL, "answers": {"chat": "Life chat"}}, {"Q1": ["Live chat,Fax", "Fax"]}).problems
    assert problem.fix.startswith('Did you mean "Live chat"?')
    alone = {"asks": "prefer", "shape": "single-select", "feature": "chat", "yes": "Life chat", "customers": "Q1"}
    (problem,) = coded(alone, {"Q1": ["Live chat"]}).problems
    assert problem.where == "questions[0].customers.yes"


def test_of_several_texts_for_a_feature_the_missing_one_is_named() -> None:
    question = {**SEVERAL, "answers": {"chat": ["Live chat", "Chatt"]}}
    (problem,) = coded(question, {"Q1": ["Live chat", "Chat"]}).problems
    assert '"Chatt"' in problem.found


def test_one_option_may_hold_commas_and_semicolons() -> None:
    question = {**ONE, "answers": {"chat": "Live chat; or e-mail, whichever is first", "phone": "Phone"}}
    made = coded(question, {"Q1": ["Live chat; or e-mail, whichever is first", "phone", "None of these", "", "N/A"]})
    assert answered(made, CHAT) == [1, 0, 0, None, None]
    assert answered(made, PHONE) == [0, 1, 0, None, None]


def test_one_option_stands_for_the_one_feature() -> None:
    question = {"asks": "prefer", "shape": "single-select", "feature": "chat", "customers": "Q1"}
    assert answered(coded({**question, "yes": "Live chat"}, {"Q1": ["Live chat", "Fax", ""]})) == [1, 0, None]
    (problem,) = coded(question, {"Q1": ["Live chat"]}).problems
    assert "which option stands for the feature" in problem.found


SPLIT = {"asks": "want", "shape": "multi-select", "customers": "Q1", "answers": {"chat": "Live chat", "phone": "Phone"}}
OPTIONS = {"Q1_1": "Live chat", "Q1_2": "Phone", "Q1_3": "None of these"}


def test_who_ticked_anything_saw_every_box() -> None:
    columns = {"Q1_1": ["Live chat", "", "", ""], "Q1_2": ["Phone", "Phone", "", ""], "Q1_3": ["", "", "None of these", ""]}
    made = coded(SPLIT, columns, options=OPTIONS)
    assert answered(made, CHAT) == [1, 0, 0, None]
    assert answered(made, PHONE) == [1, 1, 0, None]


@pytest.mark.parametrize(
    ("yes", "no"), [("1", "0"), ("Yes", "No"), ("Selected", "Not Selected"), ("TRUE", "FALSE"), ("x", "-99")]
)
def test_boxes_that_say_no_were_seen(yes: str, no: str) -> None:
    made = coded(SPLIT, {"Q1_1": [yes, no, ""], "Q1_2": [no, no, ""], "Q1_3": [no, no, "N/A"]}, options=OPTIONS)
    assert answered(made, CHAT) == [1, 0, None]
    assert answered(made, PHONE) == [0, 0, None]


def test_a_column_per_feature() -> None:
    question = {"asks": "want", "shape": "multi-select", "customers": {"columns": {"chat": "Q1_1", "phone": "Q1_2"}}}
    made = coded(question, {"Q1_1": ["1", "", ""], "Q1_2": ["", "1", ""]})
    assert answered(made, CHAT) == [1, 0, None]


def test_the_columns_of_all_options_are_a_list_where_no_name_stands_for_them() -> None:
    """As Typeform has them, and a list per feature cannot: who ticked “none of these” answered, too."""
    columns = {"Live chat": ["Live chat", "", ""], "Phone": ["Phone", "", ""], "None of these": ["", "None of these", ""]}
    listed = {**SPLIT, "customers": {"columns": [*columns]}}
    made = coded(listed, columns, options={name: name for name in columns})
    assert answered(made, CHAT) == [1, 0, None]
    assert answered(made, PHONE) == [1, 0, None]
    (problem,) = coded({**listed, "customers": {"columns": ["Phone", "Fax"]}}, columns).problems
    assert 'no column or question "Fax"' in problem.found
    (problem,) = coded({**listed, "customers": {"columns": ["Phone"]}}, columns).problems
    assert problem.found == '"Phone" in answers.csv has no row or option "Live chat"'


def test_one_feature_is_found_among_the_columns_of_its_question() -> None:
    question = {"asks": "want", "shape": "multi-select", "feature": "chat", "yes": "Live chat", "customers": "Q1"}
    columns = {"Q1_1": ["Live chat", "", ""], "Q1_2": ["", "Phone", ""], "Q1_3": ["", "", ""]}
    assert answered(coded(question, columns, options=OPTIONS)) == [1, 0, None]
    listed = {**question, "customers": {"columns": ["Q1_1", "Q1_2"]}}
    assert answered(coded(listed, columns, options=OPTIONS)) == [1, 0, None]
    (problem,) = coded({**question, "yes": "Chat"}, columns, options=OPTIONS).problems
    assert (problem.where, problem.found) == ("questions[0].customers.yes", '"Q1" in answers.csv has no row or option "Chat"')
    told = problems_of(questions=[{key: value for key, value in listed.items() if key != "yes"}])
    assert [problem.where for problem in told] == ["questions[0].customers.yes"]
    (problem,) = coded({key: value for key, value in question.items() if key != "yes"}, columns, options=OPTIONS).problems
    assert problem.found == '"Q1" stands for 3 columns of answers.csv'


def test_boxes_that_nobody_ticked_are_refused() -> None:
    (problem,) = coded(SPLIT, {name: ["", ""] for name in OPTIONS}, options=OPTIONS).problems
    assert "nobody answered" in problem.found
    columns = {"asks": "want", "shape": "multi-select", "customers": {"columns": {"chat": "Q1_1", "phone": "Q1_2"}}}
    assert coded(columns, {"Q1_1": ["", ""], "Q1_2": ["", ""]}).problems


def test_paying_for_an_option_is_worth_its_price() -> None:
    made = coded({**SPLIT, "asks": "pay"}, {"Q1": ["Live chat", "Phone", "Live chat,Phone"]})
    assert answered(made, Item("chat", "pay", "price")) == [49, 0, 49]
    assert answered(made, Item("phone", "pay", "price")) == [0, 29, 29]
