"""Job: photos as training will see them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.class_names import label_of
from carinspect.core.dataset import DAMAGED, DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.training import Augmentation, Recipe, TrainingConfig
from carinspect.core.verdict import Image
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.activations import training_views
from carinspect.ml.geometry import fit
from carinspect.ml.localized_plan import samples
from carinspect.ml.localized_windows import MarkedPhoto
from carinspect.storage.dataset_files import ListedPhoto, list_dataset


@dataclass(frozen=True, slots=True)
class PreviewedPhoto:
    """A photo, and some views of it that training draws from.

    Attributes:
        original, views: RGB, ``uint8``, square of the input's size.
    """

    photo: Path
    original: Image
    views: tuple[Image, ...]


@dataclass(frozen=True)
class PreviewAugmentation:
    """The very views that a run with ``config`` is given, of a few photos; reports ``Progress``.

    Attributes:
        photos: how many.
        skip: how many to leave out before, to see others.
        views: how many of each; where nothing is changed, one.
    """

    source: DatasetSource
    config: TrainingConfig
    photos: int = 4
    skip: int = 0
    views: int = 5

    def run(self, ctx: JobContext, /) -> tuple[PreviewedPhoto, ...]:
        """Make them.

        Raises:
            CarInspectError: the dataset cannot be listed.
        """
        source = self.source
        listed = list_dataset(source.path, source.photos, source.damaged_class).photos
        # Far apart in the list, so that both classes are among them.
        step = max(1, len(listed) // self.photos)
        chosen = [listed[(self.skip + n * step) % len(listed)] for n in range(self.photos)]
        made: list[PreviewedPhoto] = []
        for done, photo in enumerate({one.path: one for one in chosen}.values()):
            ctx.raise_if_cancelled()
            try:
                made.append(self._preview(photo))
            except CarInspectError:
                continue  # the dataset panel names the files that cannot be read
            ctx.report(Progress(done + 1, self.photos))
        return tuple(made)

    def _preview(self, one: ListedPhoto) -> PreviewedPhoto:
        if self.config.recipe is Recipe.LOCALIZED:
            return self._samples(one)
        path, size_px = one.path, self.config.input_size_px
        spec = training_views(self.config)
        if self.config.augmentation != Augmentation():
            spec = dataclasses.replace(spec, views=self.views)
        photo = read_photo(path)
        original = fit(decode(photo, fit_px=size_px).image, size_px).image
        views = tuple(view.image for view in spec.of(photo, size_px))
        return PreviewedPhoto(path, original, views)

    def _samples(self, one: ListedPhoto) -> PreviewedPhoto:
        """The very samples of the localized recipe, but for marks of damage."""
        damaged = label_of(one.class_name, self.source.damaged_class) == DAMAGED
        photo = MarkedPhoto(one.path, one.source, damaged)
        made = samples(photo, self.config.views, self.config.seed)
        original = fit(photo.pixels(), self.config.input_size_px).image
        return PreviewedPhoto(one.path, original, tuple(sample.image for sample in made))
