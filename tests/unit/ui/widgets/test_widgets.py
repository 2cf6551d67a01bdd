import pytest
from PySide6.QtCore import QPoint, QPointF, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from carinspect.core import i18n
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.verdict import Gate2Verdict, Guess
from carinspect.ui.theme import DARK, LIGHT
from carinspect.ui.widgets.class_bars import ClassBars
from carinspect.ui.widgets.drop_zone import DropZone
from carinspect.ui.widgets.job_bar import JobBar
from carinspect.ui.widgets.message_bar import MessageBar
from carinspect.ui.widgets.probability_scale import ProbabilityScale, percent
from carinspect.ui.widgets.thumbnail_strip import Face, ThumbnailStrip
from carinspect.ui.widgets.verdict_badge import VerdictBadge


@pytest.fixture
def shown(qtbot):
    def show(widget, width=320, height=0):
        qtbot.addWidget(widget)
        widget.resize(width, height or widget.sizeHint().height())
        widget.show()
        return widget

    return show


def has_color(widget, color):
    image = widget.grab().toImage()
    wanted = QColor(color).rgb()
    return any(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_a_badge_shows_colour_and_says_words(shown, outcome):
    badge = shown(VerdictBadge())
    badge.show_outcome(outcome)

    assert any(has_color(badge, theme.tones[outcome].fill) for theme in (LIGHT, DARK))
    assert QAccessible.queryAccessibleInterface(badge).text(QAccessible.Text.Name) == badge.words()
    assert badge.words()


def test_badges_of_two_outcomes_differ_without_colour(shown):
    grey = set()
    for outcome in Outcome:
        badge = shown(VerdictBadge())
        badge.show_outcome(outcome)
        image = badge.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
        grey.add(bytes(image.constBits()))
    assert len(grey) == len(Outcome)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("outcome", Outcome)
def test_the_words_of_a_badge_fit(shown, language, outcome):
    i18n.choose_language(language)
    badge = shown(VerdictBadge(), width=304)
    badge.show_outcome(outcome)
    image = badge.grab().toImage()

    edge = {image.pixel(image.width() - 6, y) for y in range(20, 50)}

    assert len(edge) == 1  # no letter reaches the edge


def verdict(probability, band=(0.4, 0.7)):
    return Gate2Verdict(probability >= 0.5, probability, 0.5, band)


def test_the_scale_says_all_that_it_shows(shown):
    scale = shown(ProbabilityScale())
    scale.show_verdict(verdict(0.93))

    assert scale.sentence() == (
        "93% likely damaged; the threshold is 50%. From 40% to 70% a person must look."
    )
    assert scale.accessibleDescription() == scale.sentence()


def test_the_scale_without_a_band_has_two_zones(shown):
    scale = shown(ProbabilityScale())
    scale.show_verdict(verdict(0.93, (0.5, 0.5)))

    review = {theme.tones[Outcome.REVIEW].fill for theme in (LIGHT, DARK)}
    assert not any(has_color(scale, color) for color in review)
    assert "person" not in scale.sentence()


@pytest.mark.parametrize("probability", [0.0, 0.2, 0.55, 1.0])
def test_the_pointer_stands_at_the_probability(shown, probability):
    scale = shown(ProbabilityScale(), width=320)
    scale.show_verdict(verdict(probability))
    image = scale.grab().toImage()
    ground = image.pixel(0, image.height() - 1)

    row = 8  # above the bar, where only the pointer is
    inked = [x for x in range(image.width()) if image.pixel(x, row) != ground]

    middle = (inked[0] + inked[-1]) / 2
    assert middle == pytest.approx(8 + probability * 304, abs=2)


def test_percent_never_claims_certainty():
    wanted = {0.0: "0%", 0.004: "<1%", 0.5: "50%", 0.996: ">99%", 1.0: "100%"}
    assert {p: percent(p) for p in wanted} == wanted


def test_class_bars_say_names_and_probabilities(shown):
    bars = shown(ClassBars())
    bars.show_guesses((Guess("n1", "sports_car", 0.62), Guess("n2", "racer", 0.21)))

    assert bars.accessibleDescription() == "sports car 62%, racer 21%"
    assert bars.sizeHint().height() > ClassBars().sizeHint().height()


@pytest.fixture
def messages(shown):
    window = shown(QWidget(), 600, 200)
    elsewhere = QPushButton("elsewhere", window)
    elsewhere.show()
    elsewhere.setFocus()
    bar = MessageBar(window)
    bar.move(0, 120)  # away from the pointer, which the offscreen platform keeps at 0, 0
    bar.keeper = window
    return bar


def test_an_error_names_the_file_and_stays(messages):
    messages.show_error(CarInspectError(ErrorCode.NO_PHOTOS, folder="/counter/today"))

    assert "/counter/today" in messages.text
    assert not messages._timer.isActive()


def test_a_note_goes_away_by_itself(qtbot, messages):
    messages.note("Saved.")
    assert messages._timer.isActive()

    messages._timer.start(1)

    qtbot.waitUntil(lambda: messages.text == "", timeout=2000)


def test_a_note_waits_for_whoever_is_about_to_press_its_button(qtbot, messages):
    messages.offer("Removed.", "Undo", list)
    messages._action.setFocus()
    qtbot.waitUntil(messages._action.hasFocus, timeout=2000)

    messages._on_time()

    assert messages.text == "Removed."


def test_a_message_offers_one_thing_to_do(qtbot, messages):
    done = []
    messages.offer("Removed.", "Undo", lambda: done.append(1))
    button = next(b for b in messages.findChildren(QPushButton) if b.text() == "Undo")

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert done == [1]
    assert messages.text == ""


def test_the_next_message_brings_no_stale_action(messages):
    messages.offer("Removed.", "Undo", list)
    messages.warn("The disk is nearly full.")

    assert messages._action.isHidden()


def test_quick_work_shows_no_bar(qtbot, shown):
    bar = shown(JobBar())
    bar.stop()
    bar.show_progress("Inspecting", 1, 3)
    bar.stop()

    qtbot.wait(350)  # proves that nothing comes
    assert bar.isHidden()


def test_long_work_shows_a_bar_and_can_be_cancelled(qtbot, shown):
    bar = shown(JobBar())
    bar.stop()
    bar.show_progress("Inspecting 2 of 3", 1, 3)
    qtbot.waitUntil(bar.isVisible, timeout=2000)

    with qtbot.waitSignal(bar.cancel_wanted, timeout=500):
        qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert bar._bar.value() == 1


def test_an_unknown_total_is_indeterminate(shown):
    bar = shown(JobBar())
    bar.show_progress("Looking", 0, None)
    assert (bar._bar.minimum(), bar._bar.maximum()) == (0, 0)


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("open_wanted", "Open photos…"),
        ("folder_wanted", "Open folder…"),
        ("paste_wanted", "Paste"),
        ("samples_wanted", "Try the samples"),
    ],
)
def test_an_empty_page_offers_every_way_in(qtbot, shown, signal, words):
    zone = shown(DropZone(), 900, 600)
    button = next(b for b in zone.findChildren(QPushButton) if b.text() == words)

    with qtbot.waitSignal(getattr(zone, signal), timeout=500):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_empty_page_offers_recent_photos(qtbot, shown, tmp_path):
    zone = shown(DropZone(), 900, 600)
    photo = tmp_path / "yesterday.jpg"
    zone.show_recent((photo,))
    button = next(b for b in zone.findChildren(QPushButton) if b.text() == "yesterday.jpg")

    with qtbot.waitSignal(zone.recent_wanted, timeout=500) as caught:
        button.click()
    assert caught.args == [photo]

    zone.show_recent(())
    assert zone._recent_title.isHidden()


@pytest.fixture
def strip(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 160)
    painted = []

    def face_of(index):
        painted.append(index.row())
        return Face(None, "waiting", "Waiting", None)

    strip = ThumbnailStrip(face_of, parent)
    strip.resize(800, strip.height())
    strip.painted, strip.keeper = painted, parent
    strip.setModel(QStringListModel([str(n) for n in range(1000)], strip))
    parent.show()
    return strip


def test_a_thousand_thumbnails_cost_no_more_than_those_in_view(qtbot, strip):
    qtbot.waitUntil(lambda: len(strip.painted) > 0, timeout=2000)
    strip.grab()

    assert max(strip.painted) < 20


def test_the_strip_tells_and_shows_where_the_user_is(qtbot, strip):
    with qtbot.waitSignal(strip.current_row_changed, timeout=500) as caught:
        strip.go_to(900)
    strip.painted.clear()
    strip.grab()

    assert caught.args == [900]
    assert 900 in strip.painted


def test_a_row_that_is_not_there_changes_nothing(strip):
    strip.go_to(3)
    strip.go_to(1000)
    strip.go_to(-1)

    assert strip.current_row() == 3


def test_arrows_walk_along_the_strip(qtbot, strip):
    strip.go_to(5)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.current_row() == 6


def test_the_wheel_moves_the_strip_sideways(qtbot, strip):
    event = QWheelEvent(
        QPointF(100, 50),
        QPointF(100, 50),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.viewport(), event)

    assert strip.horizontalScrollBar().value() == 240
