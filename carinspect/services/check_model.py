"""Job: is a stranger's model fit to inspect? Tried in a process of its own, which may die."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.jobs.engine import Engine, EngineDiedError
from carinspect.jobs.job import JobCancelled, JobContext
from carinspect.ml.net_check import UnfitNetError, check_net

_MAX_SECONDS: Final = 120.0
_MAX_BYTES: Final = 4 << 30
"""Of addresses, not of memory: LiteRT reserves more than it uses."""


@dataclass(frozen=True)
class _TryNet:
    card: ModelCard
    content: bytes = field(repr=False)

    def run(self, ctx: JobContext, /) -> str:
        """Why it is unfit; empty where it is fit."""
        ctx.raise_if_cancelled()
        _limit_memory()
        try:
            check_net(self.card, self.content)
        except UnfitNetError as error:
            return str(error)
        except MemoryError:
            return "memory"
        return ""


def check_model(file: Path, card: ModelCard, content: bytes, ctx: JobContext) -> None:
    """Have a process of its own load and run the model of ``file``.

    Raises:
        CarInspectError: it is unfit, it crashes, or it does not end.
        JobCancelled: ``ctx`` was cancelled.
    """
    reason = _reason(_TryNet(card, content), ctx)
    if reason:
        raise CarInspectError(ErrorCode.MODEL_UNFIT, file=file, reason=reason)


def _reason(job: _TryNet, ctx: JobContext) -> str:
    engine = Engine(grace_s=0.0)
    late = threading.Event()
    watched = _Watched(ctx, late)
    timer = threading.Timer(_MAX_SECONDS, late.set)
    timer.start()
    try:
        return engine.run(job, watched)
    except EngineDiedError as error:
        return f"exit code {error.exit_code}"
    except JobCancelled:
        if not late.is_set():
            raise
        return f"> {_MAX_SECONDS:.0f} s"
    finally:
        timer.cancel()
        timer.join()
        engine.close()


class _Watched(JobContext):
    """Cancelled too when it is late."""

    def __init__(self, ctx: JobContext, late: threading.Event) -> None:
        super().__init__(ctx.report, late)
        self._ctx = ctx

    @property
    def cancelled(self) -> bool:
        return self._ctx.cancelled or super().cancelled


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_BYTES, hard))
