"""One row of an imported table, as data: what it says, what it cannot mean, and what makes it the same as another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from tracker.agencies.names import plain

Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a cell that could not be taken as it stands; `row` is the sheet's own number."""

    sheet: str
    row: int
    column: str
    value: str
    problem: str

    def as_json(self) -> dict[str, Any]:
        """The fields `acuse import --json` gives."""
        return {name: getattr(self, name) for name in ("sheet", "row", "column", "value", "problem")}


@dataclass(frozen=True, slots=True)
class Whose:
    """The agency of a row: its acronym when there is no doubt, its name as written, and its jurisdiction if known."""

    agency: str | None = None
    as_written: str = ""
    jurisdiction: str | None = None

    @property
    def key(self) -> str:
        """What two rows of the same agency share."""
        return self.agency or plain(self.as_written)


@dataclass(frozen=True, slots=True)
class ImportEvent:
    """A dated fact a row tells: a kind of event, its day, and its values."""

    kind: str
    on: date
    values: Mapping[str, Any] = field(default_factory=dict)
    at: time | None = None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as a table tells it. Dates that could not be are not here but among the problems."""

    sheet: str
    number: int
    whose: Whose
    folio: str | None
    folio_as_written: str | None
    filed_on: date | None
    filed_time: time | None = None
    received_on: date | None = None
    procedure: str = "access"
    subject: str = ""
    text: str = ""
    channel: str | None = None
    delivery_mode: str | None = None
    cost: str | None = None
    due_on: date | None = None
    """The limit the table states for the response."""
    answer_text: str = ""
    events: tuple[ImportEvent, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def identity(self) -> Identity:
        """Agency, folio as written and filing date: what makes two rows the same request."""
        return self.whose.key, self.folio_as_written or f"?{_digest(self.text)}", str(self.filed_on or "")

    @property
    def fingerprint(self) -> str:
        """Equal for two rows that say the same."""
        return _fingerprint(self)


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal as a table tells it."""

    sheet: str
    number: int
    whose: Whose
    appeal: str | None
    """The appeal's own number, as written."""
    folio: str | None
    folio_as_written: str | None
    filed_on: date | None
    resolved_on: date | None = None
    sense: str | None = None
    regulator: str | None = None
    reason: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def identity(self) -> Identity:
        """Agency, the appeal's number as written and its filing date."""
        name = self.appeal or f"?{_digest(f'{self.folio_as_written}{self.reason}')}"
        return self.whose.key, name, str(self.filed_on or "")

    @property
    def fingerprint(self) -> str:
        """Equal for two rows that say the same."""
        return _fingerprint(self)


def _fingerprint(row: RequestRow | AppealRow) -> str:
    told = {name: getattr(row, name) for name in row.__slots__ if name not in ("sheet", "number", "problems", "whose")}
    told["agency"] = row.whose.as_written
    text = json.dumps(told, default=_plain_json, sort_keys=True, ensure_ascii=False)
    return _digest(text)


def _plain_json(value: object) -> object:
    if isinstance(value, ImportEvent):
        return [value.kind, str(value.on), str(value.at), dict(value.values)]
    return dict(value) if isinstance(value, Mapping) else str(value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
