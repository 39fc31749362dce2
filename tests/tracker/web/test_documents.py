"""Documents on the web: uploaded, followed, listed, given out, and never shown to those who may not see them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.models import Document, Job, Page
from archive.reading import work_once
from tests.ocr.pages import born_digital
from tests.tracker.web.archive_world import archived, document_of, leak, redaction
from tracker.audit.models import AuditEntry
from tracker.backends import Backends
from tracker.people.models import User

Sign = Callable[[str], Any]
LETTER = ("quince días hábiles", "estación migratoria de Acayucan")


def html(answer: Any) -> str:
    """The page's source."""
    return str(answer.get_data(as_text=True))


def upload(window: Any, project: int, *files: tuple[bytes, str]) -> Any:
    """Send files through the form of the archive's page."""
    sent = [(io.BytesIO(data), name) for data, name in files]
    return window.post("/documents", {"project": project, "files": sent}, page="/documents",
                       content_type="multipart/form-data")


def test_several_files_are_kept_and_queued_and_a_copy_is_said_to_be_there(browser: Sign, world: Any) -> None:
    bob = browser("bob")
    files = (b"%PDF-1 one", "uno.pdf"), (b"%PDF-1 two", "../../dos.pdf"), (b"", "cero.pdf")
    page = html(upload(bob, world.project, *files))
    assert "2 files are kept" in page and "“cero.pdf” is empty" in page
    assert "uno.pdf" in page and "dos.pdf" in page and ".." not in page
    page = html(upload(bob, world.project, (b"%PDF-1 one", "otra vez.pdf")))
    assert "“uno.pdf” was already there" in page
    with world.backends.sessions.reading() as session:
        assert {d.added_by for d in session.query(Document)} == {"bob@example.org"}
        assert session.query(Job).filter_by(kind="read", state="waiting").count() == 2


def test_no_file_and_a_file_over_the_limit_are_told(browser: Sign, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = browser("bob")
    assert "Choose at least one file" in html(upload(bob, world.project))
    from archive import files

    def too_large(self: Any, data: Any, *, limit: int | None = None) -> Any:
        raise files.FileTooLarge(limit or 0)

    monkeypatch.setattr(files.FolderStore, "keep", too_large)
    assert "is larger than" in html(upload(bob, world.project, (b"x", "a.pdf")))


def test_readers_cannot_add_and_outsiders_do_not_learn_that_the_project_exists(browser: Sign, world: Any) -> None:
    assert upload(browser("rita"), world.project, (b"x", "a.pdf")).status_code == 403
    assert upload(browser("charlie"), world.project, (b"x", "a.pdf")).status_code == 404
    assert "Add files" not in html(browser("rita").get("/documents"))


def test_the_upload_keeps_bytes_before_it_locks_the_database(
    browser: Sign, world: Any, backends: Backends, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive import files

    kept = files.FolderStore.keep

    def slow(self: Any, data: Any, *, limit: int | None = None) -> Any:
        with backends.sessions.writing() as other:  # somebody else writes meanwhile; a held lock would hang here
            other.add(Job(kind="other", subject=1, run_at=backends.clock.now(), created_at=backends.clock.now()))
        return kept(self, data, limit=limit)

    monkeypatch.setattr(files.FolderStore, "keep", slow)
    monkeypatch.setattr("archive.db.BUSY_TIMEOUT_SECONDS", 1)
    assert "1 file is kept" in html(upload(browser("bob"), world.project, (b"%PDF", "a.pdf")))


def test_outsiders_see_nothing_of_a_document_at_any_address(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER], name="secreto.pdf")
    charlie = browser("charlie")
    assert "secreto" not in html(charlie.get("/documents"))
    for address in ("", "/progress.json", "/original", "/text", "/pages", "/pages/1", "/pages/1/image/400",
                    "/pages/1/words.json"):
        assert charlie.get(f"/documents/{number}{address}").status_code == 404, address
    assert charlie.post(f"/documents/{number}/retry", page="/documents").status_code == 404


def test_a_document_page_shows_state_pages_hidden_shares_and_links(browser: Sign, world: Any) -> None:
    number = archived(
        world.backends, world.project, [LETTER, LETTER, ()], facets={"agency": "INM"},
        page_values={2: {"redacted_share": 0.23, "redactions": [redaction()]},
                     3: {"state": "failed", "why": "page_damaged", "text": None, "words": None}},
    )
    page = html(browser("rita").get(f"/documents/{number}"))
    assert "23% hidden" in page and "This page is damaged" in page and "1 page could not be read" in page
    assert "Try again" not in page, "a reader cannot start a reading"
    assert "Try again" in html(browser("bob").get(f"/documents/{number}"))


def test_the_reason_of_a_failure_is_told_in_the_readers_language(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [], state="failed", error="encrypted", is_indexed=False)
    bob = browser("bob")
    assert "protected with a password" in html(bob.get(f"/documents/{number}"))
    bob.post("/language", {"language": "es"}, page="/documents")
    assert "protegido con contraseña" in html(bob.get(f"/documents/{number}"))


@pytest.mark.parametrize("code", ["crashed", "missing", "every-page-failed", "damaged", "no such code"])
def test_every_failure_has_a_sentence_in_both_languages(code: str) -> None:
    from tracker.reasons import reason

    assert reason(code, "es") != reason(code, "en") and reason(code, "es").endswith(".")


def test_retrying_reads_again_what_failed(browser: Sign, world: Any, backends: Backends) -> None:
    crashed = {2: {"state": "failed", "why": "page_crashed"}}
    number = archived(backends, world.project, [LETTER, ()], page_values=crashed)
    page = html(browser("bob").post(f"/documents/{number}/retry", page=f"/documents/{number}"))
    assert "It will be read again" in page
    with backends.sessions.reading() as session:
        assert session.query(Page).filter_by(document_id=number).count() == 1
        assert session.query(Job).filter_by(kind="read", subject=number, state="waiting").count() == 1


def test_progress_counts_pages_while_they_are_read(browser: Sign, world: Any, backends: Backends) -> None:
    number = archived(backends, world.project, [LETTER, LETTER, LETTER], state="reading", is_indexed=False,
                      page_values={3: {"state": "queued", "text": None, "read_at": None}})
    told = browser("rita").get(f"/documents/{number}/progress.json").get_json()
    assert (told["state"], told["done"], told["total"], told["failed"]) == ("reading", 2, 3, 0)
    assert told["words"] == "2 of 3 pages"
    page = html(browser("rita").get(f"/documents/{number}"))
    assert 'http-equiv="refresh"' in page and '<progress max="3" value="2"' in page


def test_the_original_is_given_out_untouched_and_never_opened_by_the_browser(browser: Sign, world: Any) -> None:
    data = b"<script>alert(1)</script>" * 100
    number = archived(world.backends, world.project, [LETTER], name="añejo.html", data=data)
    answer = browser("rita").get(f"/documents/{number}/original")
    assert answer.data == data and int(answer.headers["Content-Length"]) == len(data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_quarantined_original_is_for_administrators_alone(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER], is_quarantined=True)
    for name in ("rita", "bob"):
        answer = browser(name).get(f"/documents/{number}/original")
        assert answer.status_code == 403 and "held back" in html(answer)
        assert "Download the original" not in html(browser(name).get(f"/documents/{number}"))
    for name in ("alice", "olga"):
        assert browser(name).get(f"/documents/{number}/original").status_code == 200
    with world.backends.sessions.reading() as session:
        taken = session.query(AuditEntry).filter_by(action="download-held-back").order_by(AuditEntry.id)
        assert [entry.user_id for entry in taken] == [world.people["alice"], world.people["olga"]]


def test_a_file_not_yet_examined_is_only_for_those_who_may_add(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER], state="queued", is_indexed=False)
    assert browser("rita").get(f"/documents/{number}/original").status_code == 403
    assert browser("bob").get(f"/documents/{number}/original").status_code == 200


@pytest.mark.parametrize("values", [
    {"state": "failed", "error": "damaged"}, {"error": "members-damaged"},
    {"page_values": {1: {"state": "failed", "text": None}}},
])
def test_a_file_not_wholly_read_is_only_for_those_who_may_add(
    browser: Sign, world: Any, values: dict[str, Any]
) -> None:
    number = archived(world.backends, world.project, [LETTER], is_indexed=False, **values)
    assert browser("rita").get(f"/documents/{number}/original").status_code == 403
    assert "Download the original" not in html(browser("rita").get(f"/documents/{number}"))
    assert browser("bob").get(f"/documents/{number}/original").status_code == 200


@pytest.mark.parametrize(("state", "expected"), [("queued", 403), ("failed", 403), ("read", 200)])
def test_a_bundle_is_held_back_while_anything_in_it_is_unread(
    browser: Sign, world: Any, state: str, expected: int
) -> None:
    def kept(name: str, **values: Any) -> int:
        return archived(world.backends, world.project, [LETTER], name=name, is_indexed=False, **values)

    outer = kept("entrega.zip")
    inner = kept("dentro.zip", container_id=outer)
    kept("carta.pdf", container_id=inner, state=state)
    assert browser("rita").get(f"/documents/{outer}/original").status_code == expected
    assert browser("bob").get(f"/documents/{outer}/original").status_code == 200


def test_lost_bytes_are_told_in_a_sentence(browser: Sign, world: Any, backends: Backends) -> None:
    number = archived(backends, world.project, [LETTER])
    with backends.files.path(document_of(backends, number).sha256) as path:
        path.unlink()
    answer = browser("bob").get(f"/documents/{number}/original")
    assert answer.status_code == 404 and "restore them from a backup" in html(answer)


def test_the_text_is_given_out_page_by_page(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER, ("segunda",)])
    answer = browser("rita").get(f"/documents/{number}/text")
    assert "quince días hábiles" in html(answer) and html(answer).index("[Page 2]") < html(answer).index("segunda")


def test_the_list_narrows_and_pages_without_more_queries_a_row(browser: Sign, world: Any, backends: Backends) -> None:
    from sqlalchemy import event

    for index in range(3):
        archived(backends, world.project, [LETTER], name=f"carta {index}.pdf", is_indexed=False,
                 facets={"agency": "INM" if index else "FGR"}, state="failed" if index == 2 else "read")
    bob = browser("bob")
    counted: list[str] = []
    event.listen(backends.sessions.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
    page = html(bob.get("/documents"))
    few = len(counted)
    assert page.index("carta 2") < page.index("carta 1") < page.index("carta 0")
    for narrowed, there in (("agency=FGR", "carta 0"), ("state=failed", "carta 2"), ("name=TA+2", "carta 2")):
        page = html(bob.get(f"/documents?{narrowed}"))
        assert there in page and "carta 1" not in page
    assert "No document matches" in html(bob.get("/documents?folio=0411100064213"))
    for index in range(60):
        archived(backends, world.project, [LETTER], name=f"más {index}.pdf", is_indexed=False)
    counted.clear()
    page = html(bob.get("/documents"))
    assert len(counted) == few and page.count("más ") == 50 and "Page 1 of 2" in page
    assert "carta 0" in html(bob.get("/documents?page=2"))


# -- the page viewer ------------------------------------------------------------------------------------------------


def test_a_page_shows_its_text_with_the_words_marked_on_picture_and_text(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER, ("otra",), ("migratorias", "día")])
    page = html(browser("rita").get(f"/documents/{number}/pages/1?q=dias+migratorio"))
    assert "<mark>días</mark>" in page and "<mark>migratoria</mark>" in page
    assert re.findall(r'class="hit" id="w(\d+)"', page) == ["1", "4"]
    assert f"/documents/{number}/pages/2?q=" in page
    assert re.search(rf'/documents/{number}/pages/3\?q=[^"]*#hits"[^>]*data-key="next-hit"', page)
    assert 'alt="Page 1 of oficio.pdf' in page and "Chicago" in page


def test_why_a_page_was_read_from_where_it_was_is_told_in_the_readers_language(browser: Sign, world: Any) -> None:
    why = "the page has no text layer; read from its picture, levelled 1.3°"
    number = archived(world.backends, world.project, [LETTER], page_values={1: {"why": why}})
    with world.backends.sessions.writing() as session:
        session.get_one(User, world.people["rita"]).language = "es"
    assert "no text layer; read from its picture, levelled 1.3°." in html(browser("bob").get(
        f"/documents/{number}/pages/1"))
    for address in (f"/documents/{number}", f"/documents/{number}/pages/1"):
        page = html(browser("rita").get(address))
        assert "La página no trae capa de texto; se leyó de su imagen, enderezada 1.3°." in page
        assert "text layer" not in page


def test_words_are_given_with_boxes_for_selecting(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER])
    told = browser("rita").get(f"/documents/{number}/pages/1/words.json").get_json()
    assert told["width"] == 612 and [word[0] for word in told["words"]][:3] == ["quince", "días", "hábiles"]
    assert told["words"][0][1:] == [0.1, 0.1, 0.19, 0.12]


def test_going_to_a_page_stays_within_the_document(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER, LETTER])
    rita = browser("rita")
    assert rita.client.get(f"/documents/{number}/pages?n=9&q=x").location.endswith(f"/documents/{number}/pages/2?q=x")
    assert rita.get(f"/documents/{number}/pages/3").status_code == 404


@pytest.fixture
def drawn(world: Any, tmp_path: Path) -> Callable[..., int]:
    """A document whose bytes are a real PDF, so that its pages can be drawn."""

    def make(**values: Any) -> int:
        return archived(world.backends, world.project, [LETTER], name="carta.pdf", is_indexed=False,
                        data=born_digital(tmp_path / "carta.pdf").read_bytes(), **values)

    return make


def test_a_page_is_drawn_once_at_the_widths_we_offer_and_asked_again_by_tag(
    browser: Sign, drawn: Callable[..., int], world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, rita = drawn(), browser("rita")
    answer = rita.get(f"/documents/{number}/pages/1/image/400")
    assert answer.status_code == 200 and Image.open(io.BytesIO(answer.data)).width == 400
    assert "private" in answer.headers["Cache-Control"]
    tag = answer.headers["ETag"]
    assert rita.get(f"/documents/{number}/pages/1/image/400", headers={"If-None-Match": tag}).status_code == 304
    assert rita.get(f"/documents/{number}/pages/1/image/401").status_code == 404
    monkeypatch.setattr("tracker.page_images._draw", lambda *a: pytest.fail("drawn twice"))
    assert rita.get(f"/documents/{number}/pages/1/image/400").data == answer.data
    assert browser("charlie").get(
        f"/documents/{number}/pages/1/image/400", headers={"If-None-Match": tag}
    ).status_code == 404


def test_what_leaks_is_covered_in_every_picture(browser: Sign, drawn: Callable[..., int]) -> None:
    number = drawn(is_quarantined=True, page_values={1: {"leaks": [leak()]}})
    for name in ("rita", "alice"):
        picture = Image.open(io.BytesIO(browser(name).get(f"/documents/{number}/pages/1/image/400").data)).convert("L")
        box = picture.crop((int(0.2 * 400), int(0.2 * picture.height), int(0.6 * 400), int(0.25 * picture.height)))
        assert box.getextrema() == (0, 0)
        assert picture.getextrema()[1] == 255


def test_no_picture_is_given_of_a_page_not_yet_searched_for_leaks(browser: Sign, drawn: Callable[..., int]) -> None:
    number = drawn(page_values={1: {"state": "queued"}})
    assert browser("alice").get(f"/documents/{number}/pages/1/image/400").status_code == 404
    assert "has not been read yet" in html(browser("alice").get(f"/documents/{number}/pages/1"))


def test_a_picture_of_a_page_that_failed_is_only_for_those_who_may_edit(
    browser: Sign, drawn: Callable[..., int]
) -> None:
    number = drawn(page_values={1: {"state": "failed"}})
    address = f"/documents/{number}/pages/1"
    assert browser("rita").get(f"{address}/image/400").status_code == 404
    assert "/image/1000" not in html(browser("rita").get(address))
    assert browser("bob").get(f"{address}/image/400").status_code == 200
    assert "/image/1000" in html(browser("bob").get(address))


def test_a_page_that_cannot_be_drawn_says_why(browser: Sign, world: Any) -> None:
    number = archived(world.backends, world.project, [LETTER], data=b"%PDF-1.4 broken", is_indexed=False)
    answer = browser("rita").get(f"/documents/{number}/pages/1/image/400")
    assert answer.status_code == 404 and "damaged" in html(answer)


def test_an_uploaded_letter_is_read_and_its_page_shows_the_words(
    browser: Sign, world: Any, backends: Backends, tmp_path: Path
) -> None:
    bob = browser("bob")
    upload(bob, world.project, (born_digital(tmp_path / "a.pdf").read_bytes(), "carta.pdf"))
    assert work_once(backends.sessions, backends.files, lang="spa", now=backends.clock.now)
    page = html(bob.get("/documents/1/pages/1?q=hábiles"))
    assert "<mark>hábiles</mark>" in page and 'class="hit"' in page
    assert bob.get("/documents/1/pages/1/image/1000").status_code == 200
