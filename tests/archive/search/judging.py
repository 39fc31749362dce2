"""Judged queries: what a search engine is measured by, with text as it is and as a middling scan yields it."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.search.engines import open_search
from archive.search.service import Ways, search_pages
from archive.search.thesaurus import load_thesaurus
from archive.search.types import PageDoc

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
CONFUSIONS = (("m", "rn"), ("l", "1"), ("o", "0"), ("i", "l"), ("ñ", "n"), ("0", "O"), ("1", "l"), ("á", "a"))
NOISE = 0.08
"""Share of words that are damaged."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the pages that answer with their grade: 3 what was wanted, 2 good, 1 touches it."""

    ask: str
    want: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pages by number, and the queries asked of them."""

    name: str
    pages: Mapping[int, str]
    queries: Sequence[Query]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the queries, and those that did badly."""

    ndcg: float
    recall: float
    poor: tuple[str, ...]


def noisy(text: str, chance: random.Random, share: float = NOISE) -> str:
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


def gain(found: Sequence[int], want: Mapping[int, int]) -> float:
    """nDCG@10."""
    got = sum((2 ** want.get(page, 0) - 1) / math.log2(place + 2) for place, page in enumerate(found[:10]))
    ideal = sorted(want.values(), reverse=True)[:10]
    return got / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))


def judge(engine_name: str, judged: Judged, folder: Path) -> Figures:
    """Mean nDCG@10 and recall@20 of a set of queries on one engine."""
    engine = open_search(f"{engine_name}:{folder}")
    engine.add(PageDoc(page_id, page_id, 1, text) for page_id, text in judged.pages.items())
    thesaurus = load_thesaurus(SEEDS / "thesaurus.yaml")
    gains: list[float] = []
    recalls: list[float] = []
    poor: list[str] = []
    for query in judged.queries:
        want = {page: grade for page, grade in query.want.items() if grade}
        answer = search_pages(engine, lambda ids: {i: judged.pages[i] for i in ids}, query.ask, None,
                              thesaurus=thesaurus)
        if not answer.hits and answer.most_total:
            # Whoever finds nothing takes what is offered.
            answer = search_pages(engine, lambda ids: {i: judged.pages[i] for i in ids}, query.ask, None,
                                  thesaurus=thesaurus, ways=Ways(most=True))
        found = [hit.page_id for hit in answer.hits]
        gains.append(gain(found, want))
        # Where more than twenty pages answer, twenty is all there can be.
        recalls.append(len(want.keys() & set(found[:20])) / min(len(want), 20))
        if gains[-1] < 0.7 or recalls[-1] < 1:
            poor.append(f"{query.ask}: {found[:6]}, wanted {sorted(want)[:8]}")
    engine.close()
    return Figures(sum(gains) / len(gains), sum(recalls) / len(recalls), tuple(poor))


def damaged(judged: Judged, seed: int) -> Judged:
    """The same queries on damaged pages."""
    chance = random.Random(seed)
    return Judged(judged.name, {page: noisy(text, chance) for page, text in judged.pages.items()}, judged.queries)
