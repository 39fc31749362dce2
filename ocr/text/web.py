"""Web pages: their visible text, blocks as lines, table rows as lines. Nothing is fetched or run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from ocr.text.plain import decode, load

_BLOCKS = frozenset(
    (
        "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "header",
        "footer", "ul", "ol", "blockquote", "pre", "hr", "title", "dt", "dd", "form", "main", "nav", "aside",
    )
)
_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "head"))
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr")
)
_HIDING = re.compile(
    r"display:none|visibility:hidden|(?:^|;)(?:font-size:0(?:\.0*)?(?:px|pt|em|%)?|opacity:0(?:\.0*)?)(?:;|!|$)")
_WHITE = re.compile(r"(?:^|;)color:(?:#fff|#ffffff|white|rgb\(255,255,255\))(?:;|!|$)")
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._has_ground: list[bool] = []
        """For each open tag, whether it or one around it may have a ground of its own."""
        self._unseen: set[str] = set()
        """Names of classes and ids that a style sheet hides."""

    @property
    def _silent(self) -> bool:
        return any(silent for _, silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        style = re.sub(r"\s", "", given.get("style") or "").lower()
        named = {f".{name}" for name in (given.get("class") or "").split()} | {f"#{given.get('id')}"}
        ground = (self._has_ground[-1] if self._has_ground else False) or "background" in style or "bgcolor" in given
        hidden = tag in _SILENT or "hidden" in given or _HIDING.search(style) is not None or bool(named & self._unseen)
        # White letters stand on something wherever a class, or a ground further out, may have coloured it.
        hidden = hidden or (_WHITE.search(style) is not None and not ground)
        if tag not in _VOID and len(self._open) < 500:
            self._open.append((tag, hidden))
            self._has_ground.append(ground or "class" in given or "id" in given)
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" | " if self.parts and not self.parts[-1].endswith("\n") else "")

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:], self._has_ground[index:]
                break
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            for names, rules in _RULE.findall(data):
                if _HIDING.search(re.sub(r"\s", "", rules).lower()):
                    self._unseen |= {name.strip() for name in names.split(",")}
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def visible_text(markup: str) -> list[str]:
    """The lines a browser would show, more or less."""
    parser = _Visible()
    parser.feed(markup)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]


def read(path: Path) -> list[list[str]]:
    """One section."""
    data = load(path)
    stated = _CHARSET.search(data[:4096])
    if stated:
        try:
            return [visible_text(data.decode(stated[1].decode("ascii")))]
        except (LookupError, ValueError):  # no such charset, or not the one it says
            pass
    return [visible_text(decode(data))]
