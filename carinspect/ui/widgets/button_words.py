"""The words of a push button."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def set_button_words(button: QPushButton, text: str, tip: str) -> None:
    """Label ``button`` with ``text``; read aloud, the dots of "…" are left out."""
    button.setText(text)
    button.setAccessibleName(text.rstrip("…"))
    button.setToolTip(tip)
