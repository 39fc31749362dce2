"""Learn which shapes are redactions, from made-up pages, and write the trees that ship with the detector.

    python -m benchmarks.redaction_training [--pages 30] [--clean 110] [--splits train dev] [--out FILE]

Needs scikit-learn (extra `bench`). The pages of the split `test` are never learned from; with the same arguments and
the same libraries the trees come out the same. Takes some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.detector import look
from tests.ocr.redactions.evaluate import iou
from tests.ocr.redactions.made import SPLITS, STYLES, make
from tests.ocr.redactions.pages import STYLES as PLAIN_STYLES
from tests.ocr.redactions.pages import Labelled, make_page

RIGHT, WRONG = 0.62, 0.42
"""Overlap with a true box from which on a shape is one, and below which it is none; between them it is left out."""
_PLAIN_FIRST = 5000
Rows = tuple[tuple[str, ...], npt.NDArray[np.float32], npt.NDArray[np.float32]]


def jobs(splits: list[str], pages: int, clean: int) -> Iterator[tuple[str, int, str | None]]:
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


def rows_of(job: tuple[str, int, str | None]) -> Rows:
    """The traits of every shape on a page and its best overlap with a true box."""
    split, seed, style = job
    page = at_working_size(make_page(seed, style) if split == "plain" else make(split, seed, style))
    seen = look(page.image, page.dpi)
    scale = page.image.shape[1] / seen.sheet.width
    overlaps = []
    for region in seen.shapes.regions:
        x0, y0, x1, y1 = (scale * v for v in seen.on_page(region.corners))
        overlaps.append(max((iou((x0, y0, x1, y1), box) for box, _ in page.boxes), default=0.0))
    return seen.shapes.names, seen.shapes.values, np.array(overlaps, dtype=np.float32)


def learn(values: npt.NDArray[np.float32], overlaps: npt.NDArray[np.float32]) -> Any:
    """Boosted trees that tell shapes that are redactions from those that are not."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    used = (overlaps >= RIGHT) | (overlaps < WRONG)
    model = HistGradientBoostingClassifier(
        max_iter=260, learning_rate=0.07, max_leaf_nodes=24, min_samples_leaf=25, l2_regularization=1.0,
        max_features=0.4, early_stopping=False, random_state=1,
    )  # fmt: skip
    return model.fit(values[used], overlaps[used] >= RIGHT)


def write(model: Any, names: tuple[str, ...], path: Path) -> None:
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
    np.savez_compressed(
        path, names=np.array(names), base=float(np.ravel(model._baseline_prediction)[0]), trait=trait, limit=limit,
        left=left, right=right, value=value, depth=max(int(tree["depth"].max()) for tree in trees) + 1,
    )  # fmt: skip


def main() -> None:
    """Make the pages, measure their shapes, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=30, help="pages per style and split")
    parser.add_argument("--clean", type=int, default=110, help="clean pages per split")
    parser.add_argument("--splits", nargs="+", default=["train", "dev"], choices=[s for s in SPLITS if s != "test"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("ocr/redactions/forest.npz"))
    args = parser.parse_args()
    with ProcessPoolExecutor(args.workers) as pool:
        found = list(pool.map(rows_of, jobs(args.splits, args.pages, args.clean), chunksize=4))
    values, overlaps = np.concatenate([row[1] for row in found]), np.concatenate([row[2] for row in found])
    write(learn(values, overlaps), found[0][0], args.out)
    right = int((overlaps >= RIGHT).sum())
    print(f"{len(found)} pages, {len(values)} shapes, {right} of them redactions; written to {args.out}")


if __name__ == "__main__":
    main()
