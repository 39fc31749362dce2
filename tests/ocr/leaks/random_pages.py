"""Pages with words and boxes at random, and which of the words can be seen on them: told by drawing them.

`python -m tests.ocr.leaks.random_pages [PAGES] [FIRST]` reads such pages and prints how many hidden words came out and
how many shown words were lost.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pikepdf import Dictionary, Name

from ocr.leaks import inspect_file
from ocr.reading import open_file
from ocr.settings import ReadSettings
from tests.ocr.leaks.marked import marker
from tests.ocr.leaks.marked_pdf import page_pdf, saved, text_at

STATES = Dictionary(
    GN=Dictionary(ca=1, CA=1, BM=Name.Normal), GH=Dictionary(ca=0.3), GT=Dictionary(ca=0.95),
    GM=Dictionary(BM=Name.Multiply), GD=Dictionary(BM=Name.Darken))
SHOWN, HIDDEN, HALF = "shown", "hidden", "half"


@dataclass
class Made:
    """One page, its words, and for each whether it is shown, hidden, or something between."""

    data: bytes
    truth: dict[str, str]


def make(seed: int) -> Made:
    """A page whose words each stand once."""
    dice = random.Random(seed)
    words = [marker(dice) for _ in range(48)]
    steps: list[str] = []
    turned = dice.choice((0, 0, 0, 90, 180))
    for n, word in enumerate(words):
        x, y = 60 + 165 * (n % 3) + dice.randint(0, 12), 730 - 42 * (n // 3)
        size = dice.choice((9, 11, 12, 14))
        colour = dice.choice(("0 g",) * 6 + ("0.35 g", "0.7 0 0 rg", "1 g"))
        grounds, covers = _around(dice, x, y, size)
        steps.append(grounds + text_at(word, x, y, size, colour) + covers)
    if dice.random() < 0.5:
        x, y = dice.randint(40, 300), dice.randint(100, 600)
        steps.append(_box(dice, x, y, dice.randint(100, 250), dice.randint(30, 90)))
    pdf = page_pdf("".join(steps), ExtGState=STATES)
    pdf.pages[0].obj.Rotate = turned
    data = saved(pdf)
    return Made(data, _truth(data, words))


def _around(dice: random.Random, x: float, y: float, size: float) -> tuple[str, str]:
    """What is drawn before and after a word at its place."""
    wide = 9 * size
    lot = dice.random()
    if lot < 0.55:
        return "", ""
    if lot < 0.67:
        return _box(dice, x - 4, y - 4, wide, size + 7), ""
    if lot < 0.9:
        return "", _box(dice, x - 4 + dice.choice((0, 0, 0, 30)), y - 4, wide, size + 7)
    if lot < 0.95:
        return "", f"q 0 G {size + 6} w {x - 4} {y + 4} m {x + wide} {y + 4} l S Q\n"
    return "", f"q 0 G 0.7 w {x - 4} {y + 4} m {x + wide} {y + 4} l S Q\n"


def _box(dice: random.Random, x: float, y: float, wide: float, high: float) -> str:
    state = dice.choice(("GN", "GN", "GN", "GH", "GT", "GM", "GD"))
    colour = dice.choice(("0 g", "0 g", "0.5 g", "1 g", "0.9 0.9 0.2 rg", "0.1 0.2 0.5 rg", "0.85 g"))
    return f"q /{state} gs {colour} {x} {y} {wide} {high} re f Q\n"


def _truth(data: bytes, words: list[str]) -> dict[str, str]:
    """For each word how much of its ink is seen: the page is drawn with and without it, and the word alone."""
    import pypdfium2
    import pypdfium2.raw as raw

    page, blank = pypdfium2.PdfDocument(data)[0], pypdfium2.PdfDocument(data)[0]
    texts, alone = _objects(page), _objects(blank)
    for item in alone:
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            raw.FPDFPageObj_SetFillColor(item, 0, 0, 0, 255)
        raw.FPDFPageObj_SetIsActive(item, False)
    whole = _drawn(page)
    found = {}
    pairs = [pair for pair in zip(texts, alone, strict=True) if pair[0].type == raw.FPDF_PAGEOBJ_TEXT]
    for word, (item, black) in zip(words, pairs, strict=True):
        raw.FPDFPageObj_SetIsActive(item, False)
        change = np.abs(whole - _drawn(page))
        raw.FPDFPageObj_SetIsActive(item, True)
        raw.FPDFPageObj_SetIsActive(black, True)
        ink = (255 - _drawn(blank)) > 100
        raw.FPDFPageObj_SetIsActive(black, False)
        seen, traced = (float((change[ink] > least).mean()) for least in (45, 14))
        found[word] = SHOWN if seen > 0.9 else HIDDEN if traced < 0.02 else HALF
    return found


def _objects(page: Any) -> list[Any]:
    return list(page.get_objects())


def _drawn(page: Any) -> Any:
    return page.render(scale=2, grayscale=True).to_numpy().astype(np.int16).squeeze()


@dataclass
class Outcome:
    """Hidden words that came out, shown words that were lost, and hidden ones on pages that told no leak."""

    hidden: int = 0
    shown: int = 0
    said: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    untold: int = 0


def outcome(made: Made, path: Path) -> Outcome:
    """What reading a page makes of its words."""
    path.write_bytes(made.data)
    with open_file(path, None, ReadSettings(isolate=False)) as opened:
        page = opened.read_page(1)
    said = (page.text or "").casefold()
    hidden = [word for word, what in made.truth.items() if what == HIDDEN]
    shown = [word for word, what in made.truth.items() if what == SHOWN]
    told = inspect_file(path).total
    return Outcome(
        len(hidden), len(shown), tuple(w for w in hidden if w.casefold()[:8] in said),
        tuple(w for w in shown if w.casefold() not in said), int(bool(hidden) and not told))


def main() -> None:
    """Read pages and print the figures."""
    given = [int(one) for one in sys.argv[1:3]]
    pages, first = (given + [20, 0][len(given) :])[:2]
    every = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + pages):
            one = outcome(make(seed), Path(folder) / "a.pdf")
            every = Outcome(every.hidden + one.hidden, every.shown + one.shown, every.said + one.said,
                            every.lost + one.lost, every.untold + one.untold)
            if one.said or one.lost:
                print(f"page {seed}: said {one.said}, lost {one.lost}")
    print(f"{pages} pages: {len(every.said)} of {every.hidden} hidden words said, {len(every.lost)} of {every.shown} "
          f"shown words lost, {every.untold} pages with hidden words told no leak")


if __name__ == "__main__":
    main()

