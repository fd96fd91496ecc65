"""Static figures of a theatre: print quality, no browser, the same bytes from the same inputs."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rimland.layers import Theatre, load_theatre
from rimland.layers.errors import LayersError, did_you_mean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from rimland.maps.figures.parts import Caption
    from rimland.maps.figures.subjects import Evidence

SUFFIXES = (".svg", ".png", ".pdf")

DPI = 300

_SALT = "rimland"


class UnknownFigureError(LayersError, LookupError):
    """A figure that a theatre does not have."""


class FigureError(LayersError, ValueError):
    """A language or a kind of file that figures do not come in."""


def figure(
    name: str,
    theatre: "str | Path | Theatre | Evidence" = "buffer",
    *,
    lang: str = "en",
    size: Literal["single", "double"] = "double",
    scenario: str | None = None,
) -> "Figure":
    """One static figure of a theatre: a map or a chart with title, legend, sources and method.

    Parameters
    ----------
    name
        One of `figure_names`.
    theatre
        The name of a shipped theatre, the path of a theatre file, a theatre, or what was computed of one.
    lang
        The language of all that is written: ``"en"``, ``"ja"`` or ``"zh-Hant"``.
    size
        As wide as one column of a journal (89 mm) or as two (183 mm).
    scenario
        What depth, exposure and the detours are drawn under: the theatre's first scenario if None. A claim is always
        told as the theatre tests it.

    Returns
    -------
    matplotlib.figure.Figure
        Write it with `save_figure`, which gives the same bytes each time.

    Raises
    ------
    UnknownFigureError
        The theatre has no such figure.
    FigureError
        Another language or size.
    UnknownScenarioError
        The theatre has no such scenario.

    Examples
    --------
    >>> figure("overview").get_size_inches()[0] * 25.4  # doctest: +SKIP
    183.0
    """
    from rimland.maps.figures.layout import compose
    from rimland.maps.figures.page import WIDTHS

    evidence = evidence_of(theatre, scenario)
    _check(evidence, name, lang)
    if size not in WIDTHS:
        raise FigureError(f"size = {size!r}: expected one of {', '.join(WIDTHS)}.")
    return compose(evidence, name, lang, WIDTHS[size])


def figure_names(theatre: "str | Path | Theatre | Evidence" = "buffer") -> tuple[str, ...]:
    """The figures that a theatre has: its themes, then one for each claim that a map can show.

    Examples
    --------
    >>> "overview" in figure_names("buffer")
    True
    """
    return evidence_of(theatre).names


def figure_caption(name: str, theatre: "str | Path | Theatre | Evidence" = "buffer", *, lang: str = "en") -> "Caption":
    """What is said of a figure where it is put into a text: its title, its message, and what a picture of it shows.

    Raises
    ------
    UnknownFigureError, FigureError
        As `figure`.
    """
    from rimland.maps.figures.parts import caption

    evidence = evidence_of(theatre)
    _check(evidence, name, lang)
    return caption(evidence.subject(name, lang), lang)


def evidence_of(theatre: "str | Path | Theatre | Evidence", scenario: str | None = None) -> "Evidence":
    """A theatre with room for what figures compute of it: pass it on to draw several from the same numbers."""
    from rimland.layers.scenarios import scenario as known
    from rimland.maps.figures.subjects import Evidence

    if isinstance(theatre, Evidence):
        if scenario is not None and scenario != theatre.scenario.id:
            raise FigureError(f"scenario = {scenario!r}: this evidence was computed under {theatre.scenario.id!r}.")
        return theatre
    theatre = theatre if isinstance(theatre, Theatre) else load_theatre(theatre)
    return Evidence(theatre=theatre, under=known(scenario, theatre).id if scenario is not None else "")


def save_all(
    theatre: "str | Path | Theatre | Evidence",
    folder: str | Path,
    *,
    lang: str = "en",
    names: Sequence[str] | None = None,
    suffixes: Sequence[str] = SUFFIXES,
    workers: int = 1,
    step: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write figures of a theatre into a folder as ``NAME.svg`` and so on; the same bytes however many work at it.

    Parameters
    ----------
    theatre
        As for `figure`.
    folder
        Must exist.
    lang
        As for `figure`.
    names
        All of `figure_names`, if None.
    suffixes
        The kinds of file.
    workers
        Processes. With more than one, a script of your own must start its work under ``if __name__ == "__main__":``.
    step
        Called with the name of each figure that is done.

    Returns
    -------
    list of Path
        What was written, sorted.

    Raises
    ------
    UnknownFigureError, FigureError, OSError
        As `figure` and `save_figure`.
    """
    evidence = evidence_of(theatre)
    wanted = evidence.names if names is None else tuple(names)
    for name in wanted:
        _check(evidence, name, lang)
    for suffix in suffixes:
        check_suffix(Path(f"figure{suffix}"))
    evidence.prepare(wanted)
    tasks = [(name, lang, Path(folder), tuple(suffixes)) for name in wanted]
    written: list[Path] = []
    for name, paths in _done(evidence, tasks, workers):
        written += paths
        if step is not None:
            step(name)
    return sorted(written)


Task = tuple[str, str, Path, tuple[str, ...]]


def _done(evidence: "Evidence", tasks: Sequence[Task], workers: int) -> Iterator[tuple[str, list[Path]]]:
    if workers == 1 or len(tasks) < 2:
        for task in tasks:
            yield task[0], _save(evidence, task)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, for a fork of a process with threads, as ours is once Arrow has read a file, may hang.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_receive, initargs=(evidence,)) as pool:
        yield from zip((task[0] for task in tasks), pool.map(_save_received, tasks), strict=True)


_RECEIVED: "list[Evidence]" = []
"""In a worker, what it was started with."""


def _receive(evidence: "Evidence") -> None:
    _RECEIVED.append(evidence)


def _save_received(task: Task) -> list[Path]:
    return _save(_RECEIVED[-1], task)


def _save(evidence: "Evidence", task: Task) -> list[Path]:
    name, lang, folder, suffixes = task
    drawn = figure(name, evidence, lang=lang)
    return [save_figure(drawn, folder / f"{name}{suffix}") for suffix in suffixes]


def _check(evidence: "Evidence", name: str, lang: str) -> None:
    """Refuse a figure that is not there, and a language that the theatre is not written in."""
    if lang not in evidence.theatre.languages:
        raise FigureError(f"lang = {lang!r}: expected one of {', '.join(evidence.theatre.languages)}.")
    if name not in evidence.names:
        hint = did_you_mean(name, evidence.names)
        raise UnknownFigureError(f"theatre {evidence.theatre.name!r} has no figure {name!r}. {hint}")


def save_figure(figure: "Figure", path: str | Path) -> Path:
    """Write a figure to a file, whole or not at all; its suffix says the format.

    Parameters
    ----------
    figure
        What `figure` has made.
    path
        Ends in ``.svg`` (text stays text), ``.png`` (300 dpi) or ``.pdf`` (fonts embedded).

    Raises
    ------
    FigureError
        Another suffix.
    OSError
        The folder does not exist or cannot be written.
    """
    from rimland.layers.files import write_whole

    path = Path(path)
    check_suffix(path)
    write_whole(path, figure_bytes(figure, path.suffix.lower()))
    return path


def check_suffix(path: Path) -> None:
    """Refuse a file of another kind.

    Raises
    ------
    FigureError
        Its suffix is none of `SUFFIXES`.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise FigureError(f"{path}: a figure is written as {', '.join(SUFFIXES)}: give the file one of these endings.")


def figure_bytes(figure: "Figure", suffix: str) -> bytes:
    """The content of the file that a figure makes: the same each time."""
    from io import BytesIO

    from matplotlib import rc_context

    from rimland.maps.figures import svg
    from rimland.maps.figures.page import Picture
    from rimland.maps.figures.png import png_of

    # Letters unhinted, as their widths were measured: lines broken to fit a column then do fit it.
    settings = {"svg.fonttype": "none", "svg.hashsalt": _SALT, "pdf.fonttype": 42, "text.hinting": "none"}
    nothing: dict[str, dict[str, str | None]] = {
        ".svg": {"Date": None, "Creator": None},
        ".pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    }
    out = BytesIO()
    with rc_context(settings):  # type: ignore[arg-type]
        if suffix == ".png":
            return png_of(figure, DPI)
        figure.savefig(out, format=suffix[1:], dpi=DPI, metadata=nothing[suffix])
    if suffix == ".svg" and isinstance(figure, Picture):
        return svg.finished(out.getvalue(), figure.language, figure.title)
    return out.getvalue()
