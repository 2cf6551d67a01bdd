"""The words for models as untrusted files; merged into :mod:`carinspect.core.texts`."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _
from carinspect.core.model_signature import Signed, SignedState


def signature_sentences() -> dict[ErrorCode, str]:
    """One sentence for each error of signed and unfit models."""
    return {
        ErrorCode.MODEL_SIGNATURE_WRONG: _(
            "The signature of {file} is not right, so it was altered after it was signed: get it"
            " again from whoever made it."
        ),
        ErrorCode.MODEL_UNFIT: _(
            "The model in {file} cannot inspect photos ({reason}): ask whoever made it for"
            " another one."
        ),
        ErrorCode.KEY_UNUSABLE: _(
            "{key} is no key to sign or to trust with: make one with “carinspect models new-key”."
        ),
        ErrorCode.FILE_EXISTS: _("{file} exists already: choose another name."),
        ErrorCode.SIGNER_MISSING: _(
            "Nobody called {name} is trusted here: “carinspect models signers” shows who is."
        ),
    }


def signed_text(signed: Signed) -> str:
    """Who answers for a model, in one line."""
    return {
        SignedState.SHIPPED: _("comes with the program"),
        SignedState.TRUSTED: _("signed by {name}"),
        SignedState.UNKNOWN: _("signed with an unknown key: {key}"),
        SignedState.UNSIGNED: _("not signed"),
        SignedState.ALTERED: _("altered after it was signed"),
    }[signed.state].format(name=signed.name, key=signed.key[:16])
