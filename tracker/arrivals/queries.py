"""Where a document came from, and how the ways in fare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Document
from tracker.arrivals.models import TakenMail, WatchedFile
from tracker.people import access
from tracker.people.models import User
from tracker.projects.models import project_scope
from tracker.requests.models import InfoRequest

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a document came in: its way, the person or address, the containers from the outermost in, and what is known
    of the mail or the place in the watched folder."""

    way: str
    by: str | None
    containers: tuple[Document, ...]
    path: str | None
    mail: TakenMail | None


def arrival_of(session: Session, document: Document) -> Arrival:
    """The arrival of a document; that of its outermost container where it came inside one."""
    containers: list[Document] = []
    at = document
    while at.container_id is not None and (outer := session.get(Document, at.container_id)) is not None:
        containers.insert(0, outer)
        at = outer
    watched = select(WatchedFile.path).where(WatchedFile.document_id == at.id).order_by(WatchedFile.id).limit(1)
    mail = select(TakenMail).where(TakenMail.document_id == at.id).order_by(TakenMail.id).limit(1)
    return Arrival(at.origin, _name_of(session, at.added_by), tuple(containers), session.scalar(watched),
                   session.scalar(mail))


def _name_of(session: Session, added_by: str | None) -> str | None:
    if not added_by:
        return None
    if added_by.isdecimal():
        return session.scalar(select(User.name).where(User.id == int(added_by)))
    return added_by


def proposed_requests(session: Session, user: User, document: Document, arrival: Arrival) -> Sequence[InfoRequest]:
    """The requests that the subject of a document's mail names and the person may put it to; none when it has one."""
    folio = arrival.mail.folio if arrival.mail is not None else None
    if folio is None or (document.facets or {}).get("request"):
        return ()
    mine = InfoRequest.project_id.in_(access.project_ids(user, "edit"))
    rows = session.scalars(select(InfoRequest).where(InfoRequest.folio == folio, mine).order_by(InfoRequest.id))
    return [row for row in rows if project_scope(row.project_id) == document.scope]


def recent_mails(session: Session) -> Sequence[TakenMail]:
    """The mails looked at last."""
    latest = select(TakenMail).order_by(TakenMail.looked_at.desc(), TakenMail.id.desc())
    return session.scalars(latest.limit(SHOWN)).all()


def refused_files(session: Session) -> Sequence[WatchedFile]:
    """Files of the watched folder that were not taken, latest first."""
    query = select(WatchedFile).where(WatchedFile.state == "refused")
    return session.scalars(query.order_by(WatchedFile.seen_at.desc(), WatchedFile.id.desc()).limit(SHOWN)).all()


def counts(session: Session) -> dict[str, int]:
    """How many files of the watched folder are `taken`, `waiting`, `refused`."""
    rows = session.execute(select(WatchedFile.state, func.count()).group_by(WatchedFile.state))
    return {state: number for state, number in rows}
