from carinspect.cli.output import printable, row, say


def test_a_file_name_never_steers_the_terminal(capsys):
    say("\x1b[31mred\x07 photo\u202egpj.exe")

    assert capsys.readouterr().out == "\\x1b[31mred\\x07 photo\\u202egpj.exe\n"


def test_a_row_stays_on_its_line():
    assert row(("a\nb", "c\r"), (6, 0)) == "a\\nb    c\\r"


def test_names_of_people_stay_as_they_are():
    for name in ("반납 사진.jpg", "👨‍👩‍👧.jpg", "صورة.jpg", "é.jpg"):
        assert printable(name) == name
