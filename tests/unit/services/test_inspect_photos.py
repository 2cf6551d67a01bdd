import threading

import pytest

from carinspect.core.inspection import Inspection, Outcome
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services.inspect_photos import InspectPhotos
from carinspect.services.load_image import LoadImage
from carinspect.services.save_heat_map import save_heat_map
from carinspect.services.workspace import Workspace
from tests import photos


@pytest.fixture
def three(tmp_path):
    good = photos.save(photos.landmark((400, 300)), tmp_path / "good.jpg")
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff")
    return good, bad, tmp_path / "gone.jpg"


def test_each_photo_is_reported_in_its_order(three):
    reports = []

    result = run_here(InspectPhotos(Workspace().inspector, three), reports.append)

    assert [inspection.photo for inspection in result] == list(three)
    assert [r for r in reports if isinstance(r, Inspection)] == list(result)
    assert reports[-1] == Progress(3, 3)
    assert [inspection.outcome is Outcome.ERROR for inspection in result] == [False, True, True]
    assert all(inspection.milliseconds > 0 for inspection in result)


def test_cancelling_stops_before_the_next_photo(three):
    cancel, seen = threading.Event(), []

    def on_report(report):
        seen.append(report)
        cancel.set()

    with pytest.raises(JobCancelled):
        InspectPhotos(Workspace().inspector, three * 50).run(JobContext(on_report, cancel))

    assert len([r for r in seen if isinstance(r, Inspection)]) == 1


def test_an_image_for_the_screen_is_large_enough(three):
    decoded = run_here(LoadImage(three[0], fit_px=200))

    assert 200 <= max(decoded.image.shape) <= 400
    assert decoded.size_px == (400, 300)


def test_what_has_no_heat_map_writes_none(three, tmp_path):
    inspection = Workspace().inspector().inspect(three[1])

    assert save_heat_map(inspection, tmp_path / "maps") is None
    assert not (tmp_path / "maps").exists()
