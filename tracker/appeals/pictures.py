"""Parts of pages as pictures for the draft: cut out of the page as drawn, with what leaks covered."""

from __future__ import annotations

import io
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.files import FileStore
from archive.models import Document, Page
from tracker.page_images import NoPicture, page_picture

WIDTH = 1600


def page_png(session: Session, files: FileStore, cache: Path, document: Document, number: int, *, width: int = WIDTH
             ) -> bytes | None:
    """A page as a picture `width` pixels wide (one of those we draw), with what leaks covered.

    None when it cannot be drawn or was not wholly read.
    """
    page = session.scalar(select(Page).where(Page.document_id == document.id, Page.number == number))
    if page is None or page.state != "read":
        return None
    cover = [tuple(leak["box"]) for leak in page.leaks or () if leak.get("box")]
    try:
        picture = page_picture(files, cache, document.sha256, document.name, number, width, cover=cover)
    except NoPicture:
        return None
    return picture.path.read_bytes()


def part_of(data: bytes, box: tuple[float, float, float, float]) -> bytes:
    """The part of a picture within a box in shares of it, as a PNG with a thin frame."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        across, down = opened.size
        left, top, right, bottom = (int(edge * size) for edge, size in zip(box, (across, down) * 2, strict=True))
        part = opened.convert("RGB").crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    out = io.BytesIO()
    ImageOps.expand(part, border=2, fill="#888888").save(out, "PNG")
    return out.getvalue()
