"""`acuse deadlines`: every legal clock of one request, from its filing and its events."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tracker.clock import SystemClock
from tracker.clock import today as today_in
from tracker.clocks.bodies import known_body
from tracker.clocks.calendars import Body, PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.clocks.timeline import LAST_YEAR, ImpossibleEvents
from tracker.clocks.types import CaseClocks, Event
from tracker.clocks.values import DATE_VALUES, VALUE_NAMES, a_day, a_number, an_hour
from tracker.clocks.words import case_in_words
from tracker.commands.output import Output, WrongUse
from tracker.laws.catalogue import Rulebook
from tracker.laws.closures import Closure
from tracker.laws.errors import LawError, NoLaw
from tracker.laws.installed import installed_rulebook
from tracker.sentences import N_

HELP = "Every legal clock of a request: when each ends, who must act, and which days were not counted."
PROCEDURES = ("access", "personal_data")


def configure(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    add = parser.add_argument
    add("--filed", required=True, metavar="DATE[THH:MM]", help="when the request was filed, local time")
    add("--received", metavar="DATE", help="the official reception printed on the acuse; beats the closing-hour rule")
    add("--law", metavar="ID", help="the law, when it is not the one of the agency and the date (MX-FED-2016…)")
    add("--agency", metavar="ACRONYM", help="the agency, by its acronym (INM, FGR, INE…)")
    add("--procedure", default="access", help="access or personal_data")
    add(
        "--event",
        action="append",
        default=[],
        metavar="KIND=DATE[THH:MM][,name=value…]",
        help="something that happened",
    )
    add("--stated", action="append", default=[], metavar="KIND=DATE", help="a limit printed on the acuse, to compare")
    add("--closed", action="append", default=[], metavar="DATE[,calendar=regulator]",
        help="a day on which the agency (or the regulator) was closed; repeatable")  # fmt: skip
    add("--proof", metavar="FILE.pdf", help="also write the day-by-day account of every clock, to print or attach")
    add("--today", metavar="DATE", help="the day to tell the status for; today when left out")


def run(args: Namespace, out: Output) -> int:
    """Print the clocks."""
    try:
        book = installed_rulebook(os.environ)
        procedure = _procedure(args.procedure)
        body = _body(args, book)
        case = clocks(
            book,
            body,
            _events(args),
            _date("--today", args.today) if args.today else _today(args, book, body),
            procedure=procedure,
            law=args.law,
            received_on=_received(args),
            stated=_stated(args.stated),
            closed=_closed(args.closed, body.jurisdiction),
        )
    except (ImpossibleEvents, NoLaw, LawError) as problem:
        raise WrongUse(problem.args[0]) from None
    _tell_unread_values(args, out)
    if args.proof:
        _write_proof(case, args)
    out.result(case.as_json(), case_in_words(case))
    return 0


def _tell_unread_values(args: Namespace, out: Output) -> None:
    for text in args.event:
        for name in sorted(set(_event(text).values) - set(VALUE_NAMES)):
            out.notice(f"--event {text}: no clock reads “{name}”. Those that are read: {', '.join(VALUE_NAMES)}.")


def _today(args: Namespace, book: Rulebook, body: Body) -> date:
    law = book.law(args.law, args.procedure) if args.law else None
    law = law or book.law_for(body.jurisdiction, args.procedure, _moment("--filed", args.filed)[0])
    return today_in(SystemClock(), ZoneInfo(law.zone))


def _write_proof(case: CaseClocks, args: Namespace) -> None:
    from tracker.clocks.proof_pdf import proof_pdf

    try:
        Path(args.proof).expanduser().write_bytes(proof_pdf(case, agency=args.agency or ""))
    except OSError as problem:
        raise WrongUse(
            N_("--proof %(proof)s cannot be written (%(strerror)s); name another file."),
            proof=args.proof,
            strerror=problem.strerror,
        ) from None


def _procedure(name: str) -> str:
    if name not in PROCEDURES:
        raise WrongUse(N_("--procedure %(name)s: unknown. Known: %(known)s."), name=name, known=', '.join(PROCEDURES))
    return name


def _body(args: Namespace, book: Rulebook) -> Body:
    if args.agency:
        from tracker.agencies.installed import installed_directory

        body = known_body(installed_directory(os.environ), args.agency) or _of_calendars(args.agency, book)
        if body is None:
            raise WrongUse(
                N_("--agency %(agency)s: no agency has that acronym; check the spelling or leave it out."),
                agency=args.agency,
            )
        return body
    if args.law:
        named = next((law.jurisdiction for law in book.laws if law.key == args.law), "MX-FED")
        return PlainBody(jurisdiction="MX-FED" if named == "MX" else named)
    return PlainBody()


def _of_calendars(acronym: str, book: Rulebook) -> Body | None:
    """A body that is in no directory but has a calendar of its own; federal ones are of the executive."""
    names = {one.agency for one in book.coverage}
    return PlainBody(acronym.upper()) if acronym.upper() in names else None


def _events(args: Namespace) -> list[Event]:
    moment = _moment("--filed", args.filed)
    filed_values: dict[str, Any] = {}
    events = []
    for text in args.event:
        event = _event(text)
        if event.kind == "filed" and event.on == moment[0]:
            filed_values.update(event.values)
        else:
            events.append(event)
    return [Event("filed", *moment, filed_values), *events]


def _event(text: str) -> Event:
    first, *pairs = text.split(",")
    kind, separator, when = first.partition("=")
    kind = kind.strip()
    if not separator:
        raise WrongUse(N_("--event %(text)s: write KIND=DATE, for example replied=2026-02-16."), text=text)
    if kind not in EVENT_KINDS:
        raise WrongUse(
            N_("--event %(text)s: “%(kind)s” is no kind of event. Known: %(known)s."),
            text=text,
            kind=kind,
            known=", ".join(EVENT_KINDS),
        )
    values: dict[str, Any] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name.strip():
            raise WrongUse(N_("--event %(text)s: “%(pair)s” must be name=value."), text=text, pair=pair)
        values[name.strip()] = value.strip()
    try:
        for name in ("days", "reserve_years"):
            a_number(values, name)
        for name in DATE_VALUES:
            if name in values:
                values[name] = a_day(values, name)
        if "hour" in values:
            an_hour(values["hour"])
    except ValueError as problem:
        raise WrongUse(N_("--event %(text)s: %(problem)s"), text=text, problem=problem) from None
    day, at = _moment(f"--event {kind}", when.strip())
    return Event(kind, day, at, values)


def _moment(option: str, text: str) -> tuple[date, time | None]:
    day, separator, hour = text.replace(" ", "T", 1).partition("T")
    if not separator:
        return _date(option, day), None
    try:
        return _date(option, day), an_hour(hour)
    except ValueError as problem:
        raise WrongUse(N_("%(option)s %(text)s: %(problem)s"), option=option, text=text, problem=problem) from None


def _date(option: str, text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise WrongUse(
            N_("%(option)s %(text)s: there is no such day; write YYYY-MM-DD, for example 2026-01-15."),
            option=option,
            text=text,
        ) from None


def _received(args: Namespace) -> date | None:
    if not args.received:
        return None
    received = _date("--received", args.received)
    if received < _moment("--filed", args.filed)[0]:
        raise WrongUse(
            N_("--received %(received)s comes before the filing (%(filed)s); correct one of the two dates."),
            received=args.received,
            filed=args.filed,
        )
    if received.year > LAST_YEAR:
        raise WrongUse(
            N_("--received %(received)s: calendars are kept up to %(last)s; correct the year."),
            received=args.received,
            last=LAST_YEAR,
        )
    return received


def _stated(texts: list[str]) -> dict[str, date]:
    stated = {}
    for text in texts:
        kind, separator, day = text.partition("=")
        if not separator or kind not in CLOCK_KINDS:
            raise WrongUse(
                N_("--stated %(text)s: write KIND=DATE with a kind of clock. Known: %(known)s."),
                text=text,
                known=", ".join(CLOCK_KINDS),
            )
        stated[kind] = _date(f"--stated {kind}", day)
    return stated


def _closed(texts: list[str], jurisdiction: str) -> tuple[Closure, ...]:
    """Days the agency was closed; for the regulator's and nobody else's clocks they stay merely possible."""
    closures: list[Closure] = []
    for text in texts:
        day_text, _, rest = text.partition(",")
        calendar = rest.removeprefix("calendar=") or "agency"
        if calendar not in ("agency", "regulator", "court"):
            raise WrongUse(N_("--closed %(text)s: the calendar is agency, regulator or court."), text=text)
        first_text, _, last_text = day_text.partition("..")
        first = _date("--closed", first_text)
        last = _date("--closed", last_text) if last_text else first
        if last < first:
            raise WrongUse(N_("--closed %(text)s: the last day comes before the first."), text=text)
        reason, source = "día inhábil indicado", "--closed"
        clocks = frozenset({"amparo"}) if calendar == "court" else frozenset()
        scope = (jurisdiction,)
        closures.append(Closure(first, last, reason, source, "verified", scope, basis=(calendar,), clocks=clocks))
        if calendar == "agency":
            closures.append(Closure(first, last, reason, source, "possible", scope, basis=("regulator",)))
    return tuple(closures)
