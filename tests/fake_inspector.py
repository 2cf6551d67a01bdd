"""An inspector that goes by the photo's bytes: fast, and importable by child processes."""

from __future__ import annotations

import dataclasses
import threading
import time
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.photo import read_photo
from tests.records import inspection

MODEL = "fake-model"


class FakeInspector:
    """``damaged...`` in the file means damaged, anything else undamaged."""

    def __init__(self, pause_s: float = 0.0) -> None:
        self.model_id = MODEL
        self._pause_s = pause_s
        self._busy = threading.Lock()

    def inspect(self, path: Path) -> Inspection:
        assert self._busy.acquire(blocking=False), "two threads use one inspector"
        try:
            time.sleep(self._pause_s)
            photo = read_photo(path)
        except CarInspectError as error:
            return Inspection(path, Outcome.ERROR, MODEL, 1.0, error=error)
        finally:
            self._busy.release()
        outcome = Outcome.DAMAGED if photo.data.startswith(b"damaged") else Outcome.UNDAMAGED
        made = inspection(str(path), outcome)
        return dataclasses.replace(made, photo=path, model_id=MODEL, sha256=photo.sha256)


def make_folder(folder: Path, count: int) -> Path:
    """Files that the fake inspector takes for photos; every third one is damaged."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        word = "damaged" if number % 3 == 0 else "fine"
        (folder / f"photo{number}.jpg").write_text(f"{word} {number}")
    return folder
