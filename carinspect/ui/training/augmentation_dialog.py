"""Photos as training will see them: each as it is, and as augmentation changes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.core.training import Augmentation, TrainingConfig
from carinspect.services.preview_augmentation import PreviewAugmentation, PreviewedPhoto
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.qimage import to_qimage
from carinspect.ui.theme import GRID

_SIDE_PX: Final = 16 * GRID


class AugmentationDialog(QDialog):
    """Shows some photos of ``source`` under ``config``."""

    def __init__(
        self, lane: JobRunner, source: DatasetSource, config: TrainingConfig, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._lane, self._source, self._config = lane, source, config
        self._skip = 0
        self.setWindowTitle(_("Training photos, changed at random"))
        self.resize(112 * GRID, 84 * GRID)
        self._words = QLabel(_explanation(config), self)
        self._words.setWordWrap(True)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(_("Photos"))
        self._others = QPushButton(_("Other photos"), self)
        close = QPushButton(_("Close"), self)
        close.clicked.connect(self.accept)
        self._others.clicked.connect(self._on_others)
        row = QHBoxLayout()
        row.addWidget(self._others)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(self._area, 1)
        column.addLayout(row)
        self._load()

    def pictures(self) -> list[QLabel]:
        """The pictures that are shown."""
        inside = self._area.widget()
        return inside.findChildren(QLabel, "picture") if inside else []

    def _on_others(self) -> None:
        self._skip += 1
        self._load()

    def _load(self) -> None:
        self._others.setEnabled(False)
        job = PreviewAugmentation(self._source, self._config, skip=self._skip)
        handle = self._lane.submit(job)
        handle.succeeded.connect(self._on_loaded)
        handle.failed.connect(self._on_failed)
        self.finished.connect(handle.cancel)

    def _on_loaded(self, photos: tuple[PreviewedPhoto, ...]) -> None:
        self._others.setEnabled(True)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setSpacing(GRID)
        for row, photo in enumerate(photos):
            for column, image in enumerate((photo.original, *photo.views)):
                words = _("As it is") if column == 0 else _("Changed, {n}").format(n=column)
                picture = QLabel(inside)
                picture.setObjectName("picture")
                picture.setAccessibleName(f"{photo.photo.name}: {words}")
                picture.setToolTip(f"{photo.photo}\n{words}")
                picture.setPixmap(self._pixmap(QPixmap.fromImage(to_qimage(image))))
                grid.addWidget(picture, row, column)
        grid.setRowStretch(len(photos), 1)
        grid.setColumnStretch(grid.columnCount(), 1)
        self._area.setWidget(inside)

    def _pixmap(self, picture: QPixmap) -> QPixmap:
        ratio = self.devicePixelRatioF()
        side = round(_SIDE_PX * ratio)
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._words.setText(error_text(error))


def _explanation(config: TrainingConfig) -> str:
    if config.augmentation == Augmentation():
        return _("This recipe changes nothing: at the left each photo as it is, beside it as used.")
    return _(
        "At the left each photo as it is; beside it, some of the changed versions that training"
        " will draw from. Damage must stay recognisable, and no change may look like damage."
    )
