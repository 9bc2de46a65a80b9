"""Partners' file dropped beside the two others: folded away for who has none, paired, changed, and shown in the report."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from gapsurvey.desk import Upload
from tests.browser.saving import saved
from tests.desk.files import YES_NO, small, table
from tests.web.visitor import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 30_000  # milliseconds: a busy machine is no failure
HOSTILE = "<img src=x onerror=alert(1)> \u202e</script><script>alert(2)</script>"
ASKED = {"Would they want a chat?": YES_NO, "Is chat a thing?": YES_NO, HOSTILE: YES_NO, "Region": ["EMEA", "APAC"] * 20}
PARTNERS = table("partners.csv", ASKED)
Opened: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Opened]:
    """The first page in a browser of its own; the console must stay empty."""
    contexts, complaints = [], list[str]()

    def opening(width: int = 1280) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce"))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(server.address)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert complaints == []


def chosen(page: Page, *roles: str) -> None:
    """A file chosen for each of these places."""
    files = dict(zip(("customers", "employees", "partners"), [*small(), PARTNERS], strict=True))
    for role in roles:
        sent = FilePayload(name=files[role].name, mimeType="text/csv", buffer=files[role].content)
        page.set_input_files(f'input[data-role="{role}"]', sent)
        expect(page.locator(f'.slot[data-role="{role}"] .file.right')).to_be_visible(timeout=PATIENCE)


def paired(page: Page) -> None:
    page.get_by_role("link", name="Continue").click()
    settled(page)


def settled(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text("Everything is settled, and kept.", timeout=PATIENCE)


def row(page: Page, text: str) -> Locator:
    return page.locator(".pairs tbody", has_text=text)


def accessible(page: Page, width: int = 1280) -> None:
    """Nothing that axe finds against WCAG, and nothing that sticks out."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def study(page: Page) -> dict[str, list[dict[str, object]]]:
    """The study as the page offers it."""
    settled(page)
    download = saved(page, page.get_by_role("link", name="study.toml").click)
    return tomllib.loads(Path(download.path()).read_text(encoding="utf-8"))


def test_who_has_two_files_sees_two_places_and_two_sides(opened: Opened) -> None:
    page = opened()
    expect(page.locator('.slot[data-role="partners"]')).to_be_hidden()
    chosen(page, "customers", "employees")
    expect(page.locator('.slot[data-role="partners"]')).to_be_hidden()
    paired(page)
    expect(page.locator(".pairs th")).to_have_text(
        ["Customers were asked", "Colleagues believe", "Counted as", "How sure", "Your decision"]
    )
    expect(page.locator("main")).not_to_contain_text("artners")


@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_a_third_file_is_paired_and_shown_in_the_report(opened: Opened, width: int) -> None:
    page = opened(width)
    page.get_by_text("A third group?").click()
    accessible(page, width)
    chosen(page, "customers", "employees", "partners")
    accessible(page, width)
    paired(page)
    chat = row(page, "Do you want chat?")
    expect(chat.locator(".believers")).to_contain_text(["Do customers want chat?", "Would they want a chat?"])
    chat.get_by_role("button", name="Answers").click()
    whose = chat.locator(".bars thead" if width > 900 else ".bars tbody .narrow")
    expect(whose.last).to_contain_text("Partners, of 40")
    expect(whose.last).to_be_visible()
    expect(page.get_by_role("group", name="Partners")).to_contain_text("Region")
    expect(page.locator("#left")).to_contain_text("alert(2)")  # as a text, its marks taken off
    assert page.locator("img").count() == 0
    accessible(page, width)
    chat.get_by_role("button", name="Change").click()
    expect(page.get_by_role("combobox", name="Partners believe")).to_have_value("Would they want a chat?")
    accessible(page, width)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Make the report").click()
    expect(page.frame_locator("#report").locator("#main, main").first).to_contain_text("partners", timeout=PATIENCE)


def test_partners_questions_are_changed_taken_out_and_put_back(opened: Opened) -> None:
    page = opened()
    chosen(page, "customers", "employees", "partners")
    paired(page)
    chat = row(page, "Do you want chat?")
    theirs = page.get_by_role("combobox", name="Partners believe")
    chat.get_by_role("button", name="Change").click()
    theirs.fill("thing")
    page.get_by_role("option", name="Is chat a thing?").click()
    page.get_by_role("button", name="Hold them against each other").click()
    expect(chat.locator(".believers").last).to_contain_text("Is chat a thing?")
    assert study(page)["questions"][0]["partners"] == "Is chat a thing?"
    chat.get_by_role("button", name="Change").click()
    theirs.fill("nothing that there is")
    page.get_by_role("button", name="Hold them against each other").click()
    expect(page.get_by_role("dialog")).to_contain_text("leave a side empty that was not asked")
    theirs.fill("")
    expect(page.get_by_role("dialog")).to_contain_text("Left empty: they were not asked.")
    page.get_by_role("button", name="Hold them against each other").click()
    expect(chat.locator(".believers").last).to_contain_text("nobody was asked")
    assert "partners" not in study(page)["questions"][0]
    left = page.locator("#left details").last
    left.locator("summary").click()
    left.get_by_role("button", name="Pair with …: Would they want a chat?").click()
    page.get_by_role("combobox", name="Customers were asked").fill("chat")
    page.get_by_role("option", name="Do you want chat?").click()
    page.get_by_role("button", name="Hold them against each other").click()
    expect(chat.locator(".believers").last).to_contain_text("Would they want a chat?")
    question = study(page)["questions"][0]
    assert (question["employees"], question["partners"]) == ("Do customers want chat?", "Would they want a chat?")


def test_a_third_file_that_comes_later_keeps_what_was_typed(opened: Opened) -> None:
    page = opened()
    chosen(page, "customers", "employees")
    paired(page)
    page.get_by_label("Title").fill("Shall we chat?")
    settled(page)
    page.get_by_role("link", name="Drop").click()
    page.wait_for_url("**/")
    page.wait_for_load_state()  # before, nobody listens to what is chosen
    chosen(page, "partners")
    paired(page)
    expect(page.get_by_label("Title")).to_have_value("Shall we chat?")
    assert study(page)["questions"][0]["partners"] == "Would they want a chat?"


def dropped(page: Page, *files: Upload) -> None:
    """Files let go somewhere on the page."""
    page.evaluate(
        """(files) => {
          const data = new DataTransfer();
          for (const [name, text] of files) data.items.add(new File([text], name));
          const dropping = { bubbles: true, cancelable: true, dataTransfer: data };
          document.querySelector("main").dispatchEvent(new DragEvent("drop", dropping));
        }""",
        [(file.name, file.content.decode()) for file in files],
    )


def in_place(page: Page, *roles: str) -> None:
    for role in roles:
        expect(page.locator(f'.slot[data-role="{role}"] .file.right')).to_contain_text(f"{role}.csv", timeout=PATIENCE)


def test_three_files_find_their_places_by_their_names(opened: Opened) -> None:
    page = opened()
    dropped(page, PARTNERS, *reversed(small()))
    in_place(page, "customers", "employees", "partners")


def test_a_third_file_alone_is_taken_where_its_name_says_whose_it_is(opened: Opened) -> None:
    page = opened()
    dropped(page, *small())
    in_place(page, "customers", "employees")
    dropped(page, Upload("more.csv", PARTNERS.content))
    expect(page.locator("#alert")).to_contain_text("or on that of a third group: partners")
    expect(page.locator('.slot[data-role="partners"]')).to_be_visible()
    dropped(page, PARTNERS)
    in_place(page, "customers", "employees", "partners")


def test_one_file_with_all_audiences_tells_each_question_once(opened: Opened) -> None:
    none = [""] * 40
    columns = {
        "Role": ["Customer"] * 40 + ["Employee"] * 20 + ["Partner"] * 20, "Region": ["EMEA", "APAC"] * 40,
        "Do you want chat?": YES_NO + none, "Do customers want chat?": none + YES_NO,
        "Team": none + ["Sales", "Care"] * 10 + none[:20], "How did you find us?": ["Web", "Ad", "Web", "Fair"] * 10 + none,
        "Why?": [f"Since it was call {i} of many." for i in range(80)],
    }  # fmt: skip
    page = opened()
    sent = table("all.csv", columns)
    page.set_input_files('input[data-role="customers"]', FilePayload(name=sent.name, mimeType="text/csv", buffer=sent.content))
    expect(page.locator(".file.right")).to_contain_text("20 of partners", timeout=PATIENCE)
    paired(page)
    expect(page.locator("#left summary")).to_contain_text(["Asked of customers only: 2", "Asked of colleagues only: 0"])
    for name, groups in (("Customers", ["Region"]), ("Employees", ["Function", "Region"]), ("Partners", ["Region"])):
        expect(page.get_by_role("group", name=name, exact=True).locator(".check")).to_contain_text(groups)
