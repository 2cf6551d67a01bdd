"""The look of every printed page: head and foot, headings, tables, photos.

A document is a :class:`PdfLayout` that is filled from top to bottom and rendered to bytes; the
caller writes them (``storage.atomic_file``). Texts are plain, never markup. Import this module
when a document is wanted: reportlab takes a moment.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from carinspect import __version__
from carinspect.core.i18n import _
from carinspect.core.verdict import Box
from carinspect.reports.pdf_canvas import (
    A4,
    MM,
    REGULAR,
    STRONG,
    NumberedCanvas,
    Painted,
    StreamedRows,
    install_fonts,
    jpeg_reader,
    platypus,
    styles,
    text_width,
)

INK: Final = "#16202b"
MUTED: Final = "#4f5b68"
LINE: Final = "#c3ccd6"
ACCENT: Final = "#1d56ad"
MARK: Final = "#d81b1b"

WIDTH_MM: Final = 174.0
"""Of the text: A4 less margins of 18 mm."""

_MARGIN: Final = 18 * MM
_FRAME: Final = 6.0
"""reportlab's frames keep so many points free inside."""
_GAP: Final = 3 * MM
_SIZE: Final = 9.5
_SMALL: Final = 8.5
_LINE_HEIGHT: Final = 15.0
_DOTS_PER_MM: Final = 150 / 25.4


@dataclass(frozen=True, slots=True)
class PhotoCell:
    """A photo on a page.

    Attributes:
        image: RGB, ``(H, W, 3)``; None for a frame that says why there is none.
        caption: lines below it.
        marks: boxes drawn on it, as fractions of its width and height.
        tone: colour of the first line, such as ``#a8231b``; the text's own by default.
    """

    image: npt.NDArray[np.uint8] | None
    caption: tuple[str, ...] = ()
    marks: tuple[Box, ...] = ()
    tone: str = INK


class PdfLayout:
    """One document, filled from top to bottom.

    Args:
        title: large on the first page, small on the others.
        foot: stands at the left of every foot, such as a date and a number.
    """

    def __init__(self, title: str, *, foot: str = "") -> None:
        install_fonts()
        self._title, self._foot = _printable(title), _printable(foot)
        self._story: list[Any] = [_paragraph(title, font=STRONG, size=18, after=2 * MM)]

    def heading(self, text: str) -> None:
        """Begin a part; it stays with what follows."""
        self._story.append(
            _paragraph(text, font=STRONG, size=12.5, before=5 * MM, after=1.5 * MM, keep=True)
        )

    def text(self, text: str, *, strong: bool = False, color: str = INK) -> None:
        """One paragraph; line breaks are kept."""
        font = STRONG if strong else REGULAR
        self._story.append(_paragraph(text, font=font, color=color, after=1.5 * MM))

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values in two columns."""
        cells = [[_paragraph(name, color=MUTED), _paragraph(value)] for name, value in rows]
        self._story.append(_table(cells, (45.0, WIDTH_MM - 45.0), ruled=False))

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths_mm: Sequence[float] = (),
        numeric: frozenset[int] = frozenset(),
    ) -> None:
        """A table whose headings are repeated on every page.

        Args:
            headings: of the columns.
            rows: as many cells as headings.
            widths_mm: of the columns; equal shares of the page by default.
            numeric: columns to set flush right.
        """
        widths = widths_mm or [WIDTH_MM / len(headings)] * len(headings)
        cells = [
            [_cell(text, strong=row is headings, right=column in numeric)
             for column, text in enumerate(row)]
            for row in (headings, *rows)
        ]  # fmt: skip
        self._story.append(_table(cells, widths, ruled=True))

    def rows(
        self,
        headings: Sequence[str],
        rows: Iterator[Sequence[str]],
        *,
        widths_mm: Sequence[float],
        numeric: frozenset[int] = frozenset(),
    ) -> None:
        """A table of any length: rows are taken one by one while the document is rendered.

        Each row is one line; what does not fit into its column is shortened.
        """
        widths = [width * MM for width in widths_mm]

        def paint(canvas: Any, part: Sequence[Sequence[str]]) -> None:  # noqa: ANN401
            _paint_rows(canvas, (headings, *part), widths, numeric)

        sizes = (sum(widths), _LINE_HEIGHT, _LINE_HEIGHT)
        # A heading before it stays with this, as the rows themselves have no end to fit.
        self._story.append(platypus.Spacer(0, MM))
        self._story.append(StreamedRows(rows, sizes, paint))

    @contextlib.contextmanager
    def together(self) -> Generator[None]:
        """What is added within the block is not parted by a page's end, where it fits on one."""
        start = len(self._story)
        yield
        self._story[start:] = [platypus.KeepTogether(self._story[start:])]

    def need(self, mm: float) -> None:
        """Go on at the top of the next page unless this one has so much room left."""
        self._story.append(platypus.CondPageBreak(mm * MM))

    def photos(
        self, cells: Sequence[PhotoCell], *, columns: int = 3, height_mm: float = 42.0
    ) -> None:
        """Photos in a grid; a photo and its caption are never parted."""
        width = WIDTH_MM / columns
        room = ((width - 4) * MM, height_mm * MM)
        for start in range(0, len(cells), columns):
            chosen = cells[start : start + columns]
            height = max(_size(cell.image, *room)[1] for cell in chosen)
            row: list[Any] = [_photo(cell, room[0], height) for cell in chosen]
            row += [""] * (columns - len(row))
            self._story.append(_table([row], [width] * columns, ruled=False))

    def drawing(self, width_mm: float, height_mm: float, paint: Callable[[Any], None]) -> None:
        """Whatever ``paint`` draws on a reportlab canvas, in points from the lower left corner."""
        self._story.append(Painted(width_mm * MM, height_mm * MM, paint))

    def space(self, mm: float) -> None:
        """Leave some room."""
        self._story.append(platypus.Spacer(0, mm * MM))

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self._story.append(platypus.PageBreak())

    def render(self) -> bytes:
        """The document; called once, at the end."""
        buffer = io.BytesIO()
        self.write(buffer)
        return buffer.getvalue()

    def write(self, file: BinaryIO) -> None:
        """Render into ``file``; called once, at the end."""
        document = platypus.SimpleDocTemplate(
            file,
            pagesize=A4,
            leftMargin=_MARGIN - _FRAME,
            rightMargin=_MARGIN - _FRAME,
            topMargin=_MARGIN + 4 * MM,
            bottomMargin=_MARGIN + 2 * MM,
            title=self._title,
            author="CarInspect",
            creator=f"CarInspect {__version__}",
        )
        document.build(self._story, canvasmaker=self._canvas)

    def _canvas(self, *arguments: Any, **named: Any) -> NumberedCanvas:  # noqa: ANN401
        return NumberedCanvas(*arguments, foot=self._paint_foot, **named)

    def _paint_foot(self, canvas: Any, page: int, pages: int) -> None:  # noqa: ANN401
        width, height = A4
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(MUTED)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        if page > 1:
            canvas.drawString(_MARGIN, height - _MARGIN + MM, self._title)
            canvas.line(_MARGIN, height - _MARGIN - MM, width - _MARGIN, height - _MARGIN - MM)
        canvas.line(_MARGIN, _MARGIN - MM, width - _MARGIN, _MARGIN - MM)
        number = _("Page {page} of {pages}").format(page=page, pages=pages)
        canvas.drawRightString(width - _MARGIN, _MARGIN - 5 * MM, number)
        left = f"CarInspect {__version__}  ·  {self._foot}" if self._foot else "CarInspect"
        canvas.drawString(_MARGIN, _MARGIN - 5 * MM, _shortened(left, width - 3.2 * _MARGIN))


def _paragraph(
    text: str,
    *,
    font: str = REGULAR,
    size: float = _SIZE,
    color: str = INK,
    **style: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    names = {"before": "spaceBefore", "after": "spaceAfter", "keep": "keepWithNext"}
    made = styles.ParagraphStyle(
        "text",
        fontName=font,
        fontSize=size,
        leading=1.38 * size,
        textColor=color,
        splitLongWords=1,
        **{names.get(name, name): value for name, value in style.items()},
    )
    return platypus.Paragraph(escape(_printable(text)).replace("\n", "<br/>"), made)


def _cell(text: str, *, strong: bool, right: bool) -> Any:  # noqa: ANN401
    font, color = (STRONG, MUTED) if strong else (REGULAR, INK)
    return _paragraph(text, font=font, color=color, size=9, alignment=2 if right else 0)


def _table(rows: list[list[Any]], widths_mm: Sequence[float], *, ruled: bool) -> Any:  # noqa: ANN401
    look: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if ruled:
        look.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE))
        look.append(("LINEBELOW", (0, 0), (-1, 0), 1, MUTED))
    table = platypus.Table(
        rows, colWidths=[width * MM for width in widths_mm], repeatRows=1 if ruled else 0
    )
    table.setStyle(platypus.TableStyle(look))
    table.hAlign = "LEFT"
    table.spaceAfter = _GAP if ruled else 0
    return table


def _paint_rows(
    canvas: Any,  # noqa: ANN401
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numeric: frozenset[int],
) -> None:
    """Draw a heading and rows of one line each, downward from the origin."""
    for number, row in enumerate(rows):
        canvas.setFont(STRONG if number == 0 else REGULAR, _SMALL)
        canvas.setFillColor(MUTED if number == 0 else INK)
        base = -number * _LINE_HEIGHT - 0.72 * _LINE_HEIGHT
        left = 0.0
        for column, (text, width) in enumerate(zip(row, widths, strict=True)):
            shown = _shortened(_printable(text).replace("\n", " "), width - _GAP, _SMALL)
            if column in numeric:
                canvas.drawRightString(left + width - _GAP, base, shown)
            else:
                canvas.drawString(left, base, shown)
            left += width
        canvas.setStrokeColor(MUTED if number == 0 else LINE)
        canvas.setLineWidth(1 if number == 0 else 0.5)
        line = -(number + 1) * _LINE_HEIGHT
        canvas.line(0, line, left - _GAP, line)


def _photo(cell: PhotoCell, width: float, height: float) -> list[Any]:
    painted = Painted(width, height, lambda canvas: _paint_photo(canvas, cell, width, height))
    lines = [
        _paragraph(line, font=STRONG if number == 0 else REGULAR, size=8.5,
                   color=cell.tone if number == 0 else MUTED)
        for number, line in enumerate(cell.caption)
    ]  # fmt: skip
    return [painted, platypus.Spacer(0, MM), *lines]


def _size(image: npt.NDArray[np.uint8] | None, width: float, height: float) -> tuple[float, float]:
    """Width and height that fit into the room given; without an image, three to four."""
    rows, columns = (3, 4) if image is None else image.shape[:2]
    scale = min(width / columns, height / rows)
    return columns * scale, rows * scale


def _paint_photo(canvas: Any, cell: PhotoCell, width: float, height: float) -> None:  # noqa: ANN401
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    if cell.image is None:
        canvas.rect(0, 0, width, height)
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(MUTED)
        canvas.drawCentredString(width / 2, height / 2 - 3, _("No photo"))
        return
    wide, high = _size(cell.image, width, height)
    longest_px = round(max(wide, high) / MM * _DOTS_PER_MM)
    top = height  # flush with the top, so that a row of photos has one upper edge
    canvas.drawImage(jpeg_reader(cell.image, longest_px), 0, top - high, wide, high)
    canvas.setStrokeColor(MARK)
    canvas.setLineWidth(1.2)
    for x0, y0, x1, y1 in cell.marks:
        canvas.rect(x0 * wide, top - y1 * high, (x1 - x0) * wide, (y1 - y0) * high)


def _shortened(text: str, room: float, size: float = 8) -> str:
    while text and text_width(text, REGULAR, size) > room:
        text = text[:-2].rstrip("…") + "…"
    return text


def _printable(text: str) -> str:
    """``text`` without what no font can show, such as the odd bytes of a file name."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
