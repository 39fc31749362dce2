"""Precision, recall and F1 of the detector at IoU 0.5, and false boxes on clean pages.

    python -m tests.ocr.redactions.evaluate [--split test] [--pages 20] [--words] [--ocr 8] [--samples DIR] [--verbose]
    python -m tests.ocr.redactions.evaluate --labelled acuse-testado.zip   (what people judged on the site)

Made-up pages come in splits with layouts of their own: what is stated is measured on `test`, and on `web` and `unseen`,
whose pages a browser draws; the trees are learned from the others. `--ocr N` also reads N of the
pages and prints the share of CPU time.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from ocr.redactions import find_redactions
from ocr.types import Redaction, Word
from tests.ocr.redactions.made import SPLITS, STYLES, drawn, make, tools, web
from tests.ocr.redactions.made.pages import pages as made
from tests.ocr.redactions.made.web import pages as web_pages
from tests.ocr.redactions.pages import Labelled, Pixel, make_page


@dataclass
class Score:
    """Counts over pages of one style."""

    right: int = 0
    missed: int = 0
    false: int = 0
    pages: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.false)

    @property
    def f1(self) -> float:
        return 2 * self.recall * self.precision / max(1e-9, self.recall + self.precision)

    def line(self, name: str) -> str:
        return (
            f"{name:<10} pages {self.pages:>4}  boxes {self.right + self.missed:>5}  "
            f"recall {self.recall:.3f} {interval(self.right, self.right + self.missed)}  "
            f"precision {self.precision:.3f} {interval(self.right, self.right + self.false)}  F1 {self.f1:.3f}  "
            f"cpu ms/page {1000 * self.seconds / max(1, self.pages):.0f}"
        )


def interval(right: int, of: int) -> str:
    """The 95 % interval of a share (Wilson), as text."""
    if not of:
        return "(-)"
    share, z = right / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return f"({max(0.0, middle - reach):.2f}–{min(1.0, middle + reach):.2f})"


def iou(a: Pixel, b: Pixel) -> float:
    """Intersection over union of two boxes."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - wide * high)


def match(true: Sequence[Pixel], found: Sequence[Pixel]) -> tuple[list[int], list[int]]:
    """Indices of true boxes that were missed and of found boxes that match none, each box used once."""
    pairs = sorted(((iou(t, f), i, j) for i, t in enumerate(true) for j, f in enumerate(found)), reverse=True)
    used_true: set[int] = set()
    used_found: set[int] = set()
    for overlap, i, j in pairs:
        if overlap < 0.5:
            break
        if i not in used_true and j not in used_found:
            used_true.add(i)
            used_found.add(j)
    return [i for i in range(len(true)) if i not in used_true], [j for j in range(len(found)) if j not in used_found]


def measure(page: Labelled, score: Score, words: Sequence[Word] = ()) -> list[Redaction]:
    """Run the detector on a page and add what came of it to the score."""
    started = time.process_time()
    found = find_redactions(page.image, words, page.dpi)
    score.seconds += time.process_time() - started
    high, wide = page.image.shape[:2]
    boxes = [(r.box[0] * wide, r.box[1] * high, r.box[2] * wide, r.box[3] * high) for r in found]
    true = [box for box, _ in page.boxes]
    missed, false = match(true, boxes)
    score.pages += 1
    score.right += len(true) - len(missed)
    score.missed += len(missed)
    score.false += len(false)
    for i in missed:
        score.notes.append(f"  missed {page.name} {[round(v) for v in true[i]]}")
    for j in false:
        score.notes.append(f"  false  {page.name} {found[j].kind} {[round(v) for v in boxes[j]]} {found[j].confidence}")
    return found


def unseen_pages(style: str | None, count: int, first: int = 0) -> Iterator[Labelled]:
    """Pages of released files in layouts, fills and codes never learned from."""
    return drawn.pages("unseen", style, range(first, first + count))


def generated(count: int, style: str | None, first: int = 0) -> Iterator[Labelled]:
    """Made-up pages of one style, the same for the same numbers."""
    return (make_page(seed, style) for seed in range(first, first + count))


def labelled_samples(folder: Path) -> Iterator[tuple[str, Labelled]]:
    """Real pages with hand-drawn boxes (VIA file and a style per page)."""
    gold = json.loads((folder / "gold_subset.json").read_text(encoding="utf-8"))
    names = {"gray": "grey", "color": "coloured", "border": "outlined", "black": "black"}
    with (folder / "styles.csv").open(encoding="utf-8") as file:
        styles = {row["File"]: names.get(row["label"], row["label"]) for row in csv.DictReader(file)}
    for entry in gold.values():
        image = cv2.imread(str(folder / entry["filename"]))
        if image is None:
            continue
        boxes: list[tuple[Pixel, str]] = []
        for region in entry["regions"]:
            shape = region["shape_attributes"]
            if shape["name"] == "rect":
                x, y = shape["x"], shape["y"]
                boxes.append(((x, y, x + shape["width"], y + shape["height"]), styles[entry["filename"]]))
            else:
                xs, ys = shape["all_points_x"], shape["all_points_y"]
                boxes.append(((min(xs), min(ys), max(xs), max(ys)), styles[entry["filename"]]))
        rgb = np.ascontiguousarray(image[:, :, ::-1]).astype(np.uint8)
        yield styles[entry["filename"]], Labelled(rgb, image.shape[0] / 11.3, boxes, entry["filename"][-24:])


_NOT_CLEAN = {"rectangles_yes.pdf", "ok_words.pdf", "whitespace_redactions.pdf"}
"""Files of the clean folders that show redactions."""


def clean_samples(folder: Path) -> Iterator[Labelled]:
    """Unredacted real pages: letters, print, forms (PDF pages rendered at 150 dpi, images as they are)."""
    import pypdfium2

    places = ("mx_letters", "ocr", "pdf_torture", "redaction/xray")
    for path in sorted(path for place in places for path in (folder / place).rglob("*")):
        if path.name in _NOT_CLEAN:
            continue
        if path.suffix.lower() == ".pdf":
            try:
                document = pypdfium2.PdfDocument(str(path))
            except pypdfium2.PdfiumError:
                continue
            for number in range(min(len(document), 20)):
                try:
                    picture = document[number].render(scale=150 / 72).to_pil().convert("RGB")
                except (pypdfium2.PdfiumError, MemoryError):
                    continue
                if max(picture.size) > 6000:
                    continue
                yield Labelled(np.asarray(picture, dtype=np.uint8).copy(), 150, [], f"{path.name}:{number + 1}")
        elif path.suffix.lower() in (".png", ".jpg", ".tif"):
            image = cv2.imread(str(path))
            if image is not None:
                yield Labelled(np.ascontiguousarray(image[:, :, ::-1]).astype(np.uint8), 0, [], path.name)


def report(title: str, scores: dict[str, Score], verbose: bool) -> None:
    """Print one line per style and, when asked, each missed and false box."""
    print(title)
    for name, score in scores.items():
        print("  " + score.line(name))
        if verbose:
            print("\n".join(score.notes))


def clean_lines(pages: Iterable[Labelled], verbose: bool, with_words: bool = False) -> str:
    """False boxes per clean page, together and per layout."""
    scores: dict[str, Score] = {}
    for page in pages:
        layout = page.name.split("-")[0] if "/" in page.name else "all"
        measure(page, scores.setdefault(layout, Score()), page.words if with_words else ())
    false, count = sum(s.false for s in scores.values()), sum(s.pages for s in scores.values())
    rows = [f"  false boxes {false} on {count} clean pages = {false / max(1, count):.3f} a page"]
    if len(scores) > 1:
        rows += [f"    {name:<22} {score.false:>3} on {score.pages}" for name, score in scores.items()]
    if verbose:
        rows += [note for score in scores.values() for note in score.notes]
    return "\n".join(rows)


def cpu_share(pages: Iterable[Labelled]) -> str:
    """CPU time of the detector over that of reading the same pages at 300 dpi or their own, lower, resolution.

    Read twice: by Tesseract's program with its defaults and one thread, and by the product's own reading.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import pytesseract
    from PIL import Image

    from ocr.engines import open_engine
    from ocr.picture import Picture
    from ocr.recognise import recognise
    from ocr.settings import ReadSettings

    detection = plain = own = 0.0
    count = 0
    with closing(open_engine(ReadSettings())) as engine:
        for page in pages:
            small = cv2.resize(page.image, None, fx=150 / page.dpi, fy=150 / page.dpi, interpolation=cv2.INTER_AREA)
            if not count:
                find_redactions(np.asarray(small, dtype=np.uint8), (), 150)
            moments = [cpu_seconds()]
            find_redactions(np.asarray(small, dtype=np.uint8), (), 150)
            moments.append(cpu_seconds())
            grey = Image.fromarray(cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY))
            pytesseract.image_to_data(grey, lang="spa+eng", config=f"--dpi {int(page.dpi)}")
            moments.append(cpu_seconds())
            recognise(Picture(page.image, page.dpi), engine)
            moments.append(cpu_seconds())
            taken = [after - before for before, after in pairwise(moments)]
            detection, plain, own, count = detection + taken[0], plain + taken[1], own + taken[2], count + 1
    return (
        f"  {count} pages: detector {1000 * detection / max(1, count):.0f} CPU ms a page; plain Tesseract "
        f"{1000 * plain / max(1, count):.0f}, share {detection / max(1e-9, plain):.3f}; "
        f"own reading {1000 * own / max(1, count):.0f}, share {detection / max(1e-9, own):.3f}"
    )


def cpu_seconds() -> float:
    """CPU seconds of this process and of those it waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--samples", default=os.environ.get("ACUSE_SAMPLES"), help="folder of real files")
    parser.add_argument("--split", choices=[*SPLITS, "web", "unseen", "none"], default="test", help="which pages")
    parser.add_argument("--style", choices=(*STYLES, "label", "clean"), help="one style alone")
    parser.add_argument("--pages", type=int, default=20, help="made-up pages per style, and three times as many clean")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--words", action="store_true", help="give the detector the readable words too")
    parser.add_argument("--ocr", type=int, default=0, help="pages whose OCR is timed beside the detector")
    parser.add_argument("--labelled", type=Path, help="a labelled set exported by the site, measured alone")
    parser.add_argument("--verbose", action="store_true", help="list each missed and false box")
    args = parser.parse_args()
    if args.labelled:
        from tests.ocr.redactions.exported import scores_of

        report(f"pages gone through in {args.labelled.name}", scores_of(args.labelled), args.verbose)
        return
    source = {"web": web_pages, "unseen": unseen_pages}.get(args.split) or partial(made, args.split)
    if args.split != "none":
        scores: dict[str, Score] = {}
        known = {"web": web.STYLES, "unseen": tools.STYLES}.get(args.split, STYLES)
        styles = (args.style,) if args.style else (*known, *(("label",) if args.words else ()))
        for style in styles:
            for page in source(style, args.pages, args.first) if style != "clean" else ():
                measure(page, scores.setdefault(style, Score()), page.words if args.words else ())
        report(f"made-up pages, split {args.split}, seeds from {args.first}", scores, args.verbose)
        if args.style in (None, "clean"):
            print(clean_lines(source(None, 3 * args.pages, args.first), args.verbose, args.words))
    if args.ocr and args.split in SPLITS:
        turn = [*STYLES, None]
        print(cpu_share(make(args.split, n, turn[n % len(turn)]) for n in range(args.ocr)))
    if args.samples and Path(args.samples).is_dir():
        real: dict[str, Score] = {}
        for style, page in labelled_samples(Path(args.samples) / "redaction" / "tpdl"):
            measure(page, real.setdefault(style, Score()))
        report("real labelled pages", real, args.verbose)
        print(clean_lines(clean_samples(Path(args.samples)), args.verbose))


if __name__ == "__main__":
    main()
