"""Whether an original that leaks stays held back: decided by a person with the right, kept in the trail, revocable.

A decision is about the original alone. What the pages hide stays out of text, search, pictures and copies whatever is
decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.containers import hold_back
from archive.models import Document, Page
from tracker.archive_access import find_document, is_examined
from tracker.audit.actions import record_act
from tracker.audit.models import AuditEntry
from tracker.people.access import Right, scopes_of
from tracker.people.models import User

PER_PAGE = 50
RELEASED, HELD = "original.released", "original.held-back"


class CannotDecide(Exception):
    """The decision is refused; `code`: `unread inside`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """What a page's file still carries: where, of which kind, how many characters (0 for a picture)."""

    page: int
    kind: str
    characters: int
    is_placed: bool
    """Whether it has a place on the page, which is painted over."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided last, and when; `by` is None for somebody who is no longer known."""

    is_released: bool
    by: str | None
    at: datetime


def found_in(session: Session, document_id: int) -> list[Found]:
    """What was found in a document, page by page."""
    return _found(session, [document_id])[document_id]


def _found(session: Session, numbers: Sequence[int]) -> dict[int, list[Found]]:
    found: dict[int, list[Found]] = {number: [] for number in numbers}
    pages = select(Page.document_id, Page.number, Page.leaks).where(Page.document_id.in_(numbers))
    for document_id, number, leaks in session.execute(pages.order_by(Page.number)):
        found[document_id] += [Found(number, leak["kind"], int(leak["characters"]), bool(leak.get("box")))
                               for leak in leaks or ()]
    return found


def last_decision(session: Session, document_id: int) -> Decision | None:
    """The last decision about a document's original."""
    return _decisions(session, [document_id]).get(document_id)


def _decisions(session: Session, numbers: Sequence[int]) -> dict[int, Decision]:
    """The last decision about each document about which there is one."""
    query = select(AuditEntry.object_id, AuditEntry.action, User.name, AuditEntry.at).outerjoin(
        User, User.id == AuditEntry.user_id).where(
        AuditEntry.object_kind == "document", AuditEntry.object_id.in_(numbers),
        AuditEntry.action.in_((RELEASED, HELD))).order_by(AuditEntry.id)
    return {number: Decision(action == RELEASED, name, at) for number, action, name, at in session.execute(query)
            if number is not None}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A document that is held back: what was found in it, and who decided last, if somebody did."""

    document: Document
    found: list[Found]
    decision: Decision | None


def held_back_for(
    session: Session, viewer: User, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[HeldBack], int]:
    """The documents held back in the projects a person administers, latest first, and how many there are."""
    mine = (Document.is_quarantined, Document.scope.in_(scopes_of(session, viewer, "admin")))
    total = session.scalar(select(func.count(Document.id)).where(*mine)) or 0
    query = select(Document).where(*mine).order_by(Document.id.desc()).limit(per_page).offset((page - 1) * per_page)
    documents = list(session.scalars(query))
    numbers = [document.id for document in documents]
    found, decisions = _found(session, numbers), _decisions(session, numbers)
    return [HeldBack(one, found[one.id], decisions.get(one.id)) for one in documents], total


def is_released(session: Session, document: Document) -> bool:
    """Whether somebody decided that the original may be given out, and nothing was found since."""
    decision = None if document.is_quarantined else last_decision(session, document.id)
    return decision is not None and decision.is_released


def may_have_original(session: Session, viewer: User, document: Document) -> bool:
    """Whether a person may have the file as it came, or anything that holds it whole.

    A quarantined one is for the project's administrators; one not wholly examined for those who may add files, unless
    it was released.
    """
    right: Right = "read"
    if document.is_quarantined:
        right = "admin"
    elif not is_examined(session, document) and not is_released(session, document):
        right = "edit"
    return find_document(session, viewer, document.id, right) is not None


def may_give_bytes(session: Session, document: Document) -> bool:
    """Whether something made of the file's own bytes may be given to readers: wholly examined, and nothing found.

    A released original still carries what its pages hide, so a copy of it is made from what is shown.
    """
    return not document.is_quarantined and is_examined(session, document) and not found_in(session, document.id)


def release(session: Session, document: Document, *, by: int, now: datetime) -> None:
    """Give the original to everybody who may see the document.

    The bundle it came in follows when nothing else in it is held back. Raises CannotDecide for a file that is still
    being read, and for one with files inside that are held back.
    """
    if document.state in ("queued", "reading"):
        raise CannotDecide("unread")
    if any(inner.is_quarantined for inner in _inside(session, document)):
        raise CannotDecide("inside")
    document.is_quarantined = False
    record_act(session, RELEASED, "document", document.id, by=by, at=now)
    outer = session.get(Document, document.container_id) if document.container_id is not None else None
    while outer is not None and outer.is_quarantined:
        if found_in(session, outer.id) or any(inner.is_quarantined for inner in _inside(session, outer)):
            return
        outer.is_quarantined = False
        outer = session.get(Document, outer.container_id) if outer.container_id is not None else None


def withhold(session: Session, document: Document, *, by: int, now: datetime) -> None:
    """Hold an original back, with the bundles it came in: again, or because somebody saw what the search did not."""
    hold_back(session, document)
    record_act(session, HELD, "document", document.id, by=by, at=now)


def _inside(session: Session, document: Document) -> Iterator[Document]:
    session.flush()
    for inner in session.scalars(select(Document).where(Document.container_id == document.id)).all():
        yield inner
        yield from _inside(session, inner)
