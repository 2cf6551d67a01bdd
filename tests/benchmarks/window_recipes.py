"""The three recipes, trained by pressing the window's own buttons; a table with intervals.

    python tests/benchmarks/window_recipes.py [--seeds 5] [--recipes bottleneck finetune robust]
        [--data ../shared/data] [--picture FOLDER] [--epochs N]

Trains on ``splits/gate2_train.csv`` and validates on ``splits/gate2_validation.csv``, as the
issue asks; without ``--epochs`` with each recipe's own values. The home is a temporary one, the
training runs in the engine, the window stays alive: the longest turn of its event loop is printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

RECIPES = ("bottleneck", "finetune", "robust")


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "CACHE"))):
            os.environ[name] = home
        return _train(chosen, Path(home))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("CARINSPECT_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(data))
    parser.add_argument("--seeds", type=int, default=5, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--recipes", nargs="+", choices=RECIPES, default=RECIPES)
    parser.add_argument("--epochs", type=int, default=0, help="0: each recipe's own")
    parser.add_argument("--picture", type=Path, help="where pictures of the window go")
    return parser


def _train(chosen: argparse.Namespace, home: Path) -> int:
    from scene import Stage

    from carinspect.services.workspace import Workspace
    from carinspect.ui.application import Session, make_application

    app = make_application(sys.argv[:1])
    session = Session(app, Workspace(home / "settings.json"))
    session.window.resize(1280, 800)
    session.start()
    stage = Stage(session, home, ())
    stage.until(lambda: not session.lanes.inspect.busy)
    page = stage.page("training")
    splits = chosen.data / "splits"
    page.take_photos(tuple(map(str, (splits / "gate2_train.csv", splits / "gate2_validation.csv"))))
    while page.train.source.source is None:
        stage.wait(100)
    page.tabs.setCurrentWidget(page.train)
    rows = [
        (recipe, _one_run(stage, page, chosen, (recipe, seed)))
        for recipe in chosen.recipes
        for seed in range(chosen.first, chosen.first + chosen.seeds)
    ]
    _print_table(chosen.recipes, rows)
    session.end()
    return 0


def _one_run(stage, page, chosen: argparse.Namespace, what: tuple[str, int]):
    from carinspect.core.training import Recipe
    from carinspect.ui.training.training_form import _RECIPES
    from tests.fake_training import edit
    from tests.watchdog import Watchdog

    recipe, seed = what
    form, control = page.train.form, page.train.control
    form.recipe.setCurrentIndex(_RECIPES.index(Recipe(recipe)))
    edit(form, "seed", str(seed))
    if chosen.epochs:
        edit(form, "epochs", str(chosen.epochs))
    started, watchdog = time.monotonic(), Watchdog()
    page.train.start.click()
    pictured = False
    while control.busy:
        stage.wait(50)
        if chosen.picture and not pictured and len(control.history) * 2 >= form.config().epochs:
            pictured = True
            chosen.picture.mkdir(parents=True, exist_ok=True)
            stage.session.window.grab().save(str(chosen.picture / f"{recipe}-{seed}.png"))
    if page.train._context.messages.text:
        print(page.train._context.messages.text, file=sys.stderr)
    run = control.run
    took = time.monotonic() - started
    print(
        f"{recipe} seed {seed}: kept epoch {run.best_epoch}/{len(run.history)}"
        f" val_accuracy {run.best.val_accuracy:.4f} val_loss {run.best.val_loss:.4f}"
        f" gap {run.overfitting_gap:+.4f}  {took:.0f} s; longest turn of the window's loop"
        f" {1000 * watchdog.longest_work_s:.0f} ms of work",
        flush=True,
    )
    watchdog.deleteLater()
    return run


def _print_table(recipes, rows) -> None:
    from carinspect.core.dataset import DAMAGED
    from carinspect.core.sweep import spread
    from carinspect.storage.training_runs import read_validation

    print("\n| recipe | seeds | validation accuracy | damaged recall | seconds in epochs |")
    print("|---|---|---|---|---|")
    for recipe in recipes:
        runs = [run for name, run in rows if name == recipe]
        accuracy = spread(run.best.val_accuracy for run in runs)
        recalls = []
        for run in runs:
            damaged = [one for one in read_validation(run.folder) if one.label == DAMAGED]
            recalls.append(sum(one.probability >= 0.5 for one in damaged) / len(damaged))
        recall = spread(recalls)
        seconds = spread(sum(epoch.seconds for epoch in run.history) for run in runs)
        print(
            f"| {recipe} | {len(runs)} | {_interval(accuracy)} | {_interval(recall)}"
            f" | {seconds.mean:.0f} |"
        )


def _interval(found) -> str:
    return f"{100 * found.mean:.1f}% [{100 * found.low:.1f}, {100 * found.high:.1f}]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
