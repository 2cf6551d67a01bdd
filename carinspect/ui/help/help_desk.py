"""Opens what helps: each of its windows at most once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from carinspect.services.workspace import Workspace
from carinspect.ui.lanes import Lanes

# The windows are imported when they are opened: the first paint must not wait for them.
# ruff: noqa: PLC0415

_Window = TypeVar("_Window", bound=QDialog)


class HelpDesk(QObject):
    """The window's way to the guide, the shortcut sheet, the doctor and the log.

    Args:
        page_id: tells which page the user looks at.
    """

    def __init__(
        self, workspace: Workspace, lanes: Lanes, page_id: Callable[[], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace, self._lanes, self._page_id = workspace, lanes, page_id
        self._window = parent

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ids of the actions that are answered here, and how."""
        return {
            "help": lambda: self.show_topic(self._page_id()),
            "shortcuts": self.show_shortcuts,
            "words": lambda: self.show_topic("words"),
            "doctor": self.show_health,
            "log": self.show_log,
            "changes": lambda: self.show_topic("about:changes"),
            "licences": lambda: self.show_topic("about:parts"),
            "about": self.show_about,
        }

    def show_topic(self, address: str) -> None:
        """Show a topic of the guide, or a section of it: ``words#threshold``."""
        from carinspect.ui.help.help_window import HelpWindow
        from carinspect.ui.help.library import Place

        window = self._open(HelpWindow, lambda: HelpWindow(self._lanes.load, self._window))
        window.go_to(Place.of_link(address))

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from carinspect.ui.help.shortcut_sheet import ShortcutSheet

        self._open(ShortcutSheet, lambda: ShortcutSheet(self._window))

    def show_health(self) -> None:
        """Show the check of this computer."""
        from carinspect.ui.help.health_dialog import HealthDialog

        self._open(
            HealthDialog,
            lambda: HealthDialog(self._workspace, self._lanes.upkeep, self._window),
        )

    def show_log(self) -> None:
        """Show what the program noted."""
        from carinspect.ui.help.log_viewer import LogViewer

        self._open(LogViewer, lambda: LogViewer(self._lanes.load, self._window))

    def show_about(self) -> None:
        """Say what this program is."""
        from carinspect.ui.help.about import show_about

        show_about(self._window)

    def _open(self, kind: type[_Window], make: Callable[[], _Window]) -> _Window:
        known = [one for one in self._window.findChildren(kind) if one.isVisible()]
        window = known[0] if known else make()
        window.show()
        window.activateWindow()
        return window
