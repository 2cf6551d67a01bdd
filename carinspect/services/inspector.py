"""Photo -> Inspection: the one inference path of window, command line and folder runs."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Protocol

from carinspect.core.errors import CarInspectError
from carinspect.core.gate1_tools import CategoryList
from carinspect.core.image import decode
from carinspect.core.inspection import Inspection, Outcome, join_verdicts
from carinspect.core.model_card import USUAL_ERROR
from carinspect.core.photo import Photo, read_photo
from carinspect.core.settings import Gate1Rule
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Image
from carinspect.ml.gate1 import Gate1
from carinspect.ml.gate2 import Gate2
from carinspect.ml.inspection_net import InspectionNet, NetOutput
from carinspect.ml.quality import assess_quality


class Inspector(Protocol):
    """Whatever turns a photo into an inspection."""

    @property
    def model_id(self) -> str: ...

    def inspect(self, path: Path) -> Inspection: ...


class ComparingInspector(Inspector, Protocol):
    """An inspector that also says what one part of a photo, cut out, shows."""

    def judge_damage(self, image: Image) -> Gate2Verdict: ...


class LocalInspector:
    """Inspects in this process by LiteRT; one thread at a time.

    Args:
        model: a model bundle's folder, with ``model.tflite`` and ``card.json``.
        rule: how Gate1 decides; a list is the ``top5`` rule by that list.
        accepted_error: chooses the review band.
        alone: no other inspector works beside this one, so that one photo may take several
            cores; of many photos, each core takes one.
        for_evaluation: ask Gate2 even where Gate1 sees no car, and each photo only once.

    Raises:
        CarInspectError: there is no such model, or it cannot be read.
    """

    def __init__(
        self,
        model: Path,
        rule: Gate1Rule | CategoryList = Gate1Rule.HEAD,
        *,
        accepted_error: float = USUAL_ERROR,
        alone: bool = True,
        for_evaluation: bool = False,
    ) -> None:
        self._net = InspectionNet.load(model) if alone else InspectionNet.load(model, threads=1)
        self._gate1 = Gate1(self._net.card, rule)
        self._gate2 = Gate2(self._net.card, accepted_error)
        self._for_evaluation = for_evaluation

    @property
    def model_id(self) -> str:
        return self._net.card.id

    def inspect(self, path: Path) -> Inspection:
        """Inspect one photo; what is wrong with the photo is part of the answer, not raised."""
        started = time.perf_counter()
        try:
            return self._inspect(read_photo(path), started)
        except CarInspectError as error:
            return Inspection(path, Outcome.ERROR, self.model_id, _ms_since(started), error=error)

    def inspect_photo(self, photo: Photo) -> Inspection:
        """Inspect a photo whose bytes are here, wherever its file lies."""
        started = time.perf_counter()
        try:
            return self._inspect(photo, started)
        except CarInspectError as error:
            milliseconds = _ms_since(started)
            return Inspection(photo.path, Outcome.ERROR, self.model_id, milliseconds, error=error)

    def judge_damage(self, image: Image) -> Gate2Verdict:
        """Gate2 alone, on any part of a photo (RGB, ``uint8``, ``(H, W, 3)``)."""
        return self._gate2.judge(self._net.run(image))

    def _inspect(self, photo: Photo, started: float) -> Inspection:
        decoded = decode(photo, fit_px=self._net.input_size_px)
        quality = assess_quality(decoded.image, decoded.size_px)
        output = self._net.run(decoded.image)
        gate1 = self._gate1.judge(output)
        gate2 = self._judge_gate2(decoded.image, output) if self._asks_gate2(gate1) else None
        return Inspection(
            photo.path,
            join_verdicts(quality, gate1, gate2),
            self.model_id,
            _ms_since(started),
            sha256=photo.sha256,
            size_px=decoded.size_px,
            quality=quality,
            gate1=gate1,
            gate2=gate2,
        )

    def _asks_gate2(self, gate1: Gate1Verdict) -> bool:
        return gate1.is_car or self._for_evaluation

    def _judge_gate2(self, image: Image, output: NetOutput) -> Gate2Verdict:
        """The verdict and, where it is damage, what is left of it without the marked regions."""
        verdict = self._gate2.judge(output)
        if not verdict.damaged or self._for_evaluation:
            return verdict
        hidden = self._net.run(image, [region.box for region in verdict.regions])
        return dataclasses.replace(verdict, probability_without=hidden.damage_probability)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
