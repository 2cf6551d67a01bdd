"""The models on this computer: the shipped ones, read-only, and the user's own."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from carinspect.core.activation import Activation
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.core.model_signature import Signature, Signed
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.model_file import CARD, MODEL, ModelFile, read_model_file, write_model_file
from carinspect.storage.model_signature import SIGNATURE, SignerList, judge, to_bytes

KEPT_AFTER_REMOVAL_S: Final = 30 * 24 * 3600
"""A removed model can be brought back for thirty days."""

_ACTIVATIONS: Final = "activations.json"
_SIGNERS: Final = "signers.json"
_INCOMING, _REMOVED = ".incoming", ".removed"
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_WINDOWS_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class ModelRegistry:
    """Model bundles by id; the id is the name of the bundle's folder.

    Every change is one rename: a crash leaves a model that is whole, or none. Several programs
    may use one folder at once.

    Args:
        own: the folder of the user's own models; made when it is needed.
        shipped: the folder of the models that come with the program.
    """

    def __init__(self, own: Path, shipped: Path) -> None:
        self._own, self._shipped = own, shipped
        self.signers = SignerList(own / _SIGNERS)

    def ids(self) -> tuple[str, ...]:
        """All models, shipped ones first."""
        return (*_bundles(self._shipped), *_bundles(self._own))

    def is_shipped(self, model_id: str) -> bool:
        return model_id in _bundles(self._shipped)

    def folder(self, model_id: str) -> Path:
        """The bundle of a model.

        Raises:
            CarInspectError: there is none.
        """
        for parent in (self._own, self._shipped):
            # An id is a plain folder name: nothing that climbs out of the models' folder.
            card = parent / model_id / CARD
            # os.path, not Path: the latter raises at closed folders and impossible names.
            if model_id == Path(model_id).name and os.path.isfile(card):  # noqa: PTH113
                return parent / model_id
        raise CarInspectError(ErrorCode.MODEL_MISSING, model=model_id)

    def card(self, model_id: str) -> ModelCard:
        """The card of a model.

        Raises:
            CarInspectError: there is no such model, or its card is damaged.
        """
        return _read_card(self.folder(model_id))

    def register(self, bundle: Path) -> str:
        """Copy a model bundle into the registry.

        Args:
            bundle: a folder with ``model.tflite`` and ``card.json``.

        Returns:
            The model's id: the card's, with a number behind it where that is taken. The
            registered card bears it.

        Raises:
            CarInspectError: the bundle is incomplete, or its model is not the card's.
        """
        card = _read_card(bundle)
        try:
            content = (bundle / MODEL).read_bytes()
        except OSError:
            raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=card.id) from None
        if hashlib.sha256(content).hexdigest() != card.model_sha256:
            raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=card.id)
        return self._add(card, content)

    def signed(self, model_id: str) -> Signed:
        """Who signed a model of the user's own.

        Raises:
            CarInspectError: there is no such model, or its card or the list of signers is damaged.
        """
        return judge(self.folder(model_id), self.card(model_id), self.signers.all())

    def export_file(self, model_id: str, path: Path, key_file: Path | None = None) -> None:
        """Write a model as one file, whole or not at all; signed where a private key is given.

        Raises:
            CarInspectError: there is no such model, the key is none, or the file cannot be
                written.
        """
        write_model_file(self.folder(model_id), path, key_file)

    def import_file(self, path: Path) -> str:
        """Register the model of a file that :meth:`export_file` wrote; its id.

        A model that is here already, byte for byte, is not registered twice.

        Raises:
            CarInspectError: the file is missing, damaged, altered or of a newer version.
        """
        return self.import_read(read_model_file(path))

    def import_read(self, read: ModelFile) -> str:
        """Register the model of a file that was read; as :meth:`import_file`."""
        card = read.card
        for model_id in self.ids():
            known = _card_or_none(self.folder(model_id))
            is_named_so = re.fullmatch(rf"{re.escape(_plain(card.id))}(-\d+)?", model_id)
            if known and is_named_so and dataclasses.replace(known, id=card.id) == card:
                self._note_signature(model_id, read.signature)
                return model_id
        return self._add(card, read.content, read.signature)

    def remove(self, model_id: str) -> None:
        """Take a model away; :meth:`restore` brings it back for thirty days.

        Raises:
            CarInspectError: there is no such model, or it comes with the program.
        """
        if self.is_shipped(model_id):
            raise CarInspectError(ErrorCode.MODEL_SHIPPED, model=model_id)
        folder = self.folder(model_id)
        aside = self._own / _REMOVED
        aside.mkdir(exist_ok=True)
        self._purge(aside)
        target = aside / model_id
        if target.exists():
            shutil.rmtree(target)
        folder.replace(target)
        (target / CARD).touch()  # the removal's time

    def restore(self, model_id: str) -> None:
        """Bring a removed model back.

        Raises:
            CarInspectError: no such model was removed, or its time is over.
        """
        aside = self._own / _REMOVED / model_id
        if model_id != Path(model_id).name or not (aside / CARD).is_file():
            raise CarInspectError(ErrorCode.MODEL_MISSING, model=model_id)
        aside.replace(self._own / model_id)

    def activations(self) -> tuple[Activation, ...]:
        """All changes of the active model, oldest first.

        Raises:
            CarInspectError: the file that holds them is damaged.
        """
        path = self._own / _ACTIVATIONS
        try:
            records = json.loads(path.read_text(encoding="utf-8"))
            return tuple(_activation(record) for record in records)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            raise CarInspectError(ErrorCode.FILE_DAMAGED, file=path) from None

    def note_activation(self, activation: Activation) -> None:
        """Append to the changes of the active model.

        Raises:
            CarInspectError: the file cannot be written.
        """
        records = [
            {**dataclasses.asdict(one), "at": one.at.isoformat()}
            for one in (*self.activations(), activation)
        ]
        text = json.dumps(records, ensure_ascii=False, indent=1) + "\n"
        write_atomically(self._own / _ACTIVATIONS, text.encode("utf-8"))

    def _note_signature(self, model_id: str, signature: Signature | None) -> None:
        """Keep the signature of a model that was here without one."""
        if signature is not None and not self.is_shipped(model_id):
            write_atomically(self._own / model_id / SIGNATURE, to_bytes(signature), private=False)

    def _add(self, card: ModelCard, content: bytes, signature: Signature | None = None) -> str:
        try:
            incoming = self._own / _INCOMING
            incoming.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=incoming))
            try:
                write_atomically(folder / MODEL, content, private=False)
                if signature is not None:
                    write_atomically(folder / SIGNATURE, to_bytes(signature), private=False)
                return self._place(card, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=self._own, reason=reason) from error

    def _place(self, card: ModelCard, folder: Path) -> str:
        wanted, number = _plain(card.id), 1
        while True:
            model_id = wanted if number == 1 else f"{wanted}-{number}"
            number += 1
            target = self._own / model_id
            # A removed model may come back.
            taken = (target, self._shipped / model_id, self._own / _REMOVED / model_id)
            if any(path.exists() for path in taken):
                continue
            text = dataclasses.replace(card, id=model_id).to_json()
            write_atomically(folder / CARD, text.encode("utf-8"), private=False)
            try:
                folder.rename(target)
            except OSError:
                if target.exists():  # another program took the id in this moment
                    continue
                raise
            return model_id

    def _purge(self, aside: Path) -> None:
        for folder in aside.iterdir():
            card = folder / CARD
            removed_at = card.stat().st_mtime if card.is_file() else 0.0
            if time.time() - removed_at > KEPT_AFTER_REMOVAL_S:
                shutil.rmtree(folder)


def _bundles(parent: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in parent.glob(f"*/{CARD}")))


def _read_card(folder: Path) -> ModelCard:
    try:
        return ModelCard.from_json((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.MODEL_MISSING, model=folder.name) from None
    except (OSError, ValueError, RecursionError):
        raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=folder.name) from None


def _card_or_none(folder: Path) -> ModelCard | None:
    try:
        return _read_card(folder)
    except CarInspectError:
        return None


def _plain(model_id: str) -> str:
    """``model_id`` as a folder name that every system can have."""
    name = _UNFIT.sub("-", model_id).strip(".-")[:80] or "model"
    return f"model-{name}" if _WINDOWS_DEVICES.fullmatch(name) else name


def _activation(record: dict[str, Any]) -> Activation:
    values: dict[str, Any] = {**record, "at": datetime.fromisoformat(record["at"])}
    return Activation(**values)
