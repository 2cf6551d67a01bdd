"""``carinspect models new-key | trust | distrust | signers``: whose models are trusted."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import row, say
from carinspect.core.i18n import _
from carinspect.jobs.job import run_here
from carinspect.services.model_signing import DistrustSigner, MakeSigningKey, TrustSigner, signers
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_acts(acts: _SubParsersAction[Any]) -> None:
    """Describe the acts to argparse."""
    acts.add_parser("new-key", help=_("make a key to sign models with")).add_argument(
        "file", type=Path, metavar="KEYFILE"
    )
    trust = acts.add_parser("trust", help=_("trust the models that a key signs"))
    trust.add_argument("name", metavar="NAME")
    trust.add_argument("key", metavar="KEY", help=_("the public key, 64 digits"))
    acts.add_parser("distrust", help=_("trust somebody's models no more")).add_argument(
        "name", metavar="NAME"
    )
    acts.add_parser("signers", help=_("whose models are trusted"))


def _new_key(_workspace: Workspace, arguments: argparse.Namespace) -> None:
    key = run_here(MakeSigningKey(arguments.file))
    say(_("The private key is in {file}: keep it to yourself.").format(file=arguments.file))
    say(_("The public key, for “carinspect models trust”: {key}").format(key=key))


def _trust(workspace: Workspace, arguments: argparse.Namespace) -> None:
    acting_user(workspace)
    signer = run_here(TrustSigner(workspace, arguments.name, arguments.key))
    say(_("Models signed by {name} are trusted from now on.").format(name=signer.name))


def _distrust(workspace: Workspace, arguments: argparse.Namespace) -> None:
    acting_user(workspace)
    signer = run_here(DistrustSigner(workspace, arguments.name))
    say(_("Models signed by {name} are no longer trusted.").format(name=signer.name))


def _signers(_workspace: Workspace, _arguments: argparse.Namespace) -> None:
    for signer in signers():
        say(row((signer.name, signer.key), (24, 0)))


ACTS: Final[Mapping[str, Callable[[Workspace, argparse.Namespace], None]]] = {
    "new-key": _new_key,
    "trust": _trust,
    "distrust": _distrust,
    "signers": _signers,
}
