"""The page viewer in a real browser: marks, keys, zoom, words that can be selected, links to words, live progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from archive.models import Document, Job
from tests.browser.archive_window import add, bobs_window, read
from tests.ocr.pages import born_digital

LETTER = ("quince días hábiles para responder", "sobre la estación migratoria", "", "otros quince días para el recurso")


@pytest.fixture
def window(world: Any, chromium: Browser) -> Iterator[Page]:
    """Bob's window, signed in to a site over the test's own world; any script error fails the test."""
    with bobs_window(world, chromium) as page:
        yield page


def box(window: Page, selector: str) -> FloatRect:
    """Where something stands in the window, in pixels."""
    found = window.locator(selector).bounding_box()
    assert found is not None
    return found


def test_marks_keys_zoom_turning_and_selecting(window: Page, world: Any, tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER, pages=2))
    read(world, document)
    window.goto(f'/documents/{document}/pages/1?q="quince días"')
    window.wait_for_selector("svg.words text")
    assert window.locator(".hit").count() == 4 and window.locator("pre mark").count() >= 2

    # A mark lies on the very word: what can be selected there is the word.
    word = window.evaluate(
        """() => { const box = document.querySelector('.hit').getBoundingClientRect();
                   return [...document.querySelectorAll('svg.words text')].filter((t) => {
                     const own = t.getBoundingClientRect();
                     return Math.abs(own.left - box.left) < 4 && Math.abs(own.width - box.width) < 6
                         && own.bottom > box.top && own.top < box.bottom;
                   }).map((t) => t.textContent); }"""
    )
    assert word == ["quince"]

    first = window.locator(".now").first.get_attribute("id")
    window.keyboard.press("n")
    assert window.locator(".now").first.get_attribute("id") != first
    window.keyboard.press("p")
    assert window.locator(".now").first.get_attribute("id") == first

    width = box(window, ".sheet")["width"]
    window.keyboard.press("+")
    assert box(window, ".sheet")["width"] > width * 1.2
    window.keyboard.press("0")
    window.keyboard.press("r")
    turned = box(window, ".sheet")
    assert turned["width"] > turned["height"] and abs(turned["width"] - width) < 3
    frame = box(window, ".frame")
    assert turned["x"] >= frame["x"] - 2 and turned["y"] >= frame["y"] - 2, "turned out of sight"

    window.keyboard.press("n")
    window.keyboard.press("n")
    window.wait_for_url("**/pages/2?q=**")
    window.wait_for_selector("svg.words text")
    window.wait_for_selector(".now")
    window.keyboard.press("p")
    window.wait_for_url("**/pages/1?q=**")
    window.wait_for_selector(".now")
    assert window.locator(".now").first.get_attribute("id") == window.locator(".hit").nth(2).get_attribute("id")


def test_selected_words_copy_as_text_and_as_a_link(window: Page, world: Any, tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.goto(f"/documents/{document}/pages/1")
    window.wait_for_selector("svg.words text")
    window.evaluate(
        """() => { const words = document.querySelectorAll('svg.words text'); const range = document.createRange();
                   range.setStart(words[3].firstChild, 0); range.setEnd(words[6].firstChild, 2);
                   const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range); }"""
    )
    window.keyboard.press("Control+c")
    assert window.evaluate("navigator.clipboard.readText()") == "para responder\nsobre la"
    window.click("[data-do=link]")
    expect(window.locator("[data-do=link]").first).to_have_text("Link copied")
    address = window.evaluate("navigator.clipboard.readText()")
    assert address.endswith(f"/documents/{document}/pages/1?passage=20-23.para-responder-sobre-la")
    window.goto("about:blank")
    window.goto(address)
    window.wait_for_selector(".linked", state="attached")
    assert window.locator(".linked").count() == 2, "one box for each line"
    assert window.locator("mark.cited").inner_text() == "para responder\nsobre la"
    # Links by the numbers of words, as they were given before, still lead there.
    window.goto("about:blank")
    window.goto(f"/documents/{document}/pages/1#w3-6")
    window.wait_for_selector(".linked", state="attached")
    assert window.locator(".linked").count() == 4


def test_a_reading_shows_its_progress_and_ends_in_the_read_document(window: Page, world: Any, tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    window.goto(f"/documents/{document}")
    assert window.locator("progress").count() == 1
    with world.backends.sessions.writing() as session:
        row = session.get_one(Document, document)
        row.state, row.page_count = "reading", 7
    expect(window.locator("[data-words]")).to_contain_text("0 of 7")
    with world.backends.sessions.writing() as session:
        row = session.get_one(Document, document)
        row.state, row.page_count = "queued", None
        assert session.query(Job).filter_by(subject=document, state="waiting").count() == 1
    read(world, document)
    window.wait_for_selector("progress", state="detached")
    assert window.locator(".strip img").count() == 1


def select(window: Page, first: int, last: int) -> None:
    """Select words of the picture, as dragging over them does."""
    window.evaluate(
        """([first, last]) => { const words = document.querySelectorAll('svg.words text');
             const range = document.createRange(); range.setStart(words[first].firstChild, 0);
             range.setEnd(words[last].firstChild, 1); const chosen = getSelection(); chosen.removeAllRanges();
             chosen.addRange(range); }""", [first, last])


def test_a_passage_is_marked_by_key_quoted_and_found_by_its_address(window: Page, world: Any, tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.goto(f"/documents/{document}/pages/1")
    window.wait_for_selector("svg.words text")
    select(window, 5, 8)
    window.keyboard.press("m")
    assert window.locator("#note-quote").input_value() == "sobre la estación migratoria"
    window.keyboard.type("Ver también la respuesta de 2019")
    window.keyboard.press("Tab")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.wait_for_selector(".notes li")
    note = window.locator(".notes li").get_attribute("id")
    window.wait_for_selector(".passage.now", state="attached")
    assert window.url.endswith(f"#{note}") and window.locator(".passage.now").count() == 1
    word = window.locator("svg.words text").nth(5).bounding_box()
    mark = window.locator(".passage").bounding_box()
    assert word and mark and abs(word["x"] - mark["x"]) < 6 and abs(word["y"] - mark["y"]) < 12
    assert window.locator("a.noted").inner_text() == "sobre la estación migratoria"
    # Its own address holds whatever the page's reading is.
    window.goto(f"/notes/{str(note).removeprefix('note-')}")
    window.wait_for_selector(".passage.now", state="attached")


def test_a_line_is_corrected_under_its_picture_and_shown_with_who_did_it(window: Page, world: Any,
                                                                         tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.goto(f"/documents/{document}/pages/1")
    window.wait_for_selector("svg.words text")
    window.keyboard.press("e")
    window.wait_for_selector(".line")
    strip = box(window, ".line >> nth=0 >> svg")
    assert strip["height"] > 10 and strip["width"] > 200
    window.locator(".line input[name^=line-]").nth(1).fill("sobre la estación migratoria de Tapachula")
    window.keyboard.press("Enter")
    window.wait_for_selector("ins")
    assert window.locator("pre ins").inner_text() == "sobre la estación migratoria de Tapachula"
    window.wait_for_selector("svg.words text")
    words = window.locator("svg.words text").all_text_contents()
    assert "Tapachula" in words and words.index("Tapachula") == words.index("migratoria") + 2


def test_the_picture_is_sharp_at_any_zoom(window: Page, world: Any, tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.goto(f"/documents/{document}/pages/1")
    window.wait_for_selector("svg.words text")
    for _ in range(9):
        window.keyboard.press("+")
    window.wait_for_function(
        """() => { const image = document.querySelector('.sheet img');
                   const drawn = Number(image.currentSrc.split('/').pop());
                   return image.complete && image.clientWidth > 3500
                       && drawn * 1.1 >= image.clientWidth * devicePixelRatio; }""")


def test_on_a_phone_everything_is_there_and_nothing_runs_out_of_the_screen(window: Page, world: Any,
                                                                           tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.set_viewport_size({"width": 390, "height": 844})
    for address in ("", "/pages/1", "/pages/1/correct", "/read-again", "/pages/1/readings"):
        window.goto(f"/documents/{document}{address}")
        assert window.evaluate("document.documentElement.scrollWidth") <= 390, address
    window.goto(f"/documents/{document}/pages/1")
    window.wait_for_selector("svg.words text")
    sheet = box(window, ".sheet")
    assert 300 < sheet["width"] <= 390
    # The page may be pinched, and the text stands in the document in the order it is read, outside of the picture.
    assert "user-scalable" not in str(window.locator("meta[name=viewport]").get_attribute("content"))
    text = window.locator("pre.text").inner_text()
    assert text.index("quince días hábiles") < text.index("estación migratoria") < text.index("otros quince días")


def test_the_keys_of_the_viewer_come_before_those_of_the_site_and_can_be_switched_off(window: Page, world: Any,
                                                                                      tmp_path: Path) -> None:
    document = add(world, born_digital(tmp_path / "carta.pdf", LETTER))
    read(world, document)
    window.goto(f"/documents/{document}/pages/1?q=quince")
    window.wait_for_selector(".now")
    window.keyboard.press("n")
    window.keyboard.press("?")
    assert "/pages/1" in window.url and window.locator("#keys[open]").count() == 1
    width = box(window, ".sheet")["width"]
    window.evaluate("localStorage.setItem('acuse-no-keys', 'yes')")
    window.keyboard.press("+")
    assert box(window, ".sheet")["width"] == width
