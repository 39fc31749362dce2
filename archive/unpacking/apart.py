"""Bundles that libarchive reads (RAR, 7z, TAR), taken apart by a process of their own."""

from __future__ import annotations

import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.unpacking.kinds import MAX_RATIO, CannotUnpack, Member, carried, is_clutter

PATIENCE = 300.0
"""Seconds the process may work without a byte to show."""
_HEAD = struct.Struct(">cI")


@contextmanager
def members_apart(path: Path, *others: Path) -> Iterator[Iterator[Member]]:
    """The files in a bundle, in its order; each is read before the next is asked for. Raises CannotUnpack.

    `others` are the volumes that follow the first.
    """
    found = carried(path)
    if found is not None:
        with _behind(path, found[1]) as inner, members_apart(inner) as members:
            yield members
        return
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "archive.unpacking.child", *map(str, (path, *others))],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths, "LC_ALL": "C.UTF-8"}, start_new_session=True)
    try:
        yield _members(_Frames(process), sum(one.stat().st_size for one in (path, *others)))
    finally:
        process.kill()
        process.communicate()


@contextmanager
def _behind(path: Path, start: int) -> Iterator[Path]:
    """The bundle a program carries, without the program."""
    with tempfile.NamedTemporaryFile(prefix="acuse-") as part, path.open("rb") as whole:
        whole.seek(start)
        shutil.copyfileobj(whole, part, 1 << 20)
        part.flush()
        yield Path(part.name)


class _Frames:
    """The frames the process writes, one at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self._number = process.stdout.fileno()

    def next(self) -> tuple[bytes, bytes]:
        """Kind and content of the next frame; raises CannotUnpack when the process died or hangs."""
        kind, length = _HEAD.unpack(self._exactly(_HEAD.size))
        return kind, self._exactly(length)

    def _exactly(self, wanted: int) -> bytes:
        parts = []
        while wanted:
            ready, _, _ = select.select([self._number], [], [], PATIENCE)
            part = os.read(self._number, min(wanted, 1 << 20)) if ready else b""
            if not part:
                raise CannotUnpack("damaged")
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)


class _Bytes:
    """The bytes of one file as they come."""

    def __init__(self, frames: _Frames, most: int) -> None:
        self._frames, self._left = frames, most
        self._rest = b""
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes, at most `size`; none at the end. Raises OSError when the rest is damaged."""
        while not self._rest and not self._ended:
            kind, data = self._frames.next()
            if kind == b"D":
                self._left -= len(data)
                if self._left < 0:
                    raise CannotUnpack("bomb")
                self._rest = data
            elif kind == b"E":
                self._ended = True
            elif kind == b"X":
                self._ended = True
                raise OSError("damaged")
            else:
                raise CannotUnpack(data.decode("ascii", "replace") or "damaged")
        if size < 0:
            size = len(self._rest)
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def skip(self) -> None:
        """Go to the end of the file, whatever of it was read."""
        try:
            while self.read():
                pass
        except OSError:
            pass


def _members(frames: _Frames, packed: int) -> Iterator[Member]:
    most = max(64 * 2**20, MAX_RATIO * packed)
    while True:
        kind, data = frames.next()
        if kind == b"Z":
            return
        if kind != b"M":
            raise CannotUnpack(data.decode("ascii", "replace") or "damaged")
        content = _Bytes(frames, most)
        name = data.decode("utf-8", "replace")
        if not is_clutter(name):
            yield Member(name, lambda content=content: content)  # type: ignore[misc]
        content.skip()
