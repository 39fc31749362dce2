"""The values an event may carry, and what people write for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from tracker.laws.law import Trigger
from tracker.sentences import N_, Told

VALUE_NAMES: dict[str, str] = {
    "sense": "what was decided: granted, denied, partial, reserved… of a reply; revoke, modify, confirm, dismiss… of a "
    "resolution; noncompliance of a compliance ruling",
    "days": "days granted: of an extension, or for compliance",
    "hour": "local hour (HH:MM) at which it was handed in",
    "reserve_years": "years of reserve stated in the reply",
    "classified_on": "day of the classification, from which the reserve counts",
    "notified_on": "day on which the platform delivered a notice dated otherwise",
    "found_on": "day on which the person saw it; no clock counts from it",
    "dated_on": "date printed on the letter; no clock counts from it",
    "resolved_on": "day on which the resolution was approved",
    "partial": "yes when it concerns a part of the request only",
    "cost": "what must be paid; 0 when it is free",
    "channel": "how the request was filed: platform, mail, email, in_person, phone, verbal",
    "expedited": "yes when urgent handling was asked (US)",
}
"""Value → meaning. Others are kept and change no date."""

DATE_VALUES = ("classified_on", "notified_on", "found_on", "dated_on", "resolved_on")
YES = frozenset({"yes", "true", "1", "si", "y", "part", "partial", "parcial"})
"""What people write for yes; also the scope of what concerns a part only."""

SYNONYMS: dict[str, str] = {
    "confirma": "confirm", "confirmar": "confirm", "confirmed": "confirm", "confirmada": "confirm",
    "revoca": "revoke", "revocar": "revoke", "revoked": "revoke",
    "modifica": "modify", "modificar": "modify", "modified": "modify",
    "ordena": "order", "ordenar": "order", "ordered": "order",
    "desecha": "dismiss", "desechar": "dismiss", "desechado": "dismiss", "dismissed": "dismiss",
    "desechamiento": "dismiss",
    "sobresee": "stay", "sobreseer": "stay", "stayed": "stay", "sobreseimiento": "stay", "sobreseido": "stay",
    "reservada": "reserved", "reserva": "reserved", "reserve": "reserved",
    "incumplimiento": "noncompliance", "incumplida": "noncompliance", "not_complied": "noncompliance",
    "non_compliance": "noncompliance", "breach": "noncompliance", "incumplido": "noncompliance",
    "negada": "denied", "negativa": "denied", "denegada": "denied", "deny": "denied", "refused": "denied",
    "improcedente": "denied", "entregada": "delivered", "procedente": "granted", "concedida": "granted",
    "correo": "mail", "correo_electronico": "email", "presencial": "in_person", "telefono": "phone", "escrito": "mail",
    "paper": "mail", "letter": "mail", "post": "mail", "postal": "mail",
    "gratis": "0", "gratuita": "0", "free": "0", "none": "0",
    "no": "0", "sin_costo": "0",
}  # fmt: skip
"""What people write → the word the laws use."""


class BadValue(Told, ValueError):
    """A value of an event that cannot be read; the message says how to write it."""



def plain(value: Any) -> str:
    """A value as laws compare it: lower case, no accents, the common word for its synonyms."""
    text = unicodedata.normalize("NFKD", str(value).strip().lower())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace(" ", "_").replace("-", "_")
    return SYNONYMS.get(text, text)


def fits(trigger: Trigger, kind: str, values: Mapping[str, Any]) -> bool:
    """Whether an event starts or meets what a trigger names."""
    if trigger.event != kind:
        return False
    if "partial" in trigger.unless and is_partial(values):
        return False
    for name, allowed in trigger.when.items():
        if name not in values or (allowed and plain(values[name]) not in allowed):
            return False
    return not any(
        name in values and (not barred or plain(values[name]) in barred) for name, barred in trigger.unless.items()
    )


def is_partial(values: Mapping[str, Any]) -> bool:
    """Whether an event concerns a part of the request only."""
    return any(plain(values[name]) in YES for name in ("partial", "part", "scope") if name in values)


def a_number(values: Mapping[str, Any], name: str) -> int | None:
    """A value that must be a whole number above zero; `ValueError` says so when it is not."""
    if name not in values or values[name] in (None, ""):
        return None
    try:
        number = int(str(values[name]))
    except ValueError:
        number = 0
    if number < 1:
        raise BadValue(N_("%(name)s=%(value)s: write a whole number above zero."), name=name, value=values[name])
    return number


def a_day(values: Mapping[str, Any], name: str) -> date | None:
    """A value that must be a date; `ValueError` says so when it is not."""
    value = values.get(name)
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadValue(
            N_("%(name)s=%(value)s: there is no such day; write YYYY-MM-DD."), name=name, value=value
        ) from None


def an_hour(text: str) -> time:
    """A local time of day written as `19`, `19:05` or `19:05:30`."""
    try:
        return time(int(text)) if text.isdecimal() and len(text) <= 2 else time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise BadValue(N_("“%(text)s” is not an hour; write HH:MM, 00:00 to 23:59."), text=text) from None
