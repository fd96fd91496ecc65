"""A report as one web page: no network, no script of its own, the live map inside a sandboxed frame."""

from importlib.resources import files
from typing import Any

from rimland.maps.embed import SANDBOX
from rimland.maps.reports.document import Document, Gallery, captioned
from rimland.maps.reports.svg import inline


def html(document: Document, gallery: Gallery, *, live: str | None = None) -> str:
    """The page.

    The frame's document inherits the policy of the page round it, so that this one names the hashes of both: the page
    itself has no script, and what the map may run is what it may run alone.

    Parameters
    ----------
    document
        What it says.
    gallery
        Gives its figures as SVG.
    live
        The map as a page of its own; without one its picture stands there.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    style = files("rimland.maps").joinpath("assets/report.css").read_text(encoding="utf-8")
    source = files("rimland.maps").joinpath("assets/report.html").read_text(encoding="utf-8")
    pictures = [
        Markup(inline(gallery(picture.name, ".svg"), f"figure-{number}", picture.alt))  # noqa: S704  our own figure
        for number, picture in enumerate(document.pictures, 1)
    ]
    page: str = (
        Environment(autoescape=True, keep_trailing_newline=True)
        .from_string(source)
        .render(
            document=document,
            blocks=captioned(document),
            pictures=pictures,
            style=Markup(style),  # noqa: S704  our own asset
            policy=_policy(style, live),
            map=live,
            sandbox=SANDBOX,
        )
    )
    return page


def _policy(style: str, live: str | None) -> str:
    from rimland.maps.page import leaflet, policy, viewer_script, viewer_style

    scripts: tuple[Any, ...] = (leaflet("js"), viewer_script()) if live is not None else ()
    styles: tuple[Any, ...] = (style, leaflet("css"), viewer_style()) if live is not None else (style,)
    return policy(scripts, styles)
