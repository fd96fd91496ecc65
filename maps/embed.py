"""The map inside other pages: web pages, Markdown and Quarto, notebooks."""

import base64
import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

from rimland.maps.text import html_text, plain

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals"
"""What the frame may do: run its script, follow links to sources in a new tab, print. Never its host's origin."""


def snippet(address: str | Path, *, title: str, lang: str = "", ratio: float = 1.6, height: int = 640) -> str:
    """An iframe for a web page or a content management system: as wide as its column, never lower than 480 pixels.

    Parameters
    ----------
    address
        Where the page will find the map: a relative path or a URL.
    title
        What a screen reader says of the frame.
    lang
        The language that the map opens in and that the title is written in; the map's own where it is empty.
    ratio
        Width to height.
    height
        CSS pixels, for hosts that take the style away.

    Raises
    ------
    ValueError
        A ratio or a height that is not positive.

    Examples
    --------
    >>> print(snippet("map.html", title="Buffer", lang="en"))  # doctest: +ELLIPSIS
    <iframe src="map.html#lang=en" title="Buffer" lang="en" sandbox="allow-scripts ..." loading="lazy" width="100%" ...
    """
    if not (0 < ratio < 100 and height > 0):
        raise ValueError(
            f"ratio {ratio}, height {height}: expected width to height such as 1.6, and pixels such as 640."
        )
    opened = _address(address) + (f"#lang={quote(lang)}" if lang else "")
    spoken = f' lang="{html_text(lang)}"' if lang else ""
    return (
        f'<iframe src="{html_text(opened)}" title="{html_text(title)}"{spoken} sandbox="{SANDBOX}" loading="lazy" '
        f'width="100%" height="{height:d}" style="display:block;width:100%;height:auto;aspect-ratio:{ratio:.4g};'
        'min-height:480px;border:0"></iframe>'
    )


def markdown(address: str | Path, *, title: str, lang: str = "", ratio: float = 1.6, height: int = 640) -> str:
    """The same frame as a raw HTML block for Quarto and Pandoc Markdown, which other formats leave out.

    Examples
    --------
    >>> markdown("map.html", title="Buffer").splitlines()[0]
    '```{=html}'
    """
    return "\n".join(["```{=html}", snippet(address, title=title, lang=lang, ratio=ratio, height=height), "```"])


def notebook(document: str, *, title: str, picture: str, height: int = 640) -> str:
    """A whole page inside a notebook's output cell, and a still picture, SVG, under it.

    A notebook that is not trusted drops the frame, and shows the sentence and the picture.
    """
    still = base64.b64encode(picture.encode("utf-8")).decode()
    return (
        f'<p style="margin:0;font-size:12px">{html_text(title)}</p>'
        f'<iframe srcdoc="{html_text(document)}" title="{html_text(title)}" sandbox="{SANDBOX}" '
        f'width="100%" height="{height:d}" style="border:1px solid #c3ccd3"></iframe>'
        f'<img src="data:image/svg+xml;base64,{still}" alt="{html_text(title)}" width="320">'
    )


def _address(address: str | Path) -> str:
    if isinstance(address, Path):
        return quote(plain(address.as_posix()))
    return plain(address)


def titles(document: str) -> dict[str, str]:
    """What a page calls itself: in each language that a map of ours has, and under ``""`` in its title element.

    Examples
    --------
    >>> titles("<!doctype html><title>A &amp; B</title>")
    {'': 'A & B'}
    """
    reader = _Titles()
    reader.feed(document)
    return reader.found


class _Titles(HTMLParser):
    """Reads the title element, and the titles among the data of a map of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        ours = tag == "script" and dict(attributes).get("id") == "rimland-page"
        self._inside = "data" if ours else "title" if tag == "title" and "" not in self.found else ""

    def handle_endtag(self, _: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.found[""] = (self.found.get("", "") + data).strip()
        elif self._inside == "data":
            self.found |= {str(tag): str(words) for tag, words in json.loads(data).get("title", {}).items()}
