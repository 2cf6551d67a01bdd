"""Jobs for the tests of the runner; a module, so that the engine's child can import them."""

import os
import time
from dataclasses import dataclass

from carinspect.jobs.job import JobContext, Progress


@dataclass(frozen=True)
class Count:
    n: int
    pause_s: float = 0.0

    def run(self, ctx: JobContext, /) -> int:
        for i in range(self.n):
            ctx.raise_if_cancelled()
            ctx.report(Progress(i + 1, self.n))
            time.sleep(self.pause_s)
        return self.n


@dataclass(frozen=True)
class Fail:
    def run(self, ctx: JobContext, /) -> None:
        raise ValueError("bad photo")


@dataclass(frozen=True)
class Die:
    def run(self, ctx: JobContext, /) -> None:
        os._exit(132)


@dataclass(frozen=True)
class Deaf:
    def run(self, ctx: JobContext, /) -> None:
        time.sleep(60)
