"""Remembers what replies say, sentence by sentence, so that what comes again is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.repetition.models import Said, Wording, WordingBand
from tracker.repetition.sketches import ALIKE, Sentence, Sketch, bands, likeness, pack, sentences, sketch, unpack
from tracker.replies.models import Reply, ReplyDocument

MOST_CANDIDATES = 40


def remember_document(session: Session, document_id: int) -> int:
    """Remember the sentences of a document that came with a reply; gives how many. Safe to run again."""
    session.execute(delete(Said).where(Said.document_id == document_id))
    pages = select(Page.number, Page.text).where(Page.document_id == document_id, Page.state == "read",
                                                 Page.text.is_not(None)).order_by(Page.number)
    count = 0
    for number, text in session.execute(pages).all():
        count += _remember(session, sentences(text or ""), document_id=document_id, page_number=number)
    return count


def remember_reply(session: Session, reply: Reply) -> None:
    """Remember what the platform's text box said."""
    session.execute(delete(Said).where(Said.reply_id == reply.id))
    _remember(session, sentences(reply.text or ""), reply_id=reply.id)


def _remember(session: Session, found: Iterable[Sentence], **where: Any) -> int:
    count = 0
    for sentence in found:
        session.add(Said(**where, start=sentence.start, length=sentence.length, words=len(sentence.words),
                         wording_id=_wording(session, sketch(sentence.words))))
        count += 1
    session.flush()
    return count


def _wording(session: Session, of: Sketch) -> int:
    """The wording most like a sketch; a new one when none is alike."""
    keys = bands(of)
    query = select(Wording.id, Wording.sketch).where(Wording.id.in_(
        select(WordingBand.wording_id).where(WordingBand.band.in_(keys)))).order_by(Wording.id).limit(MOST_CANDIDATES)
    best, how_like = None, ALIKE
    for number, packed in session.execute(query):
        alike = likeness(of, unpack(packed))
        if alike >= how_like and (best is None or alike > how_like):
            best, how_like = number, alike
    if best is not None:
        return best
    made = Wording(sketch=pack(of))
    session.add(made)
    session.flush()
    session.add_all([WordingBand(wording_id=made.id, band=key) for key in keys])
    session.flush()
    return made.id


def catch_up(session: Session, limit: int = 100) -> int:
    """Remember documents of replies that were read before anything was remembered; gives how many."""
    known = select(Said.document_id).where(Said.document_id.is_not(None))
    query = select(Document.id).where(
        Document.state == "read", Document.id.in_(select(ReplyDocument.document_id)), Document.id.not_in(known))
    numbers = list(session.scalars(query.order_by(Document.id).limit(limit)))
    return sum(1 for number in numbers if remember_document(session, number))
