"""Image files: every frame a page, upright, of bearable size, whatever its colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.types import PageReading
from tests.ocr.pages import LETTER, picture, worn

HERE = ReadSettings(isolate=False, redactions=False)
TRUTH = " ".join(" ".join(LETTER).split())


def read(path: Path) -> list[PageReading]:
    with LocalFile(path, None, HERE) as opened:
        return list(opened.read_pages(range(1, opened.page_count + 1)))


def flat(page: PageReading) -> str:
    assert page.error is None
    return " ".join((page.text or "").split())


def test_a_phone_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "foto.jpg"
    exif = Image.Exif()
    exif[274] = 6
    picture(dpi=150).rotate(90, expand=True).save(path, exif=exif)
    page = read(path)[0]

    assert flat(page) == TRUTH
    assert page.height_pt > page.width_pt
    assert page.words is not None and page.words[0].box[1] < 0.15


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [picture(dpi=150).convert("1"), Image.new("1", (1275, 1650), 1), picture(LETTER[:3], dpi=150).convert("1")]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4", dpi=(150, 150))
    found = read(path)

    assert [page.source for page in found] == ["ocr", "blank", "ocr"]
    assert flat(found[2]) == " ".join(LETTER[:3])


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "P", "RGBA", "LA", "I;16"])
def test_colours_and_transparency_do_not_matter(tmp_path: Path, mode: str) -> None:
    page = picture(LETTER[:3], dpi=150)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(page, dtype=np.uint16) * 257)
    elif mode in ("RGBA", "LA"):
        image = Image.merge("LA", (Image.new("L", page.size, 0), page.point(lambda value: 255 - value))).convert(mode)
    else:
        image = page.convert(mode)
    path = tmp_path / ("a.tif" if mode == "CMYK" else "a.png")
    image.save(path)

    assert flat(read(path)[0]) == " ".join(LETTER[:3])


def test_a_heic_photo_is_read_where_its_library_is_installed(tmp_path: Path) -> None:
    heif = pytest.importorskip("pi_heif")
    if not heif.libheif_info().get("decoders"):
        pytest.skip("no decoder")
    from ocr.sniff import media_type_of

    assert media_type_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic") == "image/heic"


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_scanned_the_wrong_way_round_is_read_and_its_boxes_lie_on_the_scan(tmp_path: Path, quarter: int) -> None:
    path = tmp_path / "a.png"
    scan = picture(dpi=200).rotate(quarter, expand=True)
    scan.save(path, dpi=(200, 200))
    page = read(path)[0]
    pixels = np.asarray(scan).copy()

    assert flat(page) == TRUTH
    assert page.words is not None
    for x0, y0, x1, y1 in (word.box for word in page.words):
        crop = pixels[
            int(y0 * scan.height) - 2 : int(y1 * scan.height) + 3, int(x0 * scan.width) - 2 : int(x1 * scan.width) + 3
        ]
        assert crop.min() < 128
        crop[:] = 255
    assert (pixels < 128).sum() < 200


def test_a_slanted_and_speckled_scan_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    worn(picture(dpi=200), skew=7, speckle=0.02).save(path, dpi=(200, 200))
    page = read(path)[0]

    assert flat(page) == TRUTH
    assert page.why is not None and "levelled" in page.why


def test_letters_too_small_for_the_engine_are_enlarged(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture(dpi=72).save(path)

    assert flat(read(path)[0]) == TRUTH
