"""Everything the program shows, as one list: each page in its states, each dialog and window.

A test proves the list complete: a page or dialog that is not here fails it. What the tests of
accessibility, of languages and of clipped texts examine is what stands here.
"""

from __future__ import annotations

from tests.surfaces.day import fill
from tests.surfaces.dialogs import DIALOGS
from tests.surfaces.pages import PAGES
from tests.surfaces.tour import SMALLEST, Surface, Tour, wait

__all__ = ["SMALLEST", "SURFACES", "Surface", "Tour", "fill", "wait"]

SURFACES = (*PAGES, *DIALOGS)
