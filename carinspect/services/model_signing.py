"""Whose models are trusted on this computer; all changes are in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.model_signature import Signed, SignedState, Signer
from carinspect.core.user import Permission
from carinspect.jobs.job import JobContext
from carinspect.services.records import now
from carinspect.services.workspace import Workspace, open_registry
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.model_signature import make_key

__all__ = ["DistrustSigner", "MakeSigningKey", "TrustSigner", "signed_by", "signers"]


def signed_by(model_id: str) -> Signed:
    """Who signed a model.

    Raises:
        CarInspectError: there is no such model, or its card or the list of signers is damaged.
    """
    registry = open_registry()
    if registry.is_shipped(model_id):
        return Signed(SignedState.SHIPPED)
    return registry.signed(model_id)


def signers() -> tuple[Signer, ...]:
    """Everybody whose models are trusted.

    Raises:
        CarInspectError: the list is damaged.
    """
    return open_registry().signers.all()


@dataclass(frozen=True)
class MakeSigningKey:
    """Write a private key to sign models with; gives the public key.

    Raises:
        CarInspectError: the file exists already, or cannot be written.
    """

    file: Path

    def run(self, ctx: JobContext, /) -> str:
        ctx.raise_if_cancelled()
        return make_key(self.file)


@dataclass(frozen=True)
class TrustSigner:
    """Trust the models that a key signs.

    Raises:
        CarInspectError: the user may not, it is no public key, or the list cannot be written.
    """

    workspace: Workspace
    name: str
    key: str

    def run(self, ctx: JobContext, /) -> Signer:
        ctx.raise_if_cancelled()
        user = self.workspace.require(Permission.ACTIVATE_MODEL)
        signer = open_registry().signers.trust(self.name, self.key)
        _log(self.workspace, user.name, "signer.trusted", signer)
        return signer


@dataclass(frozen=True)
class DistrustSigner:
    """Trust somebody's models no more; those that are here stay.

    Raises:
        CarInspectError: the user may not, nobody of that name is trusted, or the list cannot be
            written.
    """

    workspace: Workspace
    name: str

    def run(self, ctx: JobContext, /) -> Signer:
        ctx.raise_if_cancelled()
        user = self.workspace.require(Permission.ACTIVATE_MODEL)
        signer = open_registry().signers.distrust(self.name)
        _log(self.workspace, user.name, "signer.distrusted", signer)
        return signer


def _log(workspace: Workspace, by: str, action: str, signer: Signer) -> None:
    with workspace.records().database.writing() as connection:
        AuditLog(connection).append(
            now(), by, action=action, subject=f"signer:{signer.name}", details={"key": signer.key}
        )
