"""`acuse classify`: read replies from files or text and say, one JSON line each, what they answer."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.commands.output import OK, UNREADABLE, Output, WrongUse
from tracker.sentences import N_

HELP = "Lee respuestas (PDF, imagen o texto UTF-8; «-» lee la entrada estándar) y dice qué contestan y qué les falta."

_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"PK\x03\x04", b"GIF8", b"BM", b"RIFF")


@dataclass(frozen=True, slots=True)
class _Source:
    pages: tuple[str, ...]
    unread: tuple[int, ...] = ()
    error: str | None = None


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="un archivo, o «-» para la entrada estándar")
    parser.add_argument("--law", metavar="ID", help="la ley contra la que se revisa, p. ej. MX-FED-2016")
    parser.add_argument("--on", metavar="AAAA-MM-DD", help="el día de recepción de la solicitud; decide la ley")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print one JSON object per file, in argument order."""
    on = _day(args.on)
    law = _law(args.law)
    if args.files.count("-") > 1:
        raise WrongUse(N_("standard input («-») can be named only once."))
    code = OK
    for name in args.files:
        source = _read(name)
        sys.stdout.write(json.dumps(_answer(name, source, law, on), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        if source.error:
            out.notice(f"acuse: {name}: {source.error}")
            code = UNREADABLE
        for number in source.unread:
            out.notice(f"acuse: {name}: page {number} could not be read; the answer rests on the other pages.")
    return code


def _answer(name: str, source: _Source, law: str | None, on: date | None) -> dict[str, Any]:
    if source.error:
        return {"file": name, "outcome": None, "labels": [], "checks": [], "grounds": [], "error": source.error}
    from tracker.replies.reading import classify

    reading = classify(source.pages, law=law, on=on)
    answer: dict[str, Any] = {"file": name, **asdict(reading)}
    if source.unread:
        answer["unread_pages"] = list(source.unread)
    return answer


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(N_("--on needs a day as 2026-01-15, not “%(text)s”."), text=text) from None


def _law(text: str | None) -> str | None:
    if text is None:
        return None
    from tracker.replies.reading.regime import known_laws

    if text not in known_laws():
        raise WrongUse(
            N_("--law does not know “%(text)s”. Known: %(known)s."), text=text, known=", ".join(known_laws())
        )
    return text


def _read(name: str) -> _Source:
    if name == "-":
        return _from_bytes(sys.stdin.buffer.read(), "standard input")
    path = Path(name)
    try:
        if path.is_dir():
            return _Source((), error="is a folder; name the files in it.")
        content = path.read_bytes()
    except FileNotFoundError:
        return _Source((), error="there is no such file; check the name.")
    except OSError as problem:
        return _Source((), error=f"cannot be opened ({problem.strerror}); check that you may read it.")
    return _from_file(path) if _is_document(content) else _from_bytes(content, name)


def _is_document(content: bytes) -> bool:
    return content.lstrip()[:8].startswith(_NOT_TEXT) or b"\x00" in content[:4096]


def _from_bytes(content: bytes, name: str) -> _Source:
    if _is_document(content):
        import tempfile

        with tempfile.NamedTemporaryFile() as kept:
            kept.write(content)
            kept.flush()
            return _from_file(Path(kept.name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _Source((), error="is neither a PDF, an image nor UTF-8 text; save it as UTF-8 text or as PDF.")
    if not text.strip():
        return _Source((), error="is empty; name a file with the text of the reply.")
    return _Source(tuple(text.split("\f")))


def _from_file(path: Path) -> _Source:
    from ocr.reading import read_file

    reading = read_file(path)
    if reading.error:
        return _Source((), error=reading.error)
    unread = tuple(page.number for page in reading.pages if page.error)
    if len(unread) == len(reading.pages):
        reason = reading.pages[0].error if reading.pages else "it has no pages"
        return _Source((), error=f"none of its pages could be read: {reason}")
    return _Source(tuple(page.text or "" for page in reading.pages), unread)
