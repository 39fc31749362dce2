"""Splits the text of a request into its questions: numbered or bulleted lists, nested, or plain prose.

Nothing of the text is lost: what stands before the first question is the `lead`, polite closing words the `tail`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.questions.marks import Mark, Run, marks_in, runs_of

MAX_TEXT = 100_000
MAX_DEPTH = 3
MAX_PARTS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """One question: its number as people would cite it (“2”, “2.a”), its own words, and where they stand."""

    number: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Split:
    """A request's text in parts; `how`: `list` signs, `lines` after a colon, `asked` with question marks, `prose`
    joined by words such as “además”, or `one` when there is nothing to split."""

    how: str
    lead: str
    parts: tuple[Part, ...]
    tail: str


_CLOSING = re.compile(
    r"""(?<=[.;:?!)\s])(?P<tail>(?:
        lo\ anterior,?\ (?:con\ fundamento|de\ conformidad|para|debido|en\ virtud|en\ t[eé]rminos)
      | con\ fundamento\ en | fundamento\ mi\ solicitud | (?:muchas\ |mil\ )?gracias | de\ antemano
      | agradezco | agradecer[eé] | sin\ m[aá]s | sin\ otro\ particular | saludos | atentamente
      | quedo\ (?:atent[oa]|a\ la\ espera|en\ espera|de\ usted) | en\ espera\ de
      | favor\ de\ (?:enviar|entregar|remitir|proporcionar)
      | (?:por\ [uú]ltimo,?\ )?(?:solicito|pido|requiero|deseo)\ que\ (?:toda\ )?
        (?:la\ informaci[oó]n|lo\ anterior|la\ respuesta)[^.]{0,40}\ (?:sea|se|me)
      | (?:toda\ )?la\ informaci[oó]n\ (?:solicitada\ )?
        (?:la\ (?:requiero|solicito)|deber[aá]|que\ se\ solicita)
      | para\ mejor\ proveer
    ))\b""", re.IGNORECASE | re.VERBOSE)
_ASKED = re.compile(r"¿[^¿?]{3,}\?")
_JOINED = re.compile(
    r"""(?: (?<=[.;])\s++ | ,?(?<!\s)\s++y\s++(?=adem[aá]s\b|tambi[eé]n\b)
          | ,\s++(?=(?:adem[aá]s|tambi[eé]n),?\s+(?:solicito|quiero|quisiera|requiero|deseo|pido|me))
          | (?<!\s)[^\S\n]*+\n\s*+ )
    (?= (?:y\ )? (?: adem[aá]s | as[ií]\ ?mismo | tambi[eé]n | igualmente | de\ igual\ (?:forma|manera|modo)
      | de\ la\ misma\ (?:forma|manera) | por\ otr[oa]\ (?:lado|parte) | adicionalmente | del\ mismo\ modo
      | en\ segundo\ lugar | finalmente | por\ [uú]ltimo ) \b )""", re.IGNORECASE | re.VERBOSE)
"""Each way begins where a stretch of blanks begins, never within it, so that long blanks are gone through once."""
_LONE = re.compile(r"\s*(?P<n>\d{1,2})(?:\.-|\)|\.)\s*(?=[^\W\d_]|¿)")
_LONGEST_PIECE = 250
_ONE_MORE = re.compile(
    r"""(?<=[.;)])\s*(?P<more>(?:por\ otr[oa]\ (?:lado|parte)|adem[aá]s|as[ií]\ ?mismo|tambi[eé]n|igualmente
          | adicionalmente)
        ,?\ (?:se\ )?(?:solicit|requier|pid|quier|dese)\w+\b)""", re.IGNORECASE | re.VERBOSE)
"""A further request behind the last item of a list."""
_LAW_LISTS = re.compile(
    r"(?:integrad[oa]s? por|art[ií]culo\s+\w+[^.:]{0,160}|(?:establece|señala|dice)[^.:]{0,60}):\s*\Z",
    re.IGNORECASE)
_ASKS_FOR = re.compile(
    r"(?:solicit|requier|pid|quier|dese|pregunt|siguiente)\w*[^.]{0,80}[:.]?\s*\Z", re.IGNORECASE)
_AFTER_COLON = re.compile(r":[ \t]*\r?\n")
_PIECES = re.compile(r";\s*(?:y\s+|e\s+)?")


def split(text: str) -> Split:
    """The questions of a request's text, in order; always at least one unless the text is blank."""
    text = text[:MAX_TEXT].replace("_x000D_", "\n")
    if not text.strip():
        return Split("one", "", (), "")
    listed, begins = _by_marks(text, 0, len(text), "", 0)
    for how, found in (("list", listed), ("lines", _by_lines(text)),
                       ("asked", _by_question_marks(text)), ("prose", _by_joining(text)),
                       ("lines", _by_semicolons(text))):
        if len(found) > 1:
            found = _unique(found[:MAX_PARTS])
            more: tuple[Part, ...] = ()
            if how == "list" and (again := _ONE_MORE.search(found[-1].text)):
                *found, whole = found
                found.append(_part(whole.number, text, whole.start, whole.start + again.start("more")))
                more = (_part(str(len(found) + 1), text, whole.start + again.start("more"), whole.end),)
            last, tail = _without_closing((*found, *more)[-1], text)
            return Split(how, text[:begins if how == "list" else found[0].start].strip(),
                         (*(*found, *more)[:-1], last), tail)
    sign = _LONE.match(text)
    whole = _part(sign["n"] if sign else "1", text, sign.end() if sign else 0, len(text))
    one, tail = _without_closing(whole, text)
    return Split("one", "", (one,), tail)


def _part(number: str, text: str, start: int, end: int) -> Part:
    body = text[start:end]
    kept = body.strip(" \t\r\n")
    first = start + (body.find(kept) if kept else 0)
    return Part(number, kept, first, first + len(kept))


def _by_marks(text: str, start: int, end: int, prefix: str, depth: int) -> tuple[list[Part], int]:
    """The items of the outermost list of a stretch of text, with what is nested in them, and where the list begins."""
    if depth >= MAX_DEPTH:
        return [], end
    body = text[start:end]
    runs = runs_of(marks_in(body), body)
    if not runs:
        return [], end
    top = _top(_without_law(runs, body) if not depth else runs)
    chain = [mark for run in runs for mark in run if run[0].style == top[0].style]
    chain.sort(key=lambda mark: mark.start)
    parts: list[Part] = []
    begins = start + chain[0].start
    if chain[0].value == 2 and body[:chain[0].start].strip():
        parts.append(_part(f"{prefix}1", text, start, start + chain[0].start))
        begins = start
    numbers = _numbered(chain)
    for at, mark in enumerate(chain):
        until = chain[at + 1].start if at + 1 < len(chain) else len(body)
        number = f"{prefix}{numbers[at]}"
        inner, nested = _by_marks(text, start + mark.body, start + until, f"{number}.", depth + 1)
        if inner:
            # The words before a nested list say what its items are about: they go with each item's question.
            about = text[start + mark.body:nested].strip()
            parts += [replace(one, text=f"{about} {one.text}".strip()) if about else one for one in inner]
        else:
            parts.append(_part(number, text, start + mark.body, start + until))
    return [part for part in parts if re.search(r"\w", part.text)], begins


def _without_law(runs: list[Run], body: str) -> list[Run]:
    """The lists without those a law is cited with, where another list is asked for."""
    def before(run: Run) -> str:
        return body[max(0, run[0].start - 220):run[0].start]

    asked = [run for run in runs if _ASKS_FOR.search(before(run)[-110:])]
    kept = [run for run in runs if not (_LAW_LISTS.search(before(run)) and any(
        other[0].start > run[0].start and other[0].style != run[0].style for other in asked))]
    return kept or runs


def _top(runs: list[Run]) -> Run:
    """The outermost list: the one that begins first; of two readings of the same signs the one that goes further."""
    first = runs[0]
    rivals = [run for run in runs if run[0].start <= first[1].start and run[-1].start >= first[-1].start]
    same = [run for run in rivals if run[0].start == first[0].start]
    return max(same, key=len) if same else first


def _numbered(chain: list[Mark]) -> list[str]:
    numbers: list[str] = []
    again = 0
    for at, mark in enumerate(chain, start=1):
        if not mark.value:
            numbers.append(str(at))
            continue
        if mark.value == 1 and numbers:
            again += 1
        written = mark.as_written
        numbers.append(f"{again + 1}-{written}" if again else written)
    return numbers


def _unique(parts: list[Part]) -> list[Part]:
    seen: Counter[str] = Counter()
    unique = []
    for part in parts:
        seen[part.number] += 1
        unique.append(part if seen[part.number] == 1 else replace(part, number=f"{part.number} ({seen[part.number]})"))
    return unique


def _by_lines(text: str) -> list[Part]:
    colon = _AFTER_COLON.search(text)
    if colon is None:
        return []
    lines, at = [], colon.end()
    for line in text[colon.end():].splitlines(keepends=True):
        if line.strip():
            lines.append((at, at + len(line)))
        elif lines:
            break
        at += len(line)
    if len(lines) < 2 or any(end - start > 400 for start, end in lines):
        return []
    parts = [_part(str(n), text, start, end) for n, (start, end) in enumerate(lines, start=1)]
    rest = text[lines[-1][1]:]
    return [*parts[:-1], _part(parts[-1].number, text, lines[-1][0], len(text))] if rest.strip() else parts


def _by_question_marks(text: str) -> list[Part]:
    asked = list(_ASKED.finditer(text))
    if len(asked) < 2:
        return []
    starts = [found.start() for found in asked]
    # A first question may lack its opening sign: it begins where its sentence does.
    first = text.rfind("?", 0, starts[0])
    if first > 0 and not text[first + 1:starts[0]].strip():
        opening = max(text.rfind(sign, 0, first) for sign in (".", ":", "\n")) + 1
        if len(text[opening:first].split()) > 3:
            starts.insert(0, opening)
    ends = [*starts[1:], len(text)]
    return [_part(str(n), text, start, end) for n, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)]


def _by_joining(text: str) -> list[Part]:
    cuts = [0, *(found.end() for found in _JOINED.finditer(text)), len(text)]
    pieces = [_part(str(n), text, start, end) for n, (start, end)
              in enumerate(pairwise(cuts), start=1)]
    kept: list[tuple[int, int]] = []
    for piece in pieces:
        closes = _CLOSING.match(" " + piece.text[:200], 1) is not None
        if kept and (closes or len(piece.text.split(None, 4)) < 4):
            kept[-1] = kept[-1][0], piece.end
        else:
            kept.append((piece.start, piece.end))
    return [_part(str(number), text, start, end) for number, (start, end) in enumerate(kept, start=1)]


def _by_semicolons(text: str) -> list[Part]:
    colon = text.find(":")
    if colon < 0:
        return []
    cuts = [(found.start(), found.end()) for found in _PIECES.finditer(text, colon)]
    if len(cuts) < 2:
        return []
    starts = [colon + 1, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    parts = [_part(str(n), text, start, end) for n, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)]
    return parts if all(part.text.count(" ") and len(part.text) <= _LONGEST_PIECE for part in parts) else []


def _ends_sentence(text: str, blank: str) -> bool:
    """Whether a new sentence can begin after a text and the blanks that follow it."""
    return not text or text[-1] in ".;?!:" or "\n" in blank or len(blank) > 1


def _without_closing(part: Part, text: str) -> tuple[Part, str]:
    """A last question without the polite or legal closing of the whole request."""
    for found in _CLOSING.finditer(part.text):
        at = found.start("tail")
        before = part.text[:at]
        kept = before.rstrip()
        if at > 8 and _ends_sentence(kept, before[len(kept):]):
            return Part(part.number, kept, part.start, part.start + len(kept)), part.text[at:].strip()
    return part, ""
