"""Logging from what a person pastes: folios read, agencies recognised, nothing matched in doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.agencies.directory import Directory
from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.folios.read import read_folios
from tracker.people.models import User
from tracker.requests.actions import CannotRecord, RequestDraft, log_request, record_event, set_stated
from tracker.requests.models import InfoRequest
from tracker.requests.moving import take_appeals_along
from tracker.requests.timeline import standing_events

Note = tuple[str, str]
"""A code and what it is about: `already unread repaired year agency-unknown`."""


@dataclass(frozen=True, slots=True)
class Logged:
    """The requests that were made, and what a person should know."""

    logged: list[InfoRequest]
    notes: list[Note]


def recognise(text: str, directory: Directory) -> list[dict[str, Any]]:
    """What the folios in a pasted text are."""
    return [found.as_json() for found in read_folios(text, directory)]


def log_several(session: Session, draft: RequestDraft, pasted: str, directory: Directory, *, by: User,
                clock: Clock) -> Logged:
    """One request per folio in the pasted text, all with the draft's text and dates; one without when none is given."""
    notes: list[Note] = []
    logged: list[InfoRequest] = []
    for facts in _folios(pasted, directory, notes, draft.filed_on) or [{}]:
        one = _with_agency(replace(draft, **facts), directory, notes)
        if one.folio_as_written and _is_there(session, one):
            notes.append(("already", one.folio or one.folio_as_written))
            continue
        logged.append(log_request(session, one, by=by, clock=clock))
    return Logged(logged, notes)


def change(session: Session, info_request: InfoRequest, draft: RequestDraft, pasted: str, directory: Directory, *,
           by: User, clock: Clock) -> list[Note]:
    """Put new facts in place of old ones; a new filing date is a correcting event. Raises CannotRecord."""
    notes: list[Note] = []
    found = _folios(pasted, directory, notes, draft.filed_on)[:1]
    one = _with_agency(replace(draft, **(found[0] if found else {})), directory, notes)
    for name in ("project_id", "subject", "text", "folio", "folio_as_written", "agency", "agency_as_written",
                 "jurisdiction", "procedure", "channel", "delivery_mode", "filed_as", "received_on"):
        setattr(info_request, name, getattr(one, name))
    take_appeals_along(session, info_request)
    if (one.filed_on, one.filed_time) != (info_request.filed_on, info_request.filed_time) and one.filed_on:
        old = next((e for e in standing_events(info_request.events) if e.kind == "filed"), None)
        record_event(session, info_request, "filed", one.filed_on, at=one.filed_time, by=by, clock=clock, replaces=old)
    given = dict(one.stated)
    for kind in ("response", "clarification_request"):
        set_stated(session, info_request, kind, given.get(kind), "acuse")
    record_act(session, "request.changed", "info_request", info_request.id, by=by.id, at=clock.now(),
               content={"subject": one.subject, "folio": one.folio, "project": one.project_id})
    return notes


def file_draft(session: Session, info_request: InfoRequest, pasted: str, on: date, at: time | None,
               directory: Directory, *, by: User, clock: Clock) -> list[Note]:
    """Note that a draft was filed, with the folio it was given. Raises CannotRecord when it was filed before."""
    if info_request.filed_on is not None:
        raise CannotRecord("filed-already")
    notes: list[Note] = []
    for name, value in next(iter(_folios(pasted, directory, notes, on)), {}).items():
        if value is not None and not (name in ("agency", "jurisdiction") and info_request.agency):
            setattr(info_request, name, value)
    record_event(session, info_request, "filed", on, at=at, by=by, clock=clock)
    return notes


def _folios(pasted: str, directory: Directory, notes: list[Note], filed_on: date | None) -> list[dict[str, Any]]:
    if not pasted.strip():
        return []
    read = read_folios(pasted, directory)
    facts: list[dict[str, Any]] = []
    for found in read:
        if found.repaired:
            notes.append(("repaired", found.folio))
        if filed_on is not None and abs(found.year - filed_on.year) > 1:
            notes.append(("year", f"{found.folio} ({found.year}, {filed_on.isoformat()})"))
        facts.append({"folio": found.folio, "folio_as_written": found.text, "agency": found.agency,
                      "jurisdiction": found.jurisdiction or "MX-FED"})
    if not read:
        # A folio of no known form is accepted as written: one a line.
        for line in pasted.splitlines():
            if line.strip():
                notes.append(("unread", line.strip()[:80]))
                facts.append({"folio": None, "folio_as_written": line.strip()[:80]})
    return facts


def _with_agency(draft: RequestDraft, directory: Directory, notes: list[Note]) -> RequestDraft:
    if draft.agency_as_written:
        match = directory.match(draft.agency_as_written)
        if match.agency is not None:
            return replace(draft, agency=match.agency.acronym, jurisdiction=match.agency.jurisdiction)
        if draft.agency is None:
            notes.append(("agency-unknown", draft.agency_as_written[:80]))
        return draft
    if draft.agency is None and draft.folio:
        notes.append(("agency-unknown", draft.folio))
    return draft


def _is_there(session: Session, draft: RequestDraft) -> bool:
    same = select(InfoRequest.id).where(InfoRequest.project_id == draft.project_id,
                                        InfoRequest.filed_on == draft.filed_on)
    if draft.folio:
        same = same.where(InfoRequest.folio == draft.folio)
    else:
        same = same.where(InfoRequest.folio_as_written == draft.folio_as_written)
    return session.scalar(same) is not None

