from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QRawFont

from carinspect.core.paths import resource
from carinspect.ui.fonts import FAMILY, sized


def test_the_window_is_set_in_the_bundled_font(qapp):
    assert QFontInfo(qapp.font()).family() == FAMILY


def test_the_bundled_font_has_every_letter_of_both_languages(qapp):
    texts = [path.read_text() for path in resource("translations", "ko").glob("*.po")]
    letters = {letter for letter in "".join(texts) if letter.isprintable() and letter != " "}

    for weight in ("Regular", "SemiBold"):
        font = QRawFont(str(resource("fonts", f"{FAMILY}-{weight}.ttf")), 14)
        assert [
            letter for letter in sorted(letters) if not font.supportsCharacter(ord(letter))
        ] == []


def test_the_strong_weight_is_a_drawn_one(qapp):
    styles = QFontDatabase.styles(FAMILY)

    assert any("Semi" in style for style in styles)
    assert QFontInfo(sized(100, strong=True)).weight() == QFont.Weight.DemiBold


def test_sizes_are_percent_of_the_body_text(qapp):
    assert QFontMetrics(sized(150)).height() > QFontMetrics(sized(100)).height()


def test_the_licence_of_the_font_is_beside_it():
    words = resource("fonts", "LICENSE-Pretendard.txt").read_text()
    assert "SIL Open Font License" in words.replace(
        "SIL OPEN FONT LICENSE", "SIL Open Font License"
    )
