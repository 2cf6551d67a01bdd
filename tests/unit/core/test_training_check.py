from dataclasses import replace

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.texts import error_text
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.core.training_check import check_config
from carinspect.core.training_json import config_from_record, config_record
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.recipes import recipe_config

GOOD = TrainingConfig(Recipe.BOTTLENECK, input_size_px=224)


@pytest.mark.parametrize("backbone", list(BACKBONES))
@pytest.mark.parametrize("recipe", [Recipe.BOTTLENECK, Recipe.FINETUNE, Recipe.ROBUST])
def test_the_defaults_of_every_recipe_can_be_trained_and_written_down(recipe, backbone):
    config = recipe_config(recipe, backbone)
    check_config(config)
    assert config_from_record(config_record(config)) == config


@pytest.mark.parametrize(
    ("field", "value"),
    [("epochs", 0), ("views", 0), ("seed", -1),
     ("batch_size", 0), ("learning_rate", 0.0), ("dropout", 1.0), ("momentum", 1.5),
     ("input_size_px", 225), ("l2", -0.1), ("released_blocks", 9)],
)  # fmt: skip
def test_what_cannot_be_trained_is_named(field, value):
    with pytest.raises(CarInspectError) as caught:
        check_config(replace(GOOD, **{field: value}))
    assert caught.value.code is ErrorCode.CONFIG_IMPOSSIBLE
    assert field in error_text(caught.value)


@pytest.mark.parametrize(
    ("field", "last", "first_too_much"),
    [
        ("epochs", 10_000, 10_001),
        ("batch_size", 4096, 4097),
        ("learning_rate", 10.0, 10.1),
        ("hidden_units", 8192, 8193),
        ("l2", 10.0, 10.1),
        ("released_blocks", 4, 5),
        ("views", 64, 65),
        ("input_size_px", 1024, 1056),
        ("detail_px", 16, 15),
    ],
)
def test_limits_are_where_they_are_said_to_be(field, last, first_too_much):
    check_config(replace(GOOD, **{field: last}))

    with pytest.raises(CarInspectError):
        check_config(replace(GOOD, **{field: first_too_much}))


@pytest.mark.parametrize(
    "change", [{"epochs": "many"}, {"unknown": 1}, {"recipe": "cake"}, {"augmentation": 3}]
)
def test_a_record_that_is_no_configuration_is_refused(change):
    with pytest.raises(ValueError, match=r".+"):
        config_from_record({**config_record(GOOD), **change})


@pytest.mark.parametrize(
    ("field", "value"),
    [("backbone", "vgg16"), ("input_size_px", 288), ("seed_exact", True)],
)
def test_what_localized_cannot_do_is_named(field, value):
    config = replace(recipe_config(Recipe.LOCALIZED), **{field: value})

    with pytest.raises(CarInspectError) as caught:
        check_config(config)

    assert field in error_text(caught.value)


def test_the_defaults_of_localized_can_be_trained_and_written_down():
    config = recipe_config(Recipe.LOCALIZED)
    check_config(config)
    assert config_from_record(config_record(config)) == config
