"""Every kind of file the product takes in is read, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.unpacking import bundle_type
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from tests.ocr.every_format import BUNDLES, every_format

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr", redactions=False)


@pytest.mark.parametrize("ending", sorted(every_format()))
def test_a_file_of_this_kind_is_read_under_a_name_that_does_not_tell_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "archivo"
    path.write_bytes(every_format()[ending])
    if ending in BUNDLES:
        assert bundle_type(path) is not None
        return
    assert bundle_type(path) is None
    with LocalFile(path, None, HERE) as opened:
        pages = list(opened.read_pages(range(1, opened.page_count + 1)))
    assert pages and all(page.error is None for page in pages)
    assert any(page.text for page in pages)
