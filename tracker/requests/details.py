"""What stands beside a request: other numbers, the agency's contacts, costs, requests that belong to it, notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.requests.actions import CannotRecord, RequestDraft, log_request, record_event
from tracker.requests.models import (
    Contact,
    Cost,
    InfoRequest,
    Reference,
    RequestLink,
    RequestNote,
)
from tracker.requests.timeline import standing_events
from tracker.vocabulary import N_

REFERENCE_KINDS = {
    "platform": N_("Folio on the platform"), "agency": N_("Folio at the agency"), "file": N_("Case file (expediente)"),
    "oficio": N_("Oficio"), "own": N_("Our own number"), "other": N_("Another number"),
}
LINK_KINDS = {
    "repeats": (N_("Asks again what was asked in"), N_("Was asked again in")),
    "follows": (N_("Follows from"), N_("Was followed by")),
    "related": (N_("Belongs together with"), N_("Belongs together with")),
}
"""Kind → what a request is to the other, and what the other is to it."""
DELIVERY_MODES = (
    N_("Electronic, on the platform"), N_("By e-mail"), N_("Simple copies"), N_("Certified copies"), N_("On a disc"),
    N_("On-site consultation"),
)
"""What people mostly ask for; any other words are kept as written."""
MOST_CENTS = 10**11

Row = TypeVar("Row", Reference, Contact, Cost, RequestLink)
DETAILS: dict[str, type[Any]] = {"reference": Reference, "contact": Contact, "cost": Cost, "link": RequestLink}


def add_reference(session: Session, info_request: InfoRequest, number: str, kind: str, remark: str = "", *, by: User,
                  clock: Clock) -> Reference:
    """Note another number the request goes by; the same number twice is one. Raises CannotRecord."""
    number = " ".join(number.split())[:120]
    if not number:
        raise CannotRecord("no-number")
    there = session.scalar(select(Reference).where(Reference.info_request_id == info_request.id,
                                                   Reference.number == number))
    row = there or Reference(info_request_id=info_request.id, number=number)
    row.kind, row.reason = kind if kind in REFERENCE_KINDS else "other", remark.strip()[:120]
    return _kept(session, row, by, clock)


def add_contact(session: Session, info_request: InfoRequest, name: str, role: str = "", email: str = "",
                phone: str = "", address: str = "", *, by: User, clock: Clock) -> Contact:
    """Note whom to write to at the agency. Raises CannotRecord when nobody is named."""
    if not name.strip():
        raise CannotRecord("no-name")
    row = Contact(info_request_id=info_request.id, name=name.strip()[:200], role=role.strip()[:160],
                  email=email.strip()[:254], phone=phone.strip()[:80], address=address.strip()[:400])
    return _kept(session, row, by, clock)


def add_cost(session: Session, info_request: InfoRequest, amount: str, sheets: int | None = None, what: str = "",
             paid_on: date | None = None, *, by: User, clock: Clock) -> Cost:
    """Note what the agency asks for; a payment that is not in the timeline yet is noted there. Raises CannotRecord."""
    cents = cents_of(amount)
    if cents is None and sheets is None:
        raise CannotRecord("no-cost")
    if paid_on is not None:
        if not any(event.kind == "paid" for event in standing_events(info_request.events)):
            record_event(session, info_request, "paid", paid_on, by=by, clock=clock, note=what)
        elif info_request.filed_on is None or paid_on < info_request.filed_on:
            raise CannotRecord("before-filing")
    row = Cost(info_request_id=info_request.id, what=what.strip()[:160], cents=cents, currency="MXN", sheets=sheets,
               paid_on=paid_on)
    return _kept(session, row, by, clock)


def cents_of(amount: str) -> int | None:
    """An amount as people write it (`$1,234.50`), in hundredths; None when empty. Raises CannotRecord."""
    plain = amount.replace("$", "").replace("MXN", "").replace(" ", "").replace(",", "").strip()
    if not plain:
        return None
    try:
        cents = (Decimal(plain) * 100).to_integral_value()
    except (InvalidOperation, ValueError):
        raise CannotRecord("bad-amount", what=amount[:40]) from None
    if not cents.is_finite() or not 0 <= cents <= MOST_CENTS:
        raise CannotRecord("bad-amount", what=amount[:40])
    return int(cents)


def link(session: Session, info_request: InfoRequest, other: InfoRequest, kind: str, *, by: User, clock: Clock
         ) -> RequestLink:
    """Say that two requests belong together; said again, it says the new kind. Raises CannotRecord."""
    if other.id == info_request.id or kind not in LINK_KINDS:
        raise CannotRecord("same-request")
    row = session.scalar(select(RequestLink).where(RequestLink.info_request_id == info_request.id,
                                                   RequestLink.other_id == other.id))
    back = session.scalar(select(RequestLink).where(RequestLink.info_request_id == other.id,
                                                    RequestLink.other_id == info_request.id))
    if back is not None:
        session.delete(back)
    row = row or RequestLink(info_request_id=info_request.id, other_id=other.id)
    row.kind = kind
    return _kept(session, row, by, clock)


def remove(session: Session, info_request: InfoRequest, what: str, number: int, *, by: User, clock: Clock) -> bool:
    """Take one detail out; tells whether it was there. A link is taken out from either side."""
    row = session.get(DETAILS[what], number)
    mine = row is not None and info_request.id in (row.info_request_id, getattr(row, "other_id", None))
    if row is None or not mine:
        return False
    session.delete(row)
    session.flush()
    record_act(session, f"{what}.removed", "info_request", info_request.id, by=by.id, at=clock.now())
    return True


def ask_again(session: Session, info_request: InfoRequest, *, by: User, clock: Clock) -> InfoRequest:
    """A draft with the same text to the same agency, tied to the request it repeats."""
    draft = log_request(session, RequestDraft(
        project_id=info_request.project_id, subject=info_request.subject, text=info_request.text,
        agency=info_request.agency, agency_as_written=info_request.agency_as_written,
        jurisdiction=info_request.jurisdiction, procedure=info_request.procedure, channel=info_request.channel,
        delivery_mode=info_request.delivery_mode), by=by, clock=clock)
    link(session, draft, info_request, "repeats", by=by, clock=clock)
    return draft


def write_note(session: Session, info_request: InfoRequest, text: str, *, by: User, clock: Clock) -> RequestNote:
    """Add a remark. Raises CannotRecord when it is empty."""
    if not text.strip():
        raise CannotRecord("no-text")
    row = RequestNote(info_request_id=info_request.id, text=text.strip(), is_removed=False, created_by=by.id,
                      created_at=clock.now())
    session.add(row)
    session.flush()
    record_act(session, "note.written", "request_note", row.id, by=by.id, at=clock.now(), content={"text": row.text})
    return row


def change_note(session: Session, note: RequestNote, text: str, *, by: User, clock: Clock) -> None:
    """Change a remark, or take it out with an empty text; what it said before is kept for one step back."""
    if text.strip():
        if (text.strip(), note.is_removed) == (note.text, False):
            return
        note.before, note.text, note.is_removed = note.text, text.strip(), False
    else:
        note.is_removed = True
    _changed(session, note, "note.changed" if text.strip() else "note.removed", by, clock)


def undo_note(session: Session, note: RequestNote, *, by: User, clock: Clock) -> bool:
    """Bring back what a remark said before its last change; tells whether there was anything to undo."""
    if note.is_removed:
        note.is_removed = False
    elif note.before is not None:
        note.text, note.before = note.before, note.text
    else:
        return False
    _changed(session, note, "note.undone", by, clock)
    return True


def _changed(session: Session, note: RequestNote, act: str, by: User, clock: Clock) -> None:
    note.changed_by, note.changed_at = by.id, clock.now()
    session.flush()
    record_act(session, act, "request_note", note.id, by=by.id, at=clock.now(), content={"text": note.text})


def _kept(session: Session, row: Row, by: User, clock: Clock) -> Row:
    session.add(row)
    session.flush()
    what = next(name for name, model in DETAILS.items() if isinstance(row, model))
    record_act(session, f"{what}.noted", "info_request", row.info_request_id, by=by.id, at=clock.now(),
               content={"number": row.id})
    return row
