"""Slots that call something with arguments of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVarTuple

Ts = TypeVarTuple("Ts")


def calling(act: Callable[[*Ts], object], *arguments: *Ts) -> Callable[[], None]:
    """A slot that calls ``act`` with ``arguments`` and ignores what the signal brings."""

    def slot() -> None:
        act(*arguments)

    return slot
