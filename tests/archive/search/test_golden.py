"""Judged queries: how near the top the pages wanted come, with clean text and with OCR noise."""

from __future__ import annotations

import math
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.search.engines import ENGINES, open_search
from archive.search.service import search_pages
from archive.search.thesaurus import load_thesaurus
from archive.search.types import PageDoc

GOLDEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "golden.yaml").read_text(encoding="utf-8"))
CONFUSIONS = (("m", "rn"), ("l", "1"), ("o", "0"), ("i", "l"), ("ñ", "n"), ("0", "O"), ("1", "l"), ("á", "a"))


def noisy(text: str, share: float, chance: random.Random) -> str:
    """The text as a middling scan yields it: some words misread, some broken at the line end."""

    def damage(match: re.Match[str]) -> str:
        word = match.group()
        if chance.random() >= share:
            return word
        if len(word) > 7 and word.isalpha() and chance.random() < 0.4:
            return f"{word[:4]}-\n{word[4:]}"
        fitting = [pair for pair in CONFUSIONS if pair[0] in word]
        if not fitting:
            return word
        old, new = chance.choice(fitting)
        return word.replace(old, new, 1)

    return re.sub(r"\w+", damage, text)


def gain(found: list[int], want: dict[int, int]) -> float:
    """nDCG@10."""
    got = sum((2 ** want.get(page, 0) - 1) / math.log2(place + 2) for place, page in enumerate(found[:10]))
    best = sum(
        (2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(sorted(want.values(), reverse=True)[:10])
    )
    return got / best


def judge(name: str, pages: dict[int, str], folder: Path, seeds: Path) -> tuple[float, float, list[str]]:
    """Mean nDCG@10 and recall@20 of the golden queries, and those that did badly."""
    engine = open_search(f"{name}:{folder}")
    engine.add(PageDoc(page_id, page_id, 1, text) for page_id, text in pages.items())
    thesaurus = load_thesaurus(seeds / "thesaurus.yaml")
    gains: list[float] = []
    recalls: list[float] = []
    poor: list[str] = []
    for query in GOLDEN["queries"]:
        want = {page: grade for page, grade in query["want"].items() if grade}
        answer = search_pages(engine, lambda ids: {i: pages[i] for i in ids}, query["ask"], None, thesaurus=thesaurus)
        found = [hit.page_id for hit in answer.hits]
        gains.append(gain(found, want))
        recalls.append(len(want.keys() & set(found)) / len(want))
        if gains[-1] < 0.7 or recalls[-1] < 1:
            poor.append(f"{query['ask']}: {found[:6]}")
    engine.close()
    return sum(gains) / len(gains), sum(recalls) / len(recalls), poor


@pytest.mark.parametrize("name", ENGINES)
def test_golden_queries_on_clean_text(name: str, tmp_path: Path, seeds: Path) -> None:
    gains, recalls, poor = judge(name, GOLDEN["pages"], tmp_path / "index", seeds)
    print(f"{name} clean: nDCG@10 {gains:.3f}, recall@20 {recalls:.3f}")
    assert gains >= 0.9 and recalls >= 0.95, poor


@pytest.mark.parametrize("name", ENGINES)
def test_golden_queries_on_noisy_text(name: str, tmp_path: Path, seeds: Path) -> None:
    chance = random.Random(5)
    results = []
    for round_ in range(3):
        pages = {page: noisy(text, 0.08, chance) for page, text in GOLDEN["pages"].items()}
        results.append(judge(name, pages, tmp_path / f"index{round_}", seeds))
    gains = sum(result[0] for result in results) / len(results)
    recalls = sum(result[1] for result in results) / len(results)
    print(f"{name} noisy: nDCG@10 {gains:.3f}, recall@20 {recalls:.3f}")
    assert gains >= 0.85 and recalls >= 0.9, [result[2] for result in results]
