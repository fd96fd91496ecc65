"""The command from a cold start, beside the time Python needs to import shapely and pyproj."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.coasts import Coasts
from benchmarks.postgis import Database
from benchmarks.table import OURS, Row, Timing, row

TURNS = 11
NAME = "cold start: rimland distance yonaguni taiwan"


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:  # noqa: ARG001 - one signature for every family
    """The command and its measure, taking turns, and what the command loads that it must not."""
    command = shutil.which("rimland", path=str(Path(sys.executable).parent))
    imports = [sys.executable, "-c", "import shapely, pyproj"]
    if command is None:
        yield Row(operation=NAME, engine=OURS, note="not run: the command is not installed beside this Python")
        return
    ours = [command, "distance", "yonaguni", "taiwan"]
    spent = [(once(ours), once(imports)) for _ in range(TURNS)]
    mine, theirs = (timing_of([turn[i] for turn in spent]) for i in (0, 1))
    yield row(NAME, OURS, lambda: mine, goal_s=2 * theirs.cpu_s, note=f"median of {TURNS}; {heavy(command)}")
    yield row(NAME, "python -c 'import shapely, pyproj'", lambda: theirs)


def once(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of a process.

    Raises
    ------
    RuntimeError
        The process failed: its time says nothing.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-200:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def timing_of(turns: list[tuple[float, float]]) -> Timing:
    """The medians of some turns."""
    return Timing(None, median(t[0] for t in turns), median(t[1] for t in turns))


def heavy(command: str) -> str:
    """Which of the modules that the cold path must do without were loaded all the same."""
    unwanted = ("scipy", "geopandas", "pandas", "folium", "numba", "matplotlib", "pyarrow", "pydantic")
    told = subprocess.run(
        [sys.executable, "-X", "importtime", command, "distance", "yonaguni", "taiwan"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ).stderr
    loaded = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if line.startswith("import time:")}
    found = [name for name in unwanted if name in loaded]
    return f"loads {', '.join(found)}" if found else "loads none of " + ", ".join(unwanted)
