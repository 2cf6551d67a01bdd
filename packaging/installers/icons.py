"""The program's icon in the sizes and formats that desktops want, drawn from the one SVG."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Final

import PIL.Image

from installers.places import BUILD, ROOT

SVG: Final = ROOT / "resources" / "icons" / "app.svg"
SIZES_PX: Final = (16, 24, 32, 48, 64, 128, 256, 512)


def png(side_px: int) -> bytes:
    """The icon as PNG, ``side_px`` square, drawn at that size and not scaled."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(side_px, side_px, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SVG)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(data.data())


def app_icon_file(platform: str) -> str | None:
    """The icon that goes into the program itself; Linux programs have none."""
    suffix = {"win32": "ico", "darwin": "icns"}.get(platform)
    return None if suffix is None else str(write_icon(BUILD / f"carinspect.{suffix}"))


def write_icon(path: Path) -> Path:
    """Write the icon as ``.ico`` or ``.icns``."""
    pictures = [PIL.Image.open(io.BytesIO(png(side))) for side in SIZES_PX]
    path.parent.mkdir(parents=True, exist_ok=True)
    largest = pictures[-2] if path.suffix == ".ico" else pictures[-1]
    sizes = [picture.size for picture in pictures if picture.width <= largest.width]
    largest.save(path, append_images=pictures[:-1], sizes=sizes)
    return path
