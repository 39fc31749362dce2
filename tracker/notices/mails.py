"""The text of a forwarded notice (.eml): the plain part, or the words of its HTML; attachments are left alone."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import cast

from tracker.clock import day_of

MAX_BYTES = 10 * 2**20
MAX_PARTS = 200
MAX_TEXT = 400_000
_BREAKS = frozenset("p div br tr li table h1 h2 h3 h4".split())
_SILENT = frozenset(("script", "style", "head", "title"))


class NotAMail(ValueError):
    """The bytes hold no mail that can be read."""


def text_of_mail(data: bytes) -> tuple[str, date | None]:
    """The text of a mail and of those forwarded in it, and the day the innermost was sent. Raises NotAMail."""
    if len(data) > MAX_BYTES:
        raise NotAMail("too large")
    message = message_from_bytes(data, policy=policy.default)
    plain: list[str] = []
    marked: list[str] = []
    sent: date | None = None
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            break
        sent = _sent(part) or sent
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not part.get_filename():
            (plain if kind == "text/plain" else marked).append(_content(part))
    text = "\n".join(plain) if any(one.strip() for one in plain) else "\n".join(_words_of(one) for one in marked)
    if not text.strip() or not (message.keys() and (plain or marked)):
        raise NotAMail("no text")
    return text[:MAX_TEXT], sent


def _sent(part: object) -> date | None:
    try:
        moment = parsedate_to_datetime(str(cast(EmailMessage, part)["Date"]))
        return day_of(moment) if moment.tzinfo else moment.date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _content(part: object) -> str:
    try:
        return str(cast(EmailMessage, part).get_content())[:MAX_TEXT]
    except (LookupError, UnicodeError, ValueError, KeyError):
        data = cast(EmailMessage, part).get_payload(decode=True)
        return data.decode("latin-1")[:MAX_TEXT] if isinstance(data, bytes) else ""


def _words_of(html: str) -> str:
    words = _Words()
    words.feed(html[:MAX_TEXT])
    return "".join(words.out)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.out.append("\n")
        elif tag in ("td", "th"):
            self.out.append("\t")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(" ".join(data.split()) if data.strip() else " ")
