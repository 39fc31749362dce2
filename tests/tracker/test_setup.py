"""The first start gives one login, whatever was done on the command line before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tracker.people.actions import check_password
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.setup import acting_owner, first_account, ready_backends


@pytest.mark.parametrize("is_used_before", [False, True])
def test_a_login_is_shown_once_also_when_commands_were_used_first(tmp_path: Path, is_used_before: bool) -> None:
    backends = ready_backends({"ACUSE_DATA_DIR": str(tmp_path / "data")})
    if is_used_before:
        with backends.sessions.writing() as session:
            acting_owner(session, backends.clock.now())
    made = first_account(backends)
    assert made is not None
    email, password = made
    with backends.sessions.writing() as session:
        user = check_password(session, email, password)
        assert user is not None and user.is_owner
        assert [one.email for one in session.scalars(select(User))] == [email]
        assert acting_owner(session, backends.clock.now()) is user
        [project] = session.scalars(select(Project))
        assert [member.user_id for member in project.memberships] == [user.id]
    assert first_account(backends) is None
    backends.close()


def test_passwords_cost_what_the_standard_asks() -> None:
    """Argon2id with 64 MiB and three passes: the second recommended option of RFC 9106; tests lower it for speed."""
    said = subprocess.run(
        [sys.executable, "-c", "from tracker.people.actions import _hasher as h\n"
                               "print(h.type.name, h.memory_cost, h.time_cost)"],
        capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "ID" and int(said[1]) >= 65536 and int(said[2]) >= 3


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("--port=9000", 2)])
def test_starting_with_an_argument_tells_where_settings_stand_and_starts_nothing(
        tmp_path: Path, argument: str, code: int) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tracker.run", argument], env={"ACUSE_DATA_DIR": str(tmp_path / "data")},
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60)
    assert answer.returncode == code and "usage: python -m tracker.run" in answer.stdout + answer.stderr
    assert not (tmp_path / "data").exists()
