"""What the style sheets of a web page say of its elements (CSS, cascading and inheritance level 4, section 6).

Media rules are taken for a screen 1280 pixels wide; sheets outside of the page are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

WIDTH = 1280
MOST_RULES = 50_000
_DEEPEST = 8
_LENGTH = re.compile(r"\((min|max)-(?:device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)?")
_OTHERWISE = re.compile(r"color-scheme\s*:\s*dark|reduced-motion\s*:\s*reduce|orientation\s*:\s*portrait")
_KNOWN = frozenset((
    "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color",
    "background-image", "position", "left", "right", "top", "bottom", "clip", "clip-path", "text-indent", "width",
    "height", "max-height", "max-width", "overflow", "overflow-x", "overflow-y", "transform", "filter",
    "content-visibility", "-webkit-text-fill-color", "mix-blend-mode", "-webkit-text-security", "margin",
    "margin-left", "margin-top", "margin-bottom"))  # fmt: skip
Value: TypeAlias = tuple[Any, ...]
"""The component values of a property, blanks and comments left out."""
Rank: TypeAlias = tuple[bool, bool, tuple[int, ...], int]
"""Important, in the element itself, specificity, order: the highest wins."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One property as written."""

    name: str
    value: Value
    important: bool


class Sheets:
    """The rules of a page's own style sheets."""

    def __init__(self, sheets: Iterable[str]) -> None:
        from cssselect2 import Matcher

        self._matcher, self.count = Matcher(), 0
        for sheet in sheets:
            self._take(_rules(sheet), 0)

    def _take(self, rules: Iterable[Any], depth: int) -> None:
        import tinycss2
        from cssselect2 import SelectorError, compile_selector_list

        for rule in rules:
            if self.count >= MOST_RULES:
                return
            if rule.type == "at-rule" and rule.content is not None and depth < _DEEPEST and _applies(rule):
                self._take(tinycss2.parse_rule_list(rule.content, True, True), depth + 1)
            elif rule.type == "qualified-rule" and (said := tuple(_declarations(rule.content))):
                try:
                    selectors = compile_selector_list(rule.prelude)
                except (SelectorError, RecursionError):
                    continue
                self.count += 1
                for selector in selectors:
                    if selector.pseudo_element is None:
                        self._matcher.add_selector(selector, said)

    def of(self, root: Any) -> dict[int, list[tuple[Rank, Declared]]]:
        """What they say of the elements below a root, by number in the order of the page; nothing of most."""
        from cssselect2 import ElementWrapper

        found: dict[int, list[tuple[Rank, Declared]]] = {}
        for number, element in enumerate(ElementWrapper.from_html_root(root).iter_subtree()):
            for specificity, order, _, said in self._matcher.match(element):
                found.setdefault(number, []).extend(
                    ((one.important, False, specificity, order), one) for one in said)
        return found


def _rules(sheet: str) -> list[Any]:
    import tinycss2

    return list(tinycss2.parse_stylesheet(sheet.replace("<!--", "").replace("-->", ""), True, True))


def _declarations(content: Any) -> Iterator[Declared]:
    import tinycss2

    for one in tinycss2.parse_blocks_contents(content, True, True):
        if one.type == "declaration" and one.lower_name in _KNOWN:
            yield Declared(one.lower_name, tuple(v for v in one.value if v.type not in ("whitespace", "comment")),
                           one.important)


@lru_cache(maxsize=4096)
def in_style(written: str) -> tuple[Declared, ...]:
    """What a `style` attribute says."""
    return tuple(_declarations(written))


def cascaded(sheets: list[tuple[Rank, Declared]], style: str, default: str = "") -> dict[str, Value]:
    """The winning value of each property of an element; `default` is what a browser gives it."""
    said: list[tuple[Rank, Declared]] = [((False, False, (-1,), nth), one)
                                         for nth, one in enumerate(in_style(default))]
    said += [*sheets, *(((one.important, True, (), nth), one) for nth, one in enumerate(in_style(style)))]
    said.sort(key=lambda pair: pair[0])
    found: dict[str, Value] = {}
    for _, one in said:
        found.pop(one.name, None)  # a later shorthand stands after what it overrules
        found[one.name] = one.value
    return found


def _applies(rule: Any) -> bool:
    """Whether a rule that holds rules applies on a screen."""
    import tinycss2

    name = rule.lower_at_keyword
    if name in ("layer", "supports", "scope", "container"):
        return True
    return name == "media" and on_screen(tinycss2.serialize(rule.prelude))


def on_screen(media: str) -> bool:
    """Whether one of several media queries holds for a screen of the width that is taken."""
    return not media.strip() or any(_holds(query.strip().lower()) for query in media.split(","))


def _holds(query: str) -> bool:
    turned = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ")
    kind = re.match(r"[a-z]+", query)
    fits = kind is None or kind[0] in ("all", "screen")
    for edge, name, number, unit in _LENGTH.findall(query):
        size = float(number) * (16 if unit in ("em", "rem") else 1)
        here = WIDTH if name == "width" else 800
        fits = fits and (here >= size if edge == "min" else here <= size)
    if _OTHERWISE.search(query):
        fits = False
    return fits != turned
