"""What is doubtful about the extensions an agency notified: a second one, a late one, more days than the law gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.clocks.types import CaseClocks
from tracker.clocks.values import a_number
from tracker.laws.catalogue import Rulebook
from tracker.requests.models import Event


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an extension counts for less than it says; `days` are the most the law gives."""

    code: str
    """`twice late maybe_late too_long several no_extension`"""
    days: int | None = None


def doubts(book: Rulebook, case: CaseClocks | None, events: Iterable[Event]) -> list[Doubt]:
    """The doubts about the extensions among a request's standing events, each once."""
    events = list(events)
    extensions = [event for event in events if event.kind == "extension_notified"]
    if case is None or not extensions:
        return []
    found = []
    codes = {note.code for clock in case.clocks for note in clock.notes}
    for code, note in (("twice", "extended_twice"), ("late", "extension_late"), ("maybe_late", "extension_late?")):
        if note in codes:
            found.append(Doubt(code))
    law = next((one for one in book.laws if one.key == case.law), None)
    effects = [one for one in (law.effects_named("append") if law else ()) if one.event == "extension_notified"]
    if not effects:
        return [*found, Doubt("no_extension")]
    most = max(effect.most for effect in effects)
    if any((a_number(event.values, "days") or 0) > most for event in extensions):
        found.append(Doubt("too_long", most))
    answered = any(event.kind == "clarification_answered" for event in events)
    if len(extensions) > 1 and "extended_twice" not in codes and not answered:
        found.append(Doubt("several"))
    return found
