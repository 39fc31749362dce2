"""Thousands of damaged files of every kind: each is read or refused with a reason; none crashes or hangs the reader."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.unpacking import CannotUnpack, bundle_members, bundle_type
from ocr.errors import SENTENCES, ReadingError
from ocr.reading import open_file
from ocr.settings import ReadSettings
from tests.ocr.every_format import BUNDLES, every_format

ROOT = Path(__file__).resolve().parents[2]
READ_QUICKLY = ReadSettings(engine="ocr.fakes:ScriptedOcr", workers=1, page_seconds=30)
REASONS = {english for english, _ in SENTENCES.values()}
TIMES = 60
LONGEST_SECONDS = 45.0


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The file cut short, with bytes changed, or with a part zeroed, doubled or taken out."""
    way = rng.choice(("cut", "flip", "flip", "zero", "double", "remove", "tail"))
    at = rng.randrange(len(data))
    length = rng.choice((1, 4, 16, 100, 600))
    if way == "cut":
        return data[:at] or b"x"
    if way == "tail":
        return data[at:] or b"x"
    if way == "zero":
        return data[:at] + bytes(length) + data[at + length :]
    if way == "double":
        return data[: at + length] + data[at:]
    if way == "remove":
        return data[:at] + data[at + length :] or b"x"
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@pytest.mark.long
@pytest.mark.parametrize("ending", sorted(every_format()))
def test_a_damaged_file_is_read_or_refused_with_a_reason(tmp_path: Path, ending: str) -> None:
    rng = random.Random(ending)
    path = tmp_path / f"a.{ending}"
    for number in range(TIMES):
        path.write_bytes(damaged(every_format()[ending], rng))
        begun = time.monotonic()
        if ending in BUNDLES and bundle_type(path) is not None:
            _unpack(path)
        else:
            _read(path)
        assert time.monotonic() - begun < LONGEST_SECONDS, f"{ending} {number} took too long"


def _unpack(path: Path) -> None:
    try:
        with bundle_members(path) as members:
            for member in members:
                try:
                    data = member.open()
                    while data.read(1 << 16):
                        pass
                except OSError:
                    continue
    except CannotUnpack as problem:
        assert problem.code


def _read(path: Path) -> None:
    try:
        with open_file(path, None, READ_QUICKLY) as opened:
            for page in opened.read_pages(range(1, min(4, opened.page_count) + 1)):
                assert page.error is None or page.error in REASONS
            try:
                for number in range(min(3, len(opened.embedded()))):
                    opened.take_embedded(number, path.with_suffix(".out"))
            except ReadingError as error:
                assert str(error) in REASONS
    except ReadingError as error:
        assert str(error) in REASONS


@pytest.mark.long
def test_the_command_prints_one_line_a_file_and_never_a_traceback(tmp_path: Path) -> None:
    rng = random.Random(2026)
    files = []
    for ending, data in sorted(every_format().items()):
        for number in range(3):
            files.append(tmp_path / f"{number}.{ending}")
            files[-1].write_bytes(damaged(data, rng))
    done = subprocess.run([sys.executable, "-m", "ocr", "--no-words", *map(str, files)], cwd=ROOT, capture_output=True,
                          text=True, timeout=1200)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(path) for path in files]
    assert done.returncode in (0, 3) and "Traceback" not in done.stderr
    assert all((line["error"] is None) or line["error"] in REASONS for line in lines)
