"""Measure the reading of replies: `python -m tests.tracker.replies.evaluate`.

Reads the labelled replies of the folder `ACUSE_SAMPLES` (`reply_labels`), one agency left out at a time, and letters
in our own words. Nothing is trained on an agency: leaving one out means that its figures stand alone, never mixed with
those of another. Prints per label n, precision, recall and F1 next to two baselines; how letters written after the
rules were read at first sight, by the whole as it was then (`first_sight.jsonl`); and, with `--left-out`, our letters
read by a model that has not seen the file they are in.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tracker.replies.corpus import FIRST_SIGHT, FOLDER, letters
from tracker.replies.reading import ReplyReading, classify
from tracker.replies.reading.values import SPEAKS_FOR

FOUR = ("delivered", "incompetence", "clarification", "denied")
GOLD = {
    "entrega": "delivered",
    "disponible_publicamente": "delivered",
    "incompetencia": "incompetence",
    "prevencion": "clarification",
    "reserva": "denied",
    "confidencial": "denied",
    "inexistencia": "denied",
    "prorroga": "extension",
    "no_tramite": "other",
    "otro": "other",
}
"""The sample's mapped labels → our outcomes; what is not here (`no_especificado`) says nothing."""

FEW = 20


@dataclass(frozen=True)
class Row:
    """One reply with what its agency or its reader says it is."""

    source: str
    text: str
    gold: str


def labelled(folder: Path) -> list[Row]:
    """The replies of the samples whose label says something, INEE and ASF."""
    found: list[Row] = []
    for agency, name in (("INEE", "inee_replies_labelled.csv"), ("ASF", "asf_replies_part_B.csv")):
        with (folder / "reply_labels" / name).open(encoding="utf-8-sig", newline="") as file:
            found += [
                Row(agency, row["texto"], GOLD[row["label_mapped"]])
                for row in csv.DictReader(file)
                if row["label_mapped"] in GOLD
            ]
    return found


def unlabelled(folder: Path) -> list[str]:
    """The reply texts whose label says nothing of their content."""
    with (folder / "reply_labels" / "asf_replies_part_B.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["texto"] for row in csv.DictReader(file) if row["label_mapped"] not in GOLD]


def always_delivered(_: str) -> str:
    """First baseline."""
    return "delivered"


def three_expressions(text: str) -> str:
    """Second baseline: one regular expression each for incompetence, clarification and denial."""
    if re.search(r"no es (de la |de )?competencia|no es competente|incompetencia", text, re.IGNORECASE):
        return "incompetence"
    if re.search(r"\b(precise|aclare|especifique)\b", text, re.IGNORECASE):
        return "clarification"
    if re.search(r"reservad|confidencial|inexisten", text, re.IGNORECASE):
        return "denied"
    return "delivered"


def our_reading(text: str) -> str:
    """The outcome the product gives."""
    return classify(text.split("\f")).outcome


def scores(pairs: Sequence[tuple[str, str]], label: str) -> tuple[int, float, float, float]:
    """n, precision, recall and F1 of one label over (gold, said) pairs; nan-free: 0 where nothing was said."""
    right = sum(gold == said == label for gold, said in pairs)
    n = sum(gold == label for gold, _ in pairs)
    said_so = sum(said == label for _, said in pairs)
    precision, recall = right / said_so if said_so else 0.0, right / n if n else 0.0
    return n, precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over those of the four outcomes that occur in the gold."""
    there = [label for label in FOUR if any(gold == label for gold, _ in pairs)]
    return sum(scores(pairs, label)[3] for label in there) / len(there) if there else 0.0


def certain_labels(rows: Iterable[Row], read: Callable[[str], ReplyReading]) -> tuple[int, int, int, int]:
    """Labels given, labels marked certain, certain ones an outcome can judge, and those of them that were right."""
    given = certain = judged = right = 0
    for row in rows:
        for label in read(row.text).labels:
            given += 1
            certain += label.certain
            if label.certain and label.label in SPEAKS_FOR and row.gold in (*FOUR, "extension"):
                judged += 1
                right += SPEAKS_FOR[label.label] == row.gold
    return given, certain, judged, right


def report(title: str, rows: Sequence[Row]) -> None:
    """Print one table."""
    print(f"\n{title}: {len(rows)} replies, {dict(Counter(row.gold for row in rows))}")
    for name, method in (
        ("always delivered", always_delivered),
        ("three expressions", three_expressions),
        ("acuse", our_reading),
    ):
        pairs = [(row.gold, method(row.text)) for row in rows]
        print(f"  {name}: macro-F1 {macro_f1(pairs):.3f}")
        for label in sorted({gold for gold, _ in pairs}, key=lambda gold: (gold not in FOUR, gold)):
            n, precision, recall, f1 = scores(pairs, label)
            few = "  (n < 20)" if n < FEW else ""
            print(f"    {label:<14} n {n:>3}  precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}{few}")
    given, certain, judged, right = certain_labels(rows, lambda text: classify(text.split("\f")))
    print(f"  labels given {given}, certain {certain} ({certain / max(given, 1):.0%}); ", end="")
    print(f"of {judged} certain ones an outcome can judge, {right} right ({right / max(judged, 1):.1%})")


def first_sight_curve() -> None:
    """Print how each batch of letters was read before anything was changed for it."""
    print("\nread at first sight, batch by batch")
    rows = [json.loads(line) for line in FIRST_SIGHT.read_text(encoding="utf-8").splitlines()]
    for name in dict.fromkeys(row["file"] for row in rows):
        golds = {letter.id: letter for letter in letters(name + ".yaml")}
        read = [(golds[row["id"]], row["said"]) for row in rows if row["file"] == name and row["id"] in golds]
        pairs = [(gold.outcome, gold.outcome if said in gold.outcomes else said) for gold, said in read]
        four = [pair for pair in pairs if pair[0] in FOUR]
        right = sum(gold == said for gold, said in pairs)
        print(f"  {name:<13} {right:>2} of {len(pairs)} right, macro-F1 of four outcomes {macro_f1(four):.3f}", end="")
        print(f" ({len(four)} letters)")


def left_out_letters() -> None:
    """Print how our letters are read by the rules as they are and a model not trained on their file."""
    from tests.tracker.replies import train

    chance = train.left_out(sorted(path.name for path in FOLDER.glob("*.yaml")))
    pairs: list[tuple[str, str]] = []
    for (name, key), one in chance.items():
        letter = next(letter for letter in letters(name) if letter.id == key)
        said = train.read_with(one, letter)
        pairs.append((letter.outcome, letter.outcome if said in letter.outcomes else said))
    print(f"\nour letters by a model that has not seen their file: {len(pairs)}, macro-F1 {macro_f1(pairs):.3f}")
    for label in sorted({gold for gold, _ in pairs}, key=lambda gold: (gold not in FOUR, gold)):
        n, precision, recall, f1 = scores(pairs, label)
        few = "  (n < 20)" if n < FEW else ""
        print(f"    {label:<14} n {n:>3}  precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}{few}")


def main() -> None:
    """Print every table; the samples' tables only where the folder is at hand."""
    first_sight_curve()
    if "--left-out" in sys.argv:
        left_out_letters()
    ours = [Row(letter.agency, letter.text, letter.outcome) for letter in letters()]
    report("letters in our own words", ours)
    folder = os.environ.get("ACUSE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        print("\nACUSE_SAMPLES does not name a folder: the labelled replies were not read.")
        return
    rows = labelled(Path(folder))
    for agency in ("INEE", "ASF"):
        report(f"left out: {agency}", [row for row in rows if row.source == agency])
    report("both", rows)
    texts = unlabelled(Path(folder))
    fired = Counter(check.check for text in texts for check in classify([text], law="MX-FED-2002").checks)
    print(f"\nchecks over {len(texts)} replies without label (law of 2002): {dict(fired) or 'none'}")


if __name__ == "__main__":
    main()
