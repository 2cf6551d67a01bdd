"""Jobs: the dataset doctor, and its fixes written to a list of photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from carinspect.core.dataset import Dataset, DatasetSource, Split
from carinspect.core.dataset_findings import DatasetReport, Finding, FindingKind, Fix, Severity
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import cache_dir
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.label_errors import label_errors, photo_features
from carinspect.ml.near_duplicates import groups
from carinspect.services.dataset_checks import Measures, check_facts, class_detail
from carinspect.services.photo_facts import measure_photos
from carinspect.services.read_dataset import ReadDataset
from carinspect.storage.label_csv import LabelRow, write_label_rows

_MIN_GROUPS: Final = 10
"""Of each class, to judge labels by models that have not seen the photo."""

_MANY: Final = 0.05
"""Share of suspected labels from which on they spoil the figures."""


@dataclass(frozen=True, slots=True)
class ExamineDataset:
    """Examine a dataset by its photos' facts, reporting ``Progress``; no TensorFlow.

    The photos are read as a training run would read them, its own validation split included.
    """

    source: DatasetSource

    def run(self, ctx: JobContext, /) -> DatasetReport:
        """Examine it.

        Raises:
            CarInspectError: as :func:`carinspect.services.read_dataset.read_dataset`.
        """
        return examine(ReadDataset(self.source).run(ctx))


@dataclass(frozen=True, slots=True)
class ExamineAgain:
    """Examine a dataset whose list was changed; every photo is known already."""

    dataset: Dataset
    label_errors: Finding | None = None

    def run(self, ctx: JobContext, /) -> DatasetReport:
        report = examine(self.dataset)
        ctx.raise_if_cancelled()
        return report if self.label_errors is None else with_suspects(report, self.label_errors)


@dataclass(frozen=True, slots=True)
class FindLabelErrors:
    """Look for labels that are probably wrong, reporting ``Progress``; needs TensorFlow.

    The result is the finding; one without photos where no label is suspected.
    """

    dataset: Dataset

    def run(self, ctx: JobContext, /) -> Finding:
        """Look for them.

        Raises:
            CarInspectError: TensorFlow is not installed, or a photo vanished.
        """
        photos = list({photo.path: photo for photo in self.dataset.all_photos()}.values())
        paths = [photo.path for photo in photos]
        labels = [photo.label for photo in photos]
        names = _groups_of(paths)
        if min(len({n for n, own in zip(names, labels, strict=True) if own == label})
               for label in (0, 1)) < _MIN_GROUPS:  # fmt: skip
            return Finding(FindingKind.LABEL_ERRORS, Severity.HINT)

        def on_photos(done: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(done, len(paths)))

        features = photo_features(paths, cache_dir() / "features", on_photos)
        suspects = label_errors(features, labels, names)
        return Finding(
            FindingKind.LABEL_ERRORS,
            Severity.NOTABLE if len(suspects) >= _MANY * len(paths) else Severity.HINT,
            tuple((paths[one.position],) for one in suspects),
            {"photos": len(suspects), "share": len(suspects) / len(paths)},
            {paths[one.position]: one.own_label_probability for one in suspects},
            Fix.LEAVE_OUT if suspects else None,
        )


def examine(dataset: Dataset) -> DatasetReport:
    """What the facts of the photos of ``dataset`` say."""
    facts = measure_photos([photo.path for photo in dataset.all_photos()]).facts
    measures = Measures.take(dataset, facts)
    return DatasetReport(dataset, tuple(check_facts(measures)), class_detail(dataset, facts))


def with_suspects(report: DatasetReport, suspects: Finding) -> DatasetReport:
    """``report`` with the suspected label errors that are still listed."""
    listed = {photo.path for photo in report.dataset.all_photos()}
    groups_left = tuple(group for group in suspects.groups if group[0] in listed)
    others = [one for one in report.findings if one.kind is not FindingKind.LABEL_ERRORS]
    if groups_left:
        numbers = {
            "photos": len(groups_left), "share": len(groups_left) / max(1, len(listed)),
        }  # fmt: skip
        others.append(replace(suspects, groups=groups_left, numbers=numbers))
    order = list(Severity)
    others.sort(key=lambda finding: order.index(finding.severity))
    return replace(report, findings=tuple(others), labels_checked=True)


@dataclass(frozen=True, slots=True)
class SaveList:
    """Write a dataset as a CSV file ``photo,label,split``, whole; photos are never touched."""

    dataset: Dataset
    file: Path

    def run(self, ctx: JobContext, /) -> DatasetSource:
        """Write it.

        Returns:
            The source that reads the same photos in the same splits.

        Raises:
            CarInspectError: the file cannot be written, or is one of the dataset's photos.
        """
        ctx.raise_if_cancelled()
        if any(photo.path == self.file for photo in self.dataset.all_photos()):
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=self.file, reason="a photo")
        names = self.dataset.class_names
        write_label_rows(
            self.file,
            [
                LabelRow(photo.path, names[photo.label], split.value)
                for split in Split
                for photo in self.dataset.of(split)
            ],
        )
        return DatasetSource(self.file, damaged_class=names[1])


def _groups_of(paths: Sequence[Path]) -> list[str]:
    facts = measure_photos(paths).facts
    return groups([facts[path] for path in paths])
