"""The ``localized`` recipe on a user's photos: samples, training, and what comes of them."""

from __future__ import annotations

import dataclasses
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.dataset import DAMAGED, LabelledPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.training import EpochEnd, History, TrainingConfig
from carinspect.ml.calibration import logits_of
from carinspect.ml.export import to_tflite
from carinspect.ml.gate1_heads import CarHead, car_head
from carinspect.ml.geometry import fit
from carinspect.ml.judgement import Judgement, judge
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.localized_early import EarlyActivations
from carinspect.ml.localized_export import Calibration, DamageNet, join_localized
from carinspect.ml.localized_net import later_net, pretrained, scale_and_shift, with_pooling
from carinspect.ml.localized_training import Samples, Schedule, Trainer
from carinspect.ml.localized_windows import SIZE_PX, MarkedPhoto
from carinspect.ml.trained_photos import OnPhotos, Photos
from carinspect.ml.training_watch import Hooks, Tally, Watch, loss_and_accuracy

Floats = npt.NDArray[np.float32]

_PART: Final = 32


@dataclasses.dataclass(frozen=True)
class _Loaded:
    samples: Samples
    validation: npt.NDArray[np.float16] = dataclasses.field(repr=False)
    labels: Floats
    hashes: tuple[str, ...]


class LocalizedTraining:
    """One run's arithmetic, with the methods of ``Gate2Training``.

    Args:
        config: how.
        photos: what on; marked damage among it.
        folder: for early activations, some 130 KB a sample; :meth:`close` removes it.
    """

    def __init__(self, config: TrainingConfig, photos: Photos, folder: Path) -> None:
        self.config = config
        self._photos, self._folder = photos, folder
        self._loaded: _Loaded | None = None

    def load_examples(self, on_photos: OnPhotos) -> None:
        """Cut the samples and compute the early activations of all photos.

        Raises:
            CarInspectError: a photo cannot be read, or the disk is full.
        """
        if self._loaded is not None:
            return
        training, validation = self._photos.training, self._photos.validation
        total, config = len(training) + len(validation), self.config
        early = EarlyActivations(self._folder)
        samples = early.of_samples(
            [self._marked(photo) for photo in training],
            config.views,
            config.seed,
            lambda done: on_photos(done, total),
        )
        rows, hashes = early.of_photos(
            [photo.path for photo in validation],
            lambda done: on_photos(len(training) + done, total),
        )
        labels = np.array([photo.label for photo in validation], np.float32)
        self._loaded = _Loaded(samples, rows, labels, hashes)

    def _marked(self, photo: LabelledPhoto) -> MarkedPhoto:
        damaged = photo.label == DAMAGED
        outlines = self._photos.outlines.get(photo.path, ()) if damaged else ()
        return MarkedPhoto(photo.path, photo.source, damaged, outlines)

    @functools.cached_property
    def trainer(self) -> Trainer:
        """The trainer, its net at its beginning."""
        config = self.config
        load_keras().utils.set_random_seed(config.seed)
        schedule = Schedule(config.epochs, config.batch_size, config.learning_rate, config.seed)
        return Trainer(pretrained(), schedule, self._examples().samples)

    def begin(self, weights: Path | None, hooks: Hooks) -> None:
        """Start from the weights of an earlier run of this recipe, or from the backbone's.

        Raises:
            CarInspectError: the weights are of another recipe.
        """
        hooks.check()
        if weights is not None:
            _load_weights(self.trainer.net, weights)
            self.trainer.weights_changed()

    def epochs(self, history: History, hooks: Hooks) -> Iterator[EpochEnd]:
        """Train on after ``history``, an epoch at a time; see ``Trainer`` of the other recipes."""
        trainer = self.trainer
        watch = Watch(trainer.updates_in_all, hooks)
        tally = Tally()
        for number in range(len(history) + 1, self.config.epochs + 1):
            tally, updates = tally.next_epoch(), 0
            for updates, loss, right, told in trainer.epoch(number):
                tally.add(max(told, 1), loss, right, 0.0)
                watch.tell(updates, tally, self._rate(updates))
                if hooks.should_stop():
                    break
            validation = self._measure()
            yield tally.epoch_end(number, updates, self._rate(updates), validation)

    def _rate(self, update: int) -> float:
        return self.config.learning_rate * self.trainer.pace(update)

    def _measure(self) -> tuple[float, float]:
        """(binary cross-entropy, accuracy at one half) of the averaged weights, in one size."""
        loaded = self._examples()
        rows, labels = loaded.validation, loaded.labels
        with self.trainer.averaged() as net:
            parts = [
                net.predict_on_batch(rows[start : start + _PART].astype(np.float32))[:, 0]
                for start in range(0, len(rows), _PART)
            ]
        return loss_and_accuracy(np.concatenate(parts), labels)

    def save_kept_weights(self, path: Path) -> None:
        """Save the weights that would be kept if the run ended now."""
        with self.trainer.averaged() as net:
            net.save_weights(path)

    def state(self) -> dict[str, npt.NDArray[Any]]:
        return self.trainer.state()

    def restore(self, state: dict[str, npt.NDArray[Any]]) -> None:
        self.trainer.restore(state)

    def keep(self, weights: Path) -> Judgement:
        """Judge the validation photos by the exported net with the kept weights."""
        _load_weights(self.trainer.net, weights)
        loaded, content = self._examples(), self._content(1.0)[0]
        logits = self._logits(content)
        return judge(logits, loaded.labels, loaded.hashes)

    def export(self, temperature: float) -> tuple[bytes, CarHead]:
        """The net as it stands, with Gate1, as the bytes of a ``model.tflite``."""
        return self._content(temperature)

    def close(self) -> None:
        """Remove what is only needed while training."""
        self._loaded = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _content(self, temperature: float) -> tuple[bytes, CarHead]:
        car = car_head(self.config.backbone, SIZE_PX)
        if car.linear is None:
            raise CarInspectError(ErrorCode.MODEL_MISSING, model=self.config.backbone)
        net = with_pooling(later := later_net())
        net.set_weights(self.trainer.net.get_weights())
        calibration = Calibration(*scale_and_shift(net)).cooled(temperature)
        sizes = sorted({SIZE_PX, self.config.input_size_px})
        return to_tflite(join_localized(sizes, car.linear, [DamageNet(later, calibration)])), car

    def _logits(self, content: bytes) -> Floats:
        from ai_edge_litert.interpreter import Interpreter

        interpreter: Any = Interpreter(model_content=content)
        signature = interpreter.get_signature_runner()
        size = self.config.input_size_px
        damage: list[float] = []
        for photo in self._photos.validation:
            square = fit(decode(read_photo(photo.path), fit_px=size).image, size)
            output = signature(
                image=square.image[None].astype(np.float32), inside=square.inside[None]
            )
            damage.append(float(output["damage"][0, 0]))
        return logits_of(damage).astype(np.float32)

    def _examples(self) -> _Loaded:
        if self._loaded is None:
            raise RuntimeError("load_examples comes first")
        return self._loaded


def _load_weights(net: Any, weights: Path) -> None:
    try:
        net.load_weights(weights)
    except (OSError, ValueError, KeyError):
        raise CarInspectError(ErrorCode.RUN_WITHOUT_HEAD, run=weights.parent.name) from None
