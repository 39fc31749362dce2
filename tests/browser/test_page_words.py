"""Selecting words of a page with mouse, keys and fingers, and what is done with them: cited, corrected, marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.archive_window import add, bobs_window, read
from tests.ocr.pages import born_digital

LETTER = ("quince días hábiles para responder", "sobre la estación migratoria", "", "otros quince días para el recurso")


@pytest.fixture
def window(world: Any, chromium: Browser) -> Iterator[Page]:
    """Bob at a desk."""
    with bobs_window(world, chromium) as page:
        yield page


@pytest.fixture
def phone(world: Any, chromium: Browser) -> Iterator[Page]:
    """Bob with a phone."""
    with bobs_window(world, chromium, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True,
                     device_scale_factor=2) as page:
        yield page


@pytest.fixture
def document(world: Any, tmp_path: Path) -> int:
    """A letter of two pages."""
    number = add(world, born_digital(tmp_path / "carta.pdf", LETTER, pages=2))
    read(world, number)
    return number


def show(window: Page, document: int, more: str = "") -> None:
    """Open its first page and wait for its words."""
    window.goto(f"/documents/{document}/pages/1{more}")
    window.wait_for_selector("svg.words text")


def middle(window: Page, word: int) -> tuple[float, float]:
    """Where a word stands in the window."""
    box = window.locator(f'svg.words [data-word="{word}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_words_dragged_over_are_cited_with_a_link_that_opens_just_them(window: Page, document: int) -> None:
    show(window, document)
    window.mouse.move(*middle(window, 5))
    window.mouse.down()
    window.mouse.move(*middle(window, 6), steps=4)
    window.mouse.move(*middle(window, 8), steps=6)
    window.mouse.up()
    expect(window.locator(".chosen-words")).to_have_text("sobre la estación migratoria")
    window.keyboard.press("c")
    expect(window.locator("#cite-apa-en")).to_contain_text("“sobre la estación migratoria” (“carta.pdf”, n.d., p. 1).")
    expect(window.locator("#cite-chicago-es")).to_contain_text("«sobre la estación migratoria»")
    window.click("[data-copy=cite-chicago-en]")
    cited = window.evaluate("navigator.clipboard.readText()")
    link = cited.rstrip(".").split(" ")[-1]
    assert cited.startswith("“sobre la estación migratoria”") and "?passage=35-28.sobre-la-estacion-migratoria" in link
    assert window.url.endswith("?passage=35-28.sobre-la-estacion-migratoria"), "a reload keeps the passage"
    window.goto("about:blank")
    show(window, document, "?" + link.split("?")[1])
    assert window.locator("mark.cited").inner_text() == "sobre la estación migratoria"
    word = window.locator('svg.words [data-word="5"]').bounding_box()
    mark = window.locator(".sheet .cited").bounding_box()
    assert word and mark and abs(word["x"] - mark["x"]) < 4 and abs(word["y"] - mark["y"]) < 8


def test_words_are_dragged_over_from_line_to_line_at_any_size_and_turn(window: Page, document: int) -> None:
    show(window, document)
    for turns in range(4):
        window.locator('svg.words [data-word="6"]').scroll_into_view_if_needed()
        window.mouse.move(*middle(window, 3))
        window.mouse.down()
        window.mouse.move(*middle(window, 5), steps=5)
        window.mouse.move(*middle(window, 6), steps=5)
        window.mouse.up()
        assert window.locator("#chosen").is_visible()
        expect(window.locator(".chosen-words")).to_have_text("para responder sobre la")
        window.keyboard.press("Control+c")
        assert window.evaluate("navigator.clipboard.readText()") == "para responder\nsobre la", turns
        window.keyboard.press("Escape")
        assert window.locator("#chosen").is_hidden()
        window.keyboard.press("r")
    window.keyboard.press("+")
    window.mouse.click(*middle(window, 7), click_count=3)
    expect(window.locator(".chosen-words")).to_have_text("sobre la estación migratoria")
    window.goto(f"/documents/{document}/pages/2")
    window.wait_for_selector("svg.words text")
    frame, sheet = (window.locator(part).bounding_box() for part in (".frame", ".sheet"))
    assert frame and sheet and sheet["width"] > 1.2 * frame["width"], "the size stays from page to page"


def test_words_of_the_text_beside_the_picture_are_cited_too(window: Page, document: int) -> None:
    with window.expect_request(lambda sent: "/pages/2/image/" in sent.url and "/160" not in sent.url):
        show(window, document)
    window.evaluate("""() => { const text = document.querySelector('pre.text').firstChild;
        const at = text.data.lastIndexOf('quince'); const range = document.createRange();
        range.setStart(text, at); range.setEnd(text, at + 11); getSelection().addRange(range); }""")
    expect(window.locator(".chosen-words")).to_have_text("quince días")
    window.keyboard.press("c")
    expect(window.locator("#cite-chicago-es")).to_contain_text("«quince días»")
    show(window, document, "?" + window.url.split("?")[1])
    second = window.locator('svg.words [data-word="10"]').bounding_box()
    mark = window.locator(".sheet .cited").bounding_box()
    assert second and mark and abs(second["y"] - mark["y"]) < 8, "the second of two equal passages"


def test_keys_choose_words_say_them_and_do_all_that_a_mouse_does(window: Page, document: int) -> None:
    show(window, document)
    said = window.locator("#said")
    window.keyboard.press("w")
    expect(said).to_have_text("quince")
    window.keyboard.press("ArrowDown")
    expect(said).to_contain_text("sobre")
    window.keyboard.press("ArrowRight")
    expect(said).to_have_text("la")
    window.keyboard.press("Shift+End")
    expect(said).to_have_text("la estación migratoria")
    assert window.locator(".sheet .chosen").count() == 3
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.dataset.do") == "cite"
    window.keyboard.press("Enter")
    expect(window.locator("#cite-chicago-en")).to_contain_text("“la estación migratoria”")
    window.keyboard.press("w")
    window.keyboard.press("Escape")
    assert window.locator(".sheet .chosen").count() == 0 and window.locator("#chosen").is_hidden()
    assert "/pages/1" in window.url, "arrows turned no page meanwhile"


def test_a_word_is_corrected_by_clicking_it_and_by_key(window: Page, document: int) -> None:
    show(window, document)
    window.mouse.click(*middle(window, 8))
    window.click("#chosen [data-do=correct]")
    assert window.input_value("#chosen-text") == "migratoria"
    window.fill("#chosen-text", "migratoria Siglo XXI")
    window.keyboard.press("Enter")
    window.wait_for_selector("ins")
    assert window.locator("pre ins").inner_text() == "migratoria Siglo XXI"
    assert window.locator("pre").inner_text().splitlines()[1] == "sobre la estación migratoria Siglo XXI"
    window.wait_for_selector(".by-number")
    assert window.locator(".by-number").count() == 3, "what was corrected is shown"
    window.keyboard.press("w")
    for _ in range(3):
        window.keyboard.press("ArrowRight")
    window.keyboard.press("e")
    assert window.input_value("#chosen-text") == "para"
    window.keyboard.press("Escape")
    assert window.locator("#chosen form").is_hidden() and window.locator("#chosen").is_visible()


def test_selected_words_become_a_note_that_is_cited(window: Page, document: int) -> None:
    show(window, document)
    window.mouse.click(*middle(window, 9))
    window.keyboard.down("Shift")
    window.mouse.click(*middle(window, 11))
    window.keyboard.up("Shift")
    window.keyboard.press("m")
    window.fill("#note-body", "Compárese.")
    window.click("#new-note button.button")
    window.wait_for_selector(".notes blockquote")
    assert window.locator(".notes blockquote").inner_text() == "otros quince días"
    window.click(".notes a.button")
    expect(window.locator("#cite-chicago-es")).to_contain_text("«otros quince días»")


class Fingers:
    """Fingers on the screen, as the device reports them."""

    def __init__(self, phone: Page) -> None:
        self._session = phone.context.new_cdp_session(phone)

    def __call__(self, kind: str, *places: tuple[float, float]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]})


@pytest.fixture
def fingers(phone: Page) -> Fingers:
    """Fingers on Bob's phone."""
    return Fingers(phone)


def test_two_fingers_change_the_size_around_what_is_between_them(
        phone: Page, document: int, fingers: Fingers) -> None:
    show(phone, document)
    phone.locator(".frame").scroll_into_view_if_needed()
    x, y = middle(phone, 6)
    before = phone.locator(".sheet").bounding_box()
    fingers("touchStart", (x - 20, y), (x + 20, y))
    for wide in (30, 45, 60):
        fingers("touchMove", (x - wide, y), (x + wide, y))
    fingers("touchEnd")
    after = phone.locator(".sheet").bounding_box()
    assert before and after and 2.7 < after["width"] / before["width"] < 3.3
    now = middle(phone, 6)
    assert abs(now[0] - x) < 12, "the word stays between the fingers"
    assert phone.evaluate("visualViewport.scale") == 1, "the page itself is not enlarged"


def test_a_double_tap_enlarges_and_a_second_one_fits(phone: Page, document: int) -> None:
    show(phone, document)
    x, y = middle(phone, 6)
    width = phone.locator(".sheet").bounding_box()
    for _ in range(2):
        phone.touchscreen.tap(x, y)
    large = phone.locator(".sheet").bounding_box()
    assert width and large and large["width"] > 2 * width["width"]
    phone.wait_for_timeout(400)
    for _ in range(2):
        phone.touchscreen.tap(200, 620)
    fitted = phone.locator(".sheet").bounding_box()
    assert fitted and abs(fitted["width"] - width["width"]) < 2


def test_a_tap_chooses_a_word_and_a_long_press_more(
        phone: Page, document: int, fingers: Fingers) -> None:
    show(phone, document)
    phone.touchscreen.tap(*middle(phone, 7))
    expect(phone.locator(".chosen-words")).to_have_text("estación")
    fingers("touchStart", middle(phone, 9))
    phone.wait_for_timeout(600)
    expect(phone.locator(".chosen-words")).to_have_text("estación migratoria otros")
    fingers("touchMove", middle(phone, 11))
    expect(phone.locator(".chosen-words")).to_have_text("estación migratoria otros quince días")
    fingers("touchEnd")
    bar = phone.locator("#chosen").bounding_box()
    assert bar and bar["x"] >= 0 and bar["x"] + bar["width"] <= 390
    phone.locator("#chosen [data-do=cite]").tap()
    expect(phone.locator("#cite-chicago-es")).to_contain_text("«estación migratoria otros quince días»")


def test_a_swipe_turns_the_page_only_while_the_whole_width_is_seen(
        phone: Page, document: int, fingers: Fingers) -> None:
    show(phone, document)
    y = middle(phone, 6)[1]
    phone.locator('[data-do="larger"]').click()
    for turn in (False, True):
        fingers("touchStart", (300, y))
        for step in (240, 180, 120):
            fingers("touchMove", (step, y))
        fingers("touchEnd")
        if not turn:
            assert "/pages/1" in phone.url
            phone.locator('[data-do="fit"]').click()
    phone.wait_for_url("**/pages/2")
    phone.wait_for_selector("svg.words text")
    fingers("touchStart", (80, y))
    for step in (140, 200, 260):
        fingers("touchMove", (step, y))
    fingers("touchEnd")
    phone.wait_for_url("**/pages/1")


CHECK = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_page_have_names_headings_and_contrast(world: Any, chromium: Browser, document: int,
                                                             scheme: str) -> None:
    with bobs_window(world, chromium, color_scheme=scheme) as window:
        show(window, document, "?q=estación&passage=35-28.sobre-la-estacion-migratoria")
        window.keyboard.press("w")
        window.keyboard.press("e")
        window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert window.evaluate(CHECK) == []
        for part in ("correct", "readings"):
            window.goto(f"/documents/{document}/pages/1/{part}")
            window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert window.evaluate(CHECK) == [], part
        window.goto(f"/documents/{document}/read-again")
        assert window.evaluate(CHECK) == []
