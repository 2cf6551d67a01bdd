"""Ask Gate1 about photos whose contents are known; look through those it got wrong."""

from __future__ import annotations

import json
from typing import Final

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.gate1_texts import failure_text, list_text, rule_text
from carinspect.core.gate1_tools import CategoryList, Gate1Answer, Gate1Evaluation, Rule
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.inspection import Outcome
from carinspect.core.texts import error_text
from carinspect.reports.gate1_record import evaluation_csv, evaluation_record
from carinspect.services.category_lists import list_names, read_category_list
from carinspect.services.save_file import SaveFile
from carinspect.services.try_gate1 import EvaluateGate1, NewInspector, gate1_inspector
from carinspect.services.workspace import default_model_id
from carinspect.ui.calling import calling
from carinspect.ui.gate1 import gate1_dialogs
from carinspect.ui.gate1.figures_table import FiguresTable, figure_text
from carinspect.ui.gate1.path_field import PathField
from carinspect.ui.gate1.run_row import RunRow
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.class_bars import ClassBars
from carinspect.ui.widgets.gallery import Gallery, GalleryPhoto
from carinspect.ui.widgets.panel import Panel

_BESIDE_PX: Final = 34 * GRID


class EvaluationTab(Panel):
    """Chooses the photos, shows the figures and the failed photos."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.new_inspector: NewInspector = gate1_inspector
        self.evaluation: Gate1Evaluation | None = None
        self.rule = Rule.HEAD
        self.cars = PathField(context, lambda: _("Photos of cars"), self)
        self.not_cars = PathField(context, lambda: _("Photos of other things"), self)
        self.runner = RunRow(context, lambda: _("Evaluate"), self)
        self.choice = QComboBox(self)
        self._choice_label, self._words, self._hint = (QLabel(self) for _number in range(3))
        self._hint.setObjectName("muted")
        for label in (self._words, self._hint):
            label.setWordWrap(True)
        self.table = FiguresTable(self)
        self.rules = {rule: QPushButton(self) for rule in Rule}
        self.exports = {ending: QPushButton(self) for ending in ("csv", "json")}
        self._bars = ClassBars()
        beside = QWidget(self)
        beside.setFixedWidth(_BESIDE_PX)
        column = QVBoxLayout(beside)
        column.addWidget(self._bars)
        column.addStretch()
        self.gallery = Gallery(context.lanes.load, self, beside=beside)
        self._connect()
        self._lay_out()
        self.reload_lists()
        self.retranslate()

    def evaluate(self) -> None:
        """Ask Gate1 about the chosen photos, by both rules."""
        cars, not_cars = self.cars.path, self.not_cars.path
        if cars is None or not_cars is None:
            self._context.messages.note(_("Choose photos of cars and of other things first."))
            return
        try:
            categories = read_category_list(self.choice.currentData())
        except CarInspectError as error:
            self._context.messages.show_error(error)
            return
        model = self._context.workspace.settings.model_id or default_model_id()
        job = EvaluateGate1(cars, not_cars, model, categories, self.new_inspector)
        self.runner.run(job, self._on_evaluated)

    def reload_lists(self) -> None:
        """Read which lists there are; the one in use is chosen."""
        self.choice.clear()
        for name in list_names():
            self.choice.addItem(list_text(CategoryList(name, ())), name)
        chosen = self._context.workspace.settings.category_list
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))

    def show_rule(self, rule: Rule) -> None:
        """Look through what ``rule`` got wrong."""
        self.rule = rule
        self._show()

    def retranslate(self) -> None:
        self._choice_label.setText(_("List"))
        self.choice.setAccessibleName(_("List of car categories"))
        self.choice.setItemText(0, list_text(CategoryList("", ())))
        for ending, text in (("csv", _("Export CSV…")), ("json", _("Export JSON…"))):
            self.exports[ending].setText(text)
            self.exports[ending].setAccessibleName(text.rstrip("…"))
        self._hint.setText(
            _(
                "Choose a folder of cars and one of other things, whose sub-folders are groups such"
                " as animals or trains; or one CSV file with the columns photo and label for both."
                " Take other photos than those that the list was collected from: on those, every"
                " list looks good."
            )
        )
        self._show()

    def _on_evaluated(self, evaluation: Gate1Evaluation) -> None:
        self.evaluation = evaluation
        self._show()
        if evaluation.unreadable:
            n, first = len(evaluation.unreadable), error_text(evaluation.unreadable[0].error)
            self._context.messages.warn(
                _("{n} files could not be read. {first}").format(n=n, first=first)
            )

    def _show(self) -> None:
        evaluation = self.evaluation
        known = evaluation is not None
        self._hint.setVisible(not known)
        for widget in (self._words, self.gallery, *self.exports.values()):
            widget.setVisible(known)
        self.table.setVisible(known and not self.gallery.is_large)
        self.table.show_evaluation(evaluation)
        for rule, button in self.rules.items():
            button.setVisible(known)
            n = len(evaluation.failed(rule)) if evaluation else 0
            text = _("{rule}: {n} failed").format(rule=rule_text(rule), n=n)
            button.setText(text)
            button.setAccessibleName(text)
            button.setChecked(rule is self.rule)
        self._words.setText(_in_words(evaluation) if evaluation else "")
        self.gallery.show_photos(
            self._failed(), lambda: _("Nothing failed by this rule: no photo to look through.")
        )

    def _failed(self) -> list[GalleryPhoto]:
        if self.evaluation is None:
            return []
        categories = self.evaluation.categories
        return [
            GalleryPhoto(
                one.photo.path,
                f"{one.photo.group} · {imagenet_text(one.top5[0].wnid, one.top5[0].name)}",
                failure_text(one, self.rule, categories),
                Outcome.NOT_A_CAR if one.photo.is_car else Outcome.REVIEW,
                payload=one,
            )
            for one in self.evaluation.failed(self.rule)
        ]

    def _on_current(self, photo: GalleryPhoto | None) -> None:
        answer = photo.payload if photo is not None else None
        self._bars.show_guesses(answer.top5 if isinstance(answer, Gate1Answer) else ())

    def _export(self, ending: str) -> None:
        if self.evaluation is None:
            return
        file = gate1_dialogs.ask_export_file(self, "gate1-evaluation", ending)
        if file is None:
            return
        if ending == "csv":
            content = evaluation_csv(self.evaluation)
        else:
            record = evaluation_record(self.evaluation)
            content = json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        job = self._context.lanes.records.submit(SaveFile(file, content))
        told = _("{file} is saved.").format(file=file.name)
        job.succeeded.connect(calling(self._context.messages.note, told))
        job.failed.connect(self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _connect(self) -> None:
        self.runner.start_wanted.connect(self.evaluate)
        self.gallery.current_changed.connect(self._on_current)
        group = QButtonGroup(self)
        for rule, button in self.rules.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(calling(self.show_rule, rule))
        for ending, button in self.exports.items():
            button.clicked.connect(calling(self._export, ending))

    def _lay_out(self) -> None:
        start, rules = QHBoxLayout(), QHBoxLayout()
        start.addWidget(self.runner, 1)
        start.addWidget(self._choice_label)
        start.addWidget(self.choice)
        for button in self.rules.values():
            rules.addWidget(button)
        rules.addStretch()
        for button in self.exports.values():
            rules.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.cars)
        column.addWidget(self.not_cars)
        column.addLayout(start)
        column.addWidget(self._hint)
        column.addWidget(self._words)
        column.addWidget(self.table)
        column.addLayout(rules)
        column.addWidget(self.gallery, 1)
        column.addStretch()
        # While a photo is large, the figures make room for it.
        self.gallery.large_changed.connect(self.table.setHidden)


def _in_words(evaluation: Gate1Evaluation) -> str:
    lines = [
        _("{rule}: sees {recall} of the cars and tells apart {specificity} of the rest.").format(
            rule=rule_text(rule),
            recall=figure_text(evaluation.recall(rule)),
            specificity=figure_text(evaluation.specificity(rule)),
        )
        for rule in Rule
    ]
    return "\n".join(lines)
