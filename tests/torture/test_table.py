from tests.torture import __main__ as torture
from tests.torture.row import Row, Verdict
from tests.torture.table import as_markdown


def test_the_table_shows_rows_and_what_went_wrong():
    good = Row("photos", "cut | short", 1300, "0 wrong")
    bad = Row("fuzz", "settings", 9, "1 wrong", Verdict.FAILED, ("seed 7",))

    text = as_markdown([good, bad])

    assert "| photos | cut \\| short | 1,300 | 0 wrong | passed |" in text
    assert text.endswith("- fuzz, settings: seed 7")


def test_every_part_has_its_module_and_the_shares_are_the_whole():
    import importlib

    for module, _share in torture.PARTS.values():
        assert callable(importlib.import_module(module).run)
    assert sum(share for _module, share in torture.PARTS.values()) == 100
