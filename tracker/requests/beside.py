"""What stands beside a request: its details, requests it belongs with, notes, and files that print other folios."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from archive.models import Document
from tracker.people.models import User
from tracker.replies.models import Mention, Reply, ReplyDocument
from tracker.requests.details import LINK_KINDS
from tracker.requests.models import Contact, Cost, InfoRequest, KeptHere, Reference, RequestLink, RequestNote
from tracker.requests.queries import visible


@dataclass(frozen=True, slots=True)
class Tied:
    """A request another belongs with: the link's number, the words for it from this side, and the other request."""

    number: int
    words: str
    other: InfoRequest


@dataclass(frozen=True, slots=True)
class OtherFolio:
    """A file of a reply that prints folios, none of them of its own request."""

    reply_id: int
    document: Document
    printed: list[tuple[str, int, list[InfoRequest]]]
    """Folio, page, and the logged requests of that folio the viewer may see."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that stands beside one request."""

    references: list[Reference]
    contacts: list[Contact]
    costs: list[Cost]
    tied: list[Tied]
    notes: list[RequestNote]
    other_folios: list[OtherFolio]


def beside(session: Session, viewer: User, info_request: InfoRequest) -> Beside:
    """What stands beside a request, as far as the viewer may see it; the request itself they may."""
    number = info_request.id
    references = list(session.scalars(select(Reference).where(Reference.info_request_id == number)
                                      .order_by(Reference.id)))
    notes = select(RequestNote).where(RequestNote.info_request_id == number).options(selectinload(RequestNote.author))
    return Beside(
        references=references,
        contacts=list(session.scalars(select(Contact).where(Contact.info_request_id == number).order_by(Contact.id))),
        costs=list(session.scalars(select(Cost).where(Cost.info_request_id == number).order_by(Cost.id))),
        tied=_tied(session, viewer, number),
        notes=list(session.scalars(notes.order_by(RequestNote.id.desc()))),
        other_folios=other_folios(session, viewer, info_request, [row.number for row in references]),
    )


def _tied(session: Session, viewer: User, number: int) -> list[Tied]:
    links = list(session.scalars(select(RequestLink).where(
        or_(RequestLink.info_request_id == number, RequestLink.other_id == number)).order_by(RequestLink.id)))
    if not links:
        return []
    ids = {row.info_request_id for row in links} | {row.other_id for row in links}
    seen = {row.id: row for row in session.scalars(visible(viewer).where(InfoRequest.id.in_(ids)))}
    found = []
    for row in links:
        mine = row.info_request_id == number
        other = seen.get(row.other_id if mine else row.info_request_id)
        words = LINK_KINDS.get(row.kind, LINK_KINDS["related"])
        if other is not None:
            found.append(Tied(row.id, words[0 if mine else 1], other))
    return found


def other_folios(session: Session, viewer: User, info_request: InfoRequest, numbers: list[str]) -> list[OtherFolio]:
    """Files of a request's replies that print only folios of others, and that nobody has said belong here."""
    own = {_plain(one) for one in (info_request.folio, info_request.folio_as_written, *numbers) if one}
    rows = session.execute(
        select(ReplyDocument.reply_id, Mention.document_id, Mention.folio, Mention.page_number)
        .join(Reply, Reply.id == ReplyDocument.reply_id).join(Mention, Mention.document_id == ReplyDocument.document_id)
        .where(Reply.info_request_id == info_request.id).order_by(Mention.page_number, Mention.id)).all()
    printed: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for reply_id, document_id, folio, page in rows:
        printed[reply_id, document_id].setdefault(folio, page)
    kept = set(session.scalars(select(KeptHere.document_id).where(KeptHere.info_request_id == info_request.id)))
    strange = {key: folios for key, folios in printed.items()
               if own and key[1] not in kept and not own & {_plain(folio) for folio in folios}}
    if not strange:
        return []
    wanted = {folio for folios in strange.values() for folio in folios}
    logged: dict[str, list[InfoRequest]] = defaultdict(list)
    for row in session.scalars(visible(viewer).where(InfoRequest.folio.in_(wanted)).order_by(InfoRequest.id)):
        logged[row.folio or ""].append(row)
    documents = {row.id: row for row in session.scalars(select(Document).where(
        Document.id.in_({key[1] for key in strange})))}
    return [OtherFolio(reply_id, documents[document_id],
                       [(folio, page, logged[folio]) for folio, page in folios.items()])
            for (reply_id, document_id), folios in strange.items()]


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum()).lstrip("0")
