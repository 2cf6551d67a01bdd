"""Changes of a rental's photos that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtGui import QUndoCommand

from carinspect.core.rental import RentalPhoto
from carinspect.services.rentals import RentalAtDesk, RentalDesk, ViewChoice

Change: TypeAlias = Callable[[RentalDesk, str], RentalAtDesk]
"""What is done with the rental of a number."""

Doer: TypeAlias = Callable[[Change], None]
"""Has a change done in the background."""


class ChangeViews(QUndoCommand):
    """Photos get other views, or the ones they had."""

    def __init__(self, do: Doer, choices: Sequence[ViewChoice]) -> None:
        super().__init__()
        self._do = do
        self._after = tuple(choices)
        self._before = tuple(ViewChoice(one.photo, one.photo.view) for one in choices)

    def redo(self) -> None:
        self._do(lambda desk, number: desk.set_views(number, self._after))

    def undo(self) -> None:
        self._do(lambda desk, number: desk.set_views(number, self._before))


class TakeOut(QUndoCommand):
    """Photos leave the rental, or come back with the views that they had."""

    def __init__(self, do: Doer, photos: Sequence[RentalPhoto]) -> None:
        super().__init__()
        self._do = do
        self._photos = tuple(photos)

    def redo(self) -> None:
        self._do(lambda desk, number: desk.remove(number, self._photos))

    def undo(self) -> None:
        self._do(lambda desk, number: desk.restore(number, self._photos))
