"""The user's lists of car categories, and which one Gate1 goes by."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.gate1_tools import USUAL_SIZE, Category, CategoryCount, CategoryList
from carinspect.jobs.job import JobContext
from carinspect.ml.imagenet import class_index
from carinspect.services.workspace import Workspace
from carinspect.storage.category_lists import (
    own_list_names,
    read_category_list,
    remove_category_list,
    save_category_list,
)

__all__ = [
    "SaveCategories",
    "all_classes",
    "as_list",
    "choose_list",
    "list_names",
    "read_category_list",
    "remove_list",
    "save_category_list",
]


def list_names() -> list[str]:
    """Names of all lists; the empty one, that of the shipped list, first."""
    return ["", *own_list_names()]


def as_list(count: CategoryCount, name: str, top: int = USUAL_SIZE) -> CategoryList:
    """The ``top`` most common classes of a count as a list."""
    return CategoryList(name, count.categories[:top], count.photos, count.model_id)


def choose_list(workspace: Workspace, name: str) -> CategoryList:
    """Have the ``top5`` rule go by a list from now on.

    Raises:
        CarInspectError: there is none, it is damaged, or the settings cannot be written.
    """
    categories = read_category_list(name)
    workspace.change(category_list=name)
    return categories


def remove_list(workspace: Workspace, name: str) -> None:
    """Remove a list; where it was the chosen one, the shipped one is chosen.

    Raises:
        CarInspectError: there is none.
    """
    remove_category_list(name)
    if workspace.settings.category_list == name:
        workspace.change(category_list="")


def all_classes() -> tuple[Category, ...]:
    """The 1000 classes of ImageNet, without sums."""
    return tuple(Category(wnid, name, 0.0) for wnid, name in class_index())


@dataclass(frozen=True, slots=True)
class SaveCategories:
    """Job: keep a list under its name."""

    categories: CategoryList

    def run(self, ctx: JobContext, /) -> CategoryList:
        """Keep it.

        Raises:
            CarInspectError: the name is no name for a file, or the file cannot be written.
        """
        ctx.raise_if_cancelled()
        save_category_list(self.categories)
        return self.categories
