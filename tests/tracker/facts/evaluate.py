"""How often the facts offered are right, on invented and real letters: `python -m tests.tracker.facts.evaluate`.

With `--scanned N` as well on N invented letters printed and scanned badly, and the real ones rasterised at 150 and
200 dpi, upright and skewed with noise, all read by the product's OCR.
"""

from __future__ import annotations

import csv
import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.ocr.pages import scan_pdf, worn
from tests.tracker.facts.made import Made, letter
from tests.tracker.facts.scanned import scanned
from tracker.agencies.directory import Directory, load_directory
from tracker.facts.extract import extract
from tracker.facts.models import FACT_KINDS

TODAY = date(2026, 11, 22)


def tally(letters: Iterable[Made], directory: Directory, *, is_scan: bool = False) -> dict[str, Counter[str]]:
    """Per kind: `right`, `wrong` (offered but not so) and `missed`."""
    counts = {kind: Counter[str]() for kind in FACT_KINDS}
    for one in letters:
        scanned = range(1, len(one.pages) + 1) if is_scan else ()
        offered = extract(list(enumerate(one.pages, 1)), directory, today=TODAY, scanned=scanned)
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


def real(folder: Path, directory: Directory, scan: Callable[[Path], Path] | None = None) -> dict[str, Counter[str]]:
    """The same of the letters whose facts a person wrote down; what they left empty is not counted."""
    from ocr.reading import read_file

    counts = {kind: Counter[str]() for kind in FACT_KINDS}
    with (folder / "facts.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            path = folder / row["file"]
            reading = read_file(scan(path) if scan else path)
            found = extract([(page.number, page.text or "") for page in reading.pages], directory, today=TODAY,
                            scanned={page.number for page in reading.pages if page.source != "text"})
            for kind in ("folio", "oficio", "date", "agency"):
                column = "letter_date" if kind == "date" else kind
                got = next((fact.value for fact in found if fact.kind == kind), None)
                if got is not None and row[column]:
                    counts[kind]["right" if got == row[column] else "wrong"] += 1
                if row[column] and got != row[column]:
                    counts[kind]["missed"] += 1
    return counts


def read_scans(seeds: Iterable[int]) -> Iterator[Made]:
    """Invented letters as the product reads their scans."""
    from ocr.reading import read_file

    with TemporaryDirectory() as folder:
        for seed in seeds:
            made, pictures, dpi = scanned(seed)
            pages = read_file(scan_pdf(Path(folder) / "scan.pdf", pictures, dpi)).pages
            yield replace(made, pages=tuple(page.text or "" for page in pages))


def as_scan(path: Path, folder: Path, *, dpi: int, skew: float, noise: float) -> Path:
    """A file's first six pages as a poor scan."""
    from ocr.reading import open_file

    with open_file(path) as opened:
        drawn = [opened.render_page(number, round(8.5 * dpi))[0] for number in range(1, min(opened.page_count, 6) + 1)]
    pictures = [worn(Image.open(BytesIO(data)).convert("L"), skew=skew, noise=noise, speckle=0.0005 if noise else 0)
                for data in drawn]
    return scan_pdf(folder / "scan.pdf", pictures, dpi)


def main() -> None:
    """Print them all."""
    parser = ArgumentParser()
    parser.add_argument("--scanned", type=int, default=0, metavar="N")
    count = parser.parse_args().scanned
    directory = load_directory()
    sets = {"800 invented letters": tally(map(letter, range(800)), directory)}
    if count:
        sets[f"{count} of them printed and scanned"] = tally(read_scans(range(count)), directory, is_scan=True)
    if samples := os.environ.get("ACUSE_SAMPLES"):
        letters = Path(samples) / "mx_letters"
        sets["real letters"] = real(letters, directory)
        for dpi, (skew, noise) in product((150, 200), ((0.0, 0.0), (1.2, 14.0))) if count else ():
            with TemporaryDirectory() as folder:
                sets[f"real letters at {dpi} dpi, skewed {skew}°, noise {noise:.0f}"] = real(
                    letters, directory, partial(as_scan, folder=Path(folder), dpi=dpi, skew=skew, noise=noise))
    for name, counts in sets.items():
        print(name)
        for kind, count in counts.items():
            offered, there = count["right"] + count["wrong"], count["right"] + count["missed"]
            if offered or there:
                print(f"  {kind:<10} precision {count['right']}/{offered}  recall {count['right']}/{there}")


if __name__ == "__main__":
    main()
