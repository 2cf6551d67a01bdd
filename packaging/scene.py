"""What a scene of `screenshots.py` is; the scenes themselves stand in `scenes/`, a file an area."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carinspect.ui.application import Session

_LIMIT_MS = 240_000
_SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"


@dataclass(frozen=True)
class Stage:
    """What a scene has to work with.

    Attributes:
        session: the window, shown, with its model loaded.
        home: an empty home of its own, where settings and records lie.
        given: the photos, or the dataset, of the command line.
    """

    session: Session
    home: Path
    given: tuple[Path, ...]

    @property
    def photos(self) -> tuple[Path, ...]:
        """The photos of the command line; without any, the samples."""
        return self.given or tuple(sorted(_SAMPLES.glob("*.jpg")))

    @property
    def dataset(self) -> Path:
        """The dataset of the command line; without one, the samples with what they show."""
        if self.given:
            return self.given[0]
        samples = json.loads((_SAMPLES / "samples.json").read_text(encoding="utf-8"))["samples"]
        lines = [
            f"{_SAMPLES / one['file']},{one['expected']}"
            for one in samples
            if one["expected"] in {"damaged", "undamaged"}
        ]
        file = self.home / "samples.csv"
        file.write_text("\n".join(["photo,label", *lines, ""]), encoding="utf-8")
        return file

    def page(self, page_id: str) -> Any:  # noqa: ANN401 - pages differ
        """Turn to a page; the page."""
        self.session.window.show_page(page_id)
        return self.session.window.page(page_id)

    def wait(self, milliseconds: int) -> None:
        """Let the window work."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the window work until ``holds`` does.

        Raises:
            TimeoutError: it did not within four minutes, which a busy machine may take.
        """
        from PySide6.QtCore import QDeadlineTimer

        limit = QDeadlineTimer(_LIMIT_MS)
        while not holds():
            if limit.hasExpired():
                raise TimeoutError
            self.wait(30)


@dataclass(frozen=True)
class Scene:
    """One state of the window.

    Attributes:
        name: for ``--scene``.
        play: brings the window there.
        shown: what is photographed where it is not the main window.
    """

    name: str
    play: Callable[[Stage], object]
    shown: Callable[[Stage], Any] = lambda stage: stage.session.window
