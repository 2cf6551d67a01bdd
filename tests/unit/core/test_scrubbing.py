"""What leaves the computer names neither people nor vehicles nor secrets."""

import traceback

import pytest

from carinspect.core import scrubbing
from carinspect.core.scrubbing import scrub


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("postgresql://kim:s3cret@host/name", "postgresql://kim:…@host/name"),
        ("'/home/kim/Photos/12가3456 rear.jpg'", "'<path>.jpg'"),
        ("cannot read /home/kim/returns/hong-gildong.png: gone", "cannot read <path>.png: gone"),
        ("'C:\\Users\\Kim\\Desktop\\contract.pdf'", "'<path>.pdf'"),
        ("12가 3456 and 123허4567", "<plate> and <plate>"),
        ("hong@example.com, 010-1234-5678", "<mail>, <phone>"),
        ("[parameters: ('24-1190', 'Hong')]", "[parameters: …]"),
        ("ZeroDivisionError: division by zero", "ZeroDivisionError: division by zero"),
        ("3 / 4 photos at 50%, n/a", "3 / 4 photos at 50%, n/a"),
        ("https://sqlalche.me/e/20/e3q8", "https://sqlalche.me/e/20/e3q8"),
    ],
)
def test_names_and_secrets_are_taken_out(said, kept):
    assert scrub(said) == kept


def test_the_account_is_taken_out(monkeypatch):
    monkeypatch.setattr(scrubbing, "_account", lambda: "minji")
    assert scrub("owner minji, not minjis") == "owner <user>, not minjis"


def test_the_programs_own_lines_stay():
    try:
        scrubbing.scrub(None)
    except TypeError:
        told = scrub(traceback.format_exc())

    assert 'File "carinspect/core/scrubbing.py", line' in told
    assert "<path>.py" in told, "the test's own file is nobody's business"
