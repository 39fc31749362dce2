"""The time the redaction detector takes next to OCR of the same pages, in one run.

    python -m benchmarks.redactions [--pages 6]

Prints CPU seconds a page for both and their ratio; pages are made up (seeded), half of them clean.
"""

from __future__ import annotations

import argparse
import os
import resource

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import cv2
import pytesseract
from PIL import Image

from ocr.redactions import find_redactions
from tests.ocr.redactions.pages import STYLES, make_page


def cpu() -> float:
    """CPU seconds of this process and of those it waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=6)
    count = parser.parse_args().pages
    detection = reading = 0.0
    for number in range(count):
        page = make_page(number, STYLES[number % len(STYLES)] if number % 2 else None)
        started = cpu()
        find_redactions(page.image, [], page.dpi)
        detection += cpu() - started
        grey = Image.fromarray(cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY))
        started = cpu()
        pytesseract.image_to_data(grey, lang="spa+eng", config=f"--dpi {int(page.dpi)}")
        reading += cpu() - started
    print(f"redactions {1000 * detection / count:.0f} CPU ms a page, OCR {1000 * reading / count:.0f} CPU ms a page")
    print(f"ratio {detection / reading:.3f} over {count} pages")


if __name__ == "__main__":
    main()
