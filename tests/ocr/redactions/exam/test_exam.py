"""The exam itself: its truth lies where its pictures show it, and its verdicts on grounds are just."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tests.ocr.redactions.exam.leaf import Sat
from tests.ocr.redactions.exam.links import verdict
from tests.ocr.redactions.exam.mexican import LAYOUTS
from tests.ocr.redactions.exam.pages import CLEAN, sit


@pytest.mark.parametrize("worn", ["none", "scan"])
def test_the_truth_of_a_page_lies_where_its_picture_shows_it(worn: str) -> None:
    rng = random.Random(worn)
    sat = sit("oficio", LAYOUTS["oficio"](rng, "black"), rng, 150, worn)
    assert sat.covers and 0 < sat.hidden < 1
    for cover in sat.covers:
        x0, y0, x1, y1 = (round(v) for v in cover.box)
        assert np.median(sat.image[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3]) < 80
        if not any(other is not cover and abs(other.box[3] - y0) < 6 for other in sat.covers):
            assert np.median(sat.image[y0 - 4 : y0 - 2, x0:x1]) > 150
        assert not any(
            x0 < (w.box[0] + w.box[2]) / 2 * sat.image.shape[1] < x1
            and y0 < (w.box[1] + w.box[3]) / 2 * sat.image.shape[0] < y1
            for w in sat.words
        )


def test_the_same_number_draws_the_same_page() -> None:
    def drawn() -> Sat:
        rng = random.Random("page 3")
        return sit("visits", LAYOUTS["visits"](rng, "grey"), rng, 60, "scan")

    first, second = drawn(), drawn()
    assert (first.image == second.image).all() and first.covers == second.covers and first.words == second.words


def test_clean_pages_hide_nothing() -> None:
    rng = random.Random("clean")
    sat = sit("form", CLEAN["form"](rng), rng, 60, "none")
    assert sat.words and not sat.covers and sat.hidden == 0


@pytest.mark.parametrize(
    ("told", "truth", "said"),
    [("art. 113 fr. I LFTAIP", ("113 I LFTAIP",), "right"), ("113", ("113 I LFTAIP",), "incomplete"),
     ("art. 116", ("113 I LFTAIP",), "wrong"), ("113 fr. II", ("113 I LFTAIP",), "wrong"), (None, ("116",), "none"),
     (None, (), "rightly none"), ("115", (), "invented"), ("5.1.2.e", ("5.1.2e",), "right"),
     ("(b)(6)", ("(b)(7)(C)",), "wrong"), ("13/18 LFTAIPG", ("13", "18"), "right"),
     ("art. 113 fr. I LFTAIP; art. 116 LGTAIP", ("113 I LFTAIP", "116 LGTAIP"), "right")],
)  # fmt: skip
def test_a_ground_is_judged_by_its_article_and_fraction(told: str | None, truth: tuple[str, ...], said: str) -> None:
    assert verdict(told, truth) == said
