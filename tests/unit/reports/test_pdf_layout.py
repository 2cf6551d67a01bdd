import base64
import contextlib
import re
import zlib

import numpy as np
import pytest

from carinspect.core import i18n
from carinspect.reports.pdf_layout import PdfLayout, PhotoCell


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))


def fonts(data: bytes) -> set[bytes]:
    return set(re.findall(rb"/BaseFont /[A-Z]+\+(Pretendard-\w+)", data))


def drawn(data: bytes) -> bytes:
    """The drawing commands of the first page."""
    match = re.search(
        rb"/ASCII85Decode /FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", data, re.DOTALL
    )
    return zlib.decompress(base64.a85decode(match[1].strip()[:-2])) if match else b""


def photo(height=300, width=400):
    return np.full((height, width, 3), (200, 40, 40), np.uint8)


def test_a_document_has_its_own_fonts_and_both_languages():
    layout = PdfLayout("차량 검사 보고서 Report", foot="2026-05-01")
    layout.heading("손상")
    layout.text("<b>not markup</b> & 😀 \udc80")
    layout.facts([("Model", "m"), ("모델", "값")])

    data = layout.render()

    assert data.startswith(b"%PDF")
    assert fonts(data) == {b"Pretendard-Regular", b"Pretendard-SemiBold"}
    assert pages(data) == 1


def test_a_long_table_goes_on_over_pages_each_with_its_number():
    layout = PdfLayout("Long")
    layout.table(
        ("Photo", "P"), [(f"photo {n}.jpg", "0.5") for n in range(200)], numeric=frozenset({1})
    )

    assert pages(layout.render()) > 3


@pytest.mark.parametrize(("together", "pages_of_both"), [(True, [2, 2]), (False, [1, 2])])
def test_what_belongs_together_is_not_parted_by_a_pages_end(together, pages_of_both):
    layout, seen = PdfLayout("Findings"), []
    layout.space(210)
    with layout.together() if together else contextlib.nullcontext():
        for _n in range(2):
            layout.drawing(10, 20, lambda canvas: seen.append(canvas.getPageNumber()))
    layout.render()

    assert seen == pages_of_both


def test_photos_are_reduced_to_what_print_can_show():
    layout = PdfLayout("Photos")
    noise = np.random.default_rng(0).integers(0, 255, (2000, 3000, 3), np.uint8)
    layout.photos([PhotoCell(noise, ("IMG_1.jpg", "Damaged"), ((0.1, 0.1, 0.5, 0.5),))] * 2)
    layout.photos([PhotoCell(None, ("missing",))], columns=2)

    data = layout.render()

    assert b"/DCTDecode" in data
    assert len(data) < 400_000


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_word_without_spaces_is_broken_not_cut(language):
    i18n.choose_language(language)
    layout = PdfLayout("x" * 300)
    layout.table(("A", "B"), [("y" * 500, "가" * 500)])
    layout.text("z" * 5000)

    assert pages(layout.render()) >= 1


def test_a_drawing_is_painted_on_the_page():
    layout = PdfLayout("Drawing")
    layout.drawing(50, 50, lambda canvas: canvas.rect(1, 2, 31.4, 27.1))

    data = layout.render()

    assert b"1 2 31.4 27.1 re" in drawn(data)
