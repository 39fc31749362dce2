"""What can be wrong with a law or a calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from tracker.sentences import N_, Told


class LawError(Told, ValueError):
    """A law or calendar file cannot be used; the message says where and what to change."""


class NoLaw(Told, LookupError):
    """No law is known for a body, a procedure and a day; the message says which are."""


def refuse_unknown(where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse fields that nobody would read: a misspelt one must not be ignored."""
    for name in given:
        if name not in known:
            raise LawError(
                N_("%(where)s: unknown field “%(name)s”. Known: %(known)s."),
                where=where,
                name=name,
                known=", ".join(sorted(known)),
            )


def need(where: str, given: Mapping[str, Any], *names: str) -> None:
    """Refuse a document that lacks a field."""
    for name in names:
        if given.get(name) is None:
            raise LawError(N_("%(where)s: the field “%(name)s” is missing."), where=where, name=name)


def a_date(where: str, value: Any) -> date:
    """A date of a document: YAML's own, or ISO text as JSON has it."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise LawError(
            N_("%(where)s: “%(value)s” is not a date; write YYYY-MM-DD."), where=where, value=value
        ) from None
