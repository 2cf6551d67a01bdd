"""The words for forgetting, for rights on a server and for its password."""

from __future__ import annotations

from carinspect.core.erasure import ErasurePlan, Forgotten
from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _, ngettext


def plan_lines(plan: ErasurePlan) -> tuple[str, ...]:
    """What goes and what stays, a line each; only what there is."""
    photos, comparisons, statements = plan.photos, plan.comparisons, plan.statements
    counted = (
        (photos, ngettext("{count} stored photo", "{count} stored photos", photos)),
        (plan.inspections, ngettext("{count} inspection", "{count} inspections", plan.inspections)),
        (
            comparisons,
            ngettext(
                "{count} comparison with its findings and decisions",
                "{count} comparisons with their findings and decisions",
                comparisons,
            ),
        ),
        (
            statements,
            ngettext(
                "{count} statement of the customer with the signature",
                "{count} statements of the customer with the signatures",
                statements,
            ),
        ),
        *_kept_counts(plan),
    )
    return tuple(words.format(count=count) for count, words in counted if count)


def _kept_counts(plan: ErasurePlan) -> tuple[tuple[int, str], ...]:
    entries, shared = plan.entries, plan.shared_photos
    return (
        (
            entries,
            ngettext(
                "the contents of {count} entry of the audit log",
                "the contents of {count} entries of the audit log",
                entries,
            ),
        ),
        (
            shared,
            ngettext(
                "{count} photo stays: another rental or inspection has it too",
                "{count} photos stay: another rental or inspection has them too",
                shared,
            ),
        ),
    )


def forgotten_text(done: Forgotten) -> str:
    """That it was done, and the proof of it to be noted elsewhere."""
    words = _(
        "{what} was forgotten. Entry {entry} of the audit log tells of it without naming it;"
        " its hash is {hash}."
    )
    return words.format(what=done.plan.what, entry=done.entry, hash=done.hash)


def left_lines(done: Forgotten) -> tuple[str, ...]:
    """What a person has to look after: this program does not reach it, or must not."""
    lines: list[str] = []
    if done.frozen:
        words = ngettext(
            "{count} of its photos is among those that models are tested on: freeze a new set.",
            "{count} of its photos are among those that models are tested on: freeze a new set.",
            done.frozen,
        )
        lines.append(words.format(count=done.frozen))
    if done.backups:
        files = ", ".join(str(file) for file in done.backups)
        lines.append(
            _("Backups on this computer that may still hold it: {files}").format(files=files)
        )
    lines.append(
        _(
            "Backups and evidence packs that were saved elsewhere still hold it: delete them, or"
            " forget it again after restoring one."
        )
    )
    return tuple(lines)


def trust_sentences() -> dict[ErrorCode, str]:
    """What went wrong and what to do."""
    return {
        ErrorCode.DATABASE_NOT_ALLOWED: _(
            "The server does not allow this to the account that {database} is opened with: ask a"
            " manager to do it with theirs."
        ),
        ErrorCode.RECORD_DAMAGED: _(
            "Inspection {record} is damaged in the records: restore a backup with “carinspect"
            " restore”."
        ),
        ErrorCode.DATABASE_DISK_FULL: _(
            "The disk with the records in {database} is full, so that nothing was saved: free some"
            " space and try again."
        ),
        ErrorCode.NOT_ON_A_SERVER: _(
            "The records are in a file on this computer, which knows no accounts: this is for"
            " records on a PostgreSQL server."
        ),
        ErrorCode.KEYRING_MISSING: _(
            "This computer has no place for passwords (no keyring answers): set the variable"
            " {variable}, or choose “--file” to keep it in {file}, readable for you only."
        ),
        ErrorCode.PASSWORD_FILE_OPEN: _(
            "{file} can be read by others, so that its password is not used: make it readable"
            " for you only (chmod 600)."
        ),
    }
