"""``carinspect doctor``: does everything work on this computer?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from carinspect.cli.backup import show_progress
from carinspect.cli.output import progress, say, say_json
from carinspect.core.health import HealthCheck, State, worst
from carinspect.core.health_texts import area_text, check_text, state_text, summary_text
from carinspect.core.i18n import _
from carinspect.jobs.job import run_here
from carinspect.services.check_health import CheckHealth
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser(
        "doctor", help=_("check that everything works on this computer, and say what to do")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 1 where something does not work."""
    workspace = Workspace()
    try:
        checks = run_here(CheckHealth(workspace), show_progress)
    finally:
        workspace.close()
    progress("")
    if arguments.json:
        say_json({"state": worst(checks).value, "checks": [_record(one) for one in checks]})
    else:
        for check in checks:
            sign = "" if check.state is State.OK else f" [{state_text(check.state)}]"
            say(f"{area_text(check.area)}{sign}: {check_text(check)}")
        say()
        say(summary_text(checks))
    return 1 if worst(checks) is State.PROBLEM else 0


def _record(check: HealthCheck) -> dict[str, object]:
    return {
        "area": check.area.value,
        "state": check.state.value,
        "condition": check.condition.value,
        "text": check_text(check),
        "facts": {name: str(value) for name, value in check.facts.items()},
    }
