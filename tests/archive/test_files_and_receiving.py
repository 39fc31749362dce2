"""Files are kept whole or not at all, once each, and never under a name that could do harm."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.files import EmptyUpload, FileTooLarge, FolderStore, open_files
from archive.models import Blob, Document
from archive.receive import MAX_NAME, safe_name


def test_bytes_are_kept_untouched_under_their_hash_and_cannot_be_written_over(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    data = os.urandom(3_000_000)
    kept = store.keep(io.BytesIO(data))
    assert kept.sha256 == hashlib.sha256(data).hexdigest() and kept.size == len(data)
    with store.open(kept.sha256) as file:
        assert file.read() == data
    with store.path(kept.sha256) as path:
        assert path.stat().st_mode & 0o222 == 0
    assert store.keep(io.BytesIO(data)) == kept
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize(("data", "limit", "problem"), [(b"", None, EmptyUpload), (b"x" * 100, 99, FileTooLarge)])
def test_what_is_refused_leaves_nothing_behind(
    tmp_path: Path, data: bytes, limit: int | None, problem: type[Exception]
) -> None:
    store = FolderStore(tmp_path / "files")
    with pytest.raises(problem):
        store.keep(io.BytesIO(data), limit=limit)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_connection_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        FolderStore(tmp_path).keep(Broken(b"x"))
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "g" * 64, "0" * 63])
def test_only_a_hash_is_a_key(tmp_path: Path, key: str) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(FileNotFoundError):
        store.open(key)


def test_an_unknown_store_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="folder:"):
        open_files("ftp://x")


def test_the_same_bytes_are_one_document_in_a_scope_and_two_in_two(archive: Any) -> None:
    first = archive.add(b"same", "uno.pdf")
    again = archive.add(b"same", "otro.pdf")
    other = archive.add(b"same", "uno.pdf", scope="project:2")
    assert again.is_duplicate and again.document.id == first.document.id
    assert not other.is_duplicate and other.document.id != first.document.id, "a scope does not learn of another"
    with archive.sessions.reading() as session:
        assert session.query(Blob).count() == 1 and session.query(Document).count() == 2
    assert len(archive.jobs("read")) == 2


@given(st.text(max_size=600))
def test_a_safe_name_has_no_folder_no_control_character_and_an_end(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= MAX_NAME and not set(safe) & {"/", "\\", "\0", "\n", "\r", "\u202e"}
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("C:\\papeles\\" + "ñ" * 900 + ".pdf").endswith("ñ.pdf")
    assert safe_name("../..") == "archivo"


def test_what_a_killed_process_left_half_kept_is_dropped_and_what_is_being_kept_is_not(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    kept = store.keep(io.BytesIO(b"Oficio")).sha256
    old, young = tmp_path / ".part-viejo", tmp_path / ".part-nuevo"
    for path in (old, young):
        path.write_bytes(b"mitad")
    os.utime(old, (0, 0))
    os.utime(tmp_path / kept[:2] / kept, (0, 0))
    assert store.tidy(datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert young.exists() and not old.exists() and store.exists(kept)
