"""The typed edge of reportlab: fonts, a flowable that paints itself, numbered pages.

reportlab carries no types: what is needed of it leaves this module as ``Any`` or behind a typed
function. Importing it takes a moment, so whoever makes documents imports these modules when a
document is wanted, not before.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
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
_ENDLESS: Final = 1e6
"""Points, more than any page has: reportlab then asks for a part that fits."""


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


class StreamedRows(platypus.Flowable):
    """Rows of one height that are taken as the pages fill: a table of any length.

    Args:
        rows: in their order; each is drawn once, and then forgotten.
        sizes: width, height of the heading, height of a row, in points.
        paint: draws a heading and some rows below it, from the upper left corner.
    """

    def __init__(
        self,
        rows: Iterator[Sequence[str]],
        sizes: tuple[float, float, float],
        paint: Callable[[Any, Sequence[Sequence[str]]], None],
    ) -> None:
        _untyped(super()).__init__()
        self._rows, self._sizes, self._paint = rows, sizes, paint
        self._next = next(rows, None)

    def wrap(self, *_room: float) -> tuple[float, float]:
        return self._sizes[0], _ENDLESS if self._next is not None else 0.0

    def split(self, _width: float, height: float) -> list[Any]:
        """What fits into ``height``, and the rest."""
        width, head, each = self._sizes
        taken: list[Sequence[str]] = []
        while self._next is not None and head + (len(taken) + 1) * each <= height:
            taken.append(self._next)
            self._next = next(self._rows, None)
        if not taken:
            return []
        room = head + len(taken) * each
        block = Painted(width, room, lambda canvas: self._paint_from(canvas, room, taken))
        if self._next is None:
            return [block]
        # Another one, as reportlab remembers of each that it was put off to the next page.
        rest = StreamedRows(iter(()), self._sizes, self._paint)
        rest._rows, rest._next = self._rows, self._next
        return [block, rest]

    def draw(self) -> None:
        """Nothing is left to draw here."""

    def _paint_from(self, canvas: Any, top: float, rows: Sequence[Sequence[str]]) -> None:  # noqa: ANN401
        canvas.translate(0, top)
        self._paint(canvas, rows)


class NumberedCanvas(_Canvas):
    """Calls ``foot(canvas, page, pages)`` for every page, when it is known how many there are.

    Pages are packed as they end; each refers to a form that is drawn at the end, so that a
    document of thousands of pages takes little memory.
    """

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401
        foot: Callable[[Any, int, int], None],
        **named: Any,  # noqa: ANN401
    ) -> None:
        _untyped(super()).__init__(*arguments, **named)
        self._foot = foot

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        _untyped(self).doForm(f"foot{self._pageNumber}")
        _untyped(super()).showPage()

    def save(self) -> None:
        canvas = _untyped(self)
        if canvas._code:  # noqa: SLF001 - as reportlab's own save() asks
            canvas.showPage()
        pages: int = self._pageNumber - 1
        for page in range(1, pages + 1):
            canvas.beginForm(f"foot{page}", 0, 0, *A4)
            self._foot(self, page, pages)
            canvas.endForm()
        _untyped(super()).save()
