"""Reading again: what is in use stays until the new reading is plainly good, and nothing hidden comes to light."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from archive import jobs, rereading
from archive.models import Document, Page
from archive.reading import work_once
from archive.rereading import READ_AGAIN_JOB, CannotReadAgain, Wanted, order_reading, page_numbers, read_again
from archive.rereading_models import OtherReading, ReadingOrder
from archive.words import pack_words
from ocr.types import Word
from tests.ocr.pages import born_digital, picture, scan_pdf


def added(archive: Any, path: Path) -> int:
    """A file, received and read."""
    document: int = archive.add(path.read_bytes(), name=path.name).document.id
    assert work_once(archive.sessions, archive.files, lang="spa", now=archive.now, document=document)
    return document


def again(archive: Any, document: int, **wanted: Any) -> ReadingOrder:
    """Order a re-reading and do it."""
    with archive.sessions.writing() as session:
        order = order_reading(session, session.get_one(Document, document), Wanted(**wanted), by="1",
                              now=archive.now()).id
    held = jobs.claim(archive.sessions, (READ_AGAIN_JOB,), now=archive.now())
    assert held is not None
    read_again(archive.sessions, archive.files, held, lang="spa", now=archive.now)
    with archive.sessions.writing() as session:
        jobs.finish(session, held, now=archive.now())
        return session.get_one(ReadingOrder, order)


def page(archive: Any, document: int, number: int = 1) -> Page:
    with archive.sessions.reading() as session:
        return session.scalars(select(Page).where(Page.document_id == document, Page.number == number)).one()


def others(archive: Any, document: int, number: int = 1) -> list[OtherReading]:
    with archive.sessions.reading() as session:
        return rereading.other_readings(session, document, number)


def test_a_page_read_from_its_picture_says_with_what_and_the_earlier_reading_can_be_taken_up_again(
        archive: Any, tmp_path: Path) -> None:
    document = added(archive, born_digital(tmp_path / "carta.pdf", pages=2))
    before = page(archive, document)
    order = again(archive, document, pages=(1,), force_ocr=True, languages="eng+spa")
    now = page(archive, document)
    assert (order.state, order.done, order.total, order.taken) == ("done", 1, 1, 1)
    assert now.source == "ocr" and "eng+spa, OCR forced" in str(now.read_with)
    assert page(archive, document, 2).source == "text"
    [earlier] = others(archive, document)
    assert (earlier.kind, earlier.text, earlier.read_with) == ("earlier", before.text, before.read_with)
    with archive.sessions.writing() as session:
        row = session.scalars(select(Page).where(Page.id == before.id)).one()
        rereading.use_reading(session, row, session.get_one(OtherReading, earlier.id), now=archive.now())
    assert page(archive, document).text == before.text and page(archive, document).source == "text"
    assert [(one.kind, one.source) for one in others(archive, document)] == [("earlier", "ocr")]


def test_a_new_reading_that_looks_worse_is_offered_and_not_taken(archive: Any, tmp_path: Path) -> None:
    document = added(archive, scan_pdf(tmp_path / "scan.pdf", [picture(dpi=150)], dpi=150))
    with archive.sessions.writing() as session:
        row = session.scalars(select(Page).where(Page.document_id == document)).one()
        row.text = good = f"{row.text}\n{row.text}"
    order = again(archive, document, force_ocr=True)
    assert order.taken == 0 and page(archive, document).text == good
    [offered] = others(archive, document)
    assert offered.kind == "offered" and "Transparencia" in str(offered.text)
    with archive.sessions.writing() as session:
        row = session.scalars(select(Page).where(Page.document_id == document)).one()
        rereading.use_reading(session, row, session.get_one(OtherReading, offered.id), now=archive.now())
    assert page(archive, document).text == offered.text


def test_a_page_turned_as_asked_is_read_and_its_words_lie_where_they_are_seen(archive: Any, tmp_path: Path) -> None:
    upright = added(archive, scan_pdf(tmp_path / "upright.pdf", [picture(dpi=150)], dpi=150))
    sideways = picture(dpi=150).rotate(90, expand=True)
    document = added(archive, scan_pdf(tmp_path / "sideways.pdf", [sideways], dpi=150))
    with archive.sessions.writing() as session:
        row = session.scalars(select(Page).where(Page.document_id == document)).one()
        row.text, row.words, row.confidence = "basura", None, 30.0
    assert again(archive, document, quarters=1).taken == 1
    from archive.words import unpack_words

    straight = {w.text: w.box for w in unpack_words(page(archive, upright).words)}
    turned = {w.text: w.box for w in unpack_words(page(archive, document).words)}
    assert "Transparencia" in turned
    x0, y0, x1, y1 = straight["Transparencia"]
    assert turned["Transparencia"] == pytest.approx((y0, 1 - x1, y1, 1 - x0), abs=0.01)


def test_a_reading_that_would_say_what_is_hidden_is_dropped(archive: Any, tmp_path: Path) -> None:
    document = added(archive, born_digital(tmp_path / "carta.pdf"))
    with archive.sessions.writing() as session:
        row = session.scalars(select(Page).where(Page.document_id == document)).one()
        row.text, row.words = "lo visible", pack_words([Word("visible", (0.1, 0.9, 0.2, 0.92), 100.0)])
        row.leaks = [{"box": [0.0, 0.0, 1.0, 0.5], "kind": "text_under_box", "characters": 40}]
    order = again(archive, document, force_ocr=True)
    assert order.taken == 0 and page(archive, document).text == "lo visible"
    [failed] = others(archive, document)
    assert (failed.kind, failed.error, failed.text, failed.words) == ("failed", "hides-less", None, None)
    with archive.sessions.writing() as session, pytest.raises(CannotReadAgain):
        row = session.scalars(select(Page).where(Page.document_id == document)).one()
        rereading.use_reading(session, row, session.get_one(OtherReading, failed.id), now=archive.now())


def test_a_page_read_again_keeps_the_ground_that_another_page_tells(
        archive: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = added(archive, born_digital(tmp_path / "carta.pdf", pages=2))
    legend = [Word(text, (0.1 + 0.05 * n, 0.5, 0.14 + 0.05 * n, 0.512), 90.0)
              for n, text in enumerate("1. Nombre, artículo 116 de la LGTAIP".split())]
    with archive.sessions.writing() as session:
        last = session.scalars(select(Page).where(Page.document_id == document, Page.number == 2)).one()
        last.words = pack_words(legend)
    fill = rereading.fill_page

    def fill_with_a_box(row: Page, new: Any, **how: Any) -> None:
        fill(row, new, **how)
        row.words = pack_words([Word("1", (0.1, 0.5, 0.14, 0.512), 90.0)])
        row.redactions = [{"box": [0.05, 0.49, 0.3, 0.52], "kind": "grey", "ground": None, "confidence": 0.9}]

    monkeypatch.setattr(rereading, "fill_page", fill_with_a_box)
    assert again(archive, document, pages=(1,), force_ocr=True).taken == 1
    assert [one["ground"] for one in page(archive, document).redactions] == ["art. 116 LGTAIP"]


def test_an_order_killed_half_way_goes_on_after_the_last_page_judged(archive: Any, tmp_path: Path) -> None:
    document = added(archive, born_digital(tmp_path / "carta.pdf", pages=3))
    with archive.sessions.writing() as session:
        order = order_reading(session, session.get_one(Document, document), Wanted(force_ocr=True), by=None,
                              now=archive.now())
        order.done, order.state, number = 2, "running", order.id
    held = jobs.claim(archive.sessions, (READ_AGAIN_JOB,), now=archive.now())
    assert held is not None and held.subject == number
    read_again(archive.sessions, archive.files, held, lang="spa", now=archive.now)
    assert [page(archive, document, n).source for n in (1, 2, 3)] == ["text", "text", "ocr"]


def test_what_cannot_be_done_is_refused(archive: Any, tmp_path: Path) -> None:
    document = added(archive, born_digital(tmp_path / "carta.pdf"))
    for code, wanted in (("no-such-page", Wanted(pages=(2,))), ("no-such-language", Wanted(languages="xyz")),
                         ("no-such-engine", Wanted(engine="crystal-ball"))):
        with archive.sessions.writing() as session, pytest.raises(CannotReadAgain) as refused:
            order_reading(session, session.get_one(Document, document), wanted, by=None, now=archive.now())
        assert refused.value.code == code
    with archive.sessions.writing() as session:
        row = session.get_one(Document, document)
        order_reading(session, row, Wanted(), by=None, now=archive.now())
        with pytest.raises(CannotReadAgain):
            order_reading(session, row, Wanted(), by=None, now=archive.now())


def test_page_numbers_as_people_write_them() -> None:
    assert page_numbers("", 9) is None and page_numbers("1-3, 7", 9) == (1, 2, 3, 7) and page_numbers("2–2", 9) == (2,)
    for wrong in ("0", "3-1", "10", "uno", "1,,2"):
        with pytest.raises(CannotReadAgain):
            page_numbers(wrong, 9)
