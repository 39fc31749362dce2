"""The number of an official letter, as its head prints it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_NUMBER = r"(?:n[uú]mero|n[uú]m\.?|no\.?|n\.?\s?[°º]\.?)"
_CODE = r"(?P<code>[A-Z0-9][A-Z0-9_.]*(?:\s?[/.–-]\s?[A-Z0-9][A-Z0-9_.]*)+|\d{5,12})"
_ENDS = (r"(?=[\s,;.|—–_*-]*$|\s{2,}|\s+(?:asunto|expediente|exp\.|folio|fecha|lugar|ciudad|cdmx|m[eé]xico|"
         r"secci[oó]n|anexos?)\b)")
_LABELLED = re.compile(
    rf"^\W*(?:ref(?:erencia)?\.?\s*:\s*)?(?:{_NUMBER}\s*(?:de\s+)?)?(?:oficio|of\.)(?:\s+circular)?\s*(?:{_NUMBER})?"
    rf"\s*[:.|]?\s*{_CODE}{_ENDS}", re.IGNORECASE)
_IN_A_ROW = re.compile(
    rf"(?:\s{{2,}}|\|)\s*(?:oficio\s*(?:{_NUMBER}\s*[:.]?|:)|{_NUMBER}\s*(?:de\s+)?oficio\s*:?)\s*{_CODE}{_ENDS}",
    re.IGNORECASE)
_ALONE = re.compile(rf"^\W*(?:{_NUMBER}\s*(?:de\s+)?)?oficio\s*(?:{_NUMBER})?\s*[:.]?\s*$", re.IGNORECASE)
_BROKEN = re.compile(rf"^\W*(?:{_NUMBER}\s*(?:de\s+)?)?oficio\b.*[A-Z0-9][/-]\s*$", re.IGNORECASE)
_BELOW = re.compile(rf"^\W*{_CODE}\W*$", re.IGNORECASE)
_BARE = re.compile(r"^\W*(?P<code>[A-Z][A-Z0-9]{0,9}(?:[/-][A-Z0-9.]{1,12}){2,7})\W*$")
_DATED = re.compile(r"(?:19|20)\d\d|[-/]\d\d$")
_ALIKE = re.compile(r"[OQ]0|0[OQ]|[Il|]1|1[Il|]")


def letter_number(lines: Sequence[str], letterhead: int, *, begins: Callable[[str], bool], is_scan: bool
                  ) -> tuple[str, str] | None:
    """The number and its line; `begins` tells where the letter proper starts, below which other letters are named.

    On a scan a number in which a letter and a digit may have been taken for each other is left out.
    """
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else ""
        found = _LABELLED.search(line) or _IN_A_ROW.search(line)
        if found is None and _BROKEN.match(line):
            found = _LABELLED.search(line.rstrip() + below.lstrip())
            if found is None:
                return None
        if found is None and _ALONE.match(line):
            found = _BELOW.match(below)
        if found and (code := _clean(found["code"])):
            return None if is_scan and _ALIKE.search(code) else (code, line)
        if begins(line):
            break
    for line in lines[:letterhead]:
        found = _BARE.match(line)
        if found and _DATED.search(found["code"]) and sum(c.isdigit() for c in found["code"]) >= 4:
            code = _clean(found["code"]) or found["code"]
            return None if is_scan and _ALIKE.search(code) else (code, line)
        if begins(line):
            break
    return None


def _clean(code: str) -> str | None:
    clean = re.sub(r"\s*([/.–-])\s*", r"\1", code).strip(" .,-/")
    return clean if sum(c.isdigit() for c in clean) >= 2 and len(clean) >= 5 else None
