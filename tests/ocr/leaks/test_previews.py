"""Previews inside photographs."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from ocr.leaks import inspect_file
from ocr.types import Leak


def _photo(covered: bool) -> Image.Image:
    """A card with large print, and a bar over one line of it."""
    image = Image.new("L", (1600, 1200), 230)
    draw = ImageDraw.Draw(image)
    for n in range(5):
        for x in range(100, 1400, 120):
            draw.rectangle((x, 150 + 200 * n, x + 50, 230 + 200 * n), fill=20)
    if covered:
        draw.rectangle((80, 520, 1500, 660), fill=0)
    return image.filter(ImageFilter.GaussianBlur(3))


def _jpeg(path: Path, image: Image.Image, preview: Image.Image | None) -> Path:
    exif = b""
    if preview is not None:
        small = io.BytesIO()
        preview.resize((160, 120)).save(small, "JPEG", quality=85)
        data = small.getvalue()
        first = struct.pack("<HI", 0, 14)
        second = struct.pack("<H", 3) + struct.pack("<HHIHH", 0x0103, 3, 1, 6, 0)
        second += struct.pack("<HHII", 0x0201, 4, 1, 56) + struct.pack("<HHII", 0x0202, 4, 1, len(data)) + b"\0" * 4
        exif = b"Exif\0\0" + b"II*\0\x08\0\0\0" + first + second + data
    image.save(path, "JPEG", quality=90, **({"exif": exif} if exif else {}))
    return path


def test_a_preview_that_shows_what_the_picture_covers_is_a_leak(tmp_path: Path) -> None:
    path = _jpeg(tmp_path / "a.jpg", _photo(True), _photo(False))
    assert inspect_file(path).document == (Leak(None, "image_under_box", 0),)


def test_a_preview_of_the_picture_itself_and_none_at_all_are_no_leaks(tmp_path: Path) -> None:
    lighter = _photo(False).point(lambda grey: min(255, int(grey * 1.15)))
    for number, (image, preview) in enumerate((
        (_photo(True), _photo(True)), (_photo(False), _photo(False)), (lighter, _photo(False)), (_photo(True), None),
    )):  # fmt: skip
        assert inspect_file(_jpeg(tmp_path / f"{number}.jpg", image, preview)).document == ()
