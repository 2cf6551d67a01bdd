"""A vehicle from above whose parts show what is photographed; each part is a button.

Two dots in each part tell pickup (left) and return (right): filled where there is a photo, a
ring where there is none. The fill repeats it, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from carinspect.core.i18n import _
from carinspect.core.record_texts import phase_text, view_text
from carinspect.core.rental import Phase, View
from carinspect.core.rental_state import RentalState
from carinspect.ui.calling import calling
from carinspect.ui.fonts import sized
from carinspect.ui.rental.photo_mime import can_take_photos
from carinspect.ui.rental.vehicle_shapes import GLYPHS, REAR_WINDOW, SHAPES, SIZE
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.drop_target import DropTarget
from carinspect.ui.widgets.panel import Panel

_DOT: Final = 4.2
_BESIDE: Final = QPointF(1, 0)
_STEPS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """How many photos of a view there are."""

    pickup: int = 0
    returned: int = 0

    def of(self, phase: Phase) -> int:
        return self.pickup if phase is Phase.PICKUP else self.returned


class VehicleDiagram(Panel):
    """Shows what is photographed and what is missing.

    Signals:
        view_wanted: the user chose a part.
        photos_dropped: view and what was let go over it (``QMimeData``).
    """

    view_wanted = Signal(object)
    photos_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[View, Shown] = {}
        self.phase = Phase.PICKUP
        self.parts = {view: _Part(view, self) for view in View}
        for view, part in self.parts.items():
            part.clicked.connect(calling(self.view_wanted.emit, view))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMinimumSize(QSize(22 * GRID, 36 * GRID))
        self.retranslate()

    def show_state(self, state: RentalState, phase: Phase) -> None:
        """Show what is photographed; ``phase`` is the one that is worked on."""
        self.phase = phase
        self._shown = {
            view: Shown(
                len(state.showing(Phase.PICKUP, view)), len(state.showing(Phase.RETURN, view))
            )
            for view in View
        }
        self.retranslate()

    def shown(self, view: View) -> Shown:
        """How many photos of ``view`` there are."""
        return self._shown.get(view, Shown())

    def step_from(self, view: View, direction: QPointF) -> None:
        """Focus the nearest part in a direction."""
        start = GLYPHS[view]

        def cost(other: View) -> float:
            way = GLYPHS[other] - start
            along = QPointF.dotProduct(way, direction)
            across = abs(way.x() * direction.y() - way.y() * direction.x())
            return along + 2.5 * across if along > 4 else float("inf")

        nearest = min(View, key=cost)
        if cost(nearest) < float("inf"):
            self.parts[nearest].setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Vehicle seen from above"))
        for view, part in self.parts.items():
            words = self._words(view)
            part.setAccessibleName(words)
            part.setToolTip(words)
            part.update()
        self.update()

    def transform(self) -> QTransform:
        """From the drawing's units to this widget."""
        scale = min(self.width() / SIZE.width(), self.height() / SIZE.height())
        left = (self.width() - SIZE.width() * scale) / 2
        top = (self.height() - SIZE.height() * scale) / 2
        return QTransform.fromTranslate(left, top).scale(scale, scale)

    def _words(self, view: View) -> str:
        shown = self.shown(view)
        counts = ", ".join(
            f"{phase_text(phase)} {shown.of(phase) or _('missing')}" for phase in Phase
        )
        return f"{view_text(view)}: {counts}"

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, 54 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        transform = self.transform()
        for view, part in self.parts.items():
            part.take_shape(transform.map(SHAPES[view]), transform.map(GLYPHS[view]))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors().control_border), 1.2))
        painter.setBrush(QColor(colors().sunken))
        painter.drawPath(self.transform().map(REAR_WINDOW))
        painter.end()


class _Part(QAbstractButton):
    """One part of the vehicle."""

    def __init__(self, view: View, diagram: VehicleDiagram) -> None:
        super().__init__(diagram)
        self._view = view
        self._diagram = diagram
        self._path = QPainterPath()
        self._middle = QPointF()
        self._is_target = False
        DropTarget(self, can_take_photos, self._take_mime, self._aim)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def take_shape(self, path: QPainterPath, middle: QPointF) -> None:
        """Lie where ``path``, in the diagram's coordinates, says."""
        room = path.boundingRect().toAlignedRect().adjusted(-3, -3, 3, 3)
        self.setGeometry(room)
        self._path = path.translated(-room.x(), -room.y())
        self._middle = middle - QPointF(room.topLeft())
        # Grown by the pen; what lies beyond belongs to the neighbours.
        wide = self._path.simplified().toFillPolygon().toPolygon()
        mask = QRegion(wide)
        for dx, dy in ((2, 0), (-2, 0), (0, 2), (0, -2)):
            mask |= QRegion(wide.translated(dx, dy))
        self.setMask(mask)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        theme, shown = colors(), self._diagram.shown(self._view)
        complete = bool(shown.pickup and shown.returned)
        now = bool(shown.of(self._diagram.phase))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.accent if complete else theme.accent_soft if now else theme.surface
        if self._is_target or self.underMouse():
            ground = theme.hover if not complete else theme.accent
        pen = QPen(QColor(theme.accent if now else theme.control_border), 1.6)
        if not (shown.pickup or shown.returned):
            pen.setStyle(Qt.PenStyle.DashLine)
        if self.hasFocus() or self._is_target:
            pen = QPen(QColor(theme.text), 3)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawPath(self._path)
        ink = QColor(theme.on_accent if complete else theme.text)
        self._paint_words(painter, ink)
        along = QPointF(0, 1) if self._view is View.WHEELS else QPointF(1, 0)
        _paint_dots(painter, self._dots(), shown, ink, along=along)
        painter.end()

    def _dots(self) -> QPointF:
        has_words = self._view in {View.INTERIOR, View.CLOSE_UP}
        return self._middle + QPointF(0, 9) if has_words else self._middle

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        if self._view not in {View.INTERIOR, View.CLOSE_UP}:
            return
        painter.setFont(sized(85))
        painter.setPen(ink)
        room = self._path.boundingRect().adjusted(2, 2, -2, 0)
        room.setHeight(room.height() * 0.58)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), view_text(self._view))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._diagram.step_from(self._view, step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def _take_mime(self, mime: QMimeData) -> None:
        self._diagram.photos_dropped.emit(self._view, mime)

    def _aim(self, on: bool) -> None:  # noqa: FBT001 - told by a drop target
        self._is_target = on
        self.update()


class DiagramLegend(Panel):
    """What the dots mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(" ".join(words for _shown, words in self._rows()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(24 * GRID, round(2 * 2.5 * GRID))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(85))
        ink = QColor(colors().muted)
        half = self.width() / 2
        for number, (shown, words) in enumerate(self._rows()):
            left, top = half * (number % 2), 2.5 * GRID * (number // 2)
            _paint_dots(painter, QPointF(left + 14, top + 1.25 * GRID), shown, ink)
            painter.setPen(ink)
            room = QRectF(left + 30, top, half - 32, 2.5 * GRID)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _rows(self) -> tuple[tuple[Shown, str], ...]:
        return (
            (Shown(1, 0), phase_text(Phase.PICKUP)),
            (Shown(0, 1), phase_text(Phase.RETURN)),
            (Shown(1, 1), _("Both")),
            (Shown(0, 0), _("missing")),
        )


def _paint_dots(
    painter: QPainter,
    middle: QPointF,
    shown: Shown,
    ink: QColor,
    *,
    along: QPointF = _BESIDE,
) -> None:
    painter.setPen(QPen(ink, 1.2))
    for side, count in ((-1, shown.pickup), (1, shown.returned)):
        painter.setBrush(ink if count else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle + along * (side * (_DOT + 1.4)), _DOT, _DOT)
