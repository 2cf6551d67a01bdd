"""Job: what can be read about the program itself besides the guide."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.model_card import ModelCard
from carinspect.core.parts import Part, parts_from_json
from carinspect.core.paths import changes_file, resource
from carinspect.jobs.job import JobContext
from carinspect.services.list_models import list_models


@dataclass(frozen=True, slots=True)
class LibraryContent:
    """What the job found.

    Attributes:
        changes: the list of changes, as Markdown; empty where it is not there.
        parts: with their licences; empty where the list is not there.
    """

    changes: str
    cards: tuple[ModelCard, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ReadLibrary:
    """Read the list of changes, the cards of all models and the licences of all parts."""

    def run(self, ctx: JobContext, /) -> LibraryContent:
        changes = changes_file()
        words = changes.read_text(encoding="utf-8") if changes.is_file() else ""
        ctx.raise_if_cancelled()
        cards = tuple(list_models())
        ctx.raise_if_cancelled()
        return LibraryContent(words, cards, read_parts())


def read_parts() -> tuple[Part, ...]:
    """The parts of the program with their licences; none where the list is not there."""
    file = resource("licences.json")
    return parts_from_json(file.read_text(encoding="utf-8")) if file.is_file() else ()
