"""TensorBoard's logs of a run, on demand."""

from __future__ import annotations

from pathlib import Path

from carinspect.core.training import EpochEnd
from carinspect.ml.keras_runtime import load_tensorflow

_SCALARS = ("loss", "accuracy", "val_loss", "val_accuracy", "penalty", "learning_rate")


class TensorBoardLog:
    """Writes what an epoch came to, under the names that Keras uses.

    Args:
        folder: of one run; TensorBoard shows the folders beside it as other runs.
    """

    def __init__(self, folder: Path) -> None:
        self._summary = load_tensorflow().summary
        self._writer = self._summary.create_file_writer(str(folder))

    def add(self, epoch: EpochEnd) -> None:
        """Write one epoch, at once."""
        with self._writer.as_default():
            for name in _SCALARS:
                self._summary.scalar(f"epoch_{name}", getattr(epoch, name), step=epoch.epoch)
        self._writer.flush()
