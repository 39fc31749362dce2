"""Things of office pages that look like redactions and are none."""

from __future__ import annotations

import random

import pytest

from benchmarks.redaction_training import at_working_size
from ocr.redactions import find_redactions
from tests.ocr.redactions.made import make
from tests.ocr.redactions.pages import Painter, form, furniture, letterhead, paragraph, table


def _found(page: Painter) -> list[str]:
    import numpy as np

    return [r.kind for r in find_redactions(np.asarray(page.image, dtype=np.uint8).copy(), [], page.dpi)]


@pytest.mark.parametrize("seed", range(4))
def test_letterheads_and_tables_with_shaded_heads_are_left_alone(seed: int) -> None:
    page = Painter(random.Random(seed), 150)
    letterhead(page)
    y = paragraph(page, 90, 230, page.wide - 90, 5, None, 0)
    table(page, y + 10, None, True)
    assert _found(page) == []


@pytest.mark.parametrize("seed", range(3))
def test_form_fields_and_tick_boxes_are_left_alone(seed: int) -> None:
    page = Painter(random.Random(seed), 200)
    y = paragraph(page, 90, 230, page.wide - 90, 4, None, 0)
    form(page, y + 10)
    assert _found(page) == []


@pytest.mark.parametrize("kind", ["qr", "barcode", "photo", "stamp", "signature", "holes", "edge", "chart"])
def test_codes_photos_stamps_signatures_holes_and_edges_are_left_alone(kind: str) -> None:
    page = Painter(random.Random(7), 150)
    paragraph(page, 90, 260, page.wide - 90, 9, None, 0)
    furniture(page, kind)
    assert _found(page) == []


@pytest.mark.parametrize("seed", [34, 37])
def test_the_only_frame_of_a_page_is_no_redaction_unless_that_is_nearly_sure(seed: int) -> None:
    page = at_working_size(make("test", seed, None))
    assert find_redactions(page.image, [], page.dpi) == []
