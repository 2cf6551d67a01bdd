"""The typed edge of reportlab: fonts, a flowable that paints itself, numbered pages.

reportlab carries no types: what is needed of it leaves this module as ``Any`` or behind a typed
function. Importing it takes a moment, so whoever makes documents imports these modules when a
document is wanted, not before.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import PIL.Image
import reportlab.lib.pagesizes
import reportlab.lib.styles
import reportlab.lib.utils
import reportlab.pdfbase.pdfmetrics
import reportlab.pdfbase.ttfonts
import reportlab.pdfgen.canvas
import reportlab.platypus

from carinspect.core.paths import resource


def _untyped(thing: object) -> Any:  # noqa: ANN401 - reportlab has no types
    return thing


platypus: Final = _untyped(reportlab.platypus)
styles: Final = _untyped(reportlab.lib.styles)
A4: Final[tuple[float, float]] = _untyped(reportlab.lib.pagesizes).A4
MM: Final = 72 / 25.4
"""Points a millimetre."""

REGULAR: Final = "Pretendard-Regular"
STRONG: Final = "Pretendard-SemiBold"

_metrics: Final = _untyped(reportlab.pdfbase.pdfmetrics)
_ttfonts: Final = _untyped(reportlab.pdfbase.ttfonts)
_ImageReader: Final = _untyped(reportlab.lib.utils).ImageReader
_Canvas: Final = _untyped(reportlab.pdfgen.canvas).Canvas

_JPEG_QUALITY: Final = 85


def install_fonts() -> None:
    """Make the bundled fonts known; of each, a document holds only the letters that it uses."""
    for name in (REGULAR, STRONG):
        if name not in _metrics.getRegisteredFontNames():
            _metrics.registerFont(_ttfonts.TTFont(name, str(resource("fonts", f"{name}.ttf"))))


def text_width(text: str, font: str, size: float) -> float:
    """How wide ``text`` is, in points."""
    return float(_metrics.stringWidth(text, font, size))


def jpeg_reader(image: npt.NDArray[np.uint8], longest_px: int) -> Any:  # noqa: ANN401
    """``image`` (RGB, ``(H, W, 3)``), reduced, as something that a canvas draws.

    It is kept as JPEG: a page of photos stays small enough for a mail.
    """
    picture = PIL.Image.fromarray(image)
    picture.thumbnail((longest_px, longest_px), PIL.Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    buffer.seek(0)
    return _ImageReader(buffer)


class Painted(platypus.Flowable):
    """A block of a fixed size that ``paint`` draws, from its lower left corner, in points."""

    def __init__(self, width: float, height: float, paint: Callable[[Any], None]) -> None:
        _untyped(super()).__init__()
        self.width, self.height = width, height
        self._paint = paint

    def draw(self) -> None:
        self._paint(self.canv)


class NumberedCanvas(_Canvas):
    """Calls ``foot(canvas, page, pages)`` on every page, when it is known how many there are."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401
        foot: Callable[[Any, int, int], None],
        **named: Any,  # noqa: ANN401
    ) -> None:
        _untyped(super()).__init__(*arguments, **named)
        self._foot = foot
        self._finished: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._finished.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        finished = self._finished
        for number, state in enumerate(finished, start=1):
            self.__dict__.update(state)
            self._foot(self, number, len(finished))
            _untyped(super()).showPage()
        _untyped(super()).save()
