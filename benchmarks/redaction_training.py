"""Learn which shapes are redactions, from made-up pages, and write the trees that ship with the detector.

    python -m benchmarks.redaction_training [--pages 20] [--clean 110] [--keep FOLDER] [--out FILE]

Two sets of trees are learned: a small one over the traits that cost little, which sieves out what is hopeless, and the
one that judges what is left over all traits. Needs scikit-learn (extra `bench`). The pages of the split `test` are
never learned from; with the same arguments and the same libraries the trees come out the same. `--keep` holds the
made-up pages for a next time. Takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.detector import look
from ocr.redactions.forest import Sieve, read_sieve
from ocr.redactions.traits import COSTLY
from tests.ocr.redactions.evaluate import iou
from tests.ocr.redactions.made import SPLITS, STYLES, make
from tests.ocr.redactions.pages import STYLES as PLAIN_STYLES
from tests.ocr.redactions.pages import Labelled, make_page

RIGHT, WRONG = 0.62, 0.42
"""Overlap with a true box from which on a shape is one, and below which it is none; between them it is left out."""
_PLAIN_FIRST = 5000
_LOST = 0.007
"""Share of the redactions that the sieve may lose."""
_SIEVE = {"max_iter": 40, "learning_rate": 0.2, "max_leaf_nodes": 10, "min_samples_leaf": 40}
_JUDGE = {"max_iter": 200, "learning_rate": 0.09, "max_leaf_nodes": 24, "min_samples_leaf": 25, "max_features": 0.4}
Job = tuple[str, int, str | None]
Rows = tuple[tuple[str, ...], npt.NDArray[np.float32], npt.NDArray[np.float32]]


def jobs(splits: list[str], pages: int, clean: int) -> Iterator[Job]:
    """Split, seed and style of every page to learn from."""
    for split in splits:
        for style in STYLES:
            yield from ((split, seed, style) for seed in range(pages))
        yield from ((split, seed, None) for seed in range(clean))
    for style in PLAIN_STYLES:
        yield from (("plain", seed + _PLAIN_FIRST, style) for seed in range(3 * pages // 4))
    yield from (("plain", seed + _PLAIN_FIRST, None) for seed in range(2 * clean // 3))


def at_working_size(page: Labelled) -> Labelled:
    """The page as the product looks at it, at 150 dpi."""
    scale = 150 / page.dpi
    if scale != 1:
        small = cv2.resize(page.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        page.image = np.asarray(small, dtype=np.uint8)
    page.boxes = [((b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale), style) for b, style in page.boxes]
    page.dpi = 150
    return page


def page_of(job: Job, kept: Path | None) -> Labelled:
    """The page of a job, made or, where it was kept, read."""
    split, seed, style = job
    path = kept / f"{split}-{seed}-{style}.pickle" if kept else None
    if path and path.exists():
        data, boxes = pickle.loads(path.read_bytes())
        return Labelled(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8), 150, boxes)
    page = at_working_size(make_page(seed, style) if split == "plain" else make(split, seed, style))
    if path:
        data = cv2.imencode(".png", page.image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]
        path.write_bytes(pickle.dumps((data, page.boxes)))
    return page


def rows_of(job: Job, kept: Path | None, sieve: Sieve | None) -> Rows:
    """The traits of every shape on a page and its best overlap with a true box."""
    page = page_of(job, kept)
    seen = look(page.image, page.dpi, sieve)
    scale = page.image.shape[1] / seen.sheet.width
    overlaps = []
    for region in seen.shapes.regions:
        x0, y0, x1, y1 = (scale * v for v in seen.on_page(region.corners))
        overlaps.append(max((iou((x0, y0, x1, y1), box) for box, _ in page.boxes), default=0.0))
    return seen.shapes.names, seen.shapes.values, np.array(overlaps, dtype=np.float32)


def learn(values: npt.NDArray[np.float32], right: npt.NDArray[np.bool_], **how: float) -> Any:
    """Boosted trees that tell shapes that are redactions from those that are not."""
    return _model(**how).fit(values, right)


def _model(**how: float) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(l2_regularization=1.0, early_stopping=False, random_state=1, **how)


def learn_sieve(values: npt.NDArray[np.float32], right: npt.NDArray[np.bool_], pages: npt.NDArray[np.int64]) -> Any:
    """The trees of the sieve and the probability below which they let too few redactions go to matter."""
    from sklearn.model_selection import GroupKFold, cross_val_predict

    model = _model(**_SIEVE)
    unseen = cross_val_predict(model, values, right, groups=pages, cv=GroupKFold(3), method="predict_proba")[:, 1]
    least = float(np.quantile(unseen[right], _LOST))
    print(f"sieve: keeps {float((unseen >= least).mean()):.3f} of all shapes, {1 - _LOST} of the redactions")
    return model.fit(values, right), least


def tables(model: Any, names: tuple[str, ...], part: str) -> dict[str, Any]:
    """The trees as tables, see `ocr.redactions.forest`."""
    trees = [stage[0].nodes for stage in model._predictors]
    most, count = max(len(tree) for tree in trees), len(trees)
    trait, left, right = (np.zeros((count, most), dtype=np.int16) for _ in range(3))
    limit, value = (np.zeros((count, most), dtype=np.float32) for _ in range(2))
    trait[:] = -1
    for row, tree in enumerate(trees):
        size, leaf = len(tree), tree["is_leaf"].astype(bool)
        trait[row, :size] = np.where(leaf, -1, tree["feature_idx"])
        limit[row, :size] = tree["num_threshold"]
        left[row, :size], right[row, :size] = tree["left"], tree["right"]
        value[row, :size] = np.where(leaf, tree["value"], 0)
    depth = max(int(tree["depth"].max()) for tree in trees) + 1
    found = {"names": np.array(names), "base": float(np.ravel(model._baseline_prediction)[0]), "trait": trait,
             "limit": limit, "left": left, "right": right, "value": value, "depth": depth}  # fmt: skip
    return {part + name: table for name, table in found.items()}


def together(found: Sequence[Rows]) -> tuple[tuple[str, ...], npt.NDArray[np.float32], Any, npt.NDArray[np.int64]]:
    """Names, values, whether each row is a redaction, and its page; doubtful rows left out."""
    values, overlaps = np.concatenate([row[1] for row in found]), np.concatenate([row[2] for row in found])
    pages = np.repeat(np.arange(len(found)), [len(row[2]) for row in found])
    used = (overlaps >= RIGHT) | (overlaps < WRONG)
    return found[0][0], values[used], overlaps[used] >= RIGHT, pages[used]


def main() -> None:
    """Make the pages, measure their shapes, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=20, help="pages per style and split")
    parser.add_argument("--clean", type=int, default=110, help="clean pages per split")
    learned = [split for split in SPLITS if split != "test"]
    parser.add_argument("--splits", nargs="+", default=learned, choices=learned)
    parser.add_argument("--keep", type=Path, help="folder that holds the made-up pages for a next time")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("ocr/redactions/forest.npz"))
    args = parser.parse_args()
    todo = list(jobs(args.splits, args.pages, args.clean))
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(args.workers) as pool:
        names, values, right, pages = together(list(pool.map(partial(rows_of, kept=args.keep, sieve=None), todo,
                                                             chunksize=4)))  # fmt: skip
        cheap = [number for number, name in enumerate(names) if name not in COSTLY]
        model, least = learn_sieve(values[:, cheap], right, pages)
        stored = tables(model, tuple(names[number] for number in cheap), "sieve_") | {"sieve_least": least}
        with TemporaryDirectory() as folder:
            np.savez(Path(folder) / "sieve.npz", **stored)
            sieve = read_sieve(Path(folder) / "sieve.npz")
        names, values, right, _ = together(list(pool.map(partial(rows_of, kept=args.keep, sieve=sieve), todo,
                                                         chunksize=4)))  # fmt: skip
    np.savez_compressed(args.out, **stored, **tables(learn(values, right, **_JUDGE), names, ""))
    print(f"{len(todo)} pages, {len(values)} shapes, {int(right.sum())} of them redactions; written to {args.out}")


if __name__ == "__main__":
    main()
