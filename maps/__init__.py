"""Pictures: what a reader sees of layers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.maps.embed import markdown, snippet
    from rimland.maps.figures.figure import (
        FigureError,
        UnknownFigureError,
        figure,
        figure_caption,
        figure_names,
        save_figure,
    )
    from rimland.maps.page import AssetError, OutputError
    from rimland.maps.reports.files import save_report
    from rimland.maps.reports.report import ReportError, report
    from rimland.maps.style import Style, StyleError
    from rimland.maps.web import LanguageError, StrategicMap

# A name and the module that has it: folium takes half a second to import, and who asks for a snippet does not wait.
_HOMES = {
    "AssetError": "page",
    "FigureError": "figures.figure",
    "LanguageError": "web",
    "OutputError": "page",
    "ReportError": "reports.report",
    "StrategicMap": "web",
    "Style": "style",
    "StyleError": "style",
    "UnknownFigureError": "figures.figure",
    "figure": "figures.figure",
    "figure_caption": "figures.figure",
    "figure_names": "figures.figure",
    "markdown": "embed",
    "report": "reports.report",
    "save_figure": "figures.figure",
    "save_report": "reports.files",
    "snippet": "embed",
}

__all__ = [
    "AssetError",
    "FigureError",
    "LanguageError",
    "OutputError",
    "ReportError",
    "StrategicMap",
    "Style",
    "StyleError",
    "UnknownFigureError",
    "figure",
    "figure_caption",
    "figure_names",
    "markdown",
    "report",
    "save_figure",
    "save_report",
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
