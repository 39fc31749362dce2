"""The interface is complete in Spanish: every text is translated, and keeps its placeholders."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
METHODS = [
    ("tracker/**/templates/**.html", "jinja2"), ("tracker/**/templates/**.txt", "jinja2"), ("tracker/**.py", "python"),
]
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def _spanish() -> Catalog:
    with (ROOT / "tracker/web/translations/es/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="es")


def _texts(string: object) -> list[str]:
    return list(string) if isinstance(string, tuple | list) else [str(string)]


def test_every_text_has_its_spanish() -> None:
    spanish = _spanish()
    missing = set()
    for file, _line, message, _comments, _context in extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS):
        singular = message[0] if isinstance(message, tuple) else message
        entry = spanish.get(singular)
        if singular and (entry is None or not all(_texts(entry.string)) or entry.fuzzy):
            missing.add(f"{file}: {singular}")
    assert not missing


def test_translations_keep_their_placeholders() -> None:
    wrong = []
    for entry in _spanish():
        wanted = set(re.findall(r"%\((\w+)\)", " ".join(_texts(entry.id))))
        for text in _texts(entry.string):
            if entry.id and set(re.findall(r"%\((\w+)\)", text)) - wanted:
                wrong.append(entry.id)
            if entry.id and not isinstance(entry.id, tuple) and wanted - set(re.findall(r"%\((\w+)\)", text)):
                wrong.append(entry.id)
    assert not wrong
