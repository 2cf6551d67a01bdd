"""A child process for jobs that load TensorFlow, which the windows never import."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import threading
import time
import traceback
from collections.abc import Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from typing import Any, Generic, TypeVar

from carinspect.jobs.job import Job, JobCancelled, JobContext

R = TypeVar("R")

_POLL_S = 0.02


class EngineDiedError(RuntimeError):
    """The engine process ended without an answer: a crash, or no AVX on this machine.

    Attributes:
        exit_code: as of :attr:`multiprocessing.Process.exitcode`; negative for a signal.
    """

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the engine process ended with exit code {exit_code}")
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class _Child:
    process: SpawnProcess
    connection: Connection[Any, Any]
    cancel: ProcessEvent

    def send(self, job: Job[Any]) -> None:
        with self._death_as_error():
            self.connection.send(job)

    def receive(self) -> tuple[str, Any]:
        with self._death_as_error():
            return self.connection.recv()

    @contextlib.contextmanager
    def _death_as_error(self) -> Generator[None]:
        try:
            yield
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self.process.join()
            raise EngineDiedError(self.process.exitcode) from None


class Engine:
    """One child process, started at the first job and again after a death.

    Used from one thread only, that of its lane.

    Args:
        grace_s: seconds a cancelled job may take to stop before the child is killed.
    """

    def __init__(self, *, grace_s: float = 5.0) -> None:
        self._context = mp.get_context("spawn")
        self._grace_s = grace_s
        self._child: _Child | None = None

    def run(self, job: Job[R], ctx: JobContext) -> R:
        """Run ``job`` in the child, passing its events on to ``ctx``.

        Raises:
            JobCancelled: ``ctx`` was cancelled.
            EngineDiedError: the child ended on its own.
            Exception: what the job raised, with the child's traceback as a note.
        """
        child = self._running_child()
        child.send(job)
        deadline: float | None = None
        while True:
            if ctx.cancelled and deadline is None:
                child.cancel.set()
                deadline = time.monotonic() + self._grace_s
            if deadline is not None and time.monotonic() > deadline:
                self.close()
                raise JobCancelled
            if not child.connection.poll(_POLL_S):
                continue
            kind, payload = child.receive()
            if kind == "report":
                ctx.report(payload)
            elif kind == "result":
                return payload
            else:
                raise payload

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._child is not None:
            self._child.process.kill()
            self._child.process.join()
            self._child = None

    def _running_child(self) -> _Child:
        if self._child is None or not self._child.process.is_alive():
            ours, theirs = self._context.Pipe()
            cancel = self._context.Event()
            process = self._context.Process(target=_serve, args=(theirs, cancel), daemon=True)
            process.start()
            theirs.close()  # so that the child's death is an EOFError here
            self._child = _Child(process, ours, cancel)
        self._child.cancel.clear()
        return self._child


def _serve(connection: Connection[Any, Any], cancel: threading.Event) -> None:
    ctx = JobContext(lambda report: connection.send(("report", report)), cancel)
    # Whoever asked is gone, or ends: there is nobody left to tell.
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            job: Job[Any] = connection.recv()
            try:
                answer = ("result", job.run(ctx))
            except Exception as error:  # noqa: BLE001 - every failure is an answer
                error.add_note("".join(traceback.format_exception(error)))
                answer = ("error", error)
            connection.send(answer)


class InEngine(Generic[R]):
    """The job that runs another one in an engine."""

    def __init__(self, job: Job[R], engine: Engine) -> None:
        self._job = job
        self._engine = engine

    def run(self, ctx: JobContext, /) -> R:
        return self._engine.run(self._job, ctx)
