"""`python benchmarks/ocr.py [pages] [rounds]`: reading speed as ratios within one run, with the errors of each way.

Generated scans of three qualities (300 dpi; grain of paper, skew, blur, noise, specks, JPEG). The first table is
seconds on the processor, of this process and its children, medians of interleaved rounds: it holds on a shared machine
too. The second is the wall clock with all cores, which needs a quiet one. What is not recognition (rendering,
redactions, born-digital pages) is reported apart.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ocr.engines import open_engine
from ocr.engines.base import Engine, parse_tsv
from ocr.engines.together import read_together
from ocr.engines.with_pytesseract import write_pgm
from ocr.lines import text_of
from ocr.local import LocalFile
from ocr.picture import Picture
from ocr.prepare import look
from ocr.reading import open_file
from ocr.recognise import first_plan, prepared, recognise
from ocr.settings import ReadSettings
from tests.ocr.corpus import Case, generated
from tests.ocr.evaluate import as_picture, rates
from tests.ocr.pages import born_digital, scan_pdf

QUALITIES = ("good", "medium", "poor")
PROGRAMS = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
OCRMYPDF = shutil.which("ocrmypdf", path=PROGRAMS)
NO_OCRMYPDF = "OCRmyPDF is not installed, so it was not measured: pip install '.[bench]'"


def spent() -> float:
    """Processor seconds of this process and its finished children."""
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main(pages: int = 3, rounds: int = 3) -> None:
    """Print the tables."""
    cases = [case for name, make in generated() if name in QUALITIES for case in make()][:: max(1, 6 // pages)]
    pictures = [as_picture(case) for case in cases]
    recognition(cases, pictures, [ready(picture) for picture in pictures], rounds)
    print()
    on_all_cores(cases, rounds)
    print()
    apart(cases, rounds)


def ready(picture: Picture) -> Picture:
    """The picture as our reading shows it to the engine."""
    seen = look(picture)
    return prepared(picture, seen, first_plan(picture, seen))[0]


def recognition(cases: list[Case], pictures: list[Picture], shown: list[Picture], rounds: int) -> None:
    """Every way of reading the same scans."""
    inside, program = open_engine(ReadSettings(engine="tesserocr")), open_engine(ReadSettings(engine="pytesseract"))
    ways: dict[str, Callable[[], list[str]]] = {
        "ours, tesserocr": lambda: [text_of(recognise(picture, inside).lines) for picture in pictures],
        "tesserocr alone, prepared": lambda: [text_of(inside.read([picture])[0]) for picture in shown],
        "ours, pytesseract": lambda: together(pictures, program),
        "tesseract list file, prepared": lambda: list_file(shown),
        "plain image_to_data, 1 thread": lambda: plain(cases, "1"),
        "plain image_to_data": lambda: plain(cases, None),
    }
    if OCRMYPDF:
        ways["OCRmyPDF"] = lambda: ocrmypdf(cases, jobs=1)
    times: dict[str, list[float]] = {name: [] for name in ways}
    read: dict[str, list[str]] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = spent()
            read[name] = way()
            times[name].append((spent() - begun) / len(cases))
    print(f"{'way':32} {'cpu s/page':>10} {'CER %':>6}")
    for name, found in times.items():
        pairs = [rates(text, case.truth) for text, case in zip(read[name], cases, strict=True)]
        wrong = 100 * sum(pair[0] for pair in pairs) / sum(pair[1] for pair in pairs)
        print(f"{name:32} {statistics.median(found):10.2f} {wrong:6.2f}")
    for mine, other in (
        ("ours, tesserocr", "tesserocr alone, prepared"),
        ("ours, pytesseract", "tesseract list file, prepared"),
        ("ours, tesserocr", "plain image_to_data, 1 thread"),
        ("ours, pytesseract", "plain image_to_data, 1 thread"),
        ("ours, tesserocr", "plain image_to_data"),
        ("ours, tesserocr", "OCRmyPDF"),
    ):
        if other not in times:
            print(NO_OCRMYPDF)
            continue
        ratio = statistics.median(b / a for a, b in zip(times[mine], times[other], strict=True))
        print(f"pages a minute, {mine} against {other}: {ratio:.2f}")


def together(pictures: list[Picture], engine: Engine) -> list[str]:
    """Our reading, several pages to a start of the program."""

    def task(picture: Picture) -> Callable[[Engine], str]:
        return lambda shared: text_of(recognise(picture, shared).lines)

    return read_together([task(picture) for picture in pictures], engine)


def list_file(pictures: list[Picture]) -> list[str]:
    """The `tesseract` program on all pages at once."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, picture in enumerate(pictures):
            names.append(f"{folder}/{index}.pgm")
            write_pgm(Path(names[-1]), picture)
        Path(folder, "list.txt").write_text("\n".join(names) + "\n", "utf-8")
        table = subprocess.run(
            ["tesseract", f"{folder}/list.txt", "-", "-l", "spa+eng", "--dpi", "200", "tsv"],
            capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        ).stdout
    pages = [
        "\n".join(row for row in table.splitlines() if row.split("\t")[1:2] == [str(index + 1)])
        for index in range(len(pictures))
    ]
    return [text_of(parse_tsv(page, made.width, made.height)) for page, made in zip(pages, pictures, strict=True)]


def plain(cases: list[Case], threads: str | None) -> list[str]:
    """What the manual of pytesseract shows, on the scans as they are."""
    kept = os.environ.pop("OMP_THREAD_LIMIT", None)
    if threads:
        os.environ["OMP_THREAD_LIMIT"] = threads
    try:
        return [image_to_data(case) for case in cases]
    finally:
        os.environ["OMP_THREAD_LIMIT"] = kept or "1"


def image_to_data(case: Case) -> str:
    """One call with nothing but the languages."""
    import pytesseract

    return text_of(parse_tsv(str(pytesseract.image_to_data(case.image, lang="spa+eng")), *case.image.size))


def ocrmypdf(cases: list[Case], jobs: int) -> list[str]:
    """OCRmyPDF on the same scans, with its text file; one thread in each Tesseract."""
    with tempfile.TemporaryDirectory() as folder:
        scan_pdf(Path(folder, "in.pdf"), [case.image for case in cases])
        subprocess.run(
            [str(OCRMYPDF), "-l", "spa+eng", "-j", str(jobs), "--optimize", "0", "--output-type", "pdf",
             "--sidecar", f"{folder}/out.txt", f"{folder}/in.pdf", f"{folder}/out.pdf"],
            check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return Path(folder, "out.txt").read_text("utf-8").split("\f")[: len(cases)]


def on_all_cores(cases: list[Case], rounds: int) -> None:
    """The wall clock with as many processes as cores; ours is a file of scans through the reading processes."""
    cores = os.cpu_count() or 1
    many = cases * cores
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as threads:
        scan = scan_pdf(Path(folder, "s.pdf"), [case.image for case in many])

        def ours(engine: str) -> None:
            settings = ReadSettings(engine=engine, redactions=False, nice=0)
            with open_file(scan, None, settings) as opened:
                assert all(page.text for page in opened.read_pages(range(1, len(many) + 1)))

        ways: dict[str, Callable[[], object]] = {
            "ours, tesserocr": lambda: ours("tesserocr"),
            "ours, pytesseract": lambda: ours("pytesseract"),
            "plain image_to_data, 1 thread": lambda: list(threads.map(image_to_data, many)),
        }
        if OCRMYPDF:
            ways["OCRmyPDF"] = lambda: ocrmypdf(many, cores)
        ours("tesserocr")  # the processes are kept between files
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                begun = time.perf_counter()
                way()
                times[name].append(time.perf_counter() - begun)
    print(f"{f'{len(many)} pages, {cores} at once, wall clock':46} {'pages/min':>10} {'ours is':>8}")
    for name, found in times.items():
        ratio = statistics.median(b / a for a, b in zip(times["ours, tesserocr"], found, strict=True))
        print(f"{name:46} {60 * len(many) / statistics.median(found):10.1f} {ratio:7.2f}×")
    if not OCRMYPDF:
        print(NO_OCRMYPDF)


def apart(cases: list[Case], rounds: int) -> None:
    """Rendering, redactions and born-digital pages."""
    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        lines = tuple(cases[0].truth.splitlines())
        text = born_digital(Path(folder, "t.pdf"), lines, pages=60)
        scan = scan_pdf(Path(folder, "s.pdf"), [case.image for case in cases])
        here = ReadSettings(isolate=False, redactions=False)

        def ours() -> None:
            with LocalFile(text, None, here) as opened:
                for page in opened.read_pages(range(1, 61)):
                    assert page.words

        def words_alone() -> None:
            pdf = pypdfium2.PdfDocument(text)
            for page in pdf:
                layer = page.get_textpage()
                found = layer.get_text_range()
                start = 0
                for word in found.split():
                    start = found.index(word, start)
                    layer.count_rects(start, len(word))
                    layer.get_rect(0)
                    start += len(word)

        def text_alone() -> None:
            for page in pypdfium2.PdfDocument(text):
                layer = page.get_textpage()
                layer.get_text_range()
                for index in range(layer.count_rects()):
                    layer.get_rect(index)

        def rendering() -> None:
            with LocalFile(scan, None, here) as opened:
                for number in range(1, opened.page_count + 1):
                    opened.render_page(number, 2550)

        def detection() -> None:
            from ocr.redactions import find_redactions

            for case in cases:
                small = np.asarray(case.image.convert("L").resize((1275, 1650)), dtype=np.uint8)
                find_redactions(small, (), 150.0)

        ways = {
            "born-digital, ours (text, words, boxes)": (ours, 60),
            "born-digital, pypdfium2 (text, words, boxes)": (words_alone, 60),
            "born-digital, pypdfium2 (text, line boxes)": (text_alone, 60),
            "render and encode a scan at 300 dpi": (rendering, len(cases)),
            "find redactions at 150 dpi": (detection, len(cases)),
        }
        ours()  # loads what stays loaded
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, (way, count) in ways.items():
                begun = time.process_time()
                way()
                times[name].append(1000 * (time.process_time() - begun) / count)
    middle = {name: statistics.median(found) for name, found in times.items()}
    print(f"{'apart':46} {'cpu ms/page':>11}")
    for name, value in middle.items():
        print(f"{name:46} {value:11.2f}")
    mine, same, less = list(middle.values())[:3]
    print(f"born-digital pages a minute, ours against pypdfium2 alone for the same result: {same / mine:.2f}")
    print(f"born-digital pages a minute, ours against pypdfium2 for text and line boxes: {less / mine:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
