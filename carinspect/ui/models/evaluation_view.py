"""One evaluation: report, matrix, curves and sources at a threshold that can be moved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.evaluation_figures import precision_recall, reliability, roc
from carinspect.core.evaluation_texts import (
    class_text,
    report_headings,
    report_rows,
    source_headings,
    source_rows,
    summary_rows,
)
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.services.export_evaluation import EvaluationFormat
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.models.confusion_matrix import Cell, ConfusionMatrix
from carinspect.ui.models.figure_table import FigureTable
from carinspect.ui.models.unit_plot import CurvePlot, PlotWords, ReliabilityPlot
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.fitting_words import breakable
from carinspect.ui.widgets.gallery import Gallery, GalleryPhoto
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order

_STEP: Final = 0.01


class EvaluationView(Panel):
    """Shows an :class:`Evaluation`.

    Attributes:
        limit: damage is called from this probability on.

    Signals:
        back_wanted: the user wants to see the models again.
        export_wanted: an :class:`EvaluationFormat` to write the evaluation as.
    """

    back_wanted = Signal()
    export_wanted = Signal(object)

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.evaluation: Evaluation | None = None
        self.limit = 0.5
        self._cell: Cell | None = None
        self._back = IconButton("previous", self)
        self._title, self._about = QLabel(self), QLabel(self)
        self._title.setObjectName("title")
        self._about.setObjectName("muted")
        for label in (self._title, self._about):
            label.setWordWrap(True)
        self.threshold = QDoubleSpinBox(self)
        self.threshold.setRange(0, 1)
        self.threshold.setDecimals(4)
        self.threshold.setSingleStep(_STEP)
        self.threshold.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.threshold.setFixedWidth(11 * GRID)
        self._threshold_label = QLabel(self)
        self._own = QPushButton(self)
        self._exports = {kind: QPushButton(self) for kind in EvaluationFormat}
        self.matrix = ConfusionMatrix(self)
        self.report, self.summary, self.sources = (FigureTable(self) for _n in range(3))
        self.summary.horizontalHeader().hide()
        self._headings = {name: QLabel(self) for name in ("report", "matrix", "summary", "sources")}
        for heading in self._headings.values():
            heading.setObjectName("heading")
        self.roc, self.precision_recall, self.reliability = _plots(self)
        self.gallery = Gallery(lane, self)
        self._to_figures = QPushButton(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def showing_photos(self) -> bool:
        """Whether the photos of a cell are shown instead of the figures."""
        return self._stack.currentIndex() == 1

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show ``evaluation`` at its model's own threshold."""
        self.evaluation = evaluation
        self._cell = None
        self._stack.setCurrentIndex(0)
        limit = evaluation.threshold
        self.roc.show_curve(roc(evaluation), limit)
        self.precision_recall.show_curve(precision_recall(evaluation), limit)
        self.reliability.show_bins(reliability(evaluation))
        self._set_threshold(limit)

    def go_back(self) -> None:
        """From the photos to the figures, from there to the models."""
        if self.showing_photos:
            self._stack.setCurrentIndex(0)
            self.matrix.setFocus()
        else:
            self.back_wanted.emit()

    def show_cell(self, truth: int, verdict: int) -> None:
        """Show the photos of one cell of the matrix."""
        if self.evaluation is None:
            return
        self._cell = (truth, verdict)
        photos = self.evaluation.cell(truth, verdict, self.limit)
        self.gallery.show_photos(
            [_gallery_photo(photo, verdict) for photo in photos],
            lambda: _("There is no photo of this kind."),
        )
        self._stack.setCurrentIndex(1)
        self._name_cell()
        self.gallery.setFocus()

    def retranslate(self) -> None:
        self._back.set_words(_("Back"), "Esc")
        self._threshold_label.setText(_("Threshold"))
        self.threshold.setAccessibleName(_("Threshold"))
        self.threshold.setToolTip(
            _("Damage is called from this probability on. The model itself is not changed.")
        )
        self._own.setText(_("The model's own"))
        words = {EvaluationFormat.PDF: _("Export PDF…"), EvaluationFormat.CSV: _("Export CSV…")}
        for kind, button in self._exports.items():
            button.setText(words[kind])
        self._to_figures.setText(_("Back to the figures"))
        for name, text in {
            "report": _("Classification report"),
            "matrix": _("Confusion matrix"),
            "summary": _("Overall"),
            "sources": _("By source"),
        }.items():
            self._headings[name].setText(text)
        for plot in (self.roc, self.precision_recall, self.reliability):
            plot.retranslate()
        for name, table in (
            ("report", self.report),
            ("summary", self.summary),
            ("sources", self.sources),
        ):
            table.setAccessibleName(self._headings[name].text())
        self._show_figures()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._about)
        head.addWidget(self._back)
        head.addLayout(names, 1)
        for widget in (self._threshold_label, self.threshold, self._own, *self._exports.values()):
            head.addWidget(widget)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(_scrolling(self._figures()))
        self._stack.addWidget(self._photos())
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        plots = (self.roc, self.precision_recall, self.reliability)
        set_tab_order(self.matrix, self.report, self.summary, *plots, self.sources)

    def _figures(self) -> QWidget:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        for name, table in (("report", self.report), ("summary", self.summary)):
            right.addWidget(self._headings[name])
            right.addWidget(table)
        right.addStretch()
        left = QVBoxLayout()
        left.addWidget(self._headings["matrix"])
        left.addWidget(self.matrix, 1)
        top = QHBoxLayout()
        top.setSpacing(3 * GRID)
        top.addLayout(left, 2)
        top.addLayout(right, 3)
        plots = QHBoxLayout()
        plots.setSpacing(2 * GRID)
        for plot in (self.roc, self.precision_recall, self.reliability):
            plots.addWidget(plot)
        grid.addLayout(top, 0, 0)
        grid.addLayout(plots, 1, 0)
        grid.addWidget(self._headings["sources"], 2, 0)
        grid.addWidget(self.sources, 3, 0)
        grid.setRowStretch(1, 1)
        return page

    def _photos(self) -> QWidget:
        page = QWidget(self)
        self._cell_name = QLabel(page)
        self._cell_name.setObjectName("strong")
        head = QHBoxLayout()
        head.addWidget(self._cell_name, 1)
        head.addWidget(self._to_figures)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GRID, 0, 0)
        column.addLayout(head)
        column.addWidget(self.gallery, 1)
        return page

    def _connect(self) -> None:
        self._back.clicked.connect(self.go_back)
        self._to_figures.clicked.connect(self.go_back)
        self._own.clicked.connect(self._use_own)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.matrix.cell_wanted.connect(self.show_cell)
        for plot in (self.roc, self.precision_recall):
            plot.threshold_dragged.connect(self._set_threshold)
        for kind, button in self._exports.items():
            button.clicked.connect(calling(self.export_wanted.emit, kind))

    def _set_threshold(self, threshold: float) -> None:
        # The field shows four digits; what is computed with has them all.
        with QSignalBlocker(self.threshold):
            self.threshold.setValue(threshold)
        self._on_threshold(threshold)

    def _use_own(self) -> None:
        if self.evaluation is not None:
            self._set_threshold(self.evaluation.threshold)

    def _on_threshold(self, threshold: float) -> None:
        self.limit = threshold
        for plot in (self.roc, self.precision_recall):
            plot.set_threshold(threshold)
        self._show_figures()

    def _show_figures(self) -> None:
        evaluation = self.evaluation
        if evaluation is None:
            return
        limit = self.limit
        self._title.setText(breakable(evaluation.model_id))
        self._about.setText(breakable(evaluation.data))
        self.matrix.show_counts(evaluation.confusion(limit))
        self.report.show_rows(report_headings(), report_rows(evaluation, limit))
        self.summary.show_rows(("", ""), summary_rows(evaluation, limit))
        self.sources.show_rows(source_headings(), source_rows(evaluation, limit))
        self._name_cell()

    def _name_cell(self) -> None:
        if self._cell is not None:
            self._cell_name.setText(self.matrix.words(self._cell))


def _plots(parent: QWidget) -> tuple[CurvePlot, CurvePlot, ReliabilityPlot]:
    return (
        CurvePlot(
            PlotWords(lambda: _("ROC"), lambda: _("false alarms"), lambda: _("damage found")),
            parent,
        ),
        CurvePlot(
            PlotWords(
                lambda: _("Precision and recall"), lambda: _("Recall"), lambda: _("Precision")
            ),
            parent,
        ),
        ReliabilityPlot(
            PlotWords(
                lambda: _("Reliability"), lambda: _("said probability"), lambda: _("share damaged")
            ),
            parent,
        ),
    )


def _gallery_photo(photo: JudgedPhoto, verdict: int) -> GalleryPhoto:
    said = _("Damage {probability}").format(probability=f"{100 * photo.probability:.1f}%")
    truth = _("is {name}").format(name=class_text(photo.label))
    parts = (photo.path.name, truth, said, photo.source)
    outcome = Outcome.DAMAGED if verdict else Outcome.UNDAMAGED
    detail = "  ·  ".join(part for part in parts if part)
    return GalleryPhoto(photo.path, said, detail, outcome, photo)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the keyboard through its parts
    return area
