"""What every mailer keeps to, whether it writes files or speaks SMTP."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.tracker.reminders.servers import Inbox, serving
from tracker.mail import FolderMailer, MailDelayed, Mailer, SmtpMailer


@dataclass
class Post:
    """A mailer, a way to see what arrived, and the same mailer where nothing can be taken."""

    mailer: Mailer
    arrived: Callable[[], list[EmailMessage]]
    blocked: Mailer


@pytest.fixture(params=["folder", "smtp"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    if request.param == "folder":
        def files() -> list[EmailMessage]:
            return [message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[misc]
                    for path in sorted((tmp_path / "mail").glob("*.eml"))]

        (tmp_path / "a file").write_text("no folder")
        yield Post(FolderMailer(tmp_path / "mail"), files, FolderMailer(tmp_path / "a file"))
        return
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = probe.getsockname()[1]
    with serving(inbox) as port:
        yield Post(SmtpMailer("127.0.0.1", port, timeout=2), lambda: inbox.messages,
                   SmtpMailer("127.0.0.1", nobody, timeout=2))


def letter(identity: str = "<one@example.org>") -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Message-ID"] = "acuse@example.org", "alice@example.org", identity
    message["Subject"] = "Vence el recurso – último día: miércoles"
    message.set_content("Año nuevo\n.punto\n", cte="quoted-printable")
    message.add_attachment(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", maintype="text", subtype="calendar",
                           filename="acuse.ics")
    return message


def test_what_is_sent_arrives_unchanged(post):
    sent = letter()
    post.mailer.send(sent)
    (got,) = post.arrived()
    assert (got["Subject"], got["Message-ID"], got["To"]) == (sent["Subject"], sent["Message-ID"], sent["To"])
    assert got.get_body(("plain",)).get_content().splitlines() == ["Año nuevo", ".punto"]
    assert [part.get_filename() for part in got.iter_attachments()] == ["acuse.ics"]


def test_a_repeated_message_is_known_by_its_message_id(post):
    for _ in range(2):
        post.mailer.send(letter())
    post.mailer.send(letter("<two@example.org>"))
    assert {str(message["Message-ID"]) for message in post.arrived()} == {"<one@example.org>", "<two@example.org>"}


def test_what_cannot_be_taken_now_is_a_delay(post):
    with pytest.raises(MailDelayed):
        post.blocked.send(letter())
