"""Files attached to a PDF: listed in its catalogue (as portfolios do) or pinned to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, EncryptedFile

MOST = 5_000
_FOLDER_NUMBER = re.compile(r"^<\d+>")
"""Portfolios write the number of a folder before the name (ISO 32000-2, 7.11.6)."""


class Attached:
    """The attached files of a PDF, in the order of the catalogue, then of the pages."""

    def __init__(self, path: Path) -> None:
        import pikepdf

        try:
            self._pdf = pikepdf.open(path)
        except pikepdf.PasswordError as error:
            raise EncryptedFile(str(error)) from error
        except Exception as error:  # what qpdf cannot open carries nothing that could be taken out
            raise DamagedFile(repr(error)) from error
        self._folders = _folders(self._pdf)
        self._specs = list(self._found())

    @property
    def names(self) -> list[str]:
        """Their names, with the folder of a portfolio before them."""
        return [name for name, _ in self._specs]

    def take(self, number: int, target: Path) -> None:
        """Write the file with this number, from 0; raises for damage."""
        try:
            target.write_bytes(_stream(self._specs[number][1]).read_bytes())
        except MemoryError:
            raise
        except Exception as error:
            raise DamagedFile(repr(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()

    def _found(self) -> Iterator[tuple[str, Any]]:
        seen: set[Any] = set()
        for key, spec in self._all():
            try:
                stream = _stream(spec)
                mark = stream.objgen if stream.is_indirect else id(stream)
                if mark in seen:
                    continue
                seen.add(mark)
                yield self._name(key, spec), spec
            except Exception:  # a reference to nothing: there is no file
                continue
            if len(seen) >= MOST:
                return

    def _all(self) -> Iterator[tuple[str, Any]]:
        root = self._pdf.Root
        names = _get(_get(root, "/Names"), "/EmbeddedFiles")
        if names is not None:
            yield from _leaves(names)
        for spec in _array(_get(root, "/AF")):
            yield "", spec
        for page in self._pdf.pages:
            for spec in _array(_get(page.obj, "/AF")):
                yield "", spec
            for note in _array(_get(page.obj, "/Annots")):
                if str(_get(note, "/Subtype") or "") == "/FileAttachment":
                    yield "", _get(note, "/FS")

    def _name(self, key: str, spec: Any) -> str:
        named = str(_get(spec, "/UF") or _get(spec, "/F") or "") or key or "adjunto"
        number = _FOLDER_NUMBER.match(key)
        folder = self._folders.get(int(number[0][1:-1]), "") if number else ""
        return folder + _FOLDER_NUMBER.sub("", named)


def _leaves(node: Any, depth: int = 0, seen: set[Any] | None = None) -> Iterator[tuple[str, Any]]:
    """Key and value of each entry of a name tree, however crooked."""
    seen = set() if seen is None else seen
    mark = node.objgen if node.is_indirect else None
    if depth > 32 or (mark and mark in seen):
        return
    if mark:
        seen.add(mark)
    pairs = list(_array(_get(node, "/Names")))
    for key, value in zip(pairs[::2], pairs[1::2], strict=False):
        yield str(key), value
    for kid in _array(_get(node, "/Kids")):
        yield from _leaves(kid, depth + 1, seen)


def _folders(pdf: Any) -> dict[int, str]:
    """The path of each folder of a portfolio, by its number, with a slash behind."""
    paths: dict[int, str] = {}

    def walk(folder: Any, above: str, depth: int) -> None:
        while folder is not None and depth < 20 and len(paths) < 1000:
            number = int(_get(folder, "/ID") or 0)
            if number in paths:
                return
            paths[number] = above if depth == 0 else f"{above}{_get(folder, '/Name') or number}/"
            walk(_get(folder, "/Child"), paths[number], depth + 1)
            folder = _get(folder, "/Next")

    try:
        walk(_get(_get(pdf.Root, "/Collection"), "/Folders"), "", 0)
    except Exception:  # the names do without their folders then
        return {}
    return paths


def _stream(spec: Any) -> Any:
    import pikepdf

    files = spec["/EF"]
    stream = _get(files, "/UF") or _get(files, "/F")
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("no embedded file")
    return stream


def _get(holder: Any, key: str) -> Any:
    import pikepdf

    return holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None


def _array(value: Any) -> Any:
    import pikepdf

    return value if isinstance(value, pikepdf.Array) else ()
