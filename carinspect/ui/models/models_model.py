"""The models as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from carinspect.core.i18n import _
from carinspect.services.list_models import ListedModel
from carinspect.ui.icons import icon
from carinspect.ui.theme import colors

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class ModelsModel(QAbstractTableModel):
    """A row a model: the active one first, then the newest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[ListedModel, ...] = ()
        self._active_id = ""

    def show_models(self, models: Sequence[ListedModel], active_id: str) -> None:
        """Show these models."""
        self.beginResetModel()
        self._active_id = active_id
        newest = sorted(models, key=lambda one: (one.card.created, one.card.id), reverse=True)
        self._models = tuple(sorted(newest, key=lambda one: one.card.id != active_id))
        self.endResetModel()

    def at(self, row: int) -> ListedModel | None:
        """The model at ``row``."""
        return self._models[row] if 0 <= row < len(self._models) else None

    def row_of(self, model_id: str) -> int:
        """Where a model is; -1 where it is not."""
        ids = [one.card.id for one in self._models]
        return ids.index(model_id) if model_id in ids else -1

    def retranslate(self) -> None:
        """Show everything in the language that is spoken now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        if self._models:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._models) - 1, self.columnCount() - 1)
            )

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._models)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Model"), _("Source"), _("Backbone"), _("Created"), _("Frozen photos"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.at(index.row())
        if one is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(one)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and self._is_active(one):
            return icon("check", color=colors().accent)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            cells = ", ".join(_cells(one))
            return _("{model}, active").format(model=cells) if self._is_active(one) else cells
        return None

    def _is_active(self, one: ListedModel) -> bool:
        return one.card.id == self._active_id


def _cells(one: ListedModel) -> tuple[str, ...]:
    card = one.card
    return (
        card.id,
        _("shipped") if one.is_shipped else _("own"),
        card.backbone,
        card.created,
        f"{100 * one.frozen.value:.1f}%" if one.frozen else "–",
    )
