"""Who corrected the pages that a search found."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.corrections.applying import live
from tracker.corrections.models import Correction
from tracker.people.models import User


def corrected_by(session: Session, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Names of those whose corrections hold, for each (document, page) that has any. One query."""
    documents = {document for document, _ in places}
    rows = session.execute(
        select(Correction, User.name).outerjoin(User, User.id == Correction.created_by)
        .where(Correction.document_id.in_(documents)).order_by(Correction.id)).all()
    names = {correction.id: name for correction, name in rows}
    found: dict[tuple[int, int], dict[str, None]] = {}
    for correction in live([correction for correction, _ in rows]):
        place = (correction.document_id, correction.page_number)
        if place in places:
            found.setdefault(place, {}).setdefault(names[correction.id] or "—")
    return {place: tuple(people) for place, people in found.items()}
