"""Job: write a file of the user's, whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from carinspect.jobs.job import JobContext
from carinspect.storage.atomic_file import write_atomically


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Write ``content`` to ``file``."""

    file: Path
    content: bytes = field(repr=False)

    def run(self, ctx: JobContext, /) -> Path:
        """Write it.

        Raises:
            CarInspectError: it cannot be written.
        """
        ctx.raise_if_cancelled()
        write_atomically(self.file, self.content, private=False)
        return self.file
