"""Pictures: what a reader sees of layers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.maps.embed import markdown, snippet
    from rimland.maps.page import AssetError, OutputError
    from rimland.maps.style import Style, StyleError
    from rimland.maps.web import LanguageError, StrategicMap

# A name and the module that has it: folium takes half a second to import, and who asks for a snippet does not wait.
_HOMES = {
    "AssetError": "page",
    "LanguageError": "web",
    "OutputError": "page",
    "StrategicMap": "web",
    "Style": "style",
    "StyleError": "style",
    "markdown": "embed",
    "snippet": "embed",
}

__all__ = [
    "AssetError",
    "LanguageError",
    "OutputError",
    "StrategicMap",
    "Style",
    "StyleError",
    "markdown",
    "snippet",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"rimland.maps.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
