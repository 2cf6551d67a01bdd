"""A finding as one picture: return, pickup, and pickup laid over the return photo."""

from __future__ import annotations

import math
from typing import Final

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from carinspect.core.comparison import Finding, Newness
from carinspect.core.paths import resource
from carinspect.core.record_texts import newness_text, phase_text, reason_text
from carinspect.core.rental import Phase
from carinspect.core.verdict import Box, Image

_HEIGHT_PX: Final = 480
_HEAD_PX: Final = 64
_GAP_PX: Final = 8
_INK, _PAPER, _MUTED = "#16202b", "#ffffff", "#4f5b68"
_TONES: Final = {
    Newness.NEW: "#d81b1b",
    Newness.ALREADY_THERE: "#17693a",
    Newness.CANNOT_BE_SHOWN_NEW: "#4f5b68",
    Newness.NEEDS_HUMAN_LOOK: "#b26a00",
}


def side_by_side(
    finding: Finding, returned: Image, pickup: Image | None, laid_over: Image | None
) -> PIL.Image.Image:
    """The picture, with the result above it.

    Args:
        finding: whose boxes are drawn.
        returned: the return photo, RGB, ``(H, W, 3)``.
        pickup: the pickup photo that decided, if one did.
        laid_over: that photo warped onto the return photo.
    """
    tone = _TONES[finding.newness]
    shown = [_marked(returned, finding.region.box, tone)]
    if pickup is not None:
        shown.append(_marked(pickup, finding.pickup_box, tone))
    if laid_over is not None:
        shown.append(_marked(laid_over, finding.region.box, tone))
    width = sum(one.width for one in shown) + _GAP_PX * (len(shown) - 1)
    why, font = reason_text(finding.reason), _font("Regular", 18)
    width = max(width, 640, 16 + math.ceil(font.getlength(why)))
    sheet = PIL.Image.new("RGB", (width, _HEAD_PX + _HEIGHT_PX + 28), _PAPER)
    draw = PIL.ImageDraw.Draw(sheet)
    draw.text((8, 4), newness_text(finding.newness), tone, _font("SemiBold", 24))
    draw.text((8, 36), why, _INK, font)
    x = 0
    phases = (Phase.RETURN, Phase.PICKUP, Phase.PICKUP)
    evidence = (finding.return_evidence, finding.pickup_evidence, None)
    for picture, phase, value in zip(shown, phases, evidence, strict=False):
        sheet.paste(picture, (x, _HEAD_PX))
        words = phase_text(phase) + ("" if value is None else f"  {value:.0%}")
        draw.text((x + 8, _HEAD_PX + _HEIGHT_PX + 3), words, _MUTED, _font("Regular", 16))
        x += picture.width + _GAP_PX
    return sheet


def _marked(image: Image, box: Box | None, tone: str) -> PIL.Image.Image:
    picture = PIL.Image.fromarray(image)
    width = max(1, round(picture.width * _HEIGHT_PX / picture.height))
    picture = picture.resize((width, _HEIGHT_PX), PIL.Image.Resampling.LANCZOS)
    if box is not None:
        edges = [box[0] * width, box[1] * _HEIGHT_PX, box[2] * width, box[3] * _HEIGHT_PX]
        PIL.ImageDraw.Draw(picture).rectangle(edges, outline=tone, width=3)
    return picture


def _font(weight: str, size: int) -> PIL.ImageFont.FreeTypeFont:
    return PIL.ImageFont.truetype(str(resource("fonts", f"Pretendard-{weight}.ttf")), size)
