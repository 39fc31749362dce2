"""Both engines give the same things by the same contract; pages read together come out as pages read alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from ocr.engines import batch_size, batches, open_engine
from ocr.engines.base import AUTO, LINE, Engine, parse_tsv
from ocr.engines.together import read_together
from ocr.errors import EngineFailed, EngineMissing
from ocr.fakes import ScriptedOcr
from ocr.lines import Line, text_of, words_of
from ocr.picture import Picture
from ocr.settings import ReadSettings
from tests.ocr.pages import LETTER, picture


def page_picture(dpi: int = 150) -> Picture:
    return Picture(np.asarray(picture(dpi=dpi), dtype=np.uint8), float(dpi))


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    try:
        opened = open_engine(ReadSettings(engine=request.param))
    except EngineMissing as reason:
        pytest.skip(reason.detail)
    yield opened
    opened.close()


def test_an_engine_gives_lines_words_boxes_and_confidence(engine: Engine) -> None:
    lines = engine.read([page_picture()])[0]

    assert " ".join(text_of(lines).split()) == " ".join(" ".join(LETTER).split())
    assert [line.text for line in lines] == [line for line in LETTER if line]
    for word in words_of(lines):
        x0, y0, x1, y1 = word.box
        assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 and 50 < word.confidence <= 100


def test_several_pictures_come_back_in_order(engine: Engine) -> None:
    blank = Picture(np.full((200, 300), 255, dtype=np.uint8), 150.0)
    found = engine.read([blank, page_picture(), blank])

    assert [bool(lines) for lines in found] == [False, True, False]


def test_a_picture_on_its_side_is_recognised(engine: Engine) -> None:
    lying = page_picture(200)
    lying = replace(lying, pixels=np.ascontiguousarray(np.rot90(lying.pixels)))
    found = engine.orientation(lying)

    assert found is not None and found.turn == 90


def test_a_language_that_is_missing_is_told() -> None:
    with pytest.raises(EngineMissing):
        open_engine(ReadSettings(languages="xxx"))


def test_only_an_engine_that_must_be_started_reads_several_pages_at_once() -> None:
    assert batch_size(ReadSettings(engine="pytesseract")) > 1
    assert batch_size(ReadSettings(engine="tesserocr")) == 1


def test_a_short_file_keeps_every_process_busy() -> None:
    assert list(batches(range(1, 7), 6, 2)) == [[1, 2, 3], [4, 5], [6]]
    assert [len(group) for group in batches(range(30), 6, 2)] == [6, 6, 6, 6, 3, 2, 1]
    assert list(batches(range(3), 1, 2)) == [[0], [1], [2]] and list(batches(range(4), 6)) == [[0, 1, 2, 3]]


def test_tsv_rows_become_lines_and_blocks() -> None:
    rows = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "5\t1\t1\t1\t1\t1\t10\t20\t30\t10\t91.5\tUno",
        "5\t1\t1\t1\t1\t2\t50\t20\t30\t10\t-1\t ",
        "5\t1\t1\t1\t2\t1\t10\t40\t30\t10\t80\tdos",
        "5\t1\t2\t1\t1\t1\t10\t60\t300\t10\t70\ttres",
    ]
    lines = parse_tsv("\n".join(rows), 200, 100)

    assert text_of(lines) == "Uno\ndos\n\ntres"
    assert lines[0].words[0].box == (0.05, 0.2, 0.2, 0.3) and lines[2].words[0].box[2] == 1.0


class Counting(ScriptedOcr):
    """Counts its starts, and fails when a picture narrower than 20 pixels is among several."""

    def __init__(self) -> None:
        self.starts: list[int] = []

    def read(self, pictures: Sequence[Picture], mode: int = AUTO) -> list[list[Line]]:
        self.starts.append(len(pictures))
        if any(one.width < 10 for one in pictures):
            raise EngineFailed("too narrow")
        return super().read(pictures, mode)


def test_pages_that_ask_at_the_same_time_share_one_start() -> None:
    engine = Counting()

    def page(count: int, mode: int = AUTO) -> int:
        return count

    def task(times: int, width: int = 50):  # type: ignore[no-untyped-def]
        def run(shared: Engine) -> int:
            for _ in range(times):
                shared.read([Picture(np.zeros((20, width), dtype=np.uint8), 100.0)], LINE if times == 3 else AUTO)
            return times

        return run

    assert read_together([task(1), task(0), task(2), task(1)], engine) == [1, 0, 2, 1]
    assert engine.starts == [3, 1]


def test_a_page_the_engine_fails_on_does_not_spoil_the_pages_read_with_it() -> None:
    engine = Counting()

    def task(width: int):  # type: ignore[no-untyped-def]
        def run(shared: Engine) -> str:
            try:
                return text_of(shared.read([Picture(np.zeros((20, width), dtype=np.uint8), 100.0)])[0])
            except EngineFailed:
                return "failed"

        return run

    good = "Texto leído por el motor de prueba"
    assert read_together([task(50), task(5), task(50)], engine) == [good, "failed", good]
