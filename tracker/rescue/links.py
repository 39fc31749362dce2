"""The links a text holds, as they are printed."""

from __future__ import annotations

import re

from tracker.rescue.fetch import CannotFetch, parted

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»‘’|\\^`{}]+", re.IGNORECASE)
_ENDS = ".,;:!?)]}'*…"
MOST = 50
LONGEST = 2000


def links_in(text: str) -> list[str]:
    """Addresses in order of the text, each once; one that is broken over two lines is offered whole as well."""
    found: dict[str, None] = {}
    for match in _LINK.finditer(text):
        written = match[0]
        for address in (_whole(text, match), written):
            if address and (clean := _clean(address)):
                found.setdefault(clean)
    return list(found)[:MOST]


def _whole(text: str, match: re.Match[str]) -> str | None:
    """The address together with the next line, where it ends with its line and the next one looks like its end."""
    if not re.match(r"[ \t]*\n[ \t]*", text[match.end() :]):
        return None
    onward = re.match(r"[ \t]*\n[ \t]*([^\s<>\"“”«»]+)", text[match.end() :])
    goes_on = match[0].endswith(("/", "-", "_", "=", "&", "?", "%")) or (
        onward is not None and re.search(r"[/=_%]|\.(?:pdf|html?|xlsx?|zip|docx?|aspx|php)\b", onward[1]) is not None)
    return match[0] + onward[1] if onward is not None and goes_on and not _LINK.match(onward[1]) else None


def _clean(address: str) -> str | None:
    address = address.rstrip(_ENDS) if address.count("(") < address.count(")") or address[-1] != ")" else address
    address = address.rstrip(".,;:")
    if address.lower().startswith("www."):
        address = f"http://{address}"
    try:
        host = parted(address).hostname or ""
    except CannotFetch:
        return None
    return address if "." in host and len(address) <= LONGEST else None


def is_home_page(address: str) -> bool:
    """Whether a link leads to a front door, not to a document."""
    parts = parted(address)
    return parts.path.strip("/") in ("", "index.html", "index.php", "inicio", "home") and not parts.query
