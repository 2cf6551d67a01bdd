"""A virtual X screen, and a picture of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def virtual_screen(size: str = "1440x900") -> Iterator[str]:
    """The name of a display of its own, such as ``:99``, within the block."""
    ear, mouth = os.pipe()
    command = ["Xvfb", "-displayfd", str(mouth), "-screen", "0", f"{size}x24", "-ac"]
    command += ["-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[mouth], stderr=subprocess.DEVNULL)
    os.close(mouth)
    try:
        with os.fdopen(ear) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def photograph(display: str, path: Path) -> Path:
    """Write what stands on ``display`` as PNG."""
    import PIL.ImageGrab

    path.parent.mkdir(parents=True, exist_ok=True)
    PIL.ImageGrab.grab(xdisplay=display).save(path)
    return path
