"""Every number about what is hidden opens a list of exactly that many, for whoever sees it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from archive.models import Page
from tests.tracker.web.archive_world import archived
from tracker.people.models import User
from tracker.projects.actions import create_project, set_member
from tracker.redactions.models import PageExamined, RedactionMark
from tracker.redactions.syncing import settle_document
from tracker.replies.models import Finding, Reply, ReplyDocument
from tracker.requests.actions import RequestDraft, log_request, record_event
from tracker.vocabulary import REDACTIONS

Sign = Callable[[str], Any]
GROUNDS = (None, "", "art. 116 LGTAIP", "(b)(6)", "5.1.2.e & más")
LABELS = (("label", "inexistence"), ("label", "delivered"), ("check", "inexistence"), ("reserve", "delivered"))


@pytest.fixture
def two_projects(world: Any) -> dict[str, Any]:
    """Two projects full of boxes at random: Rita reads one, Charlie the other, Alice runs both."""
    rng = random.Random("numbers")
    now = world.backends.clock.now()
    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        other = create_project(session, "Tapachula", by=alice, now=now)
        set_member(session, other, session.get_one(User, world.people["charlie"]), "reader")
        session.flush()
        projects = [world.project, other.id]
    documents: list[int] = []
    replies = []
    for project in projects:
        for n in range(3):
            documents.append(archived(world.backends, project, [["Una"]] * 6, name=f"{project}-{n}.pdf",
                                      is_indexed=False, facets={"agency": "INM"} if n == 2 else None))
    with world.backends.sessions.writing() as session:
        alice = session.get_one(User, world.people["alice"])
        for project, document in zip((projects[0], projects[0], projects[1]), documents[::2], strict=True):
            asked = log_request(session, RequestDraft(project_id=project, subject="Quejas", agency="INM",
                                                      filed_on=date(2026, 10, 1)), by=alice, clock=world.backends.clock)
            event = record_event(session, asked, "replied", date(2026, 10, 20), by=alice, clock=world.backends.clock)
            reply = Reply(info_request_id=asked.id, event_id=event.id, notified_on=date(2026, 10, 20), recorded_at=now)
            session.add(reply)
            session.flush()
            replies.append(reply.id)
            session.add(ReplyDocument(reply_id=reply.id, document_id=document))
            for kind, label in rng.choices(LABELS, k=9):
                session.add(Finding(reply_id=reply.id, document_id=document, page_number=1, kind=kind, label=label,
                                    quote="una", boxes=[], is_certain=rng.random() < 0.5,
                                    status=rng.choice(("suggested", "confirmed", "dismissed"))))
        for page in session.scalars(select(Page)).all():
            page.state = "failed" if rng.random() < 0.15 else "read"
            for _ in range(rng.choice((0, 0, 1, 3))):
                x, y = rng.uniform(0, 0.6), rng.uniform(0, 0.6)
                box = [x, y, x + 0.3, y + rng.uniform(0.01, 0.3)]
                person, status = rng.random() < 0.3, rng.choice(("suggested", "confirmed", "dismissed"))
                seen = None if person or rng.random() < 0.2 else box if rng.random() < 0.8 else [0.9, 0.9, 0.95, 0.95]
                session.add(RedactionMark(
                    document_id=page.document_id, page_number=page.number, box=box, seen_box=seen,
                    style=rng.choice(list(REDACTIONS)), seen_style=seen and rng.choice(list(REDACTIONS)),
                    ground=rng.choice(GROUNDS), origin="person" if person else "detector", status=status))
                page.redacted_share = rng.choice((0.0, 0.04, 0.3, 0.7, 1.0))
            if rng.random() < 0.4:
                session.add(PageExamined(document_id=page.document_id, page_number=page.number, decided_by=alice.id,
                                         decided_at=now))
        session.flush()
        for document in documents:
            settle_document(session, document)
    return {"projects": projects, "documents": documents, "replies": replies}


_LINK = re.compile(
    r'<a href="([^"]+)">(?:<span[^>]*>[^<]*</span> <b>(\d+)</b>|(?:of )?(\d+)(?: nobody judged| read)?)</a>')


def listed(browser: Any, address: str) -> tuple[int, int]:
    """Boxes and pages (or findings twice) on all pages of a list, row by row; the list must say the same numbers."""
    said = ""
    boxes = pages = 0
    while address:
        html = browser.get(address).get_data(as_text=True)
        said = said or html
        if "/review/list" in address:
            boxes += html.count('href="/review?at=')
        elif "/hidden/detector" in address:
            boxes += len(re.findall(r"#box-\d+\"", html))
        else:
            rows = re.findall(r'%</td><td class="number">(\d+)</td>', html)
            boxes, pages = boxes + sum(map(int, rows)), pages + len(rows)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        address = unescape(onward[1]) if onward else ""
    count = rf"{pages} pages?, {boxes} box" if pages else rf">{boxes} (?:findings?|box(?:es)?)</p>"
    assert not boxes or re.search(count, said)
    return boxes, pages or boxes


@pytest.mark.parametrize("who", ["alice", "rita"])
def test_every_number_opens_a_list_of_that_many(who: str, browser: Sign, two_projects: dict[str, Any],
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.redactions.queries.PER_PAGE", 12)
    monkeypatch.setattr("tracker.web.hidden.PER_PAGE", 12)
    monkeypatch.setattr("tracker.review.queries.MOST_SHOWN", 4)
    window = browser(who)
    places = ["/agencies/INM", f"/hidden?document={two_projects['documents'][0]}",
              *(f"/projects/{n}" for n in two_projects["projects"]), f"/replies/{two_projects['replies'][0]}"]
    checked = 0
    lists: dict[str, tuple[int, int]] = {}
    for place in places:
        answer = window.get(place)
        html = answer.get_data(as_text=True)
        if answer.status_code != 200 or 'class="card hides"' not in html:
            continue
        card = html[html.index('class="card hides"'):]
        for link, one, other in _LINK.findall(card[: card.index("</section>")]):
            address, number = unescape(link), int(one or other)
            lists[address] = found = lists.get(address) or listed(window, address)
            may_be = found[:1]
            if "band=" in address:
                may_be = found[1:]
            elif not re.search(r"(ground|style|status|label)=", address):
                may_be = found
            assert number in may_be, (place, address, found)
            checked += 1
    assert checked > 20
    for link, number in re.findall(r'<a href="(/hidden/detector[^"]+)">(\d+)</a>',
                                   window.get("/review/rules").get_data(as_text=True)):
        assert int(number) == listed(window, unescape(link))[0]
        checked += 1
    assert checked > 40


def test_what_is_counted_and_listed_is_what_a_person_may_see(browser: Sign, two_projects: dict[str, Any]) -> None:
    mine, others = two_projects["documents"][:3], two_projects["documents"][3:]
    html = browser("rita").get("/hidden?band=read").get_data(as_text=True)
    assert all(f"/documents/{n}/pages" in html for n in mine)
    assert not any(f"/documents/{n}/pages" in html for n in others)
