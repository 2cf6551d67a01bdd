"""An inspector that remembers what it found, for the records."""

from __future__ import annotations

from pathlib import Path

from carinspect.core.inspection import Inspection
from carinspect.core.verdict import Gate2Verdict, Image
from carinspect.services.inspector import ComparingInspector


class NotingInspector:
    """Passes everything on to ``inspector``.

    Attributes:
        made: the latest inspection of each photo.
    """

    def __init__(self, inspector: ComparingInspector) -> None:
        self._inspector = inspector
        self.made: dict[Path, Inspection] = {}

    @property
    def model_id(self) -> str:
        return self._inspector.model_id

    def inspect(self, path: Path) -> Inspection:
        """Inspect one photo and remember what was found."""
        self.made[path] = self._inspector.inspect(path)
        return self.made[path]

    def judge_damage(self, image: Image) -> Gate2Verdict:
        """What one part of a photo, cut out, shows."""
        return self._inspector.judge_damage(image)
