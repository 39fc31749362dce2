"""Correcting a page's text by hand, and undoing it: the machine's text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from archive import jobs
from archive.models import Page
from archive.reading import INDEX_JOB
from archive.words import unpack_words
from ocr.types import Box
from tracker.audit.actions import record_act
from tracker.corrections.applying import Corrected, Placed, apply
from tracker.corrections.models import Correction
from tracker.corrections.visible import says_hidden
from tracker.passages import Passage, Span, boxes_of, passage_at, word_spans, words_within
from tracker.redactions.syncing import marks_on

MOST = 2000
"""Characters of one corrected line."""
_LINE = re.compile(r"[^\n]+")


class CannotCorrect(Exception):
    """The correction is refused; `code`: `hidden too-long unread changed lines`."""

    def __init__(self, code: str, line: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line


@dataclass(frozen=True, slots=True)
class EditableLine:
    """A line of the machine's text (or several that one correction holds together), as it reads now, and its box."""

    start: int
    end: int
    machine: str
    now: str
    box: Box | None
    corrections: tuple[Placed, ...]
    beside_hidden: bool
    added: tuple[Correction, ...] = ()
    """Lines people put in right below it."""


def corrections_of(session: Session, document_id: int, number: int) -> list[Correction]:
    """Every correction of a page, oldest first, those undone included."""
    query = select(Correction).where(Correction.document_id == document_id, Correction.page_number == number)
    return list(session.scalars(query.order_by(Correction.id)))


def corrected_page(session: Session, page: Page) -> Corrected:
    """The page's text with its corrections."""
    return apply(page.text or "", corrections_of(session, page.document_id, page.number))


def hidden_boxes(page: Page) -> tuple[list[Box], bool]:
    """Boxes of everything hidden on a page, and whether something is hidden that has no place.

    What people drew counts, and what they dismissed does not; a leak always does.
    """
    session = object_session(page)
    marks = marks_on(session, page.document_id, page.number) if session is not None else []
    dismissed = [mark.seen_box or mark.box for mark in marks if mark.status == "dismissed"]
    marked: list[Mapping[str, Any]] = [
        one for one in page.redactions or () if not any(_same(one.get("box"), box) for box in dismissed)]
    marked += [{"box": mark.box} for mark in marks if mark.status != "dismissed"]
    marked += page.leaks or ()
    boxes = [(b[0], b[1], b[2], b[3]) for one in marked if (b := one.get("box"))]
    return boxes, any(not one.get("box") for one in marked)


def _same(one: Sequence[float] | None, other: Sequence[float]) -> bool:
    return one is not None and all(abs(a - b) < 0.002 for a, b in zip(one, other, strict=True))


def editable_lines(page: Page, corrected: Corrected) -> list[EditableLine]:
    """The lines of a page as they can be corrected, in reading order."""
    text = page.text or ""
    words = unpack_words(page.words)
    spans = word_spans(text, words)
    hidden, everywhere = hidden_boxes(page)
    lines = []
    for start, end in _units(text, corrected.placed):
        mine = tuple(one for one in corrected.placed if one.correction.exact and _meet(one.was, (start, end)))
        indexes = words_within(spans, start, end)
        boxes = boxes_of(words, indexes)
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes),
               max(b[3] for b in boxes)) if boxes else None
        near = everywhere or (box is not None and any(h[1] < box[3] and h[3] > box[1] for h in hidden))
        lines.append(EditableLine(start, end, text[start:end], _now(text, start, end, mine), box, mine, near))
    for one in corrected.placed:
        above = sum(line.start < one.was[0] for line in lines) - 1
        if not one.correction.exact and above >= 0:
            lines[above] = replace(lines[above], added=(*lines[above].added, one.correction))
    return lines


def added_on_top(corrected: Corrected, lines: Sequence[EditableLine]) -> list[Correction]:
    """Lines people put in above all others, or on a page the machine read nothing on."""
    shown = {one.id for line in lines for one in line.added}
    return [one.correction for one in corrected.placed if not one.correction.exact and one.correction.id not in shown]


def _units(text: str, placed: Sequence[Placed]) -> list[Span]:
    units: list[Span] = []
    for match in _LINE.finditer(text):
        if not match[0].strip():
            continue
        start, end = match.span()
        if units and any(one.was[0] < units[-1][1] and one.was[1] > start for one in placed):
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _now(text: str, start: int, end: int, placed: Sequence[Placed]) -> str:
    at, pieces = start, []
    for one in sorted(placed, key=lambda one: one.was):
        pieces += [text[at : one.was[0]], one.correction.text]
        at = one.was[1]
    return " ".join("".join([*pieces, text[at:end]]).split())


def correct_line(
    session: Session, page: Page, start: int, text: str, *, machine: str, by: int, now: datetime
) -> Correction | None:
    """Put what a person read beside one line of the machine's text; None when nothing changed.

    `machine` is the line as the person saw it, so that a page read anew meanwhile is not corrected by mistake. The
    machine's own words take the correction back. Raises CannotCorrect.
    """
    corrected = corrected_page(session, page)
    line = next((one for one in editable_lines(page, corrected) if one.start == start), None)
    if line is None or line.machine.split() != machine.split():
        raise CannotCorrect("changed", text)
    said = " ".join(text.split())
    if said == line.now:
        return None
    if len(said) > MOST:
        raise CannotCorrect("too-long", said)
    words = unpack_words(page.words)
    hidden, everywhere = hidden_boxes(page)
    mine = [words[i] for i in words_within(word_spans(page.text or "", words), line.start, line.end)]
    if says_hidden(mine, said, hidden, everywhere=everywhere):
        raise CannotCorrect("hidden", said)
    if said == " ".join(line.machine.split()):
        take_back(session, page, corrected, (line.start, line.end), by=by, now=now)
        return None
    replaced = line.corrections[0].correction.id if len(line.corrections) == 1 else None
    return keep(session, page, passage_at(page.text or "", line.start, line.end), said, replaced, by=by, now=now)


def take_back(
    session: Session, page: Page, corrected: Corrected, was: Span, *, by: int, now: datetime
) -> None:
    """Withdraw every correction of a stretch of the machine's text, those under later ones included."""
    of_it = [one.correction for one in corrected.placed if one.correction.exact and _meet(one.was, was)]
    of_it += [correction for span, correction in corrected.covered if _meet(span, was)]
    for correction in of_it:
        if correction.withdrawn_at is None:
            undo(session, correction, page, by=by, now=now, with_replaced=True)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def add_line(
    session: Session, page: Page, text: str, *, below: int | None = None, by: int, now: datetime
) -> Correction | None:
    """Add a line the machine did not read at all; refused on pages where something is hidden. Raises CannotCorrect.

    `below`: the place in the machine's text where the line above begins, -1 for the top; at the end when left out.
    """
    said = " ".join(text.split())
    if not said:
        return None
    refuse_added(page, said)
    machine = page.text or ""
    if below is None:
        return keep(session, page, Passage(len(machine), ""), said, None, by=by, now=now)
    end = machine.find("\n", below) if below >= 0 else 0
    gap = len(machine) if end < 0 else end
    return keep(session, page, passage_at(machine, gap, gap), said, None, by=by, now=now)


def change_added(session: Session, page: Page, added: Correction, text: str, *, by: int, now: datetime
                 ) -> Correction | None:
    """Write an added line anew, or take it away with an empty text; None when nothing changed. Raises CannotCorrect."""
    said = " ".join(text.split())
    if said == added.text:
        return None
    if not said:
        undo(session, added, page, by=by, now=now, with_replaced=True)
        return None
    refuse_added(page, said)
    place = Passage(added.start, "", added.prefix, added.suffix)
    return keep(session, page, place, said, added.id, by=by, now=now)


def refuse_added(page: Page, said: str) -> None:
    """Raise CannotCorrect where no line may be added: it is too long, or the page hides something."""
    if len(said) > MOST:
        raise CannotCorrect("too-long", said)
    hidden, everywhere = hidden_boxes(page)
    if hidden or everywhere:
        raise CannotCorrect("hidden", said)


def undo(session: Session, correction: Correction, page: Page, *, by: int, now: datetime,
         with_replaced: bool = False) -> None:
    """Withdraw a correction: what it replaced holds again, unless that is withdrawn too."""
    correction.withdrawn_at, correction.withdrawn_by = now, by
    record_act(session, "correction.undo", "document", correction.document_id, by=by, at=now,
               content={"correction": correction.id})
    before = session.get(Correction, correction.replaces_id) if correction.replaces_id and with_replaced else None
    if before is not None and before.withdrawn_at is None:
        undo(session, before, page, by=by, now=now, with_replaced=True)
    _put_beside(session, page, now)


def keep(
    session: Session, page: Page, about: Passage, text: str, replaces: int | None, *, by: int, now: datetime
) -> Correction:
    """Write a correction of a passage of the machine's text, whatever it says; callers have judged it."""
    if page.state != "read":
        raise CannotCorrect("unread", text)
    made = Correction(
        document_id=page.document_id, page_number=page.number, start=about.start, exact=about.exact,
        prefix=about.prefix, suffix=about.suffix, text=text, created_by=by, created_at=now, replaces_id=replaces)
    session.add(made)
    session.flush()
    record_act(session, "correction.add", "document", page.document_id, by=by, at=now,
               content={"page": page.number, "was": made.exact, "text": made.text})
    _put_beside(session, page, now)
    return made


def _put_beside(session: Session, page: Page, now: datetime) -> None:
    session.flush()
    refresh(session, page)
    jobs.put(session, INDEX_JOB, page.document_id, now=now)


def refresh(session: Session, page: Page) -> None:
    """Write the corrected text anew beside the machine's, as after a re-reading."""
    found = apply(page.text or "", corrections_of(session, page.document_id, page.number))
    page.corrected = found.text if found.placed or found.loose else None


def refresh_document(session: Session, document_id: int) -> None:
    """The same for every page of a document that was ever corrected."""
    numbers = select(Correction.page_number).where(Correction.document_id == document_id).distinct()
    for page in session.scalars(select(Page).where(Page.document_id == document_id, Page.number.in_(numbers))):
        refresh(session, page)
