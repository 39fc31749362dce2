"""Pages with words, boxes and pictures at random, and which of the words can be seen on them: told by drawing them.

`python -m tests.ocr.leaks.random_pages [PAGES] [FIRST]` reads such pages and prints how many hidden words came out and
how many shown words were lost.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from ocr.leaks import inspect_file
from ocr.leaks.layers import differ, greyed
from ocr.reading import open_file
from ocr.settings import ReadSettings
from tests.ocr.leaks import random_dress as dress
from tests.ocr.leaks.marked import marker
from tests.ocr.leaks.marked_pdf import font, saved

SHOWN, HIDDEN, HALF = "shown", "hidden", "half"
Draw = Callable[[dress.Sheet], str]
_SCALE = 3.0


@dataclass
class Part:
    """One word: what lies under it, how it is drawn, what lies over it; and the word alone in black."""

    spelled: dress.Spelled
    below: Draw
    drawn: Draw
    above: Draw
    look: str
    """What was done to it, in a few words."""


@dataclass
class Made:
    """One page, its words, and for each whether it is shown, hidden, or something between."""

    data: bytes
    truth: dict[str, str]
    looks: dict[str, str] = field(default_factory=dict)


def make(seed: int) -> Made:
    """A page whose words each stand once."""
    dice = random.Random(seed)
    parts = []
    for n in range(36):
        x, y = 50 + 180 * (n % 3) + dice.randint(0, 8), 725 - 58 * (n // 3)
        parts.append(_part(dice, dress.spelled(dice, marker(dice), x, y)))
    last = _laid(dice) if dice.random() < 0.4 else _nothing
    page: dict[str, Any] = {"Rotate": dice.choice((0, 0, 0, 0, 90, 180, 270))}
    if dice.random() < 0.2:
        page["UserUnit"] = dice.choice((2, 0.5))
    if dice.random() < 0.25:
        page["CropBox"] = [20, 30, 600, 780]

    def built(chosen: Sequence[int], alone: bool = False) -> bytes:
        return _built(parts, set(chosen), last, page, alone)

    return Made(built(range(36)), _truth(parts, built), {part.spelled.text: part.look for part in parts})


def _nothing(sheet: dress.Sheet) -> str:
    return ""


def _part(dice: random.Random, word: dress.Spelled) -> Part:
    colour = dice.choice(("0 g 0 G",) * 7 + ("0.35 g 0.35 G", "0.7 0 0 rg 0.7 0 0 RG", "1 g 1 G"))
    how = dice.choice(dress.UNDRAWN) if dice.random() < 0.04 else dice.choice(dress.DRAWN)
    lot, cover = dice.random(), dice.choice(dress.COVERS)
    left, bottom, wide, high = dress.around(word)
    box = (left + (dice.choice((0, 0, 0, 0, 0.2)) * wide if lot > 0.75 else 0), bottom, wide, high)

    def covering(sheet: dress.Sheet) -> str:
        return str(cover(sheet, box))

    look = f"{_called(how)} {word.matrix} {word.mode} {word.size} {colour.split(' ')[0]}"
    if lot > 0.6:
        look += f" {'over' if lot <= 0.75 else 'under'} {_called(cover)}"
    return Part(word, covering if 0.6 < lot <= 0.75 else _nothing, lambda sheet: str(how(sheet, word, colour)),
                covering if lot > 0.75 else _nothing, look)


def _called(function: Any) -> str:
    """The name of a way to draw, with what it was made from."""
    held = [cell.cell_contents for cell in function.__closure__ or ()]
    return " ".join([function.__qualname__.split(".")[0], *(str(one) for one in held if not hasattr(one, "__dict__"))])


def _laid(dice: random.Random) -> Draw:
    """A large thing over many words."""
    cover = dice.choice(dress.COVERS)
    box = (dice.randint(40, 300), dice.randint(100, 600), dice.randint(100, 250), dice.randint(30, 90))
    return lambda sheet: str(cover(sheet, box))


def _built(parts: Sequence[Part], chosen: set[int], last: Draw, more: dict[str, Any], alone: bool) -> bytes:
    """The page with only these of its words; `alone` in black on paper."""
    pdf = pikepdf.new()
    held = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font())))
    sheet = dress.Sheet(pdf, held)
    steps = []
    for n, part in enumerate(parts):
        if alone:
            steps.append(_black(sheet, part) if n in chosen else "")
        else:
            steps += [part.below(sheet), part.drawn(sheet) if n in chosen else "", part.above(sheet)]
    if not alone:
        steps.append(last(sheet))
    content = pdf.make_stream("".join(steps).encode("latin-1"))
    page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 612, 792], Resources=held, Contents=content, **more)
    if sheet.notes:
        page.Annots = Array([pdf.make_indirect(note) for note in sheet.notes])
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return saved(pdf, compress_streams=False)


def _black(sheet: dress.Sheet, part: Part) -> str:
    """The word's own letters in black."""
    drawn = dress.in_letters_of_shapes if "in_letters" in part.look else dress.plain
    return drawn(sheet, part.spelled, "0 g 0 G")


def _truth(parts: Sequence[Part], built: Callable[..., bytes]) -> dict[str, str]:
    """For each word how much of its ink is seen: the page is drawn with and without it, and the word alone."""
    every = range(len(parts))
    whole = _drawn(built(every))
    found = {}
    for first in range(6):
        group = [n for n in every if (n + n // 3) % 6 == first]
        without = _drawn(built([n for n in every if n not in group]))
        much, little = (differ(whole, without, least) for least in (45, 14))
        for n in group:
            ink = greyed(_drawn(built([n], alone=True))) < 155
            seen, traced = (float(changed[ink].mean()) for changed in (much, little))
            found[parts[n].spelled.text] = SHOWN if seen > 0.95 else HIDDEN if traced < 0.02 else HALF
    return found


def _drawn(data: bytes) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    page = document[0]
    scale = _SCALE * 792 / max(page.get_size())
    image = page.render(scale=scale, prefer_bgrx=False).to_numpy()[:, :, :3].copy()
    document.close()
    return image


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
            made = make(seed)
            one = outcome(made, Path(folder) / "a.pdf")
            every = Outcome(every.hidden + one.hidden, every.shown + one.shown, every.said + one.said,
                            every.lost + one.lost, every.untold + one.untold)
            for what, words in (("said", one.said), ("lost", one.lost)):
                for word in words:
                    print(f"page {seed}: {what} {word}, {made.looks[word]}", flush=True)
    print(f"{pages} pages: {len(every.said)} of {every.hidden} hidden words said, {len(every.lost)} of {every.shown} "
          f"shown words lost, {every.untold} pages with hidden words told no leak")


if __name__ == "__main__":
    main()
