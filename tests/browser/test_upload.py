"""The upload page as a person uses it: two exports dropped, a report taken along, and what goes wrong on the way."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.saving import saved
from tests.web.visitor import CUSTOMERS, EMPLOYEES, Server, serving

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # milliseconds: a busy machine is no failure
DROP = """([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, content] of files)
    data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
  const at = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"])
    at.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""
PROTECTED = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
STRANGERS = b"Which fruit do you like?,How tall are you in cm?\n" + b"".join(b"Apple,%d\n" % (150 + i) for i in range(30))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Pages of visitors who share nothing; none may leave a word in the console.

    Except that of the browser itself about files that are gone.
    """
    contexts = []
    said: list[str] = []

    def open_page(width: int = 1280, path: str = "/", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: None if "410 (Gone)" in message.text else said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(server.address) else said.append(request.url))
        page.goto(server.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def dropped(page: Page, *files: Path | tuple[str, bytes], on: str = "main") -> None:
    """Files let go over a part of the page."""
    pairs = [(file.name, file.read_bytes()) if isinstance(file, Path) else file for file in files]
    page.evaluate(DROP, [on, [(name, base64.b64encode(content).decode()) for name, content in pairs]])


def slot(page: Page, role: str) -> str:
    return page.inner_text(f'.slot[data-role="{role}"]')


def ready(page: Page) -> None:
    expect(page.locator("#stage .file.right")).to_have_count(2, timeout=PATIENCE)
    expect(page.locator("#stage.busy")).to_have_count(0)


def reported(page: Page) -> None:
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Make the report").click()
    page.wait_for_selector("#report")


def faults(page: Page) -> list[str]:
    """What axe, the rules of WCAG 2.2 as a program, finds wrong."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in found.response["violations"]]


def test_a_file_chosen_while_another_is_being_read_is_not_lost(opened: Callable[..., Page]) -> None:
    page = opened()
    with page.expect_file_chooser() as asked:
        page.locator('.slot[data-role="employees"] input[type="file"]').click()
    dropped(page, CUSTOMERS, on='.slot[data-role="customers"]')
    expect(page.locator('.slot[data-role="customers"] .file.right')).to_have_count(1, timeout=PATIENCE)
    asked.value.set_files(EMPLOYEES)  # to an input that the page has drawn anew meanwhile
    ready(page)


def test_two_files_dropped_become_a_report(opened: Callable[..., Page]) -> None:
    page = opened()
    assert faults(page) == []
    dropped(page, CUSTOMERS, EMPLOYEES)
    ready(page)
    told = slot(page, "customers")
    for fact in ("Qualtrics", "412", "38 incomplete", "IPAddress"):
        assert fact in told
    assert "Microsoft Forms" in slot(page, "employees")
    assert faults(page) == []
    reported(page)
    report = page.frame_locator("#report")
    expect(report.locator(".gs-verdicts tbody tr")).to_have_count(8)
    report.locator(".chart").first.scroll_into_view_if_needed()
    report.locator(".chart .main-svg").first.wait_for()  # its own scripts run in the frame
    assert faults(page) == []
    download = saved(page, page.get_by_role("link", name="report.xlsx").click)
    assert Path(download.path()).read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "content", "found", "fix"),
    [
        ("report.pdf", b"%PDF-1.7", "it is a PDF report, not responses", "Export the individual responses as CSV"),
        ("secret.xlsx", PROTECTED, "it is protected by a password", "remove the password"),
        ("empty.csv", b"", "it is empty", "Export the individual responses"),
        ("holiday.csv", b"\xff\xd8\xff", "it is a picture", "Export the individual responses"),
    ],
)
def test_a_wrong_file_says_how_to_export_it_right(
    opened: Callable[..., Page], name: str, content: bytes, found: str, fix: str
) -> None:
    page = opened()
    dropped(page, (name, content), on='[data-role="employees"]')
    page.wait_for_selector('[data-role="employees"] .problem')
    told = slot(page, "employees")
    assert name in told
    assert found in told
    assert fix in told
    assert page.get_by_role("link", name="Continue").count() == 0
    assert faults(page) == []
    dropped(page, EMPLOYEES, on='[data-role="employees"]')  # the right one takes its place
    page.wait_for_selector('[data-role="employees"] .file.right')
    assert name not in slot(page, "employees")


def test_a_file_that_is_too_large_is_not_even_sent(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(33 * 2 ** 20)], "big.csv"));
      document.querySelector("main").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data }));
    }""")
    page.wait_for_selector("#alert .problem")
    assert "big.csv: it is larger than the 32 MB that this page takes" in page.inner_text("#alert")


def test_files_with_nothing_in_common_are_told_so(opened: Callable[..., Page]) -> None:
    page = opened()
    dropped(page, CUSTOMERS, ("strangers.csv", STRANGERS))
    ready(page)
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url("**/pair")
    assert "nothing in common" in page.inner_text("main")


def test_while_pairs_are_looked_for_the_page_says_so(opened: Callable[..., Page], server: Server) -> None:
    page = opened()
    dropped(page, CUSTOMERS, EMPLOYEES)
    ready(page)
    page.goto(f"{server.address}/pair", wait_until="commit")
    waiting = page.locator("#waiting")
    expect(waiting).to_contain_text("Reading your two files")
    assert waiting.is_visible()
    expect(page.locator("table.pairs")).to_be_visible(timeout=PATIENCE)
    expect(waiting).to_be_hidden()
    assert page.evaluate("getComputedStyle(waiting).display") == "none"  # for who hears the page too
    page.reload()
    expect(waiting).to_have_count(0)  # nothing to wait for


def test_reload_and_the_back_button_lose_nothing(opened: Callable[..., Page]) -> None:
    page = opened()
    dropped(page, CUSTOMERS, EMPLOYEES)
    ready(page)
    page.reload()
    assert "customers.csv" in slot(page, "customers")
    reported(page)
    page.reload()
    page.wait_for_selector("#report")
    page.go_back()
    page.wait_for_url("**/pair")
    page.go_back()
    assert "employees.xlsx" in slot(page, "employees")
    page.go_forward()
    page.go_forward()
    page.wait_for_selector("#report")


def test_two_visitors_at_once_see_their_own_files(opened: Callable[..., Page]) -> None:
    one, other = opened(), opened()
    dropped(one, CUSTOMERS)
    dropped(other, EMPLOYEES)
    one.wait_for_selector(".file.right")
    other.wait_for_selector(".file.right")
    assert "customers.csv" in one.inner_text("main")
    assert "customers.csv" not in other.inner_text("main")
    assert "employees.xlsx" not in one.inner_text("main")


def test_files_the_other_way_round_are_swapped_and_removed(opened: Callable[..., Page]) -> None:
    page = opened()
    dropped(page, ("a.xlsx", EMPLOYEES.read_bytes()), ("b.csv", CUSTOMERS.read_bytes()))
    ready(page)
    page.get_by_role("button", name="the other way round").click()
    expect(page.locator('[data-role="customers"] .name')).to_contain_text("b.csv")
    page.get_by_role("button", name="Remove a.xlsx").click()
    expect(page.locator('[data-role="employees"] .file')).to_have_count(0)


def test_two_files_of_one_name_are_told_apart(opened: Callable[..., Page]) -> None:
    page = opened()
    dropped(page, ("export.csv", CUSTOMERS.read_bytes()), ("export.csv", STRANGERS))
    ready(page)
    assert "employees-export.csv" in slot(page, "employees")


def test_everything_is_deleted_on_demand(opened: Callable[..., Page], server: Server) -> None:
    page = opened()
    dropped(page, CUSTOMERS, EMPLOYEES)
    ready(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_selector(".file", state="detached")
    page.goto(f"{server.address}/report")
    assert "Your files are not here any more" in page.inner_text("main")


def test_what_is_left_behind_in_another_tab_is_told_plainly(opened: Callable[..., Page]) -> None:
    page = opened()
    dropped(page, CUSTOMERS, EMPLOYEES)
    ready(page)
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Delete everything").click()
    tab.wait_for_selector(".file", state="detached")
    page.evaluate("addEventListener('unhandledrejection', (event) => console.error(String(event.reason)))")
    with page.expect_response("**/swap") as swapped:
        page.get_by_role("button", name="the other way round").click()
    assert swapped.value.status == 410
    page.wait_for_selector("#alert .problem")
    assert "your files are not here any more" in page.inner_text("#alert")


def test_it_can_be_used_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.role ?? document.activeElement.className"))
    assert reached[0] == "skip"
    assert {"customers", "employees"} <= set(reached)
    dropped(page, CUSTOMERS)
    page.wait_for_selector(".file.right")
    assert page.evaluate("document.activeElement.className") == "file right"  # what was read is said, and read out


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_nothing_sticks_out(opened: Callable[..., Page], dark: bool) -> None:
    page = opened(width=390, dark=dark)

    def fits() -> bool:
        return page.evaluate("document.documentElement.scrollWidth <= 390") is True and faults(page) == []

    assert fits()
    dropped(page, EMPLOYEES, CUSTOMERS)  # their names tell which is which
    ready(page)
    assert "customers.csv" in slot(page, "customers")
    assert fits()
    reported(page)
    assert fits()
