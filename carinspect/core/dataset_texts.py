"""The words for datasets, once for window and command line."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def dataset_sentences() -> dict[ErrorCode, str]:
    """What is wrong with a dataset and what to do."""
    return {
        ErrorCode.DATASET_EMPTY: _(
            "There are no labelled photos in {data}: choose a folder with a sub-folder for damaged"
            " and one for undamaged cars, or a CSV file with the columns photo and label."
        ),
        ErrorCode.DATASET_ONE_CLASS: _(
            "All photos to train on in {data} are of one class ({name}): both damaged and"
            " undamaged cars are needed."
        ),
        ErrorCode.CLASS_UNKNOWN: _(
            "{data} has classes whose names are not known ({names}): say which one is the damaged"
            " class, or use names such as {known}."
        ),
        ErrorCode.CSV_UNREADABLE: _(
            "{file} is not a CSV file that can be read: save it as CSV in UTF-8."
        ),
        ErrorCode.CSV_COLUMNS: _(
            "{file} lacks the columns photo and label; its first line says: {columns}."
        ),
        ErrorCode.CSV_SPLIT_UNKNOWN: _(
            "{file} names a split that is not known ({name}): use training, validation or test."
        ),
        ErrorCode.FILE_HIDDEN: _("{photo} is a hidden file of the system, not a photo."),
        ErrorCode.FILE_OUTSIDE_CLASS: _(
            "{photo} lies in no class's folder: move it into one to use it."
        ),
        ErrorCode.PHOTO_LISTED_TWICE: _(
            "{photo} is listed more than once with the same label: it counts once."
        ),
    }
