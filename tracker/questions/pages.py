"""Proposes the pages of a reply where a question may be answered: by the words they share, the rarer the better."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.search.analysis import COMMON_WORDS, analyse, fold, stems, tokens

ENOUGH = 0.3
"""Share of a question's weight that a page must hold to be proposed."""
PROPOSED = 3
_SAID_OF_ALL = frozenset(
    "solicito solicita solicitar requiero quiero deseo pido favor copia copias informacion documento documentos datos "
    "indique indicar señale senale proporcione proporcionar conocer saber siguiente siguientes cual cuales cuantos "
    "cuantas cuando donde quien quienes que como cada todos todas respecto relativo sujeto obligado dependencia "
    "instituto ademas tambien asimismo nombre entre desde hasta durante fecha año ano".split())


@dataclass(frozen=True, slots=True)
class PageText:
    """A page that may answer: its document, its number, and its words."""

    document_id: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page where a question may be answered, how much of the question's weight it holds (0–1), which words."""

    document_id: int
    number: int
    share: float
    words: tuple[str, ...]

    @property
    def query(self) -> str:
        """The words as a search, to have them marked on the page."""
        return " ".join(self.words[:6])


def propose(questions: Sequence[str], pages: Iterable[PageText]) -> list[list[Proposal]]:
    """For each question the pages that share most of its words, best first; none where too little is shared."""
    held = [(page, frozenset(analyse(page.text).stems)) for page in pages]
    seen: Counter[str] = Counter(stem for _, page_stems in held for stem in page_stems)
    weight = {stem: math.log(1 + len(held) / count) for stem, count in seen.items()}
    rare = math.log(1 + len(held))
    return [_of_one(question, held, weight, rare) for question in questions]


def _of_one(question: str, held: Sequence[tuple[PageText, frozenset[str]]], weight: Mapping[str, float], rare: float
            ) -> list[Proposal]:
    wanted = {token.raw: frozenset(stems(token.raw)) for token in tokens(question) if _tells(token.term)}
    if not wanted:
        return []
    worth = {word: max((weight.get(stem, rare) for stem in forms), default=rare) for word, forms in wanted.items()}
    whole = sum(worth.values())
    found = []
    for page, page_stems in held:
        shared = [word for word, forms in wanted.items() if forms & page_stems]
        share = sum(worth[word] for word in shared) / whole
        if share >= ENOUGH and (len(shared) > 1 or len(wanted) == 1):
            shared.sort(key=lambda word: -worth[word])
            found.append(Proposal(page.document_id, page.number, round(share, 3), tuple(shared)))
    found.sort(key=lambda one: (-one.share, one.document_id, one.number))
    return found[:PROPOSED]


def _tells(term: str) -> bool:
    return len(term) > 2 and term not in COMMON_WORDS and fold(term) not in _SAID_OF_ALL


def rare_words(texts: Sequence[str], most: int) -> list[str]:
    """The words of requests that say what they are about, at most so many: names and numbers first."""
    seen: dict[str, tuple[int, int, str]] = {}
    for text in texts:
        for token in tokens(text):
            if _tells(token.term):
                stem = stems(token.raw)[0]
                is_name = token.raw[:1].isupper() or any(c.isdigit() for c in token.raw)
                seen.setdefault(stem, (-int(is_name), -len(token.raw), token.raw))
    return [raw for _, _, raw in sorted(seen.values())[:most]]
