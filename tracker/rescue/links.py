"""The links a text holds, as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.rescue.fetch import CannotFetch, parted

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»‘’|\\^`{}]+", re.IGNORECASE)
_ENDS = ".,;:!?)]}'*…"
_HOME_PATH = re.compile(r"/?((index|default|home|inicio|portal|principal|main)(\.\w{2,5})?)?/?", re.IGNORECASE)
MOST = 50
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Link:
    """One printed link: as it stands, put together when a line broke it, and the addresses it may mean, best first."""

    written: str
    addresses: tuple[str, ...]


def printed_links(text: str) -> list[Link]:
    """The links of a text in its order, each once."""
    found: dict[str, Link] = {}
    for match in _LINK.finditer(text):
        readings = [one for one in (_whole(text, match), match[0]) if one]
        addresses = dict.fromkeys(clean for one in readings if (clean := _clean(one)))
        if addresses:
            written = _bare(readings[0])
            found.setdefault(written, Link(written, tuple(addresses)))
    return list(found.values())


def links_in(text: str) -> list[str]:
    """Addresses in order of the text, each once; one that is broken over two lines is offered whole as well."""
    return list(dict.fromkeys(one for link in printed_links(text) for one in link.addresses))[:MOST]


def _whole(text: str, match: re.Match[str]) -> str | None:
    """The address together with the next line, where it ends with its line and the next one looks like its end."""
    if not re.match(r"[ \t]*\n[ \t]*", text[match.end() :]):
        return None
    onward = re.match(r"[ \t]*\n[ \t]*([^\s<>\"“”«»]+)", text[match.end() :])
    goes_on = match[0].endswith(("/", "-", "_", "=", "&", "?", "%")) or (
        onward is not None and re.search(r"[/=_%]|\.(?:pdf|html?|xlsx?|zip|docx?|aspx|php)\b", onward[1]) is not None)
    return match[0] + onward[1] if onward is not None and goes_on and not _LINK.match(onward[1]) else None


def _bare(address: str) -> str:
    """Without the signs of the sentence around it; a bracket that was opened inside stays."""
    address = address.rstrip(_ENDS) if address.count("(") < address.count(")") or address[-1] != ")" else address
    return address.rstrip(".,;:")


def _clean(address: str) -> str | None:
    address = _bare(address)
    if address.lower().startswith("www."):
        address = f"http://{address}"
    try:
        host = parted(address).hostname or ""
    except CannotFetch:
        return None
    return address if "." in host and len(address) <= LONGEST else None


def is_home_page(address: str) -> bool:
    """Whether a link leads to a front door, not to a document."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.query and not parts.fragment and bool(_HOME_PATH.fullmatch(parts.path))
