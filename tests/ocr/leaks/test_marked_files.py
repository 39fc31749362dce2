"""A name that no page shows is in nothing a reading gives, wherever in the file it lies; that it is there is told."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ocr.command import page_data
from ocr.leaks import inspect_file
from ocr.reading import open_file
from ocr.settings import ReadSettings
from tests.ocr.leaks.marked import SHOWN, Marked, marker
from tests.ocr.leaks.marked_office import OFFICE
from tests.ocr.leaks.marked_old import OLD
from tests.ocr.leaks.marked_parts import PARTS
from tests.ocr.leaks.marked_pdf import HALF, PDFS
from tests.ocr.leaks.marked_web import PAGES

EVERY = [*PDFS, HALF]
SOME = {"box-white", "box-stripes", "glyph-box", "black-on-black-image", "redact-note", "field-over-text",
        "mode-3", "tiny-text", "clipped-away", "layer-off-form", "actual-text", "hidden-field", "pinned-file",
        "orphans", "note-contents", "half-covered", "note-under-note", "strange-code-over-box"}
"""Read in every run of the tests; reading them all takes minutes."""


def _read(path: Path) -> str:
    """Everything a reading gives, as the command prints it."""
    with open_file(path, None, ReadSettings(isolate=False)) as opened:
        pages = [page_data(page) for page in opened.read_pages(range(1, opened.page_count + 1))]
    return json.dumps(pages, ensure_ascii=False)


def _check(kind: Marked, folder: Path) -> None:
    name = marker(random.Random(kind.name))
    path = folder / f"a{kind.suffix}"
    path.write_bytes(kind.make(name))
    said = _read(path)
    pieces = {name[i : i + 6].casefold() for i in range(len(name) - 5)}
    assert not [piece for piece in pieces if piece in said.casefold()]
    assert SHOWN in said, "what the page shows is kept"
    leaks = [leak for page in json.loads(said) for leak in page["leaks"]]
    assert not kind.kinds or {leak["kind"] for leak in leaks} & kind.kinds
    assert all(leak["characters"] > 0 for leak in leaks if leak["kind"] != "image_under_box")


@pytest.mark.parametrize("kind", [*(kind for kind in EVERY if kind.name in SOME), *OFFICE, *OLD, *PARTS, *PAGES],
                         ids=lambda kind: kind.name)  # fmt: skip
def test_a_name_no_page_shows_is_in_no_reading_and_that_it_is_there_is_told(kind: Marked, tmp_path: Path) -> None:
    _check(kind, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind.name not in SOME], ids=lambda kind: kind.name)
def test_so_it_is_wherever_else_it_lies(kind: Marked, tmp_path: Path) -> None:
    _check(kind, tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind.name not in SOME and kind.kinds],
                         ids=lambda kind: kind.name)  # fmt: skip
def test_every_leak_is_found_without_reading(kind: Marked, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind.suffix}"
    path.write_bytes(kind.make(marker(random.Random(kind.name))))
    found = inspect_file(path)
    told = {leak.kind for leaks in found.pages.values() for leak in leaks} | {leak.kind for leak in found.document}
    if "ocr_under_box" not in kind.kinds:  # that one needs to know the redactions of the picture
        assert told & kind.kinds
