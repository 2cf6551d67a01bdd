"""What a model is, what it was trained on, how good it is and where its limits lie."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, cast

CARD_VERSION = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured share with its 95 % interval (Wilson, J. Am. Stat. Assoc. 22, 1927).

    Attributes:
        value, low, high: in [0, 1].
        n: how many photos it was measured on.
    """

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The card beside a ``model.tflite``.

    Attributes:
        created: ISO date.
        input_size_px: side of the square that the whole photo is fitted into.
        class_names: of Gate2, in the order (negative, positive).
        car_threshold: Gate1's head calls a car from this probability on.
        damage_threshold: Gate2 calls damage from this probability on.
        review_band: ``low <= P(damaged) < high`` is left to a person, where 1 % of the verdicts
            outside may be wrong.
        region_kinds: of damage, in the order of the net's output; empty where it does not tell.
        region_severities: likewise.
        name_level: a kind or a severity is named from this probability on.
        strangeness_limit: photos that are stranger than this are left to a person; None where
            the net does not tell.
        review_bands: ``review_band`` for other accepted errors, such as ``"0.05"``; the
            counter chooses.
        region_level: evidence in [0, 1] from which a cell belongs to a region.
        model_sha256: of ``model.tflite``, hexadecimal.
        data: what it was trained and measured on, in words.
        data_fingerprint: SHA-256 over the sorted hashes of the training photos.
        figures: name -> measured share.
        numbers: name -> other measured number (AUROC, calibration error, milliseconds).
        limits: what it must not be trusted with, one sentence each.
        commands: what reproduces the figures.
    """

    id: str
    created: str
    backbone: str
    input_size_px: int
    class_names: tuple[str, str]
    car_threshold: float
    damage_threshold: float
    review_band: tuple[float, float]
    region_level: float
    model_sha256: str
    recipe: str
    data: str
    data_fingerprint: str
    seeds: tuple[int, ...]
    figures: dict[str, Figure] = field(default_factory=dict[str, Figure])
    numbers: dict[str, float] = field(default_factory=dict[str, float])
    limits: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    review_bands: dict[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]]
    )
    region_kinds: tuple[str, ...] = ()
    region_severities: tuple[str, ...] = ()
    name_level: float = 1.0
    strangeness_limit: float | None = None

    def band(self, accepted_error: float) -> tuple[float, float]:
        """The review band for ``accepted_error``; that of the next smaller one it knows."""
        known = {float(share): band for share, band in self.review_bands.items()}
        fitting = [share for share in known if share <= accepted_error + 1e-9]
        return known[max(fitting)] if fitting else self.review_band

    def to_json(self) -> str:
        """The card as JSON text, stable and readable."""
        record = {"card_version": CARD_VERSION, **asdict(self)}
        return json.dumps(record, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Read a card.

        Raises:
            ValueError: the text is not a card of this version or an older one.
        """
        record = json.loads(text)
        if not isinstance(record, dict):
            raise ValueError(f"Expected an object, got {type(record).__name__}")  # noqa: TRY004 - bad data
        values = dict(cast("dict[str, Any]", record))
        version = values.pop("card_version", None)
        if not isinstance(version, int) or version > CARD_VERSION:
            raise ValueError(f"Expected card version {CARD_VERSION} or older, got {version!r}")
        try:
            return cls(**{name: _read(name, value) for name, value in values.items()})
        except (TypeError, AttributeError) as error:
            raise ValueError(f"Expected a model card: {error}") from None


_PAIRS = frozenset({"class_names", "review_band"})
_TUPLES = frozenset({"seeds", "limits", "commands", "region_kinds", "region_severities"})
_UNIT = frozenset({"car_threshold", "damage_threshold", "region_level", "name_level"})
_TEXTS = frozenset({"id", "created", "backbone", "model_sha256", "recipe", "data"})


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if name in _TEXTS:
        _demand(name, isinstance(value, str), value)
    elif name in _UNIT:
        _demand(name, isinstance(value, int | float) and 0 <= value <= 1, value)
    elif name == "input_size_px":
        _demand(name, isinstance(value, int) and 32 <= value <= 2048, value)
    elif name == "figures":
        return {key: Figure(**figure) for key, figure in value.items()}
    elif name == "review_bands":
        return {share: (band[0], band[1]) for share, band in value.items()}
    elif name in _PAIRS:
        _demand(name, len(value) == 2, value)
        return tuple(value)
    elif name in _TUPLES:
        return tuple(value)
    return value


def _demand(name: str, holds: bool, value: object) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise ValueError(f"{name}: not a possible value: {value!r}")
