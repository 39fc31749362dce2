"""Grounds that a legend on another page of the same document tells, once all its pages are read."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.db import Sessions
from archive.models import Page
from archive.words import unpack_words
from ocr.types import Word


def carry_grounds(sessions: Sessions, document_id: int) -> None:
    """Give the redactions of a document the grounds its other pages tell; nothing is locked while these are read."""
    with sessions.reading() as session:
        told = _told_elsewhere(session, document_id)
    if not told:
        return
    with sessions.writing() as session:
        for number, redactions in told.items():
            session.get_one(Page, number).redactions = redactions


def _told_elsewhere(session: Session, document_id: int) -> dict[int, list[dict[str, Any]]]:
    """Page id → its redactions with the grounds that a legend on the next page or on the last ones tells of them.

    Only of pages for which another page tells any.
    """
    rows = session.execute(
        select(Page.id, Page.redactions).where(Page.document_id == document_id).order_by(Page.number)
    ).all()
    if len(rows) < 2 or not any(one.get("ground") is None for _, found in rows for one in found or ()):
        return {}
    from ocr.redactions.carrying import Sheet, carried

    known = [[one.get("ground") for one in found or ()] for _, found in rows]
    sheets = [
        Sheet(partial(_words, session, page), [one["box"] for one in found or ()], grounds)
        for (page, found), grounds in zip(rows, known, strict=True)
    ]
    return {
        page: [{**one, "ground": ground} for one, ground in zip(found, told, strict=True)]
        for (page, found), grounds, told in zip(rows, known, carried(sheets), strict=True)
        if grounds != told
    }


def _words(session: Session, page: int) -> list[Word]:
    return unpack_words(session.scalar(select(Page.words).where(Page.id == page)))
