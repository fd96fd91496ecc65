"""The texts of a page, each written once: one language after the other, so that gzip finds like beside like."""

from collections.abc import Mapping
from typing import Any

from rimland.layers import LANGUAGES


class Texts:
    """What is said in three languages anywhere in a page, by its place in a list.

    Examples
    --------
    >>> texts = Texts()
    >>> texts.placed({"title": {"en": "Sea", "ja": "海", "zh-Hant": "海"}, "rank": 3})
    {'title': {'': 0}, 'rank': 3}
    >>> texts.lists
    {'en': ['Sea'], 'ja': ['海'], 'zh-Hant': ['海']}
    """

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], int] = {}

    def placed(self, value: Any) -> Any:
        """A value with ``{"": place}`` for each text in it; no name of anything else is empty."""
        if isinstance(value, Mapping):
            if value.keys() == set(LANGUAGES) and all(isinstance(one, str) for one in value.values()):
                return {"": self._places.setdefault(tuple(value[tag] for tag in LANGUAGES), len(self._places))}
            return {name: self.placed(one) for name, one in value.items()}
        return [self.placed(one) for one in value] if isinstance(value, (list, tuple)) else value

    @property
    def lists(self) -> dict[str, list[str]]:
        """The texts placed so far, in each language."""
        return {tag: [text[at] for text in self._places] for at, tag in enumerate(LANGUAGES)}
