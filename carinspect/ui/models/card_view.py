"""A model card, readable in full."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from carinspect.core.activation import Activation
from carinspect.core.card_texts import card_text, figure_text
from carinspect.core.i18n import _
from carinspect.core.model_card import Figure, ModelCard
from carinspect.core.model_signature import Signed
from carinspect.core.signature_texts import signed_text
from carinspect.ui.theme import colors


class CardView(QTextBrowser):
    """Shows a card, and when its model was active."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self._card: ModelCard | None = None
        self._signed: Signed | None = None
        self._activations: tuple[Activation, ...] = ()

    def show_card(
        self,
        card: ModelCard | None,
        activations: Iterable[Activation] = (),
        signed: Signed | None = None,
    ) -> None:
        """Show ``card``, and who answers for it; None for nothing."""
        self._card, self._activations, self._signed = card, tuple(activations), signed
        self.render_card()

    def render_card(self) -> None:
        """Show it in the language and the colours of now."""
        self.setAccessibleName(_("Model card"))
        if self._card is None:
            self.setHtml("")
        else:
            self.setHtml(card_html(self._card, self._activations, self._signed))


def card_html(
    card: ModelCard, activations: tuple[Activation, ...] = (), signed: Signed | None = None
) -> str:
    """A card as HTML, in the language and the colours of now."""
    low, high = card.review_band
    facts = (
        *(((_("Origin"), signed_text(signed)),) if signed else ()),
        (_("Created"), card.created),
        (_("Backbone"), f"{card.backbone}, {card.input_size_px} px"),
        (_("Recipe"), card_text(card.recipe)),
        (_("Threshold"), f"{card.damage_threshold:.4g}"),
        (_("Left to a person"), f"{low:.3f} – {high:.3f}"),
        (_("Seeds"), ", ".join(str(seed) for seed in card.seeds)),
        (_("Data"), card_text(card.data)),
        (_("Data fingerprint"), card.data_fingerprint[:16]),
        ("SHA-256", card.model_sha256[:16]),
    )
    parts = [
        f"<h2>{escape(card.id)}</h2>",
        _table(((name, escape(value)) for name, value in facts)),
        _section(_("Measured, with 95% intervals:"), _figures(card)),
        _section(_("Limits:"), _list(map(card_text, card.limits))),
        _section(_("Commands that reproduce the figures:"), _list(card.commands)),
        _section(_("Activations:"), _list(_activation(one) for one in reversed(activations))),
    ]
    return "".join(parts)


def _section(title: str, body: str) -> str:
    return f"<h4>{escape(title)}</h4>{body}" if body else ""


def _figures(card: ModelCard) -> str:
    rows = [(figure_text(name), _figure(figure)) for name, figure in card.figures.items()]
    rows += [(figure_text(name), f"{value:.4g}") for name, value in card.numbers.items()]
    return _table(rows) if rows else ""


def _figure(figure: Figure) -> str:
    share = f"{100 * figure.value:.1f}%"
    return f"{share} [{100 * figure.low:.1f}, {100 * figure.high:.1f}], n = {figure.n}"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    name_style = f"color:{colors().muted}; padding-right:14px"
    lines = "".join(
        f'<tr><td style="{name_style}">{escape(name)}</td><td>{value}</td></tr>'
        for name, value in rows
    )
    return f'<table cellspacing="0" cellpadding="2">{lines}</table>'


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _activation(one: Activation) -> str:
    moment = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
    notes = " ".join(note for note in (one.test, one.reason) if note)
    return f"{moment}  {one.by}: {one.before} → {one.after}. {notes}"
