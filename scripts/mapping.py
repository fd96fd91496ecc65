"""Commands that make what people see: build, map, embed."""

import math
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rimland.scripts.console import (
    AsJson,
    InputError,
    TheatreOption,
    check_folder,
    emit,
    layer_named,
    progress,
    time_stamp,
)


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
    layers: Annotated[
        str, typer.Option("--layers", metavar="A,B,C", help="Layers or files, not the theatre's own.")
    ] = "",
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
    drawn = [layer_named(name.strip(), chosen.catalog) for name in wanted]
    opens_in = lang.value if lang else chosen.languages[0]
    with progress(2) as bar:
        bar.step("drawing")
        from rimland.maps import StrategicMap

        page = StrategicMap(chosen, lang=opens_in, layers=[])
        for layer in drawn:
            page.add(layer)
        bar.step("writing")
        page.save(output)
    if as_json:
        emit(
            {
                "file": str(output),
                "bytes": output.stat().st_size,
                "layers": [layer.name for layer in drawn],
                "lang": opens_in,
            }
        )
    else:
        print(output)


def embed(
    file: Annotated[str, typer.Argument(metavar="FILE.html", help="A map, or its address.", show_default=False)],
    *,
    title: Annotated[str, typer.Option("--title", help="What a screen reader says; the map's title if left out.")] = "",
    lang: Annotated[Language | None, typer.Option("--lang", help="The language that it opens in.")] = None,
    ratio: Annotated[str, typer.Option("--ratio", metavar="W:H", help="Width to height.")] = "8:5",
    as_json: AsJson = False,
) -> None:
    """The lines that put a map into a web page, and into Quarto or Markdown: a sandboxed frame."""
    from rimland.maps.embed import markdown, snippet

    remote = file.startswith(("http://", "https://"))
    tag = lang.value if lang else ""
    named = title.strip() or (_word(tag) if remote else page_title(Path(file), tag))
    address: str | Path = file if remote else Path(file)
    shape = _proportion(ratio)
    html = snippet(address, title=named, lang=tag, ratio=shape)
    quarto = markdown(address, title=named, lang=tag, ratio=shape)
    if as_json:
        emit({"file": file, "title": named, "html": html, "markdown": quarto})
        return
    print(f"A web page:\n\n{html}\n\nQuarto or Pandoc Markdown:\n\n{quarto}")


def _word(tag: str) -> str:
    from rimland.maps.text import words

    return words(tag or "en")["map"]


def _proportion(written: str) -> float:
    sides = re.fullmatch(r"\s*(\d{1,4}(?:\.\d+)?)\s*:\s*(\d{1,4}(?:\.\d+)?)\s*", written)
    ratio = float(sides[1]) / (float(sides[2]) or math.inf) if sides else 0
    if not 0.1 <= ratio <= 10:
        raise InputError(f"--ratio is {written!r}: expected width:height, such as 16:9, neither ten times the other.")
    return ratio


def page_title(path: Path, lang: str = "") -> str:
    """What a page calls itself in a language, or the name of its file.

    Raises
    ------
    InputError
        There is no such file, it is not text, or it is no map that knows the language.
    """
    from rimland.maps.embed import titles

    if not path.is_file():
        raise InputError(f"{path}: no such file. `rimland map -o map.html` writes one; or give an address.")
    try:
        found = titles(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not a web page in UTF-8. Give a file that `rimland map` wrote.") from error
    if lang and lang not in found:
        raise InputError(
            f"{path}: no map that has {lang!r}. Give a file that `rimland map` wrote, or leave out --lang."
        )
    return found.get(lang) or path.stem
