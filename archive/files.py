"""The file store: bytes under the name of their SHA-256, never changed once kept."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1 << 20
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says when a disk, a quota or a limit is full."""


class FileTooLarge(Exception):
    """The file is larger than this installation accepts."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes")
        self.limit = limit


class EmptyUpload(Exception):
    """The file has no bytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: the SHA-256 in hexadecimal and the size in bytes."""

    sha256: str
    size: int


class Readable(Protocol):
    """Bytes to be read in pieces."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""
        ...


class FileStore(Protocol):
    """Keeps bytes under their SHA-256. Bytes under a key never change."""

    def keep(self, data: Readable, *, limit: int | None = None) -> Kept:
        """Keep what `data` yields; raises FileTooLarge or EmptyUpload and then keeps nothing."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, for reading; raises FileNotFoundError."""
        ...

    def exists(self, sha256: str) -> bool:
        """Whether the bytes are there."""
        ...

    def path(self, sha256: str) -> AbstractContextManager[Path]:
        """A path to the bytes for programs that want one, while the block lasts."""
        ...

    def tidy(self, before: datetime) -> int:
        """Drop what was begun before a moment and never kept, as a killed process leaves it; gives how much went."""
        ...


class FolderStore:
    """A folder: two letters of the hash, then the hash."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, data: Readable, *, limit: int | None = None) -> Kept:
        self.root.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self.root, prefix=".part-", delete=False) as part:
            try:
                while chunk := data.read(CHUNK):
                    size += len(chunk)
                    if limit is not None and size > limit:
                        raise FileTooLarge(limit)
                    digest.update(chunk)
                    part.write(chunk)
                if size == 0:
                    raise EmptyUpload
                part.flush()
                os.fsync(part.fileno())
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        target = self._at(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            Path(part.name).unlink()
        else:
            os.chmod(part.name, 0o440)
            os.replace(part.name, target)
        return Kept(digest.hexdigest(), size)

    def open(self, sha256: str) -> BinaryIO:
        return self._at(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        return self._at(sha256).exists()

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        yield self._at(sha256)

    def tidy(self, before: datetime) -> int:
        left = [part for part in self.root.glob(".part-*") if part.stat().st_mtime < before.timestamp()]
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)

    def _at(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
            raise FileNotFoundError(sha256)
        return self.root / sha256[:2] / sha256


def open_files(url: str) -> FileStore:
    """The file store a setting names; `folder:/path` is the one in the box."""
    scheme, _, rest = url.partition(":")
    if scheme == "folder" and rest:
        return FolderStore(Path(rest))
    raise ValueError(f"ACUSE_FILES_URL={url!r} is not known. Use folder:/path/to/files.")
