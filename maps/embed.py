"""The map inside other pages: web pages, Markdown and Quarto, notebooks."""

from pathlib import Path
from urllib.parse import quote

from rimland.maps.text import html_text, plain

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals"
"""What the frame may do: run its script, follow links to sources in a new tab, print. Never its host's origin."""


def snippet(address: str | Path, *, title: str, height: int = 640) -> str:
    """An iframe for a web page or a content management system.

    Parameters
    ----------
    address
        Where the page will find the map: a relative path or a URL.
    title
        What a screen reader says of the frame.
    height
        CSS pixels.

    Examples
    --------
    >>> print(snippet("map.html", title="Buffer"))  # doctest: +ELLIPSIS
    <iframe src="map.html" title="Buffer" sandbox="allow-scripts ..." loading="lazy" width="100%" height="640"></iframe>
    """
    source = html_text(_address(address))
    return (
        f'<iframe src="{source}" title="{html_text(title)}" sandbox="{SANDBOX}" loading="lazy" '
        f'width="100%" height="{height:d}"></iframe>'
    )


def markdown(address: str | Path, *, title: str, height: int = 640) -> str:
    """The same frame as a raw HTML block for Quarto and Pandoc Markdown.

    Examples
    --------
    >>> markdown("map.html", title="Buffer").splitlines()[0]
    '```{=html}'
    """
    return "\n".join(["```{=html}", snippet(address, title=title, height=height), "```"])


def notebook(document: str, *, title: str, height: int = 640) -> str:
    """A whole page inside a notebook's output cell.

    A notebook that is not trusted shows the sentence instead of the frame.
    """
    return (
        f'<p style="margin:0;font-size:12px">{html_text(title)}</p>'
        f'<iframe srcdoc="{html_text(document)}" title="{html_text(title)}" sandbox="{SANDBOX}" '
        f'width="100%" height="{height:d}" style="border:1px solid #c3ccd3"></iframe>'
    )


def _address(address: str | Path) -> str:
    if isinstance(address, Path):
        return quote(plain(address.as_posix()))
    return plain(address)
