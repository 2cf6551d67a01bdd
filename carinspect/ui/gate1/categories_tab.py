"""Collect the car categories from photos, edit them, keep them as lists, choose one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.gate1_texts import list_text
from carinspect.core.gate1_tools import USUAL_SIZE, CategoryCount, CategoryList
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.settings import Gate1Rule
from carinspect.core.texts import error_text
from carinspect.reports.gate1_record import categories_csv, categories_record
from carinspect.services.category_lists import (
    SaveCategories,
    all_classes,
    choose_list,
    list_names,
    read_category_list,
    remove_list,
)
from carinspect.services.save_file import SaveFile
from carinspect.services.try_gate1 import CollectCategories, NewInspector, gate1_inspector
from carinspect.services.workspace import default_model_id
from carinspect.ui.calling import calling
from carinspect.ui.gate1 import gate1_dialogs
from carinspect.ui.gate1.category_table import CategoryModel, CategoryTable
from carinspect.ui.gate1.path_field import PathField
from carinspect.ui.gate1.run_row import RunRow
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order

_BUTTONS: Final = ("use", "save", "remove", "add", "csv", "json")


class CategoriesTab(Panel):
    """The table of categories and what can be done with it.

    Signals:
        lists_changed: a list was saved, removed or chosen.
    """

    lists_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.new_inspector: NewInspector = gate1_inspector
        self.count: CategoryCount | None = None
        self._list = CategoryList("", ())
        self._removed: tuple[CategoryList, bool] | None = None
        self.cars = PathField(context, lambda: _("Photos of cars"), self)
        self.deep = QCheckBox(self)
        self.deep.setChecked(True)
        self.runner = RunRow(context, lambda: _("Collect the categories"), self)
        self.choice = QComboBox(self)
        self.rule = QCheckBox(self)
        self._choice_label, self._summary = QLabel(self), QLabel(self)
        self._summary.setWordWrap(True)
        self.buttons = {name: QPushButton(self) for name in _BUTTONS}
        self.model = CategoryModel(self)
        self.table = CategoryTable(self.model, self)
        self._connect()
        self._lay_out()
        self.reload()
        self.retranslate()

    def reload(self, name: str | None = None) -> None:
        """Read which lists there are, and show ``name``, by default the chosen one."""
        chosen = self._context.workspace.settings.category_list if name is None else name
        self.choice.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.choice.clear()
        for own in list_names():
            self.choice.addItem(own or list_text(CategoryList("", ())), own)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.choice.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show_list()

    def collect(self) -> None:
        """Sum what the chosen photos are taken for."""
        if self.cars.path is None:
            self._context.messages.note(_("Choose the photos of cars first."))
            return
        model = self._context.workspace.settings.model_id or default_model_id()
        deep = self.deep.isChecked()
        job = CollectCategories(self.cars.path, model, deep, self.new_inspector)
        self.runner.run(job, self._on_collected)

    def retranslate(self) -> None:
        self.deep.setText(_("Sub-folders too"))
        self._choice_label.setText(_("List"))
        self.choice.setAccessibleName(_("List of car categories"))
        self.choice.setItemText(0, list_text(CategoryList("", ())))
        self.rule.setText(_("Inspect by this rule instead of the trained head"))
        self.table.setAccessibleName(_("Car categories"))
        for name, text in {
            "use": _("Use this list"),
            "save": _("Save as…"),
            "remove": _("Remove"),
            "add": _("Add a class…"),
            "csv": _("Export CSV…"),
            "json": _("Export JSON…"),
        }.items():
            self.buttons[name].setText(text)
            self.buttons[name].setAccessibleName(text.rstrip("…"))
        self._summarise()

    def _on_collected(self, count: CategoryCount) -> None:
        self.count = count
        self._list = CategoryList("", count.categories, count.photos, count.model_id)
        top = [one.wnid for one in count.categories[:USUAL_SIZE]]
        self.model.set_categories(count.categories, top)
        self.choice.setCurrentIndex(-1)
        if count.unreadable:
            first = error_text(count.unreadable[0].error)
            self._context.messages.warn(
                _("{n} files could not be read. {first}").format(
                    n=len(count.unreadable), first=first
                )
            )
        self._summarise()

    def _show_list(self) -> None:
        name = self.choice.currentData()
        if not isinstance(name, str):
            return
        try:
            self._list = read_category_list(name)
        except CarInspectError as error:
            self._context.messages.show_error(error)
            return
        self.count = None
        self.model.set_categories(self._list.categories, self._list.wnids)
        self._summarise()

    def _use(self) -> None:
        name = self.choice.currentData()
        if isinstance(name, str):
            self._guard(lambda: choose_list(self._context.workspace, name))
            self._summarise()
            self.lists_changed.emit()

    def _save(self) -> None:
        name = gate1_dialogs.ask_list_name(self, self._list.name or _("My list"))
        if not name:
            return
        made = CategoryList(name, self.model.ticked(), self._list.photos, self._list.model_id)
        job = self._context.lanes.records.submit(SaveCategories(made))
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def _on_saved(self, made: CategoryList) -> None:
        self._context.messages.note(_("The list {name} is saved.").format(name=made.name))
        self.reload(made.name)
        self.lists_changed.emit()

    def _remove(self) -> None:
        name = self.choice.currentData()
        if not isinstance(name, str) or not name:
            return
        workspace = self._context.workspace
        self._removed = (self._list, workspace.settings.category_list == name)
        self._guard(lambda: remove_list(workspace, name))
        self.reload()
        self.lists_changed.emit()
        text = _("The list {name} is removed.").format(name=name)
        self._context.messages.offer(text, _("Undo"), self.undo)

    @property
    def can_undo(self) -> bool:
        """Whether a removal can be taken back."""
        return self._removed is not None

    def undo(self) -> None:
        """Bring the list back that was removed last."""
        if self._removed is None:
            return
        (kept, was_used), self._removed = self._removed, None
        job = self._context.lanes.records.submit(SaveCategories(kept))

        def on_back(made: CategoryList) -> None:
            if was_used:
                self._guard(lambda: choose_list(self._context.workspace, made.name))
            self.reload(made.name)
            self.lists_changed.emit()

        job.succeeded.connect(on_back)
        job.failed.connect(self._on_failed)

    def _add(self) -> None:
        known = {imagenet_text(one.wnid, one.name): one for one in all_classes()}
        chosen = gate1_dialogs.ask_class(self, sorted(known))
        if chosen in known:
            self.model.add(known[chosen])

    def _export(self, ending: str) -> None:
        name = self._list.name or "car-categories"
        file = gate1_dialogs.ask_export_file(self, name, ending)
        if file is None:
            return
        count = self.count or CategoryCount(
            self.model.ticked(), self._list.photos, self._list.model_id
        )
        if ending == "csv":
            content = categories_csv(count)
        else:
            record = categories_record(count)
            content = json.dumps(record, ensure_ascii=False, indent=1).encode()
        job = self._context.lanes.records.submit(SaveFile(file, content))
        told = _("{file} is saved.").format(file=file.name)
        job.succeeded.connect(calling(self._context.messages.note, told))
        job.failed.connect(self._on_failed)

    def _on_rule(self, checked: bool) -> None:  # noqa: FBT001 - connected to clicked(bool)
        rule = Gate1Rule.TOP5 if checked else Gate1Rule.HEAD
        self._guard(lambda: self._context.workspace.change(gate1_rule=rule))

    def _guard(self, act: Callable[[], object]) -> None:
        try:
            act()
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _summarise(self) -> None:
        settings = self._context.workspace.settings
        own = self.choice.currentData()
        ticked = len(self.model.ticked())
        parts = [_("{n} classes count as a car.").format(n=ticked)]
        if self._list.photos:
            parts.append(_("Collected from {n} photos.").format(n=self._list.photos))
        changed = frozenset(one.wnid for one in self.model.ticked()) != self._list.wnids
        if own is not None and changed:
            parts.append(_("Changed: save it to keep the changes."))
        elif own == settings.category_list:
            parts.append(_("This is the list in use."))
        elif own is None:
            parts.append(_("Not saved yet: save it to use it."))
        self._summary.setText(" ".join(parts))
        self.rule.setChecked(settings.gate1_rule is Gate1Rule.TOP5)
        self.buttons["use"].setEnabled(isinstance(own, str) and own != settings.category_list)
        self.buttons["remove"].setEnabled(bool(own))

    def _connect(self) -> None:
        self.runner.start_wanted.connect(self.collect)
        self.choice.currentIndexChanged.connect(calling(self._show_list))
        self.model.ticks_changed.connect(self._summarise)
        self.rule.clicked.connect(self._on_rule)
        for name, slot in {
            "use": self._use, "save": self._save, "remove": self._remove, "add": self._add,
            "csv": calling(self._export, "csv"), "json": calling(self._export, "json"),
        }.items():  # fmt: skip
            self.buttons[name].clicked.connect(calling(slot))

    def _lay_out(self) -> None:
        start, lists, acts = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        start.addWidget(self.runner, 1)
        start.addWidget(self.deep)
        lists.addWidget(self._choice_label)
        lists.addWidget(self.choice, 1)
        for name in ("use", "save", "remove", "add"):
            lists.addWidget(self.buttons[name])
        acts.addWidget(self._summary, 1)
        for name in ("csv", "json"):
            acts.addWidget(self.buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.cars)
        column.addLayout(start)
        column.addLayout(lists)
        column.addWidget(self.rule)
        column.addWidget(self.table, 1)
        column.addLayout(acts)
        buttons = [self.buttons[name] for name in ("use", "save", "remove", "add")]
        after = (self.rule, self.table, self.buttons["csv"], self.buttons["json"])
        set_tab_order(self.choice, *buttons, *after)
