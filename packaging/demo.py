"""`make demo`: inspect the sample photos, print the verdicts, photograph the window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out"


def main() -> int:
    """Run the two front ends as a user would; their first failure is ours."""
    samples = sorted((ROOT / "resources" / "samples").glob("*.jpg"))
    inspected = subprocess.run(
        [sys.executable, "-m", "carinspect", "inspect", *samples], cwd=ROOT, check=False
    )
    if inspected.returncode:
        return inspected.returncode
    OUT.mkdir(exist_ok=True)
    shown = ROOT / "resources" / "samples" / "minivan_silver_dented.jpg"
    photographed = subprocess.run(
        [
            sys.executable,
            ROOT / "packaging" / "screenshots.py",
            "--out",
            OUT / "window.png",
            shown if shown.exists() else samples[0],
        ],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        check=False,
    )
    if photographed.returncode == 0:
        print(f"\nThe window: {(OUT / 'window.png').relative_to(ROOT)}")
    return photographed.returncode


if __name__ == "__main__":
    sys.exit(main())
