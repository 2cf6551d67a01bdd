import dataclasses

import pytest

from carinspect.core.training import Optimizer, Recipe, TrainingConfig
from carinspect.services.training_presets import preset
from carinspect.ui.training.fields import FIELDS, MORE_FIELDS, Real, Whole, problem_of
from carinspect.ui.training.terms_dialog import TermsDialog
from carinspect.ui.training.training_form import _RECIPES, TrainingForm
from tests.fake_training import edit, finished_run


@pytest.fixture
def form(qtbot):
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.mark.parametrize("recipe", [Recipe.ROBUST, Recipe.BOTTLENECK, Recipe.FINETUNE])
def test_a_recipe_fills_in_its_own_values(form, recipe):
    form.recipe.setCurrentIndex(_RECIPES.index(recipe))

    assert form.config() == preset(recipe, "efficientnet_lite0")
    assert form.problem == ""
    assert not any(row.changed for row in form.rows.values())


def test_every_value_reaches_the_configuration(form):
    config = dataclasses.replace(
        preset(Recipe.FINETUNE, "efficientnet_lite2"),
        epochs=33,
        batch_size=128,
        learning_rate=0.02,
        optimizer=Optimizer.RMSPROP,
        seed=7,
        patience=4,
        balanced=True,
        seed_exact=True,
        head="run-1",
    )
    form.set_config(config)

    assert form.config() == config
    assert form.backbone.currentData().name == "efficientnet_lite2"


def test_all_fields_of_a_configuration_can_be_edited(form):
    asked = {spec.name for spec in (*FIELDS, *MORE_FIELDS)}
    elsewhere = {"recipe", "backbone", "augmentation", "head"}

    assert asked | elsewhere == {field.name for field in dataclasses.fields(TrainingConfig)}


def test_a_changed_value_is_marked_and_goes_back(form):
    edit(form, "epochs", "3")
    row = form.rows["epochs"]
    assert row.changed
    assert not row._reset.isHidden()
    assert "1 value is not" in form._changed.text()

    row._reset.click()
    assert not row.changed
    assert form.config() == preset(Recipe.ROBUST, "efficientnet_lite0")


def test_reset_all_brings_every_value_back(form):
    for name, text in (("epochs", "3"), ("dropout", "0.1"), ("augmentation.zoom", "0.5")):
        edit(form, name, text)
    form._reset.click()

    assert form.config() == preset(Recipe.ROBUST, "efficientnet_lite0")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("epochs", "0"),
        ("epochs", "2.5"),
        ("learning_rate", "0"),
        ("learning_rate", "fast"),
        ("dropout", "1"),
        ("momentum", ""),
        ("seed", "-1"),
        ("l2", "nan"),
    ],
)
def test_an_invalid_value_is_told_next_to_its_field(form, name, text):
    form.set_config(preset(Recipe.BOTTLENECK, "efficientnet_lite0"))
    edit(form, name, text)

    row = form.rows[name]
    assert row._problem.isVisible()
    assert row.problem.startswith("Write a")
    assert form.problem.startswith(row.spec.words())
    edit(form, name, "0.5" if isinstance(row.spec.kind, Real) else "5")
    assert form.problem == ""


def test_what_has_no_effect_is_switched_off(form):
    form.set_config(preset(Recipe.BOTTLENECK, "efficientnet_lite0"))
    assert form.rows["momentum"].isEnabled()
    edit(form, "momentum", "nonsense")

    optimizer = form.rows["optimizer"].editor
    optimizer.setCurrentIndex(optimizer.findText("Adam"))
    assert form.config().optimizer is Optimizer.ADAM

    assert not form.rows["momentum"].isEnabled()
    assert form.problem == ""


def test_a_comma_is_a_decimal_point():
    assert problem_of(Real(0, 1), "0,5") == ""
    assert problem_of(Whole(0, 9), "1,5") != ""


def test_the_meaning_of_the_field_in_hand_is_told(qtbot, form):
    form.activateWindow()
    form.rows["dropout"].editor.setFocus()
    qtbot.waitUntil(lambda: "switched off at random" in form._meaning.text(), timeout=2000)


def test_a_hidden_problem_is_brought_into_view(form):
    edit(form, "augmentation.zoom", "much")
    assert not form.rows["augmentation.zoom"].isVisible()

    form.go_to_problem()

    assert form.rows["augmentation.zoom"].isVisible()


def test_all_terms_are_explained(qtbot):
    dialog = TermsDialog(None)
    qtbot.addWidget(dialog)
    text = dialog.findChild(type(dialog.children()[0])).toPlainText()

    for word in ("Epoch", "Loss", "Learning rate", "Overfitting gap", "Mirror half of the photos"):
        assert word in text


def test_fine_tuning_offers_the_heads_that_fit(form):
    fitting = finished_run("fits", preset(Recipe.BOTTLENECK, "efficientnet_lite0"), name="mine")
    other = finished_run("other", preset(Recipe.BOTTLENECK, "efficientnet_lite2"))
    assert form.head.isHidden()

    form.set_config(preset(Recipe.FINETUNE, "efficientnet_lite0"))
    form.show_runs([fitting, other])
    assert form.head.combo.count() == 2
    assert form.config().head is None
    form.head.combo.setCurrentIndex(1)
    assert form.head.combo.currentText().startswith("mine")
    assert form.config().head == "fits"

    form.set_config(preset(Recipe.ROBUST, "efficientnet_lite0"))
    assert form.config().head is None
