"""Kind and severity of regions, and what a car photo usually looks like, for the localized net."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from localized_pool import MarkedPhoto
from photo_sets import ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import Figure
from carinspect.ml.backbones import load
from carinspect.ml.calibration import wilson
from carinspect.ml.geometry import fit
from carinspect.ml.localized_export import CellClasses, with_hidden
from carinspect.ml.linear_head import LinearHead
from carinspect.ml.localized_net import BACKBONE, early_net
from carinspect.ml.strangeness import Familiar
from carinspect.ml.localized_windows import CELL_PX, SIZE_PX, Span, random_window

KINDS = ("scratch", "dent", "broken")
SEVERITIES = ("minor", "moderate", "severe")
PARTNER_STRENGTH = 0.0003
PARTNER_WEIGHT = 0.25
"""Of the partner's logit beside the trained net's; by AUROC on validation and kept-back photos."""
PARTNER_EVERY = 3
"""Of a pool's samples, for the partner: it has few weights."""

AXES = 48
STRANGE_SHARE = 0.01
"""Of kept-back car photos that may be called strange."""


def region_vectors(
    later: Any, photos: Sequence[MarkedPhoto], *, views: int, seed: int
) -> tuple[Any, Any, Any, Any]:
    """(hidden vectors, kinds, severities, photo numbers) of marked regions of used cars."""
    net, both = early_net(load(BACKBONE, SIZE_PX)), with_hidden(later)
    rows: list[Any] = []
    labels: list[tuple[int, int, int]] = []
    for number, photo in enumerate(photos):
        if not photo.source.startswith("used-cars"):
            continue
        for square, boxes in _views(photo, views, np.random.default_rng([seed, number])):
            early = net.predict_on_batch(square.image[None].astype(np.float32))
            logits, hidden = (x[0] for x in both.predict_on_batch(early))
            for box, category in boxes:
                severity, kind = category.split("-")
                share = _cells(box, square.placement) * np.exp(logits[..., 0])
                rows.append((hidden * share[..., None]).sum(axis=(0, 1)) / share.sum())
                labels.append((KINDS.index(kind), SEVERITIES.index(severity), number))
    kinds, severities, numbers = np.array(labels).T
    return np.array(rows, np.float32), kinds, severities, numbers


def _views(photo: MarkedPhoto, views: int, rng: Any) -> Iterator[tuple[Any, list[Any]]]:
    image = photo.pixels()
    height, width = image.shape[:2]
    boxes = photo.boxes(width, height)
    for view in range(views):
        if view == 0:
            x0, y0, x1, y1 = 0, 0, width, height
        else:
            about = boxes[int(rng.integers(len(boxes)))]
            middle = (about[0] + about[2]) / 2, (about[1] + about[3]) / 2
            x0, y0, x1, y1 = random_window((width, height), Span(0.35, 0.9), rng, middle)
        square = fit(image[y0:y1, x0:x1], SIZE_PX)
        seen = [
            (_within(box, (x0, y0, x1, y1)), outline.category)
            for box, outline in zip(boxes, photo.outlines, strict=True)
        ]
        yield square, [(box, category) for box, category in seen if box is not None]


def _within(box: Any, window: Any) -> Any:
    x0, y0, x1, y1 = window
    left, right = ((min(max(x, x0), x1) - x0) / (x1 - x0) for x in (box[0], box[2]))
    top, bottom = ((min(max(y, y0), y1) - y0) / (y1 - y0) for y in (box[1], box[3]))
    return (left, top, right, bottom) if right - left > 0.01 and bottom - top > 0.01 else None


def _cells(box: Any, place: Any) -> Any:
    """How much of each cell ``box`` covers, ``(20, 20)``."""
    side = SIZE_PX // CELL_PX
    edges = np.arange(side) * CELL_PX
    spans = (
        (place.top + place.height * box[1], place.top + place.height * box[3]),
        (place.left + place.width * box[0], place.left + place.width * box[2]),
    )
    covers = [
        np.clip(np.minimum(edges + CELL_PX, high) - np.maximum(edges, low), 0, CELL_PX) / CELL_PX
        for low, high in spans
    ]
    return np.outer(*covers) + 1e-6


def fit_classes(vectors: Any, labels: Any) -> CellClasses:
    """Multinomial logistic regression, classes half balanced lest the rare ones never win."""
    from sklearn.linear_model import LogisticRegression

    counts = np.bincount(labels)
    weights = (len(labels) / counts[labels]) ** 0.5
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-3
    model: Any = LogisticRegression(C=0.02, max_iter=3000)
    model.fit((vectors - mean) / spread, labels, sample_weight=weights)
    kernel = (model.coef_ / spread).T
    return CellClasses(
        kernel.astype(np.float32), (model.intercept_ - mean @ kernel).astype(np.float32)
    )


def class_figures(
    name: str, names: Sequence[str], head: CellClasses, vectors: Any, labels: Any, level: float
) -> dict[str, Figure]:
    """How many regions are named, and how many of the named ones rightly, class by class."""
    logits = vectors @ head.weights + head.bias
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    named, best = shares.max(axis=1) >= level, shares.argmax(axis=1)
    figures = {
        f"{name}, regions named": wilson(int(named.sum()), len(named)),
        f"{name}, right where named": wilson(int((best == labels)[named].sum()), int(named.sum())),
    }
    for index, word in enumerate(names):
        mine = named & (labels == index)
        right = int((best == index)[mine].sum())
        figures[f"{name}, {word} called so where named"] = wilson(right, int(mine.sum()))
    return figures


def fit_partner(pictures: Any, targets: Any) -> LinearHead:
    """A logistic head on the pooled frozen features of a pool's samples, weighted."""
    from sklearn.linear_model import LogisticRegression

    rows = np.array([i for i in range(0, len(targets), PARTNER_EVERY) if targets[i] >= 0])
    net, inside = load(BACKBONE, SIZE_PX), np.ones((1, SIZE_PX // 32, SIZE_PX // 32, 1), np.float32)
    features: list[Any] = []
    for part in np.array_split(rows, len(rows) // 32):
        feed = {
            "image": pictures[part].astype(np.float32),
            "inside": np.repeat(inside, len(part), axis=0),
        }
        features.extend(net.predict_on_batch(feed)["pooled"])
    mean, spread = np.mean(features, axis=0), np.std(features, axis=0) + 1e-3
    model: Any = LogisticRegression(C=PARTNER_STRENGTH, max_iter=500)
    model.fit((np.array(features) - mean) / spread, targets[rows])
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - mean @ weights)
    return LinearHead((PARTNER_WEIGHT * weights).astype(np.float32), PARTNER_WEIGHT * bias)


def fit_familiar(features: Any) -> Familiar:
    """Principal axes of the pooled features ``(N, D)`` of car photos."""
    mean = features.mean(axis=0)
    centred = features - mean
    _, values, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes[:AXES].T
    rest = (centred**2).sum(axis=1) - ((centred @ axes) ** 2).sum(axis=1)
    return Familiar(
        mean.astype(np.float32),
        axes.astype(np.float32),
        (values[:AXES] / np.sqrt(len(features))).astype(np.float32),
        float(rest.mean()),
    )


def strangenesses(features: Any, familiar: Familiar) -> Any:
    """What the net's output of that name is, ``(N,)``."""
    centred = features - familiar.mean
    along = centred @ familiar.axes
    rest = (centred**2).sum(axis=1) - (along**2).sum(axis=1)
    return 0.5 * (((along / familiar.spread) ** 2).mean(axis=1) + rest / familiar.rest)


def car_photos(fitted: Sequence[MarkedPhoto]) -> list[Path]:
    """The car photos to fit on: all that may be trained on."""
    return [photo.path for photo in fitted if not photo.source.startswith("not-car")]


def validation_photos() -> list[Path]:
    """Car photos that nothing was trained on."""
    return [
        path
        for label in ("damaged", "undamaged")
        for path in folder(f"car-damage/validation/{label}")
    ]
