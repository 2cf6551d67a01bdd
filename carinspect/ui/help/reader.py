"""Shows Markdown and HTML in the letters and colours of the window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QImage,
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from carinspect.core.guide import guide_folder
from carinspect.core.i18n import SOURCE_LANGUAGE
from carinspect.ui.fonts import FAMILY, base_px
from carinspect.ui.theme import GRID, colors

_HEADINGS: Final = {1: 180, 2: 130, 3: 107}
"""Percent of the body text by level."""

_MARGINS: Final = {1: (0, 12), 2: (26, 6), 3: (16, 4)}
"""Room above and below a heading, in device-independent pixels."""

_LINE_PERCENT: Final = 140
_BELOW_PARAGRAPH: Final = 8
_BELOW_ITEM: Final = 4
_WIDEST_PICTURE: Final = 760


class Reader(QTextBrowser):
    """A text to read; never edited, never from the network.

    Signals:
        place_wanted: a link to another text was followed; its address.
    """

    place_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setObjectName("reader")
        self.document().setDocumentMargin(3 * GRID)
        self.anchorClicked.connect(self._on_link)

    def show_markdown(self, text: str, language: str) -> None:
        """Show a text of the guide; its pictures are looked for in the guide of ``language``."""
        folders = [guide_folder(language), guide_folder(SOURCE_LANGUAGE)]
        self.setSearchPaths([str(folder) for folder in folders])
        self.setMarkdown(text)
        self._dress()

    def show_html(self, text: str) -> None:
        """Show a text that comes with its own form."""
        self.setHtml(text)

    def go_to_section(self, number: int) -> None:
        """Bring the heading ``number`` of the first two levels to the top, counted from 0."""
        block, seen = self.document().begin(), -1
        while block.isValid():
            if 0 < block.blockFormat().headingLevel() < 3:
                seen += 1
                if seen == number:
                    break
            block = block.next()
        self._scroll_to(block if number > 0 else self.document().begin())

    def mark(self, words: str) -> None:
        """Select the next place from here on that says the first of ``words``."""
        first = next(iter(words.split()), "")
        if first and not self.find(first):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    def _on_link(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https", "mailto"}:
            QDesktopServices.openUrl(link)
        else:
            self.place_wanted.emit(link.toString())

    def _scroll_to(self, block: QTextBlock) -> None:
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(round(top) - GRID)

    def _dress(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            _dress_block(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)
        cursor.endEditBlock()
        self._fit_pictures()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - 8 * GRID
        block = self.document().begin()
        while block.isValid():
            for place, image in _images(block):
                wide = self._width_of(image.name())
                self._set_width(place, image, min(wide, room, _WIDEST_PICTURE))
            block = block.next()

    def _width_of(self, name: str) -> int:
        path = self._file_of(name)
        return QImageReader(str(path)).size().width() if path else 0

    def _file_of(self, name: str) -> Path | None:
        paths = (Path(folder) / name for folder in self.searchPaths())
        return next((path for path in paths if path.is_file()), None)

    def _scale(self, name: str, width: int) -> None:
        # A document draws a shrunken picture without smoothing, which breaks its letters.
        ratio = self.devicePixelRatioF()
        image = QImage(str(self._file_of(name)))
        if image.width() > width * ratio:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaledToWidth(round(width * ratio), smooth)
            image.setDevicePixelRatio(ratio)
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, QUrl(name), image)

    def _set_width(self, place: int, image: QTextImageFormat, width: int) -> None:
        if width > 0 and image.width() != width:
            self._scale(image.name(), width)
            cursor = QTextCursor(self.document())
            cursor.setPosition(place)
            cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
            image.setWidth(width)
            cursor.setCharFormat(image)


def _dress_block(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    form = QTextBlockFormat()
    if level:
        above, below = _MARGINS.get(level, (GRID, GRID // 2))
        form.setTopMargin(above)
        form.setBottomMargin(below)
    else:
        in_table = isinstance(QTextCursor(block).currentFrame(), QTextTable)
        below = 0 if in_table else _BELOW_ITEM if block.textList() else _BELOW_PARAGRAPH
        form.setTopMargin(0)
        form.setBottomMargin(below)
        if not _images(block):  # a line as high as a picture needs no room between lines
            by_percent = QTextBlockFormat.LineHeightTypes.ProportionalHeight
            form.setLineHeight(_LINE_PERCENT, by_percent.value)
    QTextCursor(block).mergeBlockFormat(form)
    _dress_letters(block, level)


def _dress_letters(block: QTextBlock, level: int) -> None:
    """Headings in our sizes; keys and commands, written as code, on a quiet ground."""
    for start, end, letters in _pieces(block):
        if level:
            # Qt's own sizes of headings are relative and would win over one in pixels.
            letters.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
            size = round(base_px() * _HEADINGS.get(level, 100) / 100)
            letters.setProperty(QTextCharFormat.Property.FontPixelSize, size)
            letters.setFontWeight(QFont.Weight.DemiBold)
        elif letters.fontFixedPitch():
            letters.setFontFixedPitch(False)
            letters.setFontFamilies([FAMILY])
            letters.setFontWeight(QFont.Weight.DemiBold)
            letters.setBackground(QColor(colors().sunken))
        elif letters.fontWeight() > QFont.Weight.DemiBold:
            letters.setFontWeight(QFont.Weight.DemiBold)  # the heaviest that we have
        else:
            continue
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(letters)


def _dress_table(table: QTextTable) -> None:
    theme = colors()
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderBrush(QColor(theme.border))
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setCellPadding(6)
    form.setCellSpacing(0)
    form.setTopMargin(GRID // 2)
    form.setBottomMargin(2 * GRID)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        letters = cell.format()
        letters.setBackground(QColor(theme.sunken))
        cell.setFormat(letters)


def _images(block: QTextBlock) -> list[tuple[int, QTextImageFormat]]:
    return [
        (start, letters.toImageFormat())
        for start, _end, letters in _pieces(block)
        if letters.isImageFormat()
    ]


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found: list[tuple[int, int, QTextCharFormat]] = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        found.append(
            (
                piece.position(),
                piece.position() + piece.length(),
                QTextCharFormat(piece.charFormat()),
            )
        )
        at += 1
    return found
