"""Memory: the most that a process holds for coasts of growing size, each in a process of its own.

Linear means: twice the vertices, no more than about twice the memory beyond what the imports hold.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely

from benchmarks.coasts import Coasts, vertices
from benchmarks.postgis import Database
from benchmarks.table import OURS, Row, Timing, peak_mb, row, timed
from rimland import geo

SHARES = (1 / 8, 1 / 4, 1 / 2, 1)


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:  # noqa: ARG001 - one signature for every family
    """Index and points, and the 200 nmi buffer, of an eighth to the whole of Japan's polygons."""
    jobs = {"index, 100,000 points": index_and_points, "buffer of 200 nmi": buffer}
    for name, job in jobs.items():
        yield row(f"memory, {name}, coast of Japan", OURS, lambda job=job: growth(job, coasts.japan), in_words)


def index_and_points(shape: Any) -> None:
    """The kernel's work."""
    random = np.random.default_rng(3)
    geo.ShapeIndex(shape).nearest(random.uniform(118, 146, 100_000), random.uniform(20, 46, 100_000))


def buffer(shape: Any) -> None:
    """A buffer as the theatre draws it."""
    geo.buffer(shape, geo.nmi(200))


def growth(job: Callable[[Any], None], shape: Any) -> Timing:
    """Vertices and peak MB for growing shares of a shape; the seconds are those of the whole."""
    parts = np.random.default_rng(5).permutation(shapely.get_parts(shape))
    sizes = []
    for share in SHARES:
        some = shapely.multipolygons(parts[: int(len(parts) * share)])
        timing = apart(job, some)
        sizes.append((vertices(some), timing.result))
    return Timing(sizes, timing.wall_s, timing.cpu_s)


def in_words(sizes: list[tuple[int, float]]) -> str:
    """Peak at each size, and bytes for each further vertex between the two smallest and between the two largest."""
    told = ", ".join(f"{count:,}: {mb:,.0f} MB" for count, mb in sizes)
    slopes = [(b[1] - a[1]) * 2**20 / (b[0] - a[0]) for a, b in (sizes[:2], sizes[-2:])]
    return f"{told}; {slopes[0]:,.0f} then {slopes[1]:,.0f} bytes a further vertex"


def apart(job: Callable[[Any], None], shape: Any) -> Timing:
    """Run a job in a fresh process; the result is the process's peak, less what it held before the job, MB."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, job, shapely.to_wkb(shape)))
    process.start()
    theirs.close()
    answer = ours.recv()
    process.join()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _send(pipe: Any, job: Callable[[Any], None], wkb: bytes) -> None:
    try:
        shape, small = shapely.from_wkb(wkb), shapely.box(121, 23, 122, 24)
        job(small)  # imports and compiled code are not counted
        before = peak_mb()
        timing = timed(lambda: job(shape), 1)
        pipe.send(Timing(peak_mb() - before, timing.wall_s, timing.cpu_s))
    except Exception as problem:
        pipe.send(problem)
