"""Fixtures every test may use: a migrated database, a world with Alice, Bob and Charlie, and signed-in browsers."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.backends import Backends, open_backends
from tracker.clock import FixedClock
from tracker.settings import Settings

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday morning in Mexico City."""
PASSWORD = "correct-horse-battery"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real files, or a skipped test where it is not at hand."""
    folder = os.environ.get("ACUSE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("ACUSE_SAMPLES does not name a folder of sample files")
    return Path(folder)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The project's own seed data."""
    return Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _translations() -> None:
    from tracker.translating import compile_translations

    compile_translations()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 at its lowest cost: hundreds of tests make five accounts each."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.people.actions._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def _ready_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made ready by the product itself: migrated and seeded; each test works on a copy."""
    from tracker.setup import ready_backends

    folder = tmp_path_factory.mktemp("ready")
    backends = ready_backends({"ACUSE_DATA_DIR": str(folder)}, FixedClock(NOW))
    with backends.sessions.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    backends.close()
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands on a Monday morning until a test moves it."""
    return FixedClock(NOW)


@pytest.fixture
def environ(_ready_folder: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh installation of its own."""
    data = tmp_path / "data"
    shutil.copytree(_ready_folder, data)
    return {"ACUSE_DATA_DIR": str(data)}


@pytest.fixture
def backends(environ: dict[str, str], clock: FixedClock) -> Iterator[Backends]:
    """Opened backends over a real, migrated database; mails land in a folder."""
    opened = open_backends(Settings.from_environ(environ), clock)
    yield opened
    opened.close()


@dataclass
class World:
    """Alice runs the installation and the project, Bob edits, Rita reads, Charlie must see nothing."""

    backends: Backends
    project: int
    people: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def world(backends: Backends) -> World:
    """A project with its people."""
    from tracker.people.actions import create_user
    from tracker.projects.actions import create_project, set_member

    now = backends.clock.now()
    with backends.sessions.writing() as session:
        people = {
            name: create_user(session, email=f"{name}@example.org", name=name.title(), password=PASSWORD, now=now,
                              role="owner" if name == "olga" else "member", language="en")
            for name in ("olga", "alice", "bob", "rita", "charlie")
        }
        project = create_project(session, "San Fernando", by=people["alice"], now=now)
        set_member(session, project, people["bob"], "editor")
        set_member(session, project, people["rita"], "reader")
        return World(backends, project.id, {name: user.id for name, user in people.items()})


class Browser:
    """A signed-in test client that fills the CSRF token in by itself."""

    def __init__(self, client: object) -> None:
        self.client = client

    def get(self, address: str, **kwargs: object):  # type: ignore[no-untyped-def]
        """Fetch a page, following redirects."""
        return self.client.get(address, follow_redirects=True, **kwargs)  # type: ignore[attr-defined]

    def post(self, address: str, data: dict[str, object] | None = None, *, page: str | None = None,  # type: ignore[no-untyped-def]
             follow: bool = True, **kwargs: object):
        """Send a form as the page that holds it would."""
        token = self.token(page or "/")
        return self.client.post(address, data={**(data or {}), "csrf_token": token},  # type: ignore[attr-defined]
                                follow_redirects=follow, **kwargs)

    def token(self, page: str) -> str:
        """The CSRF token of this browser's session."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page).get_data(as_text=True))
        assert found, f"{page} holds no form"
        return found.group(1)


@pytest.fixture
def browser(world: World) -> Callable[[str], Browser]:
    """Signs a person of the world in: `browser("alice")`; `browser("")` is nobody."""
    from tracker.app import create_app

    app = create_app(world.backends.settings, world.backends)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def sign_in(name: str) -> Browser:
        client = app.test_client()
        window = Browser(client)
        if name:
            answer = window.post("/login", {"email": f"{name}@example.org", "password": PASSWORD}, page="/login")
            assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
        return window

    return sign_in


SLOWEST = ("web/test_permissions.py", "web/test_hostile_forms.py", "leaks/test_leak_journey.py", "ocr/test_limits.py",
           "ocr/test_hostile.py", "tests/browser/", "leaks/test_deciding.py")
"""Files that begin first, so that no process is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slowest files first; all others stay in order."""
    items.sort(key=lambda item: not any(name in str(item.path) for name in SLOWEST))
