import shutil

import pytest
from PySide6.QtCore import Qt

from carinspect.core import i18n
from carinspect.core.dataset import DatasetSource
from carinspect.core.paired_test import PairedTest
from carinspect.services.workspace import default_model_id, open_registry
from carinspect.ui.models import model_work
from carinspect.ui.models.activate_dialog import ActivateDialog
from tests.datasets import put_classes
from tests.drops import drop, mime_of
from tests.model_bundles import make_bundle, make_card, shipped_bundle
from tests.window_fixtures import WAIT_MS

CHAMPION = default_model_id()


@pytest.fixture
def own(tmp_path, home):
    return open_registry().register(shipped_bundle(tmp_path / "b", "counter-model"))


@pytest.fixture
def models(qtbot, window, own):
    window.show_page("models")
    page = window.page("models")
    qtbot.waitUntil(lambda: page.models.rowCount() == 3, timeout=WAIT_MS)
    return page


@pytest.fixture
def wait_idle(qtbot, models):
    def wait():
        qtbot.waitUntil(lambda: not models.work.busy, timeout=4 * WAIT_MS)

    return wait


def choose(page, model_id):
    page.show_model(model_id)
    assert page.chosen.card.id == model_id


def enabled(page):
    return {name for name, button in page.buttons.items() if button.isEnabled()}


def dialog_of(page):
    (dialog,) = [one for one in page.findChildren(ActivateDialog) if one.isVisible()]
    return dialog


def test_the_active_model_comes_first_and_is_marked(models):
    assert models.chosen.card.id == CHAMPION
    index = models.models.index(0, 0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "active" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert enabled(models) == {"evaluate", "export", "import", "freeze"}


def test_the_card_is_read_in_full(models):
    text = models.card.toPlainText()
    card = models.chosen.card

    assert card.data in text
    assert all(name in text for name in card.figures)
    assert all(limit in text for limit in card.limits)


def test_the_card_says_who_answers_for_the_model(models, own):
    assert "comes with the program" in models.card.toPlainText()

    choose(models, own)

    assert "not signed" in models.card.toPlainText()


def test_without_frozen_photos_a_reason_activates(qtbot, models, own, wait_idle, workspace):
    choose(models, own)
    models.buttons["activate"].click()
    qtbot.waitUntil(lambda: models.findChildren(ActivateDialog) != [], timeout=WAIT_MS)
    dialog = dialog_of(models)
    assert "no frozen photos" in dialog.words.text()
    assert not dialog.activate.isEnabled()

    dialog.reason.setText("trained on our own cars")
    dialog.activate.click()
    qtbot.waitUntil(lambda: workspace.settings.model_id == own, timeout=WAIT_MS)
    wait_idle()
    qtbot.waitUntil(lambda: models.chosen is not None and "roll_back" in enabled(models),
                    timeout=WAIT_MS)  # fmt: skip

    assert open_registry().activations()[-1].reason == "trained on our own cars"
    models.buttons["roll_back"].click()
    qtbot.waitUntil(lambda: workspace.settings.model_id == CHAMPION, timeout=WAIT_MS)
    wait_idle()


def test_the_test_on_frozen_photos_is_shown_in_words(qtbot, models, own, wait_idle, tmp_path):
    models.work._freeze(DatasetSource(put_classes(tmp_path / "frozen", 2)))
    wait_idle()
    choose(models, own)
    models.buttons["activate"].click()
    qtbot.waitUntil(lambda: models.findChildren(ActivateDialog) != [], timeout=3 * WAIT_MS)

    words = dialog_of(models).words.text()
    assert "4 frozen photos" in words
    assert own in words
    dialog_of(models).reject()
    wait_idle()


@pytest.mark.parametrize(("won", "lost", "needs_reason"), [(7, 3, False), (3, 30, True)])
def test_a_reason_is_asked_for_only_where_the_test_does_not_allow(
    qtbot, models, won, lost, needs_reason
):
    p = 0.001 if needs_reason else 0.34
    test = PairedTest("a", "b", 400, 360, 7, won, lost, p, (won - lost) / 400, -0.009)
    dialog = ActivateDialog("b", test, models)
    qtbot.addWidget(dialog)

    assert dialog.reason.isHidden() is not needs_reason
    assert dialog.activate.isEnabled() is not needs_reason


def test_a_removed_model_comes_back(qtbot, models, own, wait_idle, window):
    choose(models, own)
    assert "remove" in enabled(models)
    models.buttons["remove"].click()
    qtbot.waitUntil(lambda: models.models.rowCount() == 2, timeout=WAIT_MS)
    wait_idle()
    assert window.actions_table["undo"].isEnabled()

    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: models.models.rowCount() == 3, timeout=WAIT_MS)
    wait_idle()
    assert models.chosen.card.id == own


def test_a_model_is_exported_and_dropped_in_again(
    qtbot, models, own, wait_idle, tmp_path, monkeypatch
):
    file = tmp_path / "out.carmodel"
    monkeypatch.setattr(model_work, "ask_where_to_save", lambda parent, suggested: file)
    choose(models, own)
    models.buttons["export"].click()
    wait_idle()
    assert file.is_file()
    open_registry().remove(own)
    shutil.rmtree(open_registry()._own / ".removed")

    assert drop(models, mime_of(file))
    wait_idle()
    qtbot.waitUntil(lambda: models.models.row_of(own) >= 0, timeout=WAIT_MS)
    assert models.chosen.card.id == own


def test_a_hostile_file_is_told_in_the_bar(qtbot, models, window, wait_idle, tmp_path):
    file = tmp_path / "evil.carmodel"
    file.write_bytes(b"PK evil")
    models.take_photos((str(file),))
    wait_idle()

    assert "not a whole model file" in window.messages.text
    assert models.models.rowCount() == 3


def test_a_model_is_evaluated_shown_and_found_again(
    qtbot, models, wait_idle, tmp_path, monkeypatch
):
    source = DatasetSource(put_classes(tmp_path / "data", 2))
    (tmp_path / "data" / "damaged" / "broken.jpg").write_bytes(b"no photo")
    monkeypatch.setattr(model_work, "ask_dataset", lambda parent, title, folder: source)
    choose(models, "lite0-320-linear")
    models.buttons["evaluate"].click()
    qtbot.waitUntil(lambda: models.evaluation.evaluation is not None, timeout=4 * WAIT_MS)
    wait_idle()
    assert len(models.evaluation.evaluation.photos) == 4
    # The style sheet once left the field no room for its number.
    field = models.evaluation.threshold.lineEdit()
    assert field.width() > field.fontMetrics().horizontalAdvance("0.5000")
    assert models._shows_evaluation

    file = tmp_path / "report.csv"
    monkeypatch.setattr(model_work, "ask_where_to_save", lambda parent, suggested: file)
    models.evaluation._exports["csv"].click()
    wait_idle()
    assert file.is_file()

    models.handlers()["stop"]()  # Esc
    assert not models._shows_evaluation
    models.buttons["last_evaluation"].click()
    qtbot.waitUntil(lambda: models._shows_evaluation, timeout=WAIT_MS)
    wait_idle()


def test_a_model_that_does_not_run_is_told(qtbot, models, window, wait_idle, tmp_path, monkeypatch):
    broken = open_registry().register(make_bundle(tmp_path / "x", make_card(id="broken")))
    models.work.list_models()
    qtbot.waitUntil(lambda: models.models.rowCount() == 4, timeout=WAIT_MS)
    models.work.evaluate(broken, DatasetSource(put_classes(tmp_path / "data", 1)))
    wait_idle()

    assert "cannot be read" in window.messages.text


def test_the_page_speaks_korean(models):
    i18n.choose_language("ko")
    models.retranslate()

    assert models.buttons["roll_back"].text() == "되돌리기"
    assert models.models.headerData(0, Qt.Orientation.Horizontal) == "모델"


def test_every_control_has_a_name(models):
    assert models.table.accessibleName()
    assert models.card.accessibleName()
    assert all(button.text() for button in models.buttons.values())
