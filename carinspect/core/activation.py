"""Which model was active since when, and who wanted it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Activation:
    """One change of the active model.

    Attributes:
        at: aware, UTC.
        by: the person's name; empty where nobody is known.
        before, after: model ids.
        reason: why it was done against the test, or without one; else empty.
        test: what the paired test said, in words; empty without a test.
        is_rollback: it took an earlier activation back.
    """

    at: datetime
    by: str
    before: str
    after: str
    reason: str = ""
    test: str = ""
    is_rollback: bool = False


def rollback_target(history: tuple[Activation, ...], active: str) -> str | None:
    """The model to go back to from ``active``; None where there was none before it.

    A rollback takes the activation before it back too: after A, B, C and a rollback to B, the
    next rollback goes to A.
    """
    stack: list[str] = []
    for activation in history:
        if activation.is_rollback and stack:
            stack.pop()
        elif not activation.is_rollback:
            stack.append(activation.before)
    candidates = [model for model in stack if model != active]
    return candidates[-1] if candidates else None
