"""A reading process: opens files and reads pages for its parent, and may die without harm.

Started as `python -m ocr.worker FD`; FD is one end of a socket pair that carries `(verb, arguments)` one way and
`("ok", result)` or `("error", code, detail)` back.
"""

from __future__ import annotations

import contextlib
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ocr.errors import PageTooLarge, ReadingError
from ocr.local import Engines, LocalFile
from ocr.settings import ReadSettings


class Reader:
    """The files and engines of one reading process."""

    def __init__(self) -> None:
        self._engines = Engines()
        self._file: LocalFile | None = None

    def open(self, path: str, media_type: str | None, settings: ReadSettings) -> tuple[str, int]:
        """Open a file in place of the one before; its media type and number of pages."""
        self.shut()
        limit_memory(settings.memory_mb)
        self._file = LocalFile(Path(path), media_type, settings, self._engines)
        return self._file.media_type, self._file.page_count

    def read(self, number: int) -> Any:
        """The reading of one page."""
        assert self._file is not None
        return self._file.read_page(number)

    def read_together(self, numbers: list[int]) -> Any:
        """The readings of several pages."""
        assert self._file is not None
        return self._file.read_together(numbers)

    def render(self, number: int, width_px: int) -> tuple[bytes, str]:
        """The picture of one page."""
        assert self._file is not None
        return self._file.render_page(number, width_px)

    def engine(self) -> str:
        """Name and version of the OCR engine."""
        assert self._file is not None
        return self._file.engine

    def embedded(self) -> list[str]:
        """Names of the files inside the open one."""
        assert self._file is not None
        return self._file.embedded()

    def take_embedded(self, number: int, target: str) -> None:
        """Write a file inside the open one to a path."""
        assert self._file is not None
        self._file.take_embedded(number, target)

    def shut(self) -> None:
        """Close the open file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def limit_memory(megabytes: int) -> None:
    """Refuse this process more data memory, so that a page bomb fails alone (where the system can)."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, hard))
    except (ImportError, OSError, ValueError):
        pass


def serve(connection: Connection) -> None:
    """Answer the parent until it hangs up."""
    reader = Reader()
    while True:
        try:
            verb, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[Any, ...] = ("ok", getattr(reader, verb)(*arguments))
        except ReadingError as error:
            answer = ("error", error.code, error.detail, getattr(error, "media_type", None))
        except MemoryError as error:
            answer = ("error", PageTooLarge.code, str(error), None)
        except Exception as error:
            answer = ("error", "damaged" if verb == "open" else "page_damaged", repr(error), None)
        try:
            connection.send(answer)
        except OSError:
            return


def main() -> None:
    """Serve on the descriptor named by the first argument, quietly."""
    descriptor, priority = int(sys.argv[1]), int(sys.argv[2])
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    with contextlib.suppress(OSError):
        os.nice(priority)
    serve(Connection(descriptor))


if __name__ == "__main__":
    main()
