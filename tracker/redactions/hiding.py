"""What a verdict does to the words of a page: those under a box a person drew go, those under a false alarm come back.

Words that go are kept nowhere; they come back by reading the page again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import jobs
from archive.db import fold
from archive.models import Document, Page
from archive.reading import AFTER_JOB, INDEX_JOB
from archive.rereading import Wanted, order_reading, running_order
from archive.rereading_models import OtherReading
from archive.words import pack_words, unpack_words
from ocr.lines import area, overlap
from ocr.types import Word
from tracker.passages import word_spans
from tracker.redactions.models import RedactionMark

HIDE_JOB, SHOW_JOB = "hide-words", "show-words"
"""Both are of a page, by its id."""
RESTS = timedelta(seconds=45)
"""A box is moved about before it lies right: so long after the first touch its words are looked at."""
LATER = timedelta(minutes=3)
"""A document that is being read is asked for again after so long."""
BY_HAND = "words under boxes that people drew were left out"
COVERED = 0.5
"""A word with more than this share of its box under a box is hidden, as in the reading itself."""
WORDS_ONLY = ("label", "withheld")
"""These stand in the place of words; they cover none."""
_COUNTED = re.compile(rf"; (\d+) {BY_HAND}$")


@dataclass(frozen=True, slots=True)
class Stand:
    """What a box is at one moment, as far as the words under it go."""

    status: str
    style: str
    origin: str
    box: tuple[float, ...]
    seen_box: tuple[float, ...] | None

    @classmethod
    def of(cls, mark: RedactionMark) -> Stand:
        """That of a box now."""
        seen = tuple(mark.seen_box) if mark.seen_box else None
        return cls(mark.status, mark.style, mark.origin, tuple(mark.box), seen)

    @property
    def hides(self) -> bool:
        """Whether it hides the words under it by a person's word: drawn, or corrected, and not dismissed since."""
        by_hand = self.origin == "person" or self.box != self.seen_box
        return self.status == "confirmed" and self.style not in WORDS_ONLY and by_hand

    @property
    def is_false_alarm(self) -> bool:
        """Whether people dismissed what the last reading shows, and kept the words on it out for."""
        return self.status == "dismissed" and self.seen_box is not None and self.style not in WORDS_ONLY


def hide_words(session: Session, page: Page, marks: Collection[RedactionMark]) -> int:
    """Take the words under boxes that people drew or corrected out of a page's text; gives how many went."""
    drawn = [mark for mark in marks if Stand.of(mark).hides]
    words = unpack_words(page.words) if drawn else []
    gone = {at for at, word in enumerate(words) if any(_is_under(word, mark) for mark in drawn)}
    if not gone:
        return 0
    from tracker.corrections.actions import refresh

    page.text = without_words(page.text or "", words, gone)
    page.words = pack_words([word for at, word in enumerate(words) if at not in gone])
    before = _COUNTED.search(page.why or "")
    said = _COUNTED.sub("", page.why or "")[:220]
    page.why = f"{said}; {len(gone) + (int(before[1]) if before else 0)} {BY_HAND}"
    refresh(session, page)
    session.execute(delete(OtherReading).where(
        OtherReading.document_id == page.document_id, OtherReading.number == page.number))
    session.flush()
    return len(gone)


def without_words(text: str, words: Sequence[Word], gone: Collection[int]) -> str:
    """A page's text without some of its words, by their numbers; lines stay."""
    spans = word_spans(text, words)
    if any(spans[at][0] == spans[at][1] for at in gone):
        # A word that is not found in the text might stay in it: the text is made of the words that are left.
        return _lines_of([word for at, word in enumerate(words) if at not in gone])
    kept, at = [], 0
    for number in sorted(gone):
        kept.append(text[at : spans[number][0]])
        at = spans[number][1]
    lines = "".join([*kept, text[at:]]).split("\n")
    return "\n".join(re.sub(r"[ \t]{2,}", " ", line).strip() for line in lines)


def mark_dismissed(page: Page, marks: Collection[RedactionMark]) -> None:
    """Note in the page's own list which boxes people dismissed: the next reading leaves the words on them."""
    dismissed = [list(mark.seen_box) for mark in marks if mark.status == "dismissed" and mark.seen_box]
    noted = [{**{name: value for name, value in one.items() if name != "is_dismissed"},
              **({"is_dismissed": True} if list(one["box"]) in dismissed else {})} for one in page.redactions or ()]
    if noted != (page.redactions or []):
        page.redactions = noted


def look_later(session: Session, page: Page, changed: Iterable[tuple[Stand | None, Stand]], now: datetime) -> None:
    """Have the words of a page looked at when the hand rests, after boxes changed from one stand to another.

    Words go when a box hides more; when one hides less, or a false alarm is told or taken back, the page is read again.
    """
    was_cut, is_read = BY_HAND in (page.why or ""), page.source in ("ocr", "mixed")
    for before, after in changed:
        hid_more = before is not None and before.hides and before != after and was_cut
        told = (before is not None and before.is_false_alarm) != after.is_false_alarm
        if hid_more or (told and is_read):
            jobs.put(session, SHOW_JOB, page.id, now=now, run_at=now + RESTS)
        if after.hides:
            jobs.put(session, HIDE_JOB, page.id, now=now, run_at=now + RESTS)


def read_anew(session: Session, page_id: int, *, now: datetime) -> None:
    """Have a page read again, so that words come back; later, while its document is being read."""
    page = session.get(Page, page_id)
    if page is None or page.state != "read":
        return
    document = session.get_one(Document, page.document_id)
    if document.state != "read" or running_order(session, document.id) is not None:
        jobs.put(session, SHOW_JOB, page_id, now=now, run_at=now + LATER)
    else:
        order_reading(session, document, Wanted(pages=(page.number,)), by=None, now=now)


def hide_now(session: Session, page_id: int, *, now: datetime) -> int:
    """Take the words of one page out, and have what follows from its text done anew; gives how many went."""
    page = session.get(Page, page_id)
    if page is None or page.state != "read":
        return 0
    marks = session.scalars(select(RedactionMark).where(
        RedactionMark.document_id == page.document_id, RedactionMark.page_number == page.number)).all()
    gone = hide_words(session, page, marks)
    if gone:
        jobs.put(session, INDEX_JOB, page.document_id, now=now)
        jobs.put(session, AFTER_JOB, page.document_id, now=now)
    return gone


def _is_under(word: Word, mark: RedactionMark) -> bool:
    x0, y0, x1, y1 = mark.box
    size = area(word.box)
    if not size or overlap(word.box, (x0, y0, x1, y1)) <= COVERED * size:
        return False
    # What is printed on the box is shown: the person has said so.
    return fold(word.text) not in fold(mark.ground or "").split()


def _lines_of(words: Sequence[Word]) -> str:
    lines: list[list[Word]] = []
    for word in words:
        middle = (word.box[1] + word.box[3]) / 2
        if lines and lines[-1][-1].box[1] <= middle <= lines[-1][-1].box[3]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "\n".join(" ".join(word.text for word in line) for line in lines)
