"""From a folium map to one file: safe, self-contained, the same bytes each time, written whole or not at all."""

import base64
import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from branca.element import Element, Figure
from rcssmin import cssmin
from rjsmin import jsmin

from rimland.maps import text

SCRIPTS = (
    *("words", "geodesy", "decode", "shape", "draw", "labels", "frame", "panel", "card", "tools", "table"),
    *("tabs", "views", "story", "scenario", "chart", "timeline", "share", "main"),
)
"""The parts of the viewer, in the order in which they make its one script."""


SHAPES = '<script type="application/json" class="layer-shapes">'
"""How the geometry of a layer begins: it stands after all that is said in words."""


UNUSED = re.compile(r"\.(leaflet-(control|popup|bar|marker|default-icon|div-icon|image-layer|tile|left|right)|lvml)\b")
"""Parts of Leaflet that our maps have none of: an author's own elements may."""


class AssetError(RuntimeError):
    """A script or style sheet that is not one of those the page carries."""


class OutputError(OSError):
    """A file that could not be written; nothing of it was left behind."""


class Verbatim(Element):
    """Text that is written as it is: branca compiles an ordinary element's text as a template, and runs it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.markup = markup

    def render(self, **_: Any) -> str:
        """The text."""
        return self.markup


READY_EVENT = "rimland-map"
"""What the viewer tells the document when the map is there, for the scripts of an author's own elements."""


@dataclass(frozen=True)
class Trusted:
    """What an author's own elements put into a page.

    Attributes
    ----------
    names
        Of their classes, for the sentence that tells a reader of them.
    scripts, styles
        Texts, in the order in which the page holds them.
    markup
        HTML over the map.
    """

    names: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    markup: str = ""


class Page(Figure):
    """The document round a map: branca's figure with our own frame, a policy that pins its scripts, no network.

    Attributes
    ----------
    language, title
        What it opens in, and what it is called in that; filled in by the map, like the rest, when it is rendered.
    languages
        Those that a reader may choose.
    as_of
        The date of the newest data.
    attribution
        One line of credits.
    still
        The picture that a reader sees where scripts are switched off: SVG of ours.
    trusted
        What the author's own elements put into it: nothing, on most maps.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name = "Page"
        self.title, self.language = "", "en"
        self.languages: tuple[str, ...] = text.LANGUAGES
        self.as_of, self.attribution, self.still = "", "", ""
        self.trusted = Trusted()

    def render(self, **kwargs: Any) -> str:
        """The whole document.

        Raises
        ------
        AssetError
            An element asks for a script or style sheet that the page does not carry.
        """
        for section in (self.header, self.html, self.script):
            section._children.clear()
        for child in self._children.values():
            child.render(**kwargs)
        own = self.trusted
        scripts = (leaflet("js"), viewer_script(), *own.scripts)
        styles = (leaflet("css", whole=bool(own.names)), viewer_style(), *own.styles)
        page: str = _frame().render(
            policy=policy(scripts, styles, style_attributes=bool(own.names)),
            header=_markup("\n".join(f"<style>{style}</style>" for style in styles)),
            map=_markup(self._section("map")),
            data=_markup(self._section("data")),
            script=_markup("\n".join(f"<script>{script}</script>" for script in scripts)),
            words=SimpleNamespace(**text.words(self.language)),  # a dict's own `clear` would hide the word
            languages=[(tag, text.LANGUAGE_NAMES[tag]) for tag in self.languages],
            title=self.title,
            language=self.language,
            as_of=self.as_of,
            attribution=self.attribution,
            still=_markup(self.still),
            trusted=", ".join(own.names),
            trusted_markup=_markup(own.markup),
        )
        return page

    def _section(self, place: str) -> str:
        """What the pieces of the page wrote: the map's own element, or the data."""
        for section in (self.header, self.html, self.script):
            for piece in section._children.values():
                if not isinstance(piece, Verbatim):
                    raise AssetError(f"{piece.get_name()} is no piece of this page: add layers with StrategicMap.add.")
        lines = [line for piece in self.html._children.values() for line in piece.render().split("\n")]
        wanted = [line for line in lines if line.startswith("<script") == (place == "data")]
        return "\n".join(sorted(wanted, key=lambda line: line.startswith(SHAPES)))  # like beside like, for gzip


def _frame() -> Any:
    from jinja2 import Environment

    source = files("rimland.maps").joinpath("assets/page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, keep_trailing_newline=True).from_string(source)


def _markup(trusted: str) -> Any:
    from markupsafe import Markup

    return Markup(trusted)  # noqa: S704  our own assets, or JSON that `text.inert_json` has made inert


def viewer_script() -> str:
    """Our viewer: one script made of its parts, the same for every map."""
    folder = files("rimland.maps").joinpath("assets/viewer")
    parts = [folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return embeddable(jsmin('"use strict";\n(() => {\n' + "".join(parts) + "})();\n"))


def viewer_style() -> str:
    """The style sheet of the viewer."""
    code = files("rimland.maps").joinpath("assets/viewer.css").read_text(encoding="utf-8")
    return embeddable(cssmin(code))


def leaflet(kind: str, *, whole: bool = False) -> str:
    """Leaflet's script (``"js"``) or style sheet (``"css"``) from the package that carries it.

    The style sheet comes without the rules for what is `UNUSED`, unless the `whole` of it is asked for.
    """
    code = files("xstatic.pkg.leaflet").joinpath(f"data/leaflet.{kind}").read_text(encoding="utf-8")
    code = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", code)
    if kind == "css":
        code = cssmin(code)
        code = code if whole else re.sub(r"([^{}]+)\{[^{}]*\}", _of_use, code)
    # Pictures of controls and markers that we do not use: nothing may even try to load them.
    return embeddable(re.sub(r"url\((?!#)[^)]*\)", "none", code))


def _of_use(rule: re.Match[str]) -> str:
    return "" if all(UNUSED.search(selector) for selector in rule[1].split(",")) else rule[0]


def embeddable(code: str) -> str:
    """Code that does not end the element it stands in.

    Raises
    ------
    AssetError
        It would.
    """
    code = code.replace("\r\n", "\n")
    if re.search(r"</(script|style)|<!--", code, re.IGNORECASE):
        raise AssetError(
            "an asset holds '</script', '</style' or '<!--', which would end its element. Rewrite that line."
        )
    return code


def policy(scripts: Sequence[str], styles: Sequence[str], *, style_attributes: bool = False) -> str:
    """The content security policy that allows these assets and nothing else.

    The hashes are of the assets, never of the finished page: that would bless a script that had got into it. With
    `style_attributes` elements may carry styles of their own, as those of folium do: no script can come in that way.

    Examples
    --------
    >>> policy(["alert(1)"], [])[:57]
    "default-src 'none'; script-src 'sha256-bhHHL3z2vDgxUt0W3d"
    """
    rules = {"default-src": "'none'", "script-src": _hashes(scripts), "style-src": _hashes(styles), "img-src": "data:"}
    if style_attributes:
        rules["style-src-attr"] = "'unsafe-inline'"
    fixed = {"base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in (rules | fixed).items())


def _hashes(assets: Sequence[str]) -> str:
    digests = [base64.b64encode(hashlib.sha256(asset.encode("utf-8")).digest()).decode() for asset in assets]
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"


def write_whole(path: str | Path, content: str) -> Path:
    """Write a text file whole or not at all: beside its place first, then moved there.

    Raises
    ------
    OutputError
        The folder is missing or cannot be written to, or the disk is full.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputError(_why(path, error)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8"))
        _share(name, path)
        os.replace(name, path)  # noqa: PTH105  the same call as Path.replace, on a name
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(_why(path, error)) from error
        raise
    return path


def _share(name: str, path: Path) -> None:
    # mkstemp makes a file that only its owner may read: give it the rights that an ordinary new file has.
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(path.stat().st_mode & 0o777 if path.is_file() else 0o666 & ~mask)


def _why(path: Path, error: OSError) -> str:
    return f"{path} cannot be written ({error.strerror or error}). Check that the folder exists and may be written to."
