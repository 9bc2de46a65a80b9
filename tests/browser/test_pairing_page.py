"""The pairing page driven as a person does it: pairs are changed, fields filled in, pages left and come back to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from gapsurvey.cli import main
from gapsurvey.desk import Upload
from tests.browser.saving import saved
from tests.desk.files import YES_NO, small, table
from tests.web.visitor import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
PATIENCE = 30_000  # milliseconds: a worker is started, and other tests run
SETTLED = "Everything is settled, and kept."
Visit: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Opens the page in a browser of its own, drops these files and goes on to the pairing; the console must stay empty, but for
    what a browser itself says of a refusal (409), which is a test's own matter."""
    contexts, complaints = [], list[str]()

    def visiting(files: list[Upload], study: str = "", *, viewport: ViewportSize = DESKTOP, scheme: str = "light") -> Page:
        contexts.append(browser.new_context(viewport=viewport, color_scheme="dark" if scheme == "dark" else "light"))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text) if "409" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server.address)
        if study:
            page.set_input_files('input[data-role="other"]', FilePayload(name="study.toml", mimeType="", buffer=study.encode()))
            expect(page.get_by_text("study.toml").first).to_be_visible()
        for role, file in zip(("customers", "employees"), files, strict=False):
            sent = FilePayload(name=file.name, mimeType="text/csv", buffer=file.content)
            page.set_input_files(f'input[data-role="{role}"]', sent)
            expect(page.locator(f'.slot[data-role="{role}"] .file')).to_be_visible(timeout=PATIENCE)
        page.get_by_role("link", name="Continue").click()
        expect(page.get_by_role("heading", name="What mirrors what")).to_be_visible(timeout=PATIENCE)
        return page

    yield visiting
    for context in contexts:
        context.close()
    assert complaints == []


def settled(page: Page) -> None:
    status(page, SETTLED)


def status(page: Page, text: str) -> None:
    """The page has checked everything, and says this of it."""
    expect(page.locator("#status")).to_contain_text(text, timeout=PATIENCE)


def row(page: Page, text: str) -> Locator:
    return page.locator(".pairs tbody", has_text=text)


def downloaded(page: Page) -> str:
    """The study as the page offers it."""
    return Path(saved(page, page.get_by_role("link", name="study.toml").click).path()).read_text(encoding="utf-8")


def accessible(page: Page) -> None:
    """Nothing that axe finds against WCAG."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


LIKELY = (
    {"Do you need an answer within one working day?": YES_NO},
    {"Do customers need an answer within one working week?": YES_NO},
)


def with_likely() -> list[Upload]:
    return small(customers=LIKELY[0], employees=LIKELY[1])


# --- looks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_nothing_overflows(visit: Visit, viewport: ViewportSize, scheme: str) -> None:
    page = visit(with_likely(), viewport=viewport, scheme=scheme)
    settled(page)
    row(page, "Do you want chat?").get_by_role("button", name="Answers").click()
    expect(page.locator(".bars")).to_contain_text("50%")
    page.get_by_label("Customers in the market").fill("many")
    status(page, "1 thing to settle")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.get_by_role("button", name="Pair two other questions").click()
    page.keyboard.type("want")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    accessible(page)


def test_hostile_questions_stay_texts(visit: Visit) -> None:
    evil = "<img src=x onerror=alert(1)> Do you want \u202eit?</script><script>alert(2)</script>"
    page = visit([table("a.csv", {evil: YES_NO}), table("b.csv", {evil: YES_NO})])
    settled(page)
    assert page.locator("img").count() == 0
    expect(page.locator(".pairs")).to_contain_text("Do you want")


# --- pairs ---------------------------------------------------------------------------------------------------------------


def test_what_is_likely_is_accepted_and_what_is_wrong_rejected(visit: Visit) -> None:
    page = visit(with_likely())
    status(page, "1 pair waits for you")
    assert "an answer" not in downloaded(page)
    row(page, "an answer").get_by_role("button", name=re.compile("^Accept")).click()
    row(page, "Do you want chat?").get_by_role("button", name=re.compile("^Reject")).click()
    settled(page)
    expect(page.locator("#status")).not_to_contain_text("waits")
    toml = downloaded(page)
    assert "an answer" in toml
    assert "Do you want chat?" not in toml


def test_a_pair_is_changed_by_search(visit: Visit) -> None:
    page = visit(small(employees={"Is chat a thing for them?": YES_NO}))
    row(page, "Do you want chat?").get_by_role("button", name=re.compile("^Change")).click()
    search = page.get_by_role("combobox", name="Colleagues believe")
    expect(search).to_have_value("Do customers want chat?")
    search.fill("thing")
    page.get_by_role("dialog").get_by_role("option", name="Is chat a thing").click()
    page.get_by_role("button", name="Hold them against each other").click()
    expect(row(page, "Is chat a thing for them?")).to_contain_text("your choice")
    settled(page)
    assert 'employees = "Is chat a thing for them?"' in downloaded(page)
    expect(page.get_by_text("Asked of colleagues only: 2")).to_be_visible()


def test_questions_that_nothing_counts_together_are_refused_in_the_dialog(visit: Visit) -> None:
    page = visit(small())
    page.get_by_role("button", name="Pair two other questions").click()
    page.get_by_role("button", name="Hold them against each other").click()
    expect(page.get_by_role("alert").filter(has_text="One side is still open")).to_be_visible()
    for side, words in (("Customers were asked", "want chat"), ("Colleagues believe", "hue")):
        page.get_by_role("combobox", name=side).fill(words)
        page.get_by_role("dialog").get_by_role("option").first.click()
    page.get_by_role("button", name="Hold them against each other").click()
    expect(page.get_by_role("dialog")).to_contain_text("customers say yes or no and employees pick one option", ignore_case=True)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_nothing_in_common_is_said_and_paired_by_hand_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit([table("a.csv", {"Do you like rain?": YES_NO}), table("b.csv", {"Is our office warm enough?": YES_NO})])
    expect(page.locator(".lead")).to_have_text(re.compile("a.csv and b.csv have nothing in common"))
    make = page.get_by_role("button", name="Make the report")
    expect(make).to_have_attribute("aria-disabled", "true")
    status(page, "no pair is accepted yet")
    page.get_by_role("button", name="Pair two other questions").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("rain")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("warm")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    settled(page)
    expect(make).to_have_attribute("aria-disabled", "false")
    make.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report")
    expect(page.get_by_role("heading", name="Take it along")).to_be_visible(timeout=2 * PATIENCE)


def test_a_rating_is_turned_round_and_asked_as_something_else(visit: Visit) -> None:
    page = visit(small(customers={"How good is chat?": ["1", "2", "3", "4"] * 10},
                       employees={"How good do customers find chat?": ["1", "2", "3", "4"] * 10}))  # fmt: skip
    rating = row(page, "How good is chat?")
    rating.get_by_text("Scale: 1 to 4").click()
    rating.get_by_role("button", name=re.compile("^Turn it round")).click()
    expect(rating.locator("summary")).to_have_text("Scale: 4 to 1")
    settled(page)
    assert 'scale    = ["4", "3", "2", "1"]' in re.sub(" +=", "    =", downloaded(page))
    rating.get_by_label(re.compile("^What is asked")).select_option("want")
    settled(page)
    assert 'asks = "want"\nshape = "rating"' in re.sub(" +=", " =", downloaded(page))


def test_a_question_about_paying_takes_its_price(visit: Visit) -> None:
    page = visit(small(customers={"Would you pay for mail?": YES_NO}, employees={"Would customers pay for mail?": YES_NO}))
    status(page, "1 pair waits for you")
    mail = row(page, "Would you pay for mail?")
    mail.get_by_role("button", name=re.compile("^Accept")).click()
    status(page, "no price is known")
    expect(mail.locator(".problem")).to_contain_text("no price is known")
    mail.get_by_label("at the price").fill("4.90")
    settled(page)
    assert "price     = 4.9" in re.sub("price +=", "price     =", downloaded(page))


# --- nothing that was typed is lost ----------------------------------------------------------------------------------------


def test_a_problem_stands_beside_its_field_and_is_linked(visit: Visit) -> None:
    page = visit(small())
    page.get_by_label("Price of chat").fill("a lot")
    page.get_by_label("Currency").fill("Eu")
    status(page, "2 things to settle")
    beside = page.locator('[data-at="features.chat.price"]')
    expect(beside).to_contain_text("“a lot” is no number")
    expect(page.get_by_label("Price of chat")).to_have_attribute("aria-invalid", "true")
    page.locator("#status").get_by_role("button", name="a lot").click()
    expect(page.get_by_label("Price of chat")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("$9.50")
    page.get_by_label("Currency").fill("USD")
    settled(page)
    expect(page.locator(".problem.wrong")).to_have_count(0)
    toml = downloaded(page)
    assert "price = 9.5" in re.sub(" +=", " =", toml)
    assert 'currency = "USD"' in re.sub(" +=", " =", toml)


def test_a_reload_keeps_what_is_right_and_what_is_wrong(visit: Visit) -> None:
    page = visit(small())
    page.get_by_label("Title").fill("Typed by me")
    page.get_by_label("Customers in the market").fill("a few")
    row(page, "Do you want chat?").get_by_role("button", name=re.compile("^Reject")).click()
    page.reload()  # at once: what is on its way arrives
    expect(page.get_by_label("Title")).to_have_value("Typed by me")
    expect(page.get_by_label("Customers in the market")).to_have_value("a few")
    status(page, "“a few” is no number")
    expect(row(page, "Do you want chat?").get_by_role("button", name=re.compile("^Rejected"))).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_back_button_finds_everything_as_it_was(visit: Visit) -> None:
    page = visit(small())
    page.get_by_label("The question that decides").fill("Should we chat?")
    settled(page)
    page.get_by_role("link", name="Drop").click()
    expect(page.locator(".file").first).to_be_visible()
    page.go_back()
    expect(page.get_by_label("The question that decides")).to_have_value("Should we chat?")
    page.get_by_role("button", name="Make the report").click()
    page.wait_for_url("**/report")
    page.go_back()
    expect(page.get_by_label("The question that decides")).to_have_value("Should we chat?")


def test_two_tabs_do_not_overwrite_each_other(visit: Visit) -> None:
    page = visit(small())
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Title").fill("From the second tab")
    settled(other)
    refused = []
    page.on("response", lambda response: refused.append(response.status) if response.status >= 400 else None)
    page.get_by_label("Title").fill("From the first tab")
    expect(page.get_by_role("alert").filter(has_text="another tab")).to_be_visible()
    assert refused == [409]
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("From the second tab")


def test_a_previous_study_restores_its_pairs_and_names_what_is_gone(visit: Visit) -> None:
    page = visit(small())
    page.get_by_label("Name of chat").fill("live help")
    settled(page)
    toml = downloaded(page)
    files = small()
    wave = [files[0], Upload("employees.csv", files[1].content.replace(b"Do customers want chat?", b"Something else?"))]
    page = visit(wave, toml)
    expect(page.locator(".lead")).to_contain_text("2 questions are restored")
    expect(page.get_by_label("Name of live help")).to_have_value("live help")
    gone = row(page, "Do you want chat?")
    expect(gone).to_contain_text("“Do customers want chat?” is gone")
    status(page, "1 thing to settle")
    gone.get_by_role("button", name=re.compile("^Accepted")).click()
    settled(page)


# --- published pairs ---------------------------------------------------------------------------------------------------------


def published(shared: Path, *names: str) -> list[Upload]:
    return [Upload(Path(name).name, (shared / "exports" / name).read_bytes()) for name in names]


@pytest.mark.shared
def test_veterinarians_leave_with_the_report_that_the_command_line_makes(visit: Visit, shared: Path, tmp_path: Path) -> None:
    files = published(shared, "qualtrics/TWOGROUP_vetdental_EMPLOYER.csv", "qualtrics/TWOGROUP_vetdental_PCVE_faculty.csv")
    page = visit(files)
    status(page, "2 pairs wait for you")
    row(page, "types of pre-clinical instruction").get_by_role("button", name=re.compile("^Accept")).click()
    page.get_by_label("Title").fill("Dentistry, as taught and as needed")
    status(page, "1 pair waits for you")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", name="Take it along")).to_be_visible(timeout=2 * PATIENCE)
    for name in ("study.toml", "report.html", "results.json"):
        saved(page, page.get_by_role("link", name=name, exact=True).click).save_as(tmp_path / "page" / name)
    for file in files:
        (tmp_path / "page" / file.name).write_bytes(file.content)
    assert main(["report", str(tmp_path / "page"), "-o", str(tmp_path / "line"), "-f", "html,json", "-q"]) == 0
    for name in ("report.html", "results.json"):
        assert (tmp_path / "line" / name).read_bytes() == (tmp_path / "page" / name).read_bytes(), name


@pytest.mark.shared
def test_members_and_maintainers_have_nothing_in_common(visit: Visit, shared: Path) -> None:
    names = "surveymonkey/CNCF_members_2020_importance.csv", "surveymonkey/CNCF_maintainers_2020H2.csv"
    page = visit(published(shared, *names), viewport=PHONE)
    expect(page.locator(".lead")).to_contain_text("have nothing in common")
    expect(page.get_by_text("Asked of colleagues only: ")).to_be_visible()
    expect(page.get_by_role("button", name="Make the report")).to_have_attribute("aria-disabled", "true")
    accessible(page)
