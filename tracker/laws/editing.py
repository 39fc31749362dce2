"""Changes to one law: its closing hour, one period of a procedure, or one more, as the document's next text."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.laws.errors import LawError
from tracker.sentences import N_

Documents = Mapping[str, Mapping[str, Any]]
"""Key of a law → its document, as it stands."""


def with_hour(document: Mapping[str, Any], closes: str, *, source: str, verified: bool) -> dict[str, Any]:
    """The document with another closing hour (`HH:MM`, empty for none), and where it is written."""
    changed = copy.deepcopy(dict(document))
    if closes:
        changed["reception"] = {"closes": closes, "verified": verified, "source": source}
    else:
        changed.pop("reception", None)
    return changed


def with_period(documents: Documents, key: str, procedure: str, kind: str, place: int, *, days: int, article: str,
                source: str, verified: bool) -> dict[str, Any]:
    """The document of `key` with the `place`th period (from 0) of a kind changed.

    A period that comes from the law this one is based on becomes its own first, with every other of its kind.
    """
    changed, _, own = _with_own(documents, key, procedure, kind)
    of_kind = [number for number, period in enumerate(own) if period["kind"] == kind]
    if not 0 <= place < len(of_kind):
        raise LawError(
            N_("law %(key)s, %(procedure)s: it has no such period “%(kind)s”."), key=key, procedure=procedure, kind=kind
        )
    number = of_kind[place]
    own[number] = {**own[number], "days": days, "article": article, "verified": verified, "source": source}
    return changed


def with_new_period(documents: Documents, key: str, procedure: str, kind: str, *, days: int, unit: str, start: str,
                    met_by: Sequence[str], article: str, source: str, verified: bool) -> dict[str, Any]:
    """The document of `key` with one period more.

    `start` is a kind of event, or `end:` and a kind of clock. A term that stands under `unread` takes the conditions
    noted there. Periods of the same kind that come from the law this one is based on stay.
    """
    changed, section, own = _with_own(documents, key, procedure, kind)
    noted = [trigger for one in section.get("unread") or () if one["kind"] == kind for trigger in one["after"]]
    if start.startswith("end:"):
        after: list[Any] = [{"end_of": start.removeprefix("end:"), "or_met": True}]
    else:
        after = [one for one in noted if start == (one["event"] if isinstance(one, dict) else one)] or [start]
    own.append({"kind": kind, "days": days, "unit": unit, "article": article, "source": source, "verified": verified,
                "after": after, "met_by": list(met_by)})
    return changed


def _with_own(documents: Documents, key: str, procedure: str,
              kind: str) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """A copy of the document of `key`, its section of a procedure, and its periods, those of a kind made its own."""
    changed = copy.deepcopy(dict(documents[key]))
    section = changed.get("procedures", {}).get(procedure)
    if section is None:
        raise LawError(N_("law %(key)s: it has no procedure “%(procedure)s”."), key=key, procedure=procedure)
    own = section.setdefault("periods", []) or []
    section["periods"] = own
    if not any(period["kind"] == kind for period in own):
        own.extend(_inherited(documents, key, procedure, kind))
    return changed, section, own


def _inherited(documents: Documents, key: str, procedure: str, kind: str) -> list[dict[str, Any]]:
    """The periods of a kind a procedure takes from the one it is based on, with their source made plain."""
    base = (documents[key]["procedures"][procedure] or {}).get("based_on")
    if not base:
        return []
    base_key, _, base_procedure = str(base).partition("/")
    base_procedure = base_procedure or procedure
    given = documents[base_key]
    periods = [one for one in (given["procedures"][base_procedure] or {}).get("periods") or () if one["kind"] == kind]
    if not periods:
        return _inherited(documents, base_key, base_procedure, kind)
    same = given.get("short") == documents[key].get("short")
    found = copy.deepcopy([dict(one) for one in periods])
    for one in found:
        one.setdefault("source", given["source"])
        one["verified"] = bool(one.get("verified")) and same
    return found
