"""``carinspect models``: list, show, activate, fetch."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect.cli.output import progress, row, say
from carinspect.core.i18n import _
from carinspect.core.model_card import ModelCard
from carinspect.jobs.job import Progress, run_here
from carinspect.services.fetch_weights import FetchWeights
from carinspect.services.list_models import list_models, read_model_card
from carinspect.services.workspace import Workspace, default_model_id

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("models", help=_("list, choose and fetch models"))
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=_("the models that can be chosen"))
    show = acts.add_parser("show", help=_("a model's card: data, figures, limits"))
    show.add_argument("model", metavar="ID")
    activate = acts.add_parser("activate", help=_("inspect with this model from now on"))
    activate.add_argument("model", metavar="ID")
    fetch = acts.add_parser("fetch", help=_("get pretrained weights that are not shipped"))
    fetch.add_argument("backbone", metavar="BACKBONE", help="vgg16")
    fetch.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help=_("a copy you have; no download")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts."""
    acts = {"list": _list, "show": _show, "activate": _activate, "fetch": _fetch}
    acts[arguments.act](arguments)
    return 0


def _list(_arguments: argparse.Namespace) -> None:
    active = Workspace().settings.model_id or default_model_id()
    widths = (1, 26, 20, 6, 0)
    for card in list_models():
        mark = "*" if card.id == active else " "
        say(row((mark, card.id, card.backbone, f"{card.input_size_px}", card.created), widths))


def _show(arguments: argparse.Namespace) -> None:
    for line in _card_lines(read_model_card(arguments.model)):
        say(line)


def _card_lines(card: ModelCard) -> list[str]:
    figures = [
        f"  {name:46} {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]  n={figure.n}"
        for name, figure in card.figures.items()
    ]
    numbers = [f"  {name:46} {value:.4f}" for name, value in card.numbers.items()]
    return [
        f"{card.id}  ({card.created})",
        f"{card.backbone}, {card.input_size_px} px; {card.recipe}",
        card.data,
        _("Measured, with 95 % intervals:"),
        *figures,
        *numbers,
        _("Limits:"),
        *(f"  - {limit}" for limit in card.limits),
    ]


def _activate(arguments: argparse.Namespace) -> None:
    card = read_model_card(arguments.model)
    Workspace().change(model_id=card.id)
    say(_("Inspecting with {model} from now on.").format(model=card.id))


def _fetch(arguments: argparse.Namespace) -> None:
    def on_report(report: object) -> None:
        if isinstance(report, Progress) and report.total:
            progress(f"{report.done / 1e6:.0f} / {report.total / 1e6:.0f} MB")

    path = run_here(FetchWeights(arguments.backbone, arguments.file), on_report)
    progress("")
    say(
        _("The weights of {backbone} are in {file}.").format(backbone=arguments.backbone, file=path)
    )
