"""The legal ground or code printed on a redaction, brought to one way of writing."""

from __future__ import annotations

import re

from ocr.redactions.statutes import Reading, read_statutes, written

_FOIA = re.compile(
    r"[(\[{]\s*b\s*[)\]}]\s*[(\[{]\s*([1-9lI])\s*(?:[)\]}]|(?=[(\[{]\s*[A-F]\s*[)\]}]))\s*(?:[(\[{]\s*([A-F])\s*[)\]}](?!\s*[(\[{]\s*\d))?",
    re.IGNORECASE,
)
_FOIA_BADLY = re.compile(
    r"[(\[{|]?\s*[b60]\s*[)\]}]\s*[(\[{]?\s*([1-9lI])\s*[)\]}X]{0,2}\s*(?:[(\[{X]?\s*([A-F])\s*[)\]}|]?)?(?!\w)"
    r"|[(\[{|]\s*[b6]\s*([1-9])\s*()[)\]}]?",
    re.IGNORECASE,
)
"""Exemptions whose brackets OCR lost or took for letters: only ever read where nothing else is printed."""
_DUTCH = re.compile(
    r"(?<![\d.,/])(\d{1,2})\s?[.,]\s?([1-9])(?:(?:\s?[.,]\s?)?([1-9])(?!\s?[.,]\s?\d))?\s?[.,]?\s?(?:sub\s+)?([a-k€])?(?![\w])",
    re.IGNORECASE,
)
_DUTCH_WORDED = re.compile(
    r"\bart(?:ike[lI]|[.,])?\s*(5[.,][12]|10|11)\s*,?\s*(?:(eerste|tweede|vijfde|zesde|zevende|[1-9](?:e|ste|de)?)\s*,?\s*)?(?:lid\s*,?\s*([1-9])?\s*,?\s*)?"
    r"(?:aanhef\s+en\s+)?(?:sub|onder(?:deel)?)?\s*,?\s*([a-k])?\b",
    re.IGNORECASE,
)
_ONES = re.compile(r"(?<![^\W\d_])[lI|](?=[\d.,])|(?<=[\d.])[lI|](?=[.,\d]|$)")
"""Strokes among figures, which are ones."""
_NINE = re.compile(r"\b10\s?[.,]\s?([12])\s?[.,]?\s?[9q]g?(?!\w)")
_LAST_ONE = re.compile(r"\b5\s?[.,]\s?1\s?[.,]\s?2\s?[.,]\s?[1l|](?!\w)")
"""Articles whose parts go by letters alone, a g read as a nine and an i as a one."""
_SMALL = re.compile(r"(?<=[a-záéíóúñ])I(?=[a-záéíóúñ]|\b)|\bI(?=(?:a|as|os|ey)\b)")
_CAPITAL = re.compile(r"(?<=[A-ZÑ])l(?=[A-ZÑ])")
_ORDINALS = {"eerste": "1", "tweede": "2", "vijfde": "5", "zesde": "6", "zevende": "7"}
_DUTCH_ARTICLES = {"5", "10", "11"}
"""Articles of the Dutch laws on access that hold the exceptions."""
_OUT_OF_SCOPE = re.compile(
    r"\b(?:buiten\s+(?:de\s+)?reikwijdte|buiten\s+(?:het\s+)?verzoek|buiten\s+(?:de\s+)?scope"
    r"|out\s+of\s+scope|non[- ]?responsive)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\b(?:testad[oa]s?|eliminad[oa]s?|suprimid[oa]s?|confidencial(?:es)?|reservad[oa]s?|redacted|dato\s+personal"
    r"|datos\s+personales|informaci[oó]n\s+(?:confidencial|reservada))\b",
    re.IGNORECASE,
)
_MOST = 4
"""Grounds told of one redaction."""
_LONGEST_CODE = 60
"""Characters of a text that can stand on a box; longer ones are sentences."""


def read_ground(text: str) -> str | None:
    """The grounds in a text, joined by "; ": "art. 113 fr. I LFTAIP", "110/113 LFTAIP", "(b)(6)", "5.1.2.e", or None.

    Numbers stay as printed, brought to one spacing; federal and general laws named in words get their usual short
    name. A bare number counts only when it is one of three figures on which information is withheld in Mexico and
    nothing else is written there. Where a sentence cites articles on classification in general or on what personal
    data are beside those on which information is withheld, the latter alone are told.
    """
    flat = unslipped(text)
    told = list(dict.fromkeys(_exemption(match) for match in _FOIA.finditer(flat)))
    told = told or _mexican(flat) or _dutch(flat) or _badly_read(flat)
    if not told and (scope := _OUT_OF_SCOPE.search(flat)) and len(flat) <= _LONGEST_CODE:
        told = [scope[0].lower()]
    return "; ".join(told[:_MOST]) or None


def unslipped(text: str) -> str:
    """A text on one line, with strokes in the midst of words as the letters that they are."""
    flat = " ".join(text.split())
    return _CAPITAL.sub("I", _SMALL.sub("l", flat)) if "I" in flat or "l" in flat else flat


def _exemption(match: re.Match[str]) -> str:
    digit = (match[1] or match[3]).replace("l", "1").replace("I", "1")
    part = match[2] or ""
    return f"(b)({digit})" + (f"({part.upper()})" if part else "")


def _badly_read(flat: str) -> list[str]:
    rest = _FOIA_BADLY.sub("", flat)
    return [_exemption(match) for match in _FOIA_BADLY.finditer(flat)] if not re.search(r"\w", rest) else []


def _mexican(flat: str) -> list[str]:
    reading = read_statutes(flat)
    cited = reading.cited
    if (reading.strangers or len(flat) > _LONGEST_CODE) and any(one.withholds for one in cited):
        cited = tuple(one for one in cited if one.withholds)
    return written(cited).split("; ") if cited else []


def _dutch(flat: str) -> list[str]:
    if len(flat) > _LONGEST_CODE:
        return []
    flat = _LAST_ONE.sub("5.1.2.i", _NINE.sub(r"10.\1.g", re.sub(r"\bIid\b", "lid", _ONES.sub("1", flat))))
    told = []
    for match in _DUTCH_WORDED.finditer(flat):
        paragraph = match[3] or _ORDINALS.get((match[2] or "").lower(), (match[2] or "")[:1])
        told.append(
            ".".join(part for part in (match[1].replace(",", "."), paragraph, (match[4] or "").lower()) if part)
        )
    if any(re.search(r"\.", one) for one in told):
        return list(dict.fromkeys(told))
    rest = re.sub(r"[\W_]|\b(?:en|and|y)\b", "", _DUTCH.sub("", flat))
    told = []
    for match in _DUTCH.finditer(flat):
        if not (match[4] or (match[1] in _DUTCH_ARTICLES and (match[3] or not rest))):
            continue
        if match[3] and match[1] not in ("5", "51"):
            continue  # only that article has numbered parts with lettered ones
        article = ["5", "1"] if match[1] == "51" else [match[1]]
        parts = [*article, match[2], *(part.lower().replace("€", "e") for part in (match[3], match[4]) if part)]
        glued = bool(match[4]) and match[0].rstrip()[-2:-1].isdigit()
        told.append(".".join(parts[:-1]) + parts[-1] if glued else ".".join(parts))
    return list(dict.fromkeys(told))


def is_code(text: str, around: int = 2) -> bool:
    """True when a text is nothing but a ground, a code or a redaction mark, with at most so many words around it."""
    flat = unslipped(text)
    if not flat or len(flat) > 160:
        return False
    rest = _MARKED.sub(" ", _OUT_OF_SCOPE.sub(" ", _FOIA.sub(" ", flat)))
    rest = _DUTCH_WORDED.sub(lambda match: " " if match[4] else match[0], rest)
    rest = _DUTCH.sub(lambda match: " " if match[4] or (match[3] and match[1] in _DUTCH_ARTICLES) else match[0], rest)
    reading = read_statutes(rest) if re.search(r"\d|TA[I1l]P", rest, re.IGNORECASE) else Reading((), _words(rest), 0)
    if not (reading.cited or rest.strip() != flat or (_badly_read(flat) and re.search(r"[b)]", flat, re.IGNORECASE))):
        return False
    return reading.strangers <= around and not reading.numbers


def _words(text: str) -> int:
    return len(re.findall(r"[^\W\d_]{3,}", text))


def is_mark(text: str) -> bool:
    """True for a word that stands for something taken out: TESTADO, ELIMINADO, XXXX, ****, █████."""
    bare = text.strip(" .,;:()[]{}<>\"'“”‘’")
    if re.fullmatch(r"[xX]{4,}|[*]{4,}|[█■▇▓]{2,}|[Xx*#]{6,}|-{0,3}[*]{4,}-{0,3}", text.strip(" .,;:()[]\"'")):
        return True
    return (
        re.fullmatch(r"(?:TESTAD[OA]S?|ELIMINAD[OA]S?|SUPRIMID[OA]S?|REDACTED|N\d{1,2}-(?:ELIMINADO|TESTADO).*)", bare)
        is not None
    )
