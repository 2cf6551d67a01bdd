"""Where a photo lies in a view: scale and centre, without any painting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

MAX_SCALE: Final = 16.0
_MAX_FIT_SCALE: Final = 4.0
"""A tiny photo is not blown up to fill the view: it would look unfit for more than its size."""

_MARGIN: Final = 8.0


@dataclass(frozen=True, slots=True)
class Place:
    """What part of a photo shows, whatever the photo's and the view's sizes.

    Attributes:
        center: the middle of the view, as fractions of the photo's width and height.
        zoom: times the scale by which the whole photo shows; 1 shows it whole.
    """

    center: QPointF
    zoom: float = 1.0


@dataclass(slots=True)
class ViewTransform:
    """Maps photo pixels to the view.

    Attributes:
        view: size of the view in device-independent pixels.
        photo: size of the upright photo in its own pixels.
        fitted: the photo follows the size of the view.
        scale: view pixels a photo pixel; meaningless while ``fitted``.
        center: the photo pixel in the middle of the view.
    """

    view: QSizeF = field(default_factory=QSizeF)
    photo: QSizeF = field(default_factory=QSizeF)
    fitted: bool = True
    scale: float = 1.0
    center: QPointF = field(default_factory=QPointF)

    def fit_scale(self) -> float:
        """The scale by which the whole photo shows."""
        if self.photo.isEmpty():
            return 1.0
        width = max(1.0, self.view.width() - 2 * _MARGIN)
        height = max(1.0, self.view.height() - 2 * _MARGIN)
        return min(width / self.photo.width(), height / self.photo.height(), _MAX_FIT_SCALE)

    def current_scale(self) -> float:
        """The scale that is shown."""
        return self.fit_scale() if self.fitted else self.scale

    def rect(self) -> QRectF:
        """Where the photo lies, in the view's coordinates."""
        scale = self.current_scale()
        size = self.photo * scale
        center = self._photo_center() if self.fitted else self.center
        middle = QPointF(self.view.width() / 2, self.view.height() / 2)
        return QRectF(middle - center * scale, size)

    def fit(self) -> None:
        """Show the whole photo."""
        self.fitted = True

    def zoom_to(self, scale: float, anchor: QPointF) -> None:
        """Show at ``scale``, keeping the photo's pixel under ``anchor`` where it is."""
        before = self._to_photo(anchor)
        least = min(self.fit_scale(), 1.0)
        self.scale = min(max(scale, least), MAX_SCALE)
        self.fitted = self.scale <= self.fit_scale() and scale <= self.fit_scale()
        middle = QPointF(self.view.width() / 2, self.view.height() / 2)
        self.center = before - (anchor - middle) / self.scale
        self._keep_in_view()

    def place(self) -> Place:
        """What part of the photo shows."""
        center = self._photo_center() if self.fitted else self.center
        width, height = max(1.0, self.photo.width()), max(1.0, self.photo.height())
        fractions = QPointF(center.x() / width, center.y() / height)
        return Place(fractions, self.current_scale() / self.fit_scale())

    def go_to(self, place: Place) -> None:
        """Show this part of the photo."""
        self.fitted = place.zoom <= 1
        self.scale = min(place.zoom * self.fit_scale(), MAX_SCALE)
        self.center = QPointF(
            place.center.x() * self.photo.width(), place.center.y() * self.photo.height()
        )
        self._keep_in_view()

    def pan(self, delta: QPointF) -> None:
        """Move the photo by ``delta`` view pixels."""
        if not self.fitted:
            self.center = self.center - delta / self.scale
            self._keep_in_view()

    def _to_photo(self, point: QPointF) -> QPointF:
        return (point - self.rect().topLeft()) / self.current_scale()

    def _photo_center(self) -> QPointF:
        return QPointF(self.photo.width() / 2, self.photo.height() / 2)

    def _keep_in_view(self) -> None:
        half = self.view / self.scale / 2
        self.center = QPointF(
            _between(self.center.x(), half.width(), self.photo.width()),
            _between(self.center.y(), half.height(), self.photo.height()),
        )


def _between(center: float, half_view: float, length: float) -> float:
    # A photo smaller than the view stays in its middle; a larger one leaves no gap.
    if 2 * half_view >= length:
        return length / 2
    return min(max(center, half_view), length - half_view)
