"""What a model is, what it was trained on, how good it is and where its limits lie."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")

CARD_VERSION = 1

USUAL_ERROR = 0.01
"""The accepted error of a card's ``review_band``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured share with its 95% interval (Wilson, J. Am. Stat. Assoc. 22, 1927).

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
        review_band: ``low <= P(damaged) < high`` is left to a person, where 1% of the verdicts
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
        """The review band for ``accepted_error``.

        That of the greatest error it knows and that is accepted, or else of the least it knows.
        """
        known = {USUAL_ERROR: self.review_band}
        known |= {float(share): band for share, band in self.review_bands.items()}
        fitting = [share for share in known if share <= accepted_error + 1e-9]
        return known[max(fitting) if fitting else min(known)]

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
            card = cls(**{name: _read(name, value) for name, value in values.items()})
            card.to_json().encode("utf-8")  # no lone surrogates, which no file could hold
        except (TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(f"Expected a model card: {error}") from None
        return card


_TEXT_TUPLES = frozenset({"class_names", "limits", "commands", "region_kinds", "region_severities"})
_UNIT = frozenset({"car_threshold", "damage_threshold", "region_level", "name_level"})
_MAX_ITEMS = 10_000


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if name in _UNIT:
        _demand(name, _is_number(value) and 0 <= value <= 1, value)
        return value
    if name in _TEXT_TUPLES:
        texts = _items(name, value, str)
        _demand(name, name != "class_names" or len(texts) == 2, value)
        return texts
    if name in _READERS:
        return _READERS[name](value)
    _demand(name, isinstance(value, str), value)
    return value


def _read_side(value: Any) -> int:  # noqa: ANN401 - JSON
    fits = isinstance(value, int) and 32 <= value <= 2048
    _demand("input_size_px", fits, value)
    return value


def _read_band(value: Any) -> tuple[float, float]:  # noqa: ANN401 - JSON
    low, high = value
    _demand("review_band", _is_number(low) and _is_number(high), value)
    return (low, high)


def _read_bands(value: Any) -> dict[str, tuple[float, float]]:  # noqa: ANN401 - JSON
    for share in value:
        _demand("review_bands", math.isfinite(float(share)), share)
    return {share: _read_band(band) for share, band in value.items()}


def _read_seeds(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - JSON
    return _items("seeds", value, int)


def _items(name: str, value: Any, kind: type[T]) -> tuple[T, ...]:  # noqa: ANN401 - JSON
    _demand(name, isinstance(value, list), value)
    items = tuple(value)
    _demand(name, all(isinstance(one, kind) for one in items), value)
    return items


def _read_figures(value: Any) -> dict[str, Figure]:  # noqa: ANN401 - JSON
    _demand("figures", len(value) <= _MAX_ITEMS, "…")
    figures = {key: Figure(**figure) for key, figure in value.items()}
    for figure in figures.values():
        _demand("figures", all(_is_number(one) for one in astuple(figure)), figure)
    return figures


def _read_numbers(value: Any) -> dict[str, float]:  # noqa: ANN401 - JSON
    _demand("numbers", len(value) <= _MAX_ITEMS, "…")
    for number in value.values():
        _demand("numbers", _is_number(number), number)
    return dict(value)


def _read_limit(value: Any) -> float | None:  # noqa: ANN401 - JSON
    _demand("strangeness_limit", value is None or _is_number(value), value)
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "input_size_px": _read_side,
    "review_band": _read_band,
    "review_bands": _read_bands,
    "seeds": _read_seeds,
    "figures": _read_figures,
    "numbers": _read_numbers,
    "strangeness_limit": _read_limit,
}


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _demand(name: str, holds: bool, value: object) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise ValueError(f"{name}: not a possible value: {value!r}"[:300])
