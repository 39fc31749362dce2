"""What comes again in the replies a person may see: wordings of an agency, and files sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from archive.models import Document, Page
from tracker.people import access
from tracker.people.models import User
from tracker.repetition.models import Said
from tracker.repetition.sketches import words_of
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.models import InfoRequest

FEWEST_REPLIES = 3
"""In how many replies a sentence must stand before it is called repeated."""
NEAR = 0.9
"""Share of a file's remembered words that another must hold, both ways, to be compared in full."""
NEAR_TEXT = 0.8
"""Common runs of five words (figures and all) over all runs from which two files are nearly the same."""
MOST_COMPARED = 6


@dataclass(frozen=True, slots=True)
class Repeated:
    """A stretch of a reply that other replies of the agency say too: in `replies` of the `of` that were read."""

    document_id: int | None
    page_number: int | None
    start: int
    length: int
    text: str
    replies: int
    of: int


@dataclass(frozen=True, slots=True)
class SentBefore:
    """A file that came with another reply too: the same bytes (`likeness` 1.0), or nearly the same text."""

    document: Document
    other: Document
    reply: Reply
    is_same: bool
    likeness: float


def _readable(viewer: User) -> Select[int]:
    return select(Reply.id).join(Reply.info_request).where(
        InfoRequest.project_id.in_(access.project_ids(viewer, "read")))


def repeated(session: Session, viewer: User, reply: Reply) -> list[Repeated]:
    """What a reply says in words that replies of the same agency use again and again, in reading order."""
    agency = reply.info_request.agency
    if agency is None:
        return []
    documents = [row.document_id for row in reply.documents]
    own = list(session.scalars(select(Said).where(or_(Said.reply_id == reply.id, Said.document_id.in_(documents)))
                               .order_by(Said.document_id, Said.page_number, Said.start)))
    if not own:
        return []
    replies = _readable(viewer).where(InfoRequest.agency == agency)
    said_in = (
        select(ReplyDocument.reply_id.label("reply"), Said.wording_id.label("wording"))
        .join(ReplyDocument, ReplyDocument.document_id == Said.document_id).where(ReplyDocument.reply_id.in_(replies))
        .union(select(Said.reply_id, Said.wording_id).where(Said.reply_id.in_(replies))).subquery())
    total = session.scalar(select(func.count(said_in.c.reply.distinct()))) or 0
    counts = {wording: number for wording, number in session.execute(
        select(said_in.c.wording, func.count(said_in.c.reply.distinct()))
        .where(said_in.c.wording.in_({one.wording_id for one in own})).group_by(said_in.c.wording))}
    pages = select(Page.document_id, Page.number, Page.text).where(Page.document_id.in_(documents))
    texts: dict[tuple[int | None, int | None], str | None] = {
        (document, number): text for document, number, text in session.execute(pages)}
    found: list[Repeated] = []
    for one in own:
        times = counts.get(one.wording_id, 0)
        if times < FEWEST_REPLIES:
            continue
        whole = (reply.text if one.document_id is None else texts.get((one.document_id, one.page_number))) or ""
        last = found[-1] if found else None
        if last and (last.document_id, last.page_number, last.replies) == (one.document_id, one.page_number, times) \
                and not whole[last.start + last.length:one.start].strip():
            start, length = last.start, one.start + one.length - last.start
            found.pop()
        else:
            start, length = one.start, one.length
        found.append(Repeated(one.document_id, one.page_number, start, length,
                              " ".join(whole[start:start + length].split()), times, total))
    return found


def around(again: Sequence[Repeated], finding: Finding) -> Repeated | None:
    """The repeated stretch a finding's quote lies in, if it does: then the finding says little about this reply."""
    quote = " ".join(finding.quote.split())
    return next((one for one in again if quote and quote in one.text
                 and (one.document_id, one.page_number) == (finding.document_id, finding.page_number)), None)


def sent_before(session: Session, viewer: User, reply: Reply) -> list[SentBefore]:
    """The files of a reply that came with another reply too, of those the viewer may see."""
    mine = {row.document_id: row.document for row in reply.documents}
    if not mine:
        return []
    readable = _readable(viewer).where(Reply.id != reply.id)
    others = (
        select(ReplyDocument, Document, Reply).join(Document, Document.id == ReplyDocument.document_id)
        .join(Reply, Reply.id == ReplyDocument.reply_id).where(Reply.id.in_(readable)))
    found: list[SentBefore] = []
    by_bytes = {document.sha256: document for document in mine.values()}
    for _row, other, of in session.execute(others.where(Document.sha256.in_(by_bytes)).order_by(Reply.id)):
        found.append(SentBefore(by_bytes[other.sha256], other, of, True, 1.0))
    seen = {one.other.id for one in found}
    for number, other_id in _near(session, viewer, list(mine), seen | set(mine)):
        for _row, other, of in session.execute(others.where(Document.id == other_id).order_by(Reply.id).limit(1)):
            alike = text_likeness(_text(session, number), _text(session, other_id))
            if alike >= NEAR_TEXT:
                found.append(SentBefore(mine[number], other, of, False, alike))
    return found


def _near(session: Session, viewer: User, documents: Sequence[int], known: set[int]) -> list[tuple[int, int]]:
    one, two = aliased(Said), aliased(Said)
    size = {number: words for number, words in session.execute(
        select(Said.document_id, func.sum(Said.words)).where(Said.document_id.in_(documents))
        .group_by(Said.document_id))}
    pairs = (
        select(one.document_id, two.document_id, func.sum(one.words)).select_from(one)
        .join(two, and_(two.wording_id == one.wording_id, two.document_id.is_not(None)))
        .where(one.document_id.in_(documents), two.document_id.not_in(known),
               two.document_id.in_(select(ReplyDocument.document_id).where(
                   ReplyDocument.reply_id.in_(_readable(viewer)))))
        .group_by(one.document_id, two.document_id).order_by(func.sum(one.words).desc()).limit(200))
    shared = session.execute(pairs).all()
    size |= {number: words for number, words in session.execute(
        select(Said.document_id, func.sum(Said.words)).where(Said.document_id.in_({other for _, other, _ in shared}))
        .group_by(Said.document_id))}
    found: list[tuple[int, int]] = []
    for number, other, words in shared:
        if number is None or other is None:
            continue
        is_near = words >= NEAR * max(size[number], size[other]) and size[number] >= NEAR * size[other]
        if is_near and sum(1 for mine, _ in found if mine == number) < MOST_COMPARED:
            found.append((number, other))
    return found


def _text(session: Session, document_id: int) -> str:
    query = select(Page.text).where(Page.document_id == document_id, Page.state == "read").order_by(Page.number)
    return "\n".join(text or "" for text in session.scalars(query))


def text_likeness(one: str, other: str) -> float:
    """Common runs of five words over all runs of two texts, figures and all (Jaccard, 0–1)."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.casefold().split()
        return {tuple(words[at:at + 5]) for at in range(max(1, len(words) - 4))} if words_of(text) else set()

    first, second = runs(one), runs(other)
    both = first | second
    return len(first & second) / len(both) if both else 0.0
