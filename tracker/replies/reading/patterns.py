"""The small language rules are written in, turned into regular expressions over folded text.

A pattern is plain Spanish words. `*` ends a word in any way, `~` skips up to eight words, `~3` up to three,
`(a|b)` chooses, `(a )?` may be absent, `(a )*` may come several
times, `{name}` is a list of words from `words.yaml`. Accents and capitals are ignored,
any punctuation or line break may stand between two words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_BETWEEN = r"[^\w\x00]+"
_SKIPPED = r"(?:\w+[^\w;\x00]+)"
_SKIPPED_IN_CLAUSE = r"(?:\w+[^\w;:,\x00]+)"
_GAP = re.compile(r"\s*~(\d*)\s*")
_NAME = re.compile(r"\{(\w+)\}")
_DEFAULT_GAP = 8


class PatternError(ValueError):
    """A pattern in the data that cannot be used; the message names it."""


def fold_pattern(pattern: str) -> str:
    """The pattern without accents and capitals."""
    parts = unicodedata.normalize("NFKD", pattern.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def expand(pattern: str, words: Mapping[str, str], depth: int = 0) -> str:
    """The pattern with its `{names}` replaced by their words."""
    if depth > 6:
        raise PatternError(f"the words of “{pattern}” name each other in a circle")

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in words:
            raise PatternError(f"“{pattern}” names the list “{name}”, which words.yaml does not have")
        return "(" + expand(words[name], words, depth + 1) + ")"

    return _NAME.sub(put, pattern)


def to_regex(pattern: str, words: Mapping[str, str], *, in_clause: bool = False) -> re.Pattern[str]:
    """One pattern as a compiled expression that matches whole words of folded text.

    With `in_clause` what `~` skips holds no comma or colon: a negation reaches no further than its clause.
    """
    skipped = _SKIPPED_IN_CLAUSE if in_clause else _SKIPPED
    text = fold_pattern(expand(pattern, words)).strip()
    if text.startswith("~") or re.search(r"~\d*$", text):
        raise PatternError(f"“{pattern}” begins or ends with ~, which must stand between two words")
    if any(choice.endswith(" ") for choice in _last_choices(text)):
        raise PatternError(f"“{pattern}” ends in a group with a trailing space, so it can never match")
    text = re.sub(r"\((?!\?)", "(?:", text)
    text = _GAP.sub(lambda m: f"\x02{m.group(1) or _DEFAULT_GAP}\x03", text)
    text = re.sub(r"(?<!\))\*", r"\\w*", text)
    text = re.sub(r"\s+", lambda _: _BETWEEN, text)
    text = re.sub("\x02(\\d+)\x03", lambda m: rf"[^\w\x00]*(?<!\w){skipped}{{0,{m.group(1)}}}?", text)
    try:
        return re.compile(rf"(?<!\w){text}(?!\w)")
    except re.error as problem:
        raise PatternError(f"“{pattern}” is not a pattern: {problem}") from problem


def _last_choices(text: str) -> list[str]:
    """The choices of the group a pattern ends in; none when it ends otherwise."""
    if not text.endswith(")"):
        return []
    choices, depth = [""], 0
    for letter in reversed(text[:-1]):
        depth += {")": 1, "(": -1}.get(letter, 0)
        if depth < 0:
            break
        if letter == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] = letter + choices[-1]
    return choices


_VOCABULARY = re.compile(r"[^\W\d_]{8,}(?!\w*\*)")


def long_words(pattern: str, words: Mapping[str, str]) -> set[str]:
    """The whole words of eight letters or more in a pattern; misread words are mended towards them."""
    return set(_VOCABULARY.findall(fold_pattern(expand(pattern, words))))
