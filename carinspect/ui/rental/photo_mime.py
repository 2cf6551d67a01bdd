"""Photos on their way by drag and drop: from the tray to the diagram, or from outside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, cast

from PySide6.QtCore import QMimeData

from carinspect.ui.widgets.drop_target import has_local_paths

OWN_TYPE: Final = "application/x-carinspect-rental-photos"


def mime_of_photos(shas: Iterable[str]) -> QMimeData:
    """Photos of this rental, by SHA-256."""
    mime = QMimeData()
    mime.setData(OWN_TYPE, json.dumps(list(shas)).encode())
    return mime


def photos_of_mime(mime: QMimeData) -> tuple[str, ...]:
    """The SHA-256 of photos of this rental; empty where files come from outside."""
    if not mime.hasFormat(OWN_TYPE):
        return ()
    return tuple(cast("list[str]", json.loads(bytes(mime.data(OWN_TYPE).data()))))


def can_take_photos(mime: QMimeData) -> bool:
    """Whether a drop holds anything that may be a photo."""
    return mime.hasFormat(OWN_TYPE) or has_local_paths(mime)
