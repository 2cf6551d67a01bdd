import itertools
import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from carinspect.core.inspection import Outcome
from carinspect.core.paths import resource
from carinspect.core.settings import Theme
from carinspect.ui import icons
from carinspect.ui.theme import DARK, LIGHT, ThemeSwitch, colors

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_the_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@THEMES
def test_text_is_readable_on_every_ground(theme):
    grounds = (theme.window, theme.surface, theme.sunken, theme.hover, theme.accent_soft)
    for ground in grounds:
        assert contrast(theme.text, ground) >= 4.5
    for ground in (theme.window, theme.surface, theme.sunken):
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_readable(theme, outcome):
    tone = theme.tones[outcome]
    assert contrast(tone.on_fill, tone.fill) >= 4.5
    grounds = (tone.soft, theme.window, theme.surface, theme.hover, theme.accent_soft)
    for ground in grounds:
        assert contrast(tone.ink, ground) >= 4.5


@THEMES
def test_controls_and_focus_stand_out_from_their_ground(theme):
    for ground in (theme.window, theme.surface):
        assert contrast(theme.control_border, ground) >= 3
        assert contrast(theme.accent, ground) >= 3


@THEMES
def test_outcomes_have_different_fills(theme):
    fills = [theme.tones[outcome].fill for outcome in Outcome]
    assert len(set(fills)) == len(fills)


def test_outcomes_differ_by_more_than_colour():
    drawings = {outcome: resource("icons", f"{outcome.value}.svg") for outcome in Outcome}
    for one, other in itertools.combinations(drawings.values(), 2):
        assert one.read_text() != other.read_text()


@pytest.mark.parametrize("theme", Theme)
def test_the_chosen_theme_shows_at_once(qapp, theme):
    switch = ThemeSwitch(qapp)

    switch.apply(theme)

    assert colors() is (DARK if theme is Theme.DARK else LIGHT)
    shown = qapp.palette().color(QPalette.ColorRole.WindowText).name()
    assert shown == colors().text


def test_the_theme_follows_the_system(qapp, monkeypatch):
    switch = ThemeSwitch(qapp)
    switch.apply(Theme.SYSTEM)
    hints = qapp.styleHints()

    monkeypatch.setattr(switch, "_app", _DarkSystem(qapp))
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)

    assert colors() is DARK


class _DarkSystem:
    """The application, but for what the system says."""

    def __init__(self, app):
        self._app = app

    def styleHints(self):
        return SimpleNamespace(colorScheme=lambda: Qt.ColorScheme.Dark)

    def __getattr__(self, name):
        return getattr(self._app, name)


@THEMES
def test_the_style_sheet_has_no_unfilled_name(qapp, theme):
    ThemeSwitch(qapp).apply(Theme.DARK if theme is DARK else Theme.LIGHT)

    assert theme.surface in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_draws_something(qapp, path):
    image = icons.pixmap(path.stem, 24, color="#ff0000", ratio=2.0).toImage()

    opaque = sum(image.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))

    assert image.width() == 48
    assert opaque > 20


def test_icons_take_the_colour_of_the_theme():
    colourless = [p for p in resource("icons").glob("*.svg") if p.stem != "app"]
    for path in colourless:
        assert not re.search(r"#[0-9a-fA-F]{3}", path.read_text()), path.name
        assert "currentColor" in path.read_text()
