"""An original that leaks is held back until somebody with the right decides; what is hidden stays hidden after that."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from archive import jobs
from archive.models import Document, Page
from tests.conftest import Browser, World
from tests.ocr.leaks.marked import SHOWN
from tests.ocr.leaks.marked_pdf import base, hidden, page_pdf, rectangle, saved
from tests.tracker.leaks.written import forms_of, said_on_disk, says
from tests.tracker.web.archive_world import archived
from tracker.leaks import deciding
from tracker.leaks.deciding import CannotDecide
from tracker.searchable_pdf import JOB as COPY_JOB
from tracker.worker import asked_once

SignIn = Callable[[str], Browser]
NAME = "Bimokaturesa"
LEAK = {"box": [0.1, 0.6, 0.6, 0.64], "kind": "text_under_box", "characters": 12}


def leaking(world: World, *, pages: int = 1, **values: object) -> int:
    """A document whose one page hides a name and leaks it."""
    pdf = page_pdf(base() + hidden(NAME) + rectangle())
    for _ in range(pages - 1):
        pdf.pages.append(pdf.pages[0])
    return archived(
        world.backends, world.project, [[SHOWN]] * pages, data=saved(pdf), is_quarantined=True,
        page_values={n: {"leaks": [LEAK], "source": "text"} for n in range(1, pages + 1)}, **values)


def status(browser: SignIn, who: str, document: int) -> int:
    return int(browser(who).get(f"/documents/{document}/original").status_code)


def decide(browser: SignIn, who: str, document: int, verdict: str) -> str:
    answer = browser(who).post(f"/documents/{document}/original", {"verdict": verdict})
    return str(answer.get_data(as_text=True))


def test_an_administrator_releases_an_original_and_holds_it_back_again(world: World, browser: SignIn) -> None:
    document = leaking(world)
    assert [status(browser, who, document) for who in ("alice", "bob", "rita", "charlie")] == [200, 403, 403, 404]
    page = browser("alice").get(f"/documents/{document}").get_data(as_text=True)
    assert "Release the original" in page and "text under a box" in page and "12 characters" in page
    assert "Release the original" not in browser("bob").get(f"/documents/{document}").get_data(as_text=True)
    assert "downloaded by everybody" in decide(browser, "alice", document, "release")
    assert [status(browser, who, document) for who in ("alice", "bob", "rita", "charlie")] == [200, 200, 200, 404]
    assert "was released on" in browser("alice").get(f"/documents/{document}").get_data(as_text=True)
    decide(browser, "alice", document, "hold")
    assert status(browser, "rita", document) == 403


def test_what_is_held_back_is_a_list_for_administrators_and_nobody_else_learns_of_it(
    world: World, browser: SignIn
) -> None:
    document, other = leaking(world), leaking(world, name="otro.pdf", pages=2)
    for who, number in (("alice", 2), ("olga", 2), ("bob", 0), ("rita", 0), ("charlie", 0)):
        html = browser(who).get("/documents/held-back").get_data(as_text=True)
        assert html.count('#held-back"') == number, who
        archive = browser(who).get("/documents").get_data(as_text=True)
        assert ("/documents/held-back" in archive) == bool(number), who
    html = browser("alice").get("/documents/held-back").get_data(as_text=True)
    assert "2 files" in html and "text under a box" in html and f"/documents/{other}/pages/2" in html
    decide(browser, "alice", document, "release")
    assert "1 file<" in browser("alice").get("/documents/held-back").get_data(as_text=True)
    decide(browser, "alice", document, "hold")
    assert "held back by Alice on" in browser("alice").get("/documents/held-back").get_data(as_text=True)


@pytest.mark.parametrize("who", ["bob", "rita", "charlie"])
def test_nobody_else_releases_it(who: str, world: World, browser: SignIn) -> None:
    document = leaking(world)
    decide(browser, who, document, "release")
    assert status(browser, "rita", document) == 403


def test_a_released_original_s_searchable_copy_still_hides_what_its_pages_hide(world: World, browser: SignIn) -> None:
    document = leaking(world)
    decide(browser, "alice", document, "release")
    answer = browser("rita").get(f"/documents/{document}/searchable.pdf")
    assert answer.status_code == 200 and not says(answer.get_data(), forms_of(NAME))
    with pikepdf.open(io.BytesIO(answer.get_data())) as copy:
        assert len(copy.pages) == 1


def test_the_worker_s_copy_of_a_long_document_that_is_held_back_holds_nothing_of_the_file(
    world: World, browser: SignIn
) -> None:
    document = leaking(world, pages=61)
    assert browser("rita").get(f"/documents/{document}/searchable.pdf").status_code == 202
    with world.backends.sessions.writing() as session:
        jobs.put(session, COPY_JOB, document, now=world.backends.clock.now())
    assert asked_once(world.backends)
    data = world.backends.settings.data_dir
    assert said_on_disk(data / "cache", forms_of(NAME)) == []
    answer = browser("rita").get(f"/documents/{document}/searchable.pdf")
    assert answer.status_code == 200 and not says(answer.get_data(), forms_of(NAME))


def test_a_bundle_follows_when_nothing_in_it_is_held_back_any_more(world: World) -> None:
    bundle = archived(world.backends, world.project, [], name="entrega.zip", is_quarantined=True)
    first, second = (leaking(world, name=f"{n}.pdf", container_id=bundle, pages=n) for n in (1, 2))
    now, alice = world.backends.clock.now(), world.people["alice"]

    def held(*numbers: int) -> list[bool]:
        return [session.get_one(Document, number).is_quarantined for number in numbers]

    with world.backends.sessions.writing() as session:
        with pytest.raises(CannotDecide) as refused:
            deciding.release(session, session.get_one(Document, bundle), by=alice, now=now)
        assert refused.value.code == "inside"
        deciding.release(session, session.get_one(Document, first), by=alice, now=now)
        assert held(bundle, first, second) == [True, False, True]
        deciding.release(session, session.get_one(Document, second), by=alice, now=now)
        assert held(bundle, first, second) == [False, False, False]
        deciding.withhold(session, session.get_one(Document, second), by=alice, now=now)
        assert held(bundle, first, second) == [True, False, True]


def test_a_page_that_was_read_as_less_than_its_layer_is_drawn_into_the_copy(world: World, browser: SignIn) -> None:
    document = archived(world.backends, world.project, [[SHOWN]], data=saved(page_pdf(base() + hidden(NAME))))
    with world.backends.sessions.writing() as session:
        page = session.query(Page).filter_by(document_id=document).one()
        page.source, page.why = "text", "the page carries its text; 1 words that the page does not show were left out"
    answer = browser("rita").get(f"/documents/{document}/searchable.pdf")
    assert answer.status_code == 200 and not says(answer.get_data(), forms_of(NAME))
    assert says(answer.get_data(), forms_of(SHOWN))
