"""The dataset doctor's checks that need nothing but the photos' facts."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.dataset import DAMAGED, UNDAMAGED, Dataset, LabelledPhoto, Split
from carinspect.core.dataset_findings import ClassDetail, Finding, FindingKind, Fix, Severity
from carinspect.core.errors import ErrorCode
from carinspect.core.photo_facts import PhotoFacts
from carinspect.ml.calibration import wilson
from carinspect.ml.giveaway import balanced_accuracy
from carinspect.ml.near_duplicates import NearDuplicate, near_duplicates

_NOT_MEANT_AS_PHOTOS: Final = {
    ErrorCode.FILE_HIDDEN,
    ErrorCode.FILE_OUTSIDE_CLASS,
    ErrorCode.PHOTO_LISTED_TWICE,
    ErrorCode.PHOTO_UNKNOWN_FORMAT,
}
_TINY_PX: Final = 128
"""Shorter side below which a scratch is less than a pixel or two."""

_GIVES_AWAY: Final = 0.65
_MAYBE_GIVES_AWAY: Final = 0.58
"""Balanced accuracy of a guess that sees no damage; chance is 0.5."""

_UNEVEN: Final = 1.5
_FEW_POINTS: Final = 0.05
_MIN_TO_GUESS: Final = 20


@dataclass(frozen=True, slots=True)
class Measures:
    """A dataset with its photos' facts and the pairs that look alike."""

    dataset: Dataset
    facts: Mapping[Path, PhotoFacts]
    paths: tuple[Path, ...]
    pairs: tuple[NearDuplicate, ...]

    @classmethod
    def take(cls, dataset: Dataset, facts: Mapping[Path, PhotoFacts]) -> Measures:
        """Find the pairs of ``dataset``."""
        paths = tuple(dict.fromkeys(photo.path for photo in dataset.all_photos()))
        pairs = tuple(near_duplicates([facts[path] for path in paths]))
        return cls(dataset, facts, paths, pairs)


def check_facts(measures: Measures) -> list[Finding]:
    """All findings that follow from the facts, the gravest first."""
    found = [
        *_unreadable(measures.dataset),
        *_duplicates(measures),
        *_tiny(measures),
        *_resolution(measures),
        *_source(measures.dataset),
        *_balance(measures.dataset),
        *_few(measures.dataset),
    ]
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity))


def class_detail(
    dataset: Dataset, facts: Mapping[Path, PhotoFacts]
) -> tuple[ClassDetail | None, ClassDetail | None]:
    """Median size and detail of (undamaged, damaged)."""

    def of(label: int) -> ClassDetail | None:
        known = [facts[photo.path] for photo in dataset.all_photos() if photo.label == label]
        if not known:
            return None
        return ClassDetail(
            statistics.median(max(one.size_px) for one in known),
            statistics.median(one.detail_px for one in known),
        )

    return of(UNDAMAGED), of(DAMAGED)


def _unreadable(dataset: Dataset) -> Iterable[Finding]:
    broken = [
        skipped.path
        for skipped in dataset.skipped
        if skipped.error.code not in _NOT_MEANT_AS_PHOTOS
    ]
    if broken:
        yield Finding(
            FindingKind.UNREADABLE, Severity.NOTABLE, _singly(broken), {"photos": len(broken)}
        )


def _duplicates(measures: Measures) -> Iterable[Finding]:
    splits: dict[Path, set[Split]] = defaultdict(set)
    labels: dict[Path, set[int]] = defaultdict(set)
    for split, photos in measures.dataset.splits.items():
        for photo in photos:
            splits[photo.path].add(split)
            labels[photo.path].add(photo.label)
    sorted_out: dict[FindingKind, list[tuple[Path, Path]]] = defaultdict(list)
    for first, second, exact in _alike(measures):
        if len(labels[first] | labels[second]) > 1:
            sorted_out[FindingKind.TWO_LABELS].append((first, second))
        if len(splits[first] | splits[second]) > 1:
            sorted_out[FindingKind.LEAK].append((first, second))
        elif first != second:
            kind = FindingKind.EXACT_DUPLICATES if exact else FindingKind.NEAR_DUPLICATES
            sorted_out[kind].append((first, second))
    yield from (_alike_finding(kind, pairs, splits, measures) for kind, pairs in sorted_out.items())


def _alike_finding(
    kind: FindingKind,
    pairs: Sequence[tuple[Path, Path]],
    splits: Mapping[Path, set[Split]],
    measures: Measures,
) -> Finding:
    groups = _groups(pairs)
    severity, fix = _REMEDIES[kind]
    numbers = {"groups": len(groups), "photos": sum(len(group) for group in groups)}
    if kind is FindingKind.LEAK:
        numbers |= _leaked(groups, splits, measures.dataset)
    return Finding(kind, severity, groups, numbers, fix=fix)


def _alike(measures: Measures) -> Iterable[tuple[Path, Path, bool]]:
    """Pairs that look alike, and whether byte for byte; each photo with itself, too."""
    yield from ((path, path, True) for path in measures.paths)
    for pair in measures.pairs:
        yield measures.paths[pair.first], measures.paths[pair.second], pair.exact


_REMEDIES: Final = {
    FindingKind.TWO_LABELS: (Severity.SERIOUS, Fix.LEAVE_OUT),
    FindingKind.LEAK: (Severity.SERIOUS, Fix.ONE_SPLIT),
    FindingKind.EXACT_DUPLICATES: (Severity.NOTABLE, Fix.KEEP_ONE),
    FindingKind.NEAR_DUPLICATES: (Severity.HINT, Fix.KEEP_ONE),
}


def _leaked(
    groups: Sequence[Sequence[Path]], splits: Mapping[Path, set[Split]], dataset: Dataset
) -> dict[str, float]:
    judged_on = len(dataset.of(Split.VALIDATION)) + len(dataset.of(Split.TEST))
    leaked = sum(bool(splits[path] - {Split.TRAINING}) for group in groups for path in group)
    return {"leaked": leaked, "judged_on": judged_on}


def _groups(pairs: Iterable[tuple[Path, Path]]) -> tuple[tuple[Path, ...], ...]:
    member_of: dict[Path, list[Path]] = {}
    for first, second in pairs:
        joined = member_of.setdefault(first, [first])
        other = member_of.setdefault(second, [second])
        if joined is not other:
            joined.extend(other)
            for path in other:
                member_of[path] = joined
    unique = {id(group): group for group in member_of.values()}
    return tuple(tuple(group) for group in unique.values())


def _tiny(measures: Measures) -> Iterable[Finding]:
    tiny = [path for path in measures.paths if min(measures.facts[path].size_px) < _TINY_PX]
    if tiny:
        tiny.sort(key=lambda path: min(measures.facts[path].size_px))
        numbers = {"photos": len(tiny), "limit": _TINY_PX}
        yield Finding(FindingKind.TINY, Severity.HINT, _singly(tiny), numbers, fix=Fix.LEAVE_OUT)


def _resolution(measures: Measures) -> Iterable[Finding]:
    photos = _trained_on(measures.dataset)
    labels = [photo.label for photo in photos]
    if min(Counter(labels).values(), default=0) < _MIN_TO_GUESS or len(set(labels)) < 2:
        return
    facts = [measures.facts[photo.path] for photo in photos]
    size = balanced_accuracy([[*map(float, one.size_px)] for one in facts], labels)
    detail = balanced_accuracy([[one.detail_px] for one in facts], labels)
    guess = max(size, detail)
    if guess < _MAYBE_GIVES_AWAY:
        return
    whole, damaged = class_detail(measures.dataset, measures.facts)
    severity = Severity.SERIOUS if guess >= _GIVES_AWAY else Severity.HINT
    numbers = {"size": size, "detail": detail, "guess": guess}
    if whole and damaged:
        numbers |= {
            "undamaged_size": whole.size_px,
            "damaged_size": damaged.size_px,
            "undamaged_detail": whole.detail_px,
            "damaged_detail": damaged.detail_px,
        }
    unmatched = _unmatched(photos, measures.facts)
    numbers["left_out"] = len(unmatched)
    numbers["kept"] = len(photos) - len(unmatched)
    yield Finding(FindingKind.RESOLUTION, severity, _singly(unmatched), numbers, fix=Fix.LEAVE_OUT)


def _unmatched(photos: Sequence[LabelledPhoto], facts: Mapping[Path, PhotoFacts]) -> list[Path]:
    """Photos to leave out so that both classes have as many photos of each size and detail."""
    cells: dict[tuple[int, int], dict[int, list[LabelledPhoto]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for photo in photos:
        one = facts[photo.path]
        cell = (_half_octave(max(one.size_px)), _half_octave(one.detail_px))
        cells[cell][photo.label].append(photo)
    gone: list[Path] = []
    for by_label in cells.values():
        kept = min(len(by_label[DAMAGED]), len(by_label[UNDAMAGED]))
        for members in by_label.values():
            # By content, so that the choice does not hang on names or order.
            members.sort(key=lambda photo: facts[photo.path].sha256)
            gone.extend(photo.path for photo in members[kept:])
    return gone


def _half_octave(pixels: float) -> int:
    return round(2 * math.log2(max(1.0, pixels)))


def _source(dataset: Dataset) -> Iterable[Finding]:
    photos = _trained_on(dataset)
    by_source: dict[str, Counter[int]] = defaultdict(Counter)
    for photo in photos:
        by_source[photo.source][photo.label] += 1
    totals = Counter(photo.label for photo in photos)
    if len(by_source) < 2 or len(totals) < 2:
        return
    # Guess each source's commoner class, classes weighed alike.
    guess = sum(
        max(counts[label] / totals[label] for label in totals) for counts in by_source.values()
    ) / len(totals)
    if guess >= _GIVES_AWAY:
        yield Finding(
            FindingKind.SOURCE,
            Severity.SERIOUS,
            numbers={"guess": guess, "sources": len(by_source)},
        )


def _balance(dataset: Dataset) -> Iterable[Finding]:
    undamaged, damaged = dataset.counts(Split.TRAINING)
    if not undamaged or not damaged:
        return
    ratio = max(undamaged, damaged) / min(undamaged, damaged)
    if ratio >= _UNEVEN:
        numbers = {
            "undamaged": undamaged,
            "damaged": damaged,
            "commoner": max(undamaged, damaged) / (undamaged + damaged),
        }
        yield Finding(FindingKind.BALANCE, Severity.NOTABLE, numbers=numbers)


def _few(dataset: Dataset) -> Iterable[Finding]:
    n = len(dataset.of(Split.VALIDATION))
    if not n:
        return
    interval = wilson(round(0.9 * n), n)
    if (interval.high - interval.low) / 2 > _FEW_POINTS:
        numbers = {"photos": n, "low": interval.low, "high": interval.high}
        yield Finding(FindingKind.FEW, Severity.HINT, numbers=numbers)


def _trained_on(dataset: Dataset) -> Sequence[LabelledPhoto]:
    return dataset.of(Split.TRAINING) or dataset.all_photos()


def _singly(paths: Iterable[Path]) -> tuple[tuple[Path, ...], ...]:
    return tuple((path,) for path in paths)
