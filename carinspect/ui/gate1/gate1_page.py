"""The Gate1 page: categories in one tab, evaluation in the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.gate1.categories_tab import CategoriesTab
from carinspect.ui.gate1.evaluation_tab import EvaluationTab
from carinspect.ui.page import Page, PageContext
from carinspect.ui.widgets.tabs import Tabs


class Gate1Page(Page):
    """What cars are taken for, and how well Gate1 tells them from other things."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.categories = CategoriesTab(context, self)
        self.evaluation = EvaluationTab(context, self)
        self.tabs = Tabs(self)
        for tab in (self.categories, self.evaluation):
            self.tabs.addTab(tab, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.focus_first(self.tabs)
        self.categories.lists_changed.connect(self.evaluation.reload_lists)
        self.categories.lists_changed.connect(self.refresh_actions)
        self.retranslate()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"stop": self._stop, "undo": self.categories.undo}

    def refresh_actions(self) -> None:
        if self.is_current:
            self._context.actions["undo"].setEnabled(self.categories.can_undo)

    def take_photos(self, paths: tuple[str, ...]) -> None:
        if paths:
            self.categories.cars.choose(Path(paths[0]))

    def busy_text(self) -> str:
        if self.categories.runner.busy or self.evaluation.runner.busy:
            return _("Gate1 is being tried on photos; the result would be lost.")
        return ""

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Gate1"))
        self.tabs.setTabText(0, _("Car categories"))
        self.tabs.setTabText(1, _("Evaluation"))

    def _stop(self) -> None:
        self.categories.runner.cancel()
        self.evaluation.runner.cancel()
