"""Web tests sign many people in: their passwords are hashed cheaply here."""

from __future__ import annotations

from tests.tracker.web.conftest import _cheap_passwords

__all__ = ["_cheap_passwords"]
