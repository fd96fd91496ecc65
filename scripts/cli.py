"""The command line: arguments in, lines and files out.

What is wrong goes to standard error in one sentence.
"""

import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rimland.scripts import (
    arguing,
    cataloguing,
    changing,
    claiming,
    comparing,
    drawing,
    mapping,
    measuring,
    reporting,
    routing,
)
from rimland.scripts.console import InputError, complain
from rimland.scripts.stopping import Stopped, stoppable

UsageError = typer.BadParameter.__mro__[1]
"""What Typer raises for wrong usage: it has no public name."""

app = typer.Typer(
    help="Distances exact on the ellipsoid, layers with their sources, maps that open anywhere.",
    epilog="Example: rimland distance yonaguni 臺灣",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"rimland {version('rimland')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="The version.")] = False,
) -> None:
    """Options before any command."""


app.command("build", epilog="Example: rimland build -o out")(mapping.build)
app.command("map", epilog="Example: rimland map -o map.html --layers land-basemap,nansei --lang ja")(mapping.draw)
app.command("distance", epilog="Example: rimland distance yonaguni 臺灣 --json")(measuring.distance)
app.command("buffer", epilog="Example: rimland buffer yonaguni --radius 200nmi -o ring.geojson")(measuring.buffer)
app.command("area", epilog="Example: rimland area 石垣島")(measuring.area)
app.command("length", epilog="Example: rimland length 石垣島")(measuring.length)
app.command("matrix", epilog="Example: rimland matrix yonaguni ishigaki taiwan")(comparing.matrix)
app.command("median", epilog="Example: rimland median yonaguni taiwan -o median.geojson")(comparing.median)
app.command("partition", epilog="Example: rimland partition taiwan yonaguni batanes -o cells.gpkg")(comparing.partition)
app.command("route", epilog="Example: rimland route ras-tanura yokohama --avoid malacca")(routing.route)
app.command("depth", epilog="Example: rimland depth --scenario taiwan-prc-control")(arguing.depth)
app.command("exposure", epilog="Example: rimland exposure --radius 300km --radius 600km")(arguing.exposure)
app.command("straits", epilog="Example: rimland straits --json")(arguing.straits)
app.command("waters", epilog="Example: rimland waters --json")(changing.waters)
app.command("lanes", epilog="Example: rimland lanes --radius 200km")(changing.lanes)
app.command("detours", epilog="Example: rimland detours --close 'malacca; sunda-strait' --speed 14")(changing.detours)
app.command("compare", epilog="Example: rimland compare depth --scenario taiwan-prc-control")(changing.compare)
app.command("claims", epilog="Example: rimland claims --lang ja")(claiming.claims)
app.add_typer(cataloguing.layers, name="layers")
app.command("figure", epilog="Example: rimland figure gates -o gates.svg --lang ja")(drawing.figure)
app.command("report", epilog="Example: rimland report -o report.docx --lang en")(reporting.report)
app.command("embed", epilog="Example: rimland embed map.html")(mapping.embed)
app.command("check", epilog="Example: rimland check my-theatre.toml")(cataloguing.check)


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command and leave with its status: 0 done, 1 failed, 2 wrong usage or input, 130 or 143 stopped.

    Parameters
    ----------
    argv
        What follows the program's name; taken from the command line when None.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without CJK gets escapes, not an exception
    words = [readable(word) for word in (sys.argv[1:] if argv is None else argv)]
    try:
        with stoppable():
            status = _run(words or ["--help"])
    except Stopped as stopped:
        complain("stopped; nothing is half written, and what was there before is as it was.")
        status = stopped.status
    sys.exit(status)


def _run(words: list[str]) -> int:
    try:
        status = app([protected(word) for word in words], standalone_mode=False, prog_name="rimland")
        if sys.stdout is not None:  # as it is when the caller has closed it
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except (BrokenPipeError, SystemExit):
        # The reader of our output has seen enough, which Typer ends with SystemExit and we do not call a failure.
        _abandon_output()
        return 0
    except Exception as error:
        if os.environ.get("RIMLAND_DEBUG"):
            raise
        status, message = _verdict(error)
        complain(message)
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
        except OSError:
            _abandon_output()
        return status


def _abandon_output() -> None:
    """Let what is left of the output go nowhere: Python would flush it on exit and complain of a full or closed one."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _verdict(error: Exception) -> tuple[int, str]:
    """The status and the sentence of an error."""
    if isinstance(error, UsageError):
        return 2, _usage(error)
    if _is_input(error):
        first, *others = str(error).splitlines() or [type(error).__name__]
        return 2, first + (f" ({len(others)} more: run `rimland check` on the file.)" if others else "")
    if isinstance(error, OSError):
        return 1, _system(error)
    said = " ".join(str(error).split())[:200]
    return 1, f"failed unexpectedly ({type(error).__name__}: {said}). Set RIMLAND_DEBUG=1 to see where, and report it."


def _is_input(error: Exception) -> bool:
    if isinstance(error, InputError):
        return True
    from rimland.geo.errors import GeoError
    from rimland.layers.errors import LayersError

    return isinstance(error, GeoError | LayersError)


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "rimland"
    said = " ".join(error.format_message().split()) if hasattr(error, "format_message") else str(error)
    said = said.replace("Value error, ", "")
    if "unexpected extra argument" in said:
        said = f'{said.rstrip(".")}: words that belong together need quotation marks, such as "24.45N 122.95E"'
    return f"{said.rstrip('.')}. See `{command} --help`."


def _system(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror}. Check the path, its permissions and the space left."


def readable(word: str) -> str:
    """A word of the command line in Unicode, where the locale made of its UTF-8 what it could.

    Examples
    --------
    >>> readable("臺".encode().decode("ascii", "surrogateescape"))
    '臺'
    """
    try:
        return word.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return word


def protected(word: str) -> str:
    """A word of the command line, such that a negative number is no option.

    Examples
    --------
    >>> protected("-8.75,115.75"), protected("-o")
    (' -8.75,115.75', '-o')
    """
    return f" {word}" if re.match(r"-[\d.]", word) else word


if __name__ == "__main__":
    main()
