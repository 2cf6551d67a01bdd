"""The words for the history of inspections and for what goes wrong with it."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _
from carinspect.core.verification import Problem, ProblemKind, Verification


def problem_text(problem: Problem) -> str:
    """What a verification found wrong, in one sentence."""
    return {
        ProblemKind.CHAIN_BROKEN: _("The audit log was altered at entry {subject} or before it."),
        ProblemKind.END_CUT_OFF: _(
            "The audit log has no entry {subject}: its end was cut off, or all of it was replaced."
        ),
        ProblemKind.RECORD_ALTERED: _("{subject} is not as the audit log says: it was altered."),
        ProblemKind.RECORD_MISSING: _("{subject} is in the audit log but not there: removed."),
        ProblemKind.RECORD_NOT_NOTED: _("{subject} is not in the audit log: slipped in."),
        ProblemKind.PHOTO_ALTERED: _("The stored photo {subject} was altered."),
        ProblemKind.PHOTO_MISSING: _("The stored photo {subject} is missing."),
    }[problem.kind].format(subject=problem.subject)


def verification_text(done: Verification) -> str:
    """What a verification came to, in one sentence."""
    words = _(
        "Nothing was altered: {records} records, {photos} photos and {entries} entries of the"
        " audit log are as they were written."
    )
    if done.problems:
        words = _(
            "Something was altered: {problems} problems in {records} records, {photos} photos and"
            " {entries} entries of the audit log."
        )
    return words.format(
        records=done.records,
        photos=done.photos,
        entries=done.entries,
        problems=len(done.problems),
    )


def history_sentences() -> dict[ErrorCode, str]:
    """What went wrong with the history and what to do."""
    return {
        ErrorCode.PHOTO_CHANGED: _(
            "{photo} is not what was inspected any more, so it was not saved: inspect it again."
        ),
    }
