"""The pages and judged queries we measure with. Grades of topical queries were given by reading the pages."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from archive.search.analysis import fold
from tests.archive.search.judging import Judged, Query

HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return data


def _queries(listed: list[dict[str, Any]]) -> list[Query]:
    return [Query(query["ask"], query["want"]) for query in listed]


def own() -> Judged:
    """Pages in our own words."""
    golden = _read("golden.yaml")
    return Judged("own pages", golden["pages"], _queries(golden["queries"]))


def demo() -> Judged:
    """The letters of the demo archive, among our own pages."""
    from tracker.demo.world import DELIVERY, INEXISTENCE, REDACTED

    pages = dict(_read("golden.yaml")["pages"])
    for number, letter in enumerate((DELIVERY, REDACTED, INEXISTENCE), 101):
        text = "\n".join((*letter.head, *letter.paragraphs))
        for hidden in letter.hidden:
            text = text.replace(hidden, "")
        pages[number] = text
    return Judged("demo archive", pages, _queries(_read("judged.yaml")["demo"]))


def _replies(samples: Path, name: str) -> list[str]:
    with (samples / "reply_labels" / name).open(encoding="utf-8-sig", newline="") as file:
        return [row["texto"] for row in csv.DictReader(file)]


def topical(samples: Path) -> Judged:
    """Replies of one agency; queries about what they say. Rows are named by their place in the file."""
    pages = dict(enumerate(_replies(samples, "inee_replies_labelled.csv")))
    return Judged("samples, topical", pages, _queries(_read("judged.yaml")["replies"]))


def appeals(samples: Path) -> Judged:
    """Appeals against one agency: what was asked for, and how each ended."""
    book = openpyxl.load_workbook(samples / "mx_requests" / "3._ASF_Recursos.xlsx", read_only=True)
    told = [row for row in book.worksheets[0].iter_rows(values_only=True) if sum(cell is not None for cell in row) > 8]
    pages = {number: f"{row[10]}\n{row[12]}" for number, row in enumerate(told[1:])}
    return Judged("samples, appeals", pages, _queries(_read("judged.yaml")["appeals"]))


def known_items(samples: Path, each: int = 6) -> Judged:
    """A page somebody remembers by three words that stand on it, one rare and two less so, chosen by counting alone;
    any page that says the same is as good."""
    texts = [*_replies(samples, "asf_replies_part_B.csv"), *_replies(samples, "inee_replies_labelled.csv")]
    words = [re.findall(r"[^\W\d_]{5,}", text) for text in texts]
    pages_with = Counter(word for some in words for word in {fold(word) for word in some})
    same: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        same[" ".join(fold(word) for word in text.split())].append(number)
    chance = random.Random(11)
    queries = []
    for number in range(0, len(texts), each):
        ranked = sorted({fold(word): word for word in words[number]}.values(), key=lambda word: (
            pages_with[fold(word)], word))
        if len(ranked) < 12:
            continue
        asked = [ranked[0], *chance.sample(ranked[2 : len(ranked) // 2 + 2], 2)]
        chance.shuffle(asked)
        twins = same[" ".join(fold(word) for word in texts[number].split())]
        queries.append(Query(" ".join(fold(word) for word in asked), {page: 3 for page in twins}))
    return Judged("samples, known item", dict(enumerate(texts)), queries)
