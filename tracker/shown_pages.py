"""A page as people see it: its text and words with the corrections in them, and what they select there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.models import Page
from archive.words import unpack_words
from ocr.types import Box, Word
from tracker.corrections.actions import corrected_page, hidden_boxes
from tracker.corrections.applying import Corrected, corrected_words
from tracker.passage_links import find_code, whole_words
from tracker.passages import Passage, Span, boxes_of, find_passage, word_spans, words_within
from tracker.quoting import quotation


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Text and words as shown, where each word stands in the text, and the machine's text under them."""

    corrected: Corrected
    words: Sequence[Word]
    spans: Sequence[Span]

    @property
    def text(self) -> str:
        """The text as shown."""
        return self.corrected.text

    def boxes(self, span: Span) -> list[Box]:
        """Boxes around a stretch, one a line, in shares of the page."""
        return boxes_of(self.words, words_within(self.spans, *span))


@dataclass(frozen=True, slots=True)
class Selected:
    """What somebody selected: words by their numbers (first and last), a place in the text, or words typed."""

    words: Span | None = None
    place: Span | None = None
    quote: str = ""
    code: str = ""
    """Of `passage_links`."""


def shown_page(session: Session, page: Page) -> ShownPage:
    """The page with its corrections."""
    corrected = corrected_page(session, page)
    words, _places = corrected_words(page.text or "", unpack_words(page.words), corrected.placed)
    return ShownPage(corrected, words, word_spans(corrected.text, words))


def find_selected(shown: ShownPage, selected: Selected) -> Span | None:
    """The stretch of the shown text that was selected; None when it is not there or is nothing."""
    span: Span | None = None
    if selected.words is not None:
        first, last = selected.words
        if 0 <= first <= last < len(shown.spans):
            span = shown.spans[first][0], shown.spans[last][1]
    elif selected.place is not None and selected.place[0] < len(shown.text):
        span = whole_words(shown.text, *selected.place)
    elif selected.code:
        span = find_code(shown.text, selected.code)
    elif selected.quote.strip():
        span = find_passage(shown.text, Passage(0, selected.quote))
    if span is None:
        return None
    # A tap may choose a sign that is no word: what is selected has letters or digits.
    return span if any(ch.isalnum() for ch in shown.text[span[0] : span[1]]) else None


def quoted(page: Page, shown: ShownPage, span: Span) -> str:
    """The words of a stretch as they are quoted, with a sign where something is hidden between them."""
    return quotation(shown.text, span, shown.words, hidden_boxes(page)[0])
