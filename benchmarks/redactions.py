"""The time the redaction detector takes next to OCR of the same pages, in one run.

    python -m benchmarks.redactions [--pages 6]

Prints CPU time a page and the detector's share, for plain letters, for pages of every style and layout, and for clean
crowded ones. OCR is plain Tesseract (`image_to_data`, one thread) and the product's own reading. The pages are made up
(seeded); the detector gets them at 150 dpi, as in the product, OCR at their own resolution.
"""

from __future__ import annotations

import argparse

from tests.ocr.redactions.evaluate import cpu_share
from tests.ocr.redactions.made import STYLES, make


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=6)
    count = parser.parse_args().pages
    print("letters without redactions")
    print(cpu_share(make("train", seed, None, 0) for seed in range(count)))
    print("all styles and layouts")
    turn = (*STYLES, None)
    print(cpu_share(make("test", seed, turn[seed % len(turn)]) for seed in range(count)))
    print("crowded pages without redactions")
    print(cpu_share(make("test", seed, None) for seed in range(count)))


if __name__ == "__main__":
    main()
