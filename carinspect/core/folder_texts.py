"""The words for folder inspections and reports."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def folder_sentences() -> dict[ErrorCode, str]:
    """What went wrong with a folder, a cluster or a report and what to do."""
    return {
        ErrorCode.FOLDER_GONE: _(
            "{folder} is not there any more: connect it again and continue; nothing is inspected"
            " twice."
        ),
        ErrorCode.CLUSTER_WITHOUT_WORKERS: _(
            "No machine works for the scheduler at {address}: start “dask worker {address}” on one."
        ),
        ErrorCode.CLUSTER_LOST: _(
            "The cluster at {address} does not answer any more: start it and continue; nothing"
            " is inspected twice."
        ),
        ErrorCode.CLUSTER_OTHER_VERSION: _(
            "A machine of the cluster at {address} lacks this program, or has another version"
            " ({reason}): install {version} there."
        ),
        ErrorCode.REPORT_FORMAT: _(
            "{file} is none of the reports that can be written: name it .csv, .json or .pdf."
        ),
    }
