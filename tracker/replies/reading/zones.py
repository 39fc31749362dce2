"""Hide what in a letter is not the agency's answer: the request quoted, the law's wording, rights, other cases."""

from __future__ import annotations

import re

from tracker.replies.reading.rules import Exclusions, Patterns, exclusions
from tracker.replies.reading.text import Letter

_QUOTED = re.compile(
    r"[“«\"](?P<body>[^“”«»\"\x00]{25,6000}?)(?:[”»\"]|\(sic\)|\[sic\])|\[(?:…|\.\.\.)\](?P<cut>.{25,6000}?)(?:\[(?:…|\.\.\.)\]|\(sic\))",
    re.DOTALL,
)
_NAME = re.compile(r"\b(?:(?:comite|unidad) de|acceso a la)(?P<tie>\s+)informacion")
"""Names in which “información” is not the thing asked for."""
_SIC = re.compile(r"[(\[]\s*sic\s*[)\]]")
_QUESTION = re.compile(r"¿(?!\s*(?:nos\s+)?(?:podria|puede|podra))[^?¿]{3,1500}\?")
_ANSWER = re.compile(r"\b(?:respuesta|contestacion)\s*[:.-]")
_LIST_MARK = re.compile(r"[\s\x01]*(?:[ivx]{1,5}|[a-z]|\d{1,2})\s?[.)\-]")
_QUOTE_FOLLOWS = re.compile(r"[^\x00.;]{0,80}\x00{25,}")
"""The words asked stand in quotation marks, hidden already; what comes after them is the letter's own."""
_LOOK_BACK = 220
_LONGEST_REQUEST = 4000


def hide_what_is_not_the_answer(letter: Letter) -> None:
    """Blot out of the letter every passage no label may rest on."""
    rules = exclusions()
    for match in _NAME.finditer(letter.folded):
        letter.tie(match.end("tie") - 1)
    _hide_quotes(letter, rules)
    for match in _QUESTION.finditer(letter.spoken):
        letter.hide(*match.span())
    _hide_what_was_asked(letter, rules)
    _hide_sentences(letter, rules)
    _hide_what_the_law_says(letter, rules)
    _hide_what_might_be(letter, rules)
    _hide_after_signature(letter, rules)


def _hide_quotes(letter: Letter, rules: Exclusions) -> None:
    text = letter.folded
    for match in _QUOTED.finditer(text):
        if match.end() - match.start() > 0.8 * len(text.strip()):
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        asked = _last(rules.asked_before_quotes, before)
        own = _last(rules.own_words_before_quotes, before)
        if own > asked and not _SIC.search(text, match.end() - 6, match.end() + 12):
            continue
        letter.hide(*match.span())
    for match in _SIC.finditer(text):
        sentence = letter.sentence_at(match.start())
        begin = rules.asked.search(text, max(0, match.start() - _LONGEST_REQUEST), match.start())
        if begin:
            letter.hide(begin.end(), match.end())
        elif match.start() - sentence.start < 600:
            letter.hide(sentence.start, match.end())


def _last(patterns: Patterns, text: str) -> int:
    return max((match.end() for match in patterns.finditer(text)), default=-1)


def _hide_what_was_asked(letter: Letter, rules: Exclusions) -> None:
    for match in list(rules.asked.finditer(letter.spoken)):
        end = letter.sentence_at(match.start()).end
        answer = _ANSWER.search(letter.spoken, match.end(), match.end() + _LONGEST_REQUEST)
        if match.group().startswith(("pregunta", "cuestionamiento")) and answer:
            end = answer.start()
        colon = re.match(r"[^.;\x00]{0,60}:\s*", letter.spoken[match.end() :])
        if colon and match.end() + colon.end() >= end - 2:
            end = letter.sentence_at(min(end, len(letter.folded) - 1)).end
        quoted = _QUOTE_FOLLOWS.match(letter.spoken, match.end())
        if quoted:
            end = min(end, quoted.end())
        letter.hide(match.end(), _first(rules.answers_begin, letter.spoken, match.end(), end))


def _hide_what_the_law_says(letter: Letter, rules: Exclusions) -> None:
    for match in list(rules.law_says.finditer(letter.spoken)):
        _hide_to_own_words(letter, rules, match.start(), match.end())


def _hide_what_might_be(letter: Letter, rules: Exclusions) -> None:
    for match in list(rules.conditional.finditer(letter.spoken)):
        if _hide_to_own_words(letter, rules, match.start(), match.end()):
            letter.hide(*match.span())


def _hide_to_own_words(letter: Letter, rules: Exclusions, start: int, end: int) -> bool:
    sentence = letter.sentence_at(start)
    if end <= sentence.end:
        letter.hide(end, _first(rules.own_words_again, letter.spoken, end, sentence.end))
    return end <= sentence.end


def _first(patterns: Patterns, text: str, start: int, end: int) -> int:
    """Where the earliest match between two positions begins, else the second position."""
    starts = [found.start() for pattern in patterns.compiled() if (found := pattern.search(text, start, end))]
    return min(starts, default=end)


def _hide_sentences(letter: Letter, rules: Exclusions) -> None:
    listing = False
    for sentence in letter.sentences:
        spoken = letter.spoken
        kind = _kind(rules, spoken, sentence.start, sentence.end)
        in_list = listing and bool(_LIST_MARK.match(spoken, sentence.start, sentence.end))
        if kind or in_list:
            letter.hide(sentence.start, sentence.end)
        listing = in_list or (kind or "").startswith("appeal")


def _kind(rules: Exclusions, spoken: str, start: int, end: int) -> str | None:
    for exclusion in rules.sentences:
        if exclusion.any.search(spoken, start, end) and not exclusion.unless.search(spoken, start, end):
            return exclusion.id
    return None


def _hide_after_signature(letter: Letter, rules: Exclusions) -> None:
    for match in rules.signature.finditer(letter.spoken):
        if match.start() < 0.3 * len(letter.folded) and len(letter.pages) == 1:
            continue
        again = rules.after_signature.search(letter.spoken, match.end())
        end = again.start() if again else len(letter.folded)
        letter.hide(match.start(), min(end, match.end() + 1500))
