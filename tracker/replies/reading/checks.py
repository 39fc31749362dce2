"""Hold a reply against the law of its date: what had to be there and is not, with article and quote."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tracker.replies.reading.elsewhere import stands_elsewhere
from tracker.replies.reading.labels import Evidence
from tracker.replies.reading.lawful import TESTS, Case, Facts
from tracker.replies.reading.rules import FOLDER, Patterns, patterns, read_yaml
from tracker.replies.reading.text import Letter
from tracker.replies.reading.values import CheckFound

_LONGEST_QUOTE = 400


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(FOLDER / "checks.yaml")
    return data


def _rows() -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = _data()["checks"]
    return rows


@cache
def _patterns(code: str, field: str) -> Patterns:
    row = next(row for row in _rows() if row["code"] == code)
    sources: list[str] = []
    for source in row.get(field) or ():
        sources += _data()["shared"][source[2:]] if source.startswith("= ") else [source]
    return patterns(sources)


@cache
def shared(name: str) -> Patterns:
    """One of the lists of words that several checks use."""
    return patterns(_data()["shared"][name])


def codes() -> tuple[str, ...]:
    """The codes of all checks, in the order of the data."""
    return tuple(row["code"] for row in _rows())


def ground_of(code: str) -> str | None:
    """The ground of appeal a check supports, by its code of 2015–2025."""
    return next((row["ground"] for row in _rows() if row["code"] == code), None)


def article_of(code: str, law: str) -> tuple[str, bool] | None:
    """The article a check rests on in a law, and whether its text was read; None where the law knows no such check."""
    row = next((row for row in _rows() if row["code"] == code), None)
    article = row["articles"].get(law) if row else None
    return None if article is None else (f"{article['law']}, art. {article['article']}", bool(article["verified"]))


def meaning_of(code: str) -> str:
    """What a check found, in a few Spanish words."""
    return next((str(row["says"]) for row in _rows() if row["code"] == code), code)


def run_checks(letter: Letter, found: Mapping[str, Evidence], outcome: str, facts: Facts) -> tuple[CheckFound, ...]:
    """Every check of the law `facts.law` that the letter fails, in the order of the data."""
    failed = (_run(row, letter, found, outcome, facts) for row in _rows())
    return tuple(check for check in failed if check is not None)


def _run(
    row: Mapping[str, Any], letter: Letter, found: Mapping[str, Evidence], outcome: str, facts: Facts
) -> CheckFound | None:
    article = row["articles"].get(facts.law)
    if article is None:
        return None
    when = row.get("when")
    span = _span(when, letter, found, outcome) if when else (0, 0)
    if span is None or _missing_or_excused(row, letter):
        return None
    if "test" in row:
        span = TESTS[row["test"]](Case(letter, found, span, facts, article, shared))
        if span is None:
            return None
    page, quote = letter.quote(*letter.around(*span, _LONGEST_QUOTE)) if span != (0, 0) else (facts.leak_page, "")
    name = f"{article['law']}, art. {article['article']}"
    return CheckFound(row["code"], name, page, quote, facts.law, bool(article["verified"]))


def _span(
    when: Mapping[str, Any], letter: Letter, found: Mapping[str, Evidence], outcome: str
) -> tuple[int, int] | None:
    if outcome not in when.get("only_outcomes", (outcome,)):
        return None
    for label in when["labels"]:
        if label in found and found[label].confidence >= when["from"]:
            is_advice_own = label == "incompetence"
            return next(
                (
                    span
                    for span in found[label].spans
                    if not stands_elsewhere(letter, span, is_advice_own=is_advice_own)
                ),
                None,
            )
    return None


def _missing_or_excused(row: Mapping[str, Any], letter: Letter) -> bool:
    code = row["code"]
    if "also" in row and not _patterns(code, "also").search(letter.spoken):
        return True
    # Some things excuse wherever they are told: a term is a term also where the letter only copies it.
    told = letter.folded if row.get("excused_anywhere") else letter.spoken
    return bool(_patterns(code, "unless").search(told))
