"""Paragraphs that stand in letters of every outcome are no answer, alone or around one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.tracker.replies.corpus import letters
from tracker.replies.reading import classify

PARAGRAPHS: list[str] = yaml.safe_load((Path(__file__).parent / "boilerplate.yaml").read_text(encoding="utf-8"))
TOO_SHORT = 120
"""Letters below this many characters are read as headings or bare names, which long company rightly changes."""


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=range(len(PARAGRAPHS)))
def test_a_paragraph_of_any_letter_is_no_answer(paragraph: str) -> None:
    reading = classify([paragraph])
    said = {label.label for label in reading.labels if label.confidence > 0.5}
    assert not said & {
        "incompetence",
        "clarification",
        "reserved",
        "confidential",
        "inexistence",
        "extension",
        "partial",
    }
    assert reading.checks == ()


def changed_by_company(every: int) -> list[tuple[str, str, str]]:
    """The letters, one in `every`, whose outcome is another between six paragraphs that answer nothing."""
    changed = []
    for i, letter in enumerate(letters()[::every]):
        if letter.outcome == "unknown" or len(letter.text) < TOO_SHORT:
            continue
        around = [PARAGRAPHS[(i * 5 + step) % len(PARAGRAPHS)] for step in range(6)]
        outcome = classify(["\n\n".join([*around[:3], letter.text, *around[3:]])]).outcome
        if outcome not in letter.outcomes:
            changed.append((letter.id, letter.outcome, outcome))
    return changed


def test_paragraphs_of_any_letter_around_an_answer_change_hardly_anything() -> None:
    assert len(changed_by_company(every=4)) <= 2


@pytest.mark.long
def test_paragraphs_around_any_of_the_letters_change_hardly_anything() -> None:
    assert len(changed_by_company(every=1)) <= 0.03 * len(letters())
