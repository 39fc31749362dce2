"""The clocks of a case in Spanish sentences, for people who read a terminal."""

from __future__ import annotations

from datetime import date

from tracker.clocks.calendars import WEEKDAYS
from tracker.clocks.kinds import CLOCK_KINDS
from tracker.clocks.types import CaseClocks, Clock
from tracker.sentences import said

OWNERS = {"agency": "la dependencia", "requester": "USTED", "regulator": "el organismo garante"}
UNITS = {"business": "días hábiles", "calendar": "días naturales", "months": "meses", "years": "años"}
STATUSES = {
    "pending": "por empezar",
    "running": "corre",
    "met": "cumplido",
    "late": "vencido",
    "may_be_overdue": "quizá vencido",
    "missed": "perdido",
    "replaced": "sustituido",
}
STARTS = {
    "filed": "recepción de la solicitud",
    "silence": "fin del plazo sin respuesta",
    "clarification_asked": "prevención",
    "clarification_answered": "respuesta a la prevención",
    "incompetence_notified": "aviso de incompetencia",
    "public_information_notified": "aviso de información pública",
    "extension_notified": "prórroga",
    "available": "aviso de disponibilidad",
    "identity_required": "requerimiento de identidad",
    "identity_accredited": "acreditación de la identidad",
    "paid": "pago",
    "replied": "respuesta",
    "supplementary_reply": "respuesta complementaria",
    "delivered": "entrega",
    "appeal_filed": "recurso de revisión",
    "appeal_clarification_asked": "prevención en el recurso",
    "appeal_admitted": "admisión del recurso",
    "appeal_dismissed": "desechamiento del recurso",
    "instruction_closed": "cierre de la instrucción",
    "resolution_notified": "resolución",
    "inconformidad_filed": "recurso de inconformidad",
    "inconformidad_resolved": "resolución de la inconformidad",
    "compliance_extension_asked": "petición de más plazo para cumplir",
    "compliance_reported": "informe de cumplimiento",
    "compliance_contested": "inconformidad con el cumplimiento",
    "compliance_ruled": "pronunciamiento sobre el cumplimiento",
}
"""What a clock runs from, for `started_by`; the end of another clock is told by that clock's name."""
MOST_DAYS = 12


def case_in_words(case: CaseClocks) -> str:
    """Everything a person needs to read of a case, a few lines per clock."""
    lines = [
        f"Ley: {case.law}   Organismo garante: {case.regulator}   Recibida: {day_in_words(case.received_on)}",
        "",
    ]
    for clock in case.clocks:
        lines += clock_in_words(clock)
    lines += [f"Aviso: {said(note.text, 'es')}" for note in case.notes]
    return "\n".join(lines).rstrip()


def day_in_words(day: date) -> str:
    """A date with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def status_in_words(clock: Clock) -> str:
    """The status as people say it; a window the agency let pass is no duty it missed."""
    if clock.status == "missed" and clock.owner != "requester":
        return "no usado"
    return STATUSES[clock.status]


def start_in_words(clock: Clock) -> str:
    """What a clock runs from."""
    if clock.started_by in CLOCK_KINDS:
        return f"fin del plazo para {CLOCK_KINDS[clock.started_by].spanish}"
    return STARTS.get(clock.started_by, clock.started_by)


def clock_in_words(clock: Clock) -> list[str]:
    """One clock: what, until when, by which article, and which days did not count."""
    hour = f" antes de las {clock.due_by:%H:%M}" if clock.due_by else ""
    mark = "" if clock.verified else "  [sin verificar]"
    lines = [
        f"{clock.name.capitalize()} ({clock.kind}) · {OWNERS[clock.owner]} · {status_in_words(clock)}",
        f"    vence {day_in_words(clock.due_on)}{hour} · {clock.days} {UNITS[clock.unit]} desde {clock.starts_on} "
        f"({start_in_words(clock)}) · {clock.article}{mark}",
    ]
    # Nobody should be told that they may have more time than the earliest date leaves them.
    if clock.latest != clock.earliest and clock.owner != "requester":
        is_theirs = clock.owner == "agency"
        why = f"{OWNERS['agency']} cerró sus días habituales" if is_theirs else "hubo cierres por confirmar"
        lines.append(f"    a más tardar {day_in_words(clock.latest)} si {why}")
    if clock.opens_on != clock.starts_on:
        lines.append(f"    se puede desde {day_in_words(clock.opens_on)}")
    if clock.stated is not None:
        same = "coincide" if clock.stated == clock.due_on else "NO coincide"
        lines.append(f"    el acuse dice {day_in_words(clock.stated)}: {same}")
    closed = [day for day in clock.not_counted if day.reason not in ("sábado", "domingo")]
    if closed:
        shown = "; ".join(f"{day.date} {day.reason}" for day in closed[:MOST_DAYS])
        more = f" y {len(closed) - MOST_DAYS} más" if len(closed) > MOST_DAYS else ""
        lines.append(f"    no contaron: {shown}{more}")
    lines += [f"    {said(note.text, 'es')}" for note in clock.notes]
    return [*lines, ""]
