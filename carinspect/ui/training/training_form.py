"""The form of a training run: recipe, net, all values with what they mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _, ngettext
from carinspect.core.training import Recipe, TrainingConfig, TrainingRun
from carinspect.core.training_check import LOCALIZED_BACKBONE
from carinspect.services.training_presets import backbone_choices, preset
from carinspect.ui.calling import calling
from carinspect.ui.theme import GRID
from carinspect.ui.training.field_row import FieldRow
from carinspect.ui.training.fields import (
    AUGMENTATION_FIELDS,
    FIELDS,
    MORE_FIELDS,
    FieldSpec,
    applies,
    value_of,
    with_value,
)
from carinspect.ui.training.head_choice import HeadChoice
from carinspect.ui.training.words import recipe_choice_text, recipe_meaning
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order

_FIRST_RECIPE: Final = Recipe.ROBUST

_RECIPES: Final = (Recipe.ROBUST, Recipe.LOCALIZED, Recipe.BOTTLENECK, Recipe.FINETUNE)


class TrainingForm(Panel):
    """Asks for a :class:`TrainingConfig`.

    Signals:
        edited: a value changed; ask :meth:`config` and :attr:`problem`.
        terms_wanted: the user wants to know what the words mean.
        preview_wanted: the user wants to see augmented photos.
    """

    edited = Signal()
    terms_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset = preset(_FIRST_RECIPE, backbone_choices()[0].name)
        self.recipe, self.backbone, self.name = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.recipe.setObjectName("recipe")
        self.backbone.setObjectName("backbone")
        self._recipe_meaning = QLabel(self)
        self.head = HeadChoice(self)
        self._labels = {name: QLabel(self) for name in ("recipe", "backbone", "name")}
        self._meaning = QLabel(self)
        self._terms, self._preview = QPushButton(self), QPushButton(self)
        self._changed, self._reset = QLabel(self), QPushButton(self)
        self._groups = {"more": _Group(self), "augmentation": _Group(self)}
        self.rows = {
            spec.name: FieldRow(spec, self)
            for spec in (*FIELDS, *MORE_FIELDS, *AUGMENTATION_FIELDS)
        }
        self.recipe.addItems([""] * len(_RECIPES))
        for choice in backbone_choices():
            self.backbone.addItem("", choice)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.set_config(self._preset)

    @property
    def problem(self) -> str:
        """What keeps the training from starting: the first invalid value; empty for none."""
        for row in self.rows.values():
            if row.problem and row.isEnabled():
                return f"{row.spec.words()}: {row.problem}"
        return ""

    def config(self) -> TrainingConfig:
        """What the form says; invalid values stand as the recipe has them."""
        config = dataclasses.replace(self._preset, head=self.head.chosen())
        for name, row in self.rows.items():
            config = with_value(config, name, row.value())
        return config

    def set_config(self, config: TrainingConfig) -> None:
        """Show ``config`` and which of its values are not its recipe's own."""
        self._preset = preset(config.recipe, config.backbone)
        self.head.choose(config.head)
        names = [self.backbone.itemData(n).name for n in range(self.backbone.count())]
        for combo, index in (
            (self.recipe, _RECIPES.index(config.recipe)),
            (self.backbone, names.index(config.backbone)),
        ):
            combo.blockSignals(True)  # noqa: FBT003 - Qt's own
            combo.setCurrentIndex(index)
            combo.blockSignals(False)  # noqa: FBT003
        for name, row in self.rows.items():
            row.set_preset(value_of(self._preset, name))
            row.set_value(value_of(config, name))
        self._on_edited()

    def show_runs(self, runs: Sequence[TrainingRun]) -> None:
        """Offer the heads of ``runs`` where the recipe starts from one."""
        self.head.show_runs(runs)
        self.head.show_for(self.config())

    def refresh_backbones(self) -> None:
        """Look again which weights are there."""
        for index, choice in enumerate(backbone_choices()):
            self.backbone.setItemData(index, choice)
        self.retranslate()

    def go_to_problem(self) -> None:
        """Bring the first invalid value into view, for the user to mend."""
        for row in self.rows.values():
            if row.problem and row.isEnabled():
                for group in self._groups.values():
                    if group.isAncestorOf(row):
                        group.open()
                row.editor.setFocus()
                self._area.ensureWidgetVisible(row)
                return

    def retranslate(self) -> None:
        self._labels["recipe"].setText(_("Recipe"))
        self._labels["backbone"].setText(_("Pretrained net (backbone)"))
        self._labels["name"].setText(_("Name of the run"))
        self.name.setPlaceholderText(_("may be left empty"))
        for index, one in enumerate(_RECIPES):
            self.recipe.setItemText(index, recipe_choice_text(one))
        for index in range(self.backbone.count()):
            choice = self.backbone.itemData(index)
            missing = _("{backbone} (weights are fetched first)").format(backbone=choice.name)
            self.backbone.setItemText(index, choice.name if choice.ready else missing)
        for name, widget in (
            ("recipe", self.recipe),
            ("backbone", self.backbone),
            ("name", self.name),
        ):
            widget.setAccessibleName(self._labels[name].text())
        self._groups["more"].set_title(_("More settings"))
        self._groups["augmentation"].set_title(_("Changes of training photos (augmentation)"))
        self._terms.setText(_("What do these words mean?"))
        self._preview.setText(_("Show changed photos"))
        self._reset.setText(_("Reset all"))
        self._say_recipe()
        self._say_changes()
        self._meaning.setText(_("Point at a value to read what it means."))

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        for name, widget in (("recipe", self.recipe), ("backbone", self.backbone)):
            self._labels[name].setBuddy(widget)
            self._labels[name].setObjectName("heading")
            column.addWidget(self._labels[name])
            column.addWidget(widget)
            if name == "recipe":
                column.addWidget(self._recipe_meaning)
        column.addWidget(self.head)
        for combo in (self.recipe, self.backbone):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        for specs, target in (
            (FIELDS, column),
            (MORE_FIELDS, self._groups["more"].column),
            (AUGMENTATION_FIELDS, self._groups["augmentation"].column),
        ):
            for spec in specs:
                target.addWidget(self.rows[spec.name])
        self._groups["augmentation"].column.addWidget(self._preview)
        for group in self._groups.values():
            column.addWidget(group)
        column.addWidget(self._labels["name"])
        column.addWidget(self.name)
        column.addStretch()
        self._area = self._scrolling(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._make_foot())

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the keyboard
        return area

    def _make_foot(self) -> QWidget:
        foot = QFrame(self)
        foot.setObjectName("formFoot")
        self._labels["name"].setObjectName("heading")
        self._labels["name"].setBuddy(self.name)
        for label in (self._meaning, self._recipe_meaning, self._changed):
            label.setObjectName("muted")
            label.setWordWrap(True)
        self._meaning.setMinimumHeight(9 * GRID)
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._terms.setObjectName("link")
        self._reset.setObjectName("small")
        row = QHBoxLayout()
        row.addWidget(self._changed, 1)
        row.addWidget(self._reset)
        column = QVBoxLayout(foot)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self._meaning)
        column.addWidget(self._terms)
        set_tab_order(self.name, self._reset, self._terms)
        return foot

    def _connect(self) -> None:
        for row in self.rows.values():
            row.edited.connect(self._on_edited)
            row.attended.connect(calling(self._on_attended, row.spec))
        self.recipe.currentIndexChanged.connect(self._on_recipe)
        self.backbone.currentIndexChanged.connect(self._on_recipe)
        self._terms.clicked.connect(self.terms_wanted)
        self._preview.clicked.connect(self.preview_wanted)
        self._reset.clicked.connect(self._on_reset)

    def _on_recipe(self) -> None:
        recipe = _RECIPES[self.recipe.currentIndex()]
        localized = recipe is Recipe.LOCALIZED
        backbone = LOCALIZED_BACKBONE if localized else self.backbone.currentData().name
        self.set_config(preset(recipe, backbone))

    def _on_reset(self) -> None:
        self.set_config(self._preset)

    def _on_attended(self, spec: FieldSpec) -> None:
        self._meaning.setText(f"<b>{spec.words()}</b>: {spec.meaning()}")

    def _on_edited(self) -> None:
        config = self.config()
        for row in self.rows.values():
            row.setEnabled(applies(row.spec, config))
        self.backbone.setEnabled(config.recipe is not Recipe.LOCALIZED)
        self.head.show_for(config)
        self._say_recipe()
        self._say_changes()
        self.edited.emit()

    def _say_recipe(self) -> None:
        self._recipe_meaning.setText(recipe_meaning(self._preset.recipe))

    def _say_changes(self) -> None:
        count = sum(row.changed for row in self.rows.values())
        self._changed.setText(
            ngettext(
                "{count} value is not the recipe's own.",
                "{count} values are not the recipe's own.",
                count,
            ).format(count=count)
            if count
            else _("All values are the recipe's own.")
        )
        self._reset.setVisible(count > 0)


class _Group(QWidget):
    """A part of the form that opens and closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QToolButton(self)
        self._title.setCheckable(True)
        self._title.setObjectName("group")
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._title.setArrowType(Qt.ArrowType.RightArrow)
        self._title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title.toggled.connect(self._on_toggled)
        self._inside = QWidget(self)
        self._inside.hide()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self._title)
        outer.addWidget(self._inside)

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self._title.setAccessibleName(text)

    def open(self) -> None:
        self._title.setChecked(True)

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self._inside.setVisible(is_open)
        self._title.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
