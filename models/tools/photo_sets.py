"""The development photos by folder and split; see the README beside them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("CARINSPECT_DATA", ROOT.parent / "shared" / "data"))


def folder(name: str) -> list[Path]:
    """All photos of a folder such as ``car-damage/train/damaged``, by name."""
    photos = sorted((DATA / name).glob("*.jpg"))
    if not photos:
        raise SystemExit(f"no photos in {DATA / name}: CARINSPECT_DATA must name their folder")
    return photos


def split(name: str) -> dict[Path, str]:
    """Photo -> label of a split such as ``gate1_test``."""
    with (DATA / "splits" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return {DATA / row["photo"]: row["label"] for row in csv.DictReader(file)}


def held_back(photos: list[Path], every: int = 5) -> tuple[list[Path], list[Path]]:
    """(photos to fit on, every fifth photo kept for the test)."""
    return [p for i, p in enumerate(photos) if i % every], photos[::every]
