import pytest

from carinspect.core.dataset import DatasetSource
from tests.fake_training import WAIT_MS, FakeTraining, edit


@pytest.fixture
def fake(monkeypatch):
    fake = FakeTraining()
    fake.install(monkeypatch)
    yield fake
    fake.released.set()


@pytest.fixture
def page(qtbot, fake, window):
    window.show_page("training")
    page = window.page("training")
    page.tabs.setCurrentWidget(page.train)
    qtbot.waitUntil(lambda: page.train.live.curves.plots != (), timeout=WAIT_MS)
    return page


@pytest.fixture
def source(tmp_path):
    return DatasetSource(tmp_path / "train.csv", tmp_path / "validation.csv")


@pytest.fixture
def ready(page, source):
    """The page with photos chosen and a run of five epochs in the form."""
    page.train.source.choose(source)
    edit(page.train.form, "epochs", "5")
    return page
