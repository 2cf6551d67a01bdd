"""Precision and recall of "new damage" on pairs whose new damage is known.

    python models/tools/measure_comparison.py --part fit --pairs 400 --records fit.jsonl
    python models/tools/measure_comparison.py --choose fit.jsonl
    python models/tools/measure_comparison.py --part test --pairs 600 --drawn 100

Both parts compose of photos that Gate2 was never trained on, car-damage/validation and
``localized_pool.kept_back``, each group of near-duplicates in one of them. Drawn pairs are new
cars, in three dimensions, at every run of a seed. The folder ``pairs`` is in neither. A pair
whose photo holds several damages counts each; photos recur, so that the intervals, which take
all for independent, are somewhat too narrow.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
from composited_pairs import Kind, Pair, Source, compose, marked_source, real_damage
from photo_sets import DATA, ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.core.comparison import Finding, Newness
from carinspect.core.newness import LIMITS, NewnessLimits, Spot, judge
from carinspect.core.verdict import Box
from carinspect.core.measures import wilson
from carinspect.services.photo_comparison import PhotoComparer, ViewedPhoto
from carinspect.services.workspace import Workspace

_TOUCH = 0.3
"""A finding shows a damage when so much of the smaller of the two boxes is common."""


@dataclass(frozen=True)
class Found:
    """A finding, what was measured of it, and what is true of it."""

    truth: str
    evidence: float
    spots: tuple[Spot, ...]
    damages: tuple[int, ...]


@dataclass(frozen=True)
class Made:
    """A pair that was compared.

    Attributes:
        source: the photo it was composed of; empty for drawn ones.
        real: whether its new damage is real.
        seen: of each new damage, whether the pickup photo shows its spot.
    """

    pair: int
    kind: str
    source: str
    real: bool
    seen: tuple[bool, ...]
    found: tuple[Found, ...]


def sources(part: str, kept: Path | None) -> list[Source]:
    """Photos to compose of: cars without damage, and as many with marked damage."""
    back = _kept_back(kept)
    damage = real_damage()
    real = [path for name in sorted(damage) if (path := DATA / name) in back]
    clean = folder("car-damage/validation/undamaged")
    clean += [path for path in folder("listings/undamaged") if path in back]
    wanted = _part_of([*clean, *real], part)
    clean = [path for path in clean if path in wanted]
    real = [path for path in real if path in wanted][: len(clean)]
    marked = {DATA / name: boxes for name, boxes in damage.items()}
    return [Source(path) for path in clean] + [marked_source(path, marked[path]) for path in real]


def _part_of(photos: list[Path], part: str) -> set[Path]:
    """The photos of ``fit`` or ``test``; near-duplicates are in the same."""
    from localized_pool import near_duplicate_leaders

    leaders = near_duplicate_leaders(photos)
    first = [zlib.crc32(photos[leader].name.encode()) % 2 == 0 for leader in leaders]
    return {
        photo for photo, is_first in zip(photos, first, strict=True) if is_first == (part == "fit")
    }


def _kept_back(kept: Path | None) -> set[Path]:
    from localized_pool import kept_back, marked_photos

    if kept and kept.is_file():
        return {Path(one) for one in json.loads(kept.read_text(encoding="utf-8"))}
    back = kept_back(marked_photos())
    if kept:
        kept.write_text(json.dumps(sorted(str(one) for one in back)), encoding="utf-8")
    return back


def compare_pair(comparer_inspector: Any, pair: Pair, scratch: Path) -> list[Found]:
    """Compare a pair as the program does, through files; no view is told."""
    paths = scratch / "p.png", scratch / "r.png"
    for path, image in zip(paths, (pair.pickup, pair.returned), strict=True):
        PIL.Image.fromarray(image).save(path, compress_level=1)
    heard: dict[tuple[float, Box | None], tuple[Spot, ...]] = {}

    def rule(evidence: float, spots: Sequence[Spot]) -> Any:
        answer = judge(evidence, spots)
        heard[evidence, answer[2].box if answer[2] else None] = tuple(spots)
        return answer

    comparer = PhotoComparer(comparer_inspector, lambda: None, rule)
    comparison = comparer.compare([ViewedPhoto(paths[0])], [ViewedPhoto(paths[1])])
    for path in paths:
        path.unlink()
    return [
        _found(finding, heard[finding.return_evidence, finding.pickup_box], pair)
        for finding in comparison.findings
    ]


def _found(finding: Finding, spots: tuple[Spot, ...], pair: Pair) -> Found:
    box = finding.region.box
    shown = tuple(i for i, new in enumerate(pair.new) if _touch(box, new))
    truth = "old" if any(_touch(box, old) for old in pair.old) else "nothing"
    if shown:
        truth = "new" if any(pair.seen[i] for i in shown) else "unseen"
    return Found(truth, finding.return_evidence, spots, shown)


def _touch(first: Box, second: Box) -> bool:
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return wide > 0 and high > 0 and wide * high >= _TOUCH * smaller


_given: dict[str, Any] = {}
"""What each process was started with."""


def _start(found: Any, model: str) -> None:
    import cv2

    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as home:
        _given["inspector"] = Workspace(Path(home) / "settings.json").new_inspector(model)
    _given["sources"] = found


def _composed(number_and_seed: tuple[int, int]) -> Made:
    number, seed = number_and_seed
    rng = np.random.default_rng((seed, number))
    cars = _given["sources"]
    source, pair = compose(cars, rng)
    return _compared(number, pair, source)


def _drawn(number_and_seed: tuple[int, int]) -> Made:
    from resources.tools.drawing.variants import draw_pair

    number, seed = number_and_seed
    pickup, returned, new = draw_pair(np.random.default_rng((seed, number)))
    pair = Pair(Kind.NEW if new else Kind.OLD, pickup, returned, tuple(new), (), (True,) * len(new))
    return _compared(number, pair, None)


def _compared(number: int, pair: Pair, source: Source | None) -> Made:
    with tempfile.TemporaryDirectory() as scratch:
        found = compare_pair(_given["inspector"], pair, Path(scratch))
    name = source.path.name if source else ""
    real = bool(source and source.damage)
    return Made(number, pair.kind.value, name, real, pair.seen, tuple(found))


def run(make: Any, count: int, part: str, arguments: argparse.Namespace) -> list[Made]:
    jobs = [(number, arguments.seed) for number in range(count)]
    start = sources(part, arguments.kept_back) if part else None, arguments.model
    with get_context("spawn").Pool(arguments.processes, _start, start) as pool:
        made: list[Made] = []
        for one in pool.imap_unordered(make, jobs, chunksize=2):
            made.append(one)
            if arguments.records:
                with arguments.records.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(one)) + "\n")
            print(f"\r{len(made)} / {count}", end="", file=sys.stderr, flush=True)
        return sorted(made, key=lambda one: one.pair)


Damage = tuple[int, int]
"""A pair, and which of its new damages."""

_BEST_FIRST = (
    Newness.NEW,
    Newness.NEEDS_HUMAN_LOOK,
    Newness.CANNOT_BE_SHOWN_NEW,
    Newness.ALREADY_THERE,
)
"""Of several findings on one damage, what the clerk is told that leads furthest."""


def table(made: Sequence[Made], limits: NewnessLimits) -> str:
    """What is called what, and the figures."""
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    told: dict[Damage, Newness] = {}
    for pair in made:
        for one in pair.found:
            newness, reason, _ = judge(one.evidence, one.spots, limits)
            counts[one.truth, newness.value] += 1
            reasons[f"{one.truth}: {reason.value}"] += 1
            for damage in ((pair.pair, i) for i in one.damages):
                told[damage] = min(newness, told.get(damage, newness), key=_BEST_FIRST.index)
    truths = ("new", "unseen", "old", "nothing")
    lines = [
        f"{len(made)} pairs of {len({one.source for one in made})} photos",
        f"{'finding on':12}" + "".join(f"{n.value:>22}" for n in Newness),
    ]
    for truth in truths:
        row = "".join(f"{counts[truth, newness.value]:22}" for newness in Newness)
        lines.append(f"{truth:12}{row}")
    called = sum(counts[truth, "new"] for truth in truths)
    lines.append(_share('precision of "new"', counts["new", "new"], called))
    lines += _recalls(made, told)
    return "\n".join([*lines, *(f"  {name:40}{count}" for name, count in sorted(reasons.items()))])


def _recalls(made: Sequence[Made], told: dict[Damage, Newness]) -> Iterator[str]:
    """What became of the new damages that pickup shows the spot of."""
    for name, pairs in (
        ("all", made),
        ("real", [one for one in made if one.real]),
        ("drawn", [one for one in made if not one.real]),
    ):
        damages = [(one.pair, i) for one in pairs for i, seen in enumerate(one.seen) if seen]
        met = [told[one] for one in damages if one in told]
        new = met.count(Newness.NEW)
        yield _share(f"{name}: recall of new damage", new, len(damages))
        yield _share(f"{name}: where Gate2 found it", new, len(met))
        for newness in _BEST_FIRST[1:]:
            yield _share(f"{name}: {newness.value}", met.count(newness), len(met))


def _share(name: str, part: int, whole: int) -> str:
    if not whole:
        return f"{name:36}none"
    figure = wilson(part, whole)
    shown = f"{figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]"
    return f"{name:36}{shown}  {part} of {whole}"


def choose(made: Sequence[Made]) -> Iterator[str]:
    """Of a grid of limits, those with the most true "new" at each number of false ones."""
    best: dict[int, tuple[int, NewnessLimits]] = {}
    found = list(itertools.chain.from_iterable(pair.found for pair in made))
    for sure, clean, gone in itertools.product(
        (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9), (0.05, 0.1, 0.15, 0.2, 0.3),
        (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
    ):  # fmt: skip
        limits = replace(LIMITS, sure_damage=sure, clean=clean, gone=gone)
        new = [one for one in found if judge(one.evidence, one.spots, limits)[0] is Newness.NEW]
        right = sum(one.truth == "new" for one in new)
        wrong = len(new) - right
        if right > best.get(wrong, (0, limits))[0]:
            best[wrong] = right, limits
    for wrong, (right, limits) in sorted(best.items())[:12]:
        yield f"{right} right, {wrong} wrong: {limits}"


def _read(path: Path) -> list[Made]:
    made: list[Made] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found = tuple(
            Found(**{**one, "spots": tuple(Spot(**spot) for spot in one["spots"])})
            for one in record.pop("found")
        )
        made.append(Made(**record, found=found))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("fit", "test"), default="test")
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--drawn", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", default="", help="id; by default the shipped one")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--records", type=Path, help="keep what was measured, for --choose")
    parser.add_argument(
        "--kept-back", type=Path, help="file to remember in what Gate2 was never trained on"
    )
    parser.add_argument("--choose", type=Path, nargs="+", help="choose limits from such records")
    arguments = parser.parse_args()
    if arguments.choose:
        made = [one for path in arguments.choose for one in _read(path)]
        print(table(made, LIMITS), *choose(made), sep="\n")
        return
    for name, make, count, part in (
        ("composited", _composed, arguments.pairs, arguments.part),
        ("drawn", _drawn, arguments.drawn, ""),
    ):
        if count:
            some = run(make, count, part, arguments)
            print(f"\n{name}, {arguments.part}, seed {arguments.seed}: {table(some, LIMITS)}")


if __name__ == "__main__":
    main()
