"""What the user may choose; defaults, types and limits (the file is storage's)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from carinspect.core.model_card import USUAL_ERROR


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Gate1Rule(StrEnum):
    """How Gate1 decides whether there is a car.

    ``HEAD`` is the trained car-or-car-part head; ``TOP5`` the original's rule: any of the five
    likeliest ImageNet classes is among the common car categories.
    """

    HEAD = "head"
    TOP5 = "top5"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices.

    Attributes:
        language: ``system`` or a language code such as ``ko``.
        model_id: of the active model; empty for the one that comes with the program.
        last_folder: where the file dialog opens; empty at first.
        recent_photos: last inspected photos, newest first.
        database: of the records, such as ``postgresql://user@host/name``; empty for this
            computer's own.
        photos_folder: where photos of records are stored; counters that share a database
            share a folder too. Empty for this computer's own.
        user: who was chosen last.
        accepted_error: the share of wrong verdicts that the counter accepts where no person
            looks; one of :data:`ACCEPTED_ERRORS`.
        inspected_folder: the folder that was inspected last.
        sub_folders: inspect a folder with its sub-folders.
        record: keep what the inspect page inspects.
        next_after_correction: turn to the next photo when a verdict was corrected.
        recent_datasets: folders and CSV files of labelled photos, newest first; a second one to
            validate on stands on a line of its own.
        category_list: the car categories of the ``top5`` rule; empty for those that come with
            the program.
        customer_language: of the customer screen last; empty for the window's own.
        evidence_folder: where evidence was last written; empty at first.
        first_steps: show the three first steps over the inspect page.
        report_folder: where a report or a backup was last written; empty at first.
        keep_rentals_months: after so many months final rentals are due to be forgotten; 0 for
            never.
    """

    language: str = "system"
    theme: Theme = Theme.SYSTEM
    model_id: str = ""
    gate1_rule: Gate1Rule = Gate1Rule.HEAD
    last_folder: str = ""
    recent_photos: tuple[str, ...] = ()
    database: str = ""
    photos_folder: str = ""
    user: str = ""
    accepted_error: float = USUAL_ERROR
    inspected_folder: str = ""
    sub_folders: bool = False
    record: bool = True
    next_after_correction: bool = False
    recent_datasets: tuple[str, ...] = ()
    category_list: str = ""
    customer_language: str = ""
    evidence_folder: str = ""
    first_steps: bool = True
    report_folder: str = ""
    keep_rentals_months: int = 0


MAX_RECENT_PHOTOS = 12

MAX_RECENT_DATASETS = 8

ACCEPTED_ERRORS = (0.005, USUAL_ERROR, 0.02, 0.05)
