"""The tools of the comparator."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from carinspect.core.i18n import _
from carinspect.ui.keys import with_keys
from carinspect.ui.rental.blink_view import QUICKEST_MS, SLOWEST_MS
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel


class ComparatorBar(Panel):
    """Zoom, side by side or one over the other, blinking and its pace, the swipe.

    Signals:
        zoom_in_wanted, zoom_out_wanted, fit_wanted, spot_wanted: the zoom buttons.
        pace_changed: how many milliseconds a picture stands.
    """

    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    fit_wanted = Signal()
    spot_wanted = Signal()
    pace_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.over, self.play = QPushButton(self), QPushButton(self)
        for button in (self.over, self.play):
            button.setCheckable(True)
            button.setObjectName("small")
        self.swipe = QSlider(Qt.Orientation.Horizontal, self)
        self.swipe.setRange(0, 100)
        self.swipe.setValue(50)
        self.pace = QSlider(Qt.Orientation.Horizontal, self)
        # To the right is quicker.
        self.pace.setRange(-SLOWEST_MS, -QUICKEST_MS)
        self.pace.setValue(-900)
        self._labels = {slider: QLabel(self) for slider in (self.swipe, self.pace)}
        self._buttons = {
            name: IconButton(name, self, side=18)
            for name in ("zoom_out", "zoom_in", "fit", "inspect")
        }
        self._lay_out()
        self._connect()
        self._show_tools(over=False)
        self.retranslate()

    def enable_blinking(self, possible: bool) -> None:  # noqa: FBT001 - as of Qt's setEnabled
        """Offer what needs both photos."""
        for widget in (self.play, self.swipe, self.pace):
            widget.setEnabled(possible)

    def retranslate(self) -> None:
        self.over.setText(_("One over the other"))
        self.over.setToolTip(with_keys(_("Side by side, or one over the other"), "B"))
        self.play.setText(_("Blink"))
        self.play.setToolTip(_("Show pickup and return in turn"))
        for slider, words in (
            (self.swipe, _("Swipe")),
            (self.pace, _("Pace")),
        ):
            self._labels[slider].setText(words)
            slider.setAccessibleName(words)
            slider.setToolTip(words)
        for name, words, keys in (
            ("zoom_out", _("Zoom out"), "-"),
            ("zoom_in", _("Zoom in"), "+"),
            ("fit", _("Whole photo"), "0"),
            ("inspect", _("Go to the spot"), "1"),
        ):
            self._buttons[name].set_words(words, keys)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.over)
        for widget in (
            self.play,
            self._labels[self.pace],
            self.pace,
            self._labels[self.swipe],
            self.swipe,
        ):
            row.addWidget(widget)
        row.addStretch()
        for button in self._buttons.values():
            row.addWidget(button)
        for slider in (self.swipe, self.pace):
            slider.setFixedWidth(11 * GRID)

    def _connect(self) -> None:
        self.over.toggled.connect(self._on_over)
        self.pace.valueChanged.connect(self._on_pace)
        self._buttons["zoom_in"].clicked.connect(self.zoom_in_wanted)
        self._buttons["zoom_out"].clicked.connect(self.zoom_out_wanted)
        self._buttons["fit"].clicked.connect(self.fit_wanted)
        self._buttons["inspect"].clicked.connect(self.spot_wanted)

    def _on_over(self, over: bool) -> None:  # noqa: FBT001 - connected to toggled(bool)
        self._show_tools(over=over)

    def _on_pace(self, value: int) -> None:
        self.pace_changed.emit(-value)

    def _show_tools(self, *, over: bool) -> None:
        for widget in (self.play, self.swipe, self.pace, *self._labels.values()):
            widget.setVisible(over)
