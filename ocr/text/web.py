"""Web pages: the text a browser shows, blocks as lines, table rows as lines. Nothing is fetched or run.

What style sheets of the page, attributes and elements hide is left out. Letters in the colour of a dark ground and
blurred ones are redactions, and are counted as such; banners for other programs, menus and the like are not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ocr.text.cascade import Sheets, cascaded, on_screen
from ocr.text.held import Held, count
from ocr.text.plain import decode, load
from ocr.text.web_looks import Look, look_of

UNSEEN = "unseen"
"""Kind of what is left out and is no leak by itself: pages hide much that nobody redacted."""
BLACKED_OUT = "hidden_text"
_BLOCKS = frozenset(
    (
        "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "header",
        "footer", "ul", "ol", "blockquote", "pre", "hr", "title", "dt", "dd", "form", "main", "nav", "aside", "summary",
        "details", "figure", "figcaption", "caption", "address", "fieldset", "legend", "option", "dialog",
    )
)
_SILENT = frozenset(
    (
        "script", "style", "template", "noscript", "head", "iframe", "noframes", "noembed", "canvas", "video", "audio",
        "datalist", "rp", "defs", "symbol", "metadata", "desc", "clippath", "annotation", "annotation-xml", "param",
    )
)
"""Elements that a browser shows nothing of."""
_INERT = frozenset(("noscript", "template", "svg"))
"""Elements whose style sheets say nothing of the page."""
_FIELD = "background:#fff;color:#000"
_DEFAULTS = {"a": "color:#00e", "mark": "background:#ff0;color:#000", "button": "background:#efefef;color:#000",
             "select": _FIELD, "textarea": _FIELD, "input": _FIELD, "small": "font-size:smaller",
             "sub": "font-size:smaller", "sup": "font-size:smaller", "h1": "font-size:2em",
             "svg": "background:url(x)"}  # fmt: skip
_UNWRITTEN = frozenset(("hidden", "password", "checkbox", "radio", "file", "image", "color", "range"))
"""Kinds of fields whose value is not written on the page."""
_DEEPEST = 500
"""As deep as browsers nest elements."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


def read(path: Path, held: Held | None = None) -> list[list[str]]:
    """One section; what is left out is counted as blacked out or as merely unseen."""
    data = load(path)
    stated = _CHARSET.search(data[:4096])
    if stated:
        try:
            return [visible_text(data.decode(stated[1].decode("ascii")), held)]
        except (LookupError, ValueError):  # no such charset, or not the one it says
            pass
    return [visible_text(decode(data), held)]


def visible_text(markup: str, held: Held | None = None) -> list[str]:
    """The lines a browser would show, more or less."""
    root = _parsed(markup)
    if root is None:
        return []
    lines = [line.strip() for line in "".join(_Page(root, held).parts()).split("\n")]
    return [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]


def blacks_out(markup: str) -> bool:
    """Whether a page shows bars or blurs in the place of words it holds."""
    held: Held = Counter()
    visible_text(markup, held)
    return held[BLACKED_OUT] > 0


def _parsed(markup: str) -> Any:
    """The root element, None for a page without any."""
    from lxml import etree

    def tree(text: str) -> tuple[Any, bool]:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        return root, any("depth" in error.message.lower() for error in parser.error_log)

    if not markup.strip():
        return None
    try:
        root, is_too_deep = tree(markup)
    except etree.XMLSyntaxError:  # nothing but comments
        return None
    if is_too_deep:
        flat = _Flat()
        flat.feed(markup)
        flat.close()
        root, _ = tree("".join(flat.parts))
    return root


class _Flat(HTMLParser):
    """Writes a page again without the elements that are nested too deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) < _DEEPEST:
            self._open.append(tag)
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open[-8:]:
            while self._open.pop() != tag:
                pass
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


class _Page:
    """A page on the way from its elements to its lines."""

    def __init__(self, root: Any, held: Held | None) -> None:
        self._root, self._held = root, held
        sheets = [style.text or "" for style in root.iter("style") if on_screen(style.get("media") or "")
                  and not any(above.tag in _INERT for above in style.iterancestors())]
        rules = Sheets(sheets)
        self._said = rules.of(root) if rules.count else {}
        links = (link.get("rel") or "" for link in root.iter("link") if on_screen(link.get("media") or ""))
        self._is_open = any("stylesheet" in rel.lower() for rel in links) or any("@import" in sheet for sheet in sheets)
        """A sheet that is not here may say more: letters count as seen where it could give them a ground."""
        self._parts: list[str] = []

    def parts(self) -> list[str]:
        """Pieces of text and line breaks, in order."""
        from lxml import etree

        looks, number = [Look()], 0
        for event, element in etree.iterwalk(self._root, events=("start", "end", "comment", "pi")):
            tag = element.tag
            if event == "start":
                look = self._look(element, str(tag), number, looks)
                number += 1
                looks.append(look)
                self._break(tag, look)
                self._say(element.text, look)
                if tag == "input":
                    self._say(_value(element), look)
            elif event == "end":
                self._break(tag, looks.pop(), is_end=True)
                self._say(element.tail, looks[-1])
            elif element is not self._root:
                self._say(element.tail, looks[-1])
        return self._parts

    def _look(self, element: Any, tag: str, number: int, looks: list[Look]) -> Look:
        around = looks[-1]
        if around.gone:
            return around
        if tag in _SILENT or (tag == "title" and around.ground is None):
            return _NOTHING
        if tag == "summary" and len(looks) > 1 and _is_head(element):
            around = looks[-2]
        style = element.get("style") or ""
        default = _DEFAULTS.get(tag, "")
        if element.attrib:
            default += _attributes(element)
        said = self._said.get(number, [])
        look = look_of(cascaded(said, style, default), around) if said or style or default else around
        if self._is_open and look.on_paper and (element.get("class") or element.get("id")):
            look = look_of(cascaded([], "background:url(x)"), look)
        return replace(look, visible=False) if tag in ("details", "dialog") and element.get("open") is None else look

    def _break(self, tag: Any, look: Look, *, is_end: bool = False) -> None:
        if look.gone:
            return
        if tag in _BLOCKS:
            self._parts.append("\n")
        elif tag in ("td", "th") and not is_end:
            self._parts.append(" | " if self._parts and not self._parts[-1].endswith("\n") else "")

    def _say(self, text: str | None, look: Look) -> None:
        if not text:
            return
        if not look.is_unseen:
            self._parts.append(re.sub(r"\s+", " ", text))
        elif self._held is not None and look is not _NOTHING:
            count(self._held, BLACKED_OUT if look.is_blacked_out else UNSEEN, " ".join(text.split()))


_NOTHING = Look(gone=True)


def _is_head(summary: Any) -> bool:
    """Whether an element is what is seen of a closed `details`."""
    above = summary.getparent()
    return above.tag == "details" and summary is next((child for child in above if child.tag == "summary"), None)


def _attributes(element: Any) -> str:
    """What older attributes say, as a style."""
    said = ""
    for name, rule in (("bgcolor", "background-color"), ("color", "color"), ("text", "color")):
        value = (element.get(name) or "").strip()
        if re.fullmatch(r"#?[0-9a-fA-F]{6}", value):
            said += f";{rule}:#{value.removeprefix('#')}"
        elif value.isalpha():
            said += f";{rule}:{value}"
    if element.get("background"):
        said += ";background-image:url(x)"
    if element.get("hidden") is not None or (element.get("popover") is not None):
        said += ";display:none"
    return said


def _value(element: Any) -> str:
    """What is written in a field."""
    if (element.get("type") or "text").lower() in _UNWRITTEN:
        return ""
    return element.get("value") or element.get("placeholder") or ""
