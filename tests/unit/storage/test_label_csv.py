import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.label_csv import LabelRow, read_label_rows, write_label_rows


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    (folder / "photos").mkdir(parents=True)
    for name in ("a.jpg", "b.jpg"):
        (folder / "photos" / name).write_bytes(b"x")
    return folder


def put(file, text, encoding="utf-8"):
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def code_of(file):
    with pytest.raises(CarInspectError) as caught:
        read_label_rows(file)
    return caught.value.code


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "heading"),
    [("utf-8-sig", ("photo", "label", "split")), ("cp949", ("사진", "분류", "분할"))],
)
def test_what_spreadsheets_write_is_read(folder, separator, encoding, heading):
    lines = [heading, ("photos/a.jpg", "손상" if encoding == "cp949" else "damaged", "train")]
    text = "\r\n".join(separator.join(line) for line in lines)

    (row,) = read_label_rows(put(folder / "list.csv", text, encoding))
    assert row == LabelRow(folder / "photos" / "a.jpg", lines[1][1], "train")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.CSV_COLUMNS),
        (b"photo,size\na.jpg,3\n", ErrorCode.CSV_COLUMNS),
        (b"label\ndamaged\n", ErrorCode.CSV_COLUMNS),
        (b"photo,label\n\xff\xfe\xff,damaged\n", ErrorCode.CSV_UNREADABLE),
        (b"photo,label\n\0,damaged\n", ErrorCode.CSV_UNREADABLE),
        (b"photo,label\n" + b"x" * 200_000 + b",damaged\n", ErrorCode.CSV_UNREADABLE),
    ],
)
def test_what_is_no_list_is_told(folder, content, code):
    file = folder / "list.csv"
    file.write_bytes(content)

    assert code_of(file) is code


def test_a_folder_is_no_list(folder):
    assert code_of(folder) is ErrorCode.CSV_UNREADABLE


def test_short_and_empty_rows_do_no_harm(folder):
    text = "label,photo\n\ndamaged\n,photos/a.jpg\nundamaged,photos/b.jpg\n"
    rows = read_label_rows(put(folder / "list.csv", text))

    assert [(row.photo.name, row.label, row.split) for row in rows] == [
        ("a.jpg", "", ""),
        ("b.jpg", "undamaged", ""),
    ]


def test_paths_start_where_the_photos_are(folder):
    text = "photo,label\nphotos\\a.jpg,damaged\nphotos/b.jpg,undamaged\n"
    beside, below = put(folder / "list.csv", text), put(folder / "splits" / "list.csv", text)

    assert read_label_rows(beside) == read_label_rows(below)
    assert all(row.photo.is_file() for row in read_label_rows(below))
    other = folder / "other"
    assert read_label_rows(beside, other)[1].photo == other / "photos" / "b.jpg"


def test_what_is_written_is_read_again_wherever_the_photos_lie(folder, tmp_path):
    rows = [LabelRow(folder / "photos" / name, "damaged", "test") for name in ("a.jpg", "b.jpg")]
    for file in (folder / "list.csv", folder / "splits" / "list.csv"):
        write_label_rows(file, rows)
        assert str(tmp_path) not in file.read_text()
        assert read_label_rows(file) == rows

    away = tmp_path / "far" / "away" / "list.csv"
    write_label_rows(away, rows)
    assert str(tmp_path) in away.read_text()
    assert read_label_rows(away) == rows
