"""Whether the ground told for a box is the one that is true of it."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.redactions.grounds import read_ground
from ocr.redactions.legends import read_legend
from ocr.types import Redaction
from tests.ocr.redactions.evaluate import match
from tests.ocr.redactions.exam import wordings
from tests.ocr.redactions.exam.leaf import Box, Sat

_LIST = r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?(?:\s*(?:/|,|y|-|;)\s*(?:art\. )?\d{1,3}(?![\d.]))*)"
_ARTICLES = re.compile(_LIST + r"(?:,?\s*fr\.\s*([IVX]+(?:(?:, | y )[IVX]+)*))?")
_CODE = re.compile(r"\(b\)\(\d\)(?:\([A-F]\))?|\b\d{1,2}\.\d(?:\.\d)?\.?[a-k]?\b|buiten reikwijdte", re.IGNORECASE)


def parts(ground: str) -> set[tuple[str, str]]:
    """A ground as pairs of article and fraction ("" where none is named), or of a code and ""."""
    codes = _CODE.findall(ground)
    if codes and not re.search(r"art|TAIP|fr\.|PDPP", ground):
        return {(re.sub(r"[^a-z0-9()]", "", code.lower()), "") for code in codes}
    pairs = set()
    for numbers, fractions in (found for one in ground.split("; ") for found in _ARTICLES.findall(one)):
        for number in re.findall(r"\d+(?:\.\d+)?", numbers):
            romans = re.findall(r"[IVX]+", fractions)
            pairs |= {(number, roman) for roman in romans} if romans else {(number, "")}
    return pairs


def verdict(told: str | None, truth: Sequence[str]) -> str:
    """right, incomplete (less than all that is true), wrong (something that is not true), none or invented."""
    true = set()
    for ground in truth:
        plain = re.fullmatch(r"(\d+(?:\.\d+)?) ?([IVX]*)(?: [A-Z]+)?", ground)
        true |= {(plain[1], plain[2])} if plain and " " in ground else parts(ground)
    if told is None:
        return "none" if true else "rightly none"
    found = parts(told)
    if not true:
        return "invented"
    if found == true:
        return "right"
    coarse = {article for article, _ in true}
    if found <= true or all(pair in true or (pair[1] == "" and pair[0] in coarse) for pair in found):
        return "incomplete"
    return "wrong"


@dataclass
class Links:
    """Verdicts by layout."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)

    def add(self, sat: Sat, found: Sequence[Redaction], boxes: Sequence[Box]) -> None:
        """Judge the grounds of those boxes of a page that were found."""
        for number, cover in enumerate(sat.covers):
            for place, box in enumerate(boxes):
                if match([cover.box], [box]) == ([], []):
                    self.judge(sat.name.split("-")[0], f"{sat.name} box {number}", found[place].ground, cover.grounds)
                    break

    def judge(self, kind: str, name: str, told: str | None, truth: Sequence[str]) -> None:
        said = verdict(told, truth)
        self.counts[kind][said] += 1
        if said not in ("right", "rightly none"):
            self.notes.append(f"    {said}: {name}: {told} for {truth}")

    def lines(self, verbose: bool = False) -> str:
        """One line per layout and one for all."""
        total: Counter[str] = sum(self.counts.values(), Counter())
        of = max(1, sum(total.values()))
        rows = [f"grounds of {of} boxes: " + ", ".join(f"{said} {n} ({n / of:.3f})" for said, n in total.most_common())]
        for kind, counts in self.counts.items():
            rows.append(f"  {kind:<12} " + ", ".join(f"{said} {n}" for said, n in counts.most_common()))
        return "\n".join(rows + (self.notes if verbose else []))


def read_wordings(count: int, rate: float) -> Links:
    """Verdicts on grounds read from words alone: on boxes, in numbered legends, tables and single sentences."""
    links = Links()
    for one in wordings.texts(count, rate):
        links.judge(one.kind, one.text, read_ground(one.text), one.truth)
    for number in range(count // 4):
        rng = random.Random(f"legend {number}")
        entries = [(place, wordings.chosen(rng)) for place in range(1, rng.choice((2, 3, 4)) + 1)]
        lines = [wordings.misread(wordings.entry(rng, place, said), rng, rate) for place, said in entries]
        told = read_legend(wordings.laid_out(lines, rng)).numbered
        for (place, said), line in zip(entries, lines, strict=True):
            links.judge("legend", line, told.get(place), tuple(ground.truth for ground in said))
        told = read_legend(wordings.table(rng, entries)).numbered
        for place, said in entries:
            links.judge("table", f"table {number} {place}", told.get(place), tuple(ground.truth for ground in said))
        said = wordings.chosen(rng)
        line = wordings.misread(wordings.general(rng, said), rng, rate)
        links.judge("sentence", line, read_legend(wordings.laid_out([line], rng)).general, tuple(g.truth for g in said))
    return links


def main() -> None:
    """Print the verdicts without slips and with slips in one of thirty letters that OCR confuses."""
    for rate in (0.0, 1 / 30):
        print(f"slips in {rate:.3f} of the letters that OCR confuses")
        print(read_wordings(2000, rate).lines("--verbose" in sys.argv))


if __name__ == "__main__":
    main()
