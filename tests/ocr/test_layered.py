"""Text layers that say something else than their page, or only a part of it: what the page shows is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr.quality import Quality, broken_share, judge
from ocr.settings import ReadSettings
from tests.ocr.evaluate_layers import read, shares
from tests.ocr.layered import layered

SETTINGS = ReadSettings(isolate=False, redactions=False)
QUICK = ("no map of letters", "scan, layer 5% wrong", "text, signature up the margin", "shadow print")


def check(folder: Path, names: tuple[str, ...] | None) -> None:
    wrong = []
    for case in layered():
        if (case.name in QUICK) is (names is None):
            continue
        page = read(case, folder, SETTINGS)
        found, right = shares(page.text or "", case.truth)
        if found < 0.93 or right < 0.93:
            wrong.append(f"{case.name}: {found:.3f} found, {right:.3f} right ({page.source}: {page.why})")
        if page.source not in case.source:
            wrong.append(f"{case.name}: {page.source}")
    assert "\n".join(wrong) == ""


def test_layers_that_do_not_say_what_the_page_shows_are_not_believed(tmp_path: Path) -> None:
    check(tmp_path, QUICK)


@pytest.mark.long
def test_other_layers_are_read_for_what_their_pages_show(tmp_path: Path) -> None:
    check(tmp_path, None)


def test_letters_without_meaning_inside_words_break_a_layer_and_bullets_do_not() -> None:
    prose = "la solicitud de información que se presentó en la plataforma de los años anteriores para el área " * 3
    assert broken_share(prose.replace("ó", "\x01").replace("ñ", "\x02").replace("á", "\x03")) >= 0.04
    assert broken_share("\uf0b7 " + prose + "\uf0b7 " + prose + "\uf0b7 fin") < 0.04
    assert judge(prose.replace("ó", "?"), 0.0) is Quality.ACCENTS
    assert judge(prose.replace("ó", "у"), 0.0) is Quality.BROKEN
    assert judge(prose + "¿Cuántas personas? ¿Dónde? https://x.mx/a?b=1", 0.0) is Quality.GOOD
