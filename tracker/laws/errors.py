"""What can be wrong with a law or a calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any


class LawError(ValueError):
    """A law or calendar file cannot be used; the message says where and what to change."""


class NoLaw(LookupError):
    """No law is known for a body, a procedure and a day; the message says which are."""


def refuse_unknown(where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse fields that nobody would read: a misspelt one must not be ignored."""
    for name in given:
        if name not in known:
            raise LawError(f"{where}: unknown field “{name}”. Known: {', '.join(sorted(known))}.")


def need(where: str, given: Mapping[str, Any], *names: str) -> None:
    """Refuse a document that lacks a field."""
    for name in names:
        if given.get(name) is None:
            raise LawError(f"{where}: the field “{name}” is missing.")


def a_date(where: str, value: Any) -> date:
    """A date of a document: YAML's own, or ISO text as JSON has it."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise LawError(f"{where}: “{value}” is not a date; write YYYY-MM-DD.") from None
