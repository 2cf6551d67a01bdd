"""What the classes of ImageNet are called in the user's language."""

from __future__ import annotations

from carinspect.core.i18n import pgettext


def imagenet_text(wnid: str, name: str) -> str:
    """The class's name as words: ``sports_car`` is "sports car", or what that is in Korean.

    Args:
        wnid: WordNet's id of the class, which tells the two cranes apart.
        name: as in ``imagenet_class_index.json``.

    Returns:
        The English words where the language has none.
    """
    return pgettext(wnid, name.replace("_", " "))
