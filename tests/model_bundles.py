"""Model bundles for the tests: made-up nets with true cards, or the shipped net under a name."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

from carinspect.core.model_card import Figure, ModelCard
from carinspect.core.paths import shipped_models_dir

_CARD = ModelCard(
    id="trained", created="2026-05-01", backbone="efficientnet_lite0", input_size_px=320,
    class_names=("undamaged", "damaged"), car_threshold=0.6, damage_threshold=0.5,
    review_band=(0.2, 0.8), region_level=0.5,
    model_sha256=hashlib.sha256(b"net").hexdigest(), recipe="robust", data="600 photos",
    data_fingerprint="f" * 64, seeds=(0,), figures={"accuracy": Figure(0.95, 0.92, 0.97, 400)},
    numbers={"AUROC": 0.98}, limits=("Close-ups of dirt.",), commands=("carinspect train x",),
)  # fmt: skip


def make_card(**changes: Any) -> ModelCard:
    """A card for a net whose bytes are ``b"net"``."""
    return dataclasses.replace(_CARD, **changes)


def make_bundle(folder: Path, card: ModelCard | None = None, content: bytes = b"net") -> Path:
    """A bundle whose card has the right hash."""
    folder.mkdir(parents=True)
    sha256 = hashlib.sha256(content).hexdigest()
    card = dataclasses.replace(card or make_card(), model_sha256=sha256)
    (folder / "card.json").write_text(card.to_json(), encoding="utf-8")
    (folder / "model.tflite").write_bytes(content)
    return folder


def shipped_bundle(folder: Path, model_id: str, **changes: Any) -> Path:
    """The shipped net under another id and with other thresholds: a model that really runs."""
    shipped = shipped_models_dir() / "lite0-320-linear"
    card = ModelCard.from_json((shipped / "card.json").read_text(encoding="utf-8"))
    card = dataclasses.replace(card, id=model_id, **changes)
    return make_bundle(folder, card, (shipped / "model.tflite").read_bytes())
