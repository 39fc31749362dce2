"""Media types of files that are text, and how they are told apart."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ocr.text.plain import unmarked_utf16

PLAIN, CSV, HTML, EML, RTF = "text/plain", "text/csv", "text/html", "message/rfc822", "application/rtf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
XLS = "application/vnd.ms-excel"
DOC, PPT = "application/msword", "application/vnd.ms-powerpoint"
MSG = "application/vnd.ms-outlook"

STATED = {CSV: CSV, "text/tab-separated-values": CSV, HTML: HTML, EML: EML}
"""Kinds that are taken at their word where the bytes only say that they are text."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = re.compile(rb"(?im)^(?:from|received|return-path|delivered-to|message-id|subject|date|mime-version):[ \t]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAIN_PARTS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "xl/workbook.bin": XLSX,
    "ppt/presentation.xml": PPTX,
}

_STREAMS = {
    "__properties_version1.0": MSG,
    "worddocument": DOC,
    "powerpoint document": PPT,
    "workbook": XLS,
    "book": XLS,
    "encryptedpackage": DOCX,
}
"""Streams of compound files that tell their kind; the last is how newer office files are when they have a password."""


def text_type_of(head: bytes, path: Path) -> str | None:
    """The media type of a file that is text, or None."""
    name = path.suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    if head.startswith(_OLE):
        return _in_compound(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return CSV if name in (".csv", ".tsv") else PLAIN
    if unmarked_utf16(head[:4096]) is not None:
        return CSV if name in (".csv", ".tsv") else PLAIN
    strange = len(_CONTROL.findall(head))
    if strange and not (name in (".csv", ".tsv", ".txt") and strange < 0.02 * len(head)):
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if name in (".html", ".htm") or start.startswith((b"<!doctype html", b"<html")):
        return HTML
    if name == ".eml" or len(set(match.lower() for match in _HEADER.findall(head[:2048]))) >= 3:
        return EML
    if name in (".csv", ".tsv"):
        return CSV
    return PLAIN


def _in_compound(path: Path) -> str | None:
    """What an OLE compound file is, by the names of its streams."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as compound:
            names = {entry[0].lower() for entry in compound.listdir()}
    except Exception:  # damaged directories make the parser raise anything
        return {".xls": XLS, ".xlt": XLS, ".doc": DOC, ".dot": DOC, ".ppt": PPT, ".msg": MSG}.get(path.suffix.lower())
    for stream, media_type in _STREAMS.items():
        if stream in names:
            return media_type
    return None


def _in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for part, media_type in _MAIN_PARTS.items():
                if part in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind in (ODT, ODS, ODP) if stated.startswith(kind)), None)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return {".docx": DOCX, ".xlsx": XLSX, ".pptx": PPTX, ".odt": ODT, ".ods": ODS}.get(path.suffix.lower())
    return None
