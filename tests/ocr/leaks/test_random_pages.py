"""Words and boxes at random: what a page hides is never said, what it shows is read; drawing the page tells which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ocr.leaks.random_pages import make, outcome


@pytest.mark.parametrize("seed", [116, 134, 150, 191])
def test_no_hidden_word_is_said_and_no_shown_one_is_lost(seed: int, tmp_path: Path) -> None:
    one = outcome(make(seed), tmp_path / "a.pdf")
    assert one.hidden and one.shown > 12
    assert one.said == ()
    assert one.lost == ()
    assert not one.untold


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 1060, 10))
def test_so_it_is_on_many_pages(first: int, tmp_path: Path) -> None:
    every = [outcome(make(seed), tmp_path / "a.pdf") for seed in range(first, first + 10)]
    assert [word for one in every for word in one.said] == []
    assert sum(len(one.lost) for one in every) <= 0.003 * sum(one.shown for one in every)
    assert not any(one.untold for one in every)
