"""What is done with the terms of reserves: suggested from the reading, confirmed by a person, asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.audit.actions import record_act
from tracker.clock import Clock
from tracker.people.models import User
from tracker.replies.models import Reply
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import InfoRequest, Reference
from tracker.reserves.days import after_months
from tracker.reserves.models import Reserve
from tracker.reserves.reading import read_terms

STARTS = ("said", "committee", "letter", "notified", "unsaid")
MOST_MONTHS = 40 * 12


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of a reserve: its term in months, its first day, and its last where that is printed."""

    months: int | None
    starts_on: date | None
    ends_on: date | None = None


def suggest_reserves(session: Session, reply: Reply, texts: Sequence[str],
                     places: Sequence[tuple[int | None, int | None]]) -> None:
    """Put the terms a reply states beside it; what people decided stays and is not suggested again.

    `places` gives, for each text, its document and page.
    """
    session.execute(delete(Reserve).where(Reserve.reply_id == reply.id, Reserve.status == "suggested"))
    decided = list(session.scalars(select(Reserve).where(Reserve.reply_id == reply.id)))
    for term in read_terms(texts, reply.notified_on):
        document_id, page_number = places[term.page - 1]
        if any((one.document_id, one.page_number, one.quote) == (document_id, page_number, term.quote)
               for one in decided):
            continue
        session.add(Reserve(
            info_request_id=reply.info_request_id, reply_id=reply.id, document_id=document_id, page_number=page_number,
            quote=term.quote, months=term.months, starts_on=term.starts_on, starts_by=term.starts_by,
            ends_on=term.ends_on, condition=term.condition, status="suggested"))
    session.flush()


def confirm(session: Session, reserve: Reserve, said: Decided, *, by: User, clock: Clock) -> None:
    """Confirm a term as a person corrected it, and start the clock of its end. Raises ValueError, CannotRecord.

    Where the reserve runs whole years from a known day, the reply's event carries it, and the law's clock counts; every
    confirmed term with a last day is watched besides.
    """
    if said.months is not None and not 0 < said.months <= MOST_MONTHS:
        raise ValueError("months")
    ends_on = said.ends_on or (after_months(said.starts_on, said.months) if said.starts_on and said.months else None)
    if ends_on is None or (said.starts_on is not None and ends_on <= said.starts_on):
        raise ValueError("ends_on")
    if said.starts_on != reserve.starts_on:
        reserve.starts_by = "said"
    reserve.months, reserve.starts_on, reserve.ends_on = said.months, said.starts_on, ends_on
    _settle(session, reserve, "confirmed", by=by, clock=clock)
    _carry(session, reserve.reply, by=by, clock=clock)


def dismiss(session: Session, reserve: Reserve, *, by: User, clock: Clock) -> None:
    """Say that this is no term of a reserve; a clock it started ends. Raises CannotRecord."""
    was = reserve.status
    _settle(session, reserve, "dismissed", by=by, clock=clock)
    if was == "confirmed":
        _carry(session, reserve.reply, by=by, clock=clock)


def _settle(session: Session, reserve: Reserve, status: str, *, by: User, clock: Clock) -> None:
    reserve.status, reserve.decided_by, reserve.decided_at = status, by.id, clock.now()
    session.flush()
    record_act(session, f"reserve.{status}", "reserve", reserve.id, by=by.id, at=clock.now(),
               content={"months": reserve.months, "starts_on": reserve.starts_on, "ends_on": reserve.ends_on})


def _carry(session: Session, reply: Reply, *, by: User, clock: Clock) -> None:
    """The reply's event says the reserve that ends first, as the clock of the law reads it."""
    event = reply.event
    if event.kind != "replied":
        return
    rows = session.scalars(select(Reserve).where(Reserve.reply_id == reply.id, Reserve.status == "confirmed"))
    whole = [row for row in rows if row.months and row.months % 12 == 0 and row.starts_on
             and row.ends_on == after_months(row.starts_on, row.months)]
    first = min(whole, key=lambda row: row.ends_on or date.max, default=None)
    values = {name: value for name, value in event.values.items() if name not in ("reserve_years", "classified_on")}
    if first is not None and first.months and first.starts_on:
        values |= {"reserve_years": first.months // 12, "classified_on": first.starts_on.isoformat()}
        values.setdefault("sense", "reserved")
    elif values.get("sense") == "reserved":
        del values["sense"]
    if values == dict(event.values):
        return
    reply.event = record_event(
        session, reply.info_request, event.kind, event.happened_on, at=event.happened_time, by=by, clock=clock,
        note=event.note, values=values, appeal_id=event.appeal_id, replaces=event)
    session.flush()


def prepare_again(session: Session, reserve: Reserve, *, by: User, clock: Clock) -> InfoRequest:
    """Prepare the request that asks again, as a draft of the same project; whoever files it adds folio and date."""
    asked = reserve.info_request
    folio = asked.folio or asked.folio_as_written or ""
    made = log_request(session, RequestDraft(
        project_id=asked.project_id, subject=f"Tras la reserva: {asked.subject}"[:300], text=text_again(reserve),
        agency=asked.agency, agency_as_written=asked.agency_as_written, jurisdiction=asked.jurisdiction,
        procedure=asked.procedure, channel=asked.channel, extra={"after_reserve_of": folio}), by=by, clock=clock)
    if folio:
        session.add(Reference(info_request_id=made.id, number=folio[:120], reason="reserva vencida"))
    reserve.prepared_at = clock.now()
    session.flush()
    record_act(session, "reserve.asked-again", "reserve", reserve.id, by=by.id, at=clock.now(),
               content={"request": made.id})
    return made


def text_again(reserve: Reserve) -> str:
    """The text of the new request, in Spanish: what was reserved, that its term ended, and what is asked."""
    asked, reply = reserve.info_request, reserve.reply
    folio = asked.folio or asked.folio_as_written
    ended = f" El plazo de esa reserva venció el {_long(reserve.ends_on)}." if reserve.ends_on else ""
    how = f", oficio {reply.oficio}" if reply.oficio else ""
    what = (asked.text or asked.subject).strip()
    return (
        f"En la respuesta notificada el {_long(reply.notified_on)} a la solicitud con folio "
        f"{folio or 'sin folio'}{how}, ese sujeto obligado clasificó como reservada la "
        f"información que adelante se pide.{ended}\n\n"
        f"Solicito de nuevo:\n«{what}»\n\n"
        "Si la reserva se amplió, solicito además la resolución del Comité de Transparencia que aprobó la ampliación, "
        "con su prueba de daño y la fecha en que vence."
    )


def _long(day: date | None) -> str:
    return str(format_date(day, "d 'de' MMMM 'de' y", locale="es_MX")) if day else ""
