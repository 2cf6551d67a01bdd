"""What the help window can show, as places with an address each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from carinspect.core.guide import GuideTopic, guide_topics
from carinspect.core.i18n import _
from carinspect.core.model_card import ModelCard
from carinspect.core.parts import Part
from carinspect.ui.theme import colors

CHANGES: Final = "about:changes"
PARTS: Final = "about:parts"
CARD: Final = "card:"
PART: Final = "part:"


@dataclass(frozen=True, slots=True)
class Place:
    """Something to read.

    Attributes:
        address: the id of a topic of the guide, or one of the addresses above.
        anchor: of a section; empty for the beginning.
    """

    address: str
    anchor: str = ""

    @classmethod
    def of_link(cls, link: str) -> Place:
        """The place that a link within a text means, such as ``10-words.md#threshold``."""
        file, _sign, anchor = link.partition("#")
        return cls(file.removesuffix(".md")[3:] if file.endswith(".md") else file, anchor)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of the contents: what it is called, and its places with their titles."""

    title: Callable[[], str]
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What was read in the background.

    Attributes:
        changes: the list of changes, as Markdown.
    """

    changes: str = ""
    cards: tuple[ModelCard, ...] = ()
    parts: tuple[Part, ...] = ()

    def shelves(self) -> tuple[Shelf, ...]:
        """All that can be chosen, in the language of now."""
        about = ((CHANGES, _("What is new")), (PARTS, _("Licences of all parts")))
        return (
            Shelf(lambda: _("Guide"), tuple((one.id, one.title) for one in guide_topics())),
            Shelf(
                lambda: _("Model cards"), tuple((f"{CARD}{one.id}", one.id) for one in self.cards)
            ),
            Shelf(lambda: _("About this program"), about),
        )

    def topic(self, address: str) -> GuideTopic | None:
        """The topic of the guide at ``address``."""
        return next((one for one in guide_topics() if one.id == address), None)

    def card(self, address: str) -> ModelCard | None:
        """The model card at ``address``."""
        return next((one for one in self.cards if f"{CARD}{one.id}" == address), None)

    def part(self, address: str) -> Part | None:
        """The part of the program at ``address``."""
        return next((one for one in self.parts if f"{PART}{one.name}" == address), None)


def parts_html(parts: tuple[Part, ...]) -> str:
    """The table of all parts, each with a link to its licence."""
    lines = [
        _row(
            (
                f'<a href="{PART}{escape(one.name)}">{escape(one.name)}</a>',
                escape(one.version),
                escape(one.licence or _("not stated")),
                escape(_lack(one)),
            )
        )
        for one in parts
    ]
    head = _row(
        tuple(
            f"<b>{escape(words)}</b>"
            for words in (_("Part"), _("Version"), _("Licence"), _("Note"))
        )
    )
    words = _(
        "CarInspect contains or needs these parts. Each belongs to its authors; a click shows the"
        " text of its licence. The list is made by a program from what the parts say of themselves."
    )
    missing = sum(1 for one in parts if not one.texts)
    stated = _("Of {missing} of {all} parts no text of a licence came with the part.").format(
        missing=missing, all=len(parts)
    )
    table = f'<table cellspacing="0" cellpadding="5" width="100%">{head}{"".join(lines)}</table>'
    title = f"<h2>{escape(_('Licences of all parts'))}</h2>"
    return f"{title}<p>{escape(words)}</p><p>{escape(stated)}</p>{table}"


def part_html(part: Part) -> str:
    """One part and the texts of its licence."""
    texts = "".join(
        f'<h4>{escape(text.file)}</h4><p style="white-space:pre-wrap">{escape(text.text)}</p>'
        for text in part.texts
    )
    facts = " · ".join(one for one in (part.version, part.licence, part.homepage) if one)
    back = f'<a href="{PARTS}">{escape(_("Licences of all parts"))}</a>'
    lack = f"<p><b>{escape(_lack(part))}</b></p>" if _lack(part) else ""
    muted = colors().muted
    return (
        f"<p>{back}</p><h2>{escape(part.name)}</h2>"
        f'<p style="color:{muted}">{escape(facts)}</p>{lack}{texts}'
    )


def _lack(part: Part) -> str:
    if not part.is_examined:
        return _("Not installed where this list was made")
    if not part.texts:
        return _("No text of the licence came with this part")
    return ""


def _row(cells: tuple[str, ...]) -> str:
    style = f"border-bottom:1px solid {colors().border}"
    return "<tr>" + "".join(f'<td style="{style}">{cell}</td>' for cell in cells) + "</tr>"
