"""How this program starts itself again."""

from __future__ import annotations

import sys


def own_command() -> list[str]:
    """The program and the arguments that start it, without a verb."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "carinspect"]
