"""What the models page does in the background: one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carinspect.core.activation import Activation, rollback_target
from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation
from carinspect.core.frozen_set import FrozenSet
from carinspect.core.i18n import _, ngettext
from carinspect.core.paired_test import PairedTest
from carinspect.jobs.job import Job, JobContext, Progress
from carinspect.services.evaluate_model import EvaluateModel, open_evaluations
from carinspect.services.export_evaluation import EvaluationFormat, ExportEvaluation
from carinspect.services.frozen_set import FreezePhotos, TestChallenger
from carinspect.services.list_models import ListModels
from carinspect.services.model_changes import (
    Activated,
    ActivateModel,
    ExportModel,
    ImportModel,
    RemoveModel,
    RestoreModel,
    RollBackModel,
    active_model_id,
)
from carinspect.services.workspace import open_registry
from carinspect.storage.evaluation_file import load_evaluation
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.models.activate_dialog import ActivateDialog
from carinspect.ui.models.dialogs import (
    MODEL_SUFFIX,
    ask_dataset,
    ask_model_file,
    ask_where_to_save,
)
from carinspect.ui.page import PageContext


@dataclass(frozen=True)
class _LoadEvaluation:
    model_id: str

    def run(self, ctx: JobContext, /) -> Evaluation:
        ctx.raise_if_cancelled()
        found = [path for path in open_evaluations().of(self.model_id) if not _is_of_test(path)]
        return load_evaluation(found[0])


class ModelWork(QObject):
    """Runs the jobs of the page and tells what came of them.

    Signals:
        listed: every :class:`ListedModel`.
        evaluated: an :class:`Evaluation` to show.
        arrived: the id of a model that came or came back.
        busy_changed: something began or ended.
    """

    listed = Signal(object)
    evaluated = Signal(object)
    arrived = Signal(str)
    busy_changed = Signal()

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._job: JobHandle | None = None
        self._removed: list[str] = []
        self.activations: tuple[Activation, ...] = ()

    @property
    def busy(self) -> bool:
        return self._job is not None

    @property
    def active_id(self) -> str:
        """The model that inspects."""
        return active_model_id(self._context.workspace)

    @property
    def can_undo(self) -> bool:
        """Whether a model was removed that can come back."""
        return bool(self._removed)

    @property
    def can_roll_back(self) -> bool:
        """Whether another model was active before."""
        return rollback_target(self.activations, self.active_id) is not None

    def has_evaluation(self, model_id: str) -> bool:
        """Whether an evaluation of the model was kept."""
        return any(not _is_of_test(path) for path in open_evaluations().of(model_id))

    def cancel(self) -> None:
        """Stop what runs."""
        if self._job is not None:
            self._job.cancel()

    def list_models(self) -> None:
        """Read which models there are."""
        try:
            self.activations = open_registry().activations()
        except CarInspectError as error:
            self._context.messages.show_error(error)
        handle = self._context.lanes.load.submit(ListModels())
        handle.succeeded.connect(self.listed)
        handle.failed.connect(self._on_failed)

    def test_and_activate(self, model_id: str) -> None:
        """Compare a model with the active one, then ask whether it is to be active."""

        def on_test(test: PairedTest) -> None:
            self._ask_activation(model_id, test)

        job = TestChallenger(self.active_id, model_id)
        self._start(job, _("Comparing with the active model"), on_test)

    def activate(self, model_id: str, reason: str) -> None:
        """Let a model inspect from now on."""
        job = ActivateModel(self._context.workspace, model_id, reason)
        self._start(job, _("Activating the model"), self._on_activated)

    def roll_back(self) -> None:
        """Go back to the model that was active before."""
        self._start(
            RollBackModel(self._context.workspace), _("Activating the model"), self._on_activated
        )

    def remove(self, model_id: str) -> None:
        """Remove a model; it can come back."""
        self._start(RemoveModel(self._context.workspace, model_id), _("Removing"), self._on_removed)

    def undo_removal(self) -> None:
        """Bring the model back that was removed last."""
        if self._removed:
            model_id = self._removed.pop()
            job = RestoreModel(self._context.workspace, model_id)
            self._start(job, _("Bringing the model back"), self._on_arrived)

    def ask_import(self) -> None:
        """Ask for a model file and import it."""
        file = ask_model_file(self._page, self._context.workspace.settings.last_folder)
        if file is not None:
            self.import_file(file)

    def import_file(self, file: Path) -> None:
        """Import a model file."""
        self._start(
            ImportModel(self._context.workspace, file), _("Importing the model"), self._on_imported
        )

    def ask_export(self, model_id: str) -> None:
        """Ask where to and export a model."""
        file = ask_where_to_save(self._page, self._suggested(model_id + MODEL_SUFFIX))
        if file is not None:
            self._start(ExportModel(model_id, file), _("Exporting the model"), self._on_written)

    def ask_freeze(self) -> None:
        """Ask for labelled photos and keep them out of training."""
        folder = self._context.workspace.settings.last_folder
        source = ask_dataset(self._page, _("Freeze test photos"), folder)
        if source is not None:
            self._freeze(source)

    def ask_evaluation(self, model_id: str) -> None:
        """Ask for labelled photos and evaluate a model on them."""
        folder = self._context.workspace.settings.last_folder
        source = ask_dataset(self._page, _("Evaluate a model"), folder)
        if source is not None:
            self.evaluate(model_id, source)

    def evaluate(self, model_id: str, source: DatasetSource) -> None:
        """Evaluate a model."""
        self._start(EvaluateModel(model_id, source), _("Evaluating"), self._on_evaluated)

    def open_last_evaluation(self, model_id: str) -> None:
        """Show the evaluation that was kept last."""
        self._start(_LoadEvaluation(model_id), _("Evaluating"), self._on_evaluated)

    def ask_evaluation_export(
        self, evaluation: Evaluation, kind: EvaluationFormat, threshold: float
    ) -> None:
        """Ask where to and write an evaluation."""
        file = ask_where_to_save(self._page, self._suggested(f"{evaluation.model_id}.{kind}"))
        if file is not None:
            job = ExportEvaluation(evaluation, kind, file, threshold)
            self._start(job, _("Writing the report"), self._on_written)

    def _suggested(self, name: str) -> Path:
        return Path(self._context.workspace.settings.last_folder or Path.home()) / name

    def _start(
        self, job: Job[Any], text: str, on_success: Callable[[Any], object] | None = None
    ) -> JobHandle | None:
        if self._job is not None:
            return None
        self._job = handle = self._context.lanes.folder.submit(job)
        self._text = text
        handle.reported.connect(self._on_report)
        handle.finished.connect(self._on_finished)
        handle.failed.connect(self._on_failed)
        if on_success is not None:
            handle.succeeded.connect(on_success)
        self._context.job_bar.show_progress(text, 0, None)
        self.busy_changed.emit()
        return handle

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress):
            self._context.job_bar.show_progress(self._text, report.done, report.total)

    def _on_finished(self) -> None:
        self._job = None
        self._context.job_bar.stop()
        self.busy_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        if error.code is ErrorCode.FROZEN_SET_MISSING:
            self._ask_activation(str(error.facts.get("model", "")), None)
        else:
            self._context.messages.show_error(error)

    def _ask_activation(self, model_id: str, test: PairedTest | None) -> None:
        def on_wanted(reason: str) -> None:
            self.activate(model_id, reason)

        dialog = ActivateDialog(model_id, test, self._page)
        dialog.activation_wanted.connect(on_wanted)
        dialog.freeze_wanted.connect(self.ask_freeze)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_activated(self, done: Activated) -> None:
        text = _("Inspecting with {model} from now on.").format(model=done.activation.after)
        self.arrived.emit(done.activation.after)
        self.list_models()
        if done.activation.is_rollback:
            self._context.messages.note(text)
        else:
            self._context.messages.offer(text, _("Roll back"), self.roll_back)

    def _on_removed(self, model_id: str) -> None:
        self._removed.append(model_id)
        self.list_models()
        text = _("{model} was removed.").format(model=model_id)
        self._context.messages.offer(text, _("Undo"), self.undo_removal)

    def _on_arrived(self, model_id: str) -> None:
        self.arrived.emit(model_id)
        self.list_models()

    def _on_imported(self, model_id: str) -> None:
        self._on_arrived(model_id)
        self._context.messages.note(
            _("{model} can be evaluated and activated from now on.").format(model=model_id)
        )

    def _on_evaluated(self, evaluation: Evaluation) -> None:
        self.evaluated.emit(evaluation)
        left = len(evaluation.skipped)
        if left:
            self._context.messages.warn(
                ngettext(
                    "{count} photo could not be read and was left out.",
                    "{count} photos could not be read and were left out.",
                    left,
                ).format(count=left)
            )

    def _on_written(self, file: Path) -> None:
        self._context.messages.note(_("Written: {file}").format(file=file))

    def _freeze(self, source: DatasetSource, *, replace: bool = False) -> None:
        def on_failure(error: Exception) -> None:
            self._on_freeze_failed(error, source)

        job = FreezePhotos(self._context.workspace, source, replace)
        handle = self._start(job, _("Freezing photos"), self._on_frozen)
        if handle is not None:
            handle.failed.disconnect(self._on_failed)
            handle.failed.connect(on_failure)

    def _on_freeze_failed(self, error: Exception, source: DatasetSource) -> None:
        exists = isinstance(error, CarInspectError) and error.code is ErrorCode.FROZEN_SET_EXISTS
        if exists and isinstance(error, CarInspectError):
            self._context.messages.show_error(
                error, _("Replace them"), lambda: self._freeze(source, replace=True)
            )
        else:
            self._on_failed(error)

    def _on_frozen(self, frozen: FrozenSet) -> None:
        self._context.messages.note(
            ngettext(
                "{count} photo of {name} is frozen: no model learns from it.",
                "{count} photos of {name} are frozen: no model learns from them.",
                len(frozen.photos),
            ).format(count=len(frozen.photos), name=frozen.name)
        )


def _is_of_test(path: Path) -> bool:
    """Whether an evaluation was made for a paired test, not for people."""
    return path.stem.startswith("frozen-")
