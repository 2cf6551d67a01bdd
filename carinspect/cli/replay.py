"""``carinspect replay``: the original's experiments again, its claims confirmed or refuted."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from carinspect.cli.output import progress, say, say_json
from carinspect.cli.sweep import epoch_line
from carinspect.cli.train import add_data_arguments, source_of
from carinspect.core.i18n import _
from carinspect.core.replay import FIGURES, ClaimResult, ReplayResult
from carinspect.core.replay_texts import claim_text, finding_text, rule_text
from carinspect.core.sweep import Measure, measured
from carinspect.jobs.job import run_here
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.keras_runtime import require_installed
from carinspect.services.replay_post import ReplayPost

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("replay", help=_("repeat the original's experiments on your photos"))
    add_data_arguments(parser)
    parser.add_argument("--backbone", choices=list(BACKBONES), default="efficientnet_lite0")
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help=_("how many seeds"))
    parser.add_argument(
        "--epochs", type=int, default=100, metavar="N",
        help=_("that stand for the original's 100; fewer are quicker"),
    )  # fmt: skip
    parser.add_argument("--top-only", action="store_true", help=_("do not fine-tune"))
    parser.add_argument("--seed-exact", action="store_true", help=_("the arithmetic of 2020"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Replay and print what came of each claim; asked for again, it goes on where it was."""
    require_installed()
    job = ReplayPost(
        source_of(arguments),
        arguments.backbone,
        tuple(range(arguments.seeds)),
        arguments.epochs,
        not arguments.top_only,
        arguments.seed_exact,
    )
    result = run_here(job, epoch_line())
    progress("")
    for claim in result.claims:
        if arguments.json:
            say_json(_record(claim))
        else:
            _show(claim)
    if not arguments.json:
        _show_figures(result)
    return 0


def _show(claim: ClaimResult) -> None:
    say(f"{finding_text(claim.finding):12} {claim_text(claim.claim)}")
    if claim.value is None:
        say(" " * 13 + _("not measured: the runs that it needs were left out"))
        return
    value = claim.value
    numbers = f"{value.mean:+.4f} [{value.low:+.4f}, {value.high:+.4f}], n={value.n}"
    say(f"{'':12} {rule_text(claim.claim)}: {numbers}")


def _show_figures(result: ReplayResult) -> None:
    for plan in FIGURES:
        for seed, history in sorted(result.figure(plan).items()):
            text = _("Figure {number} ({recipe} b{batch} e{epochs}), seed {seed}:"
                     " best {best:.4f}, gap {gap:.4f}")  # fmt: skip
            say(
                text.format(
                    number=plan.number,
                    recipe=plan.recipe.value,
                    batch=plan.batch_size,
                    epochs=result.epochs(plan.epochs),
                    seed=seed,
                    best=measured(Measure.BEST_ACCURACY, history),
                    gap=measured(Measure.GAP, history),
                )
            )


def _record(claim: ClaimResult) -> dict[str, Any]:
    record: dict[str, Any] = {"claim": claim.claim.value, "finding": claim.finding.value}
    if claim.value is not None:
        record |= {"limit": claim.limit, **dataclasses.asdict(claim.value)}
    return record
