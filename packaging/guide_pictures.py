"""Take the guide's pictures from the real program, in every language of the guide.

    python packaging/guide_pictures.py [--language ko] [NAME...]

Only drawn samples are shown. Each picture is a scene of `screenshots.py` with few colours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import PIL.Image

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "guide"
SAMPLES = ROOT / "resources" / "samples"
RETURNS = Path(tempfile.gettempdir()) / "returns"
"""Pictures show where photos lie; that is not to be where this script was run."""

_COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """One picture of the guide: its scene, the samples it needs, the size of the window."""

    scene: str
    samples: tuple[str, ...] = ()
    size: str = "1120x720"


_SEVERAL = (
    *("minivan_silver_dented", "sedan_red", "sedan_red_scratched", "hatchback_blue_broken"),
    *("bumper_broken_close", "blurred", "cup", "minivan_white"),
)

PICTURES = {
    "start": Picture("empty"),
    "inspect": Picture("inspect", _SEVERAL),
    "folder": Picture("folder"),
    "rental-photos": Picture("rental-photos"),
    "rental-findings": Picture("rental-findings"),
    "customer": Picture("rental-customer"),
    "history": Picture("history", _SEVERAL),
    "sign-in": Picture("sign-in", _SEVERAL[:3]),
    "training": Picture("training-live", size="1280x840"),
    "models": Picture("models"),
    "gate1": Picture("gate1", ("sedan_red", "hatchback_blue", "minivan_silver", "minivan_white")),
    "settings": Picture("settings", _SEVERAL[:3]),
    "doctor": Picture("doctor"),
    "log": Picture("log"),
}


def take(name: str, language: str) -> None:
    """Take one picture and write it where the guide of ``language`` shows it."""
    picture = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.png"
        photos = RETURNS / name
        photos.mkdir(parents=True, exist_ok=True)
        for sample in picture.samples:
            shutil.copy(SAMPLES / f"{sample}.jpg", photos)
        command = [
            *(sys.executable, ROOT / "packaging" / "screenshots.py", "--out", raw),
            *("--scene", picture.scene, "--language", language, "--size", picture.size),
            *(photos / f"{sample}.jpg" for sample in picture.samples),
        ]
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "LOGNAME": "Han Sora",
        }
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
        target = GUIDE / language / "pictures" / f"{name}.png"
        target.parent.mkdir(exist_ok=True)
        with PIL.Image.open(raw) as image:
            # By extent, not by frequency: a small red icon stays red.
            by_extent = PIL.Image.Quantize.MAXCOVERAGE
            none = PIL.Image.Dither.NONE
            # A few rounds of k-means bring back the very colours of the grounds.
            few = image.convert("RGB").quantize(_COLOURS, by_extent, kmeans=3, dither=none)
            few.save(target, optimize=True)


def main(arguments: list[str]) -> int:
    """Take the pictures; 1 where one did not come about."""
    from catalogs import compile_all

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    languages = sorted(folder.name for folder in GUIDE.iterdir() if folder.is_dir())
    parser.add_argument("--language", choices=languages)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    chosen = parser.parse_args(arguments)
    compile_all()
    failed = 0
    for language in [chosen.language] if chosen.language else languages:
        for name in chosen.names or PICTURES:
            try:
                take(name, language)
            except subprocess.CalledProcessError:
                failed += 1
                print(f"{language}: {name} did not come about", file=sys.stderr)
    size = sum(file.stat().st_size for file in GUIDE.glob("*/pictures/*.png"))
    print(f"{size / 1e6:.1f} MB in all")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
