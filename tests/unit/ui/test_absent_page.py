from carinspect.core.i18n import choose_language
from carinspect.ui import pages
from carinspect.ui.absent_page import AbsentPage


def test_the_counter_edition_says_that_it_cannot_train(window, monkeypatch):
    monkeypatch.setattr(pages, "is_installed", lambda: False)

    window.show_page("training")
    page = window.page("training")

    assert isinstance(page, AbsentPage)
    assert "full edition" in page._text.text()
    choose_language("ko")
    page.retranslate()
    assert "TensorFlow" in page._text.text()
    assert page._title.text() == page._text.accessibleName() != "Training"


def test_the_other_pages_do_not_mind(window, monkeypatch):
    monkeypatch.setattr(pages, "is_installed", lambda: False)

    for spec in pages.PAGES:
        window.show_page(spec.id)
        assert window._stack.currentWidget() is window.page(spec.id)
