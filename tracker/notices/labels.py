"""The labels that receipts and notices print: data of the seeds, and of the installation's own file beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS

OWN = "notices.yaml"
_PLAIN_GIFTS = ("folio", "received", "answer", "answered_on")


class BadLabels(ValueError):
    """A file of labels gives something that does not exist; the message says what to correct."""


@dataclass(frozen=True, slots=True)
class Labels:
    """`labels`: words and what they give, longest first; `answers`: words and the kind of event, longest first."""

    labels: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


def plain(text: str) -> str:
    """The text without accents, case and signs between its words."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9ñ]+", "".join(c for c in folded if not unicodedata.combining(c))))


def load_labels(*files: Path) -> Labels:
    """The labels of the files that exist; a later file's word stands in for an earlier one's. Raises BadLabels."""
    stamps = tuple((path, path.stat().st_mtime_ns) for path in files if path.is_file())
    return _load(stamps)


@lru_cache(maxsize=8)
def _load(stamps: tuple[tuple[Path, int], ...]) -> Labels:
    labels: dict[str, str] = {}
    answers: dict[str, str] = {}
    for path, _changed in stamps:
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as problem:
            raise BadLabels(f"{path.name} is not YAML: correct it or take it away.") from problem
        if not isinstance(data, dict):
            raise BadLabels(f"{path.name}: write a list `labels` and a list `answers`.")
        labels |= _words(path, data.get("labels"), "gives")
        answers |= _words(path, data.get("answers"), "kind")
    return Labels(_longest_first(labels.items()), _longest_first(answers.items()))


def _words(path: Path, rows: Any, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows or []:
        gives = row.get(key) if isinstance(row, dict) else None
        if not isinstance(gives, str) or not _exists(gives, key):
            raise BadLabels(f"{path.name}: “{gives}” is nothing a label can give; see the head of seeds/notices.yaml.")
        found |= {plain(str(word)): gives for word in row.get("words") or [] if plain(str(word))}
    return found


def _exists(gives: str, key: str) -> bool:
    kind, _sign, name = gives.partition(":")
    if key == "kind":
        return gives in EVENT_KINDS
    kinds = {"event": EVENT_KINDS, "stated": tuple(CLOCK_KINDS)}.get(kind, ())
    return gives in _PLAIN_GIFTS or name in kinds


def _longest_first(items: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(items, key=lambda item: (-len(item[0]), item[0])))
