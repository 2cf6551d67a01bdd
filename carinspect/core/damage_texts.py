"""The words for what a region shows."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.verdict import Region


def region_text(region: Region) -> str:
    """Kind and severity, such as "dent, moderate"; empty where the model does not tell."""
    kinds = {"scratch": _("scratch"), "dent": _("dent"), "broken": _("broken part")}
    severities = {"minor": _("minor"), "moderate": _("moderate"), "severe": _("severe")}
    words = (kinds.get(region.kind or ""), severities.get(region.severity or ""))
    return ", ".join(word for word in words if word)
