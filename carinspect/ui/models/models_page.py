"""The models page: a table, the card of one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.services.list_models import ListedModel
from carinspect.ui.models.card_view import CardView
from carinspect.ui.models.dialogs import MODEL_SUFFIX
from carinspect.ui.models.evaluation_view import EvaluationView
from carinspect.ui.models.model_work import ModelWork
from carinspect.ui.models.models_model import ModelsModel
from carinspect.ui.page import Page, PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.drop_target import DropTarget, local_paths
from carinspect.ui.widgets.headings import Headings

_BUTTONS: Final = (
    *("activate", "evaluate", "last_evaluation", "roll_back", "freeze"),
    *("export", "import", "remove"),
)


class ModelsPage(Page):
    """Models at the left, the chosen one's card at the right; evaluations take the whole page."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.models = ModelsModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.models)
        self.card = CardView(self)
        self.evaluation = EvaluationView(context.lanes.load, self)
        self.work = ModelWork(context, self)
        self._title = QLabel(self)
        self._title.setObjectName("title")
        self._hint = QLabel(self)
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self.buttons = {name: QPushButton(self) for name in _BUTTONS}
        self.buttons["activate"].setObjectName("primary")
        self._wanted = ""
        DropTarget(self, lambda mime: bool(_model_files(mime)), self._take_mime)
        self._dress_table()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.work.list_models()

    @property
    def chosen(self) -> ListedModel | None:
        """The model whose card is shown."""
        return self.models.at(self.table.currentIndex().row())

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"stop": self._stop, "undo": self.work.undo_removal}

    def refresh_actions(self) -> None:
        if self.is_current:
            self._context.actions["stop"].setEnabled(self.work.busy or self._shows_evaluation)
            self._context.actions["undo"].setEnabled(self.work.can_undo)

    def take_photos(self, paths: tuple[str, ...]) -> None:
        for path in paths:
            if path.lower().endswith(MODEL_SUFFIX):
                self.work.import_file(Path(path))

    def busy_text(self) -> str:
        return _("A model is being evaluated.") if self.work.busy else ""

    def show_model(self, model_id: str) -> None:
        """Choose a model, now or when it is listed."""
        self._wanted = model_id
        row = self.models.row_of(model_id)
        if row >= 0:
            self.table.selectRow(row)
        else:  # made since they were listed
            self.work.list_models()

    def retranslate(self) -> None:
        self._title.setText(_("Models"))
        self._hint.setText(
            _(
                "The active model inspects. Another one replaces it when a test on frozen photos"
                " says that it is not worse."
            )
        )
        words = {
            "activate": _("Activate…"),
            "evaluate": _("Evaluate…"),
            "last_evaluation": _("Last evaluation"),
            "roll_back": _("Roll back"),
            "freeze": _("Freeze test photos…"),
            "export": _("Export…"),
            "import": _("Import…"),
            "remove": _("Remove"),
        }
        for name, text in words.items():
            self.buttons[name].setText(text)
        self.table.setAccessibleName(_("Models"))
        self.models.retranslate()
        self.card.render_card()

    def recolor(self) -> None:
        self.models.retranslate()
        self.card.render_card()

    @property
    def _shows_evaluation(self) -> bool:
        return self._stack.currentWidget() is self.evaluation

    def _dress_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setHorizontalHeader(Headings(table))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (self._title, self._hint):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        for names in (("import", "roll_back"), ("freeze",)):
            column.addLayout(self._row(names))
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.card, 1)
        for names in (("activate", "evaluate", "last_evaluation"), ("export", "remove")):
            column.addLayout(self._row(names))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.setSizes([600, 580])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(splitter)
        self._stack.addWidget(self.evaluation)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.focus_first(self.table)

    def _row(self, names: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for name in names:
            row.addWidget(self.buttons[name])
        row.addStretch()
        return row

    def _connect(self) -> None:
        work, buttons = self.work, self.buttons
        work.listed.connect(self._on_listed)
        work.evaluated.connect(self._on_evaluated)
        work.busy_changed.connect(self._on_busy)
        work.arrived.connect(self.show_model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.models.modelReset.connect(self._on_row)
        buttons["import"].clicked.connect(work.ask_import)
        buttons["roll_back"].clicked.connect(work.roll_back)
        buttons["freeze"].clicked.connect(work.ask_freeze)
        for name, act in {
            "activate": work.test_and_activate,
            "evaluate": work.ask_evaluation,
            "last_evaluation": work.open_last_evaluation,
            "export": work.ask_export,
            "remove": work.remove,
        }.items():
            buttons[name].clicked.connect(self._with_chosen(act))
        self.evaluation.back_wanted.connect(self._show_models)
        self.evaluation.export_wanted.connect(self._on_export)

    def _with_chosen(self, act: Callable[[str], object]) -> Callable[[], None]:
        def slot() -> None:
            if self.chosen is not None:
                act(self.chosen.card.id)

        return slot

    def _on_listed(self, models: tuple[ListedModel, ...]) -> None:
        chosen = self._wanted or (self.chosen.card.id if self.chosen else "")
        self.models.show_models(models, self.work.active_id)
        self.table.selectRow(max(0, self.models.row_of(chosen)))
        self._wanted = ""

    def _on_row(self) -> None:
        one = self.chosen
        activations = [
            activation
            for activation in self.work.activations
            if one is not None and one.card.id in {activation.before, activation.after}
        ]
        self.card.show_card(one.card if one else None, activations, one.signed if one else None)
        self._enable()

    def _on_busy(self) -> None:
        self._enable()
        self.refresh_actions()

    def _enable(self) -> None:
        one, idle = self.chosen, not self.work.busy
        one_is_active = one is not None and one.card.id == self.work.active_id
        enabled = {
            "activate": one is not None and not one_is_active,
            "evaluate": one is not None,
            "last_evaluation": one is not None and self.work.has_evaluation(one.card.id),
            "roll_back": self.work.can_roll_back,
            "freeze": True,
            "export": one is not None,
            "import": True,
            "remove": one is not None and not one_is_active and not one.is_shipped,
        }
        for name, wanted in enabled.items():
            self.buttons[name].setEnabled(wanted and idle)

    def _on_evaluated(self, evaluation: object) -> None:
        self.evaluation.show_evaluation(evaluation)  # pyright: ignore[reportArgumentType]
        self._stack.setCurrentWidget(self.evaluation)
        self.evaluation.matrix.setFocus()
        self._on_busy()

    def _show_models(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus()
        self._on_busy()

    def _stop(self) -> None:
        if self.work.busy:
            self.work.cancel()
        elif self._shows_evaluation:
            self.evaluation.go_back()

    def _on_export(self, kind: object) -> None:
        view = self.evaluation
        if view.evaluation is not None:
            self.work.ask_evaluation_export(view.evaluation, kind, view.limit)  # pyright: ignore[reportArgumentType]

    def _take_mime(self, mime: QMimeData) -> None:
        for file in _model_files(mime):
            self.work.import_file(file)


def _model_files(mime: QMimeData) -> list[Path]:
    return [path for path in local_paths(mime) if path.suffix.lower() == MODEL_SUFFIX]
