"""Pictures: what a reader sees of layers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.maps.embed import markdown, snippet
    from rimland.maps.figures import FigureError, UnknownFigureError, figure, figure_caption, figure_names, save_figure
    from rimland.maps.page import AssetError, OutputError
    from rimland.maps.report_files import save_report
    from rimland.maps.reports import ReportError, report
    from rimland.maps.style import Style, StyleError
    from rimland.maps.web import LanguageError, StrategicMap

# A name and the module that has it: folium takes half a second to import, and who asks for a snippet does not wait.
_HOMES = {
    "AssetError": "page",
    "FigureError": "figures",
    "LanguageError": "web",
    "OutputError": "page",
    "ReportError": "reports",
    "StrategicMap": "web",
    "Style": "style",
    "StyleError": "style",
    "UnknownFigureError": "figures",
    "figure": "figures",
    "figure_caption": "figures",
    "figure_names": "figures",
    "markdown": "embed",
    "report": "reports",
    "save_figure": "figures",
    "save_report": "report_files",
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
