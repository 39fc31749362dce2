"""Bundles that were cut into several files: which documents belong together, and whether one is missing."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archive.db import Sessions
from archive.files import FileStore
from archive.models import Document
from archive.unpacking.kinds import is_rar_volume, rar_goes_on

_PART = re.compile(r"(?i)^(?P<stem>.+)\.part0*(?P<number>\d{1,4})\.rar$")
_OLD = re.compile(r"(?i)^(?P<stem>.+)\.r(?P<number>ar|\d{2,3})$")
_CUT = re.compile(r"(?i)^(?P<stem>.+\.(?:7z|zip|rar|tar|tgz|tar\.gz))\.(?P<number>\d{3})$")


@dataclass(frozen=True, slots=True)
class Volumes:
    """The documents a bundle was cut into, by their number from 1."""

    mine: int
    is_cut: bool
    """Cut anywhere, to be joined again; otherwise the volumes of a RAR, each with a head of its own."""
    documents: dict[int, int]
    hashes: dict[int, str]

    @property
    def has_gap(self) -> bool:
        """Whether one is missing among them, as far as their numbers tell."""
        return sorted(self.documents) != list(range(1, len(self.documents) + 1))


def place_of(name: str) -> tuple[str, int, bool] | None:
    """The bundle a name belongs to, its number from 1, and whether it was cut anywhere; None for other names."""
    if found := _PART.match(name):
        return f"{found['stem']}.part".casefold(), int(found["number"]), False
    if found := _CUT.match(name):
        return found["stem"].casefold(), int(found["number"]), True
    if found := _OLD.match(name):
        number = found["number"].casefold()
        return f"{found['stem']}.r".casefold(), 1 if number == "ar" else int(number) + 2, False
    return None


def volumes_of(sessions: Sessions, document_id: int, path: Path) -> Volumes | None:
    """The volumes that a document is one of; None when it is none."""
    with sessions.reading() as session:
        document = session.get_one(Document, document_id)
        place = place_of(document.name)
        if place is None or place[1] < 1 or not (place[2] or is_rar_volume(path)):
            return None
        same = select(Document.id, Document.name, Document.sha256).where(Document.scope == document.scope)
        same = same.where(Document.container_id.is_(None) if document.container_id is None
                          else Document.container_id == document.container_id)
        start = place[0].removesuffix(".part").removesuffix(".r")[:20]
        same = same.where(Document.name.istartswith(start, autoescape=True)).order_by(Document.id)
        ids, hashes = {place[1]: document_id}, {place[1]: document.sha256}
        for number, name, sha256 in session.execute(same):
            other = place_of(name)
            if other is not None and other[0] == place[0] and other[2] is place[2]:
                ids.setdefault(other[1], number)
                hashes.setdefault(other[1], sha256)
    return Volumes(place[1], place[2], ids, hashes)


@contextmanager
def joined(files: FileStore, volumes: Volumes) -> Iterator[list[Path] | None]:
    """The files of a bundle as its unpacker wants them; None when it goes on in a file that is not there."""
    with ExitStack() as stack:
        paths = [stack.enter_context(files.path(volumes.hashes[number])) for number in sorted(volumes.hashes)]
        if volumes.has_gap or (not volumes.is_cut and rar_goes_on(paths[-1])):
            yield None
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acuse-")))
        if volumes.is_cut:
            whole = folder / "whole"
            with whole.open("wb") as out:
                for path in paths:
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, out, 1 << 20)
            yield [whole]
            return
        linked = []
        for number, path in enumerate(paths, start=1):
            linked.append(folder / f"volume.part{number:04d}.rar")
            os.symlink(path.absolute(), linked[-1])
        yield linked
