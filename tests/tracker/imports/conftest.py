from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openpyxl import Workbook

from tracker.agencies.directory import Directory, load_directory


@pytest.fixture(scope="session")
def directory(seeds: Path) -> Directory:
    return load_directory(seeds / "agencies")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Makes an XLSX of named sheets, each a list of rows."""

    def make(name: str = "tabla.xlsx", **sheets: Sequence[Sequence[Any]]) -> Path:
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture(scope="session")
def memory() -> ModuleType:
    """The module with the store in memory."""
    spec = importlib.util.spec_from_file_location("imports_memory", Path(__file__).with_name("memory.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
