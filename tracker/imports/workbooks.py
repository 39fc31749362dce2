"""Workbooks (XLSX, XLS, ODS): small ones read at once, large ones row by row, bombs and locked ones refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tracker.imports.formulas import ZIP_TROUBLE, unstored_formulas
from tracker.imports.tables import Row, Sheet, Unreadable, clean

STREAM_ABOVE = 48 << 20
"""Bytes of unpacked XML above which an XLSX is read row by row; reading it at once needs about as much memory."""

LARGEST = 1 << 30
RATIO = 400
"""A file that unpacks to more bytes than this, or to so many times its size, is taken for a bomb."""

Unstored = Mapping[str, Mapping[int, frozenset[int]]]
"""Sheet → row → columns of formulas without a stored result."""

_LOCKED = "está cifrado con contraseña: ábralo, quite la contraseña y guárdelo de nuevo"
_DAMAGED = "está dañado y no se puede leer como libro de cálculo: ábralo y guárdelo de nuevo como XLSX o CSV"


def open_workbook(path: Path, *, is_zip: bool) -> Iterator[Sheet]:
    """The sheets of a workbook; raises `Unreadable`."""
    if not is_zip:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Unreadable(f"{path.name} {_LOCKED}.")
        yield from _at_once(path, {}, epoch_1904=False)
        return
    unpacked, epoch_1904, is_xlsx = _look_into(path)
    if is_xlsx and unpacked > STREAM_ABOVE:
        yield from _row_by_row(path, epoch_1904=epoch_1904)
    elif unpacked > 4 * STREAM_ABOVE:
        raise Unreadable(f"{path.name} es demasiado grande para leerlo de una vez: guárdelo como XLSX o CSV.")
    else:
        yield from _at_once(path, unstored_formulas(path) if is_xlsx else {}, epoch_1904=epoch_1904)


def _look_into(path: Path) -> tuple[int, bool, bool]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            if unpacked > LARGEST or unpacked > RATIO * max(path.stat().st_size, 1 << 16):
                raise Unreadable(f"{path.name} se desempaca a un tamaño desmedido: no se abre.")
            names = {info.filename for info in infos}
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable(f"{path.name} {_LOCKED}.")
            book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
            sheets = sum(i.file_size for i in infos if i.filename.startswith("xl/") and i.filename.endswith(".xml"))
    except ZIP_TROUBLE as problem:
        raise Unreadable(f"{path.name} {_DAMAGED}.") from problem
    return (sheets if book else unpacked), bool(re.search(rb"date1904=\"(?:1|true)\"", book)), bool(book)


def _at_once(path: Path, unstored: Unstored, *, epoch_1904: bool) -> Iterator[Sheet]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = [m.name for m in book.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
    except BaseException as problem:  # the library raises several kinds that share no base, panics among them
        _let_through(problem)
        if "password" in str(problem).casefold():
            raise Unreadable(f"{path.name} {_LOCKED}.") from problem
        raise Unreadable(f"{path.name} {_DAMAGED}.") from problem
    for name in names:
        try:
            sheet = book.get_sheet_by_name(name)
        except BaseException as problem:
            _let_through(problem)
            raise Unreadable(f"{path.name}, hoja «{name}»: {_DAMAGED}.") from problem
        yield Sheet(name, _cleaned(sheet.iter_rows(), unstored.get(name, {})), epoch_1904)


def _let_through(problem: BaseException) -> None:
    if isinstance(problem, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise problem


def _cleaned(rows: Iterable[Sequence[object]], unstored: Mapping[int, frozenset[int]]) -> Iterator[Row]:
    for number, values in enumerate(rows, 1):
        yield Row(number, [clean(value) for value in values], unstored=unstored.get(number, frozenset()))


def _row_by_row(path: Path, *, epoch_1904: bool) -> Iterator[Sheet]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:
        raise Unreadable(f"{path.name} {_DAMAGED}.") from problem
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield Sheet(sheet.title, _rows_of(sheet, path), epoch_1904)
    finally:
        book.close()


def _rows_of(sheet: object, path: Path) -> Iterator[Row]:
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]
            yield Row(number, [clean(value) for value in values])
    except Unreadable:
        raise
    except Exception as problem:
        raise Unreadable(f"{path.name} {_DAMAGED}.") from problem
