"""Language, colours, and what an inspection does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, available_languages
from carinspect.core.realised_error import RealisedError, realised_error_text
from carinspect.core.settings import ACCEPTED_ERRORS, Gate1Rule, Theme
from carinspect.core.texts import error_text
from carinspect.core.user import Permission, User
from carinspect.services.read_realised_error import ReadRealisedError
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.translation import LANGUAGE_NAMES
from carinspect.ui.widgets.panel import Panel


class GeneralTab(Panel):
    """Every choice holds at once.

    Signals:
        language_chosen: ``system`` or the code of a language.
        theme_chosen: a :class:`Theme`.
        changed: fields of the settings and their new values.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    changed = Signal(dict)

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._workspace = lane, workspace
        settings = workspace.settings
        self.language, self.theme, self.rule, self.error = (QComboBox(self) for _n in range(4))
        self.record = QCheckBox(self)
        self._labels = {name: QLabel(self) for name in ("language", "theme", "rule", "error")}
        self._rule_hint, self._error_hint, self._record_hint = (QLabel(self) for _n in range(3))
        self.realised = QLabel(self)
        for code in ("system", *available_languages()):
            self.language.addItem(LANGUAGE_NAMES.get(code, code), code)
        for theme in Theme:
            self.theme.addItem("", theme)
        for rule in Gate1Rule:
            self.rule.addItem("", rule)
        for share in ACCEPTED_ERRORS:
            self.error.addItem(f"{share * 100:g}%", share)
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.theme.setCurrentIndex(list(Theme).index(settings.theme))
        self.rule.setCurrentIndex(list(Gate1Rule).index(settings.gate1_rule))
        self.error.setCurrentIndex(_nearest(settings.accepted_error))
        self.record.setChecked(settings.record)
        self._lay_out()
        self.language.activated.connect(self._on_language)
        self.theme.activated.connect(self._on_theme)
        self.rule.activated.connect(self._on_rule)
        self.error.activated.connect(self._on_error)
        self.record.clicked.connect(self._on_record)
        self.retranslate()
        self.read_realised()

    def show_user(self, user: User | None) -> None:
        """Allow what ``user`` may change."""
        allowed = user is not None and user.may(Permission.CHANGE_THRESHOLD)
        self.rule.setEnabled(allowed)
        self.error.setEnabled(allowed)

    def read_realised(self) -> None:
        """Say what the reviews tell about the active model."""
        job = self._lane.submit(ReadRealisedError(self._workspace))
        job.succeeded.connect(self._on_realised)
        job.failed.connect(self._on_no_realised)

    def retranslate(self) -> None:
        words = {
            "language": _("Language"),
            "theme": _("Colours"),
            "rule": _("Car or not"),
            "error": _("Accepted wrong verdicts"),
        }
        for name, field in self._fields():
            self._labels[name].setText(words[name])
            self._labels[name].setBuddy(field)
            field.setAccessibleName(words[name])
        self.language.setItemText(0, _("As the system"))
        for number, text in enumerate((_("As the system"), _("Light"), _("Dark"))):
            self.theme.setItemText(number, text)
        self.rule.setItemText(0, _("By the trained head"))
        self.rule.setItemText(1, _("Any car among the top 5, as in 2020"))
        self._rule_hint.setText(_("Only a manager changes how Gate1 decides."))
        self._error_hint.setText(_("The fewer may be wrong, the more photos are left to a person."))
        self.record.setText(_("Keep every inspection and its photo in the history"))
        self._record_hint.setText(
            _("Turned off, the inspect page keeps nothing; folders and rentals still do.")
        )

    def _fields(self) -> tuple[tuple[str, QComboBox], ...]:
        return (
            ("language", self.language),
            ("theme", self.theme),
            ("rule", self.rule),
            ("error", self.error),
        )

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.addRow(self._labels["language"], self.language)
        form.addRow(self._labels["theme"], self.theme)
        form.addRow(self._labels["rule"], self.rule)
        form.addRow("", self._rule_hint)
        form.addRow(self._labels["error"], self.error)
        form.addRow("", self._error_hint)
        form.addRow("", self.realised)
        form.addRow("", self.record)
        form.addRow("", self._record_hint)
        for hint in (self._rule_hint, self._error_hint, self.realised, self._record_hint):
            hint.setObjectName("muted")
            hint.setWordWrap(True)

    def _on_language(self) -> None:
        self.language_chosen.emit(self.language.currentData())

    def _on_theme(self) -> None:
        # Qt would give the member of an enumeration back as a plain word.
        self.theme_chosen.emit(list(Theme)[self.theme.currentIndex()])

    def _on_rule(self) -> None:
        self.changed.emit({"gate1_rule": list(Gate1Rule)[self.rule.currentIndex()]})

    def _on_error(self) -> None:
        self.changed.emit({"accepted_error": ACCEPTED_ERRORS[self.error.currentIndex()]})

    def _on_realised(self, error: RealisedError) -> None:
        self.realised.setText(realised_error_text(error))

    def _on_no_realised(self, error: CarInspectError) -> None:
        self.realised.setText(error_text(error))

    def _on_record(self) -> None:
        self.changed.emit({"record": self.record.isChecked()})


def _nearest(share: float) -> int:
    """The row of the largest choice that is no larger than ``share``; the first where none is."""
    return max(sum(choice <= share for choice in ACCEPTED_ERRORS) - 1, 0)
