"""Where Tesseract's language files are."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from ocr.errors import EngineMissing

_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)


def folders(wanted: str | None = None) -> list[Path]:
    """Folders with language files: the one asked for, else `TESSDATA_PREFIX`, else where systems put them."""
    if wanted:
        return [Path(wanted)]
    places = [os.environ[name] for name in ("TESSDATA_PREFIX",) if os.environ.get(name)]
    candidates = [Path(place) for place in places] + [Path(place) / "tessdata" for place in places]
    candidates += [Path(place) for place in _PLACES]
    return [folder for folder in candidates if folder.is_dir()]


def installed_languages(wanted: str | None = None) -> list[str]:
    """Codes of the installed languages, sorted."""
    return sorted({file.stem for folder in folders(wanted) for file in folder.glob("*.traineddata")} - {"osd"})


@cache
def find_tessdata(languages: str, wanted: str | None = None) -> str:
    """The folder that holds all of `languages` (joined by `+`); raises `EngineMissing` when none does."""
    for folder in folders(wanted):
        if all((folder / f"{code}.traineddata").is_file() for code in languages.split("+")):
            return str(folder)
    raise EngineMissing(f"{languages}: installed are {', '.join(installed_languages(wanted)) or 'none'}")
