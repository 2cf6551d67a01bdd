"""One hire of one vehicle: its pickup and its return photos, by view."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Phase(StrEnum):
    """When a photo of a rental was taken."""

    PICKUP = "pickup"
    RETURN = "return"


class View(StrEnum):
    """From where a photo shows the vehicle; left and right as the driver sits."""

    FRONT = "front"
    REAR = "rear"
    LEFT = "left"
    RIGHT = "right"
    FRONT_LEFT = "front_left"
    FRONT_RIGHT = "front_right"
    REAR_LEFT = "rear_left"
    REAR_RIGHT = "rear_right"
    ROOF = "roof"
    WHEELS = "wheels"
    WINDSCREEN = "windscreen"
    INTERIOR = "interior"
    CLOSE_UP = "close_up"


CHECKLIST: Final = tuple(view for view in View if view is not View.CLOSE_UP)
"""The views that make a handover complete, in the order of a walk round the vehicle."""


@dataclass(frozen=True, slots=True)
class Rental:
    """One hire.

    Attributes:
        number: the counter's own, unique.
        customer_reference: the counter's key for the customer; no name is asked for.
        opened_at: aware, UTC.
        closed_at: when a named person made its comparison final; None before.
    """

    number: str
    plate: str
    vehicle: str
    customer_reference: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""


@dataclass(frozen=True, slots=True)
class RentalPhoto:
    """A photo of a rental; its bytes lie in the photo store under ``sha256``.

    Attributes:
        view: None until somebody says what it shows.
        name: the file's name when it was added.
    """

    id: int
    phase: Phase
    view: View | None
    sha256: str
    name: str
    added_at: datetime
    added_by: str


def plate_key(plate: str) -> str:
    """``plate`` as it is compared: without spaces and hyphens, one form of each letter."""
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", plate)).casefold()


def missing_views(photos: Iterable[RentalPhoto], phase: Phase) -> tuple[View, ...]:
    """The views of the checklist that no photo of ``phase`` shows yet."""
    shown = {photo.view for photo in photos if photo.phase is phase}
    return tuple(view for view in CHECKLIST if view not in shown)


_WORDS: Final[tuple[tuple[View, str], ...]] = (
    # Compound views first: "front left" is not "front".
    (View.FRONT_LEFT, r"front.?left|left.?front|fl|좌전|전좌|앞.?왼|왼.?앞|운전석.?앞"),
    (View.FRONT_RIGHT, r"front.?right|right.?front|fr|우전|전우|앞.?오른|오른.?앞|조수석.?앞"),
    (View.REAR_LEFT, r"(?:rear|back).?left|left.?(?:rear|back)|rl|좌후|후좌|뒤.?왼|왼.?뒤"),
    (View.REAR_RIGHT, r"(?:rear|back).?right|right.?(?:rear|back)|rr|우후|후우|뒤.?오른|오른.?뒤"),
    (View.CLOSE_UP, r"close.?up|detail|근접|확대"),
    (View.WINDSCREEN, r"wind(?:screen|shield)|앞.?유리|전면.?유리"),
    (View.WHEELS, r"wheels?|ty[ri]es?|rims?|휠|바퀴|타이어"),
    (View.INTERIOR, r"interior|inside|cabin|seats?|실내|내부|시트"),
    (View.ROOF, r"roof|top|지붕|루프|천장"),
    (View.FRONT, r"front|앞|전면|정면"),
    (View.REAR, r"rear|back|뒤|후면"),
    (View.LEFT, r"left|좌|왼쪽|좌측|운전석"),
    (View.RIGHT, r"right|우|오른쪽|우측|조수석"),
)


def view_from_name(name: str) -> View | None:
    """The view that a file's name speaks of, in English or Korean; None when it does not."""
    text = unicodedata.normalize("NFC", name).casefold().rsplit(".", 1)[0]
    for view, words in _WORDS:
        # Latin words must stand alone ("fr" not in "africa"); Korean ones carry endings.
        if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", text):
            return view
    return None
