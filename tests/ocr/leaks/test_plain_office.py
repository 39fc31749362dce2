"""Ordinary office files, web pages and mails raise no leak, and are read."""

from __future__ import annotations

from pathlib import Path

from ocr.leaks import inspect_file
from ocr.settings import ReadSettings
from ocr.text import open_text
from ocr.text.kinds import text_type_of
from tests.ocr.leaks.marked import SHOWN
from tests.ocr.leaks.plain_office import plain_files


def test_forty_ordinary_files_leak_nothing_and_are_read(tmp_path: Path) -> None:
    told, unread, count = {}, [], 0
    for name, data in plain_files():
        path = tmp_path / name
        path.write_bytes(data)
        count += 1
        if leaks := inspect_file(path).document:
            told[name] = [leak.kind for leak in leaks]
        opened = open_text(path, text_type_of(data[:8192], path) or "", ReadSettings())
        assert opened is not None
        if SHOWN not in opened.page(1).layer().text:
            unread.append(name)
    assert (told, unread, count) == ({}, [], 40)
