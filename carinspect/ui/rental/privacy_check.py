"""Has a person check what a redacted evidence pack hides, before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carinspect.core.verdict import Box
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.page import PageContext
from carinspect.ui.rental.privacy_dialog import PrivacyDialog

Hidden: TypeAlias = Mapping[str, tuple[Box, ...]]


class PrivacyCheck(QObject):
    """Opens the dialog; remembers what was confirmed as long as the program runs.

    A photo is known by its SHA-256, so what was confirmed on it stays right, in every rental and
    for the pack in the other language.
    """

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._widget = context, parent
        self._confirmed: dict[str, tuple[Box, ...]] = {}
        self.dialog: PrivacyDialog | None = None

    def ask(self, rental: RentalAtDesk, then: Callable[[Hidden], object]) -> None:
        """Show the photos of a rental; ``then`` gets the boxes, if they are confirmed."""

        def on_confirmed(hidden: Hidden) -> None:
            self._confirmed.update(hidden)
            then(hidden)

        dialog = PrivacyDialog(self._context.lanes, rental, self._confirmed, self._widget)
        dialog.confirmed.connect(on_confirmed)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None
