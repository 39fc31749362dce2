"""What the columns of a table mean, by their names as people write them and, where names fail, by what they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from tracker.agencies.names import plain
from tracker.imports.dates import read_date
from tracker.imports.tables import Cell

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "imports"
Kind = Literal["requests", "appeals"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CAMEL = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")
_STOP = frozenset("de del la las el los en a al y o e su que se por para un una".split())
_SHORT = {
    "no": "numero",
    "num": "numero",
    "nro": "numero",
    "n": "numero",
    "nº": "numero",
    "fec": "fecha",
    "sol": "solicitud",
}
_LONG_FOLIO = re.compile(r"\*?\d{12,15}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of columns as keys (see `key_of`), read from the seeds."""

    fields: Mapping[str, Mapping[str, str]]
    """Kind of table → key of a name → field."""
    left_out: Mapping[str, str]
    """Key of a name → `demographic` or `identifying`."""
    telling: frozenset[str]
    """Words that make any column about the person who asked."""
    status_words: tuple[str, ...]
    not_data: tuple[str, ...]
    answers: tuple[Mapping[str, Any], ...]
    senses: tuple[Mapping[str, Any], ...]
    procedures: tuple[Mapping[str, Any], ...]
    dates: tuple[Mapping[str, Any], ...] = ()
    """Beginnings of words that say what a column full of dates is: `field`, `words`, and `unless`."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a header: field → position; the rest under their own names, or left out."""

    fields: Mapping[str, int]
    extra: Mapping[str, int]
    left_out: Mapping[str, tuple[int, str]]
    headers: tuple[str, ...]
    sure: int = 0
    """How many fields were recognised by their exact name."""
    unknown: tuple[str, ...] = field(default=())
    """Names nobody knows; their values are kept under that name."""


@lru_cache
def vocabulary(folder: Path = SEEDS) -> Vocabulary:
    """The vocabulary of the seeds; read once."""
    names = yaml.load((folder / "columns.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    values = yaml.load((folder / "answers.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    return Vocabulary(
        fields={
            kind: {key_of(name): field for field, listed in names[kind].items() for name in listed}
            for kind in ("requests", "appeals")
        },
        left_out={key_of(name): why for why, listed in names["left_out"].items() for name in listed},
        telling=frozenset(names["telling"]),
        status_words=tuple(plain(word) for word in names["status_words"]),
        not_data=tuple(plain(word) for word in names["not_data"]),
        answers=tuple(values["answers"]),
        senses=tuple(values["senses"]),
        procedures=tuple(values["procedures"]),
        dates=tuple(names["dates"]),
    )


def key_of(name: str) -> str:
    """A column's name without case, accents, filler words and spaces: `FECHA_SOLICITUD` gives `fechasolicitud`."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    bare = re.sub(r"\([^)]*\)", " ", name) if not name.strip().startswith("(") else name
    words = [_SHORT.get(word, word) for word in plain(_CAMEL.sub(" ", bare.replace("\n", " "))).split()]
    return [word for word in words if word not in _STOP] or words


def columns_of(
    header: Sequence[Cell], kind: Kind, words: Vocabulary, mapping: Mapping[str, str] | None = None
) -> Columns:
    """What each cell of a header row stands for. `mapping` (name → field, or empty to leave out) was made by hand."""
    fields: dict[str, int] = {}
    extra: dict[str, int] = {}
    left_out: dict[str, tuple[int, str]] = {}
    unknown: list[str] = []
    by_hand = {key_of(name): meant for name, meant in (mapping or {}).items()}
    headers = tuple(cell if isinstance(cell, str) else "" if cell is None else str(cell) for cell in header)
    keys = [key_of(name) if name else "" for name in headers]
    known = words.fields[kind]
    sure = 0
    for position, (name, key) in enumerate(zip(headers, keys, strict=True)):
        if not key:
            continue
        meant = by_hand.get(key) if key in by_hand else known.get(key)
        if meant and meant != "extra" and meant not in fields:
            fields[meant] = position
            sure += 1
        elif meant == "":
            left_out[name] = (position, "chosen")
        elif meant:
            extra[_unused(name, extra)] = position
    for position, (name, key) in enumerate(zip(headers, keys, strict=True)):
        if not key or position in fields.values() or position in extra.values() or key in by_hand:
            continue
        why = words.left_out.get(key) or ("identifying" if words.telling.intersection(_words(name)) else None)
        if why:
            left_out[_unused(name, left_out)] = (position, why)
            continue
        close = _contained(name, known, fields)
        if close:
            fields[close] = position
        else:
            extra[_unused(name, extra)] = position
            unknown.append(name)
    return Columns(fields, extra, left_out, headers, sure, tuple(unknown))


def settle_by_content(columns: Columns, rows: Sequence[Sequence[Cell]], words: Vocabulary) -> Columns:
    """Correct what names alone get wrong, from the first values: a state that is a status, a text taken for a folio."""
    fields, extra, left_out = dict(columns.fields), dict(columns.extra), dict(columns.left_out)

    def values(position: int) -> list[Cell]:
        return [row[position] for row in rows if position < len(row) and row[position] is not None]

    for name, (position, _) in columns.left_out.items():
        if key_of(name) == "estado" and "status" not in fields and _mostly(values(position), words.status_words):
            fields["status"] = position
            del left_out[name]
    if "answer_kind" in fields and "answer_text" not in fields and _are_long(values(fields["answer_kind"])):
        fields["answer_text"] = fields.pop("answer_kind")
    if "folio" in fields and "text" not in fields and _are_long(values(fields["folio"])):
        fields["text"] = fields.pop("folio")
    for name, position in list(extra.items()):
        meant = _dated(name, words) if name in columns.unknown else None
        if meant and meant not in fields and _are_dates(values(position)):
            fields[meant] = position
            del extra[name]
    if "folio" not in fields:
        candidates = {**extra, **({"": fields["counter"]} if "counter" in fields else {})}
        for name, position in candidates.items():
            held = values(position)
            if held and sum(bool(_LONG_FOLIO.fullmatch(str(v))) for v in held) * 2 > len(held):
                fields["folio"] = position
                extra.pop(name, None)
                break
    return Columns(fields, extra, left_out, columns.headers, columns.sure, columns.unknown)


def _contained(name: str, known: Mapping[str, str], taken: Mapping[str, int]) -> str | None:
    """The field one of whose names of two words or more is inside a longer name; None when two fields claim it."""
    words = _words(name)
    if not 2 < len(words) <= 8:
        return None
    runs = {"".join(words[a:b]) for a in range(len(words)) for b in range(a + 2, len(words) + 1)}
    found = {known[run] for run in runs if run in known} - {"extra"}
    best = [meant for meant in found if meant not in taken]
    return best[0] if len(best) == 1 == len(found) else None


def _unused(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    chosen = name
    while chosen in taken:
        chosen, number = f"{name} ({number})", number + 1
    return chosen


def _mostly(values: list[Cell], words: Sequence[str]) -> bool:
    hits = sum(any(plain(str(value)).startswith(word) for word in words) for value in values)
    return hits * 5 > len(values) * 3


def _dated(name: str, words: Vocabulary) -> str | None:
    """The field a name means if its column holds dates; None when no list, or more than one, claims it."""
    said = _words(name)

    def begins(listed: Sequence[str]) -> bool:
        return any(word.startswith(one) for word in said for one in listed)

    found = [entry["field"] for entry in words.dates if begins(entry["words"]) and not begins(entry["unless"])]
    return found[0] if len(found) == 1 else None


def _are_dates(values: list[Cell]) -> bool:
    far = date(2100, 1, 1)
    return bool(values) and sum(read_date(value, far).on is not None for value in values) * 5 > len(values) * 3


def _are_long(values: list[Cell]) -> bool:
    lengths = sorted(len(str(value)) for value in values)
    return bool(lengths) and lengths[len(lengths) // 2] > 70
