"""The window's process: everything is put together here, once."""

from __future__ import annotations

import contextlib
import functools
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from carinspect import __version__
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.settings import Theme
from carinspect.services.warm_up import WarmUp
from carinspect.services.workspace import Workspace
from carinspect.ui.crash import CrashReporter
from carinspect.ui.end_by_signal import EndBySignal
from carinspect.ui.fonts import install_fonts
from carinspect.ui.garbage import GuiGarbage
from carinspect.ui.icons import app_icon
from carinspect.ui.lanes import Lanes
from carinspect.ui.log import start_log
from carinspect.ui.main_window import MainWindow
from carinspect.ui.pages import PAGES
from carinspect.ui.theme import ThemeSwitch
from carinspect.ui.translation import LanguageSwitch
from carinspect.ui.window_state import restore_window

logger = logging.getLogger(__name__)


def run(paths: list[Path]) -> int:
    """Open the window, inspect ``paths``, and work until it is closed; the exit code."""
    start_log()
    app = make_application(sys.argv)
    crash = CrashReporter(app)
    crash.install()
    session = Session(app, Workspace())
    end = EndBySignal(app)
    end.wanted.connect(session.window.close)
    session.start(tuple(paths))
    try:
        return app.exec()
    finally:
        end.close()
        session.end()
        crash.uninstall()


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application, dressed."""
    app = QApplication(arguments)
    dress(app)
    return app


def dress(app: QApplication) -> None:
    """Give ``app`` our name, style, letters and icon."""
    app.setApplicationName("carinspect")
    app.setApplicationDisplayName("CarInspect")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("carinspect")
    # The same drawing everywhere, which the style sheet builds upon.
    app.setStyle("Fusion")
    install_fonts()
    app.setWindowIcon(app_icon())


class Session(QObject):
    """One window with its lanes, its language and its theme."""

    def __init__(self, app: QApplication, workspace: Workspace) -> None:
        super().__init__(app)
        self._workspace = workspace
        self._garbage = GuiGarbage(self)
        self._languages = LanguageSwitch(app)
        self._languages.speak(workspace.settings.language)
        self._themes = ThemeSwitch(app)
        self._themes.apply(workspace.settings.theme)
        self.lanes = Lanes(self)
        self.window = MainWindow(workspace, self.lanes)
        self.window.language_chosen.connect(self._on_language)
        self.window.theme_chosen.connect(self._on_theme)
        self.window.settings_changed.connect(self._on_settings)
        restore_window(self.window)

    def start(self, paths: tuple[Path, ...] = ()) -> None:
        """Show the window; load the model and inspect ``paths`` once it is painted."""
        # Loading the model would compete with the first paint for the interpreter.
        after = functools.partial(self._after_first_paint, paths)
        self.window.first_painted.connect(lambda: QTimer.singleShot(0, self, after))
        self.window.show()
        if self._workspace.problem is not None:
            self.window.messages.show_error(self._workspace.problem)

    def end(self) -> None:
        """Stop the lanes and take the window down."""
        self.window.hide()
        self.lanes.shutdown()
        self._workspace.close()
        self._languages.forget_qt_strings()
        self.window.deleteLater()
        self._garbage.stop()

    def _after_first_paint(self, paths: tuple[Path, ...]) -> None:
        logger.info("window ready")
        self.window.show_status(lambda: _("Loading the model…"))
        warm_up = self.lanes.inspect.submit(WarmUp(self._workspace.inspector))
        warm_up.succeeded.connect(self._on_warm)
        warm_up.failed.connect(self._on_cold)
        self.window.page(PAGES[0].id).take_photos(tuple(str(path) for path in paths))

    def _on_warm(self, model_id: str) -> None:
        logger.info("model ready: %s", model_id)
        self.window.show_status(lambda: _("Ready. Model: {model}").format(model=model_id))
        self.window.user.ask()

    def _on_cold(self, error: Exception) -> None:
        self.window.show_status(lambda: _("The model could not be loaded."))
        self.window.user.ask()
        if not isinstance(error, CarInspectError):
            raise error
        self.window.messages.show_error(error)

    def _on_language(self, code: str) -> None:
        self._languages.speak(code)
        self._change(language=code)

    def _on_theme(self, theme: Theme) -> None:
        self._themes.apply(theme)
        self._change(theme=theme)

    def _on_settings(self, changes: dict[str, object]) -> None:
        self._change(**changes)

    def _change(self, **changes: object) -> None:
        try:
            self._workspace.change(**changes)
        except CarInspectError as error:
            with contextlib.suppress(RuntimeError):
                self.window.messages.show_error(error)
