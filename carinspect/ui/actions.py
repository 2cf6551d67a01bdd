"""All that the user can do by menu and keyboard, as one table."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from carinspect.core.i18n import _
from carinspect.ui.icons import icon
from carinspect.ui.keys import with_keys


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        id: the name under which a page offers a handler.
        menu: the menu it stands in.
        text: its words; a function, as the language may change.
        keys: its shortcuts; the first is shown.
        local: the keys work only where the photo or the strip has the focus, so that they keep
            their usual meaning on buttons.
        group: a separator stands between two groups of a menu.
    """

    id: str
    menu: str
    text: Callable[[], str]
    keys: tuple[str, ...] = ()
    icon: str = ""
    local: bool = False
    group: int = 0


ACTIONS: Final = (
    ActionSpec("open_photos", "file", lambda: _("Open photos…"), ("Ctrl+O",), "photos"),
    ActionSpec("open_folder", "file", lambda: _("Open folder…"), ("Ctrl+Shift+O",), "folder"),
    ActionSpec("samples", "file", lambda: _("Try the samples"), (), "car", group=1),
    ActionSpec("inspect_again", "file", lambda: _("Inspect again"), ("F5",), "again", group=2),
    ActionSpec("stop", "file", lambda: _("Stop inspecting"), ("Esc",), "close", group=2),
    ActionSpec("sign_in", "file", lambda: _("Change user…"), (), "user", group=3),
    ActionSpec("settings", "file", lambda: _("Settings…"), ("Ctrl+,",), "settings", group=3),
    ActionSpec("quit", "file", lambda: _("Quit"), ("Ctrl+Q",), group=4),
    ActionSpec("undo", "edit", lambda: _("Undo"), ("Ctrl+Z",), "undo"),
    ActionSpec("redo", "edit", lambda: _("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("copy", "edit", lambda: _("Copy verdict"), ("Ctrl+C",), "copy", group=1),
    ActionSpec("paste", "edit", lambda: _("Paste photo"), ("Ctrl+V",), "paste", group=1),
    ActionSpec(
        "remove", "edit", lambda: _("Remove from the list"), ("Del",), "remove", local=True, group=2
    ),
    ActionSpec("remove_all", "edit", lambda: _("Clear the list"), ("Ctrl+Shift+Del",), group=2),
    ActionSpec(
        "correct_damaged",
        "edit",
        lambda: _("It shows damage"),
        ("D",),
        "damaged",
        local=True,
        group=3,
    ),
    ActionSpec(
        "correct_undamaged",
        "edit",
        lambda: _("It shows no damage"),
        ("U",),
        "undamaged",
        local=True,
        group=3,
    ),
    ActionSpec(
        "correct_not_a_car",
        "edit",
        lambda: _("It shows no car"),
        ("N",),
        "not_a_car",
        local=True,
        group=3,
    ),
    ActionSpec("previous", "view", lambda: _("Previous photo"), ("Left",), "previous", local=True),
    ActionSpec("next", "view", lambda: _("Next photo"), ("Right",), "next", local=True),
    ActionSpec(
        "next_attention",
        "view",
        lambda: _("Next photo that needs attention"),
        ("Return", "Enter"),
        local=True,
    ),
    ActionSpec(
        "heat_map", "view", lambda: _("Heat map"), ("Space",), "heat_map", local=True, group=1
    ),
    ActionSpec("zoom_in", "view", lambda: _("Zoom in"), ("+", "="), "zoom_in", group=2),
    ActionSpec("zoom_out", "view", lambda: _("Zoom out"), ("-",), "zoom_out", group=2),
    ActionSpec("fit", "view", lambda: _("Whole photo"), ("0",), "fit", group=2),
    ActionSpec("actual_size", "view", lambda: _("Actual size"), ("1",), "actual", group=2),
    ActionSpec("full_screen", "view", lambda: _("Full screen"), ("F11",), group=3),
    ActionSpec("new_rental", "rental", lambda: _("New rental…"), ("Ctrl+N",), "car"),
    ActionSpec("compare", "rental", lambda: _("Compare with pickup"), ("F6",), "again", group=1),
    ActionSpec(
        "blink", "rental", lambda: _("One over the other, or side by side"), ("B",), group=1
    ),
    ActionSpec("customer_screen", "rental", lambda: _("Customer screen"), ("F7",), "user", group=1),
    ActionSpec("help", "help", lambda: _("Help on this page"), ("F1",), "help"),
    ActionSpec("shortcuts", "help", lambda: _("Keyboard shortcuts"), ("Ctrl+/", "?")),
    ActionSpec("words", "help", lambda: _("What do these words mean?")),
    ActionSpec("doctor", "help", lambda: _("Check this computer…"), (), "check", group=1),
    ActionSpec("log", "help", lambda: _("Log…"), group=1),
    ActionSpec("changes", "help", lambda: _("What is new"), group=2),
    ActionSpec("licences", "help", lambda: _("Licences of all parts"), group=2),
    ActionSpec("updates", "help", lambda: _("Check for updates…"), group=2),
    ActionSpec("about", "help", lambda: _("About CarInspect"), group=2),
)


class Actions(QObject):
    """The table as Qt actions.

    Signals:
        wanted: the id of the action that the user triggered.
    """

    wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made = {spec.id: self._make(spec) for spec in ACTIONS}
        self.retranslate()
        self.recolor()

    def __getitem__(self, action_id: str) -> QAction:
        return self._made[action_id]

    def of_menu(self, menu: str) -> list[QAction | None]:
        """The actions of ``menu`` in order; None stands for a separator."""
        listed: list[QAction | None] = []
        group = 0
        for spec in ACTIONS:
            if spec.menu == menu:
                if spec.group != group and listed:
                    listed.append(None)
                group = spec.group
                listed.append(self._made[spec.id])
        return listed

    def enable_only(self, action_ids: Container[str]) -> None:
        """Enable these and no others."""
        for action_id, action in self._made.items():
            action.setEnabled(action_id in action_ids)

    def local(self) -> list[QAction]:
        """The actions whose keys work only in the widgets that they are added to."""
        return [self._made[spec.id] for spec in ACTIONS if spec.local]

    def retranslate(self) -> None:
        """Set all texts in the language that is spoken now."""
        for spec in ACTIONS:
            text = spec.text()
            self._made[spec.id].setText(text)
            self._made[spec.id].setToolTip(
                with_keys(text.rstrip("…"), spec.keys[0] if spec.keys else "")
            )

    def recolor(self) -> None:
        """Set all icons in the colours that are shown now."""
        for spec in ACTIONS:
            if spec.icon:
                self._made[spec.id].setIcon(icon(spec.icon))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        if spec.local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if spec.id == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.triggered.connect(lambda: self.wanted.emit(spec.id))
        return action
