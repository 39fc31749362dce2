"""Web tests sign many people in: their passwords are hashed cheaply here; the real cost is tested with the accounts."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.people.actions._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
