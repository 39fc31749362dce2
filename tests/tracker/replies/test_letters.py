"""Whole letters in our own words: outcome, labels, and what must not be read into them."""

from __future__ import annotations

import pytest

from tests.tracker.replies.changes import FOOTER, HEADER
from tests.tracker.replies.corpus import SampleLetter, letters
from tracker.replies.reading import ReplyReading, classify

UNSEEN = letters("unseen_*.yaml")
"""Written after the rules, to measure them; a share of them may be misread."""
LETTERS = [letter for letter in letters() if letter not in UNSEEN]


def read(letter: SampleLetter, text: str) -> ReplyReading:
    return classify(text.split("\f"), law=letter.law, on=letter.on)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_letter_is_read_as_a_careful_reader_would(letter: SampleLetter) -> None:
    reading = read(letter, letter.text)
    found = {label.label for label in reading.labels}
    assert reading.outcome in letter.outcomes
    assert set(letter.labels) <= found
    assert not set(letter.not_labels) & found


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_every_quote_is_a_piece_of_its_page(letter: SampleLetter) -> None:
    pages = letter.text.split("\f")
    for label in classify(pages).labels:
        assert label.quote and label.quote in pages[label.page - 1]
        assert 0 < label.confidence <= 1


def test_the_rights_notice_the_quoted_request_and_the_signature_change_hardly_anything() -> None:
    changed = []
    for letter in LETTERS:
        if letter.outcome == "unknown" or len(letter.text) < 120:
            continue
        bare, dressed = read(letter, letter.text), read(letter, f"{HEADER}\n\n{letter.text}\n\n{FOOTER}")
        if bare.outcome != dressed.outcome:
            changed.append((letter.id, bare.outcome, dressed.outcome))
    assert len(changed) <= 0.02 * len(LETTERS), changed


def test_capitals_without_accents_are_read_the_same() -> None:
    plain = str.maketrans("ÁÉÍÓÚÜáéíóúü", "AEIOUUAEIOUU")
    changed = []
    for letter in LETTERS:
        shouted = read(letter, letter.text.upper().translate(plain))
        if shouted.outcome not in letter.outcomes:
            changed.append((letter.id, letter.outcome, shouted.outcome))
    assert len(changed) <= 0.02 * len(LETTERS), changed


def test_labels_come_surest_first() -> None:
    for letter in LETTERS:
        confidences = [label.confidence for label in classify([letter.text]).labels]
        assert confidences == sorted(confidences, reverse=True)


def test_there_are_at_least_eighty_letters_and_every_label_is_asked_for() -> None:
    asked = {label for letter in letters() for label in letter.labels}
    assert len(letters()) >= 80
    assert {
        "delivered",
        "partial",
        "inexistence",
        "incompetence",
        "reserved",
        "confidential",
        "public_version",
    } <= asked


def test_of_the_letters_written_to_measure_nearly_all_are_read_right() -> None:
    wrong = [letter.id for letter in UNSEEN if read(letter, letter.text).outcome not in letter.outcomes]
    assert len(wrong) <= 0.06 * len(UNSEEN), wrong


def test_letters_the_model_never_saw_are_mostly_read_right() -> None:
    """Seventy letters, a third partial and a third not handled, that are in no training: a share may be misread."""
    held_out = letters("held_out/*.yaml")
    assert len(held_out) == 70
    right = [letter for letter in held_out if read(letter, letter.text).outcome in letter.outcomes]
    assert len(right) >= 53
    assert sum(letter.outcome == "other" for letter in right) >= 20
