"""The official words for the things people search for: groups of words and phrases that stand for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.search.analysis import query_stems, tokens

Key = tuple[str, ...]


class ThesaurusWrong(ValueError):
    """The thesaurus file cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Looks up what else a word or a run of words is called."""

    groups: Sequence[Sequence[str]] = ()
    _by_key: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    def others(self, words: Sequence[str]) -> tuple[str, ...]:
        """Other names of these words (any inflection), as written in the thesaurus; empty when it has none."""
        return next((found for key in _keys(words) if (found := self._by_key.get(key))), ())


def _keys(words: Sequence[str]) -> tuple[Key, Key]:
    """What words are looked up by: their Spanish stems, and their English ones."""
    return tuple(query_stems(word)[0] for word in words), tuple(query_stems(word)[-1] for word in words)


def make_thesaurus(groups: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Thesaurus:
    """A thesaurus of `(terms, also)` groups: any of `terms` finds the others and `also`, which find nothing more."""
    by_key: dict[Key, dict[str, None]] = {}
    longest = 0
    for terms, also in groups:
        for term in terms:
            words = [token.raw for token in tokens(term)]
            longest = max(longest, len(words))
            for key in _keys(words):
                found = by_key.setdefault(key, {})
                found |= dict.fromkeys(other for other in (*terms, *also) if other != term)
    return Thesaurus(
        [[*terms, *also] for terms, also in groups], {key: tuple(found) for key, found in by_key.items()}, longest
    )


def load_thesaurus(path: Path) -> Thesaurus:
    """Read a thesaurus file (YAML: `groups`, each with `terms` and perhaps `also`)."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ThesaurusWrong(f"{path.name} cannot be read: {problem}") from problem
    return make_thesaurus([(group.terms, group.also) for group in read_groups(text, path.name)])


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand for each other, names only found by them, and what they are about."""

    about: str
    terms: tuple[str, ...]
    also: tuple[str, ...]


def read_groups(text: str, name: str = "thesaurus") -> list[Group]:
    """The groups of a thesaurus as it is written in its file. Raises ThesaurusWrong."""
    import yaml

    try:
        data: Any = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise ThesaurusWrong(f"{name} cannot be read: {problem}") from problem
    groups = data.get("groups") if isinstance(data, dict) else None
    if not isinstance(groups, list):
        raise ThesaurusWrong(f"{name} needs a list called groups.")
    read: list[Group] = []
    for number, group in enumerate(groups, 1):
        if not isinstance(group, dict):
            raise ThesaurusWrong(f"{name}, group {number}: it needs terms, a list of words.")
        lists = [group.get("terms"), group.get("also", [])]
        for listed in lists:
            if not isinstance(listed, list) or not all(isinstance(term, str) and tokens(term) for term in listed):
                raise ThesaurusWrong(f"{name}, group {number}: terms and also are lists of words.")
        read.append(Group(str(group.get("about") or ""), tuple(lists[0] or ()), tuple(lists[1] or ())))
    return read


def write_groups(groups: Sequence[Group]) -> str:
    """The groups as a thesaurus file has them."""
    import yaml

    listed = [{"about": group.about, "terms": list(group.terms), "also": list(group.also)} for group in groups]
    return str(yaml.safe_dump({"groups": listed}, allow_unicode=True, sort_keys=False))
