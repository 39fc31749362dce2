"""Sentences for people that are made far from any page: English text with its values, to be said in any language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any


def N_(text: str) -> str:
    """Mark a text for translation without translating it."""
    return text


class Sentence(str):
    """An English sentence, as text; it remembers its words and values, so that `said` can put it in another language.

    `words` is a message of the catalogues with named places (`%(day)s`); `values` fill them. As text the sentence is
    English, with dates as in ISO 8601.
    """

    words: str
    values: dict[str, Any]

    def __new__(cls, words: str, **values: Any) -> Sentence:
        made = super().__new__(cls, words % values if values else words)
        made.words, made.values = words, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.words,), self.values


def in_a_row(parts: Sequence[Sentence], pattern: str) -> Sentence:
    """Several sentences as one, joined by a message with the places `before` and `last`; empty for none."""
    if not parts:
        return Sentence("")
    joined = parts[0]
    for part in parts[1:]:
        joined = Sentence(pattern, before=joined, last=part)
    return joined


class Told(Exception):
    """A problem told in one sentence: a message of the catalogues and the values of its places."""

    def __init__(self, words: str, **values: Any) -> None:
        super().__init__(words if isinstance(words, Sentence) else Sentence(words, **values))


def said(text: object, language: str) -> str:
    """A sentence in a language (`es`, `en`), and so for the problem of an exception; other text as it is.

    Dates are written out in the language, values that are sentences themselves are said in it too.
    """
    if isinstance(text, BaseException):
        text = text.args[0] if text.args else ""
    if not isinstance(text, Sentence):
        return str(text)
    from babel.dates import format_date

    from tracker.translating import translations

    values = {name: format_date(value, "d MMM y", locale=language) if isinstance(value, date) else
              said(value, language) for name, value in text.values.items()}
    words = translations(language).gettext(text.words) if text.words else ""
    return words % values if values else words
