"""Links a reply gives instead of an answer: those that lead to a home page, and those found dead when fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.models import Page
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.rescue.links import is_home_page, printed_links
from tracker.rescue.models import Rescue

HOME_LINK, DEAD_LINK = "home_link", "dead_link"


def suggest_links(session: Session, reply: Reply, texts: Sequence[str],
                  places: Sequence[tuple[int | None, int | None]], decided: Iterable[tuple[object, ...]]) -> None:
    """Put the links that answer nothing beside a reply; `places` says where each text stands (document, page)."""
    known = set(decided)
    fetched: dict[str, Rescue] = {}
    tries = select(Rescue).where(Rescue.project_id == reply.info_request.project_id, Rescue.state != "queued")
    for tried in session.scalars(tries.order_by(Rescue.id)):
        fetched[tried.url] = tried
    for (document_id, number), text in zip(places, texts, strict=True):
        for label, links in labelled_links(text, fetched).items():
            if links and ("link", label, document_id, number) not in known:
                session.add(Finding(
                    reply_id=reply.id, document_id=document_id, page_number=number, kind="link", label=label,
                    quote="\n".join(links)[:2000], boxes=[], is_certain=False, status="suggested"))


def refresh_links(session: Session, tried: Rescue) -> None:
    """Look at the links of a reply again once one of them was fetched; verdicts stay."""
    replies = [tried.reply_id] if tried.reply_id else list(session.scalars(
        select(ReplyDocument.reply_id).where(ReplyDocument.document_id == tried.document_id)))
    for number in replies:
        reply = session.get_one(Reply, number)
        decided = [(f.kind, f.label, f.document_id, f.page_number) for f in reply.findings if f.status != "suggested"]
        session.execute(delete(Finding).where(
            Finding.reply_id == number, Finding.kind == "link", Finding.status == "suggested"))
        places: list[tuple[int | None, int | None]] = [(None, None)]
        texts = [reply.text or ""]
        for document_id, page_number, text in session.execute(
                select(Page.document_id, Page.number, Page.text).where(
                    Page.document_id.in_([row.document_id for row in reply.documents]), Page.state == "read")
                .order_by(Page.document_id, Page.number)):
            places.append((document_id, page_number))
            texts.append(text or "")
        suggest_links(session, reply, texts, places, decided)
    session.flush()


def labelled_links(text: str, fetched: dict[str, Rescue]) -> dict[str, list[str]]:
    """The links of a text that lead to a home page, and those that were found dead."""
    found: dict[str, list[str]] = {HOME_LINK: [], DEAD_LINK: []}
    for link in printed_links(text):
        tried = next((fetched[one] for one in link.addresses if one in fetched), None)
        if tried is not None and tried.state == "absent":
            found[DEAD_LINK].append(link.written)
        elif is_home_page(link.addresses[0]) or (
                tried is not None and tried.state == "kept" and is_home_page(_last_hop(tried))):
            found[HOME_LINK].append(link.written)
    return found


def _last_hop(tried: Rescue) -> str:
    hop = tried.hops[-1] if tried.hops else {}
    return str(hop.get("url") or hop.get("address") or "x:") if isinstance(hop, dict) else "x:"
