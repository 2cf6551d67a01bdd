"""How long training takes, beside the original's way, on the development photos.

    python tests/benchmarks/bench_training.py [--short]

600 photos to train on, 400 to validate on (`splits/`). Everything is measured in this run, in an
empty cache: `bottleneck` for 50 epochs with features and again from the cache, fine-tuning for 10
epochs, and the original's way: VGG16 (random weights, which cost as much as trained ones), no
cache. Of the original's way one mini-batch is measured several times and the whole is counted from
it. Wall seconds mean little while the machine does other things: CPU seconds stand beside them.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
DATA = Path(os.environ.get("CARINSPECT_DATA", ROOT.parent / "shared" / "data"))

PHOTOS, VALIDATION, BATCH, EPOCHS = 600, 400, 16, 50


def timed(name: str, work: Callable[[], object]) -> float:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - wall
    print(f"{name:58} {seconds:8.1f} s  ({time.process_time() - cpu:.1f} CPU s)", flush=True)
    return seconds


def train(**changes: Any) -> Callable[[], object]:
    from carinspect.core.dataset import DatasetSource
    from carinspect.core.training import Recipe
    from carinspect.jobs.job import run_here
    from carinspect.ml.recipes import recipe_config
    from carinspect.services.train_gate2 import TrainGate2

    recipe = Recipe(changes.pop("recipe"))
    register = changes.pop("register", True)
    config = dataclasses.replace(recipe_config(recipe), **changes)
    splits = DATA / "splits"
    source = DatasetSource(splits / "gate2_train.csv", splits / "gate2_validation.csv")
    return lambda: run_here(TrainGate2(source, config, register=register))


def originals_way() -> float:
    """Seconds for 50 epochs in which every photo goes through VGG16 again."""
    from carinspect.ml.keras_runtime import load_keras

    keras = load_keras()
    net = keras.Sequential(
        [
            keras.applications.VGG16(include_top=False, weights=None, input_shape=(256, 256, 3)),
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    net.layers[0].trainable = False
    net.compile(keras.optimizers.SGD(1e-4, momentum=0.9), "binary_crossentropy")
    rng = np.random.default_rng(0)
    image = rng.random((BATCH, 256, 256, 3), np.float32)
    label = rng.integers(0, 2, (BATCH, 1)).astype(np.float32)
    net.train_on_batch(image, label)
    net.predict_on_batch(image)
    learn = _median(lambda: net.train_on_batch(image, label))
    look = _median(lambda: net.predict_on_batch(image))
    epoch = (learn * PHOTOS + look * VALIDATION) / BATCH
    print(f"{'the original: an epoch, counted from 5 mini-batches':58} {epoch:8.1f} s")
    print(f"{'the original: 50 epochs, extrapolated':58} {epoch * EPOCHS:8.1f} s", flush=True)
    return epoch * EPOCHS


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="leave fine-tuning out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for kind in ("DATA", "CACHE", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind.lower())
        from carinspect.ml.keras_runtime import load_keras

        timed("import TensorFlow", load_keras)
        head = train(recipe="bottleneck", register=False)
        first = timed("bottleneck, 50 epochs, features included", head)
        cached = timed("the same from the cache", head)
        timed("the same, with the model exported and registered", train(recipe="bottleneck"))
        if not args.short:
            fine = train(recipe="finetune", register=False)
            timed("finetune, 10 epochs, features included", fine)
        theirs = originals_way()
        print(f"the original's way takes {theirs / first:.0f} times as long as ours with features,")
        print(f"and {theirs / cached:.0f} times as long as ours from the cache.")


if __name__ == "__main__":
    main()
