"""`make bench`: one 12-megapixel JPEG from file to verdict, against the original's way.

Ours: both gates, quality and heat map through the product's own path. The original's: the whole
JPEG decoded twice by Keras and squashed, then two `predict` calls of VGG16, one with its
classifier and one with a small head (random weights: the arithmetic is the same).
Also: process start to the first verdict on the command line, and its peak memory.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import PIL.Image

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
RUNS = 7


def twelve_megapixels(folder: Path) -> Path:
    """A drawn car with a camera's noise, 4000 x 3000."""
    with PIL.Image.open(ROOT / "resources" / "samples" / "sedan_red.jpg") as sample:
        large = np.asarray(sample.resize((4000, 3000), PIL.Image.Resampling.BICUBIC), np.float32)
    noise = np.random.default_rng(0).normal(0, 6, large.shape)
    path = folder / "photo.jpg"
    PIL.Image.fromarray(np.clip(large + noise, 0, 255).astype(np.uint8)).save(path, quality=88)
    return path


def timed(act) -> list[float]:
    act()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return times


def ours(photo: Path) -> list[float]:
    from carinspect.services.workspace import Workspace

    inspector = Workspace().inspector()
    return timed(lambda: inspector.inspect(photo))


def originals(photo: Path) -> list[float]:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras

    first = keras.applications.VGG16(weights=None)
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(256, 256, 3))
    second = keras.Sequential(
        [
            base,
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )

    def load(side: int):
        image = keras.utils.load_img(photo, target_size=(side, side))
        return keras.utils.img_to_array(image)[None]

    def inspect() -> None:
        first.predict(keras.applications.vgg16.preprocess_input(load(224)), verbose=0)
        second.predict(load(256) / 255.0, verbose=0)

    return timed(inspect)


def first_verdict(photo: Path) -> list[float]:
    command = [sys.executable, "-m", "carinspect", "inspect", "--json", str(photo)]
    return timed(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))


def peak_memory_mb(photo: Path) -> float:
    """Of the inspecting process; asked of a small parent, whose own memory counts before exec."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-m", "carinspect", "inspect", str(photo)]
    measured = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return float(measured.stdout)


def line(name: str, times: list[float], target: str) -> None:
    spread = f"{min(times):8.0f} {statistics.median(times):8.0f} {max(times):8.0f}"
    print(f"{name:52} {spread}  {target}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        photo = twelve_megapixels(Path(folder))
        print(f"{photo.stat().st_size / 1e6:.1f} MB JPEG of 12 megapixels, {os.cpu_count()} cores")
        print(f"{'milliseconds':52} {'min':>8} {'median':>8} {'max':>8}  target")
        fast, slow = ours(photo), originals(photo)
        line("file to verdict, both gates and heat map", fast, "<= 120")
        line("the original's way", slow, "")
        line("process start to first verdict", first_verdict(photo), "<= 2000")
        ratio = statistics.median(slow) / statistics.median(fast)
        print(f"{'times faster (medians)':52} {ratio:17.1f}           >= 10")
        print(
            f"{'peak memory of that process, MB':52} {peak_memory_mb(photo):17.0f}           < 400"
        )


if __name__ == "__main__":
    main()
