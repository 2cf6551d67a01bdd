import os
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.model_registry import ModelRegistry


@pytest.mark.parametrize("model_id", ["x" * 300, "nul\0", "..", ""])
def test_a_model_that_no_system_can_have_is_missing(tmp_path, model_id):
    with pytest.raises(CarInspectError) as caught:
        ModelRegistry(tmp_path, tmp_path).folder(model_id)

    assert caught.value.code is ErrorCode.MODEL_MISSING


def test_a_closed_folder_of_models_is_told(tmp_path, monkeypatch):
    def closed(path, **_options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", closed)
    monkeypatch.setattr(Path, "stat", closed)

    with pytest.raises(CarInspectError) as caught:
        ModelRegistry(tmp_path, tmp_path).folder("m")

    assert caught.value.code is ErrorCode.MODEL_MISSING
