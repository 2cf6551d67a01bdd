"""Photos that no model learns from, so that models can be compared on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carinspect.core.dataset_split import fingerprint


@dataclass(frozen=True, slots=True)
class FrozenPhoto:
    """A labelled photo by its content.

    Attributes:
        name: of the file it came from, for people.
    """

    sha256: str
    label: int
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class FrozenSet:
    """The photos that challengers are tested on.

    Attributes:
        name: of the dataset they came from.
        class_names: of (undamaged, damaged).
        frozen_at: aware, UTC.
        frozen_by: the person's name.
    """

    name: str
    class_names: tuple[str, str]
    photos: tuple[FrozenPhoto, ...]
    frozen_at: datetime
    frozen_by: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the sorted contents and labels: the identity of the set."""
        return fingerprint((photo.sha256, photo.label) for photo in self.photos)
