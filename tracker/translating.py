"""Translations outside the web: mails and commands speak a person's language too."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "web" / "translations"


@lru_cache
def translations(language: str) -> NullTranslations:
    """The translations of a language; English is the language of the code and needs none.

    What was not compiled since it changed is compiled first, where the folder can be written.
    """
    with suppress(OSError):
        compile_translations()
    return Translations.load(str(FOLDER), [language])


def compile_translations() -> int:
    """Compile every catalogue that is newer than its compiled form; gives how many."""
    done = 0
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        # Two processes may compile at once: each writes a file of its own, and the last one stands.
        part = compiled.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(compiled)
        done += 1
    return done


if __name__ == "__main__":
    compile_translations()
