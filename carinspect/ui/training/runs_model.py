"""The table of training runs: what a column says and how it sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from carinspect.core.i18n import _
from carinspect.core.training import TrainingRun
from carinspect.core.training_texts import run_state_text
from carinspect.ui.training.fields import number_text
from carinspect.ui.training.run_words import run_seconds, run_title
from carinspect.ui.training.series import hue
from carinspect.ui.training.words import (
    duration_text,
    optimizer_text,
    percent_text,
    short_recipe_text,
)

SORT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_NONE: Final = "–"
_SWATCH_PX: Final = 14

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: its head.
        key: what it sorts by; None where there is nothing yet, which sorts last.
        text: what it shows.
    """

    title: Callable[[], str]
    key: Callable[[TrainingRun], str | float | None]
    text: Callable[[TrainingRun], str]


def _best(run: TrainingRun) -> float | None:
    return run.best.val_accuracy if run.best else None


def _loss(run: TrainingRun) -> float | None:
    return run.best.val_loss if run.best else None


def _gap(run: TrainingRun) -> float | None:
    return run.overfitting_gap if run.history else None


def _started(run: TrainingRun) -> str:
    return run.started_at.astimezone().strftime("%Y-%m-%d %H:%M")


COLUMNS: Final = (
    Column(lambda: _("Run"), run_title, run_title),
    Column(
        lambda: _("Best accuracy"),
        _best,
        lambda r: percent_text(r.best.val_accuracy) if r.best else _NONE,
    ),
    Column(lambda: _("Loss"), _loss, lambda r: f"{r.best.val_loss:.3f}" if r.best else _NONE),
    Column(
        lambda: _("Gap"), _gap, lambda r: f"{100 * r.overfitting_gap:+.1f}" if r.history else _NONE
    ),
    Column(
        lambda: _("Epochs"),
        lambda r: len(r.history),
        lambda r: f"{len(r.history)} / {r.config.epochs}",
    ),
    Column(
        lambda: _("Best epoch"),
        lambda r: r.best_epoch or None,
        lambda r: str(r.best_epoch) if r.best_epoch else _NONE,
    ),
    Column(lambda: _("Batch"), lambda r: r.config.batch_size, lambda r: str(r.config.batch_size)),
    Column(
        lambda: _("Learning rate"),
        lambda r: r.config.learning_rate,
        lambda r: number_text(r.config.learning_rate),
    ),
    Column(
        lambda: _("Optimizer"),
        lambda r: r.config.optimizer.value,
        lambda r: optimizer_text(r.config.optimizer),
    ),
    Column(
        lambda: _("Dropout"), lambda r: r.config.dropout, lambda r: number_text(r.config.dropout)
    ),
    Column(lambda: _("L2"), lambda r: r.config.l2, lambda r: number_text(r.config.l2)),
    Column(lambda: _("Seed"), lambda r: r.config.seed, lambda r: str(r.config.seed)),
    Column(
        lambda: _("Recipe"),
        lambda r: r.config.recipe.value,
        lambda r: short_recipe_text(r.config.recipe),
    ),
    Column(lambda: _("Net"), lambda r: r.config.backbone, lambda r: r.config.backbone),
    Column(lambda: _("Duration"), run_seconds, lambda r: duration_text(run_seconds(r))),
    Column(lambda: _("State"), lambda r: r.state.value, lambda r: run_state_text(r.state)),
    Column(lambda: _("Started"), lambda r: r.started_at.timestamp(), _started),
    Column(lambda: _("Photos"), lambda r: r.data, lambda r: r.data),
)


class RunsModel(QAbstractTableModel):
    """Runs, and which of them are shown in the plots.

    Signals:
        shown_changed: other runs are to be shown in the plots.
    """

    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[TrainingRun, ...] = ()
        self._shown: list[str] = []

    def runs(self) -> tuple[TrainingRun, ...]:
        """All runs, in the order in which they were given."""
        return self._runs

    def run_at(self, row: int) -> TrainingRun:
        """The run in ``row`` of this model, not of a sorted view."""
        return self._runs[row]

    def shown(self) -> tuple[tuple[int, TrainingRun], ...]:
        """The runs of the plots, each with its number."""
        by_id = {run.id: run for run in self._runs}
        return tuple((number, by_id[one]) for number, one in enumerate(self._shown, 1))

    def set_runs(self, runs: Sequence[TrainingRun]) -> None:
        """List ``runs``; those that are shown stay so."""
        self.beginResetModel()
        self._runs = tuple(runs)
        known = {run.id for run in runs}
        self._shown = [one for one in self._shown if one in known]
        self.endResetModel()
        self.shown_changed.emit()

    def show_only(self, ids: Sequence[str]) -> None:
        """Show exactly these runs in the plots."""
        known = {run.id for run in self._runs}
        self._shown = [one for one in ids if one in known]
        self._tell_shown()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(run)
        if role == SORT_ROLE:
            return _sortable(column.key(run))
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(column.key(run), str):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self._first_column(run, role) if index.column() == 0 else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        run_id = self._runs[index.row()].id
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._shown.append(run_id)
        else:
            self._shown.remove(run_id)
        self._tell_shown()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        own = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | own

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title()
        return None

    def retranslate(self) -> None:
        """Say everything in the language that is spoken now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._refresh()

    def _first_column(self, run: TrainingRun, role: int) -> Any:  # noqa: ANN401
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if run.id in self._shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and run.id in self._shown:
            return _swatch(self._shown.index(run.id) + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{run_title(run)}\n{run.folder}"
        return None

    def _tell_shown(self) -> None:
        self._refresh()
        self.shown_changed.emit()

    def _refresh(self) -> None:
        if self._runs:
            last = self.index(len(self._runs) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _sortable(key: str | float | None) -> str | float:
    # Qt compares numbers with numbers and words with words.
    return float("-inf") if key is None else key


def _swatch(number: int) -> QIcon:
    """The number of a run on the colour of its curves."""
    picture = QPixmap(_SWATCH_PX * 2, _SWATCH_PX * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = QColor(hue(number - 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(0, 0, _SWATCH_PX, _SWATCH_PX, 3, 3)
    painter.setPen(QColor("#ffffff" if color.lightness() < 128 else "#000000"))
    font = painter.font()
    font.setPixelSize(_SWATCH_PX - 4)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(0, 0, _SWATCH_PX, _SWATCH_PX, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # a selected row must not fade the colour
    return made
