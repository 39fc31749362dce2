"""Marking passages, writing notes about them, and taking them away again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from tracker.annotations.models import Annotation
from tracker.audit.actions import record_act
from tracker.corrections.actions import corrected_page
from tracker.corrections.applying import corrected_words
from tracker.passages import Passage, boxes_of, find_passage, passage_at, word_spans, words_within

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
    session: Session, page: Page, *, quote: str = "", words: tuple[int, int] | None = None, body: str = "",
    audience: Audience = "readers", by: int, now: datetime,
) -> Annotation:
    """Mark the words first–last (as the page shows them, corrections included) or a quoted passage; with neither, the
    note is about the whole page. Raises CannotAnnotate."""
    corrected = corrected_page(session, page)
    shown, _places = corrected_words(page.text or "", unpack_words(page.words), corrected.placed)
    spans = word_spans(corrected.text, shown)
    passage = Passage(0, "")
    if words is not None:
        first, last = words
        if not 0 <= first <= last < len(spans):
            raise CannotAnnotate("not-there")
        passage = passage_at(corrected.text, spans[first][0], spans[last][1])
    elif quote.strip():
        place = find_passage(corrected.text, Passage(0, quote))
        if place is None:
            raise CannotAnnotate("not-there")
        passage = passage_at(corrected.text, *place)
    if not passage.exact and not body.strip():
        raise CannotAnnotate("empty")
    if len(passage.exact) > MOST_QUOTED or len(body) > MOST_WRITTEN:
        raise CannotAnnotate("too-long")
    indexes = words_within(spans, passage.start, passage.start + len(passage.exact))
    made = Annotation(
        document_id=page.document_id, page_number=page.number, start=passage.start, exact=passage.exact,
        prefix=passage.prefix, suffix=passage.suffix, boxes=[list(box) for box in boxes_of(shown, indexes)],
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
