"""Reading pages again with other settings: the reading in use stays until the new one is plainly good.

An earlier reading is kept beside and can be taken up again; a new one that looks worse is offered, not taken.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import jobs
from archive.containers import hold_back
from archive.db import Sessions
from archive.files import FileStore
from archive.jobs import Claim
from archive.legends import carry_grounds
from archive.models import Document, Page
from archive.reading import AFTER_JOB, INDEX_JOB, fill_page
from archive.rereading_models import OtherReading, ReadingOrder
from archive.words import unpack_words
from ocr.types import Box, PageReading, Word

READ_AGAIN_JOB = "read-again"
KEPT = 5
"""Earlier readings kept of a page."""
LEAST_LETTERS = 0.7
"""A new reading with fewer letters than this share of those in use is offered, not taken."""
LESS_SURE = 10.0
"""Nor is one taken whose mean confidence (0–100) is lower by more than this."""
COPIED = ("source", "why", "confidence", "text", "words", "redactions", "redacted_share", "error", "read_at",
          "read_with")

Now = Callable[[], datetime]
_PAGES = re.compile(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?")


class CannotReadAgain(Exception):
    """The order or the choice is refused; `code`: `busy no-such-page no-such-language no-such-engine hides-less`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to read again; what is None stays as the installation has it. `quarters`: turns clockwise, 0–3."""

    pages: tuple[int, ...] | None = None
    languages: str | None = None
    engine: str | None = None
    force_ocr: bool = False
    quarters: int = 0

    def settings(self) -> dict[str, Any]:
        """What was chosen, as it is kept."""
        chosen = {"languages": self.languages, "engine": self.engine, "force_ocr": self.force_ocr,
                  "quarters": self.quarters % 4}
        return {name: value for name, value in chosen.items() if value}


def choices() -> tuple[list[str], list[str]]:
    """Installed languages (Tesseract codes) and engines, by name."""
    import importlib.util

    from ocr.engines import ENGINES
    from ocr.engines.tessdata import installed_languages

    return installed_languages(), [name for name in ENGINES if importlib.util.find_spec(name) is not None]


def order_reading(
    session: Session, document: Document, wanted: Wanted, *, by: str | None, now: datetime
) -> ReadingOrder:
    """Ask for pages of a document to be read again; raises CannotReadAgain."""
    languages, engines = choices()
    if wanted.languages and not set(wanted.languages.split("+")) <= set(languages):
        raise CannotReadAgain("no-such-language")
    if wanted.engine and wanted.engine not in engines:
        raise CannotReadAgain("no-such-engine")
    if document.state != "read" or running_order(session, document.id) is not None:
        raise CannotReadAgain("busy")
    there = list(session.scalars(select(Page.number).where(Page.document_id == document.id).order_by(Page.number)))
    numbers = there if wanted.pages is None else sorted(set(wanted.pages))
    if not numbers or not set(numbers) <= set(there):
        raise CannotReadAgain("no-such-page")
    order = ReadingOrder(
        document_id=document.id, pages=numbers, settings=wanted.settings(), total=len(numbers), asked_by=by,
        asked_at=now)
    session.add(order)
    session.flush()
    jobs.put(session, READ_AGAIN_JOB, order.id, now=now)
    return order


def page_numbers(text: str, last: int) -> tuple[int, ...] | None:
    """Pages as people write them (`1-3, 7`); None for all. Raises CannotReadAgain."""
    if not text.strip():
        return None
    numbers: list[int] = []
    for part in text.split(","):
        match = _PAGES.fullmatch(part)
        if match is None:
            raise CannotReadAgain("no-such-page")
        first, final = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= final <= last:
            raise CannotReadAgain("no-such-page")
        numbers += range(first, final + 1)
    return tuple(numbers)


def cancel(order: ReadingOrder, *, now: datetime) -> bool:
    """Stop an order after the page it is at; new readings already in use stay. False when it had ended."""
    if order.state not in ("waiting", "running"):
        return False
    order.state, order.finished_at = "cancelled", now
    return True


def running_order(session: Session, document_id: int) -> ReadingOrder | None:
    """The order of a document that is not finished."""
    query = select(ReadingOrder).where(ReadingOrder.document_id == document_id,
                                       ReadingOrder.state.in_(("waiting", "running")))
    return session.scalar(query.order_by(ReadingOrder.id.desc()).limit(1))


def read_again(sessions: Sessions, files: FileStore, held: Claim, *, lang: str, now: Now) -> None:
    """Do one order, page by page; killed, it goes on after the last page that was judged. Raises LostLease."""
    from ocr import reading
    from ocr.errors import ReadingError
    from ocr.settings import ReadSettings

    with sessions.writing() as session:
        order = session.get(ReadingOrder, held.subject)
        document = session.get(Document, order.document_id) if order is not None else None
        if order is None or document is None or order.state not in ("waiting", "running"):
            return
        order.state, order.started_at = "running", order.started_at or now()
        left, chosen, order_id = list(order.pages or ())[order.done :], dict(order.settings), order.id
        sha256, name, document_id = document.sha256, document.name, document.id
        shown = _shown(session, document.id, left)
    settings = ReadSettings(
        shown=shown,
        languages=chosen.get("languages") or lang, engine=chosen.get("engine") or "auto",
        force_ocr=bool(chosen.get("force_ocr")), quarters=int(chosen.get("quarters") or 0))
    error = "crashed" if held.attempts > jobs.MAX_ATTEMPTS else None if files.exists(sha256) else "missing"
    if error is None:
        try:
            with files.path(sha256) as path, reading.open_file(path, mimetypes.guess_type(name)[0], settings) as source:
                read_with = _described(source.engine, settings.languages, chosen)
                for page in source.read_pages(left):
                    with sessions.writing() as session:
                        jobs.beat(session, held, now=now())
                        order = session.get_one(ReadingOrder, order_id)
                        if order.state != "running":
                            break
                        _judge(session, order, page, read_with=read_with, now=now())
        except ReadingError as problem:
            error = problem.code
    with sessions.reading() as session:
        taken = session.get_one(ReadingOrder, order_id).taken
    if taken:
        carry_grounds(sessions, document_id)
    with sessions.writing() as session:
        jobs.beat(session, held, now=now())
        order = session.get_one(ReadingOrder, order_id)
        if order.state == "running":
            order.state, order.error, order.finished_at = "failed" if error else "done", error, now()
        if order.taken:
            _tell_the_rest(session, order.document_id, now())


def _shown(session: Session, document_id: int, numbers: Sequence[int]) -> dict[int, tuple[Box, ...]]:
    """The boxes of pages that people said hide nothing, by page."""
    query = select(Page.number, Page.redactions).where(Page.document_id == document_id, Page.number.in_(numbers))
    return {number: tuple((b[0], b[1], b[2], b[3]) for one in redactions or () if one.get("is_dismissed")
                          for b in [one["box"]]) for number, redactions in session.execute(query)}


def _described(engine: str, languages: str, chosen: Mapping[str, Any]) -> str:
    """Engine, version and settings, as a page's row keeps them."""
    said = [engine, languages]
    said += ["OCR forced"] if chosen.get("force_ocr") else []
    said += [f"turned {90 * int(chosen['quarters'])}°"] if chosen.get("quarters") else []
    return ", ".join(said)[:200]


def _tell_the_rest(session: Session, document_id: int, now: datetime) -> None:
    jobs.put(session, INDEX_JOB, document_id, now=now)
    jobs.put(session, AFTER_JOB, document_id, now=now)


def _judge(session: Session, order: ReadingOrder, new: PageReading, *, read_with: str, now: datetime) -> None:
    order.done += 1
    page = session.scalar(select(Page).where(Page.document_id == order.document_id, Page.number == new.number))
    if page is None:
        return
    session.execute(delete(OtherReading).where(
        OtherReading.document_id == page.document_id, OtherReading.number == page.number,
        OtherReading.kind.in_(("failed", "offered"))))
    trial = Page(document_id=page.document_id, number=page.number)
    fill_page(trial, new, read_with=read_with, now=now)
    if new.error is None and shows_hidden(new.words or (), page.leaks or ()):
        # What an earlier look found hidden stays hidden, even if this one saw nothing wrong there.
        trial.error, trial.text, trial.words = "hides-less", None, None
    if trial.error:
        session.add(_put_aside(trial, "failed", order.id, now))
        return
    known = [leak for leak in page.leaks or () if leak not in trial.leaks]
    if trial.leaks and any(leak not in (page.leaks or ()) for leak in trial.leaks):
        # Earlier readings may say what is only now known to leak.
        session.execute(delete(OtherReading).where(
            OtherReading.document_id == page.document_id, OtherReading.number == page.number))
        hold_back(session, session.get_one(Document, page.document_id))
    elif page.state == "read" and not is_no_worse(page, trial):
        session.add(_put_aside(trial, "offered", order.id, now))
        return
    elif page.state == "read":
        session.add(_put_aside(page, "earlier", order.id, now))
    fill_page(page, new, read_with=read_with, now=now)
    page.leaks = [*page.leaks, *known]
    order.taken += 1
    _forget_the_oldest(session, page)


def shows_hidden(words: Sequence[Word], leaks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a word stands where something is known to be hidden."""
    boxes = [leak["box"] for leak in leaks if leak.get("box")]
    return any(
        b[0] <= (word.box[0] + word.box[2]) / 2 <= b[2] and b[1] <= (word.box[1] + word.box[3]) / 2 <= b[3]
        for word in words for b in boxes)


def is_no_worse(old: Page, new: Page) -> bool:
    """Whether the new reading may take the place of the old one without anybody looking at it."""
    enough = _letters(new) >= LEAST_LETTERS * _letters(old)
    return enough and (new.confidence or 0.0) >= (old.confidence or 0.0) - LESS_SURE


def _letters(page: Page) -> int:
    return sum(c.isalnum() for c in page.text or "")


def _put_aside(page: Page, kind: str, order_id: int | None, now: datetime) -> OtherReading:
    return OtherReading(document_id=page.document_id, number=page.number, kind=kind, order_id=order_id,
                        put_aside_at=now, **{name: getattr(page, name) for name in COPIED})


def _forget_the_oldest(session: Session, page: Page) -> None:
    session.flush()
    query = select(OtherReading.id).where(
        OtherReading.document_id == page.document_id, OtherReading.number == page.number,
        OtherReading.kind == "earlier").order_by(OtherReading.id.desc()).offset(KEPT)
    for number in list(session.scalars(query)):
        session.execute(delete(OtherReading).where(OtherReading.id == number))


def other_readings(session: Session, document_id: int, number: int) -> list[OtherReading]:
    """Readings of a page beside the one in use, newest first."""
    query = select(OtherReading).where(OtherReading.document_id == document_id, OtherReading.number == number)
    return list(session.scalars(query.order_by(OtherReading.id.desc())))


def use_reading(session: Session, page: Page, other: OtherReading, *, now: datetime) -> None:
    """Put another reading in use; the one in use so far goes beside. Raises CannotReadAgain."""
    if other.error or other.kind == "failed" or shows_hidden(unpack_words(other.words), page.leaks or ()):
        raise CannotReadAgain("hides-less" if not other.error else "no-such-page")
    if page.state == "read":
        session.add(_put_aside(page, "earlier", other.order_id, now))
    for name in COPIED:
        setattr(page, name, getattr(other, name))
    page.state = "read"
    session.delete(other)
    _forget_the_oldest(session, page)
    _tell_the_rest(session, page.document_id, now)
