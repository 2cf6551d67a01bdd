"""A day of training and inspecting at once, shortened: neither harms the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import PIL.Image
import psutil

from carinspect.core.inspection import Outcome
from carinspect.services.workspace import Workspace
from tests.benchmarks.bench_folder import ROOT
from tests.hostile.measure import open_handles
from tests.torture.row import Row, Verdict

_CLASSES: Final = {
    "damaged": ("bumper_broken_close", "hatchback_blue_broken", "minivan_silver_dented"),
    "undamaged": ("hatchback_blue", "minivan_silver", "sedan_red"),
}
_EACH: Final = 30
_MAX_GROWTH_MB: Final = 60.0


def busy_day_row(seconds: float) -> Row:
    folder = Path(tempfile.mkdtemp(prefix="day-"))
    try:
        _draw(folder / "data")
        return _measured(folder, seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _draw(data: Path) -> None:
    """The drawn samples, each in many sizes: enough to train on, not to learn from."""
    for name, samples in _CLASSES.items():
        (data / name).mkdir(parents=True)
        for number in range(_EACH):
            sample = ROOT / "resources" / "samples" / f"{samples[number % len(samples)]}.jpg"
            with PIL.Image.open(sample) as picture:
                turned = picture.convert("RGB").rotate(number * 12)
                turned.resize((320 + number, 240)).save(data / name / f"{number}.jpg")


def _measured(folder: Path, seconds: float) -> Row:
    own = {**os.environ, "TMPDIR": str(folder)}
    log = (folder / "train.log").open("wb")
    command = [sys.executable, "-m", "carinspect", "train", str(folder / "data"), "--epochs", "3"]
    training = subprocess.Popen(
        [*command, "--out", str(folder / "run")], stdout=log, stderr=log, env=own
    )
    workspace = Workspace(folder / "settings.json")
    inspector = workspace.inspector()
    photos = sorted((ROOT / "resources" / "samples").glob("*.jpg"))
    expected = [inspector.inspect(photo).outcome for photo in photos]
    start, handles, runs, wrong = _resident_mb(), open_handles(), 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end and (training.poll() is None or runs < 3):
        found = [inspector.inspect(photo).outcome for photo in photos]
        wrong += found != expected
        runs += 1
    workspace.close()
    code = _ended(training)
    log.close()
    growth, more = _resident_mb() - start, open_handles() - handles
    problems = [f"{wrong} rounds with other verdicts"] if wrong else []
    if growth > _MAX_GROWTH_MB:
        problems.append(f"memory grew by {growth:.0f} MB")
    if code not in {0, None}:
        problems.append(f"training ended with {code}: {_last_line(folder / 'train.log')}")
    if Outcome.ERROR in expected:
        problems.append("a sample could not be inspected")
    trained = "trained to the end" if code == 0 else "training was still going on"
    words = (
        f"{trained}; {wrong} verdicts changed; memory grew by {growth:.0f} MB;"
        f" {max(0, more)} handles left"
    )
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    fault = "training and inspecting at once, shortened"
    return Row("load", fault, runs * len(photos), words, verdict, tuple(problems))


def _ended(training: subprocess.Popen[bytes]) -> int | None:
    """Its exit code; None where it had to be ended, with whatever it had started."""
    code = training.poll()
    if code is None:
        for child in psutil.Process(training.pid).children(recursive=True):
            child.kill()
        training.kill()
        training.wait()
    return code


def _last_line(file: Path) -> str:
    return (file.read_text(errors="replace").strip().splitlines() or [""])[-1][:160]


def _resident_mb() -> float:
    return psutil.Process().memory_info().rss / 1e6
