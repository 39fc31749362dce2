"""What every answer tells the browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import World
from tracker.app import create_app


@pytest.mark.parametrize(("site", "told"), [
    ("https://acuse.example.org", "max-age=31536000"), ("http://127.0.0.1:8000", None)])
def test_browsers_are_held_to_tls_where_the_site_is_served_over_it(world: World, site: str, told: str | None) -> None:
    settings = replace(world.backends.settings, site_url=site)
    client = create_app(settings, replace(world.backends, settings=settings)).test_client()
    for address in ("/login", "/static/app.css", "/nothing-here"):
        assert client.get(address).headers.get("Strict-Transport-Security") == told
