"""Figures and report of a build: drawn beside the layers, in a process of their own."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING

from rimland.scripts.stopping import Stopped, postponed, unheard

if TYPE_CHECKING:
    from rimland.layers.theatre import Theatre
    from rimland.maps.figures.subjects import Evidence
    from rimland.maps.reports.document import Document

REPORTS = (".html", ".docx", ".md")
"""The forms of the report that every build has; a PDF needs a package that not everybody has."""

FIGURES = "figures"

LONG = ("waters", "detours")
"""The tables that take longest to compute."""


def names_of(theatre: "Theatre") -> tuple[str, ...]:
    """The figures of a theatre, by name."""
    from rimland.maps.figures.figure import figure_names

    return figure_names(theatre)


@contextmanager
def drawing(theatre: "Theatre", folder: Path) -> Iterator[Callable[[Callable[[str], None]], None]]:
    """Draw every figure into a folder, in a second process, while the caller does something else.

    Yields
    ------
    Callable
        Draws those that are left together with the second process, and calls what it is given with the name of each;
        what went wrong is raised here.
    """
    from rimland.maps.figures.figure import evidence_of

    folder.mkdir()
    lang, names = theatre.languages[0], names_of(theatre)
    # Spawned, not forked: the libraries below have threads and open files that a copy of this process must not share.
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
    others = set(active_children())
    try:
        path = str(theatre.path)
        # Ctrl-C reaches both processes, and only this one answers; a kill waits until the other has started.
        with unheard(signal.SIGINT), postponed(signal.SIGTERM):
            prepared = pool.submit(prepare, path)
            drawn: dict[str, Future[None]] = {name: pool.submit(draw_of, path, name, lang, folder) for name in names}

        def wait(tell: Callable[[str], None]) -> None:
            prepared.result()
            evidence = evidence_of(theatre)
            for name in reversed(names):  # what the other process has not begun is drawn here: both end together
                if drawn[name].cancel():
                    tell(name)
                    draw(evidence, name, lang, folder)
                    del drawn[name]
            for name, future in drawn.items():
                tell(name)
                future.result()

        yield wait
    except Stopped:
        for child in set(active_children()) - others:
            child.terminate()  # a figure takes seconds, and nobody waits for it any more
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def prepare(path: str) -> None:
    """Put into the cache what the tables ask for last, while the caller is busy with what the map asks for first."""
    from rimland.layers.cache import cache_folder
    from rimland.scripts.tabling import tables

    for name, rows in tables(_evidence(path).theatre) if cache_folder() is not None else ():
        if name in LONG:
            rows()


def draw_of(path: str, name: str, lang: str, folder: Path) -> None:
    """Draw one figure of the theatre of a file: what a process of its own can be told."""
    draw(_evidence(path), name, lang, folder)


def draw(evidence: "Evidence", name: str, lang: str, folder: Path) -> None:
    """Draw one figure in every format."""
    from rimland.maps.figures.figure import SUFFIXES, figure, figure_bytes

    drawn = figure(name, evidence, lang=lang)
    for suffix in SUFFIXES:
        (folder / f"{name}{suffix}").write_bytes(figure_bytes(drawn, suffix))


@lru_cache(maxsize=1)
def _evidence(path: str) -> "Evidence":
    from rimland.maps.figures.figure import evidence_of

    return evidence_of(path)


def write_reports(document: "Document", stage: Path, *, live: str, moment: str) -> None:
    """Write the report in each of `REPORTS`, with the figures that lie in the stage already."""
    from rimland.maps.reports.files import on_disk, save_report

    gallery = on_disk(stage / FIGURES)
    for suffix in REPORTS:
        save_report(document, stage / f"report{suffix}", gallery=gallery, moment=moment, live=live, figures=FIGURES)
