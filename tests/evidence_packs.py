"""A reviewed rental, its evidence packs, and copies of them that somebody altered."""

from __future__ import annotations

import zipfile

import PIL.Image

from carinspect.core.comparison import (
    Comparison,
    Consent,
    CustomerStatement,
    Finding,
    FindingReview,
    Newness,
    Reason,
)
from carinspect.core.rental import Phase, Rental, RentalPhoto, View
from carinspect.core.verdict import Region
from carinspect.jobs.job import run_here
from carinspect.services.export_evidence import ExportEvidence
from carinspect.services.records import now
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore
from tests.photos import jpeg_bytes, landmark
from tests.seeing_inspector import car

PLATE, CUSTOMER = "12가 3456", "C-77"


def add_rental(records):
    """A rental of two photos with one finding that a person decided on; its number."""
    exif = PIL.Image.Exif()
    exif[0x010F] = "SecretCamera"
    pickup = records.photos.add(jpeg_bytes(car(), exif=exif))
    returned = records.photos.add(jpeg_bytes(car([(0.5, 0.55)])))
    region = Region((0.45, 0.5, 0.55, 0.6), 0.97)
    found = Finding(
        returned, region, Newness.NEW, Reason.SPOT_WAS_CLEAN, pickup, (0.45, 0.5, 0.55, 0.6),
        0.97, 0.02,
    )  # fmt: skip
    with records.database.writing() as connection:
        rentals, comparisons = RentalStore(connection), ComparisonStore(connection)
        rentals.open(Rental("R/1", PLATE, "Kona", CUSTOMER, now()), by="kim")
        for phase, sha256, name in (
            (Phase.PICKUP, pickup, "vorne.JPG"),
            (Phase.RETURN, returned, "앞.jpg"),
        ):
            photo = RentalPhoto(0, phase, View.FRONT, sha256, name, now(), "kim")
            rentals.add_photo("R/1", photo)
        number = comparisons.add("R/1", Comparison("model-1", (found,)), by="kim", at=now())
        kept = comparisons.latest("R/1").findings[0]
        review = FindingReview("이정우", Newness.NEW, "문짝 긁힘", now())
        comparisons.review("R/1", kept.id, review)
        signature = jpeg_bytes(landmark())
        said = CustomerStatement(Consent.OBJECT, "Not me", "en", signature, now())
        comparisons.state("R/1", number, said, by="kim")
    return "R/1"


def export(records, rental, folder, *, language="en", redacted=False, **more):
    """Write a pack of a rental; its path."""
    job = ExportEvidence(records, rental, folder, language, redacted=redacted, by="lee", **more)
    return run_here(job)


def rewritten(pack, change):
    """A copy of a pack whose files went through ``change(name, data)``; None drops one."""
    other = pack.with_name(f"other-{len(list(pack.parent.iterdir()))}.zip")
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return other
