"""Taking quotes out of what was made of a page that turns out to hide them: a leak found later is kept nowhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.appeals.annexes import CITE, annexes_of
from tracker.appeals.models import AppealDraft
from tracker.audit.actions import record_act
from tracker.facts.models import DocumentFact
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.rescue.links import links_in
from tracker.rescue.models import Rescue
from tracker.reserves.models import Reserve

GONE = "[testado]"
"""What a draft says in the place of a quote that was taken out."""
_CUT = "/…"
_QUOTED = re.compile(CITE.pattern + r"(?P<between>[^«\n]{0,60})«(?P<quote>[^»]*)»", re.IGNORECASE)


def forget_quotes(session: Session, document_id: int, *, now: datetime) -> int:
    """On pages that leak, empty quotes and drop facts that the page as read now does not say.

    Quotes of findings and of terms of reserves are emptied, in every version of a draft they are replaced; what a fact
    gave to the search goes with it. Verdicts stay. Gives how many rows were changed; safe to run again.
    """
    pages = session.scalars(select(Page).where(Page.document_id == document_id))
    leaking = {page.number: _plain(f"{page.text or ''} {page.corrected or ''}") for page in pages if page.leaks}
    if not leaking:
        return 0
    gone: set[str] = set()
    changed = 0
    for finding in session.scalars(select(Finding).where(Finding.document_id == document_id, Finding.quote != "")):
        if _is_gone(leaking, finding.page_number, finding.quote):
            gone.add(finding.quote)
            finding.quote = ""
            record_act(session, "finding.scrub", "finding", finding.id, by=None, at=now)
            changed += 1
    for reserve in session.scalars(select(Reserve).where(Reserve.document_id == document_id)):
        for column in ("quote", "condition"):
            said = getattr(reserve, column)
            if said and _is_gone(leaking, reserve.page_number, said):
                gone.add(said)
                setattr(reserve, column, "")
                record_act(session, "reserve.scrub", "reserve", reserve.id, by=None, at=now)
                changed += 1
    for fact in session.scalars(select(DocumentFact).where(DocumentFact.document_id == document_id)):
        if _is_gone(leaking, fact.page_number, fact.quote or fact.value):
            record_act(session, "fact.scrub", "document", document_id, by=None, at=now, content={"fact": fact.id})
            _drop_facet(session.get_one(Document, document_id), fact)
            session.delete(fact)
            changed += 1
    changed += _scrub_links(session, document_id, now)
    changed += _scrub_drafts(session, document_id, leaking, gone, now)
    session.flush()
    return changed


def _is_gone(leaking: Mapping[int, str], number: int | None, quote: str) -> bool:
    said = leaking.get(number or 0)
    return said is not None and _plain(quote) not in said


def _drop_facet(document: Document, fact: DocumentFact) -> None:
    document.facets = {name: value for name, value in (document.facets or {}).items()
                       if (name, value) != (fact.kind, fact.value)}


def _scrub_links(session: Session, document_id: int, now: datetime) -> int:
    """Of a link that was fetched, and that the page does not say any more, only the site stays."""
    said = {page.number: links_in(f"{page.text or ''} {page.corrected or ''}")
            for page in session.scalars(select(Page).where(Page.document_id == document_id)) if page.leaks}
    count = 0
    for row in session.scalars(select(Rescue).where(Rescue.document_id == document_id)):
        if row.page_number in said and row.url not in said[row.page_number] and not row.url.endswith(_CUT):
            row.url = _site_of(row.url)
            row.hops = [{**hop, "url": _site_of(hop["url"])} for hop in row.hops]
            record_act(session, "rescue.scrub", "rescue", row.id, by=None, at=now)
            count += 1
    return count


def _site_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{_CUT}"


def _scrub_drafts(session: Session, document_id: int, leaking: Mapping[int, str], gone: Collection[str],
                  now: datetime) -> int:
    requests = (select(Reply.info_request_id).join(ReplyDocument, ReplyDocument.reply_id == Reply.id)
                .where(ReplyDocument.document_id == document_id))
    query = select(AppealDraft).where(AppealDraft.annexes.is_not(None) | AppealDraft.info_request_id.in_(requests))
    count = 0
    for draft in session.scalars(query):
        mine = {annex.number for annex in annexes_of(draft.annexes) if annex.document_id == document_id}
        sections = [{**section, "text": _scrubbed(section["text"], mine, leaking, gone)}
                    for section in draft.sections] if mine else draft.sections
        if sections != draft.sections:
            draft.sections = sections
            record_act(session, "draft.scrub", "appeal_draft", draft.id, by=None, at=now)
            count += 1
    return count


def _scrubbed(text: str, mine: Collection[int], leaking: Mapping[int, str], gone: Collection[str]) -> str:
    def kept(match: re.Match[str]) -> str:
        pages = [int(match["page"])] if match["page"] else list(leaking)
        is_mine = int(match["number"]) in mine and any(number in leaking for number in pages)
        if not is_mine or any(_plain(match["quote"]) in leaking.get(number, "") for number in pages):
            return match[0]
        return f"{match[0][: match.start('quote') - match.start()]}{GONE}»"

    text = _QUOTED.sub(kept, text)
    for quote in sorted(gone, key=len, reverse=True):
        text = text.replace(quote, GONE)
    return text


def drop_drawn(cache: Path, document: Document) -> None:
    """Delete the pictures and copies made of a document before its leaks were known; they are made anew when asked."""
    shutil.rmtree(cache / "pages" / document.sha256[:2] / document.sha256, ignore_errors=True)
    for copy in (cache / "searchable").glob(f"{document.id}-*.pdf"):
        copy.unlink(missing_ok=True)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
