"""Judged queries: how near the top the pages wanted come, with clean text and with OCR noise."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from archive.search.engines import ENGINES
from tests.archive.search import judged_sets
from tests.archive.search.judging import Judged, damaged, judge

SETS = {"own": judged_sets.own, "demo": judged_sets.demo}
LEAST = {"own": (0.9, 0.95, 0.85, 0.9), "demo": (0.8, 0.8, 0.75, 0.75)}
"""nDCG@10 and recall@20, of clean and of noisy text, that must not be lost again."""


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("which", SETS)
def test_golden_queries_on_clean_text(name: str, which: str, tmp_path: Path) -> None:
    found = judge(name, SETS[which](), tmp_path / "index")
    assert found.ndcg >= LEAST[which][0] and found.recall >= LEAST[which][1], found


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("which", SETS)
def test_golden_queries_on_noisy_text(name: str, which: str, tmp_path: Path) -> None:
    judged = SETS[which]()
    found = [judge(name, damaged(judged, seed), tmp_path / f"index{seed}") for seed in range(3)]
    least = LEAST[which][2:]
    assert fmean(one.ndcg for one in found) >= least[0] and fmean(one.recall for one in found) >= least[1], found


@pytest.mark.parametrize("name", ENGINES)
def test_golden_queries_on_real_replies(name: str, samples: Path, tmp_path: Path) -> None:
    sets = (judged_sets.topical(samples), judged_sets.appeals(samples), judged_sets.known_items(samples, each=40))
    for place, judged in enumerate(sets):
        clean = judge(name, judged, tmp_path / f"clean{place}")
        noise = judge(name, damaged(judged, 1), tmp_path / f"noise{place}")
        assert clean.ndcg >= 0.85 and clean.recall >= 0.9, clean
        assert noise.ndcg >= 0.8 and noise.recall >= 0.85, noise


def test_the_measure_tells_a_good_order_from_a_bad_one(tmp_path: Path) -> None:
    judged = Judged("x", {1: "uno", 2: "dos", 3: "tres"}, [])
    assert judge_order([1, 2], {1: 3, 2: 1}) == 1.0 > judge_order([2, 1], {1: 3, 2: 1}) > judge_order([3], {1: 3}) == 0
    assert damaged(judged, 1).pages.keys() == judged.pages.keys()


def judge_order(found: list[int], want: dict[int, int]) -> float:
    """nDCG@10 of an order of pages."""
    from tests.archive.search.judging import gain

    return gain(found, want)
