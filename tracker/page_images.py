"""Pictures of pages, drawn when first asked for and kept beside the files until room is short."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.files import FileStore
from ocr.types import Box

WIDTHS = (160, 400, 1000, 1600, 2400, 3600, 4800)
"""Pixels; 160 is for the strip of thumbnails."""
ROOM = 2_000_000_000
"""Bytes the kept pictures may take; beyond it those not looked at for longest go."""

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
_drawing = threading.BoundedSemaphore(2)
_made_since_tidied = 0


class NoPicture(Exception):
    """The page cannot be drawn; `code` is a reason of `ocr.errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page on disk, and its media type."""

    path: Path
    media_type: str


def page_picture(
    files: FileStore, cache: Path, sha256: str, name: str, number: int, width_px: int, *, cover: Sequence[Box] = ()
) -> PagePicture:
    """The page `number` (from 1) of the file, `width_px` wide, with the boxes `cover` painted black; raises NoPicture.

    Boxes are shares of the page. A picture with other boxes is another picture: the uncovered one is never given out.
    """
    folder = cache / "pages" / sha256[:2] / sha256
    stem = f"{number}-{width_px}" + (f"-{_digest(cover)}" if cover else "")
    for media_type, ending in _ENDINGS.items():
        kept = folder / f"{stem}{ending}"
        if kept.exists():
            os.utime(kept)
            return PagePicture(kept, media_type)
    data, media_type = _draw(files, sha256, name, number, width_px)
    if cover:
        data, media_type = _covered(data, cover), "image/png"
    kept = folder / f"{stem}{_ENDINGS.get(media_type, '.png')}"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".part-", delete=False) as part:
        part.write(data)
    os.replace(part.name, kept)
    _tidy_now_and_then(cache)
    return PagePicture(kept, media_type)


def _draw(files: FileStore, sha256: str, name: str, number: int, width_px: int) -> tuple[bytes, str]:
    import mimetypes

    from ocr import reading
    from ocr.errors import ReadingError

    try:
        # Drawing is work for other processes; more than two at a time would only take cores from the reading.
        with _drawing, files.path(sha256) as path, reading.open_file(path, mimetypes.guess_type(name)[0]) as source:
            return source.render_page(number, width_px)
    except ReadingError as problem:
        raise NoPicture(problem.code) from problem


def _covered(data: bytes, boxes: Sequence[Box]) -> bytes:
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    for x0, y0, x1, y1 in boxes:
        # One pixel more on each side: a letter's edge tells the letter.
        corners = (x0 * picture.width - 1, y0 * picture.height - 1, x1 * picture.width + 1, y1 * picture.height + 1)
        pen.rectangle(corners, fill="black")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _digest(boxes: Sequence[Box]) -> str:
    return hashlib.sha256(repr([tuple(map(float, box)) for box in boxes]).encode()).hexdigest()[:16]


def _tidy_now_and_then(cache: Path) -> None:
    global _made_since_tidied
    _made_since_tidied += 1
    if _made_since_tidied >= 200:
        _made_since_tidied = 0
        tidy(cache)


def tidy(cache: Path, room: int = ROOM) -> int:
    """Delete the pictures and copies not looked at for longest until the rest fit into `room` bytes; gives how many
    went."""
    kept = []
    for path in (*(cache / "pages").glob("*/*/*"), *(cache / "searchable").glob("*.pdf")):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        kept.append((facts.st_mtime, facts.st_size, path))
    kept.sort(reverse=True)
    total = gone = 0
    for _, size, path in kept:
        total += size
        if total > room:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
