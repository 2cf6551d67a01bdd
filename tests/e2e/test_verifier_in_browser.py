"""The verifier page of an evidence pack, opened from the disk in a real browser."""

import os
import zipfile
from pathlib import Path

import pytest

from carinspect.services.records import Records
from carinspect.services.verify_pack import verify_pack
from tests.browser import Browser, browser_path
from tests.evidence_packs import add_rental, export, rewritten

ANSWER = "document.getElementById('answer').textContent"
ROWS = "[...document.querySelectorAll('#rows tr')].map(r => [...r.cells].map(c => c.textContent))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    browser = Browser(path, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def records(tmp_path):
    records = Records.open(folder=tmp_path / "records")
    yield records
    records.close()


@pytest.fixture
def rental(records):
    return add_rental(records)


def unpacked(pack, folder):
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder)
    return folder


def checked(browser, page, *files):
    """Open a verifier page, give it files, and read what it says."""
    browser.open(page)
    assert browser.value(ANSWER) == "No files yet."
    browser.give("#files", *files)
    browser.until(f"!/^(No files|Checking)/.test({ANSWER})")
    kept = os.environ.get("CARINSPECT_SCREENSHOTS")
    if kept:
        browser.screenshot(Path(kept) / f"verify-{len(list(Path(kept).iterdir()))}.png")
    return browser.value(ANSWER), dict(browser.value(ROWS))


def test_a_pack_verifies_as_a_zip_and_unpacked(browser, records, rental, tmp_path):
    pack = export(records, rental, tmp_path)
    folder = unpacked(pack, tmp_path / "unpacked")
    page = folder / "verify.html"

    words, rows = checked(browser, page, pack)
    assert words == "Every file is there and unaltered."
    assert set(rows.values()) == {"unaltered"}
    assert verify_pack(pack).seal in browser.value("document.getElementById('facts').textContent")

    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    words, rows = checked(browser, page, *files)
    assert words == "Every file is there and unaltered."


def test_one_changed_byte_is_told(browser, records, rental, tmp_path):
    pack = export(records, rental, tmp_path)
    page = unpacked(pack, tmp_path / "unpacked") / "verify.html"
    flipped = rewritten(
        pack, lambda n, d: d[:-9] + bytes([d[-9] ^ 1]) + d[-8:] if "/return/" in n else d
    )

    words, rows = checked(browser, page, flipped)

    assert words == "This pack is not as it was made: see the list."
    assert rows["photos/return/02-front.jpg"] == "ALTERED"
    assert [state for state in rows.values() if state != "unaltered"] == ["ALTERED"]


def test_a_redacted_pack_verifies_and_knows_its_sealed_original(browser, records, rental, tmp_path):
    pack = export(records, rental, tmp_path, redacted=True)
    page = unpacked(pack, tmp_path / "unpacked") / "verify.html"
    original = verify_pack(pack).manifest.files[0].original_sha256
    flipped = rewritten(
        pack, lambda n, d: d[:-9] + bytes([d[-9] ^ 1]) + d[-8:] if n == "report.pdf" else d
    )

    words, rows = checked(browser, page, pack, records.photos.path(original))
    assert words == "Every file is there and unaltered."
    assert rows[original].startswith("sealed original of photos/pickup/")

    words, rows = checked(browser, page, flipped)
    assert words.startswith("This pack is not as it was made")
    assert rows["report.pdf"] == "ALTERED"


def test_the_page_speaks_korean_and_asks_the_network_for_nothing(
    browser, records, rental, tmp_path
):
    page = unpacked(export(records, rental, tmp_path), tmp_path / "unpacked") / "verify.html"
    browser.open(page)

    browser.value("document.getElementById('language').click()")

    assert browser.value(ANSWER) == "아직 파일이 없습니다."
    assert browser.value("performance.getEntriesByType('resource').length") == 0
