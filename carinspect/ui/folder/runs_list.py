"""The folders that were inspected before, to be looked at or continued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from carinspect.core.folder_run import FolderRunRecord
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.ui.calling import calling
from carinspect.ui.theme import GRID

_RECORD: Final = Qt.ItemDataRole.UserRole + 1
_ATTENTION: Final = (Outcome.DAMAGED, Outcome.REVIEW, Outcome.RETAKE, Outcome.ERROR)


class RunsList(QTreeWidget):
    """Some fifty rows; Return or a double click opens one.

    Signals:
        run_wanted: a :class:`FolderRunRecord`.
    """

    run_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: Sequence[FolderRunRecord] = ()
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setColumnCount(4)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 20 * GRID), (2, 17 * GRID), (3, 22 * GRID)):
            self.setColumnWidth(column, width)
        self.itemActivated.connect(self._on_activated)

    def show_runs(self, runs: Sequence[FolderRunRecord]) -> None:
        """Show ``runs``, latest first."""
        self._runs = runs
        self.retranslate()

    def retranslate(self) -> None:
        """Set all words in the language that is spoken now."""
        self.setAccessibleName(_("Earlier folder inspections"))
        self.setHeaderLabels([_("Folder"), _("Begun"), _("Photos"), _("Need attention")])
        chosen = self.currentIndex().row()
        self.clear()
        self.addTopLevelItems([_item(kept) for kept in self._runs])
        self.setCurrentIndex(self.model().index(max(0, chosen), 0))

    def open_current(self) -> None:
        """Open the run that is chosen."""
        item = self.currentItem()
        if item is not None:
            self._on_activated(item)

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        calling(self.run_wanted.emit, item.data(0, _RECORD))()


def _item(kept: FolderRunRecord) -> QTreeWidgetItem:
    run = kept.run
    begun = QDateTime.fromSecsSinceEpoch(
        int(run.started_at.timestamp()), QTimeZone.systemTimeZone()
    )
    attention = sum(kept.counts.get(outcome, 0) for outcome in _ATTENTION)
    item = QTreeWidgetItem(
        [
            run.folder.name or str(run.folder),
            QLocale().toString(begun, QLocale.FormatType.ShortFormat),
            _photos(kept),
            str(attention) if attention else "–",
        ]
    )
    item.setToolTip(0, str(run.folder))
    item.setData(0, _RECORD, kept)
    return item


def _photos(kept: FolderRunRecord) -> str:
    words = ngettext("{count} photo", "{count} photos", kept.total).format(count=kept.total)
    return words if kept.run.finished_at is not None else _("{photos}, open").format(photos=words)
