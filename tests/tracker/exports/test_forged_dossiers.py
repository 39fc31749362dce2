"""A dossier whose checksums match may still be made by hand: nothing in it reaches what is here already."""

from __future__ import annotations

import base64
import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import pytest
from sqlalchemy import func, select

from archive.models import Document, Page
from archive.reading import _twin
from archive.receive import receive
from archive.words import unpack_words
from tests.conftest import NOW, Browser, World
from tracker.exports.dossier import write_dossier
from tracker.exports.taking_in import BadDossier, take_in
from tracker.people.models import User
from tracker.projects.models import Project, project_scope
from tracker.replies.models import Reply
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.requests.models import Event, InfoRequest

Change = Callable[[dict[str, Any]], Any]
Made = Callable[..., Path]
SignIn = Callable[[str], Browser]


@pytest.fixture
def made(world: World, tmp_path: Path) -> Made:
    """A dossier of a request, its event and a file of one page; changed by hand, its checksums right again."""
    backends = world.backends
    with backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        asked = log_request(session, RequestDraft(project_id=world.project, subject="x", folio="330020326000123",
                            agency="INM", filed_on=date(2026, 10, 1)), by=alice, clock=backends.clock)
        event = record_event(session, asked, "replied", date(2026, 10, 20), by=alice, clock=backends.clock)
        session.add(Reply(info_request_id=asked.id, event_id=event.id, notified_on=date(2026, 10, 20), recorded_at=NOW))
        document = receive(session, backends.files, io.BytesIO(b"the bytes"), name="a.txt", by=str(alice.id), now=NOW,
                           scope=project_scope(world.project), origin="upload").document
        document.state, document.page_count = "read", 1
        session.add(Page(document_id=document.id, number=1, state="read", text="words", redactions=[], leaks=[]))

    def make(change: Change = lambda data: None, files: Callable[[Path], Any] = lambda data: None) -> Path:
        with backends.sessions.reading() as session:
            write_dossier(session, backends.files, session.get_one(Project, world.project), tmp_path / "d.zip", now=NOW)
        with zipfile.ZipFile(tmp_path / "d.zip") as bundle:
            bundle.extractall(tmp_path / "out")
        [old] = (tmp_path / "out").iterdir()
        shutil.move(old / "data", tmp_path / "bag")
        path = tmp_path / "bag" / "project.json"
        data = json.loads(path.read_text())
        path.write_text(json.dumps(change(data) or data))
        files(tmp_path / "bag")
        bagit.make_bag(str(tmp_path / "bag"), checksums=["sha256"])
        with zipfile.ZipFile(tmp_path / "forged.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
            for each in (tmp_path / "bag").rglob("*"):
                bundle.write(each, each.relative_to(tmp_path))
        return tmp_path / "forged.zip"

    return make


def take(world: World, path: Path) -> int:
    with world.backends.sessions.writing() as session:
        return take_in(session, world.backends.files, path, by=session.get_one(User, world.people["olga"]), now=NOW).id


def refused(world: World, path: Path) -> str:
    with pytest.raises(BadDossier) as problem:
        take(world, path)
    with world.backends.sessions.reading() as session:
        assert session.scalar(select(func.count(Project.id))) == 1
    return problem.value.code


def row(table: str, column: str, value: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["rows"][table][0][column] = value

    return change


def document(column: str, value: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["documents"][0][column] = value

    return change


def page(column: str, value: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["documents"][0]["pages"][0][column] = value

    return change


@pytest.mark.parametrize("key", ["1", 1.0, True, 999, [1], {"id": 1}])
@pytest.mark.parametrize(("table", "column"), [
    ("event", "info_request_id"), ("event", "recorded_by"), ("event", "replaces_id"), ("info_request", "owner_id"),
    ("reply", "event_id"),
])
def test_no_row_points_outside_of_its_dossier(world: World, made: Made, table: str, column: str, key: Any) -> None:
    assert refused(world, made(row(table, column, key))) == "unknown"


def test_a_request_belongs_to_the_project_of_its_dossier_whatever_it_says(world: World, made: Made) -> None:
    arrived = take(world, made(row("info_request", "project_id", 999)))
    with world.backends.sessions.reading() as session:
        assert list(session.scalars(select(InfoRequest.project_id).order_by(InfoRequest.id))) == [
            world.project, arrived]


@pytest.mark.parametrize("later", [False, True])
def test_bytes_that_did_not_come_along_are_not_reached_by_their_sum(
    world: World, made: Made, browser: SignIn, later: bool
) -> None:
    def keep_secret() -> str:
        with world.backends.sessions.writing() as session:
            return receive(session, world.backends.files, io.BytesIO(b"of others"), name="b.txt", scope="project:99",
                           origin="upload", by=None, now=NOW).document.sha256

    from hashlib import sha256

    told = sha256(b"of others").hexdigest()
    if not later:
        assert keep_secret() == told
    arrived = take(world, made(document("sha256", told)))
    if later:
        keep_secret()
    with world.backends.sessions.reading() as session:
        brought = session.scalars(select(Document).where(Document.scope == project_scope(arrived))).one()
        assert brought.sha256 != told and not world.backends.files.exists(brought.sha256)
        assert brought.is_quarantined and told in (brought.pages[0].read_with or "")
    answer = browser("olga").get(f"/documents/{brought.id}/original")
    assert answer.status_code == 404 and b"of others" not in answer.get_data()


@pytest.mark.parametrize("told", ["../../originals", "A" * 64, "..", "/etc", 5, None, "a" * 63, "a" * 64 + "\n"])
def test_a_sum_that_is_none_is_refused(world: World, made: Made, told: Any) -> None:
    assert refused(world, made(document("sha256", told))) == "unknown"


def test_an_original_that_is_not_what_its_folder_says_is_refused(world: World, made: Made) -> None:
    def swap(data: Path) -> None:
        [path] = (data / "originals").glob("*/*")
        path.write_bytes(b"something else")

    assert refused(world, made(files=swap)) == "changed"


@pytest.mark.parametrize("change", [
    lambda data: [5], lambda data: "x", lambda data: {"format": data["format"]},
    lambda data: data.update(rows=[]), lambda data: data.update(people={"a": 1}), lambda data: data.update(people=[5]),
    lambda data: data.update(documents=[[]]), lambda data: data["rows"].pop("event") and None,
    lambda data: data["project"].update(visibility="everybody"), lambda data: data["project"].update(name=["x"]),
    lambda data: data["people"].append(data["people"][0]), lambda data: data["people"][0].update(email=None),
    row("event", "id", "7"), row("event", "happened_on", 5), row("event", "happened_on", "yesterday"),
    row("event", "is_retraction", "yes"), row("event", "kind", None), row("info_request", "subject", "\ud800"),
    row("info_request", "subject", {"a": 1}), row("info_request", "extra", "x"),
    document("facets", []), document("state", "fine"), document("name", 5), document("page_count", 2**80),
    page("words", "!!"), page("words", base64.b64encode(b"not packed").decode()), page("words", 5),
    page("words", base64.b64encode(zlib.compress(b" " * (65 * 2**20))).decode()),
    page("words", base64.b64encode(zlib.compress(b"[" * 100_000)).decode()),
    page("leaks", [{"box": ["a", 1, 2, 3]}]), page("leaks", 5), page("number", "1"), page("state", "x"),
])
def test_what_is_malformed_is_refused_in_a_word(world: World, made: Made, change: Change) -> None:
    assert refused(world, made(change)) == "unknown"


def test_rows_nested_too_deeply_are_refused(world: World, made: Made) -> None:
    path = made(files=lambda data: (data / "project.json").write_text("[" * 200_000))
    assert refused(world, path) == "unknown"


def test_a_bomb_is_refused_before_it_is_unpacked(world: World, made: Made) -> None:
    assert refused(world, made(files=lambda data: (data / "big").write_bytes(bytes(2**22)))) == "too-large"


def test_words_larger_than_any_page_are_never_unpacked() -> None:
    with pytest.raises(ValueError):
        unpack_words(zlib.compress(b" " * (65 * 2**20)))


def test_nobody_here_becomes_the_author_of_what_a_dossier_says(world: World, made: Made) -> None:
    arrived = take(world, made())
    with world.backends.sessions.reading() as session:
        [author] = session.scalars(select(User).join(Event, Event.recorded_by == User.id).join(InfoRequest).where(
            InfoRequest.project_id == arrived).distinct())
        assert author.email == "dossier+alice@example.org" and not author.is_active and author.name == "Alice"
        added = session.scalars(select(Document.added_by).where(Document.scope == project_scope(arrived))).one()
        assert added == str(author.id)


def test_what_leaks_stays_held_back_even_if_the_dossier_says_it_need_not(world: World, made: Made) -> None:
    arrived = take(world, made(page("leaks", [{"box": [0, 0, 1, 1], "kind": "text"}])))
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(Document.is_quarantined).where(
            Document.scope == project_scope(arrived))).one() is True


@pytest.mark.parametrize("pages", [True, False])
def test_a_reading_from_elsewhere_is_never_copied_to_the_same_bytes_here(
    world: World, made: Made, pages: bool
) -> None:
    change = page("text", "words nobody here read") if pages else document("pages", [])
    path = made(change)
    with world.backends.sessions.writing() as session:
        session.scalars(select(Document)).one().state = "queued"
    arrived = take(world, path)
    with world.backends.sessions.writing() as session:
        here, brought = session.scalars(select(Document).order_by(Document.id))
        assert brought.scope == project_scope(arrived) and brought.sha256 == here.sha256 and brought.state == "read"
        assert _twin(session, here) is None
        here.state = "read"
        assert _twin(session, brought) == here.id


def test_the_installations_owner_alone_takes_a_dossier_in(world: World, made: Made, browser: SignIn) -> None:
    path = made()
    for name, allowed in (("alice", False), ("olga", True)):
        window = browser(name)
        assert (b'action="/dossiers"' in window.get("/projects").get_data()) is allowed
        answer = window.post("/dossiers", {"file": (io.BytesIO(path.read_bytes()), "d.zip")}, page="/projects")
        assert answer.status_code == (200 if allowed else 403)
        with world.backends.sessions.reading() as session:
            assert session.scalar(select(func.count(Project.id))) == (2 if allowed else 1)


@pytest.mark.parametrize(("column", "value"), [
    ("box", "everywhere"), ("box", None), ("box", [0, 0, 1]), ("seen_box", ["a", 0, 1, 1]), ("style", "<b>"),
    ("status", "certain"), ("origin", "nobody")])
def test_a_redaction_nobody_could_draw_or_judge_is_refused(world: World, made: Made, column: str, value: Any) -> None:
    def add(data: dict[str, Any]) -> None:
        data["rows"]["redaction"].append({
            "id": 1, "document_id": data["documents"][0]["id"], "page_number": 1, "box": [0, 0, 1, 1],
            "style": "black", "status": "suggested", "origin": "detector", "seen_box": None} | {column: value})

    assert refused(world, made(add)) == "unknown"


def test_an_author_s_requests_are_handed_to_a_person_here_and_given_back_and_what_was_written_stays(
    world: World, made: Made, browser: SignIn
) -> None:
    from tracker.projects.actions import set_member

    arrived = take(world, made())

    def owners() -> set[str]:
        with world.backends.sessions.reading() as session:
            return set(session.scalars(select(User.email).join(InfoRequest, InfoRequest.owner_id == User.id).where(
                InfoRequest.project_id == arrived)))

    with world.backends.sessions.reading() as session:
        author = session.scalars(select(User.id).where(User.email == "dossier+alice@example.org")).one()
    olga, form = browser("olga"), {"what": "over", "to": str(world.people["alice"])}
    page = olga.get("/projects/people").get_data(as_text=True)
    assert "Authors who came with a dossier" in page and "dossier+alice@example.org" in page
    assert f'value="{world.people["alice"]}" selected' in page
    assert "may not edit the project" in olga.post(f"/projects/people/{author}/requests", form).get_data(as_text=True)
    with world.backends.sessions.writing() as session:
        set_member(session, session.get_one(Project, arrived), session.get_one(User, world.people["alice"]), "editor")
    assert "1 request is now looked after by Alice" in olga.post(
        f"/projects/people/{author}/requests", form).get_data(as_text=True)
    assert owners() == {"alice@example.org"}
    with world.backends.sessions.reading() as session:
        wrote = select(Event.recorded_by).join(InfoRequest).where(InfoRequest.project_id == arrived).distinct()
        assert session.scalars(wrote).all() == [author]
    assert "Give 1 request back" in olga.get("/projects/people").get_data(as_text=True)
    olga.post(f"/projects/people/{author}/requests", {"what": "back"})
    assert owners() == {"dossier+alice@example.org"}
    assert "Give 1 request back" not in olga.get("/projects/people").get_data(as_text=True)
    # Only such an author: nobody's own requests can be given away like this.
    alice = f"/projects/people/{world.people['alice']}/requests"
    assert olga.post(alice, {"what": "over", "to": "1"}).status_code == 400
    assert browser("alice").post(f"/projects/people/{author}/requests", form).status_code == 404
