"""Commands that make what people see: build, map, embed."""

from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated

import typer

from rimland.scripts.console import AsJson, InputError, TheatreOption, check_folder, emit, progress, time_stamp


class Language(StrEnum):
    """The languages that a map opens in."""

    zh_hant = "zh-Hant"
    ja = "ja"
    en = "en"


def build(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="A folder, made if need be.")] = Path(
        "out"
    ),
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """Everything for a theatre: the map, its layers for a GIS, tables, and a manifest of it all."""
    from rimland.layers.theatre import load_theatre
    from rimland.scripts.building import steps, write_all

    chosen = load_theatre(theatre)
    with progress(steps(chosen)) as bar:
        written = write_all(chosen, output, moment=time_stamp(chosen.as_of), bar=bar)
    if as_json:
        emit({"folder": str(output), "files": [path.as_posix() for path in written]})
        return
    for path in written:
        print(output / path)


def draw(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")] = Path(
        "map.html"
    ),
    layers: Annotated[str, typer.Option("--layers", metavar="A,B,C", help="Layers instead of the theatre's own.")] = "",
    lang: Annotated[Language | None, typer.Option("--lang", help="The language that it opens in.")] = None,
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """The interactive map: one file that opens anywhere, without a network."""
    from rimland.layers.theatre import load_theatre

    if output.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{output}: a map is a web page: write a name that ends in .html after -o.")
    check_folder(output)
    chosen = load_theatre(theatre)
    wanted = layers.split(",") if layers else chosen.layer_names
    # Read here, so that an unknown name is refused before the half second that folium takes to load.
    names = [chosen.catalog[name.strip()].name for name in wanted]
    opens_in = lang.value if lang else chosen.languages[0]
    with progress(2) as bar:
        bar.step("drawing")
        from rimland.maps import StrategicMap

        page = StrategicMap(chosen, lang=opens_in, layers=names)
        bar.step("writing")
        page.save(output)
    if as_json:
        emit({"file": str(output), "bytes": output.stat().st_size, "layers": names, "lang": opens_in})
    else:
        print(output)


def embed(
    file: Annotated[str, typer.Argument(metavar="FILE.html", help="A map, or its address.", show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """The lines that put a map into a web page, and into Quarto or Markdown."""
    from rimland.maps.embed import markdown, snippet

    remote = file.startswith(("http://", "https://"))
    if not remote and not Path(file).is_file():
        raise InputError(f"{file}: no such file. Write it with `rimland map -o {file}`, or give its address.")
    title = "Map" if remote else page_title(Path(file))
    address: str | Path = file if remote else Path(file)
    html, quarto = snippet(address, title=title), markdown(address, title=title)
    if as_json:
        emit({"file": file, "html": html, "markdown": quarto})
        return
    print(f"A web page:\n\n{html}\n\nQuarto or Pandoc Markdown:\n\n{quarto}")


def page_title(path: Path) -> str:
    """What a page calls itself, or the name of its file.

    Raises
    ------
    InputError
        The file is not text.
    """
    try:
        head = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not a web page in UTF-8. Give a file that `rimland map` wrote.") from error
    reader = _Title()
    reader.feed(head[:20_000])
    return reader.title.strip() or path.stem


class _Title(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title, self._inside = "", False

    def handle_starttag(self, tag: str, _: object) -> None:
        self._inside = tag == "title" and not self.title

    def handle_endtag(self, _: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        self.title += data if self._inside else ""
