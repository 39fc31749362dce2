"""What a receipt or notice says by its labels: folios, and for each the facts and limits a person may confirm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from tracker.agencies.directory import Directory
from tracker.folios.read import read_folios
from tracker.imports.dates import read_date
from tracker.notices.labels import Labels, plain

MAX_TEXT = 200_000
_CELLS = re.compile(r"\t|\s{3,}|\|")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact a notice seems to say, with the line it rests on; `on` is None where the date could not be read."""

    what: Literal["event", "stated", "received"]
    kind: str
    on: date | None
    at: time | None
    line: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of one folio (empty when none is named)."""

    folio: str
    proposals: tuple[Proposal, ...]


def read_notices(text: str, labels: Labels, directory: Directory, *, today: date, mailed_on: date | None = None
                 ) -> list[Notice]:
    """The notices of a text, one per folio; `mailed_on` dates an answer whose own date is not printed."""
    text = text[:MAX_TEXT]
    folios = {found.folio: found.start for found in reversed(read_folios(text, directory)) if not found.is_appeal}
    cuts = sorted((start, folio) for folio, start in folios.items())
    if not cuts:
        return [Notice("", _proposals(text, labels, today, mailed_on))]
    begins = [0, *(text.rfind("\n", 0, start) + 1 for start, _ in cuts[1:]), len(text)]
    return [Notice(folio, _proposals(text[begins[at]:begins[at + 1]], labels, today, mailed_on))
            for at, (_start, folio) in enumerate(cuts)]


def _proposals(text: str, labels: Labels, today: date, mailed_on: date | None) -> tuple[Proposal, ...]:
    found: list[Proposal] = []
    answer: tuple[str, str] | None = None
    answered: tuple[date | None, time | None] = (None, None)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        gives, value = _labelled(line, labels)
        if gives is None:
            continue
        following = lines[at + 1] if at + 1 < len(lines) and _labelled(lines[at + 1], labels)[0] is None else ""
        value = value or following
        quote = line if value in line else f"{line} {value}"
        if gives == "answer":
            kind = next((kind for word, kind in labels.answers if f" {word} " in f" {plain(value)} "), None)
            answer = answer or ((kind, quote) if kind else None)
            continue
        if gives == "folio":
            continue
        on, hour = _date(value, today)
        if gives == "answered_on":
            answered = (on, hour) if on else answered
        elif on is not None or re.search(r"\d", value):
            what, _sign, kind = gives.partition(":")
            found.append(Proposal(_WHAT[what], kind or what, on, hour, quote[:300]))
    if answer:
        on, hour = answered if answered[0] else (mailed_on, None)
        found.append(Proposal("event", answer[0], on, hour, answer[1][:300]))
    return tuple(dict.fromkeys(found))


_WHAT: dict[str, Literal["event", "stated", "received"]] = {
    "event": "event", "stated": "stated", "received": "received"}


def _labelled(line: str, labels: Labels) -> tuple[str | None, str]:
    """What the label at a line's start gives, and the rest of the line."""
    head, colon, rest = line.partition(":")
    cells = [cell for cell in _CELLS.split(line) if cell.strip()]
    for name, value in ((head, rest if colon else ""), (cells[0] if cells else "", " \t ".join(cells[1:]))):
        gives = dict(labels.labels).get(_without_number(plain(name)))
        if gives is not None:
            return gives, value.strip()
    words = plain(line)
    for label, gives in labels.labels:
        # Without a colon only a label of several words that a date follows is one.
        if " " in label and _without_number(words).startswith(f"{label} ") and re.search(r"\d{1,4}.{1,4}\d", line):
            return gives, line
    return None, ""


def _without_number(words: str) -> str:
    return re.sub(r"^(?:\d{1,2}|[a-z]) ", "", words)


def _date(value: str, today: date) -> tuple[date | None, time | None]:
    """The one date of a value; None when there is none, or two that differ."""
    days = set()
    for piece in [value, *_CELLS.split(value), *re.split(r"\bdias habiles\b|\bdías hábiles\b|[()]", value)]:
        reading = read_date(piece.strip(" .:"), today)
        if reading.on is not None:
            days.add((reading.on, reading.at))
    if len({on for on, _ in days}) != 1:
        return None, None
    return max(days, key=lambda day: day[1] is not None)
