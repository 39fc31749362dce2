"""How well each page's source is chosen: words found and words invented, ours beside pdftotext and plain Tesseract.

`python -m tests.ocr.evaluate_layers [NAME…]`
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.types import PageReading
from tests.ocr.layered import Layered, layered


def shares(found: str, truth: str) -> tuple[float, float]:
    """Share of the true words that were found, and share of the found words that are true."""
    ours, right = (Counter(text.casefold().replace("ﬁ", "fi").replace("ﬂ", "fl").split()) for text in (found, truth))
    both = (ours & right).total()
    return both / max(1, right.total()), both / max(1, ours.total())


def read(case: Layered, folder: Path, settings: ReadSettings) -> PageReading:
    path = folder / "page.pdf"
    path.write_bytes(case.pdf())
    with LocalFile(path, None, settings) as opened:
        return opened.read_page(1)


def main() -> None:
    settings = ReadSettings(isolate=False, engine="pytesseract", redactions=False)
    print(f"{'page':32}{'ours':>14}{'pdftotext':>14}{'plain OCR':>14}  source")
    sums = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = [case for case in layered() if not sys.argv[1:] or any(part in case.name for part in sys.argv[1:])]
        for case in cases:
            page = read(case, folder, settings)
            layer = subprocess.run(["pdftotext", str(folder / "page.pdf"), "-"], capture_output=True, check=False)
            subprocess.run(["pdftoppm", "-r", "300", "-gray", "-singlefile", str(folder / "page.pdf"),
                            str(folder / "page")], check=False, capture_output=True)
            plain = subprocess.run(["tesseract", str(folder / "page.pgm"), "-", "-l", "spa+eng"], capture_output=True,
                                   check=False)
            row = [shares(text, case.truth) for text in (
                page.text or "", layer.stdout.decode("utf-8", "replace"), plain.stdout.decode("utf-8", "replace"))]
            for who, (found, right) in zip(("ours", "pdftotext", "plain"), row, strict=True):
                sums[who + " found"] += round(1000 * found)
                sums[who + " right"] += round(1000 * right)
            odd = "" if page.source in case.source else " (!)"
            figures = "".join(f"{a:8.3f}{b:6.3f}" for a, b in row)
            print(f"{case.name:32}{figures}  {page.source}{odd}: {page.why}", flush=True)
    print(f"{'mean':32}" + "".join(
        f"{sums[who + ' found'] / 1000 / len(cases):8.3f}{sums[who + ' right'] / 1000 / len(cases):6.3f}"
        for who in ("ours", "pdftotext", "plain")))


if __name__ == "__main__":
    main()
