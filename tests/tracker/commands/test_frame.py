"""Whatever goes wrong, a command says one sentence and never shows a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tracker.commands.conftest import Ran

Acuse = Callable[..., Ran]


def test_a_data_folder_that_is_a_file_is_told_in_one_line(
    acuse: Acuse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("ACUSE_DATA_DIR", str(tmp_path / "file"))
    ran = acuse("search", "algo", "--json")
    assert ran.code == 2 and ran.out == "" and ran.err.count("\n") == 1 and "Traceback" not in ran.err


def test_a_database_that_is_none_is_told_in_one_line(
    acuse: Acuse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "acuse.sqlite3").write_bytes(b"this is not a database at all" * 100)
    monkeypatch.setenv("ACUSE_DATA_DIR", str(tmp_path / "bad"))
    ran = acuse("verify")
    assert ran.code == 2 and ran.err.startswith("acuse: ") and ran.err.count("\n") == 1 and "Traceback" not in ran.err


@pytest.mark.parametrize("words", [(), ("--help",), ("search", "--help")])
def test_help_is_no_failure(acuse: Acuse, words: tuple[str, ...]) -> None:
    try:
        ran = acuse(*words)
        assert ran.code == 0 and "usage" in ran.out
    except SystemExit as ended:  # argparse ends the process itself after its help
        assert ended.code == 0


def test_an_unknown_command_names_those_there_are(acuse: Acuse) -> None:
    ran = acuse("serch", "x")
    assert ran.code == 2 and "search" in ran.err
