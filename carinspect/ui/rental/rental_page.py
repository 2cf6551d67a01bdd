"""The rentals page: pickup against return, from the first photo to the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, language, ngettext
from carinspect.core.rental_state import RentalStage
from carinspect.core.texts import error_text
from carinspect.core.verdict import Box
from carinspect.services.add_rental_photos import AddedPhotos
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.forgetter import Forgetter
from carinspect.ui.page import Page, PageContext
from carinspect.ui.rental.customer_window import CustomerWindow
from carinspect.ui.rental.dialogs import (
    ask_evidence_folder,
    ask_to_close_rental,
    ask_to_compare_again,
)
from carinspect.ui.rental.new_rental_dialog import NewRentalDialog
from carinspect.ui.rental.photo_mime import can_take_photos
from carinspect.ui.rental.privacy_check import PrivacyCheck
from carinspect.ui.rental.rental_detail import RentalDetail
from carinspect.ui.rental.rental_list import RentalList
from carinspect.ui.rental.rental_work import RentalWork
from carinspect.ui.start_folder import start_folder
from carinspect.ui.widgets.drop_target import DropTarget, local_paths


class RentalPage(Page):
    """The list of rentals, or one of them."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.work = RentalWork(context, self)
        self.list = RentalList(self)
        self.detail = RentalDetail(context, self.work, self)
        self.customer: CustomerWindow | None = None
        self.dialog: NewRentalDialog | None = None
        self.privacy = PrivacyCheck(context, self)
        self.forgetter = Forgetter(context, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.detail)
        DropTarget(self, self._takes, self.detail.take_mime, self.detail.veil)
        self._connect()
        self._bind_keys()
        self.focus_first(self.list)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        photos, comparator = self.detail.photos, self.detail.findings.comparator
        return {
            "new_rental": self.begin_rental,
            "compare": self.compare,
            "customer_screen": self.show_customer,
            "blink": comparator.toggle_over,
            "open_photos": photos.ask_for_photos,
            "open_folder": photos.ask_for_folder,
            "undo": self.work.undo.undo,
            "redo": self.work.undo.redo,
            "remove": photos.take_out_selected,
            "stop": self._stop_or_leave,
            "zoom_in": comparator.zoom_in,
            "zoom_out": comparator.zoom_out,
            "fit": comparator.fit,
            "actual_size": comparator.go_to_spot,
        }

    def refresh_actions(self) -> None:
        if not self.is_current:
            return
        actions, rental = self._context.actions, self.work.rental
        open_ = rental is not None and not rental.state.is_closed and not self.work.busy
        looking = rental is not None and self.detail.shows_findings
        for name in ("open_photos", "open_folder", "remove"):
            actions[name].setEnabled(open_)
        for name in ("blink", "zoom_in", "zoom_out", "fit", "actual_size"):
            actions[name].setEnabled(looking)
        header = self.detail.header
        actions["compare"].setEnabled(rental is not None and header.compare.isEnabled())
        actions["customer_screen"].setEnabled(rental is not None and header.customer.isEnabled())
        actions["undo"].setEnabled(self.work.undo.canUndo())
        actions["redo"].setEnabled(self.work.undo.canRedo())
        actions["stop"].setEnabled(True)

    def take_photos(self, paths: tuple[str, ...]) -> None:
        self.work.add(self.detail.phase, tuple(Path(path) for path in paths))

    def busy_text(self) -> str:
        return _("A rental is still being worked on.") if self.work.busy else ""

    def begin_rental(self) -> None:
        """Ask for a new rental."""
        text = self.list.field.text().strip()
        unknown = bool(text) and not self.list.model.rentals
        self.dialog = NewRentalDialog(self, text if unknown else "")
        self.dialog.wanted.connect(self.work.begin)
        self.dialog.destroyed.connect(self._forget_dialog)
        self.dialog.open()

    def compare(self) -> None:
        """Compare the open rental."""
        rental = self.work.rental
        if rental is None or not self.detail.header.compare.isEnabled():
            return
        summary = rental.state.summary
        decided = summary.is_compared and summary.undecided < summary.findings
        if not decided or ask_to_compare_again(self):
            self.work.compare()

    def show_customer(self) -> None:
        """Open the customer screen of the open rental."""
        rental = self.work.rental
        if rental is None or rental.state.stage is not RentalStage.REVIEWED:
            return
        self.close_customer()
        self.customer = CustomerWindow(self._context, rental, self)
        self.customer.stated.connect(self.work.state_customer)
        self.customer.closed.connect(self._on_customer_closed)
        self.customer.show_beside(self.window())

    def close_customer(self) -> None:
        """Take the customer screen away."""
        if self.customer is not None:
            window, self.customer = self.customer, None
            window.close()
            window.deleteLater()

    def _connect(self) -> None:
        work, header = self.work, self.detail.header
        self.list.search_wanted.connect(work.search)
        self.list.rental_wanted.connect(work.open)
        self.list.new_wanted.connect(self.begin_rental)
        work.listed.connect(self.list.show_rentals)
        work.shown.connect(self._on_shown)
        work.opened.connect(self._on_opened)
        work.added.connect(self._on_added)
        work.compared.connect(self._on_compared)
        work.exported.connect(self._on_exported)
        work.stated.connect(self._on_stated)
        work.refused.connect(self._on_refused)
        work.busy_changed.connect(self._on_busy)
        work.undo.indexChanged.connect(self.refresh_actions)
        header.back_wanted.connect(self.leave)
        header.compare_wanted.connect(self.compare)
        header.customer_wanted.connect(self.show_customer)
        header.close_wanted.connect(self._close_rental)
        header.export_wanted.connect(self._export)
        header.forget_wanted.connect(self._forget)
        header.forget.setVisible(self.forgetter.allowed)
        self.forgetter.allowed_changed.connect(header.forget.setVisible)
        self.forgetter.forgotten.connect(self.leave)
        self.detail.findings.compare_wanted.connect(self.compare)
        self.detail.tab_changed.connect(self.refresh_actions)
        self._context.user.changed.connect(self._on_user)
        self.detail.photos.tray.addAction(self._context.actions["remove"])

    def _bind_keys(self) -> None:
        for keys, act in {
            "Ctrl+F": self._find,
            "Alt+Left": self.leave,
            "Ctrl+1": calling(self._go_to, 0),
            "Ctrl+2": calling(self._go_to, 1),
            "Ctrl+3": calling(self._go_to, 2),
        }.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def leave(self) -> None:
        """Back to the list of rentals."""
        if self.work.rental is None:
            return
        self.close_customer()
        self.work.leave()
        self._find()

    def _find(self) -> None:
        if self.work.rental is not None:
            self.leave()
        self.list.search()
        self.list.field.setFocus()
        self.list.field.selectAll()

    def _go_to(self, tab: int) -> None:
        if self.work.rental is not None:
            self.detail.go_to(tab)
            self.detail.focus_work()

    def _stop_or_leave(self) -> None:
        if self.work.busy:
            self.work.stop()
        elif not self.detail.leave_large():
            self.leave()

    def _on_shown(self, rental: RentalAtDesk | None) -> None:
        self._stack.setCurrentIndex(0 if rental is None else 1)
        self.focus_first(self.list if rental is None else self.detail)
        if rental is not None:
            self.detail.show_rental(rental, busy=self.work.busy)
        self.refresh_actions()

    def _on_opened(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.detail.focus_work()

    def _on_added(self, done: AddedPhotos) -> None:
        notes: list[str] = []
        if done.known:
            notes.append(
                ngettext(
                    "{count} photo was there already.",
                    "{count} photos were there already.",
                    len(done.known),
                ).format(count=len(done.known))
            )
        if done.in_other_phase:
            names = ", ".join(done.in_other_phase)
            notes.append(
                _("The same file is among the photos of the other phase: {photos}").format(
                    photos=names
                )
            )
        notes += [error_text(error) for error in done.failed]
        if done.failed or done.in_other_phase:
            self._context.messages.warn("\n".join(notes))
        elif notes:
            self._context.messages.note("\n".join(notes))

    def _on_compared(self) -> None:
        self.detail.show_findings()

    def _on_exported(self, file: Path) -> None:
        words = _("The evidence is in {file}.").format(file=file)
        folder = QUrl.fromLocalFile(str(file.parent))
        self._context.messages.offer(
            words, _("Open folder"), calling(QDesktopServices.openUrl, folder)
        )

    def _on_stated(self) -> None:
        if self.customer is not None:
            self.customer.show_thanks()

    def _on_refused(self, error: CarInspectError) -> None:
        if self.dialog is not None:
            self.dialog.show_error(error)
        elif self.customer is not None:
            self.customer.show_error(error)

    def _on_busy(self) -> None:
        if self.work.rental is not None:
            self.detail.show_rental(self.work.rental, busy=self.work.busy)
        self.refresh_actions()

    def _on_user(self) -> None:
        # Decisions are under the new name from now on.
        self.work.reload()
        if self.isVisible() and self.work.rental is None:
            self.list.search()

    def _on_customer_closed(self) -> None:
        self.customer = None
        self.window().activateWindow()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _close_rental(self) -> None:
        rental = self.work.rental
        if rental and ask_to_close_rental(self, rental.state.rental.number, rental.by):
            self.close_customer()
            self.work.close_rental()

    def _forget(self) -> None:
        if self.work.rental is not None:
            self.close_customer()
            self.forgetter.forget(self.work.number)

    def _export(self, code: str, redacted: bool) -> None:  # noqa: FBT001 - a signal's argument
        rental = self.work.rental
        if redacted and rental is not None:
            self.privacy.ask(rental, lambda hidden: self._write_evidence(code, hidden))
        else:
            self._write_evidence(code, None)

    def _write_evidence(self, code: str, hidden: Mapping[str, tuple[Box, ...]] | None) -> None:
        workspace = self._context.workspace
        start = start_folder(workspace.settings.evidence_folder)
        folder = ask_evidence_folder(self, str(start))
        if folder is not None:
            workspace.change(evidence_folder=str(folder))
            self.work.export(folder, code or language(), hidden)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.work.rental is None:
            self.list.search()
        else:
            self.work.reload()

    def _takes(self, mime: QMimeData) -> bool:
        rental = self.work.rental
        open_ = rental is not None and not rental.state.is_closed
        free = open_ and not self.work.busy
        return free and can_take_photos(mime) and bool(local_paths(mime))
