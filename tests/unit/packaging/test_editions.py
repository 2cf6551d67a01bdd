"""What is in the editions, and what never is."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from installers.editions import COUNTER, EDITIONS, FULL
from installers.payload import data_files
from installers.trim import is_kept, photographs

pytestmark = pytest.mark.xdist_group("editions")  # their facts are written into one folder

TRAINING = ("tensorflow", "keras", "sklearn", "cleanlab", "tensorboard", "scipy", "pandas")


@cache
def files_of(edition):
    return tuple(data_files(edition))


def targets(edition):
    return [f"{folder}/{PurePosixPath(file).name}" for file, folder in files_of(edition)]


def test_the_counter_edition_cannot_train():
    assert set(TRAINING) <= set(COUNTER.excluded)


def test_the_full_edition_leaves_nothing_out_that_training_needs():
    assert not set(TRAINING) & set(FULL.excluded)
    assert "pydoc" not in FULL.excluded  # pyqtgraph imports it


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_what_only_tests_need_is_in_no_edition(edition):
    # The wheels of pillow-heif carry an encoder under the GPL.
    assert {"pytest", "hypothesis", "pillow_heif"} <= set(edition.excluded)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_files_beside_the_code_are_complete(edition):
    inside = targets(edition)

    assert "carinspect/_models/default.json" in inside
    assert "carinspect/_resources/app.qss" in inside
    assert "carinspect/_resources/translations/ko/LC_MESSAGES/carinspect.mo" in inside
    assert "carinspect/_resources/build.json" in inside
    assert "carinspect/storage/migrations/env.py" in inside
    assert any(name.startswith("carinspect/storage/migrations/versions/v0001") for name in inside)
    assert ("carinspect/_models/backbones/efficientnet_lite0.npz" in inside) == edition.backbones


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_neither_tests_nor_tools_nor_foreign_photos_are_shipped(edition, root):
    pairs = files_of(edition)

    assert not [folder for _file, folder in pairs if "tools" in folder or "tests" in folder]
    assert photographs([f"{folder}/{PurePosixPath(file).name}" for file, folder in pairs]) == []
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    made = re.compile(r"\.mo$|build\.json$|licences\.json$")
    for file, _folder in pairs:
        name = PurePosixPath(file).relative_to(PurePosixPath(root)).as_posix()
        assert name in tracked or made.search(name), f"{name} is not in the repository"


def test_an_edition_shows_the_licences_of_its_own_parts():
    parts = {}
    for name, edition in EDITIONS.items():
        (file,) = [file for file, _folder in files_of(edition) if file.endswith("licences.json")]
        parts[name] = {part["name"].lower() for part in json.loads(Path(file).read_text())["parts"]}

    assert {"pyside6_essentials", "psycopg", "numpy"} <= parts["counter"]
    assert not {"tensorflow_cpu", "keras"} & parts["counter"]
    assert {"tensorflow_cpu", "keras", "psycopg"} <= parts["full"]


@pytest.mark.parametrize(
    "path",
    [
        "libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qtbase_ko.qm",
        "PySide6/QtWidgets.abi3.so",
        "numpy/testing/__init__.py",
        "carinspect/_resources/icons/car.svg",
        "carinspect/_models/lite0-448-localized/model.tflite",
        "ai_edge_litert/libpywrap_litert_common.so",
    ],
)
def test_what_the_program_needs_is_kept(path):
    assert is_kept(path)
    assert is_kept(path.replace("/", "\\"))


@pytest.mark.parametrize(
    "path",
    [
        "libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/qmltooling/libqmldbg_debugger.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/QtNetwork.abi3.so",
        "PySide6\\Qt6Quick.dll",
        "ai_edge_litert/libLiteRtWebGpuAccelerator.so",
        "numpy/random/tests/data/mt19937-testset-1.csv",
        "sklearn/datasets/images/china.jpg",
        "tensorflow/include/absl/base/log.h",
    ],
)
def test_what_nobody_needs_is_left_out(path):
    assert not is_kept(path)


def test_photos_for_development_would_be_noticed():
    found = photographs(
        ["_internal/carinspect/_resources/samples/cup.jpg", "_internal/data/DSC_1.JPG", "a/b.heic"]
    )

    assert found == ["_internal/data/DSC_1.JPG", "a/b.heic"]
