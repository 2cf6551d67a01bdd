"""``carinspect models``: list, show, choose, test, import, export, remove and fetch models."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli import model_signing
from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import progress, row, say, say_json
from carinspect.core.activation import Activation
from carinspect.core.card_texts import card_text, figure_text
from carinspect.core.dataset import DatasetSource
from carinspect.core.i18n import _, ngettext
from carinspect.core.model_card import ModelCard
from carinspect.core.realised_error import realised_error_text
from carinspect.core.signature_texts import signed_text
from carinspect.jobs.job import Progress, run_here
from carinspect.services.fetch_weights import FetchWeights
from carinspect.services.list_models import list_models, read_model_card
from carinspect.services.model_signing import signed_by
from carinspect.services.read_realised_error import ReadRealisedError
from carinspect.services.workspace import Workspace, default_model_id, open_registry

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


_NAME_WIDTH: Final = 47


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("models", help=_("list, choose, test, import and fetch models"))
    acts = parser.add_subparsers(dest="act", required=True)
    listed = acts.add_parser("list", help=_("the models that can be chosen"))
    listed.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    _of_model(acts, "show", _("a model's card: data, figures, limits"))
    activate = _of_model(acts, "activate", _("inspect with this model from now on"))
    activate.add_argument(
        "--force", default="", metavar=_("REASON"), help=_("whatever the paired test says")
    )
    _of_model(acts, "test", _("compare with the active model on the frozen photos"))
    acts.add_parser("rollback", help=_("go back to the model that was active before"))
    acts.add_parser("history", help=_("which model was active since when, and by whom"))
    export = _of_model(acts, "export", _("write a model as one file"))
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument(
        "--sign", type=Path, metavar="KEYFILE", help=_("sign it with this private key")
    )
    acts.add_parser("import", help=_("take a model from a file")).add_argument(
        "file", type=Path, metavar="FILE"
    )
    _of_model(acts, "remove", _("remove a model; it can be restored for 30 days"))
    _of_model(acts, "restore", _("bring a removed model back"))
    _add_freeze(acts)
    _add_fetch(acts)
    model_signing.add_acts(acts)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts."""
    acts = {
        "list": _list,
        "show": _show,
        "activate": _activate,
        "test": _test,
        "rollback": _roll_back,
        "history": _history,
        "export": _export,
        "import": _import,
        "remove": _remove,
        "restore": _restore,
        "freeze": _freeze,
        "fetch": _fetch,
        **model_signing.ACTS,
    }
    workspace = Workspace()
    try:
        acts[arguments.act](workspace, arguments)
    finally:
        workspace.close()
    return 0


def _of_model(acts: _SubParsersAction[Any], act: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(act, help=words)
    parser.add_argument("model", metavar="ID")
    return parser


def _add_freeze(acts: _SubParsersAction[Any]) -> None:
    freeze = acts.add_parser("freeze", help=_("keep photos out of training to test models on"))
    freeze.add_argument("data", type=Path, metavar="DATA")
    freeze.add_argument("--photos", type=Path, metavar="DIR")
    freeze.add_argument("--replace", action="store_true", help=_("in the place of earlier ones"))


def _add_fetch(acts: _SubParsersAction[Any]) -> None:
    fetch = acts.add_parser("fetch", help=_("get pretrained weights that are not shipped"))
    fetch.add_argument("backbone", metavar="BACKBONE", help="vgg16")
    fetch.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help=_("a copy you have; no download")
    )


def _list(workspace: Workspace, arguments: argparse.Namespace) -> None:
    active = workspace.settings.model_id or default_model_id()
    registry = open_registry()
    widths = (1, 30, 20, 6, 12, 0)
    for card in list_models():
        shipped = registry.is_shipped(card.id)
        if arguments.json:
            fields = dataclasses.asdict(card)
            say_json({**fields, "active": card.id == active, "shipped": shipped})
            continue
        mark = "*" if card.id == active else " "
        source = _("shipped") if shipped else _("own")
        size = f"{card.input_size_px}"
        say(row((mark, card.id, card.backbone, size, card.created, source), widths))


def _show(workspace: Workspace, arguments: argparse.Namespace) -> None:
    head, *rest = _card_lines(read_model_card(arguments.model))
    for line in (head, signed_text(signed_by(arguments.model)), *rest):
        say(line)
    say(realised_error_text(run_here(ReadRealisedError(workspace, arguments.model))))


def _card_lines(card: ModelCard) -> list[str]:
    figures = [
        row(
            (
                f"  {figure_text(name)}",
                f"{figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]  n={figure.n}",
            ),
            (_NAME_WIDTH, 0),
        )
        for name, figure in card.figures.items()
    ]
    numbers = [
        row((f"  {figure_text(name)}", f"{value:.4f}"), (_NAME_WIDTH, 0))
        for name, value in card.numbers.items()
    ]
    return [
        f"{card.id}  ({card.created})",
        f"{card.backbone}, {card.input_size_px} px; {card_text(card.recipe)}",
        card_text(card.data),
        _("Measured, with 95% intervals:"),
        *figures,
        *numbers,
        _("Limits:"),
        *(f"  - {card_text(limit)}" for limit in card.limits),
    ]


def _activate(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import ActivateModel

    acting_user(workspace)
    done = run_here(ActivateModel(workspace, arguments.model, arguments.force), _show_progress)
    progress("")
    if done.activation.test:
        say(done.activation.test)
    say(_("Inspecting with {model} from now on.").format(model=done.activation.after))


def _test(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.core.model_texts import paired_test_text
    from carinspect.services.frozen_set import TestChallenger

    active = workspace.settings.model_id or default_model_id()
    read_model_card(arguments.model)
    test = run_here(TestChallenger(active, arguments.model), _show_progress)
    progress("")
    say(paired_test_text(test))


def _roll_back(workspace: Workspace, _arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import RollBackModel

    acting_user(workspace)
    done = run_here(RollBackModel(workspace))
    say(_("Inspecting with {model} from now on.").format(model=done.activation.after))


def _history(_workspace: Workspace, _arguments: argparse.Namespace) -> None:
    for activation in open_registry().activations():
        say(_activation_line(activation))
        for note in (activation.test, activation.reason):
            if note:
                say(f"    {note}")


def _activation_line(activation: Activation) -> str:
    moment = activation.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{moment}  {activation.by}  {activation.before} → {activation.after}"


def _export(_workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import ExportModel

    file = run_here(ExportModel(arguments.model, arguments.file, arguments.sign))
    say(_("{model} is in {file}.").format(model=arguments.model, file=file))


def _import(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import ImportModel

    acting_user(workspace)
    model_id = run_here(ImportModel(workspace, arguments.file))
    say(f"{model_id}: {signed_text(signed_by(model_id))}")
    say(_("{model} can be evaluated and activated from now on.").format(model=model_id))


def _remove(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import RemoveModel

    acting_user(workspace)
    run_here(RemoveModel(workspace, arguments.model))
    say(
        _("{model} was removed; “carinspect models restore {model}” brings it back.").format(
            model=arguments.model
        )
    )


def _restore(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.model_changes import RestoreModel

    acting_user(workspace)
    model_id = run_here(RestoreModel(workspace, arguments.model))
    say(_("{model} can be evaluated and activated from now on.").format(model=model_id))


def _freeze(workspace: Workspace, arguments: argparse.Namespace) -> None:
    from carinspect.services.frozen_set import FreezePhotos

    acting_user(workspace)
    source = DatasetSource(arguments.data, photos=arguments.photos)
    frozen = run_here(FreezePhotos(workspace, source, arguments.replace), _show_progress)
    progress("")
    say(
        ngettext(
            "{count} photo of {name} is frozen: no model learns from it.",
            "{count} photos of {name} are frozen: no model learns from them.",
            len(frozen.photos),
        ).format(count=len(frozen.photos), name=frozen.name)
    )


def _show_progress(report: object) -> None:
    if isinstance(report, Progress) and report.total:
        progress(f"{report.done} / {report.total}")


def _fetch(_workspace: Workspace, arguments: argparse.Namespace) -> None:
    def on_report(report: object) -> None:
        if isinstance(report, Progress) and report.total:
            progress(f"{report.done / 1e6:.0f} / {report.total / 1e6:.0f} MB")

    path = run_here(FetchWeights(arguments.backbone, arguments.file), on_report)
    progress("")
    say(
        _("The weights of {backbone} are in {file}.").format(backbone=arguments.backbone, file=path)
    )
