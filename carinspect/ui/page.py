"""What a page of the window is, and what the window lends to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal

from carinspect.services.workspace import Workspace
from carinspect.ui.actions import Actions
from carinspect.ui.lanes import Lanes
from carinspect.ui.users.current_user import CurrentUser
from carinspect.ui.widgets.job_bar import JobBar
from carinspect.ui.widgets.message_bar import MessageBar
from carinspect.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the window lends to its pages."""

    workspace: Workspace
    lanes: Lanes
    messages: MessageBar
    job_bar: JobBar
    actions: Actions
    user: CurrentUser


class Page(Panel):
    """One screen of the window.

    Attributes:
        is_current: the window shows this page; the actions are its own.

    Signals:
        photos_wanted: another page is to take photos: its id, and their paths as a tuple.
        model_wanted: the models page is to show the model of this id.
        help_wanted: a topic of the guide, or a section of it such as ``words#threshold``.
    """

    photos_wanted = Signal(str, object)
    model_wanted = Signal(str)
    help_wanted = Signal(str)
    is_current = False

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ids of the actions that this page answers, and how."""
        return {}

    def refresh_actions(self) -> None:
        """Disable those of its actions that make no sense now.

        Called when the window turns to this page, with all that it answers enabled; the page
        calls it when something changes, which tells nothing while another page is shown.
        """

    def take_photos(self, paths: tuple[str, ...]) -> None:
        """Do what this page does with photos and folders that come from elsewhere."""

    def show_model(self, model_id: str) -> None:
        """Show a model, where this page shows models."""

    def busy_text(self) -> str:
        """What would be lost if the window closed now; empty where nothing would be."""
        return ""
