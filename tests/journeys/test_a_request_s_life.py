"""One request from its folio to the compliance with a won appeal: two people at work, a third who sees nothing.

The reply is a real scan, read by the real Tesseract in the worker's own pass; the reminder is a real mail in a folder.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.conftest import Browser, World
from tracker.clock import FixedClock
from tracker.demo.letters import Letter, scanned
from tracker.requests.models import ClockRow, InfoRequest
from tracker.worker import tick

SignIn = Callable[[str], Browser]
ZONE = ZoneInfo("America/Mexico_City")
LETTER = Letter(
    head=("INSTITUTO NACIONAL DE MIGRACIÓN", "Oficio INM/UT/1101/2026"),
    paragraphs=(
        "En atención a su solicitud con folio 340020300012326, después de una búsqueda exhaustiva realizada en los "
        "archivos de esta unidad administrativa, se declara la inexistencia de la información solicitada.",
        "Los nombres del personal se clasifican como información confidencial, con fundamento en el artículo 115.",
    ),
)


def due(world: World, kind: str) -> list[tuple[str, date | None]]:
    """Status and due date of the clocks of a kind, oldest first."""
    with world.backends.sessions.reading() as session:
        rows = session.scalars(select(ClockRow).where(ClockRow.kind == kind).order_by(ClockRow.position))
        return [(row.status, row.due_on) for row in rows]


def go(clock: FixedClock, day: date) -> None:
    """Let time pass until ten in the morning of a day."""
    clock.moment = datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE)


def event(person: Browser, kind: str, on: str, **more: str) -> None:
    """Note what happened on the first request's page."""
    answer = person.post("/requests/1/events", {"kind": kind, "happened_on": on, "note": "", **more})
    assert "flash problem" not in answer.get_data(as_text=True)


def test_from_the_folio_to_compliance(world: World, browser: SignIn, clock: FixedClock) -> None:
    go(clock, date(2026, 8, 3))
    alice, bob, charlie = browser("alice"), browser("bob"), browser("charlie")
    alice.post("/requests/new", {
        "folios": "340020300012326", "subject": "Quejas por año", "text": "1. Quejas de 2013 a 2025.\n2. Sanciones.",
        "agency": "INM", "project": world.project, "filed_on": "2026-08-03", "filed_time": "10:30",
        "procedure": "access", "channel": "platform"})
    assert due(world, "response")[-1] == ("running", date(2026, 8, 31))

    go(clock, date(2026, 8, 14))
    event(bob, "clarification_asked", "2026-08-07")
    event(bob, "clarification_answered", "2026-08-12")
    assert due(world, "response") == [("replaced", date(2026, 8, 31)), ("running", date(2026, 9, 9))]
    event(alice, "extension_notified", "2026-08-13")
    assert due(world, "response")[-1] == ("running", date(2026, 9, 24))
    proof = alice.get("/requests/1/proof/response?n=1").get_data(as_text=True)
    assert "Sep 16" in proof or "16 Sep" in proof

    go(clock, date(2026, 9, 18))
    alice, bob = browser("alice"), browser("bob")
    page = bob.post("/requests/1/replies/new", {
        "kind": "replied", "notified_on": "2026-09-17",
        "files": [(io.BytesIO(scanned(LETTER, dpi=200, skew_degrees=0.8)), "respuesta.pdf")],
    }, content_type="multipart/form-data").get_data(as_text=True)
    assert "respuesta.pdf" in page
    done = tick(world.backends)
    assert done["documents_read"] == 1 and done["documents_indexed"] >= 1
    page = alice.get("/replies/1").get_data(as_text=True)
    assert "Declares it does not exist" in page and "Confidential" in page
    finding = re.search(r'id="finding-(\d+)"', page)
    assert finding
    alice.post(f"/findings/{finding.group(1)}", {"verdict": "confirmed"})
    assert "Quejas por año" in alice.get("/requests/1").get_data(as_text=True)
    assert 'class="hit"' in alice.get("/documents/1/pages/1?q=busqueda+exhaustiva").get_data(as_text=True)
    assert due(world, "appeal")[-1] == ("running", date(2026, 10, 8))

    go(clock, date(2026, 10, 7))
    tick(world.backends)
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default)
               for path in (world.backends.settings.data_dir / "mail").glob("*.eml")]
    to_alice = [letter for letter in letters if "alice@example.org" in str(letter["To"])]
    said = "\n".join(str(part.get_content()) for letter in to_alice for part in letter.walk()
                     if part.get_content_type() == "text/plain")
    assert "340020300012326" in said and "art. 144" in said and "/requests/1" in said
    assert not [letter for letter in letters if "charlie@example.org" in str(letter["To"])]

    page = alice.post("/requests/1/appeals/new", {"filed_on": "2026-10-07", "number": "TP 81/26", "note": "",
                                                  "grounds": ["INEXIST"]}).get_data(as_text=True)
    assert "Transparencia para el Pueblo" in page
    go(clock, date(2026, 12, 15))
    alice, bob, charlie = browser("alice"), browser("bob"), browser("charlie")
    for kind, on in (("appeal_admitted", "2026-10-13"), ("resolution_notified", "2026-12-01"),
                     ("compliance_reported", "2026-12-14")):
        bob.post("/appeals/1/steps", {"kind": kind, "happened_on": on, "note": "", "days": "",
                                      "sense": "revoca" if kind == "resolution_notified" else ""})
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(InfoRequest.status)).one() == "resolved"
    assert [status for status, _ in due(world, "compliance")] == ["met"]
    assert due(world, "compliance_contest")[-1][0] == "running"

    for path in ("/requests/1", "/replies/1", "/documents/1", "/appeals/1", "/documents/1/pages/1",
                 "/requests/1/proof/response"):
        assert charlie.get(path).status_code == 404, path
    assert "Quejas por año" not in charlie.get("/").get_data(as_text=True)
    found = charlie.get("/search?q=inexistencia").get_data(as_text=True)
    assert "No page has that." in found and "respuesta.pdf" not in found
    assert charlie.get("/documents/1/original").status_code == 404


def test_a_week_switched_off_means_one_mail_late_not_none_and_not_seven(world: World, browser: SignIn,
                                                                       clock: FixedClock) -> None:
    go(clock, date(2026, 10, 12))
    browser("alice").post("/requests/new", {
        "folios": "", "subject": "Aseguramientos", "text": "", "agency": "INM", "project": world.project,
        "filed_on": "2026-10-12", "procedure": "access", "channel": "platform"})
    event(browser("alice"), "clarification_asked", "2026-10-12")
    tick(world.backends)
    folder = world.backends.settings.data_dir / "mail"
    before = set(folder.glob("*.eml"))
    clock.advance(timedelta(days=8))
    tick(world.backends)
    tick(world.backends)
    late = [path for path in set(folder.glob("*.eml")) - before if b"alice@example.org" in path.read_bytes()]
    assert len(late) == 1
