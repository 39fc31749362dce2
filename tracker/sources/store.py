"""Works that come with the product, loaded so that loading again changes nothing; and works people enter."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.people import access
from tracker.people.models import User
from tracker.sources.models import Source


class BadSource(ValueError):
    """What was entered cannot be cited; `code` says why (`title`, `url`, `document`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def load_seeds(session: Session, folder: Path) -> int:
    """Bring in the works of `sources.yaml`; gives how many are new. What people entered is not touched."""
    import yaml

    given = yaml.safe_load((folder / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    there = {row.key: row for row in session.scalars(select(Source).where(Source.key.is_not(None)))}
    new = 0
    for one in given:
        row = there.get(one["key"])
        if row is None:
            row = Source(key=one["key"])
            session.add(row)
            new += 1
        row.authors, row.title = "; ".join(one.get("authors") or ()), one["title"]
        row.publisher, row.year = one.get("publisher", ""), str(one.get("year", ""))
        row.url, row.note = one.get("url", ""), one.get("shows", "").strip()
    session.flush()
    return new


def add_source(session: Session, *, title: str, authors: str = "", publisher: str = "", year: str = "", url: str = "",
               document_id: int | None = None, project_id: int | None = None) -> Source:
    """Enter a work; the same one entered again is the one that is there. Raises BadSource."""
    if not title.strip():
        raise BadSource("title")
    if url.strip() and not url.strip().startswith(("https://", "http://")):
        raise BadSource("url")
    facts = {"title": title.strip(), "authors": authors.strip(), "publisher": publisher.strip(), "year": year.strip(),
             "url": url.strip(), "document_id": document_id, "project_id": project_id}
    there = session.scalar(select(Source).filter_by(key=None, **facts).limit(1))
    if there is not None:
        return there
    row = Source(**facts)
    session.add(row)
    session.flush()
    return row


def sources_for(session: Session, viewer: User) -> list[Source]:
    """The works a person may cite: everybody's, and those of the projects they may read."""
    readable = or_(Source.project_id.is_(None), Source.project_id.in_(access.project_ids(viewer, "read")))
    return list(session.scalars(select(Source).where(readable).order_by(Source.title, Source.id).limit(500)))
