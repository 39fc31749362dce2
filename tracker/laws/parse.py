"""Reads a law document (parsed YAML or JSON) into `Law` values; refuses what it does not know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.laws.effects import EFFECTS
from tracker.laws.errors import LawError, a_date, need, refuse_unknown
from tracker.laws.law import Effect, Example, Law, Period, Reception, Trigger, Unread
from tracker.sentences import N_

LAW_FIELDS = set(
    [
        "key",
        "name",
        "short",
        "jurisdiction",
        "based_on",
        "valid_from",
        "valid_to",
        "verified",
        "source",
        "zone",
        "reception",
        "procedures",
    ]
)
PROCEDURE_FIELDS = set(
    ["based_on", "periods", "effects", "drop", "drop_effects", "examples", "valid_from", "valid_to", "unread"]
)
PERIOD_FIELDS = set(
    [
        "kind",
        "owner",
        "days",
        "unit",
        "article",
        "source",
        "verified",
        "after",
        "met_by",
        "basis",
        "days_value",
        "beyond",
        "start_value",
        "closes",
        "ended_by",
    ]
)
EFFECT_FIELDS = set(
    ["effect", "clock", "event", "until", "start", "of", "missed", "days", "most", "grounds", "article", "verified"]
)
TRIGGER_FIELDS = set(["event", "when", "unless", "from_value", "end_of", "or_met", "always", "past", "notice_within"])
UNITS = ("business", "calendar", "months", "years")


def digest_of(document: Any) -> str:
    """A short name of a document's content: the same content gives the same name."""
    text = json.dumps(document, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def parse_laws(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Law]:
    """The laws of all documents (key → document); `based_on` is looked up among them."""
    for key in documents:
        document = documents[key]
        for procedure in document.get("procedures") or {}:
            yield _law(documents, key, procedure)


def _law(documents: Mapping[str, Mapping[str, Any]], key: str, procedure: str) -> Law:
    document = documents[key]
    where = f"law {key}"
    refuse_unknown(where, document, LAW_FIELDS)
    need(where, document, "key", "name", "short", "jurisdiction", "source")
    section = document["procedures"][procedure] or {}
    refuse_unknown(f"{where}, {procedure}", section, PROCEDURE_FIELDS)
    periods, effects = _resolved(documents, key, procedure, ())
    reception = document.get("reception") or {}
    refuse_unknown(f"{where}, reception", reception, ("closes", "verified", "source"))
    valid_from, valid_to = (section.get(n, document.get(n)) for n in ("valid_from", "valid_to"))
    return Law(
        key=key,
        procedure=procedure,
        name=document["name"],
        short=document["short"],
        jurisdiction=document["jurisdiction"],
        valid_from=a_date(where, valid_from) if valid_from else None,
        valid_to=a_date(where, valid_to) if valid_to else None,
        verified=bool(document.get("verified", True)),
        source=document["source"],
        zone=document.get("zone", "America/Mexico_City"),
        reception=Reception(
            _hour(where, reception.get("closes")), bool(reception.get("verified")), reception.get("source", "")
        ),
        periods=tuple(periods),
        effects=tuple(effects),
        unread=tuple(
            _unread(f"{where}, {procedure}", one)
            for one in section.get("unread") or ()
            if not any(period.kind == one.get("kind") for period in periods)
        ),
        examples=tuple(_example(f"{where}, {procedure}", one) for one in section.get("examples") or ()),
        digest=digest_of([document, [p.__repr__() for p in periods], [e.__repr__() for e in effects]]),
    )


def _resolved(
    documents: Mapping[str, Mapping[str, Any]], key: str, procedure: str, seen: tuple[str, ...]
) -> tuple[list[Period], list[Effect]]:
    """Periods and effects of a procedure, those of the law it is based on first replaced kind by kind."""
    where = f"law {key}, {procedure}"
    mark = f"{key}/{procedure}"
    if mark in seen:
        raise LawError(
            N_("%(where)s: based_on goes round in a circle (%(circle)s)."),
            where=where,
            circle=" → ".join((*seen, mark)),
        )
    document = documents[key]
    section = document["procedures"][procedure] or {}
    base = section.get("based_on")
    periods: list[Period] = []
    effects: list[Effect] = []
    if base:
        base_key, _, base_procedure = str(base).partition("/")
        base_procedure = base_procedure or procedure
        if base_key not in documents or base_procedure not in documents[base_key].get("procedures", {}):
            raise LawError(
                N_("%(where)s: based_on names “%(base)s”, which is not among the laws."), where=where, base=base
            )
        periods, effects = _resolved(documents, base_key, base_procedure, (*seen, mark))
        if documents[base_key].get("short") != document.get("short"):
            # Another law's text was read, not this one's.
            periods = [replace(period, verified=False) for period in periods]
            effects = [replace(effect, verified=False) for effect in effects]
    own = [_period(where, one, document) for one in section.get("periods") or ()]
    own_effects = [_effect(where, one, document) for one in section.get("effects") or ()]
    gone = {period.kind for period in own} | set(section.get("drop") or ())
    gone_effects = {(e.effect, e.clock) for e in own_effects}
    dropped = set(section.get("drop_effects") or ())
    periods = [p for p in periods if p.kind not in gone] + own
    effects = [e for e in effects if (e.effect, e.clock) not in gone_effects and e.effect not in dropped] + own_effects
    return periods, effects


def _period(where: str, given: Mapping[str, Any], document: Mapping[str, Any]) -> Period:
    where = f"{where}, period “{given.get('kind', '?')}”"
    refuse_unknown(where, given, PERIOD_FIELDS)
    need(where, given, "kind", "days", "after")
    kind, unit = given["kind"], given.get("unit", "business")
    if kind not in CLOCK_KINDS:
        raise LawError(
            N_("%(where)s: no clock is of that kind. Known: %(known)s."), where=where, known=", ".join(CLOCK_KINDS)
        )
    if unit not in UNITS:
        raise LawError(
            N_("%(where)s: unknown unit “%(unit)s”. Known: %(known)s."), where=where, unit=unit, known=", ".join(UNITS)
        )
    if not isinstance(given["days"], int) or given["days"] < 1:
        raise LawError(N_("%(where)s: “days” must be a whole number above zero."), where=where)
    nature = CLOCK_KINDS[kind]
    owner, basis = given.get("owner", nature.owner), given.get("basis", nature.basis)
    if owner not in ("agency", "requester", "regulator"):
        raise LawError(
            N_("%(where)s: unknown owner “%(owner)s”. Known: agency, requester, regulator."), where=where, owner=owner
        )
    if basis not in ("agency", "regulator", "court"):
        raise LawError(
            N_("%(where)s: unknown basis “%(basis)s”. Known: agency, regulator, court."), where=where, basis=basis
        )
    return Period(
        kind=kind,
        owner=owner,
        days=given["days"],
        unit=unit,
        article=str(given.get("article", "")),
        source=given.get("source") or document["source"],
        verified=bool(given.get("verified", False)),
        after=tuple(_trigger(where, one) for one in given["after"]),
        met_by=tuple(_trigger(where, one) for one in given.get("met_by") or ()),
        basis=basis,
        days_value=given.get("days_value", ""),
        beyond=bool(given.get("beyond")),
        start_value=given.get("start_value", ""),
        closes=bool(given.get("closes", True)),
        short=document.get("short", ""),
        ended_by=tuple(_trigger(where, one) for one in given.get("ended_by") or ()),
    )


def _trigger(where: str, given: Any) -> Trigger:
    if isinstance(given, str):
        given = {"event": given}
    refuse_unknown(where, given, TRIGGER_FIELDS)
    event, end_of = given.get("event", ""), given.get("end_of", "")
    for name in (event, given.get("past")):
        if name and name not in EVENT_KINDS:
            raise LawError(
                N_("%(where)s: unknown event “%(event)s”. Known: %(known)s."),
                where=where,
                event=name,
                known=", ".join(EVENT_KINDS),
            )
    if end_of and end_of not in CLOCK_KINDS:
        raise LawError(
            N_("%(where)s: unknown clock “%(name)s”. Known: %(known)s."),
            where=where,
            name=end_of,
            known=", ".join(CLOCK_KINDS),
        )
    if bool(event) == bool(end_of):
        raise LawError(
            N_("%(where)s: a start names either an event or the clock whose end it is (end_of)."), where=where
        )
    return Trigger(
        event=event,
        when=_conditions(given.get("when")),
        unless=_conditions(given.get("unless")),
        from_value=given.get("from_value", ""),
        end_of=end_of,
        or_met=bool(given.get("or_met")),
        always=bool(given.get("always")),
        past=given.get("past", ""),
        notice_within=int(given.get("notice_within", 0)),
    )


def _conditions(given: Mapping[str, Any] | None) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(str(one) for one in values) for name, values in (given or {}).items()}


def _effect(where: str, given: Mapping[str, Any], document: Mapping[str, Any]) -> Effect:
    name = given.get("effect")
    if name not in EFFECTS:
        raise LawError(
            N_("%(where)s: unknown effect “%(name)s”. Known: %(known)s."),
            where=where,
            name=name,
            known=", ".join(EFFECTS),
        )
    where = f"{where}, effect “{name}”"
    refuse_unknown(where, given, EFFECT_FIELDS)
    need(where, given, *EFFECTS[name].needs)
    for field in ("event", "until", "start"):
        if given.get(field) and given[field] not in EVENT_KINDS:
            raise LawError(
                N_("%(where)s: unknown event “%(event)s”. Known: %(known)s."),
                where=where,
                event=given[field],
                known=", ".join(EVENT_KINDS),
            )
    for field in ("clock", "of", "missed"):
        if given.get(field) and given[field] not in CLOCK_KINDS:
            raise LawError(
                N_("%(where)s: unknown clock “%(name)s”. Known: %(known)s."),
                where=where,
                name=given[field],
                known=", ".join(CLOCK_KINDS),
            )
    return Effect(
        effect=name,
        clock=given["clock"],
        event=given.get("event", ""),
        until=given.get("until", ""),
        start=given.get("start", ""),
        of=given.get("of", ""),
        missed=given.get("missed", ""),
        days=int(given.get("days", 0)),
        most=int(given.get("most") or given.get("days", 0)),
        grounds=tuple(given.get("grounds") or ()),
        article=str(given.get("article", "")),
        verified=bool(given.get("verified", True)),
        short=document.get("short", ""),
    )


def _unread(where: str, given: Mapping[str, Any]) -> Unread:
    where = f"{where}, unread"
    refuse_unknown(where, given, ("kind", "after"))
    need(where, given, "kind", "after")
    if given["kind"] not in CLOCK_KINDS:
        raise LawError(
            N_("%(where)s: no clock is of that kind. Known: %(known)s."), where=where, known=", ".join(CLOCK_KINDS)
        )
    return Unread(given["kind"], tuple(_trigger(where, one) for one in given["after"]))


def _example(where: str, given: Mapping[str, Any]) -> Example:
    where = f"{where}, example"
    refuse_unknown(where, given, ("name", "case", "expect"))
    need(where, given, "name", "case", "expect")
    return Example(given["name"], given["case"], given["expect"])


def _hour(where: str, value: Any) -> time | None:
    if value is None:
        return None
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise LawError(
            N_('%(where)s: “%(value)s” is not an hour; write "HH:MM" between quotes.'), where=where, value=value
        ) from None
