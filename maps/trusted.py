"""An author's own folium elements: rendered by themselves, then pinned by hash before the page is put together."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import branca.element
import folium
from branca.element import CssLink, Element, JavascriptLink

from rimland.maps.page import READY_EVENT, AssetError, Trusted, embeddable

Assets = Mapping[str, "str | Path"]
"""Files on this computer by the address under which an element asks for them."""

CARRIED = re.compile(r"/leaflet(\.min)?\.(js|css)$")
"""Leaflet itself, which every page carries."""

HIDDEN_NEEDS = (
    (re.compile(r"\bL\.AwesomeMarkers\b"), ("awesome_markers", "awesome_markers_css")),
    (re.compile(r"(?<![\w$])\$\((?:[\"'#]|document)|\bjQuery\("), ("jquery",)),
)
"""What folium's own map loads for its elements unasked: by what in a script needs it, folium's names for it."""

# folium asks jQuery for one thing only, to make an element of HTML: `$(`…`)[0]`. Markers have Leaflet's own picture.
_OPENING = """document.addEventListener("%(event)s", ({ detail: %(map)s }) => {
const $ = window.jQuery ?? ((html) => {
const box = document.createElement("template");
box.innerHTML = html.trim();
return box.content.children;
});
L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({ iconUrl: "%(icon)s", iconRetinaUrl: "%(icon)s", shadowUrl: "%(shadow)s" });
"""

_TAG = re.compile(r"<(style|script)\b([^>]*)>(.*?)</\1\s*>|<link\b([^>]*)>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


def isolated(elements: Sequence[Element], assets: Assets) -> Trusted:
    """Render elements apart from everything else, on a map that is thrown away.

    Parameters
    ----------
    elements
        What an author added to one map, in that order.
    assets
        Where the files are that they ask for.

    Raises
    ------
    AssetError
        One asks for a file that neither the page nor `assets` has, or for tiles, which need a network.
    """
    if not elements:
        return Trusted()
    host = folium.Map(tiles=None)
    figure: Any = host.get_root()
    figure.header._children.clear()  # of folium's own page, which we do not write
    for element in elements:
        host.add_child(element)
    for element in _tree(host):
        if isinstance(element, folium.raster_layers.TileLayer):
            raise AssetError(f"{type(element).__name__} asks a network for its tiles: the page has none. Leave it out.")
    with _second_pass_off():
        for element in elements:
            element.render()
        markup, body = (_text(section) for section in (figure.html, figure.script))
        links, scripts, styles = _header(figure.header)
    links += _hidden_needs(body)
    found = [(url, _asset(url, assets)) for url in dict.fromkeys(links) if not CARRIED.search(url)]
    scripts = [code for url, code in found if not _is_style(url)] + scripts
    styles = [code for url, code in found if _is_style(url)] + styles
    own = _OPENING % {
        "event": READY_EVENT,
        "map": host.get_name(),
        "icon": _picture("marker-icon"),
        "shadow": _picture("marker-shadow"),
    }
    named = _renamed([*scripts, f"{own}{body}\n}}, {{ once: true }});\n", *styles, markup], host)
    return Trusted(
        names=tuple(dict.fromkeys(type(element).__name__ for element in elements)),
        scripts=tuple(embeddable(code) for code in named[: len(scripts) + 1]),
        styles=tuple(embeddable(code) for code in named[len(scripts) + 1 : -1]),
        markup=named[-1],
    )


class _AsItIs:
    """Stands for a template: gives its text as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, **_: Any) -> str:
        return self.text


@contextmanager
def _second_pass_off() -> Iterator[None]:
    """Branca compiles what it has rendered as a template once more, and so runs what stands in the data: not here."""
    module: Any = branca.element
    kept, module.Template = module.Template, _AsItIs
    try:
        yield
    finally:
        module.Template = kept


def _tree(element: Element) -> Iterator[Element]:
    """An element, and all that it holds: children, and others such as a popup's HTML."""
    yield element
    held = {name: value for name, value in vars(element).items() if name not in ("_parent", "parent_map")}
    for value in [*held.pop("_children").values(), *held.values()]:
        if isinstance(value, Element) and getattr(value, "_parent", None) in (element, None):
            yield from _tree(value)


def _text(section: Element) -> str:
    return "\n".join(child.render() for child in section._children.values())


def _header(header: Element) -> tuple[list[str], list[str], list[str]]:
    """Addresses, scripts and style sheets that elements put into the head of their page."""
    links: list[str] = []
    scripts: list[str] = []
    styles: list[str] = []
    for child in header._children.values():
        if isinstance(child, (JavascriptLink, CssLink)):
            links.append(child.url)
            continue
        markup = child.render()
        for tag, attributes, code, link in _TAG.findall(markup):
            address = re.search(r"""\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", attributes or link, re.IGNORECASE)
            if address:
                links.append(address[1])
            elif code.strip():
                (styles if tag.lower() == "style" else scripts).append(code)
        if rest := _TAG.sub("", markup).strip():
            raise AssetError(f"an element puts {rest[:60]!r} into the head of the page: only scripts and styles may.")
    return links, scripts, styles


def _hidden_needs(body: str) -> list[str]:
    known = dict([*folium.Map.default_js, *folium.Map.default_css])
    return [known[name] for pattern, names in HIDDEN_NEEDS if pattern.search(body) for name in names]


def _is_style(url: str) -> bool:
    return url.split("?")[0].endswith(".css")


def _asset(url: str, assets: Assets) -> str:
    if url not in assets:
        raise AssetError(
            f"an element asks for {url}, which the page does not carry and must not load. "
            f"Save that file and say where it is: add(element, trusted=True, assets={{{url!r}: 'FILE'}})."
        )
    try:
        code = Path(assets[url]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssetError(f"{assets[url]} cannot be read as the text of {url} ({error}).") from error
    if _is_style(url) and (outside := re.search(r"url\(\s*[\"']?(?!data:|#)([^)\"']+)|@import[^;]*", code)):
        raise AssetError(
            f"{assets[url]} loads {outside[1] or outside[0]}: put it into the file as a data: address, or take it out."
        )
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", code)


def _picture(name: str) -> str:
    content = files("xstatic.pkg.leaflet").joinpath(f"data/images/{name}.png").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def _renamed(texts: Sequence[str], host: Element) -> list[str]:
    """The same texts with a number for each of the random ids of branca: the same bytes each time."""
    numbers = {element._id: f"own{place}" for place, element in enumerate(_tree(host))}
    pattern = re.compile("|".join(map(re.escape, numbers)))
    return [pattern.sub(lambda found: numbers[found[0]], text) for text in texts]
