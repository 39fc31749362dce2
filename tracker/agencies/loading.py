"""Reads the agencies of the seed files; a file that breaks the form is refused with its name and the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tracker.agencies.facts import KINDS, SERIES, Agency, Entity, KindSpan, UnitCode

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "agencies"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadSeed(ValueError):
    """A seed file says something the directory does not understand."""


def read_seeds(folder: Path = SEEDS) -> tuple[list[Agency], list[Entity]]:
    """The agencies and states written in the YAML files of a folder; raises `BadSeed`."""
    files = {path.name: _read(path) for path in sorted(folder.glob("*.yaml"))}
    sources = {key: str(text) for data in files.values() for key, text in (data.get("sources") or {}).items()}
    agencies = [
        _agency(entry, data.get("jurisdiction"), sources, name)
        for name, data in files.items()
        for entry in data.get("agencies") or []
    ]
    entities = [
        Entity(number, jurisdiction, name)
        for data in files.values()
        for number, (jurisdiction, name) in (data.get("entities") or {}).items()
    ]
    _check_links(agencies)
    return agencies, entities


def _read(path: Path) -> dict[str, Any]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    if not isinstance(data, dict):
        raise BadSeed(f"{path.name}: a mapping is expected")
    return data


def _agency(entry: dict[str, Any], jurisdiction: str | None, sources: dict[str, str], file: str) -> Agency:
    where = f"{file}, {entry.get('acronym', entry)}"
    try:
        return Agency(
            acronym=entry["acronym"],
            name=entry["name"],
            jurisdiction=entry.get("jurisdiction", jurisdiction) or _refuse(where, "no jurisdiction"),
            aliases=tuple(entry.get("aliases", ())),
            kinds=tuple(_kind(one, sources, where) for one in entry.get("kinds", ())),
            codes=tuple(_code(one, sources, where) for one in entry.get("codes", ())),
            since=entry.get("since"),
            until=entry.get("until"),
            successor=entry.get("successor"),
            predecessors=tuple(entry.get("predecessors", ())),
            is_shared_name=bool(entry.get("shared_name", False)),
        )
    except (KeyError, TypeError) as problem:
        raise BadSeed(f"{where}: {problem}") from problem


def _kind(line: list[Any], sources: dict[str, str], where: str) -> KindSpan:
    kind, since, until, verified, source = line
    if kind not in KINDS:
        _refuse(where, f"unknown kind {kind!r}")
    for day in (since, until):
        if day is not None and not isinstance(day, date):
            _refuse(where, f"{day!r} is not a date")
    text = sources.get(source) or _refuse(where, f"unknown source {source!r}")
    return KindSpan(kind, since, until, text, bool(verified))


def _code(line: list[Any], sources: dict[str, str], where: str) -> UnitCode:
    code, series, verified, source = line
    if series not in SERIES:
        _refuse(where, f"unknown series {series!r}")
    if not isinstance(code, str) or not code.isdigit() or len(code) != (5 if series == "infomex" else 7):
        _refuse(where, f"{code!r} is not a unit code of {series}")
    text = sources.get(source) or _refuse(where, f"unknown source {source!r}")
    return UnitCode(code, series, text, bool(verified))


def _refuse(where: str, reason: str) -> str:
    raise BadSeed(f"{where}: {reason}")


def _check_links(agencies: list[Agency]) -> None:
    known = {agency.acronym for agency in agencies}
    for agency in agencies:
        for other in (*agency.predecessors, *filter(None, [agency.successor])):
            if other not in known:
                _refuse(agency.acronym, f"names {other!r}, which is not in the directory")
