"""Taking words out of corrections and notes that a page turns out to hide: what is found to leak is kept nowhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from tracker.annotations.models import Annotation
from tracker.audit.actions import record_act
from tracker.corrections.actions import corrections_of, hidden_boxes, refresh
from tracker.corrections.applying import apply
from tracker.corrections.models import Correction
from tracker.corrections.visible import says_hidden
from tracker.passages import Passage, find_passage, word_spans, words_within


def scrub_document(session: Session, document_id: int, *, now: datetime) -> int:
    """On pages that leak, empty whatever people quoted or typed that the page as read now does not say.

    A quote may have been taken before the leak was noticed. The act is kept in the trail, the words are not. Gives how
    many rows were emptied; safe to run again.
    """
    emptied = 0
    written_on = union(*(select(table.page_number).where(table.document_id == document_id)
                         for table in (Correction, Annotation))).subquery()
    query = select(Page).where(Page.document_id == document_id, Page.number.in_(select(written_on.c.page_number)))
    for page in session.scalars(query):
        if page.leaks:
            emptied += _scrub_corrections(session, page, now) + _scrub_notes(session, page, now)
    return emptied


def _scrub_corrections(session: Session, page: Page, now: datetime) -> int:
    everything = corrections_of(session, page.document_id, page.number)
    found = apply(page.text or "", everything)
    words = unpack_words(page.words)
    spans = word_spans(page.text or "", words)
    hidden, everywhere = hidden_boxes(page)
    kept = {
        one.correction.id for one in found.placed
        if one.correction.exact and not says_hidden(
            [words[i] for i in words_within(spans, *one.was)], one.correction.text, hidden, everywhere=everywhere)
        and _says(page.text or "", one.correction.exact)}
    gone = [one for one in everything if one.id not in kept and (one.text or one.exact)]
    for one in gone:
        _empty_correction(one, now)
        record_act(session, "correction.scrub", "document", page.document_id, by=None, at=now,
                   content={"correction": one.id})
    if gone:
        session.flush()
        refresh(session, page)
    return len(gone)


def _empty_correction(correction: Correction, now: datetime) -> None:
    correction.exact = correction.text = correction.prefix = correction.suffix = ""
    correction.withdrawn_at = correction.withdrawn_at or now


def _scrub_notes(session: Session, page: Page, now: datetime) -> int:
    count = 0
    for note in session.scalars(select(Annotation).where(
            Annotation.document_id == page.document_id, Annotation.page_number == page.number, Annotation.exact != "")):
        if _says(page.text or "", note.exact):
            continue
        note.exact = note.prefix = note.suffix = ""
        record_act(session, "note.scrub", "annotation", note.id, by=None, at=now)
        count += 1
    return count


def _says(text: str, words: str) -> bool:
    """Whether the text still says these very words."""
    place = find_passage(text, Passage(0, words))
    return place is not None and text[place[0] : place[1]].split() == words.split()
