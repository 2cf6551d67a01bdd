"""The numbers of a run that matter at a glance."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.training import History
from carinspect.ui.theme import GRID
from carinspect.ui.training.words import percent_text
from carinspect.ui.widgets.panel import Panel

_TILES: Final = ("best", "last", "loss", "penalty", "gap")
_NONE: Final = "–"


class NumberTiles(Panel):
    """Best and last validation accuracy, losses, penalty, gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[History, int] = ((), 0)
        self._tiles = {name: _Tile(self) for name in _TILES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for tile in self._tiles.values():
            row.addWidget(tile, 1)
        self.retranslate()

    def show_numbers(self, history: History, best: int) -> None:
        """Show the numbers of ``history``, whose kept epoch is ``best`` (0 for none)."""
        self._shown = (history, best)
        if not history:
            for tile in self._tiles.values():
                tile.show_number(_NONE, "")
            return
        last, kept = history[-1], history[best - 1]
        self._tiles["best"].show_number(
            percent_text(kept.val_accuracy), _("epoch {epoch}").format(epoch=kept.epoch)
        )
        self._tiles["last"].show_number(
            percent_text(last.val_accuracy),
            _("training {accuracy}").format(accuracy=percent_text(last.accuracy)),
        )
        self._tiles["loss"].show_number(
            f"{last.val_loss:.3f}", _("training {loss}").format(loss=f"{last.loss:.3f}")
        )
        self._tiles["penalty"].show_number(f"{last.penalty:.3f}", _("not part of the loss"))
        gap = 100 * (last.accuracy - last.val_accuracy)
        self._tiles["gap"].show_number(f"{gap:+.1f}", _("points"))

    def retranslate(self) -> None:
        for name, words in (
            ("best", _("Best accuracy")),
            ("last", _("Accuracy now")),
            ("loss", _("Validation loss")),
            ("penalty", _("L2 penalty")),
            ("gap", _("Overfitting gap")),
        ):
            self._tiles[name].set_title(words)
        self.show_numbers(*self._shown)


class _Tile(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tile")
        self._title, self._number, self._foot = QLabel(self), QLabel(self), QLabel(self)
        self._title.setObjectName("muted")
        self._number.setObjectName("number")
        self._foot.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        column.setSpacing(0)
        for label in (self._title, self._number, self._foot):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(label)
        for label in (self._title, self._foot):
            label.setWordWrap(True)

    def set_title(self, words: str) -> None:
        self._title.setText(words)
        self._number.setAccessibleName(words)

    def show_number(self, number: str, foot: str) -> None:
        self._number.setText(number)
        self._foot.setText(foot)
        self.setToolTip(f"{self._title.text()}: {number} ({foot})" if foot else "")
