"""The rule that says what a finding is, from what the pickup photos show of its spot.

Every threshold on evidence is a probability on the scale that the model's card is calibrated
to. They were chosen on composited and drawn pairs of photos that no figure is reported on
(``models/tools/measure_comparison.py``), for no false "new" rather than for many true ones: dirt
that the model took for damage reached 0.87 on the return photo. To ask for less evidence where
the likeness says that the spot changed was tried: a reflection changes a spot too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from carinspect.core.comparison import Newness, Reason
from carinspect.core.verdict import Box


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding's spot on one pickup photo.

    Attributes:
        pickup_photo: SHA-256.
        aligned: whether that photo could be laid over the return photo at all.
        placed: whether ties close to the spot agree on where it is.
        box: the spot on the pickup photo; None where it is not aligned or out of the frame.
        clear: whether the spot is sharp and lit there.
        evidence: for damage at the spot or within the alignment's error of it, in [0, 1].
        likeness: how much the spot looks as it does on the return photo, in [-1, 1]; None where
            the alignment does not allow to tell.
        paint_distance: between the colours around the spot on the two photos, in CIELAB's a and b.
    """

    pickup_photo: str
    aligned: bool
    placed: bool = False
    box: Box | None = None
    clear: bool = False
    evidence: float = 1.0
    likeness: float | None = None
    paint_distance: float = 0.0


@dataclass(frozen=True, slots=True)
class NewnessLimits:
    """From where on what counts.

    Attributes:
        sure_damage: evidence on the return photo from which damage is not doubted.
        clean: evidence on the pickup photo up to which the spot was clean.
        known_damage: evidence on the pickup photo from which damage was there already.
        alike: likeness from which both photos show the same thing.
        likely_new: likeness below which they show different things.
        worth_telling: evidence on the return photo below which a finding is left out, unless it
            is the strongest of a photo that is not clearly undamaged.
        same_paint: distance of colours up to which it may be the same vehicle in other light.
    """

    sure_damage: float = 0.92
    clean: float = 0.15
    known_damage: float = 0.5
    alike: float = 0.9
    likely_new: float = 0.85
    worth_telling: float = 0.1
    same_paint: float = 30.0


LIMITS: Final = NewnessLimits()


def judge(
    return_evidence: float, spots: Sequence[Spot], limits: NewnessLimits = LIMITS
) -> tuple[Newness, Reason, Spot | None]:
    """What a finding is, why, and the pickup photo that decided.

    One photo that shows the damage outweighs all that do not; one that is in doubt outweighs
    those that are clean.
    """
    if not spots:
        return Newness.CANNOT_BE_SHOWN_NEW, Reason.NO_PICKUP_PHOTO, None
    opinions = [(*_judge_one(return_evidence, spot, limits), spot) for spot in spots]
    for newness in _WEIGHT:
        of_this = [opinion for opinion in opinions if opinion[0] is newness]
        if of_this:
            return min(of_this, key=lambda opinion: _NEARNESS.index(opinion[1]))
    raise AssertionError(opinions)


_WEIGHT: Final = (
    Newness.ALREADY_THERE,
    Newness.NEEDS_HUMAN_LOOK,
    Newness.NEW,
    Newness.CANNOT_BE_SHOWN_NEW,
)

_NEARNESS: Final = (
    Reason.EVIDENCE_AT_PICKUP,
    Reason.LOOKS_THE_SAME,
    Reason.OTHER_PAINT,
    Reason.EVIDENCE_TOO_CLOSE,
    Reason.EVIDENCE_TOO_WEAK,
    Reason.SPOT_WAS_CLEAN,
    Reason.SPOT_NOT_CLEAR,
    Reason.ALIGNMENT_UNSURE,
    Reason.SPOT_OUT_OF_FRAME,
    Reason.NOT_ALIGNED,
)
"""Of several photos with one opinion, the one that came closest to seeing the spot speaks."""


def _judge_one(return_evidence: float, spot: Spot, limits: NewnessLimits) -> tuple[Newness, Reason]:
    unseen = _why_unseen(spot)
    if unseen is not None:
        return Newness.CANNOT_BE_SHOWN_NEW, unseen
    if spot.paint_distance > limits.same_paint:
        return Newness.NEEDS_HUMAN_LOOK, Reason.OTHER_PAINT
    if spot.likeness is not None and spot.likeness >= limits.alike:
        return Newness.ALREADY_THERE, Reason.LOOKS_THE_SAME
    if spot.evidence >= limits.known_damage:
        return Newness.ALREADY_THERE, Reason.EVIDENCE_AT_PICKUP
    doubt = _doubt(return_evidence, spot, limits)
    return (Newness.NEEDS_HUMAN_LOOK, doubt) if doubt else (Newness.NEW, Reason.SPOT_WAS_CLEAN)


def _doubt(return_evidence: float, spot: Spot, limits: NewnessLimits) -> Reason | None:
    if return_evidence < limits.sure_damage:
        return Reason.EVIDENCE_TOO_WEAK
    changed = spot.likeness is None or spot.likeness <= limits.likely_new
    return None if changed and spot.evidence <= limits.clean else Reason.EVIDENCE_TOO_CLOSE


def _why_unseen(spot: Spot) -> Reason | None:
    if not spot.aligned:
        return Reason.NOT_ALIGNED
    if spot.box is None:
        return Reason.SPOT_OUT_OF_FRAME
    if not spot.clear:
        return Reason.SPOT_NOT_CLEAR
    return None if spot.placed else Reason.ALIGNMENT_UNSURE
