"""How much longer the day's page and the list of requests take with many requests than with few.

    python -m benchmarks.lists [--few 100] [--many 100000]

Prints one JSON object: for each page the milliseconds with few and with many requests (the fastest of fifteen, since
other work disturbs), their ratio, and how many queries each took. The requests are made up: a hundred were filed in the
last weeks, so that the pages show as much with few as with many; the rest were filed over fifteen years, and a third of
those was never closed.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from tracker.app import create_app
from tracker.backends import Backends
from tracker.clock import FixedClock
from tracker.people.actions import create_user
from tracker.people.models import User
from tracker.projects.actions import create_project
from tracker.projects.models import Project
from tracker.requests.models import ClockRow, Event, InfoRequest, fold
from tracker.setup import ready_backends

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "a-password-for-measuring"
PAGES = ("/", "/?whose=me", "/requests", "/requests?status=filed", "/requests?words=deportacion+2026",
         "/requests?words=nada-de-esto")
WORDS = ("vuelos de deportación", "estaciones migratorias", "uso de la fuerza", "aseguramientos",
         "grupos de protección", "contratos de alimentación", "quejas y sanciones", "programas de retorno")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=100_000)
    given = parser.parse_args()
    with ExitStack() as stack:
        sides = [_opened(stack, number) for number in (given.few, given.many)]
        found = {page: _measured(page, sides) for page in PAGES}
    print(json.dumps(found, indent=1))


def _measured(page: str, sides: list[tuple[FlaskClient, list[str]]]) -> dict[str, Any]:
    """Few and many in turns, so that what disturbs the machine disturbs both."""
    took: list[list[float]] = [[] for _side in sides]
    for _time in range(15):
        for (client, counted), times in zip(sides, took, strict=True):
            counted.clear()
            began = time.perf_counter()
            assert client.get(page).status_code == 200
            times.append((time.perf_counter() - began) * 1000)
    few, many = (min(times) for times in took)
    return {"few_ms": round(few, 1), "many_ms": round(many, 1), "ratio": round(many / few, 2),
            "queries": [len(counted) for _client, counted in sides]}


def _opened(stack: ExitStack, number: int) -> tuple[FlaskClient, list[str]]:
    """A signed-in browser on an installation with so many requests, and the list of the queries it last caused."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="acuse-lists-"))
    backends = ready_backends({"ACUSE_DATA_DIR": folder}, FixedClock(NOW))
    stack.callback(backends.close)
    _fill(backends, number)
    client = create_app(backends.settings, backends).test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").get_data(as_text=True))
    assert token is not None
    client.post("/login", data={"email": "a@example.org", "password": PASSWORD, "csrf_token": token.group(1)})
    counted: list[str] = []
    event.listen(backends.sessions.engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
    return client, counted


def _fill(backends: Backends, number: int) -> None:
    with backends.sessions.writing() as session:
        person = create_user(session, email="a@example.org", name="A", password=PASSWORD, now=NOW)
        create_project(session, "P", by=person, now=NOW)
        session.flush()
    with backends.sessions.writing() as session:
        by, of = session.scalars(select(User.id)).first(), session.scalars(select(Project.id)).first()
        rows: list[dict[str, Any]] = [_request(one, by, of) for one in range(1, number + 1)]
        session.execute(insert(InfoRequest), rows)
        session.execute(insert(Event), [{
            "id": row["id"], "info_request_id": row["id"], "kind": "filed", "happened_on": row["filed_on"],
            "recorded_at": NOW, "recorded_by": by, "values": {}, "note": "", "is_retraction": False} for row in rows])
        session.execute(insert(ClockRow), [{
            "info_request_id": row["id"], "position": place, "kind": kind, "owner": owner,
            "status": "running" if row["filed_on"] > TODAY - timedelta(days=30) else state,
            "starts_on": row["filed_on"], "opens_on": row["filed_on"], "is_verified": True, "article": "",
            "due_on": row["filed_on"] + timedelta(days=days), "earliest": row["filed_on"] + timedelta(days=days),
            "latest": row["filed_on"] + timedelta(days=days)}
            for row in rows for place, (kind, owner, days, state) in enumerate((
                ("response", "agency", 30, "late"), ("appeal", "requester", 51, "missed")))])


def _request(number: int, by: int | None, project: int | None) -> dict[str, Any]:
    is_new = number <= 100
    filed_on = TODAY - timedelta(days=number % 28 if is_new else 300 + number * 7 % 5400)
    status = "filed" if is_new else "overdue" if number % 3 == 0 else "closed"
    subject, folio = f"{WORDS[number % 8]} {filed_on.year}", f"04111{number:08}"
    text = " ".join(f"{place}. {WORDS[(number + place) % 8]} en {filed_on.year - place}, por estado."
                    for place in range(9))
    due = filed_on + timedelta(days=30)
    return {
        "id": number, "project_id": project, "owner_id": by, "agency": "INM", "agency_as_written": "INM",
        "folio": folio, "folio_as_written": folio, "jurisdiction": "MX-FED", "procedure": "access", "subject": subject,
        "text": text, "filed_on": filed_on, "created_at": NOW, "moved_at": NOW - timedelta(minutes=number),
        "status": status, "sort_on": date.max if status == "closed" else due, "extra": {},
        "next_on": None if status == "closed" else due, "next_kind": "response", "next_owner": "agency",
        "folded": fold(f"{subject} {text} {folio} {folio}"),
    }


if __name__ == "__main__":
    main()
