"""A backup brings everything back, and only into an empty folder."""

from __future__ import annotations

import json
import os
import resource
import zipfile
from pathlib import Path

import pytest

from tests.contracts.test_commands import LETTER, answer, run
from tracker.backends import Backends, open_backends, secret_key
from tracker.backups import back_up, restore
from tracker.demo.letters import born_digital
from tracker.settings import Settings


def test_a_backup_brings_documents_and_search_back(environ: dict[str, str], tmp_path: Path) -> None:
    letter = tmp_path / "carta.pdf"
    letter.write_bytes(born_digital(LETTER))
    answer(environ, "add", str(letter), "--wait")
    done = answer(environ, "backup", str(tmp_path / "b.zip"))
    assert done["files"] >= 2
    there = {"ACUSE_DATA_DIR": str(tmp_path / "there")}
    assert answer(there, "restore", str(tmp_path / "b.zip"))["pages_indexed"] == 1
    assert answer(there, "search", "búsqueda exhaustiva")["total"] == 1
    ran = run(there, "verify", "--json")
    assert ran.returncode == 0, ran.stdout


def test_a_backup_goes_only_into_an_empty_folder(environ: dict[str, str], tmp_path: Path) -> None:
    answer(environ, "backup", str(tmp_path / "b.zip"))
    ran = run(environ, "restore", str(tmp_path / "b.zip"))
    assert ran.returncode == 2 and "ACUSE_DATA_DIR" in ran.stderr


def test_a_backup_is_written_over_no_folder_and_no_device(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = run(environ, "backup", str(tmp_path / "folder"))
    assert ran.returncode == 2 and "Traceback" not in ran.stderr and "archivo" in ran.stderr
    assert sorted(tmp_path.glob("folder*")) == [tmp_path / "folder"]


def test_a_damaged_backup_restores_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    answer(environ, "backup", str(tmp_path / "b.zip"))
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
        for info in old.infolist():
            if info.filename != "acuse-backup.json":
                new.writestr(info, old.read(info))
        manifest = json.loads(old.read("acuse-backup.json"))
        manifest["sha256"]["acuse.sqlite3"] = "0" * 64
        new.writestr("acuse-backup.json", json.dumps(manifest))
    there = {"ACUSE_DATA_DIR": str(tmp_path / "there")}
    ran = run(there, "restore", str(tmp_path / "c.zip"))
    assert ran.returncode == 3 and not list((tmp_path / "there").glob("*.sqlite3"))


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return path.stat().st_mode & 0o777


def test_a_backup_and_what_it_brings_back_are_for_their_owner_alone(backends: Backends, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        secret_key(backends.settings.data_dir)
        (tmp_path / "b.zip.part").touch(0o644)
        back_up(backends.settings, tmp_path / "b.zip", now=backends.clock.now())
        there = Settings.from_environ({"ACUSE_DATA_DIR": str(tmp_path / "there")})
        restore(there, tmp_path / "b.zip")
        new = Settings.from_environ({"ACUSE_DATA_DIR": str(tmp_path / "new")})
        open_backends(new).close()
    finally:
        os.umask(before)
    assert mode(tmp_path / "b.zip") == 0o600 and mode(there.data_dir / "secret.key") == 0o600
    assert mode(there.data_dir) == mode(new.data_dir) == 0o700


def test_a_data_folder_that_is_there_keeps_the_rights_it_has(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    folder.chmod(0o750)
    open_backends(Settings.from_environ({"ACUSE_DATA_DIR": str(folder)})).close()
    assert mode(folder) == 0o750


def test_a_full_disk_is_not_taken_for_a_damaged_backup(environ: dict[str, str], tmp_path: Path) -> None:
    answer(environ, "backup", str(tmp_path / "b.zip"))
    settings = Settings.from_environ({"ACUSE_DATA_DIR": str(tmp_path / "there")})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            restore(settings, tmp_path / "b.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list((tmp_path / "there").iterdir())
    assert restore(settings, tmp_path / "b.zip").files >= 1
