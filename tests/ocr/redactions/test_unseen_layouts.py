"""The bars on layouts that the trees were not learned from, and on clean pages of them."""

from __future__ import annotations

import pytest

from tests.ocr.redactions.evaluate import Score, measure, unseen_pages
from tests.ocr.redactions.made import make, pages


@pytest.mark.parametrize(
    ("style", "recall"), [("black", 0.85), ("coloured", 0.80), ("outlined", 0.80), ("grey", 0.75), ("marker", 0.75)]
)
def test_redactions_of_a_style_are_found_on_layouts_never_learned_from(style: str, recall: float) -> None:
    score = Score()
    for page in pages("test", style, 5):
        measure(page, score)
    assert score.recall >= recall, "\n".join(score.notes)
    assert score.precision >= 0.85, "\n".join(score.notes)


def test_the_same_page_is_made_again_from_the_same_seed() -> None:
    first, second = (make("dev", 1, "grey") for _ in range(2))
    assert first.boxes == second.boxes
    assert bool((first.image == second.image).all())


def test_pages_with_nothing_redacted_are_left_alone_on_layouts_never_learned_from() -> None:
    score = Score()
    for seed in range(4):
        measure(make("test", 5 + seed, None, seed % 2), score)
    assert score.false == 0, "\n".join(score.notes)


@pytest.mark.long
@pytest.mark.parametrize(("style", "recall"), [("black", 0.85), ("coloured", 0.80), ("outlined", 0.80), ("grey", 0.75)])
def test_redactions_on_released_files_that_a_browser_draws_are_found(style: str, recall: float) -> None:
    score = Score()
    for page in unseen_pages(style, 24):
        measure(page, score)
    assert score.recall >= recall, "\n".join(score.notes)
    assert score.precision >= 0.85, "\n".join(score.notes)


@pytest.mark.long
def test_released_files_with_nothing_redacted_are_left_alone() -> None:
    score = Score()
    for page in unseen_pages(None, 24):
        measure(page, score)
    assert score.false <= 1, "\n".join(score.notes)
