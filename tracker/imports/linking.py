"""Links imported appeals to their requests: by folio, agency and date, and only when exactly one request fits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.agencies.directory import Directory
from tracker.agencies.names import plain
from tracker.appeals.models import Appeal
from tracker.clock import Clock
from tracker.folios.read import read_one
from tracker.imports.store import MARK
from tracker.requests.models import Event, InfoRequest


def link_appeals(
    session: Session, project_id: int, directory: Directory, *, by: int | None, clock: Clock
) -> list[dict[str, Any]]:
    """Link what can be linked in a project, and list the appeals that stay without a request, each with the reason."""
    left: list[dict[str, Any]] = []
    query = select(Appeal).where(Appeal.project_id == project_id, Appeal.info_request_id.is_(None)).order_by(Appeal.id)
    for appeal in session.scalars(query):
        found = _requests_of(session, appeal, directory)
        if len(found) == 1:
            _link(session, appeal, found[0], by=by, clock=clock)
            continue
        mark = appeal.extra.get(MARK) or {}
        left.append(
            {
                "appeal": appeal.id,
                "number": appeal.number,
                "folio": appeal.folio_as_written,
                "row": mark.get("row"),
                "source": mark.get("source"),
                "why": _why(appeal, len(found)),
            }
        )
    session.flush()
    return left


def _requests_of(session: Session, appeal: Appeal, directory: Directory) -> list[InfoRequest]:
    written = appeal.folio_as_written
    if not written:
        return []
    known = read_one(written, directory)
    bare = written.strip(" .:;*")
    forms = {written, bare, bare.lstrip("0") or bare, bare.zfill(8), known.folio if known else bare}
    query = select(InfoRequest).where(
        InfoRequest.project_id == appeal.project_id,
        or_(InfoRequest.folio_as_written.in_(forms), InfoRequest.folio.in_(forms)),
    )
    is_unique = known is not None and known.unit_code is not None
    return [one for one in session.scalars(query) if _fits(one, appeal, is_unique=is_unique)]


def _fits(request: InfoRequest, appeal: Appeal, *, is_unique: bool) -> bool:
    if appeal.filed_on and request.filed_on and request.filed_on > appeal.filed_on:
        return False
    agency = (appeal.extra.get(MARK) or {}).get("agency") or ""
    if agency:
        return agency in (request.agency, plain(request.agency_as_written))
    # A folio with its unit is one agency's alone; a short one needs the agency said on both sides.
    return is_unique


def _link(session: Session, appeal: Appeal, request: InfoRequest, *, by: int | None, clock: Clock) -> None:
    appeal.info_request_id = request.id
    request.moved_at = clock.now()
    if appeal.filed_on is None or request.filed_on is None:
        return
    source = (appeal.extra.get(MARK) or {}).get("source", "")
    session.add(
        Event(
            info_request_id=request.id,
            appeal_id=appeal.id,
            kind="appeal_filed",
            happened_on=appeal.filed_on,
            values={},
            note=source,
            recorded_at=clock.now(),
            recorded_by=by,
            is_retraction=False,
        )
    )


def _why(appeal: Appeal, found: int) -> str:
    if not appeal.folio_as_written:
        return "la tabla no dice de qué solicitud es"
    return "la solicitud no está registrada" if not found else f"hay {found} solicitudes con ese folio"
