"""The window: rail, pages, menus, status bar; knows nothing of a page's insides."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, available_languages, pgettext
from carinspect.core.settings import Settings, Theme
from carinspect.services.workspace import Workspace
from carinspect.ui.actions import Actions
from carinspect.ui.calling import calling
from carinspect.ui.help.help_desk import HelpDesk
from carinspect.ui.lanes import Lanes
from carinspect.ui.page import Page, PageContext
from carinspect.ui.pages import PAGES
from carinspect.ui.rail import Rail
from carinspect.ui.theme import DARK, colors
from carinspect.ui.translation import LANGUAGE_NAMES, other_language
from carinspect.ui.users.current_user import CurrentUser
from carinspect.ui.users.sign_in_dialog import SignInDialog
from carinspect.ui.users.user_chip import UserChip
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.job_bar import JobBar
from carinspect.ui.widgets.message_bar import MessageBar
from carinspect.ui.window_state import save_window


class MainWindow(QMainWindow):
    """Holds the pages.

    Signals:
        language_chosen: ``system`` or the code of a language.
        theme_chosen: a :class:`Theme`.
        settings_changed: other fields of the settings and their new values.
        first_painted: the window is on the screen.
        closed: the user closed the window for good.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    settings_changed = Signal(dict)
    first_painted = Signal()
    closed = Signal()

    def __init__(self, workspace: Workspace, lanes: Lanes) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._workspace = workspace
        self._lanes = lanes
        self.actions_table = Actions(self)
        self.messages = MessageBar(self)
        self.job_bar = JobBar(self)
        self.user = CurrentUser(lanes.records, workspace, self)
        self.user_chip = UserChip(self)
        self.help = HelpDesk(workspace, lanes, self._page_id, self)
        self.rail = Rail(self)
        self._help_button = IconButton("help", self, side=16)
        self._stack = QStackedWidget(self)
        self._is_painted = False
        self._pages: dict[str, Page] = {}
        self._status = QLabel(self)
        # Long words are cut off; they must not widen the window.
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._status_text: Callable[[], str] = str
        self._menus = {name: QMenu(self) for name in ("file", "edit", "view", "rental", "help")}
        self._recent, self._languages, self._themes = (QMenu(self) for _n in range(3))
        self._lay_out()
        self._fill_menus()
        self._connect()
        self.show_page(PAGES[0].id)
        self._retranslate()

    def page(self, page_id: str) -> Page:
        """The page ``page_id``, made when it is first asked for."""
        if page_id not in self._pages:
            spec = next(spec for spec in PAGES if spec.id == page_id)
            context = PageContext(
                self._workspace,
                self._lanes,
                self.messages,
                self.job_bar,
                self.actions_table,
                self.user,
            )
            self._pages[page_id] = spec.make(context, self._stack)
            self._pages[page_id].photos_wanted.connect(self._give_photos)
            self._pages[page_id].model_wanted.connect(self._show_model)
            self._pages[page_id].help_wanted.connect(self.help.show_topic)
            self._stack.addWidget(self._pages[page_id])
        return self._pages[page_id]

    def show_page(self, page_id: str) -> None:
        """Turn to a page."""
        page = self.page(page_id)
        for other in self._pages.values():
            other.is_current = other is page
        self._stack.setCurrentWidget(page)
        self.actions_table.enable_only({*self._own_handlers(), *page.handlers()})
        page.refresh_actions()
        page.setFocus()
        self.rail.mark(page_id)

    def _page_id(self) -> str:
        shown = self._stack.currentWidget()
        return next(page_id for page_id, page in self._pages.items() if page is shown)

    def show_status(self, text: Callable[[], str]) -> None:
        """Say something in the status bar; a function, as the language may change."""
        self._status_text = text
        self._status.setText(text())

    def _lay_out(self) -> None:
        center = QWidget(self)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(center)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(center)
        self._help_button.clicked.connect(self.actions_table["help"].trigger)
        if sys.platform == "darwin":  # whose menu bar belongs to the system
            self.statusBar().addPermanentWidget(self._help_button)
        else:
            self.menuBar().setCornerWidget(self._help_button)
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().addPermanentWidget(self.job_bar)
        self.statusBar().addPermanentWidget(self.user_chip)
        self.statusBar().setSizeGripEnabled(False)

    def _fill_menus(self) -> None:
        for name, menu in self._menus.items():
            self.menuBar().addMenu(menu)
            for action in self.actions_table.of_menu(name):
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
        self._menus["file"].insertMenu(self.actions_table["samples"], self._recent)
        before = self.actions_table["full_screen"]
        self._menus["view"].insertMenu(before, self._languages)
        self._menus["view"].insertMenu(before, self._themes)
        self._fill_languages()
        self._themes_group = QActionGroup(self)
        for theme in Theme:
            action = self._themes.addAction("")
            action.setCheckable(True)
            action.setData(theme.value)
            action.triggered.connect(calling(self.theme_chosen.emit, theme))
            self._themes_group.addAction(action)

    def _fill_languages(self) -> None:
        group = QActionGroup(self)
        for code in ("system", *available_languages()):
            action = self._languages.addAction(LANGUAGE_NAMES.get(code, code))
            action.setCheckable(True)
            action.setData(code)
            action.triggered.connect(calling(self.language_chosen.emit, code))
            group.addAction(action)

    def _connect(self) -> None:
        self.actions_table.wanted.connect(self._on_action)
        self.job_bar.cancel_wanted.connect(self.actions_table["stop"].trigger)
        self.rail.page_wanted.connect(self.show_page)
        self.user_chip.clicked.connect(self.actions_table["sign_in"].trigger)
        self.user.changed.connect(self.user_chip.show_user)
        self.user.unknown.connect(self._sign_in)
        self.user.failed.connect(self._on_no_records)
        self.rail.language_wanted.connect(self._on_other_language)
        self.rail.theme_wanted.connect(
            lambda: self.theme_chosen.emit(Theme.LIGHT if colors() is DARK else Theme.DARK)
        )
        self._recent.aboutToShow.connect(self._fill_recent)
        for menu in (self._languages, self._themes):
            menu.aboutToShow.connect(self._check_choices)
        for spec in PAGES:
            keys = QShortcut(QKeySequence(spec.keys), self)
            keys.activated.connect(calling(self.show_page, spec.id))

    def _sign_in(self) -> None:
        SignInDialog(self._lanes.records, self._workspace, self.user, self).open()

    def _show_settings(self) -> None:
        from carinspect.ui.settings.settings_dialog import (  # noqa: PLC0415 - the first paint
            SettingsDialog,
        )

        dialog = SettingsDialog(self._workspace, self._lanes, self.user, self)
        dialog.language_chosen.connect(self.language_chosen)
        dialog.theme_chosen.connect(self.theme_chosen)
        dialog.changed.connect(self.settings_changed)
        dialog.show()

    def _show_updates(self) -> None:
        from carinspect.ui.updates_dialog import UpdatesDialog  # noqa: PLC0415 - the first paint

        UpdatesDialog(self._lanes.upkeep, self).show()

    def _on_no_records(self, error: CarInspectError) -> None:
        self.messages.show_error(error, _("Try again"), self.user.ask)

    def _on_other_language(self) -> None:
        self.language_chosen.emit(other_language())

    def _own_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "quit": self.close,
            "sign_in": self._sign_in,
            "settings": self._show_settings,
            "full_screen": self._toggle_full_screen,
            "updates": self._show_updates,
            **self.help.handlers(),
        }

    def _on_action(self, action_id: str) -> None:
        own = self._own_handlers()
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            own.update(page.handlers())
        handler = own.get(action_id)
        if handler is not None:
            handler()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _fill_recent(self) -> None:
        self._recent.clear()
        for name in self._workspace.settings.recent_photos:
            # An ampersand in a file name is not a shortcut.
            action = self._recent.addAction(name.replace("&", "&&"))
            action.triggered.connect(calling(self._open_recent, name))
        if self._recent.isEmpty():
            self._recent.addAction(_("No recent photos")).setEnabled(False)

    def _open_recent(self, photo: str) -> None:
        self._give_photos(PAGES[0].id, (photo,))

    def _give_photos(self, page_id: str, paths: tuple[str, ...]) -> None:
        self.show_page(page_id)
        self.page(page_id).take_photos(paths)

    def _show_model(self, model_id: str) -> None:
        self.show_page("models")
        self.page("models").show_model(model_id)

    def _check_choices(self) -> None:
        settings: Settings = self._workspace.settings
        for menu, chosen in (
            (self._languages, settings.language),
            (self._themes, settings.theme.value),
        ):
            for action in menu.actions():
                action.setChecked(action.data() == chosen)

    def _retranslate(self) -> None:
        self.setWindowTitle("CarInspect")
        titles = {
            "file": _("File"),
            "edit": _("Edit"),
            "view": _("View"),
            "rental": pgettext("menu", "Rental"),
            "help": _("Help"),
        }
        for name, title in titles.items():
            self._menus[name].setTitle(title)
        self._recent.setTitle(_("Recent photos"))
        self._languages.setTitle(_("Language"))
        self._themes.setTitle(_("Colours"))
        self._languages.actions()[0].setText(_("As the system"))
        words = {
            Theme.SYSTEM: _("As the system"),
            Theme.LIGHT: _("Light"),
            Theme.DARK: _("Dark"),
        }
        for action in self._themes.actions():
            action.setText(words[Theme(action.data())])
        self._status.setText(self._status_text())
        self._help_button.set_words(_("Help on this page"), "F1")
        self.actions_table.retranslate()

    def _may_close(self) -> bool:
        texts = [text for page in self._pages.values() if (text := page.busy_text())]
        return not texts or ask_to_close(self, "\n".join(texts))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.actions_table.recolor()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        save_window(self)
        event.accept()
        self.closed.emit()


def ask_to_close(parent: QWidget, text: str) -> bool:
    """Ask whether to close although something would be lost; tests replace this."""
    box = QMessageBox(QMessageBox.Icon.Question, _("Close CarInspect?"), text, parent=parent)
    leave = box.addButton(_("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Keep working"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is leave
