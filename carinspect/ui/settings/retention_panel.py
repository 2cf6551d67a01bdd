"""How long final rentals are kept, and forgetting those whose time is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.erasure import ErasurePlan, Forgotten
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.texts import error_text
from carinspect.core.trust_texts import left_lines
from carinspect.core.user import Permission, User
from carinspect.jobs.job import Job
from carinspect.services.forget import ChooseRetention, Forget, PlanDue
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_MOST_MONTHS: Final = 240
_MOST_NAMED: Final = 12


class RetentionPanel(Panel):
    """Managers choose; nothing is removed before they have seen what."""

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._workspace = lane, workspace
        self._user: User | None = None
        self._busy = False
        self._title, self._label, self.message = (QLabel(self) for _n in range(3))
        self.months = QSpinBox(self)
        self.months.setRange(0, _MOST_MONTHS)
        self.months.setValue(workspace.settings.keep_rentals_months)
        self.due = QPushButton(self)
        self._lay_out()
        self.months.editingFinished.connect(self._choose)
        self.due.clicked.connect(self._look)
        self.retranslate()
        self._refresh()

    def show_user(self, user: User | None) -> None:
        """Allow what ``user`` may do."""
        self._user = user
        self._refresh()

    def retranslate(self) -> None:
        self._title.setText(_("Personal data"))
        self._label.setText(_("Months that final rentals are kept"))
        self.months.setAccessibleName(_("Months that final rentals are kept"))
        self.months.setSpecialValueText(_("for ever"))
        self.due.setText(_("Forget what is due…"))
        self.due.setToolTip(_("Only a manager may; what would go is shown first"))

    def _lay_out(self) -> None:
        self._title.setObjectName("heading")
        self.message.setObjectName("advice")
        self.message.setWordWrap(True)
        self.message.hide()
        self.due.setObjectName("small")
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self.months)
        row.addStretch()
        row.addWidget(self.due)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self.message)

    def _refresh(self) -> None:
        may = self._user is not None and self._user.may(Permission.DELETE) and not self._busy
        self.months.setEnabled(may)
        self.due.setEnabled(may and self.months.value() > 0)

    def _choose(self) -> None:
        if self.months.value() != self._workspace.settings.keep_rentals_months:
            self._do(ChooseRetention(self._workspace, self.months.value()), self._on_chosen)

    def _look(self) -> None:
        self._do(PlanDue(self._workspace, self.months.value()), self._on_due)

    def _do(self, work: Job[Any], then: Callable[[Any], object]) -> None:
        self._busy = True
        self.message.hide()
        job = self._lane.submit(work)
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._refresh()

    def _on_chosen(self, _months: int) -> None:
        self._refresh()

    def _on_due(self, plans: tuple[ErasurePlan, ...]) -> None:
        if not plans:
            self._tell([_("No rental is due.")])
        elif ask_to_forget_due(self, plans):
            self._do(Forget(self._workspace, tuple(one.what for one in plans)), self._on_forgotten)

    def _on_forgotten(self, done: tuple[Forgotten, ...]) -> None:
        words = ngettext(
            "{count} rental was forgotten.", "{count} rentals were forgotten.", len(done)
        )
        self._tell([words.format(count=len(done)), *left_lines(done[-1])])

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._tell([error_text(error)])

    def _on_finished(self) -> None:
        self._busy = False
        self._refresh()

    def _tell(self, lines: list[str]) -> None:
        self.message.setText("\n".join(lines))
        self.message.show()


def ask_to_forget_due(parent: QWidget, plans: tuple[ErasurePlan, ...]) -> bool:
    """Whether all of ``plans`` are wanted; nothing brings them back. Tests replace this."""
    title = ngettext(
        "Forget {count} rental for good?", "Forget {count} rentals for good?", len(plans)
    ).format(count=len(plans))
    photos = sum(plan.photos for plan in plans)
    words = ngettext(
        "This cannot be undone. {count} stored photo would go, with all that was noted of:",
        "This cannot be undone. {count} stored photos would go, with all that was noted of:",
        photos,
    ).format(count=photos)
    names = ", ".join(plan.what for plan in plans[:_MOST_NAMED])
    more = ", …" if len(plans) > _MOST_NAMED else ""
    box = QMessageBox(QMessageBox.Icon.Warning, title, title, parent=parent)
    box.setInformativeText(f"{words}\n\n{names}{more}")
    box.setDetailedText("\n".join(plan.what for plan in plans))
    forget = box.addButton(_("Forget for good"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_("Keep them"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is forget
