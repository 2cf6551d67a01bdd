"""What the dataset doctor found: a list, and for each finding its words, photos and fix."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.dataset import DAMAGED, LabelledPhoto, Split
from carinspect.core.dataset_findings import DatasetReport, Finding, Fix, Severity
from carinspect.core.finding_texts import finding_words, fix_text, severity_text, split_text
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.icons import icon
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.gallery import Gallery, GalleryPhoto
from carinspect.ui.widgets.panel import Panel

_LOOKS: Final = {
    Severity.SERIOUS: ("damaged", Outcome.DAMAGED),
    Severity.NOTABLE: ("warning", Outcome.REVIEW),
    Severity.HINT: ("info", Outcome.NOT_A_CAR),
}


class FindingsView(Panel):
    """Shows a report.

    Signals:
        fix_wanted: the user wants this :class:`Finding` mended.
    """

    fix_wanted = Signal(object)

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: DatasetReport | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("choice")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title, self._explanation, self._effect = (QLabel(self) for _number in range(3))
        self._title.setObjectName("strong")
        self._effect.setObjectName("muted")
        self.fix, self.leave_out = QPushButton(self), QPushButton(self)
        self.gallery = Gallery(lane, self)
        self.list.currentRowChanged.connect(self._on_row)
        self.fix.clicked.connect(self._on_fix)
        self.leave_out.clicked.connect(self._on_leave_out)
        self._lay_out()
        self.retranslate()

    @property
    def finding(self) -> Finding | None:
        """The finding that is looked at."""
        row = self.list.currentRow()
        findings = self._report.findings if self._report else ()
        return findings[row] if 0 <= row < len(findings) else None

    def show_report(self, report: DatasetReport | None) -> None:
        """Show ``report``; the finding that was looked at stays chosen where it is still there."""
        kind = self.finding.kind if self.finding else None
        self._report = report
        self._fill()
        rows = [n for n, one in enumerate(report.findings if report else ()) if one.kind is kind]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self._on_row()

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Findings"))
        self.leave_out.setText(_("Leave out the chosen photos only"))
        self.leave_out.setAccessibleName(self.leave_out.text())
        row = self.list.currentRow()
        self._fill()
        self.list.setCurrentRow(row)
        self._on_row()

    def recolor(self) -> None:
        self.retranslate()

    def _fill(self) -> None:
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        for finding in self._report.findings if self._report else ():
            name, outcome = _LOOKS[finding.severity]
            title = finding_words(finding).title
            words = f"{title}\n{severity_text(finding.severity)}"
            if finding.groups:
                words += f" · {len(finding.photos)}"
            item = QListWidgetItem(icon(name, color=colors().tones[outcome].ink), words)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _on_row(self) -> None:
        finding = self.finding
        words = finding_words(finding) if finding else None
        nothing = _("Nothing found that would spoil the figures.") if self._report else ""
        self._title.setText(words.title if words else nothing)
        self._explanation.setText(words.explanation if words else "")
        self._effect.setText(words.effect if words else "")
        text = fix_text(finding) if finding else ""
        self.fix.setText(text)
        self.fix.setAccessibleName(text)
        self.fix.setVisible(bool(text))
        self.leave_out.setVisible(bool(finding and finding.fix))
        self.gallery.show_photos(self._photos(finding))
        self.gallery.setVisible(bool(finding and finding.groups))

    def _on_fix(self) -> None:
        if self.finding is not None:
            self.fix_wanted.emit(self.finding)

    def _on_leave_out(self) -> None:
        finding = self.finding
        paths = [photo.path for photo in self.gallery.chosen()]
        if finding is not None and paths:
            groups = tuple((path,) for path in paths)
            self.fix_wanted.emit(replace(finding, groups=groups, fix=Fix.LEAVE_OUT))

    def _photos(self, finding: Finding | None) -> list[GalleryPhoto]:
        if finding is None or self._report is None:
            return []
        dataset = self._report.dataset
        where: dict[object, tuple[Split, LabelledPhoto]] = {
            photo.path: (split, photo) for split in Split for photo in dataset.of(split)
        }
        shown: list[GalleryPhoto] = []
        for number, group in enumerate(finding.groups, start=1):
            for path in group:
                split, photo = where.get(path, (None, None))
                parts = [f"{number}"] if len(group) > 1 else []
                outcome = None
                if photo is not None and split is not None:
                    parts += [dataset.class_names[photo.label], split_text(split)]
                    outcome = Outcome.DAMAGED if photo.label == DAMAGED else Outcome.UNDAMAGED
                detail = str(path)
                if path in finding.scores:
                    detail = _("The model gives the label it has {probability:.0%}.").format(
                        probability=finding.scores[path]
                    )
                shown.append(GalleryPhoto(path, " · ".join(parts), detail, outcome))
        return shown

    def _lay_out(self) -> None:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for label in (self._title, self._explanation, self._effect):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(self.fix)
        row.addWidget(self.leave_out)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.gallery, 1)
        column.addStretch()
        splitter = QSplitter(self)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([32 * GRID, 80 * GRID])
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
