"""Asks a manager and removes rentals or inspections for good, in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from carinspect.core.erasure import ErasurePlan, Forgotten
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.trust_texts import forgotten_text, left_lines, plan_lines
from carinspect.core.user import Permission
from carinspect.services.forget import Forget, PlanForgetting, Target
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext


class Forgetter(QObject):
    """One thing at a time; what comes of it stands in the message bar.

    Signals:
        forgotten: it is gone; what is shown has to be read anew.
        allowed_changed: whether whoever works here may forget.
    """

    forgotten = Signal()
    allowed_changed = Signal(bool)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self._job: JobHandle | None = None
        context.user.changed.connect(self._on_user)

    @property
    def allowed(self) -> bool:
        """Whether whoever works here may forget."""
        user = self._context.user.user
        return user is not None and user.may(Permission.DELETE)

    def forget(self, target: Target) -> None:
        """Show what would go, ask, and remove it."""
        if self._job is not None:
            return

        def on_planned(plans: tuple[ErasurePlan, ...]) -> None:
            self._ask(target, plans[0])

        job = self._submit(PlanForgetting(self._context.workspace, (target,)))
        job.succeeded.connect(on_planned)

    def _ask(self, target: Target, plan: ErasurePlan) -> None:
        self._job = None
        if ask_to_forget(self._widget, plan, is_rental=isinstance(target, str)):
            job = self._submit(Forget(self._context.workspace, (target,)))
            job.succeeded.connect(self._on_forgotten)

    def _submit(self, job: PlanForgetting | Forget) -> JobHandle:
        handle = self._context.lanes.records.submit(job)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_finished)
        self._job = handle
        return handle

    def _on_forgotten(self, done: tuple[Forgotten, ...]) -> None:
        lines = (forgotten_text(done[0]), *left_lines(done[0]))
        self._context.messages.warn("\n".join(lines))
        self.forgotten.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _on_finished(self) -> None:
        if self.sender() is self._job:
            self._job = None

    def _on_user(self) -> None:
        self.allowed_changed.emit(self.allowed)


def ask_to_forget(parent: QWidget, plan: ErasurePlan, *, is_rental: bool) -> bool:
    """Whether ``plan`` is wanted; nothing brings it back. Tests replace this."""
    if is_rental:
        title = _("Forget rental {rental} for good?").format(rental=plan.what)
    else:
        title = _("Forget inspection {number} for good?").format(number=plan.what)
    lines = "\n".join(f"\u2022 {line}" for line in plan_lines(plan))
    words = _("This cannot be undone. For good would go:")
    box = QMessageBox(QMessageBox.Icon.Warning, title, title, parent=parent)
    box.setInformativeText(f"{words}\n\n{lines}")
    forget = box.addButton(_("Forget for good"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is forget
