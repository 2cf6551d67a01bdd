import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.region_file import read_regions, regions_near

HEADER = "photo,shape,category,points\n"


def test_boxes_and_polygons_are_read(tmp_path):
    table = tmp_path / "regions.csv"
    table.write_text(
        HEADER + "a.jpg,box,minor-dent,0.1 0.2 0.3 0.4\na.jpg,polygon,damage,0 0 1 0 1 1\n"
    )

    (box, polygon) = read_regions(table)["a.jpg"]

    assert box.corners == ((0.1, 0.2), (0.3, 0.4))
    assert box.category == "minor-dent"
    assert len(polygon.corners) == 3


def test_what_hangs_over_the_edge_is_cut_off(tmp_path):
    table = tmp_path / "regions.csv"
    table.write_text(HEADER + "a.jpg,box,dent,-0.1 0.2 0.3 1.4\n")

    assert read_regions(table)["a.jpg"][0].corners == ((0.0, 0.2), (0.3, 1.0))


@pytest.mark.parametrize(
    "row", ["a.jpg,box,dent,0.1 0.2 0.3\n", "a.jpg,box,dent,0.1 nan 0.3 0.4\n", "a.jpg,box\n"]
)
def test_a_row_that_is_none_is_told(row, tmp_path):
    table = tmp_path / "regions.csv"
    table.write_text(HEADER + row)

    with pytest.raises(CarInspectError) as caught:
        read_regions(table)

    assert caught.value.code is ErrorCode.FILE_DAMAGED
    assert caught.value.facts["file"] == table


def test_the_nearest_file_counts(tmp_path):
    inner = tmp_path / "손상"
    inner.mkdir()
    (tmp_path / "regions.csv").write_text(HEADER + "손상/b.jpg,box,dent,0 0 1 1\n")

    assert regions_near(tmp_path / "none") == {}
    assert list(regions_near(inner, tmp_path)) == [(inner / "b.jpg").resolve()]
