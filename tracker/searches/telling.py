"""What a mail says about pages a saved search found: only what the person may read at that moment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker.archive_search import first_of
from tracker.people.access import scopes_of
from tracker.people.models import User
from tracker.projects.models import Project, project_scope
from tracker.reminders.items import Item, Speaker
from tracker.reminders.models import Notice
from tracker.searches.models import KnownPage, SavedSearch

LISTED = 10


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A page that was told: its document and its number."""

    document: Document
    number: int


def told_pages(session: Session, user: User, notice_id: int, *, limit: int = 200) -> tuple[list[ToldPage], int]:
    """Pages told in a notice that a person may read now, in order, up to a limit, and how many there are."""
    query = _readable(session, user).where(KnownPage.notice_id == notice_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ids = session.execute(query.order_by(Page.document_id, Page.number).limit(limit)).all()
    documents = {document.id: document for document in session.scalars(
        select(Document).where(Document.id.in_({row.document_id for row in ids})))}
    return [ToldPage(documents[row.document_id], row.number) for row in ids], total


def _readable(session: Session, user: User) -> Select[int, int, int]:
    query = (select(Page.id, Page.document_id, Page.number).join(KnownPage, KnownPage.page_id == Page.id)
             .join(Document, Page.document_id == Document.id))
    return query if user.is_owner else query.where(Document.scope.in_(scopes_of(session, user)))


def found_item(session: Session, user: User, speaker: Speaker, notice: Notice) -> Item | None:
    """The entry of a mail; None when the search is gone or nothing of it may be read any more.

    Where a page belongs to a discreet project, neither the search nor the documents are named.
    """
    search = session.get(SavedSearch, notice.data.get("search"))
    if search is None:
        return None
    pages, total = told_pages(session, user, notice.id, limit=LISTED)
    if not total:
        return None
    _ = speaker.say
    is_discreet = _is_discreet(session, user, notice.id)
    name = _("saved search no. %(number)s", number=search.id) if is_discreet else search.name
    count = speaker.plural("%(n)s new page", "%(n)s new pages", total) % {"n": total}
    lines = [] if is_discreet else [_line(page, _("page %(number)s", number=page.number)) for page in pages]
    if lines and total > len(lines):
        lines.append(_("and %(n)s more", n=total - len(lines)))
    return Item(
        _("Found: %(name)s", name=name), count, "", "", "", "",
        f"{speaker.site_url}/searches/{search.id}/new?notice={notice.id}", notice.created_at.date(), notes=lines,
    )


def _line(page: ToldPage, number: str) -> str:
    facts = (first_of(page.document.facets, "agency"), first_of(page.document.facets, "folio"))
    return " · ".join((f"{page.document.title or page.document.name}, {number}", *(fact for fact in facts if fact)))


def _is_discreet(session: Session, user: User, notice_id: int) -> bool:
    discreet = [project_scope(number) for number in session.scalars(select(Project.id).where(Project.is_discreet))]
    query = _readable(session, user).where(KnownPage.notice_id == notice_id, Document.scope.in_(discreet)).limit(1)
    return bool(discreet) and session.execute(query).first() is not None
