"""Where the rulebook comes from: the seeds, and what people have corrected in the installation's own tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.laws.catalogue import Rulebook, load_rulebook, seed_documents

if TYPE_CHECKING:
    # SQLAlchemy is heavy, and `acuse deadlines` on a fresh machine needs the seeds alone.
    from sqlalchemy.orm import Session

    from tracker.laws.models import ClosedDays


def seeds_folder() -> Path:
    """The folder of seed data that comes with the product."""
    return Path(__file__).resolve().parents[2] / "seeds"


def rulebook(folder: Path | None = None) -> Rulebook:
    """The rulebook of the seeds alone."""
    return load_rulebook(folder or seeds_folder())


def load_seeds(session: Session, folder: Path | None = None) -> int:
    """Put the seeds' documents into the table; a person's versions stay. Gives how many rows changed."""
    from sqlalchemy import select

    from tracker.laws.models import LawDocument

    there = {
        (row.kind, row.name): row for row in session.scalars(select(LawDocument).where(LawDocument.origin == "seed"))
    }
    changed = 0
    for kind, name, content in _contents(folder or seeds_folder()):
        digest = hashlib.sha256(content.encode()).hexdigest()
        row = there.pop((kind, name), None)
        if row is None:
            session.add(LawDocument(kind=kind, name=name, content=content, digest=digest, origin="seed"))
        elif row.digest != digest:
            row.content, row.digest = content, digest
        else:
            continue
        changed += 1
    for row in there.values():
        session.delete(row)
        changed += 1
    session.flush()
    return changed


def _contents(folder: Path) -> Iterator[tuple[str, str, str]]:
    laws, calendars, regulators = seed_documents(folder)
    for law in laws:
        yield "law", str(law["key"]), dump(law)
    for number, calendar in enumerate(calendars):
        yield "calendar", f"{calendar.get('kind')}: {calendar.get('name', number)}", dump(calendar)
    yield "regulators", "regulators", dump(regulators)


def dump(document: Any) -> str:
    """A document as YAML, its fields in their order."""
    import yaml

    return str(
        yaml.dump(
            document,
            Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
            allow_unicode=True,
            sort_keys=False,
            width=120,
        )
    )


def _load(content: str) -> Any:
    import yaml

    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


_last: tuple[str, Rulebook] | None = None


def rulebook_of(session: Session) -> Rulebook:
    """The rulebook of an installation: the seeds with people's corrections; read again only when something changed."""
    global _last
    from sqlalchemy import func, select

    from tracker.agencies.models import KindRow
    from tracker.laws.models import ClosedDays, LawDocument

    facts = session.execute(
        select(LawDocument.kind, LawDocument.name, LawDocument.origin, LawDocument.digest).order_by(
            LawDocument.kind, LawDocument.id
        )
    ).all()
    closed = session.scalars(select(ClosedDays).where(ClosedDays.withdrawn_at.is_(None)).order_by(ClosedDays.id)).all()
    # What kind of body an agency is decides whose rules it is under; a row that changed bears a new id.
    kinds = tuple(session.execute(select(func.count(), func.max(KindRow.id))).one())
    stamp = hashlib.sha256(repr([*map(tuple, facts), *map(_facts_of, closed), kinds]).encode()).hexdigest()
    if _last is not None and _last[0] == stamp:
        return _last[1]
    rows = session.scalars(select(LawDocument).order_by(LawDocument.kind, LawDocument.id)).all()
    standing = {(row.kind, row.name): row for row in sorted(rows, key=lambda row: row.origin == "user")}
    documents: dict[str, list[Any]] = {"law": [], "calendar": [], "regulators": []}
    for (kind, _name), row in standing.items():
        loaded = _load(row.content)
        documents[kind].extend(loaded if kind == "regulators" else [loaded])
    documents["calendar"].extend(_as_calendars(closed))
    book = Rulebook.from_documents(documents["law"], documents["calendar"], documents["regulators"])
    _last = (stamp, replace(book, version=stamp))
    return _last[1]


def _facts_of(row: ClosedDays) -> tuple[object, ...]:
    return (row.id, row.jurisdiction, row.agency, row.first_on, row.last_on, row.reason, row.source, row.status)


def _as_calendars(closed: Iterable[ClosedDays]) -> Iterator[dict[str, Any]]:
    for row in closed:
        entry: dict[str, Any] = {
            "first": row.first_on,
            "last": row.last_on,
            "reason": row.reason,
            "source": row.source,
            "status": row.status,
            "basis": ["agency"],
        }
        if row.agency:
            entry["agencies"] = [row.agency]
        yield {
            "kind": "suspensions",
            "name": f"added {row.id}",
            "jurisdictions": [row.jurisdiction],
            "source": row.source,
            "suspensions": [entry],
        }


def closed_days_of(session: Session, agency: str) -> list[ClosedDays]:
    """The closed days people added to an agency's calendar and did not withdraw, newest first."""
    from sqlalchemy import select

    from tracker.laws.models import ClosedDays

    query = select(ClosedDays).where(ClosedDays.agency == agency, ClosedDays.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(ClosedDays.first_on.desc())))


def add_closed_days(
    session: Session,
    *,
    agency: str | None,
    jurisdiction: str = "MX-FED",
    first: date,
    last: date,
    reason: str,
    source: str,
    by: int,
    at: datetime,
    verified: bool = True,
) -> ClosedDays:
    """Add days that do not count for one agency, or for everybody in a jurisdiction. Recompute clocks afterwards."""
    from tracker.audit.actions import record_act
    from tracker.laws.models import ClosedDays

    row = ClosedDays(
        jurisdiction=jurisdiction,
        agency=agency,
        first_on=first,
        last_on=last,
        reason=reason.strip(),
        source=source.strip(),
        status="verified" if verified else "unverified",
        added_by=by,
        added_at=at,
    )
    session.add(row)
    session.flush()
    record_act(
        session,
        "calendar.closed",
        "closed_days",
        row.id,
        by=by,
        at=at,
        content={"agency": agency, "first": first, "last": last, "source": source},
    )
    return row


def withdraw_closed_days(session: Session, number: int, *, by: int, at: datetime) -> None:
    """Take closed days out of a calendar; the row stays as a record. Recompute clocks afterwards."""
    from tracker.audit.actions import record_act
    from tracker.laws.models import ClosedDays

    row = session.get(ClosedDays, number)
    if row is not None and row.withdrawn_at is None:
        row.withdrawn_by, row.withdrawn_at = by, at
        session.flush()
        record_act(session, "calendar.reopened", "closed_days", row.id, by=by, at=at)
