"""The words of a PDF, as another program reads them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def text_of(document: bytes, folder: Path) -> str:
    """What ``pdftotext`` finds in ``document``; the test is skipped where it is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "a.pdf").write_bytes(document)
    done = subprocess.run(
        ["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True, check=True
    )
    return done.stdout.decode()
