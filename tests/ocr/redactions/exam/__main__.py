"""Print what the detector makes of pages that nobody tuned it to.

    python -m tests.ocr.redactions.exam [--pages 38] [--clean 64] [--first 0] [--style black] [--verbose]

Per style: recall, precision and F1 at IoU 0.5 with 95 % intervals, without words and with them; false boxes on clean
pages; grounds linked right, wrong and not at all to boxes that were found; error of the hidden share.
"""

from __future__ import annotations

import argparse
from contextlib import closing

from ocr.redactions import glance, judge, redacted_share
from ocr.types import Redaction, Word
from tests.ocr.redactions.evaluate import Score, interval, match
from tests.ocr.redactions.exam.leaf import Box, Sat
from tests.ocr.redactions.exam.links import Links
from tests.ocr.redactions.exam.pages import MEXICAN, STYLES, redacted, unredacted


def boxes_of(sat: Sat, found: list[Redaction]) -> list[Box]:
    """Found boxes in pixels."""
    high, wide = sat.image.shape[:2]
    return [(r.box[0] * wide, r.box[1] * high, r.box[2] * wide, r.box[3] * high) for r in found]


def true_redactions(sat: Sat) -> list[Redaction]:
    """What was drawn, as if it had been found."""
    high, wide = sat.image.shape[:2]
    return [
        Redaction((c.box[0] / wide, c.box[1] / high, c.box[2] / wide, c.box[3] / high), c.style, None, 1.0)
        for c in sat.covers
    ]


def read(sat: Sat) -> tuple[list[Word], list[Redaction]]:
    """The words as the product's own OCR reads them, and the redactions with the codes it reads on them."""
    from ocr.codes import with_codes
    from ocr.engines import open_engine
    from ocr.lines import words_of
    from ocr.picture import Picture
    from ocr.recognise import recognise
    from ocr.settings import ReadSettings

    with closing(open_engine(ReadSettings())) as engine:
        picture = Picture(sat.image, sat.dpi)
        words = list(words_of(recognise(picture, engine).lines))
        return words, list(with_codes(judge(glance(sat.image, sat.dpi), words), words, lambda: picture, lambda: engine))


def mark(sat: Sat, found: list[Redaction], *scores: Score) -> None:
    """Add what was found on a page to scores."""
    true, boxes = [cover.box for cover in sat.covers], boxes_of(sat, found)
    missed, false = match(true, boxes)
    for score in scores:
        score.pages += 1
        score.right += len(true) - len(missed)
        score.missed += len(missed)
        score.false += len(false)
    score = scores[0]
    score.notes += [f"    missed {sat.name} {[round(v) for v in true[i]]}" for i in missed]
    score.notes += [
        f"    false  {sat.name} {found[j].kind} {[round(v) for v in boxes[j]]} {found[j].confidence}" for j in false
    ]


def line(name: str, score: Score) -> str:
    return (
        f"  {name:<10} pages {score.pages:>3}  boxes {score.right + score.missed:>4}  "
        f"recall {score.recall:.3f} {interval(score.right, score.right + score.missed)}  "
        f"precision {score.precision:.3f} {interval(score.right, score.right + score.false)}  F1 {score.f1:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=38, help="pages per style")
    parser.add_argument("--clean", type=int, default=64, help="clean pages")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--style", choices=(*STYLES, "clean"), help="one style alone")
    parser.add_argument("--verbose", action="store_true", help="list missed and false boxes")
    parser.add_argument("--read", action="store_true", help="words as the product reads them, not the true ones")
    args = parser.parse_args()
    bare: dict[str, Score] = {}
    worded: dict[str, Score] = {}
    offices: dict[str, dict[str, Score]] = {}
    links, shares, by_truth = Links(), [], []

    def whose(sat: Sat) -> dict[str, Score]:
        return offices.setdefault("Mexican" if sat.name.split("/")[0].rsplit("-", 2)[0] in MEXICAN else "foreign", {})

    for style in (args.style,) if args.style else STYLES:
        for sat in redacted(style, args.pages, args.first) if style != "clean" else ():
            look = glance(sat.image, sat.dpi)
            mark(sat, judge(look, ()), bare.setdefault(style, Score()), whose(sat).setdefault(style, Score()))
            sat.words, found = read(sat) if args.read else (sat.words, judge(look, sat.words))
            mark(sat, found, worded.setdefault(style, Score()))
            links.add(sat, found, boxes_of(sat, found))
            shares.append((redacted_share(found, sat.words), sat.hidden, sat.name))
            by_truth.append(abs(redacted_share(true_redactions(sat), sat.words) - sat.hidden))
    with_words = "with the words as read" if args.read else "with the true words"
    titled = [("without words", bare), (with_words, worded)]
    titled += [(f"without words, {office} layouts alone", scores) for office, scores in offices.items()]
    for title, scores in titled:
        print(title)
        for style, score in scores.items():
            print(line(style, score))
            if args.verbose and score.notes:
                print("\n".join(score.notes))
    if args.style in (None, "clean"):
        clean: dict[str, tuple[Score, Score]] = {}
        for sat in unredacted(args.clean, args.first):
            look = glance(sat.image, sat.dpi)
            sat.words, found = read(sat) if args.read else (sat.words, judge(look, sat.words))
            pair = clean.setdefault(sat.name.split("-")[0], (Score(), Score()))
            mark(sat, judge(look, ()), pair[0])
            mark(sat, found, pair[1])
        count = sum(first.pages for first, _ in clean.values())
        for place, title in enumerate(("without words", with_words)):
            false = sum(pair[place].false for pair in clean.values())
            print(f"false boxes on {count} clean pages, {title}: {false}")
            print("  " + "  ".join(f"{name} {pair[place].false}" for name, pair in clean.items() if pair[place].false))
            if args.verbose:
                print("\n".join(note for pair in clean.values() for note in pair[place].notes))
    if shares:
        error = sum(abs(found - true) for found, true, _ in shares) / len(shares)
        lean = sum(found - true for found, true, _ in shares) / len(shares)
        print(f"share of the text hidden, {len(shares)} pages: mean absolute error {error:.3f}, mean error {lean:+.3f}")
        print(f"  with the true boxes: mean absolute error {sum(by_truth) / len(by_truth):.3f}")
        if args.verbose:
            worst = sorted(shares, key=lambda row: -abs(row[0] - row[1]))[:12]
            print("\n".join(f"    {name}: {found:.3f} for {true:.3f}" for found, true, name in worst))
    print(links.lines(args.verbose))


if __name__ == "__main__":
    main()
