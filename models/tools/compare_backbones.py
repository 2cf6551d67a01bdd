"""The measurement behind the choice of the default backbone and of its input size.

    python models/tools/compare_backbones.py [--cache DIR] [NAME:SIZE...]

One line for each: LiteRT milliseconds a photo (2 threads, the exported net alone), Gate2's
held-out log loss and accuracy on its training photos (five folds), then, for the record, the
photos that no choice may rest on: validation and `elsewhere`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from photo_sets import folder
from train_shipped_model import Features, fit_gate1, fit_gate2, measure_gate2

from carinspect.core.paths import cache_dir
from carinspect.ml.calibration import sigmoid
from carinspect.ml.export import join_heads, to_tflite
from carinspect.ml.linear_head import LinearHead, held_out_logits

CANDIDATES = (
    "efficientnet_lite0:224",
    "efficientnet_lite0:320",
    "efficientnet_lite2:256",
    "efficientnet_lite2:320",
    "efficientnet_lite2:384",
)
STRENGTH = 0.01
DETAIL_PX = 256
RUNS = 30


def milliseconds(features: Features, head: LinearHead) -> float:
    """The median time of one photo; no warm-up counts."""
    from ai_edge_litert.interpreter import Interpreter

    size, grid = features.size, features.size // 32
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "model.tflite"
        path.write_bytes(to_tflite(join_heads(features.backbone, size, head, head)))
        run = Interpreter(str(path), num_threads=2).get_signature_runner()
        image = np.random.default_rng(0).uniform(0, 255, (1, size, size, 3)).astype(np.float32)
        times: list[float] = []
        for _ in range(RUNS):
            started = time.perf_counter()
            run(image=image, inside=np.ones((1, grid, grid, 1), np.float32))
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[3:])


def held_out(features: Features) -> tuple[float, float]:
    """Log loss and accuracy on Gate2's training photos, each by a head that never saw it."""
    damaged, whole = folder("car-damage/train/damaged"), folder("car-damage/train/undamaged")
    labels = np.array([1] * len(damaged) + [0] * len(whole))
    rows = features(damaged + whole, DETAIL_PX)
    logits = held_out_logits(rows, labels, np.arange(len(labels)), STRENGTH)
    loss = float(np.logaddexp(0, -logits * (2 * labels - 1)).mean())
    return loss, float(((sigmoid(logits) >= 0.5) == labels).mean())


def compare(candidate: str, cache: Path) -> None:
    name, size = candidate.split(":")
    features = Features(name, int(size), cache)
    loss, accuracy = held_out(features)
    _, _, gate1 = fit_gate1(features)
    head, threshold, band, _ = fit_gate2(features)
    figures, numbers = measure_gate2(features, head, threshold, band)
    print(
        f"{candidate:24} {milliseconds(features, head):5.1f} ms"
        f"  held out: loss {loss:.3f} accuracy {accuracy:.3f}"
        f"  validation {figures['gate2 accuracy, car-damage/validation'].value:.3f}"
        f" AUROC {numbers['AUROC, car-damage/validation']:.3f}"
        f"  elsewhere {figures['gate2 accuracy, elsewhere'].value:.3f}"
        f" AUROC {numbers['AUROC, elsewhere']:.3f}"
    )
    print("    " + ", ".join(f"{name} {figure.value:.3f}" for name, figure in gate1.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("candidates", nargs="*", metavar="NAME:SIZE", default=CANDIDATES)
    parser.add_argument("--cache", type=Path, default=cache_dir() / "features")
    args = parser.parse_args()
    for candidate in args.candidates:
        compare(candidate, args.cache)


if __name__ == "__main__":
    main()
