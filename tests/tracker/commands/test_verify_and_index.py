"""`acuse verify` finds what is wrong, and `acuse index rebuild` puts the index right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from archive.indexing import drift
from tests.tracker.commands.conftest import Ran
from tests.tracker.commands.letters import letter
from tracker.audit.actions import record_act
from tracker.backends import Backends
from tracker.clock import FixedClock

Acuse = Callable[..., Ran]


def test_a_whole_installation_is_found_whole(acuse: Acuse, tmp_path: Path) -> None:
    acuse("add", letter(tmp_path / "a.pdf"), "--wait")
    ran = acuse("verify", "--json")
    assert ran.code == 0 and ran.json["ok"] and ran.json["files"]["checked"] == 1 and ran.json["index"]["pages"] == 1
    assert ran.json["audit"] == {"entries": 1, "broken_at": None}


def test_a_changed_byte_and_a_lost_file_are_found(acuse: Acuse, backends: Backends, tmp_path: Path) -> None:
    rows = acuse("add", letter(tmp_path / "a.pdf"), "--wait", "--json").json
    with backends.files.path(rows[0]["sha256"]) as kept:
        kept.chmod(0o600)
        whole = kept.read_bytes()
        kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        ran = acuse("verify", "--json")
        assert ran.code == 1 and ran.json["files"]["changed"] == [rows[0]["sha256"]]
        kept.unlink()
    ran = acuse("verify", "--json")
    assert ran.code == 1 and ran.json["files"]["missing"] == [rows[0]["sha256"]] and ran.json["problems"]


def test_a_changed_audit_entry_is_found(acuse: Acuse, backends: Backends, clock: FixedClock) -> None:
    with backends.sessions.writing() as session:
        for number in range(3):
            record_act(session, "add", "document", number, by=None, at=clock.now())
    assert acuse("verify", "--json").code == 0
    with backends.sessions.writing() as session:
        session.execute(text("update audit_entry set object_id = 99 where id = 2"))
    ran = acuse("verify", "--json")
    assert ran.code == 1 and ran.json["audit"]["broken_at"] == 2


def test_a_page_that_the_index_lacks_is_found_and_a_rebuild_heals_it(
    acuse: Acuse, backends: Backends, tmp_path: Path
) -> None:
    acuse("add", letter(tmp_path / "a.pdf"), "--wait")
    with backends.sessions.writing() as session:
        session.execute(text("update page set text = text || ' añadido'"))
    ran = acuse("verify", "--json")
    assert ran.code == 1 and ran.json["index"]["stale"] == 1
    rebuilt = acuse("index", "rebuild", "--json")
    assert rebuilt.code == 0 and rebuilt.json["pages"] == 1 and rebuilt.json["finished"]
    assert acuse("verify", "--json").code == 0
    assert acuse("search", "añadido", "--json").json["total"] == 1


def test_a_page_that_waits_for_its_indexing_is_no_fault(acuse: Acuse, backends: Backends, tmp_path: Path) -> None:
    from archive import jobs, reading

    row = acuse("add", letter(tmp_path / "a.pdf"), "--wait", "--json").json[0]
    with backends.sessions.writing() as session:
        session.execute(text("update page set text = text || ' nuevo'"))
        jobs.put(session, reading.INDEX_JOB, row["document"], now=backends.clock.now())
    ran = acuse("verify", "--json")
    assert ran.code == 0 and ran.json["index"]["waiting"] == 1


def test_a_damaged_index_is_rebuilt_by_the_next_search(acuse: Acuse, backends: Backends, tmp_path: Path) -> None:
    acuse("add", letter(tmp_path / "a.pdf"), "--wait")
    folder = backends.settings.data_dir / "index"
    for path in folder.glob("generation-*/*.json"):
        path.write_text("{}")
    assert acuse("search", "migrantes", "--json").json["total"] == 1
    assert not drift(backends.sessions, backends.search)


def test_an_unknown_engine_is_refused_with_what_there_is(acuse: Acuse) -> None:
    ran = acuse("index", "rebuild", "--to", "elastic:/x")
    assert ran.code == 2 and "whoosh" in ran.err


def test_a_move_to_the_other_engine_is_one_command_and_so_is_the_way_back(
    acuse: Acuse, backends: Backends, tmp_path: Path
) -> None:
    acuse("add", letter(tmp_path / "a.pdf"), "--wait")
    moved = acuse("index", "rebuild", "--to", "tantivy:")
    assert moved.code == 0 and "in use from now on" in moved.out
    assert backends.search.name == "tantivy" and acuse("search", "migrantes", "--json").json["total"] == 1
    assert acuse("verify", "--json").code == 0
    assert acuse("index", "rebuild", "--to", "whoosh:").code == 0
    assert backends.search.name == "whoosh" and acuse("search", "migrantes", "--json").json["total"] == 1
