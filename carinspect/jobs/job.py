"""What a job is: work that reports events, can be cancelled, and knows neither Qt nor threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

R_co = TypeVar("R_co", covariant=True)


class JobCancelled(Exception):  # noqa: N818 - an outcome, not an error
    """Leaves a job from one of its cancellation points."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps; ``total`` is ``None`` when unknown."""

    done: int
    total: int | None = None


class JobContext:
    """What a running job may do to the outside: report an event, ask whether to stop."""

    def __init__(self, report: Callable[[object], object], cancel: threading.Event) -> None:
        self.report = report
        self._cancel = cancel

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def reporting_to(self, report: Callable[[object], object]) -> JobContext:
        """The same cancellation, other ears: for a job that runs others."""
        return JobContext(report, self._cancel)

    def raise_if_cancelled(self) -> None:
        """The cancellation point; stands between two photos, two batches, two files.

        Raises:
            JobCancelled: cancellation was asked for.
        """
        if self.cancelled:
            raise JobCancelled


class Job(Protocol[R_co]):
    """A frozen dataclass whose fields are plain data, so that it can go to another process."""

    def run(self, ctx: JobContext, /) -> R_co: ...


def _ignore(report: object) -> None:
    pass


def run_here(job: Job[R_co], report: Callable[[object], object] = _ignore) -> R_co:
    """Run ``job`` in this thread: the command line, and nearly every test."""
    return job.run(JobContext(report, threading.Event()))
