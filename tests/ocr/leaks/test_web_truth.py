"""What the generated pages hide and show is what a browser hides and shows: two names give two pictures, or one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.ocr.leaks.marked_web import BLACKENED, HIDING, SHOWING, UNKNOWN, make
from tests.ocr.redactions.made.browser import browser

TRACES = frozenset(("inherited-small", "share-small", "blurred"))
"""What is left of these letters nobody can read, but it can be told from that of others."""
KINDS = (("hidden", HIDING), ("black", BLACKENED), ("shown", SHOWING))
CASES = [(f"{kind}-{name}", *one, kind == "shown") for kind, cases in KINDS for name, one in cases.items()
         if name not in TRACES and not (kind == "shown" and name in UNKNOWN)]


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with browser() as opened:
        yield opened.new_page(viewport={"width": 1280, "height": 800})


@pytest.mark.long
@pytest.mark.parametrize(("name", "sheet", "body", "is_shown"), CASES, ids=[case[0] for case in CASES])
def test_a_browser_agrees(page: Any, name: str, sheet: str, body: str, is_shown: bool) -> None:
    pictures = []
    for letters in ("rafona", "fanora"):
        page.set_content(make(sheet, body)(letters).decode())
        with Image.open(io.BytesIO(page.screenshot())) as drawn:
            pictures.append(np.asarray(drawn.convert("L"), dtype=np.int16))
    assert bool((np.abs(pictures[0] - pictures[1]) > 40).any()) == is_shown
