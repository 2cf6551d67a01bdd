"""Shortcuts as the user's system writes them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def native_keys(shortcut: str) -> str:
    """``Ctrl+O`` as this system shows it, such as ⌘O."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def with_keys(text: str, shortcut: str) -> str:
    """``text`` for a tooltip, with its shortcut behind it where there is one."""
    return f"{text} ({native_keys(shortcut)})" if shortcut else text
