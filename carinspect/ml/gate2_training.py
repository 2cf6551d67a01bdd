"""From labelled photos to a trained Gate2: examples, net, trainer, and what comes of them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.dataset import LabelledPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import EpochEnd, History, Recipe, TrainingConfig
from carinspect.ml.activations import ActivationCache, ViewSpec, training_views
from carinspect.ml.examples import Examples
from carinspect.ml.export import to_tflite
from carinspect.ml.gate1_heads import CarHead, car_head
from carinspect.ml.gate2_export import join_gates
from carinspect.ml.judgement import Judgement, judge
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.recipes import recipe_config
from carinspect.ml.split_net import SplitNet, split, trained_net
from carinspect.ml.trained_photos import OnPhotos, Photos
from carinspect.ml.trainer import Arrays, Trainer, standardise
from carinspect.ml.training_watch import Hooks

Floats = npt.NDArray[np.float32]
_HEAD_LAYERS: Final = ("standardise", "hidden", "logit")


class Gate2Training:
    """One run's arithmetic; files are the caller's.

    Args:
        config: how; its input size is set.
        photos: what on.
        cache: folder for activations.
    """

    def __init__(self, config: TrainingConfig, photos: Photos, cache: Path) -> None:
        self.config = config
        self._photos = photos
        self._cache = cache
        self._examples: tuple[Examples, Examples] | None = None

    @functools.cached_property
    def parts(self) -> SplitNet:
        return split(self.config)

    def sibling(self, config: TrainingConfig) -> Gate2Training:
        """A training on the same photos; takes over what does not depend on the difference."""
        other = Gate2Training(config, self._photos, self._cache)
        if _same_frozen_part(config, self.config):
            other._examples = self._examples
            if config.released_blocks == 0:  # released parts are trained in place: never shared
                other.parts = self.parts
        return other

    def load_examples(self, on_photos: OnPhotos) -> None:
        """Compute or fetch the activations of all photos.

        Raises:
            CarInspectError: a photo cannot be read, or the weights are missing.
        """
        if self._examples is not None:
            return
        training, validation = self._photos.training, self._photos.validation
        total = len(training) + len(validation)
        cache = ActivationCache(lambda: self.parts, self.config, self._cache)

        def examples(photos: Sequence[LabelledPhoto], views: ViewSpec, before: int) -> Examples:
            found = cache.extract(
                [photo.path for photo in photos],
                views,
                lambda done: on_photos(before + done, total),
            )
            return Examples(found, np.array([photo.label for photo in photos], np.float32))

        self._examples = (
            examples(training, training_views(self.config), 0),
            examples(validation, ViewSpec(), len(training)),
        )

    @functools.cached_property
    def trainer(self) -> Trainer:
        """The trainer, its net at its beginning."""
        training, validation = self._loaded()
        parts = self.parts  # loading it may draw random numbers, or may have happened long ago
        load_keras().utils.set_random_seed(self.config.seed)
        net = trained_net(parts)
        standardise(net, training)
        return Trainer(net, self.config, training, validation)

    def bottleneck_features(self) -> tuple[Floats, Floats]:
        """The frozen features of the training and the validation photos, first view."""
        training, validation = self._loaded()
        return tuple(e.activations.x[:, 0].astype(np.float32) for e in (training, validation))  # type: ignore[return-value]

    def begin(self, weights: Path | None, hooks: Hooks) -> None:
        """Where blocks of the backbone are trained too, give the net a trained head.

        Args:
            weights: of a head trained on frozen features; None to train one now.
            hooks: asked while it is trained.

        Raises:
            CarInspectError: the weights are of another head.
        """
        if not self.config.released_blocks:
            return
        before = Gate2Training(_head_config(self.config), self._photos, self._cache)
        before.load_examples(lambda _done, _total: hooks.check())
        if weights is None:
            check = Hooks(check=hooks.check)
            for _epoch in before.trainer.epochs((), check):
                pass
        else:
            _load_weights(before.trainer.net, weights)
        self._take_head(before.trainer.net)

    def _take_head(self, net: Any) -> None:
        mine = self.trainer.net
        for name in _HEAD_LAYERS:
            if any(layer.name == name for layer in mine.layers):
                mine.get_layer(name).set_weights(net.get_layer(name).get_weights())
        self.trainer.weights_changed()

    def epochs(self, history: History, hooks: Hooks) -> Iterator[EpochEnd]:
        """See :meth:`carinspect.ml.trainer.Trainer.epochs`."""
        return self.trainer.epochs(history, hooks)

    def save_kept_weights(self, path: Path) -> None:
        """Save the weights that would be kept if the run ended now."""
        with self.trainer.kept_weights() as net:
            net.save_weights(path)

    def state(self) -> Arrays:
        return self.trainer.state()

    def restore(self, state: Arrays) -> None:
        self.trainer.restore(state)

    def keep(self, weights: Path) -> Judgement:
        """Go back to the kept weights and judge the validation photos with them."""
        _load_weights(self.trainer.net, weights)
        _training, validation = self._loaded()
        logits = self.trainer.logits(validation)
        return judge(logits, validation.labels, validation.activations.hashes)

    def close(self) -> None:
        """Nothing to remove: activations are kept for other runs on these photos."""

    def export(self, temperature: float) -> tuple[bytes, CarHead]:
        """The net as it stands, with Gate1, as the bytes of a ``model.tflite``."""
        car = car_head(self.config.backbone, self.config.input_size_px)
        model = join_gates(self.parts, self.trainer.net, car, temperature)
        return to_tflite(model), car

    def _loaded(self) -> tuple[Examples, Examples]:
        if self._examples is None:
            raise RuntimeError("load_examples comes first")
        return self._examples


def model_sha256(content: bytes) -> str:
    """Of a ``model.tflite``, as its card states it."""
    return hashlib.sha256(content).hexdigest()


def _head_config(config: TrainingConfig) -> TrainingConfig:
    """How a head for ``config`` is trained when none is given: the bottleneck recipe."""
    plain = recipe_config(Recipe.BOTTLENECK, config.backbone)
    return dataclasses.replace(
        plain,
        input_size_px=config.input_size_px,
        hidden_units=config.hidden_units,
        activation=config.activation,
        l2=config.l2,
        dropout=config.dropout,
        detail_px=config.detail_px,
        # A linear head with a firm penalty is a convex problem: larger steps, the same end.
        learning_rate=plain.learning_rate if config.hidden_units else 10 * plain.learning_rate,
        seed=config.seed,
        seed_exact=config.seed_exact,
    )


def _same_frozen_part(one: TrainingConfig, other: TrainingConfig) -> bool:
    def key(config: TrainingConfig) -> tuple[object, ...]:
        return (
            config.backbone,
            config.input_size_px,
            config.released_blocks,
            config.seed_exact,
            training_views(config),
        )

    return key(one) == key(other)


def _load_weights(net: Any, weights: Path) -> None:
    try:
        net.load_weights(weights)
    except (OSError, ValueError, KeyError):
        raise CarInspectError(ErrorCode.RUN_WITHOUT_HEAD, run=weights.parent.name) from None
