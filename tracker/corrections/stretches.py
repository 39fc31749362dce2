"""Correcting words where they stand: one or several of a line, as the page shows it, earlier corrections included."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from tracker.corrections.actions import (
    MOST,
    CannotCorrect,
    change_added,
    corrected_page,
    hidden_boxes,
    keep,
    take_back,
)
from tracker.corrections.applying import Corrected, Placed, machine_place
from tracker.corrections.models import Correction
from tracker.corrections.visible import says_hidden
from tracker.passages import Span, passage_at, word_spans, words_within


def correct_words(
    session: Session, page: Page, span: Span, text: str, *, seen: str, by: int, now: datetime
) -> Correction | None:
    """Put what a person read beside words of the shown text (`span`, in characters); None when nothing changed.

    `seen` are the words as the person saw them, so that a page read anew meanwhile is not corrected by mistake. What
    was corrected there before is corrected again. Raises CannotCorrect.
    """
    corrected = corrected_page(session, page)
    shown, said = corrected.text[span[0] : span[1]], " ".join(text.split())
    if not shown.strip() or shown.split() != seen.split():
        raise CannotCorrect("changed", said)
    if "\n" in shown.strip():
        raise CannotCorrect("lines", said)
    if said == " ".join(shown.split()):
        return None
    touched = [one for one in corrected.placed if one.now[0] < span[1] and one.now[1] > span[0]]
    whole = (min([span[0], *(one.now[0] for one in touched)]), max([span[1], *(one.now[1] for one in touched)]))
    new = " ".join((corrected.text[whole[0] : span[0]] + said + corrected.text[span[1] : whole[1]]).split())
    if len(new) > MOST:
        raise CannotCorrect("too-long", said)
    if len(touched) == 1 and not touched[0].correction.exact:
        return change_added(session, page, touched[0].correction, new, by=by, now=now)
    was = machine_place(corrected, whole[0]), machine_place(corrected, whole[1], is_end=True)
    _refuse_hidden(page, corrected, span, said)
    machine = page.text or ""
    if new == " ".join(machine[was[0] : was[1]].split()):
        take_back(session, page, corrected, was, by=by, now=now)
        return None
    return keep(session, page, passage_at(machine, *was), new, _replaced(touched, was), by=by, now=now)


def _replaced(touched: list[Placed], was: Span) -> int | None:
    """The one earlier correction of the same words; others of a part of them stay, under this one."""
    return touched[0].correction.id if len(touched) == 1 and touched[0].was == was else None


def _refuse_hidden(page: Page, corrected: Corrected, span: Span, said: str) -> None:
    """Raise CannotCorrect when the line, as it would read, says more than the page shows."""
    hidden, everywhere = hidden_boxes(page)
    if not (hidden or everywhere):
        return
    text = corrected.text
    start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    end = len(text) if end < 0 else end
    words = unpack_words(page.words)
    of_line = words_within(word_spans(page.text or "", words), machine_place(corrected, start),
                           machine_place(corrected, end, is_end=True))
    line = text[start : span[0]] + said + text[span[1] : end]
    if says_hidden([words[i] for i in of_line], line, hidden, everywhere=everywhere):
        raise CannotCorrect("hidden", said)
