"""Laws and calendars in the installation: seeded once, corrected by people, read back, and used by the command."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.db import open_engine
from tracker.cli import main
from tracker.clocks.calendars import PlainBody
from tracker.clocks.engine import clocks
from tracker.clocks.types import Event
from tracker.laws.actions import correct_document, restore_document
from tracker.laws.catalogue import Rulebook
from tracker.laws.errors import LawError
from tracker.laws.models import LawDocument
from tracker.laws.store import (
    add_closed_days,
    closed_days_of,
    load_seeds,
    rulebook_of,
    seeds_folder,
    withdraw_closed_days,
)
from tracker.people.models import User
from tracker.tables import metadata

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEBRUARY = {"first": date(2026, 2, 9), "last": date(2026, 2, 10), "reason": "cierre", "source": "aviso en su sitio"}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A session on the database of a fresh data folder, which the commands of the test use too."""
    monkeypatch.setenv("ACUSE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ACUSE_DATABASE_URL", raising=False)
    engine = open_engine(f"sqlite:///{tmp_path / 'acuse.sqlite3'}")
    metadata.create_all(engine)
    with Session(engine) as opened:
        opened.add(User(id=1, email="a@example.org", name="Alicia", role="owner", created_at=NOW))
        load_seeds(opened, seeds_folder())
        opened.commit()
        yield opened
    engine.dispose()


def limit(book: Rulebook, agency: str = "INM") -> date:
    found = clocks(book, PlainBody(agency), [Event("filed", date(2026, 1, 15))], date(2026, 2, 1)).live("response")
    assert found is not None
    return found.due_on


def test_seeding_again_changes_nothing(session: Session) -> None:
    assert load_seeds(session, seeds_folder()) == 0


def test_the_tables_give_back_the_rulebook_of_the_seeds(session: Session) -> None:
    book = rulebook_of(session)
    assert limit(book) == date(2026, 2, 13)
    assert len(book.laws) > 20 and len(book.regulators) > 20


def test_closed_days_a_person_adds_count_for_that_agency_until_they_are_withdrawn(session: Session) -> None:
    added = add_closed_days(session, agency="INM", by=1, at=NOW, **FEBRUARY)  # type: ignore[arg-type]
    before = rulebook_of(session)
    assert (limit(before), limit(before, "SRE")) == (date(2026, 2, 17), date(2026, 2, 13))
    withdraw_closed_days(session, added.id, by=1, at=NOW)
    after = rulebook_of(session)
    assert limit(after) == date(2026, 2, 13)
    assert after.version != before.version
    assert closed_days_of(session, "INM") == []


def test_days_nobody_verified_move_only_the_latest_date(session: Session) -> None:
    add_closed_days(session, agency="INM", by=1, at=NOW, verified=False, **FEBRUARY)  # type: ignore[arg-type]
    case = clocks(rulebook_of(session), PlainBody("INM"), [Event("filed", date(2026, 1, 15))], date(2026, 2, 1))
    found = case.live("response")
    assert found is not None and (found.earliest, found.latest) == (date(2026, 2, 13), date(2026, 2, 17))


def content_of(session: Session, name: str) -> str:
    return session.scalars(select(LawDocument.content).where(LawDocument.name == name)).one()


def test_a_persons_correction_of_a_law_wins_and_survives_new_seeds(session: Session) -> None:
    text = content_of(session, "MX-JAL").replace("days: 8", "days: 7")
    correct_document(session, "law", "MX-JAL", text, by=1, at=NOW)
    load_seeds(session, seeds_folder())
    book = rulebook_of(session)
    period = book.law("MX-JAL").period("response")
    assert period is not None and period.days == 7
    assert restore_document(session, "law", "MX-JAL")
    period = rulebook_of(session).law("MX-JAL").period("response")
    assert period is not None and period.days == 8


def test_a_correction_that_cannot_be_read_is_refused_and_changes_nothing(session: Session) -> None:
    text = content_of(session, "MX-JAL")
    for wrong, says in (
        (text.replace("days: 8", "dayz: 8"), "unknown field"),
        (text.replace("key: MX-JAL", "key: MX-JALISCO"), "keep the key"),
        (text + "\n  : [", "not YAML"),
        ("just words", "fields"),
    ):
        with pytest.raises(LawError, match=says):
            correct_document(session, "law", "MX-JAL", wrong, by=1, at=NOW)
    assert session.scalar(select(LawDocument).where(LawDocument.origin == "user")) is None


def test_the_command_counts_with_the_installations_own_calendar(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked() -> str:
        assert main(["deadlines", "--filed", "2026-01-15", "--agency", "INM", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        return str(next(c["due_on"] for c in answer["clocks"] if c["kind"] == "response"))

    assert asked() == "2026-02-13"
    add_closed_days(session, agency="INM", by=1, at=NOW, **FEBRUARY)  # type: ignore[arg-type]
    session.commit()
    assert asked() == "2026-02-17"
