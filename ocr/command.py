"""The command `python -m ocr`: its arguments, its JSON lines and its exit codes."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, NoReturn, TextIO

from ocr.errors import ReadingError, UnsupportedFile
from ocr.settings import ReadSettings
from ocr.text.signed import content_of, is_container
from ocr.types import Box, PageReading
from ocr.whole import with_carried_grounds

READ, WRONG_USE, UNREADABLE = 0, 2, 3
_MOST_IN_MEMORY = 4 * 1024 * 1024


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"{message[:1].upper()}{message[1:]}; see python -m ocr --help.", file=sys.stderr)
        raise SystemExit(WRONG_USE)


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    known = _Parser(prog="python -m ocr", description="Reads files and prints one JSON object a line, per file.")
    known.add_argument("files", metavar="FILE", nargs="+", help="a PDF, an image or a document")
    known.add_argument("--no-words", action="store_true", help="leave the words with their boxes out")
    known.add_argument("--lang", default="spa+eng", help="Tesseract languages joined by + (default: %(default)s)")
    known.add_argument("--redactions-only", action="store_true", help="only look for redactions and leaks; fast")
    return known


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code is 0, 2 (wrong use) or 3 (a file could not be read)."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    problem = language_problem(options.lang)
    if problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    settings = ReadSettings(
        languages=options.lang, words=not options.no_words, redactions_only=options.redactions_only
    )
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return print_files(options.files, settings, sys.stdout)
    except BrokenPipeError:
        sys.stderr.close()
        return READ
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def print_files(files: Sequence[str], settings: ReadSettings, out: TextIO) -> int:
    """Read the files, several at once, and print their lines in the order of the arguments; the exit code."""
    code = READ
    with ThreadPoolExecutor(settings.worker_count) as threads:
        waiting: deque[Future[tuple[IO[str], str | None]]] = deque()
        pending = iter(files)
        while True:
            room = 2 * settings.worker_count - len(waiting)
            waiting.extend(threads.submit(_spooled, file, settings) for file in islice(pending, room))
            if not waiting:
                return code
            spool, problem = waiting.popleft().result()
            with spool:
                spool.seek(0)
                shutil.copyfileobj(spool, out)
            out.flush()
            if problem:
                print(problem, file=sys.stderr)
                code = UNREADABLE


def _spooled(file: str, settings: ReadSettings) -> tuple[IO[str], str | None]:
    """The line of one file, in memory or on disk, and what to tell when it could not be read."""
    spool = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY, "w+", encoding="utf-8", errors="replace")  # noqa: SIM115
    return spool, print_file(file, settings, spool)


def language_problem(languages: str) -> str | None:
    """What is wrong with the languages asked for, or None."""
    from ocr.engines.tessdata import installed_languages

    installed = installed_languages()
    missing = [code for code in languages.split("+") if code not in installed]
    if not missing or not installed:
        return None
    return f"Tesseract has no language {', '.join(missing) or languages!r}; installed are {', '.join(installed)}."


def print_file(file: str, settings: ReadSettings, out: IO[str]) -> str | None:
    """Read one file and write its line page by page, so that memory stays small; a sentence if it cannot be read."""
    from ocr.reading import open_file

    try:
        with _content(Path(file)) as path, open_file(path, None, settings) as opened:
            head = json.dumps({"file": file, "media_type": opened.media_type, "error": None}, ensure_ascii=False)
            out.write(head[:-1] + ', "pages": [')
            pages = opened.read_pages(range(1, opened.page_count + 1))
            for nth, page in enumerate(with_carried_grounds(pages, opened.page_count)):
                out.write((", " if nth else "") + json.dumps(page_data(page), ensure_ascii=False))
            out.write("]}\n")
            return None
    except ReadingError as error:
        line = json.dumps(
            {"file": file, "media_type": error.media_type, "error": str(error), "pages": []}, ensure_ascii=False
        )
        out.write(line + "\n")
        return f"{file}: {error}"


@contextmanager
def _content(path: Path) -> Iterator[Path]:
    """The file itself, or what a signed container (.p7m) holds, whose signature is judged by nobody here."""
    try:
        with path.open("rb") as file:
            head = file.read(600)
    except (OSError, ValueError):  # said by whoever opens it
        head = b""
    if not is_container(head):
        yield path
        return
    content = content_of(path.read_bytes())
    if content is None:
        raise UnsupportedFile("a signature without its document")
    with tempfile.TemporaryDirectory(prefix="acuse-") as folder:
        inner = Path(folder) / (Path(path.stem).name or "contenido")
        inner.write_bytes(content)
        yield inner


def page_data(page: PageReading) -> dict[str, Any]:
    """The page as the contract of the command has it."""
    return {
        "number": page.number,
        "width_pt": round(page.width_pt, 2),
        "height_pt": round(page.height_pt, 2),
        "source": page.source,
        "confidence": None if page.confidence is None else round(page.confidence, 1),
        "text": page.text,
        "words": None
        if page.words is None
        else [
            {"text": word.text, "box": _rounded(word.box), "confidence": round(word.confidence, 1)}
            for word in page.words
        ],
        "redactions": [
            {
                "box": _rounded(mark.box),
                "kind": mark.kind,
                "ground": mark.ground,
                "confidence": round(mark.confidence, 3),
            }
            for mark in page.redactions
        ],
        "redacted_share": None if page.redacted_share is None else round(page.redacted_share, 4),
        "leaks": [
            {"box": None if leak.box is None else _rounded(leak.box), "kind": leak.kind, "characters": leak.characters}
            for leak in page.leaks
        ],
        "error": page.error,
        "why": page.why,
    }


def _rounded(box: Box) -> list[float]:
    return [round(float(value), 5) for value in box]
