"""The clocks of a case in Spanish sentences, for people who read a terminal."""

from __future__ import annotations

from datetime import date

from tracker.clocks.calendars import WEEKDAYS
from tracker.clocks.types import CaseClocks, Clock

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
MOST_DAYS = 12


def case_in_words(case: CaseClocks) -> str:
    """Everything a person needs to read of a case, a few lines per clock."""
    lines = [
        f"Ley: {case.law}   Organismo garante: {case.regulator}   Recibida: {day_in_words(case.received_on)}",
        "",
    ]
    for clock in case.clocks:
        lines += clock_in_words(clock)
    lines += [f"Aviso: {note.text}" for note in case.notes]
    return "\n".join(lines).rstrip()


def day_in_words(day: date) -> str:
    """A date with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def clock_in_words(clock: Clock) -> list[str]:
    """One clock: what, until when, by which article, and which days did not count."""
    hour = f" antes de las {clock.due_by:%H:%M}" if clock.due_by else ""
    mark = "" if clock.verified else "  [sin verificar]"
    lines = [
        f"{clock.name.capitalize()} ({clock.kind}) · {OWNERS[clock.owner]} · {STATUSES[clock.status]}",
        f"    vence {day_in_words(clock.due_on)}{hour} · {clock.days} {UNITS[clock.unit]} desde {clock.starts_on} "
        f"({clock.started_by}) · {clock.article}{mark}",
    ]
    if clock.latest != clock.earliest:
        lines.append(f"    a más tardar {day_in_words(clock.latest)} si la dependencia cerró sus días habituales")
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
    lines += [f"    {note.text}" for note in clock.notes]
    return [*lines, ""]
