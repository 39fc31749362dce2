"""How often the facts offered are right, on invented and real letters: `python -m tests.tracker.facts.evaluate`."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.tracker.facts.made import Made, letter
from tracker.agencies.directory import Directory, load_directory
from tracker.facts.extract import extract
from tracker.facts.models import FACT_KINDS

TODAY = date(2026, 11, 22)


def tally(letters: Iterable[Made], directory: Directory) -> dict[str, Counter[str]]:
    """Per kind: `right`, `wrong` (offered but not so) and `missed`."""
    counts = {kind: Counter[str]() for kind in FACT_KINDS}
    for one in letters:
        offered = extract(list(enumerate(one.pages, 1)), directory, today=TODAY)
        found = {fact.kind: fact.value for fact in reversed(offered)}
        for kind in FACT_KINDS:
            said = getattr(one, kind)
            wanted = said.isoformat() if isinstance(said, date) else said
            got = found.get(kind)
            if got is not None:
                counts[kind]["right" if got == wanted else "wrong"] += 1
            if wanted is not None and got != wanted:
                counts[kind]["missed"] += 1
    return counts


def real(folder: Path, directory: Directory) -> dict[str, Counter[str]]:
    """The same of the letters whose facts a person wrote down; what they left empty is not counted."""
    from ocr.reading import read_file

    counts = {kind: Counter[str]() for kind in FACT_KINDS}
    with (folder / "facts.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            reading = read_file(folder / row["file"])
            found = extract([(page.number, page.text or "") for page in reading.pages], directory, today=TODAY)
            for kind in ("folio", "oficio", "date", "agency"):
                column = "letter_date" if kind == "date" else kind
                got = next((fact.value for fact in found if fact.kind == kind), None)
                if got is not None and row[column]:
                    counts[kind]["right" if got == row[column] else "wrong"] += 1
                if row[column] and got != row[column]:
                    counts[kind]["missed"] += 1
    return counts


def main() -> None:
    """Print both."""
    directory = load_directory()
    sets = {"800 invented letters": tally(map(letter, range(800)), directory)}
    if samples := os.environ.get("ACUSE_SAMPLES"):
        sets["real letters"] = real(Path(samples) / "mx_letters", directory)
    for name, counts in sets.items():
        print(name)
        for kind, count in counts.items():
            offered, there = count["right"] + count["wrong"], count["right"] + count["missed"]
            if offered or there:
                print(f"  {kind:<10} precision {count['right']}/{offered}  recall {count['right']}/{there}")


if __name__ == "__main__":
    main()
