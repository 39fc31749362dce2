"""Notes as a person may see them, and where their passages stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from archive.models import Document
from ocr.types import Box, Word
from tracker.annotations.models import Annotation
from tracker.passages import Passage, Span, boxes_of, find_passage, word_spans, words_within
from tracker.people.access import scopes_of
from tracker.people.models import User
from tracker.projects.models import project_scope

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What the list of notes is narrowed to; unset fields do not narrow."""

    project_id: int | None = None
    document_id: int | None = None
    mine: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note and where its passage stands in the page's text now; without a span its words are found no more, and the
    boxes are where they stood."""

    note: Annotation
    span: Span | None
    boxes: tuple[Box, ...]

    @property
    def is_lost(self) -> bool:
        """Whether the words it quotes are found no more."""
        return self.span is None and bool(self.note.exact)


def may_see(session: Session, user: User) -> ColumnElement[bool]:
    """The condition that a note (joined with its document) is for this person: the archive owner reads no private note
    of others either."""
    mine = Annotation.created_by == user.id
    return and_(
        Document.scope.in_(scopes_of(session, user)),
        or_(mine, Annotation.audience == "readers",
            and_(Annotation.audience == "editors", Document.scope.in_(scopes_of(session, user, "edit")))),
    )


def find_note(session: Session, user: User, note_id: int) -> Annotation | None:
    """The note, when this person may see it; removed ones only their authors and the project's administrators."""
    query = select(Annotation).join(Annotation.document).where(Annotation.id == note_id, may_see(session, user))
    return session.scalar(query.where(or_(Annotation.removed_at.is_(None), Annotation.created_by == user.id,
                                          Document.scope.in_(scopes_of(session, user, "admin")))))


def notes_on_page(session: Session, user: User, document_id: int, number: int) -> list[Annotation]:
    """The notes of a page this person may see, in order of the passages."""
    query = select(Annotation).join(Annotation.document).where(
        Annotation.document_id == document_id, Annotation.page_number == number, Annotation.removed_at.is_(None),
        may_see(session, user)).options(joinedload(Annotation.author))
    return list(session.scalars(query.order_by(Annotation.start, Annotation.id)))


def list_notes(
    session: Session, user: User, wanted: NoteFilter, *, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[Annotation], int]:
    """One page of the notes this person may see, newest first, and how many there are. Three queries."""
    conditions = [Annotation.removed_at.is_(None), may_see(session, user)]
    if wanted.project_id is not None:
        conditions.append(Document.scope == project_scope(wanted.project_id))
    if wanted.document_id is not None:
        conditions.append(Annotation.document_id == wanted.document_id)
    if wanted.mine:
        conditions.append(Annotation.created_by == user.id)
    if wanted.words.strip():
        conditions.append(or_(Annotation.body.icontains(wanted.words.strip(), autoescape=True),
                              Annotation.exact.icontains(wanted.words.strip(), autoescape=True)))
    rows = select(Annotation).join(Annotation.document).where(*conditions)
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    order = (Annotation.page_number, Annotation.start) if wanted.document_id is not None else (Annotation.id.desc(),)
    loaded = rows.options(joinedload(Annotation.author), joinedload(Annotation.document)).order_by(*order)
    return list(session.scalars(loaded.limit(per_page).offset((max(1, page) - 1) * per_page))), total


def notes_count(session: Session, user: User, document_id: int) -> int:
    """How many notes of a document this person may see."""
    query = select(func.count(Annotation.id)).join(Annotation.document).where(
        Annotation.document_id == document_id, Annotation.removed_at.is_(None), may_see(session, user))
    return session.scalar(query) or 0


def placed(text: str, words: Sequence[Word], notes: Sequence[Annotation]) -> list[PlacedNote]:
    """Where each note's passage stands in the page's text and on its picture (both as shown)."""
    spans = word_spans(text, words) if notes else []
    found = []
    for note in notes:
        span = find_passage(text, Passage(note.start, note.exact, note.prefix, note.suffix))
        boxes = boxes_of(words, words_within(spans, *span)) if span else [(b[0], b[1], b[2], b[3]) for b in note.boxes]
        found.append(PlacedNote(note, span, tuple(boxes)))
    return found
