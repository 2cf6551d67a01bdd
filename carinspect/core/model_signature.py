"""Who answers for a model: a signature over its card, and the people who are trusted here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature (RFC 8032) over a model card, which names the model file's hash.

    Attributes:
        key: the signer's public key, 64 hexadecimal digits.
        signature: 128 hexadecimal digits.
        card: the signed card, to the letter: a model may get another id when it is registered.
    """

    key: str
    signature: str
    card: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose models are trusted on this computer.

    Attributes:
        key: the public key, 64 hexadecimal digits.
    """

    name: str
    key: str


class SignedState(StrEnum):
    """What is known of a model's origin."""

    SHIPPED = "shipped"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a model.

    Attributes:
        name: the signer's, as this computer calls them; empty where nobody known signed.
        key: the public key; empty where nobody signed.
    """

    state: SignedState
    name: str = ""
    key: str = ""
