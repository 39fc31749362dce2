"""Marking passages, writing notes about them, and taking them away again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy.orm import Session

from archive.models import Page
from tracker.annotations.models import Annotation
from tracker.audit.actions import record_act
from tracker.passages import Passage, passage_at
from tracker.shown_pages import Selected, find_selected, shown_page

Audience = Literal["author", "editors", "readers"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
MOST_QUOTED = 4000
MOST_WRITTEN = 20_000
"""Characters."""


class CannotAnnotate(Exception):
    """The note is refused; `code`: `not-there too-long empty`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def annotate(
    session: Session, page: Page, *, quote: str = "", words: tuple[int, int] | None = None,
    place: tuple[int, int] | None = None, body: str = "", audience: Audience = "readers", by: int, now: datetime,
) -> Annotation:
    """Mark the words first–last (as the page shows them, corrections included), a place of its text (in characters) or
    a quoted passage; with none, the note is about the whole page. Raises CannotAnnotate."""
    shown = shown_page(session, page)
    passage = Passage(0, "")
    if words is not None or place is not None or quote.strip():
        span = find_selected(shown, Selected(words, place, quote))
        if span is None:
            raise CannotAnnotate("not-there")
        passage = passage_at(shown.text, *span)
    if not passage.exact and not body.strip():
        raise CannotAnnotate("empty")
    if len(passage.exact) > MOST_QUOTED or len(body) > MOST_WRITTEN:
        raise CannotAnnotate("too-long")
    boxes = shown.boxes((passage.start, passage.start + len(passage.exact)))
    made = Annotation(
        document_id=page.document_id, page_number=page.number, start=passage.start, exact=passage.exact,
        prefix=passage.prefix, suffix=passage.suffix, boxes=[list(box) for box in boxes],
        body=body.strip(), audience=audience, created_by=by, created_at=now)
    session.add(made)
    session.flush()
    record_act(session, "note.add", "annotation", made.id, by=by, at=now, content=_content(made))
    return made


def change(session: Session, note: Annotation, *, body: str, audience: Audience, by: int, now: datetime) -> None:
    """Write the note anew. Raises CannotAnnotate."""
    if not note.exact and not body.strip():
        raise CannotAnnotate("empty")
    if len(body) > MOST_WRITTEN:
        raise CannotAnnotate("too-long")
    note.body, note.audience, note.changed_at = body.strip(), audience, now
    record_act(session, "note.change", "annotation", note.id, by=by, at=now, content=_content(note))


def remove(session: Session, note: Annotation, *, by: int, now: datetime) -> None:
    """Take the note away; it can be put back."""
    note.removed_at = now
    record_act(session, "note.remove", "annotation", note.id, by=by, at=now)


def put_back(session: Session, note: Annotation, *, by: int, now: datetime) -> None:
    """Undo the removal."""
    note.removed_at = None
    record_act(session, "note.put-back", "annotation", note.id, by=by, at=now)


def _content(note: Annotation) -> dict[str, str]:
    return {"quote": note.exact, "body": note.body, "audience": note.audience}
