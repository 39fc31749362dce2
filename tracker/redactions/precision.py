"""How often the detector was right, by style, as people judged it; never more than they looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from ocr.lines import likeness
from tracker.people import access
from tracker.people.models import User
from tracker.redactions.matching import SAME
from tracker.redactions.models import PageExamined, RedactionMark

FEW = 20
"""Under so many verdicts a share says little; it is marked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Verdicts on what a rule or a style gave.

    `right` and `wrong` were judged, `waiting` were not. `missed` were drawn by hand, of them `missed_on_examined` on
    the `examined` pages somebody went through wholly: only there it is known what was missed.
    """

    code: str
    right: int = 0
    wrong: int = 0
    waiting: int = 0
    missed: int | None = None
    right_on_examined: int = 0
    missed_on_examined: int = 0

    @property
    def judged(self) -> int:
        """On how many the shares rest."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """Confirmed over judged, 0–1; None when nothing was judged."""
        return self.right / self.judged if self.judged else None

    @property
    def between(self) -> tuple[float, float] | None:
        """Wilson's interval of 95 % around the precision."""
        return wilson(self.right, self.judged) if self.judged else None

    @property
    def recall(self) -> float | None:
        """Found over all there were, on pages gone through wholly."""
        there = self.right_on_examined + self.missed_on_examined
        return self.right_on_examined / there if there else None

    @property
    def is_few(self) -> bool:
        """Whether too few were judged to say much."""
        return self.judged < FEW


def wilson(right: int, judged: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval for a share (E. B. Wilson, 1927)."""
    share, square = right / judged, z * z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = z * sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    # The last digit of a float must not leave the share outside of its own interval.
    return min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


COUNTS = ("right", "wrong", "waiting", "missed", "right_on_examined", "missed_on_examined")
"""What a box may count as; each number of `Measured` is a list of boxes."""


@dataclass(frozen=True, slots=True)
class CountedBox:
    """A box and one of `COUNTS` it counts as, under a style; what stands where is for the list behind the number."""

    style: str
    what: str
    mark: int
    document: int
    page: int


def counted_boxes(session: Session, viewer: User, *conditions: ColumnElement[bool]) -> Iterator[CountedBox]:
    """Every box as it counts, of those the viewer may see on pages as they are read now.

    A box counts as found when it was confirmed and still lies (IoU ≥ 0.5) where the detector put it. Only boxes that
    the last reading of their page shows are counted: a false alarm that is gone is no fault of today's detector.
    """
    scopes = access.scopes_of(session, viewer)
    pages = {(document, number) for document, number in session.execute(
        select(PageExamined.document_id, PageExamined.page_number))}
    query = (
        select(RedactionMark.id, RedactionMark.document_id, RedactionMark.page_number, RedactionMark.origin,
               RedactionMark.status, RedactionMark.box, RedactionMark.style, RedactionMark.seen_box,
               RedactionMark.seen_style)
        .join(Document, Document.id == RedactionMark.document_id)
        .join(Page, (Page.document_id == RedactionMark.document_id) & (Page.number == RedactionMark.page_number))
        .where(Document.scope.in_(scopes), Page.state == "read", *conditions)
        .order_by(RedactionMark.document_id, RedactionMark.page_number, RedactionMark.id)
    )
    for mark, document, number, origin, status, box, style, seen_box, seen_style in session.execute(query):
        is_examined = (document, number) in pages
        if seen_box is not None and origin == "detector":
            verdict = _verdict(status, box, seen_box)
            yield CountedBox(seen_style, verdict, mark, document, number)
            if verdict == "right" and is_examined:
                yield CountedBox(style, "right_on_examined", mark, document, number)
            if verdict == "wrong" and status == "confirmed" and is_examined:
                yield CountedBox(style, "missed_on_examined", mark, document, number)
        elif status == "confirmed" and seen_box is None:
            yield CountedBox(style, "missed", mark, document, number)
            if is_examined:
                yield CountedBox(style, "missed_on_examined", mark, document, number)


def detector_precision(session: Session, viewer: User, *conditions: ColumnElement[bool]) -> list[Measured]:
    """One line per style the detector named, and the boxes it missed by the style people gave them."""
    counted: dict[str, Counter[str]] = {}
    for box in counted_boxes(session, viewer, *conditions):
        counted.setdefault(box.style, Counter())[box.what] += 1
    found = [Measured(style, **{"missed": 0, **numbers}) for style, numbers in counted.items()]
    return sorted(found, key=lambda one: (-one.judged, -one.waiting, one.code))


def _verdict(status: str, box: list[Any], seen_box: list[Any]) -> str:
    if status == "suggested":
        return "waiting"
    return "right" if status == "confirmed" and likeness(box, seen_box) >= SAME else "wrong"
