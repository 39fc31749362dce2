"""The files that readable files carry: attached to mails and PDFs, put into office files, hung behind a PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.unpacking import MAIL, OUTLOOK, PDF, CannotUnpack, Member
from ocr.embedded import OFFICE

if TYPE_CHECKING:
    from ocr.reading import OpenFile


@contextmanager
def attached_members(source: OpenFile, path: Path) -> Iterator[Iterator[Member]]:
    """What an open file carries, one after the other; nothing for kinds that carry none. Raises CannotUnpack."""
    if source.media_type in (MAIL, OUTLOOK, PDF) or source.media_type in OFFICE:
        with tempfile.TemporaryDirectory(prefix="acuse-") as folder:
            yield _embedded(source, path, Path(folder))
    else:
        yield iter(())


def _embedded(source: OpenFile, path: Path, folder: Path) -> Iterator[Member]:
    from ocr.errors import ReadingError

    try:
        names = source.embedded()
    except ReadingError as problem:
        raise CannotUnpack("members-damaged") from problem
    taken = folder / "member"
    for number, name in enumerate(names):
        yield Member(name, _taker(source, number, taken))
        taken.unlink(missing_ok=True)
    if source.media_type == PDF:
        from archive.unpacking.zips import hangs_behind, zip_members

        if hangs_behind(path):
            with zip_members(path) as members:
                yield from members


def _taker(source: OpenFile, number: int, target: Path) -> Callable[[], BinaryIO]:
    def take() -> BinaryIO:
        from ocr.errors import ReadingError

        try:
            source.take_embedded(number, target)
        except ReadingError as problem:
            raise OSError(problem.code) from problem
        return target.open("rb")

    return take
