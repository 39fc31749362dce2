"""How a picture is read again, and what is not taken for text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr.engines import open_engine
from ocr.engines.base import AUTO
from ocr.errors import EngineFailed
from ocr.fakes import ScriptedOcr
from ocr.lines import Line, text_of
from ocr.picture import Picture
from ocr.prepare import is_blank, is_noisy, is_two_tone, look, turn, whitened
from ocr.recognise import first_plan, is_smudge, recognise, to_size
from ocr.settings import ReadSettings
from ocr.types import Word
from tests.ocr.corpus import letter, shaded
from tests.ocr.pages import LETTER, picture, worn
from tests.ocr.poor import coarse_fax


def grey(image: object, dpi: float = 150.0) -> Picture:
    return Picture(np.asarray(image, dtype=np.uint8), dpi)


class Moody(ScriptedOcr):
    """Gives its readings one after the other and remembers how large the pictures were."""

    def __init__(self, *confidences: float) -> None:
        self.moods = list(confidences)
        self.sizes: list[tuple[int, ...]] = []
        self.script = ("Con fundamento en el artículo ciento veintiuno",) * 12

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        self.sizes += [one.pixels.shape for one in pictures]
        self.confidence = self.moods.pop(0)
        return super().read(pictures, mode)


def test_a_sure_reading_is_not_repeated() -> None:
    engine = Moody(96.0)
    assert recognise(grey(picture(dpi=300), 300.0), engine).confidence == pytest.approx(96)
    assert len(engine.sizes) == 1


def test_an_unsure_reading_is_repeated_enlarged_and_the_surest_is_kept() -> None:
    engine = Moody(75.0, 82.0, 78.0, 60.0)
    read = recognise(grey(picture(dpi=300), 300.0), engine)

    assert read.confidence == pytest.approx(82) and "enlarged" in read.how
    assert engine.sizes[1][0] > 1.4 * engine.sizes[0][0]


def test_a_blank_page_never_reaches_the_engine() -> None:
    rng = np.random.default_rng(5)
    paper = np.clip(rng.normal(240, 5, (1650, 1275)), 0, 255)
    assert recognise(grey(paper), Moody()).blank


@pytest.mark.parametrize("mark", ["dot of a letter", "box", "line of text"])
def test_a_page_with_anything_on_it_is_not_blank(mark: str) -> None:
    page = np.full((1650, 1275), 250, dtype=np.uint8)
    if mark == "dot of a letter":
        page[800:812, 600:606] = 20
    elif mark == "box":
        page[200:1500, 100:1200] = 0
    else:
        page = np.asarray(picture(["Nota: sí"], dpi=150))
    assert not is_blank(grey(page))


def test_a_look_tells_the_size_of_letters_and_the_slant_of_lines() -> None:
    page, _ = letter(3, dpi=150)
    seen = look(grey(page))
    slanted = look(grey(worn(page, skew=6)))

    assert seen.letter_points == pytest.approx(6.5, abs=1) and seen.skew == 0 and not seen.uneven
    assert slanted.skew == pytest.approx(6, abs=0.3)
    assert look(grey(shaded(page))).uneven


def test_noise_is_told_by_the_bare_paper() -> None:
    page, _ = letter(3, dpi=300)
    assert not is_noisy(grey(page, 300.0)) and not is_noisy(grey(worn(page, noise=3), 300.0))
    assert is_noisy(grey(worn(page, noise=18), 300.0)) and is_noisy(grey(worn(page, speckle=0.005), 300.0))


def test_small_letters_get_more_pixels_and_large_scans_fewer() -> None:
    scan = grey(np.full((3300, 2550), 255), 300.0)
    assert to_size(scan, 6.7).dpi == 150
    assert to_size(scan, 3.5).dpi > 200
    assert 170 > to_size(scan, 6.7, clean=False).dpi > 150
    assert to_size(grey(np.full((825, 638), 255), 75.0), 6.7).dpi == 200


@pytest.mark.parametrize("degrees", [90.0, 180.0, 270.0, 5.0, -8.0])
def test_a_box_on_a_turned_picture_finds_its_way_back(degrees: float) -> None:
    page = np.full((400, 300), 255, dtype=np.uint8)
    page[100:110, 50:110] = 0
    turned = turn(grey(page, 72.0), degrees)
    ys, xs = np.nonzero(turned.picture.pixels < 128)
    wide, high = turned.picture.width, turned.picture.height
    back = turned.back((xs.min() / wide, ys.min() / high, (xs.max() + 1) / wide, (ys.max() + 1) / high))

    middle = ((back[0] + back[2]) / 2 * 300, (back[1] + back[3]) / 2 * 400)
    assert middle == (pytest.approx(80, abs=2), pytest.approx(105, abs=2))


def test_a_short_unsure_line_is_dirt_and_a_short_sure_one_is_text() -> None:
    def line(text: str, confidence: float) -> Line:
        return Line((Word(text, (0.1, 0.1, 0.2, 0.2), confidence),))

    assert is_smudge(line("4H", 22)) and is_smudge(line(":_", 40))
    assert not is_smudge(line("7", 91)) and not is_smudge(line("Detenido", 22))
    assert text_of([line("7", 91)]) == "7"


def test_paper_becomes_white_and_print_keeps_its_shades() -> None:
    page, _ = letter(3, dpi=150)
    worn_page = grey(worn(page.point(lambda value: value * 235 // 255), noise=3))
    white = whitened(worn_page)

    paper = np.asarray(page) == 255
    assert (white.pixels[paper] == 255).mean() > 0.95
    assert white.pixels[~paper].mean() < 255 * worn_page.pixels[~paper].mean() / 220
    assert len(np.unique(white.pixels[~paper])) > 100


@pytest.mark.parametrize("what", ["photograph", "dark page", "faint pencil"])
def test_what_is_not_bare_paper_is_never_whitened_away(what: str) -> None:
    rng = np.random.default_rng(2)
    page = np.full((800, 600), 250, dtype=np.uint8)
    if what == "photograph":
        page = rng.integers(0, 256, (800, 600)).astype(np.uint8)
    elif what == "dark page":
        page = np.clip(rng.normal(60, 4, (800, 600)), 0, 255).astype(np.uint8)
    page[100:140, 100:500] = 60 if what == "photograph" else 190 if what == "faint pencil" else 20
    after = whitened(grey(page)).pixels
    assert after[120, 300] < after[300, 300] or what == "photograph"
    assert (after[100:140, 100:500] == 255).mean() == 0


def test_uneven_paper_is_not_whitened_and_an_unsure_page_is_read_at_its_full_width() -> None:
    page, _ = letter(3, dpi=300)
    seen = look(grey(shaded(page), 300.0))
    assert seen.uneven and not seen.even
    engine = Moody(75.0, 60.0, 60.0, 60.0)
    recognise(grey(page, 300.0), engine)
    (first_high, first_wide), (high, wide) = engine.sizes[:2]
    assert first_wide / first_high == pytest.approx(0.9 * wide / high, rel=0.01)
    small_print, _ = letter(3, dpi=300, size=6.5)
    assert not first_plan(grey(small_print, 300.0), look(grey(small_print, 300.0))).narrow


def test_boxes_of_a_picture_handed_over_narrower_lie_on_the_words() -> None:
    engine = open_engine(ReadSettings())
    read = recognise(grey(worn(picture(dpi=300), skew=3), 300.0), engine)
    page = np.asarray(worn(picture(dpi=300), skew=3))
    high, wide = page.shape
    words = [word for line in read.lines for word in line.words]
    assert len(words) > 60
    for word in words:
        x0, y0, x1, y1 = (round(share * size) for share, size in zip(word.box, (wide, high) * 2, strict=True))
        assert page[y0:y1, x0:x1].min() < 100, word.text


class Tiring(Moody):
    """Reads once with doubt, then fails."""

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        if self.sizes:
            self.sizes.append((0, 0))
            raise EngineFailed("out of memory")
        return super().read(pictures, mode)


def test_a_further_try_that_fails_leaves_what_was_read_first() -> None:
    engine = Tiring(75.0)
    read = recognise(grey(picture(dpi=300), 300.0), engine)
    assert len(engine.sizes) == 2 and read.confidence == pytest.approx(75) and read.lines


def test_a_slow_page_is_not_tried_again_until_its_time_is_over() -> None:
    engine = Moody(75.0, 82.0, 78.0, 60.0)
    engine.page_seconds = 0.0
    assert recognise(grey(picture(dpi=300), 300.0), engine).confidence == pytest.approx(75)
    assert len(engine.sizes) == 1


def test_a_fax_is_smoothed_and_a_grey_scan_is_not() -> None:
    page, _ = letter(21)
    fax, scan = grey(coarse_fax(page), 200.0), grey(worn(page.resize((1700, 2200)), noise=4), 200.0)

    assert first_plan(fax, look(fax)).soften and not first_plan(fax, look(fax)).median
    assert not first_plan(scan, look(scan)).soften and not is_two_tone(grey(page.resize((850, 1100)), 100.0))
    assert "edges smoothed" in str(first_plan(fax, look(fax)))


def test_a_coarse_fax_is_read_without_a_fault() -> None:
    lines = LETTER[:6]
    fax = grey(coarse_fax(picture(lines)), 200.0)
    read = recognise(fax, open_engine(ReadSettings()))
    assert text_of(read.lines).split() == " ".join(lines).split()
