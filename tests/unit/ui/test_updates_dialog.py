import pytest

from carinspect.core.build_facts import BuildFacts
from carinspect.core.i18n import choose_language
from carinspect.services import updates
from carinspect.ui import updates_dialog
from carinspect.ui.lanes import Lanes
from carinspect.ui.updates_dialog import UpdatesDialog
from tests.signed_updates import Publisher

WAIT_MS = 10_000


@pytest.fixture
def lane(qapp):
    lanes = Lanes()
    yield lanes.upkeep
    lanes.shutdown()


@pytest.fixture
def publisher(tmp_path, monkeypatch):
    publisher = Publisher(tmp_path / "published")
    publisher.publish("99.0")
    key = publisher.key_file.read_text()
    facts = BuildFacts("full", str(publisher.manifest), key)
    monkeypatch.setattr(updates, "build_facts", lambda: facts)
    return publisher


@pytest.fixture
def dialog(qtbot, lane):
    def make():
        dialog = UpdatesDialog(lane)
        dialog.show()
        made.append(dialog)
        return dialog

    made = []
    yield make
    for one in made:
        qtbot.waitUntil(lambda one=one: not one.busy, timeout=WAIT_MS)
        one.close()


def press(qtbot, dialog, button):
    button.click()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT_MS)


def test_nothing_is_asked_before_the_button_is_pressed(publisher, dialog, monkeypatch, qtbot):
    asked = []
    monkeypatch.setattr(updates, "read_release", lambda *arguments: asked.append(arguments))

    shown = dialog()
    qtbot.wait(50)

    assert asked == []
    assert str(publisher.manifest) in shown._about.text()  # who would be asked
    assert not shown.download.isVisible()


def test_a_newer_version_is_told_and_downloaded(publisher, dialog, monkeypatch, qtbot, tmp_path):
    monkeypatch.setattr(updates_dialog, "ask_download_folder", lambda _parent: tmp_path / "got")
    shown = dialog()

    press(qtbot, shown, shown.check)
    assert "99.0" in shown.answer.text()
    assert "Faster." in shown.answer.text()
    press(qtbot, shown, shown.download)

    (file,) = (tmp_path / "got").iterdir()
    assert file.read_bytes() == b"installer"
    assert str(file) in shown.answer.text()
    assert shown.show_file.isVisible()


def test_the_answer_follows_the_language(publisher, dialog, qtbot, qapp):
    shown = dialog()
    press(qtbot, shown, shown.check)

    choose_language("ko")
    shown._retranslate()

    assert "더 빠릅니다." in shown.answer.text()
    assert shown.check.text() == "지금 확인"


def test_a_forged_list_is_told_and_offers_nothing(publisher, dialog, qtbot):
    publisher.manifest.write_bytes(publisher.manifest.read_bytes() + b" ")
    shown = dialog()

    press(qtbot, shown, shown.check)

    assert "is not signed" in shown.answer.text()
    assert not shown.download.isVisible()


def test_a_build_without_an_address_cannot_check(dialog):
    shown = dialog()

    assert not shown.check.isEnabled()
    assert "without an address" in shown.answer.text()
