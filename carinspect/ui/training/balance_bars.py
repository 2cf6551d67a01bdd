"""How many photos of each class each split has, as bars."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.dataset import Dataset, Split
from carinspect.core.finding_texts import split_text
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.fonts import sized
from carinspect.ui.theme import GRID, colors

_ROW: Final = 4 * GRID
_NAME: Final = 10 * GRID


class BalanceBars(QWidget):
    """One row a split: undamaged at the left, damaged at the right, with their numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show the counts of ``dataset``."""
        self._dataset = dataset
        self.setAccessibleName(_("Photos by split and class"))
        self.setAccessibleDescription(", ".join(self._lines()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, _ROW * max(1, len(self._rows())))

    def _rows(self) -> list[tuple[Split, int, int]]:
        if self._dataset is None:
            return []
        return [
            (split, *self._dataset.counts(split))
            for split in Split
            if split in self._dataset.splits
        ]

    def _lines(self) -> list[str]:
        if self._dataset is None:
            return []
        whole, damaged = self._dataset.class_names
        return [f"{split_text(s)}: {u} {whole}, {d} {damaged}" for s, u, d in self._rows()]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(93))
        rows = self._rows()
        most = max((whole + damaged for _split, whole, damaged in rows), default=1) or 1
        for number, (split, whole, damaged) in enumerate(rows):
            top = number * _ROW
            painter.setPen(QColor(colors().muted))
            room = QRectF(0, top, _NAME, _ROW)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), split_text(split))
            length = (self.width() - _NAME) * (whole + damaged) / most
            self._paint_row(painter, QRectF(_NAME, top + 4, length, _ROW - 8), (whole, damaged))
        painter.end()

    def _paint_row(self, painter: QPainter, rect: QRectF, counts: tuple[int, int]) -> None:
        total = sum(counts) or 1
        names = self._dataset.class_names if self._dataset else ("", "")
        left = rect.left()
        tones = colors().tones
        for name, count, tone in zip(
            names, counts, (tones[Outcome.UNDAMAGED], tones[Outcome.DAMAGED]), strict=True
        ):
            part = QRectF(left, rect.top(), rect.width() * count / total, rect.height())
            left = part.right()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.soft))
            painter.drawRoundedRect(part.adjusted(0, 0, -2, 0), 4, 4)
            painter.setPen(QColor(tone.ink))
            room = part.adjusted(GRID, 0, -GRID, 0)
            words = QFontMetricsF(painter.font()).elidedText(
                f"{count} {name}", Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
