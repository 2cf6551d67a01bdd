"""Jobs that change which models there are and which one is active; all are in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.activation import Activation, rollback_target
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_texts import paired_test_text
from carinspect.core.paired_test import PairedTest
from carinspect.core.user import Permission, User
from carinspect.jobs.job import JobContext
from carinspect.services.check_model import check_model
from carinspect.services.frozen_set import TestChallenger, open_frozen_set
from carinspect.services.inspector import LocalInspector
from carinspect.services.records import now
from carinspect.services.workspace import Workspace, default_model_id, model_dir, open_registry
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.model_file import read_model_file


def active_model_id(workspace: Workspace) -> str:
    """The model that inspects: the chosen one, else the one that comes with the program."""
    return workspace.settings.model_id or default_model_id()


@dataclass(frozen=True, slots=True)
class Activated:
    """What became of an activation.

    Attributes:
        test: None where none was made, for want of a frozen set.
    """

    activation: Activation
    test: PairedTest | None = None


@dataclass(frozen=True)
class ActivateModel:
    """Let a challenger replace the champion where the paired test says that it is not worse.

    Attributes:
        reason: why it is to be active whatever the test says; only a person's own words.

    Raises:
        CarInspectError: the user may not; the challenger is worse, or it cannot be told, and no
            reason was given; there is no frozen set and no reason; there is no such model, or
            it does not run.
    """

    workspace: Workspace
    model_id: str
    reason: str = ""

    def run(self, ctx: JobContext, /) -> Activated:
        user = self.workspace.require(Permission.ACTIVATE_MODEL)
        before, reason = active_model_id(self.workspace), self.reason.strip()
        LocalInspector(model_dir(self.model_id), alone=False)  # it does run
        if self.model_id == before:
            return Activated(Activation(now(), user.name, before, before))
        test = self._test(before, ctx)
        if test is None and not reason:
            raise CarInspectError(ErrorCode.FROZEN_SET_MISSING)
        if test is not None and not test.may_replace and not reason:
            words = paired_test_text(test)
            raise CarInspectError(
                ErrorCode.CHALLENGER_REFUSED, model=self.model_id, champion=before, test=words
            )
        overrides = test is None or not test.may_replace
        words = paired_test_text(test) if test is not None else ""
        activation = Activation(
            now(), user.name, before, self.model_id, reason if overrides else "", words
        )
        _carry_out(self.workspace, user, activation)
        return Activated(activation, test)

    def _test(self, champion: str, ctx: JobContext) -> PairedTest | None:
        if open_frozen_set().load() is None:
            return None
        return TestChallenger(champion, self.model_id).run(ctx)


@dataclass(frozen=True)
class RollBackModel:
    """Make the model active that was so before; needs no test, for it was trusted then.

    Raises:
        CarInspectError: the user may not, there was none before, or it was removed.
    """

    workspace: Workspace

    def run(self, ctx: JobContext, /) -> Activated:
        ctx.raise_if_cancelled()
        user = self.workspace.require(Permission.ACTIVATE_MODEL)
        before = active_model_id(self.workspace)
        registry = open_registry()
        target = rollback_target(registry.activations(), before)
        if target is None:
            raise CarInspectError(ErrorCode.NO_EARLIER_MODEL, model=before)
        registry.card(target)
        activation = Activation(now(), user.name, before, target, is_rollback=True)
        _carry_out(self.workspace, user, activation)
        return Activated(activation)


@dataclass(frozen=True)
class RemoveModel:
    """Take a model of the user's own away; it can be restored for thirty days.

    Raises:
        CarInspectError: the user may not, or the model is active or comes with the program.
    """

    workspace: Workspace
    model_id: str

    def run(self, ctx: JobContext, /) -> str:
        ctx.raise_if_cancelled()
        user = self.workspace.require(Permission.DELETE)
        if self.model_id == active_model_id(self.workspace):
            raise CarInspectError(ErrorCode.MODEL_ACTIVE, model=self.model_id)
        open_registry().remove(self.model_id)
        _log(self.workspace, user, "model.removed", self.model_id, {})
        return self.model_id


@dataclass(frozen=True)
class RestoreModel:
    """Bring a removed model back.

    Raises:
        CarInspectError: no such model was removed, or its time is over.
    """

    workspace: Workspace
    model_id: str

    def run(self, ctx: JobContext, /) -> str:
        ctx.raise_if_cancelled()
        user = self.workspace.current_user()
        open_registry().restore(self.model_id)
        _log(self.workspace, user, "model.restored", self.model_id, {})
        return self.model_id


@dataclass(frozen=True)
class ImportModel:
    """Register the model of a file; it is a challenger until it is activated.

    Raises:
        CarInspectError: the file is missing, damaged, altered or of a newer version, or its model
            cannot inspect.
    """

    workspace: Workspace
    file: Path

    def run(self, ctx: JobContext, /) -> str:
        ctx.raise_if_cancelled()
        user = self.workspace.current_user()
        read = read_model_file(self.file)
        check_model(self.file, read.card, read.content, ctx)
        model_id = open_registry().import_read(read)
        _log(self.workspace, user, "model.imported", model_id, {"file": self.file.name})
        return model_id


@dataclass(frozen=True)
class ExportModel:
    """Write a model as one file.

    Attributes:
        key_file: a private key that signs it; None for none.

    Raises:
        CarInspectError: there is no such model, the key is none, or the file cannot be written.
    """

    model_id: str
    file: Path
    key_file: Path | None = None

    def run(self, ctx: JobContext, /) -> Path:
        ctx.raise_if_cancelled()
        open_registry().export_file(self.model_id, self.file, self.key_file)
        return self.file


def _carry_out(workspace: Workspace, user: User, activation: Activation) -> None:
    # First what can be told from afterwards, then the change itself.
    details: dict[str, object] = {
        "before": activation.before,
        "reason": activation.reason,
        "test": activation.test,
        "rollback": activation.is_rollback,
    }
    _log(workspace, user, "model.activated", activation.after, details)
    open_registry().note_activation(activation)
    workspace.change(model_id=activation.after)


def _log(
    workspace: Workspace, user: User, action: str, model_id: str, details: dict[str, object]
) -> None:
    with workspace.records().database.writing() as connection:
        AuditLog(connection).append(
            now(), user.name, action=action, subject=f"model:{model_id}", details=details
        )
