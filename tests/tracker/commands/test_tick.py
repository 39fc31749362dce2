"""`acuse tick` and `acuse user` from the command line, on a folder that was empty."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.commands.tick import moment_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACUSE_DATA_DIR", str(tmp_path / "data"))
    for name in ("ACUSE_MAIL_URL", "ACUSE_DATABASE_URL", "ACUSE_FILES_URL", "ACUSE_SEARCH_URL", "ACUSE_SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


def tick(capsys, *words: str) -> dict[str, int]:
    assert main(["tick", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def log_request(folder: Path) -> None:
    """A request to INM that was refused on Monday 2 March 2026."""
    import os
    from datetime import date

    from tracker.clock import FixedClock
    from tracker.requests.actions import RequestDraft, record_event
    from tracker.requests.actions import log_request as log
    from tracker.setup import acting_owner, default_project, ready_backends

    backends = ready_backends(os.environ)
    clock = FixedClock(moment_of("2026-03-02T10:00"))
    with backends.sessions.writing() as session:
        owner, project = acting_owner(session, clock.now()), default_project(session, clock.now())
        info_request = log(session, RequestDraft(
            project_id=project.id, subject="Detenciones en estaciones migratorias", agency="INM",
            folio="330020326000123", filed_on=date(2026, 2, 3)), by=owner, clock=clock)
        record_event(session, info_request, "replied", date(2026, 3, 2), by=owner, clock=clock)
    backends.close()


def test_a_refusal_is_reminded_of_in_the_folder_even_without_any_account(folder, capsys):
    log_request(folder)
    assert tick(capsys, "--at", "2026-03-02T11:00")["reminders_sent"] == 1
    assert tick(capsys, "--at", "2026-03-02T11:05")["reminders_sent"] == 0
    assert tick(capsys, "--at", "2026-03-12")["reminders_sent"] == 1
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in (folder / "mail").iterdir()]
    assert len(letters) == 2
    for letter in letters:
        text = letter.get_body(("plain",)).get_content()
        assert "330020326000123" in text and "Detenciones" in text and "/requests/1" in text


def test_a_request_closed_meanwhile_is_silent(folder, capsys):
    log_request(folder)
    tick(capsys, "--at", "2026-03-02T11:00")
    import os
    from datetime import date

    from tracker.clock import FixedClock
    from tracker.requests.actions import record_event
    from tracker.requests.models import InfoRequest
    from tracker.setup import acting_owner, ready_backends

    backends = ready_backends(os.environ)
    clock = FixedClock(moment_of("2026-03-03T10:00"))
    with backends.sessions.writing() as session:
        owner = acting_owner(session, clock.now())
        record_event(session, session.get_one(InfoRequest, 1), "closed", date(2026, 3, 3), by=owner, clock=clock)
    backends.close()
    for day in range(4, 28):
        assert tick(capsys, "--at", f"2026-03-{day:02}")["reminders_sent"] == 0


@pytest.mark.parametrize("text", ["soon", "2026-02-31", "2026-03-05T25:00"])
def test_a_moment_that_is_none_is_refused_in_one_sentence(folder, capsys, text):
    assert main(["tick", "--at", text]) == 2
    assert text in capsys.readouterr().err


def test_a_day_means_its_noon_and_a_bare_time_is_mexico_citys():
    assert moment_of("2026-03-05").isoformat() == "2026-03-05T12:00:00-06:00"
    assert moment_of("2026-03-05T09:00").isoformat() == "2026-03-05T09:00:00-06:00"
    assert moment_of("2026-03-05T09:00Z").isoformat() == "2026-03-05T09:00:00+00:00"


def test_an_account_is_made_with_a_link_that_sets_its_password_once(folder, capsys):
    assert main(["user", "add", "alice@example.org", "--name", "Alice", "--owner", "--json"]) == 0
    link = json.loads(capsys.readouterr().out)["link"]
    assert "/ticket/" in link
    assert main(["user", "add", "alice@example.org"]) == 2
    assert "user reset" in capsys.readouterr().err
    assert main(["user", "add", "nonsense"]) == 2
    capsys.readouterr()
    assert main(["user", "reset", "Alice@example.org", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["link"] != link
    assert main(["user", "reset", "bob@example.org"]) == 2
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"email": "alice@example.org", "name": "Alice", "role": "owner", "active": True, "has_password": False}]
