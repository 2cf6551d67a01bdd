"""Fit Gate1's head for backbones and sizes that users train Gate2 on.

    python models/tools/fit_gate1_heads.py [--cache DIR] NAME:PX ...

The heads go into `models/backbones/gate1_heads.json`, from where a trained model takes its Gate1;
photos and threshold are those of the shipped model's (`train_shipped_model.fit_gate1`).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

import numpy as np
from photo_sets import ROOT
from train_shipped_model import Features, fit_gate1

sys.path.insert(0, str(ROOT))

from carinspect.core.paths import cache_dir

TARGET = ROOT / "models" / "backbones" / "gate1_heads.json"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", type=Path, default=cache_dir() / "features")
    parser.add_argument("heads", nargs="+", metavar="NAME:PX")
    args = parser.parse_args()
    for wanted in args.heads:
        name, size = wanted.split(":")
        head, threshold, figures = fit_gate1(Features(name, int(size), args.cache))
        known = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
        known[f"{name}-{size}"] = {
            "weights": [float(w) for w in head.weights.astype(np.float16)],
            "bias": head.bias,
            "threshold": threshold,
            "figures": {key: dataclasses.asdict(figure) for key, figure in figures.items()},
        }
        TARGET.write_text(json.dumps(known) + "\n", encoding="utf-8")
        print(wanted, {key: figure.value for key, figure in figures.items()}, flush=True)


if __name__ == "__main__":
    main()
