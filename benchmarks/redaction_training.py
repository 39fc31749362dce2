"""Learn which shapes are redactions, from made-up pages, and write the trees that ship with the detector.

    python -m benchmarks.redaction_training [--pages 20] [--clean 110] [--drawn 50] [--keep FOLDER] [--out FILE]

Three sets of trees are learned: a small one over the traits that cost little, which sieves out what is hopeless, one
that judges each shape that is left over all traits, and one that judges it again by what the first said of the others.
Needs scikit-learn (extra `bench`) and Chromium. The pages of the splits `test`, `web` and `unseen` are never learned
from; with the same arguments and the same libraries the trees come out the same. `--keep` holds the made-up pages for
a next time. Takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ocr.redactions.context import measure_context
from ocr.redactions.detector import look
from ocr.redactions.forest import Sieve, read_sieve
from ocr.redactions.traits import COSTLY, Measured
from tests.ocr.redactions.evaluate import iou
from tests.ocr.redactions.made import SPLITS, STYLES, drawn, make
from tests.ocr.redactions.pages import STYLES as PLAIN_STYLES
from tests.ocr.redactions.pages import Labelled, make_page

RIGHT, WRONG = 0.62, 0.42
"""Overlap with a true box from which on a shape is one, and below which it is none; between them it is left out."""
_PLAIN_FIRST = 5000
_LOST = 0.007
"""Share of the redactions that the sieve may lose."""
_SIEVE = {"max_iter": 40, "learning_rate": 0.2, "max_leaf_nodes": 10, "min_samples_leaf": 40}
_CONTEXT = {"max_iter": 80, "learning_rate": 0.1, "max_leaf_nodes": 12, "min_samples_leaf": 40, "max_features": 0.5}
_FOLDS = 4
_JUDGE = {"max_iter": 200, "learning_rate": 0.09, "max_leaf_nodes": 24, "min_samples_leaf": 25, "max_features": 0.4}
Job = tuple[str, int, str | None]
Page = tuple[Measured, npt.NDArray[np.float32]]
"""The shapes of a page and the best overlap of each with a true box."""


def jobs(splits: list[str], pages: int, clean: int, count: int) -> Iterator[Job]:
    """Split, seed and style of every page to learn from."""
    for split in splits:
        for style in STYLES:
            yield from ((split, seed, style) for seed in range(pages))
        yield from ((split, seed, None) for seed in range(clean))
    for style in PLAIN_STYLES:
        yield from (("plain", seed + _PLAIN_FIRST, style) for seed in range(3 * pages // 4))
    yield from (("plain", seed + _PLAIN_FIRST, None) for seed in range(2 * clean // 3))
    for split, drawn_style, many in batches(count):
        yield from ((split, seed, drawn_style) for seed in range(many))


Batch = tuple[str, str | None, int]


def batches(count: int) -> list[Batch]:
    """Split, style and number of the pages that a browser draws."""
    clean: list[Batch] = [("release", None, count), ("lookalike", None, 3 * count), ("sparse", None, count)]
    found: list[Batch] = []
    for style in PLAIN_STYLES:
        found += [("release", style, count), ("lookalike", style, count // 2), ("sparse", style, count)]
    return clean + found


def draw_batch(batch: Batch, kept: Path) -> None:
    """Draw the pages of a batch into a folder, where they are not there yet."""
    split, style, count = batch
    wanted = [seed for seed in range(count) if not _stored(kept, (split, seed, style)).exists()]
    if wanted:
        for seed, page in zip(wanted, drawn.pages(split, style, wanted), strict=True):
            _store(at_working_size(page), _stored(kept, (split, seed, style)))


def at_working_size(page: Labelled) -> Labelled:
    """The page as the product looks at it, at 150 dpi."""
    scale = 150 / page.dpi
    if scale != 1:
        small = cv2.resize(page.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        page.image = np.asarray(small, dtype=np.uint8)
    page.boxes = [((b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale), style) for b, style in page.boxes]
    page.dpi = 150
    return page


def page_of(job: Job, kept: Path) -> Labelled:
    """The page of a job, made or, where it was kept, read."""
    split, seed, style = job
    path = _stored(kept, job)
    if path.exists():
        data, boxes = pickle.loads(path.read_bytes())
        return Labelled(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8), 150, boxes)
    page = at_working_size(make_page(seed, style) if split == "plain" else make(split, seed, style))
    _store(page, path)
    return page


def _stored(kept: Path, job: Job) -> Path:
    split, seed, style = job
    return kept / f"{split}-{seed}-{style}.pickle"


def _store(page: Labelled, path: Path) -> None:
    data = cv2.imencode(".png", page.image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]
    path.write_bytes(pickle.dumps((data, page.boxes)))


def shapes_of(job: Job, kept: Path, sieve: Sieve | None) -> Page:
    """The shapes of a page, measured, and the best overlap of each with a true box."""
    page = page_of(job, kept)
    seen = look(page.image, page.dpi, sieve)
    scale = page.image.shape[1] / seen.sheet.width
    overlaps = []
    for region in seen.shapes.regions:
        x0, y0, x1, y1 = (scale * v for v in seen.on_page(region.corners))
        overlaps.append(max((iou((x0, y0, x1, y1), box) for box, _ in page.boxes), default=0.0))
    return replace(seen.shapes, contents=[]), np.array(overlaps, dtype=np.float32)


def learn(table: Table, values: npt.NDArray[np.float32], used: npt.NDArray[np.bool_], **how: float) -> Any:
    """Boosted trees that tell shapes that are redactions from those that are not.

    The redactions of a page count together as the root of their number: the one box of a page is as dear as one of
    many, and there are far fewer of these.
    """
    many = np.bincount(table.pages, table.right)[table.pages]
    weights = np.where(table.right, 1 / np.sqrt(np.maximum(many, 1)), 1.0)
    weights[table.right] *= table.right.sum() / weights[table.right].sum()
    return _model(**how).fit(values[used], table.right[used], sample_weight=weights[used])


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


@dataclass(frozen=True)
class Table:
    """The shapes of all pages: their values, whether they are redactions, whether that is sure, and their pages."""

    names: tuple[str, ...]
    values: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]
    sure: npt.NDArray[np.bool_]
    pages: npt.NDArray[np.int64]


def together(found: Sequence[Page]) -> Table:
    """One table of the shapes of many pages."""
    overlaps = np.concatenate([overlap for _, overlap in found])
    pages = np.repeat(np.arange(len(found)), [len(overlap) for _, overlap in found])
    sure = (overlaps >= RIGHT) | (overlaps < WRONG)
    values = np.concatenate([shapes.values for shapes, _ in found])
    return Table(found[0][0].names, values, overlaps >= RIGHT, sure, pages)


def learn_context(table: Table, found: Sequence[Page]) -> tuple[Any, tuple[str, ...]]:
    """The trees that judge shapes by their company, learned from what trees say of pages they have not seen."""
    likely = np.zeros(len(table.right), dtype=np.float32)
    for part in range(_FOLDS):
        own, rest = table.pages % _FOLDS == part, (table.pages % _FOLDS != part) & table.sure
        model = learn(table, table.values, rest, **_JUDGE)
        likely[own] = model.predict_proba(table.values[own])[:, 1]
    ends = np.cumsum([len(overlap) for _, overlap in found])[:-1]
    told = [measure_context(shapes, own) for (shapes, _), own in zip(found, np.split(likely, ends), strict=True)]
    values = np.concatenate([values for _, values in told])
    return learn(table, values, table.sure, **_CONTEXT), told[0][0]


def main() -> None:
    """Make the pages, measure their shapes, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=20, help="pages per style and split")
    parser.add_argument("--clean", type=int, default=110, help="clean pages per split")
    learned = [split for split in SPLITS if split != "test"]
    parser.add_argument("--splits", nargs="+", default=learned, choices=learned)
    parser.add_argument("--keep", type=Path, help="folder that holds the made-up pages for a next time")
    parser.add_argument("--drawn", type=int, default=50, help="pages that a browser draws, per style")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("ocr/redactions/forest.npz"))
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    todo = list(jobs(args.splits, args.pages, args.clean, args.drawn))
    with TemporaryDirectory() as folder, ProcessPoolExecutor(args.workers) as pool:
        kept = args.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        list(pool.map(partial(draw_batch, kept=kept), batches(args.drawn)))
        table = together(list(pool.map(partial(shapes_of, kept=kept, sieve=None), todo, chunksize=4)))
        cheap = [number for number, name in enumerate(table.names) if name not in COSTLY]
        model, least = learn_sieve(table.values[table.sure][:, cheap], table.right[table.sure], table.pages[table.sure])
        stored = tables(model, tuple(table.names[number] for number in cheap), "sieve_") | {"sieve_least": least}
        np.savez(Path(folder) / "sieve.npz", **stored)
        sieve = read_sieve(Path(folder) / "sieve.npz")
        found = list(pool.map(partial(shapes_of, kept=kept, sieve=sieve), todo, chunksize=4))
    table = together(found)
    judge = learn(table, table.values, table.sure, **_JUDGE)
    context, names = learn_context(table, found)
    np.savez_compressed(args.out, **stored, **tables(judge, table.names, ""), **tables(context, names, "context_"))
    print(f"{len(todo)} pages, {len(table.right)} shapes, {int(table.right.sum())} redactions; written to {args.out}")


if __name__ == "__main__":
    main()
