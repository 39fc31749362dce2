"""From what a person types to a tree. Nothing typed is an error: what cannot be understood gives a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from archive.search.analysis import extra_spans, fold, tokens
from archive.search.fields import NAMES, field_node
from archive.search.fuzzy import reach_for, without_tildes
from archive.search.hints import Hint
from archive.search.references import reference_spans
from archive.search.tree import And, Everything, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Word

MAX_LENGTH = 2000
MAX_PIECES = 64
MAX_DEPTH = 20

_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "«": "»", "‟": "”"}
_NEAR = re.compile(r"(?:near|cerca)(?:~(\d{1,3}))?\Z", re.IGNORECASE)
_FIELD = re.compile(r"([^\W\d_]+):(?=\S)(?!//)")
_AFTER_QUOTE = re.compile(r"~(\d{1,3})")
_DEFAULT_NEAR = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a query and what to say about it."""

    tree: Node
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    """`word phrase field ( ) or near -`"""
    text: str = ""
    value: str = ""
    number: int | None = None


def parse_query(text: str) -> Parsed:
    """Read a query. Never raises; an empty one asks for everything."""
    hints: list[Hint] = []
    text = text.encode("utf-8", "replace").decode()
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
        hints.append(Hint("too_long"))
    pieces = _pieces(text, hints)
    if len(pieces) > MAX_PIECES:
        pieces = pieces[:MAX_PIECES]
        hints.append(Hint("too_long"))
    reader = _Reader(pieces, hints)
    tree = reader.whole()
    if tree is None:
        if text.strip():
            hints.append(Hint("nothing"))
        tree = Everything()
    return Parsed(tree, tuple(dict.fromkeys(hints)))


def _pieces(text: str, hints: list[Hint]) -> list[_Piece]:
    found: list[_Piece] = []
    at = 0
    while at < len(text):
        ch = text[at]
        if ch.isspace():
            at += 1
        elif ch in "()":
            found.append(_Piece(ch))
            at += 1
        elif ch in _QUOTES:
            quoted, at = _quoted(text, at, hints)
            near = _AFTER_QUOTE.match(text, at)
            at = near.end() if near else at
            found.append(_Piece("phrase", quoted, number=int(near[1]) if near else None))
        elif ch in "-−" and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] not in "-−)":
            found.append(_Piece("-"))
            at += 1
        elif ch == "|":
            found.append(_Piece("or", "|"))
            at += 1
        else:
            piece, at = _bare(text, at, hints)
            found.append(piece)
    return found


def _quoted(text: str, at: int, hints: list[Hint]) -> tuple[str, int]:
    closing = _QUOTES[text[at]]
    ends = [end for mark in {closing, '"', "”"} if (end := text.find(mark, at + 1)) >= 0]
    if not ends:
        hints.append(Hint("open_quote"))
        return text[at + 1 :], len(text)
    end = text.find(closing, at + 1) if closing == "»" and closing in text[at + 1 :] else min(ends)
    return text[at + 1 : end], end + 1


def _bare(text: str, at: int, hints: list[Hint]) -> tuple[_Piece, int]:
    match = _FIELD.match(text, at)
    if match:
        name = NAMES.get(fold(match[1])) or NAMES.get(fold(match[1]).replace("ñ", "n"))
        if name:
            start = match.end()
            if text[start] in _QUOTES:
                value, end = _quoted(text, start, hints)
            else:
                end = _end_of_word(text, start)
                value = text[start:end]
                if value in (">", "<", ">=", "<=", "="):
                    while end < len(text) and text[end].isspace():
                        end += 1
                    end = _end_of_word(text, end)
                    value = text[start:end]
            return _Piece("field", name, value), end
        hints.append(Hint("unknown_field", match[1]))
    end = _end_of_word(text, at)
    word = text[at:end]
    if fold(word.rstrip(":")) in NAMES and word.endswith(":"):
        hints.append(Hint("empty_field", word.rstrip(":")))
        return _Piece("skip"), end
    if word in ("OR", "||") or (word == "O" and not text.isupper()):
        return _Piece("or", word), end
    if near := _NEAR.match(word):
        if near[1] is not None:
            return _Piece("near", word, number=int(near[1])), end
        if word.isupper():
            return _Piece("near", word, number=_DEFAULT_NEAR), end
    if word in ("AND", "Y") and not text.isupper():
        return _Piece("skip"), end
    if word == "NOT" and not text.isupper():
        return _Piece("-"), end
    return _Piece("word", word), end


def _end_of_word(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace() and text[at] not in "()|" and text[at] not in _QUOTES:
        at += 1
    return at


@dataclass
class _Reader:
    pieces: list[_Piece]
    hints: list[Hint]
    at: int = 0
    depth: int = 0
    opened: list[int] = field(default_factory=list)

    def whole(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.pieces):
            node = self.either()
            if node is not None:
                parts.append(node)
            if self.at < len(self.pieces):
                self.hints.append(Hint("parenthesis"))
                self.at += 1
        return _all(parts)

    def either(self) -> Node | None:
        """OR binds two neighbours: `a b OR c` asks for a, and for b or c."""
        groups: list[Node] = []
        while self.at < len(self.pieces) and self.pieces[self.at].kind != ")":
            piece = self.pieces[self.at]
            if piece.kind == "or":
                self.at += 1
                right = self.one() if self._has_operand() else None
                if right is None or not groups:
                    self.hints.append(Hint("lone_operator", piece.text))
                    groups += [right] if right is not None else []
                    continue
                left = groups.pop()
                groups.append(Or((*left.parts, right)) if isinstance(left, Or) else Or((left, right)))
            elif piece.kind == "near":
                self.at += 1
                self._near(groups, piece)
            else:
                node = self.one()
                if node is not None:
                    groups.append(node)
        return _all(groups)

    def _near(self, groups: list[Node], piece: _Piece) -> None:
        right = self.one() if self._has_operand() else None
        left = groups[-1] if groups else None
        if isinstance(left, And) and left.parts and isinstance(left.parts[-1], Near):
            left = left.parts[-1].right
        elif isinstance(left, Near):
            left = left.right
        sides = Word | Prefix | Fuzzy | Phrase
        if isinstance(left, sides) and isinstance(right, sides):
            near = Near(left, right, piece.number if piece.number is not None else _DEFAULT_NEAR)
            before = groups.pop()
            groups.append(And((before, near)) if isinstance(before, Near | And) else near)
            return
        self.hints.append(Hint("lone_operator", piece.text))
        if right is not None:
            groups.append(right)

    def _has_operand(self) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at].kind not in (")", "or", "near")

    def one(self) -> Node | None:
        piece = self.pieces[self.at]
        self.at += 1
        if piece.kind == "-":
            if not self._has_operand():
                self.hints.append(Hint("lone_operator", "-"))
                return None
            inner = self.one()
            return None if inner is None else Not(inner)
        if piece.kind == "(":
            return self._group()
        if piece.kind == "phrase":
            return _phrase(piece.text, piece.number, self.hints)
        if piece.kind == "field":
            node = field_node(piece.text, piece.value)
            if node is None:
                self.hints.append(Hint("bad_value", piece.value))
            return node
        if piece.kind == "word":
            return word_node(piece.text, self.hints)
        if piece.kind in ("or", "near"):
            self.hints.append(Hint("lone_operator", piece.text))
        return None

    def _group(self) -> Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.hints.append(Hint("too_long"))
            self.at = len(self.pieces)
            return None
        inner = self.either()
        self.depth -= 1
        if self.at < len(self.pieces):
            self.at += 1
        else:
            self.hints.append(Hint("parenthesis"))
        return inner


def _all(parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _phrase(text: str, distance: int | None, hints: list[Hint]) -> Node | None:
    prefix = text.rstrip().endswith("*")
    text, asked = without_tildes(text)
    found = tokens(text)
    words = tuple(token.raw for token in found)
    if not words:
        return None
    if asked and distance is None:
        return Phrase(words, prefix, tuple(_reach(each.raw, asked[each.end], 1, hints) if each.end in asked else 0
                                           for each in found))
    if prefix and len(fold(words[-1])) < 2:
        hints.append(Hint("short_prefix", words[-1]))
        prefix = False
    if distance is not None and len(words) > 1:
        sides = [Word(word) for word in words]
        nears = tuple(Near(left, right, distance) for left, right in pairwise(sides))
        return nears[0] if len(nears) == 1 else And(nears)
    phrase = Phrase(words, prefix)
    whole = [term for term, start, end in reference_spans(text) if text[:start].strip() == text[end:].strip() == ""]
    return Or((phrase, Phrase((whole[0],)))) if whole and not prefix else phrase


def _reach(word: str, asked: int | None, most: int, hints: list[Hint]) -> int:
    """How many letters of a word may differ; in a phrase one at most."""
    reach = min(reach_for(fold(word), asked), most)
    if asked is not None and reach < asked:
        hints.append(Hint("fuzzy_less", word))
    return reach


def word_node(text: str, hints: list[Hint]) -> Node | None:
    """A bare word: in any inflection, a prefix (`migra*`), or several joined by signs (`CA0000/1560`), a phrase."""
    core, asked = without_tildes(text.strip("*"))
    found = tokens(core)
    if not found:
        return None
    if asked and len(found) == 1:
        reach = _reach(found[0].raw, asked.get(found[0].end), 2, hints)
        return Fuzzy(found[0].raw, reach) if reach else Word(found[0].raw)
    prefix = text.endswith("*")
    if text.startswith("*"):
        hints.append(Hint("leading_star", text))
    if prefix and len(found[-1].term) < 2:
        hints.append(Hint("short_prefix", text))
        prefix = False
    if len(found) == 1:
        return Prefix(found[0].raw) if prefix else Word(found[0].raw)
    phrase = Phrase(tuple(token.raw for token in found), prefix)
    whole = len(core.strip(".,;:")) - 1
    extras = tuple(Phrase((extra,)) for extra, start, end in extra_spans(core) if end - start >= whole)
    return Or((phrase, *extras)) if extras else phrase
