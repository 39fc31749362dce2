"""Files that hold files: bundles (ZIP, RAR, 7z, TAR) and e-mails, unpacked within limits; the container stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.unpacking.kinds import (
    MAX_DEPTH,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED,
    RAR,
    SEVEN_ZIP,
    SIGNED,
    TAR,
    ZIP,
    CannotUnpack,
    Member,
    bundle_type,
    is_plain,
)

MAIL = "message/rfc822"
PDF = "application/pdf"
OUTLOOK = "application/vnd.ms-outlook"


@contextmanager
def bundle_members(path: Path, name: str = "", volumes: Sequence[Path] = ()) -> Iterator[Iterator[Member]]:
    """The files in a bundle, without folders, one after the other: each is read before the next is asked for.

    `name` is what the bundle is called, where the file inside takes its name from it;
    `volumes` are the files it goes on in.
    Raises CannotUnpack for encrypted, damaged or dangerous ones, at the beginning or on the way.
    """
    kind = bundle_type(path)
    if kind == SIGNED:
        from archive.unpacking.signed import signed_member

        yield signed_member(path, name)
        return
    if kind == ZIP and is_plain(path):
        from archive.unpacking.zips import zip_members

        with zip_members(path) as members:
            yield iter(members)
        return
    from archive.unpacking.apart import members_apart

    with members_apart(path, *volumes) as found:
        yield found


__all__ = [
    "MAIL", "MAX_DEPTH", "MAX_MEMBERS", "MAX_RATIO", "MAX_UNPACKED", "OUTLOOK", "PDF", "RAR", "SEVEN_ZIP", "SIGNED",
    "TAR", "ZIP", "CannotUnpack", "Member", "bundle_members", "bundle_type",
]
