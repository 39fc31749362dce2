"""`python -m tests.ocr.evaluate [SET…]`: character and word error rates per set, ours and plain Tesseract's.

Plain Tesseract is the same library with its defaults: the picture as it is (brought to 300 dpi when its resolution is
known and lower), automatic layout, `spa+eng`. Errors are edit distance over length of the truth, spaces and lines
as single spaces. Sample sets are measured when ACUSE_SAMPLES names their folder.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr.engines import open_engine
from ocr.lines import text_of
from ocr.picture import Picture, scaled
from ocr.recognise import recognise
from ocr.settings import ReadSettings
from tests.ocr.corpus import Case, generated, samples
from tests.ocr.poor import poor_scans


def rates(read: str, truth: str) -> tuple[int, int, int, int]:
    """Wrong characters, characters, wrong words, words."""
    one, other = " ".join(read.split()), " ".join(truth.split())
    words, true_words = one.split(), other.split()
    return Levenshtein.distance(one, other), len(other), Levenshtein.distance(words, true_words), len(true_words)


def main(names: list[str]) -> None:
    """Print a table."""
    folder = os.environ.get("ACUSE_SAMPLES")
    sets: chain[tuple[str, Callable[[], list[Case]]]] = chain(
        generated(), poor_scans(), samples(Path(folder)) if folder else ()
    )
    engine = open_engine(ReadSettings())
    print(f"{'set':24} {'pages':>5}  {'CER %':>6} {'plain':>6}  {'WER %':>6} {'plain':>6}  {'s':>5} {'plain':>5}")
    for name, cases in sets:
        if names and not any(wanted in name for wanted in names):
            continue
        ours, plain = np.zeros(4), np.zeros(4)
        seconds = [0.0, 0.0]
        found = cases()
        for case in found:
            picture = as_picture(case)
            begun = time.process_time()
            read = recognise(picture, engine)
            seconds[0] += time.process_time() - begun
            begun = time.process_time()
            at_300 = scaled(picture, 300.0) if case.dpi and case.dpi < 300 else picture
            default = text_of(engine.read([Picture(at_300.grey, 300.0)])[0])
            seconds[1] += time.process_time() - begun
            one, other = rates(text_of(read.lines), case.truth), rates(default, case.truth)
            ours, plain = ours + one, plain + other
        count = len(found)
        print(
            f"{name:24} {count:5}  {100 * ours[0] / ours[1]:6.2f} {100 * plain[0] / plain[1]:6.2f}  "
            f"{100 * ours[2] / ours[3]:6.2f} {100 * plain[2] / plain[3]:6.2f}  "
            f"{seconds[0] / count:5.2f} {seconds[1] / count:5.2f}",
            flush=True,
        )


def as_picture(case: Case) -> Picture:
    """The case as the reading code gets it; an unknown resolution is guessed as for an image file."""
    from ocr.images import guessed_dpi

    image = case.image if case.image.mode == "RGB" else case.image.convert("L")
    dpi = float(case.dpi) if case.dpi else guessed_dpi(image.width, image.height)
    return Picture(np.asarray(image, dtype=np.uint8), dpi)


if __name__ == "__main__":
    main(sys.argv[1:])
