"""Prints how near the top the pages wanted come: nDCG@10 and recall@20, on each engine, with and without OCR noise.

    ACUSE_SAMPLES=FOLDER python -m tests.archive.search.evaluate [--poor]

Without ACUSE_SAMPLES only our own pages and the demo archive are measured.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from statistics import fmean

from archive.search.engines import ENGINES
from tests.archive.search import judged_sets
from tests.archive.search.judging import NOISE, damaged, judge

ROUNDS = 3


def main() -> None:
    """Measure and print one line a set, engine and kind of text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--poor", action="store_true", help="name the queries that did badly")
    wanted = parser.parse_args()
    sets = [judged_sets.own(), judged_sets.demo()]
    samples = os.environ.get("ACUSE_SAMPLES")
    if samples and Path(samples).is_dir():
        sets += [make(Path(samples)) for make in (judged_sets.topical, judged_sets.appeals, judged_sets.known_items)]
    print(f"{'set':<22}{'pages':>6}{'queries':>9}  {'engine':<9}{'clean nDCG@10 recall@20':>25}"
          f"{f'{NOISE:.0%} noise nDCG@10 recall@20':>32}")
    with tempfile.TemporaryDirectory() as scratch:
        for place, judged in enumerate(sets):
            for engine in ENGINES:
                clean = judge(engine, judged, Path(scratch) / f"{place}-{engine}")
                rounds = [judge(engine, damaged(judged, seed), Path(scratch) / f"{place}-{engine}-{seed}")
                          for seed in range(ROUNDS)]
                noise = fmean(found.ndcg for found in rounds), fmean(found.recall for found in rounds)
                print(f"{judged.name:<22}{len(judged.pages):>6}{len(judged.queries):>9}  {engine:<9}"
                      f"{clean.ndcg:>16.3f}{clean.recall:>9.3f}{noise[0]:>23.3f}{noise[1]:>9.3f}", flush=True)
                for line in clean.poor if wanted.poor else ():
                    print(f"    {line}")


if __name__ == "__main__":
    main()
