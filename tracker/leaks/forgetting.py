"""Taking quotes out of findings and facts that a page turns out to hide: a leak found later is kept nowhere."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.audit.actions import record_act
from tracker.facts.models import DocumentFact
from tracker.replies.models import Finding


def forget_quotes(session: Session, document_id: int, *, now: datetime) -> int:
    """On pages that leak, empty the quotes of findings and drop the facts that the page as read now does not say.

    A verdict stays with its finding. Gives how many rows were changed; safe to run again.
    """
    pages = session.scalars(select(Page).where(Page.document_id == document_id))
    leaking = {page.number: _plain(f"{page.text or ''} {page.corrected or ''}") for page in pages if page.leaks}
    if not leaking:
        return 0
    changed = 0
    for finding in session.scalars(select(Finding).where(Finding.document_id == document_id, Finding.quote != "")):
        said = leaking.get(finding.page_number or 0)
        if said is not None and _plain(finding.quote) not in said:
            finding.quote = ""
            record_act(session, "finding.scrub", "finding", finding.id, by=None, at=now)
            changed += 1
    for fact in session.scalars(select(DocumentFact).where(DocumentFact.document_id == document_id)):
        said = leaking.get(fact.page_number)
        if said is not None and _plain(fact.quote or fact.value) not in said:
            record_act(session, "fact.scrub", "document", document_id, by=None, at=now, content={"fact": fact.id})
            session.delete(fact)
            changed += 1
    session.flush()
    return changed


def drop_drawn(cache: Path, document: Document) -> None:
    """Delete the pictures and copies made of a document before its leaks were known; they are made anew when asked."""
    shutil.rmtree(cache / "pages" / document.sha256[:2] / document.sha256, ignore_errors=True)
    for copy in (cache / "searchable").glob(f"{document.id}-*.pdf"):
        copy.unlink(missing_ok=True)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
