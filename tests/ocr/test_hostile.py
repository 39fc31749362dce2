"""Damaged, odd and harmful files: what can be read is read, the rest refused for the right reason, nothing crashes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from ocr.reading import open_file
from ocr.settings import ReadSettings
from ocr.types import PageReading
from tests.ocr.hostile.cases import Hostile, complaint
from tests.ocr.hostile.papers import hostile_papers
from tests.ocr.hostile.pdfs import hostile_pdfs
from tests.ocr.hostile.pictures import hostile_pictures

ROOT = Path(__file__).resolve().parents[2]
APART = ReadSettings(workers=1, page_seconds=40, redactions=False)
LONGEST_SECONDS = 45.0
QUICK = {"cmyk.jpg", "bits-16.png", "bits-1.png", "transparent.png", "group4.tif", "fax-dpi.tif", "exif-6.tif",
         "exif-5.jpg", "loop.tif", "bomb.png", "bomb.bmp", "noise.png", "heic-empty.heic", "cut-5.png", "pdf-jbig2.pdf",
         "pdf-lab.pdf", "pdf-inline.pdf", "pdf-strips.pdf", "pdf-soft-mask.pdf"}


def check(folder: Path, cases: Iterable[Hostile]) -> None:
    """Read each case in a process apart, and see that it became what it must."""
    wrong = []
    for case in cases:
        path = folder / case.name
        path.write_bytes(case.data)
        begun, pages, error = time.monotonic(), list[PageReading](), None
        try:
            with open_file(path, None, APART) as opened:
                pages = list(opened.read_pages(range(1, opened.page_count + 1)))
        except Exception as problem:  # told below, by the file's name
            error = str(problem)
        found = complaint(case, error, pages)
        if found or time.monotonic() - begun > LONGEST_SECONDS:
            wrong.append(f"{case.name}: {found or 'too slow'}")
    assert "\n".join(wrong) == ""


def test_damaged_and_odd_pdfs_are_read_or_refused_for_the_right_reason(tmp_path: Path) -> None:
    check(tmp_path, (case for case in hostile_pdfs() if not case.is_long))


def test_odd_pictures_are_read_or_refused_for_the_right_reason(tmp_path: Path) -> None:
    check(tmp_path, (case for case in hostile_pictures() if case.name in QUICK))


def test_broken_office_files_tables_pages_and_mails_are_read_or_refused_for_the_right_reason(tmp_path: Path) -> None:
    check(tmp_path, (case for case in hostile_papers() if not case.is_long))


@pytest.mark.long
def test_every_other_odd_picture_is_read_or_refused_too(tmp_path: Path) -> None:
    check(tmp_path, (case for case in hostile_pictures() if case.name not in QUICK))


@pytest.mark.long
def test_the_command_survives_them_all_and_the_bombs_too(tmp_path: Path) -> None:
    cases = {str(tmp_path / case.name): case for case in (*hostile_pdfs(), *hostile_pictures(), *hostile_papers())}
    for path, case in cases.items():
        Path(path).write_bytes(case.data)
    done = subprocess.run([sys.executable, "-m", "ocr", "--no-words", *cases], cwd=ROOT, capture_output=True, text=True,
                          timeout=1800)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == list(cases)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    wrong = []
    for line in lines:
        case = replace(cases[line["file"]], silent=None)
        pages = [PageReading(page["number"], 0, 0, None, None, page["text"], None, (), None, (), page["error"])
                 for page in line["pages"]]
        wrong.append((case.name, complaint(case, line["error"], pages)))
    assert [pair for pair in wrong if pair[1]] == []
