"""What a run found: one row for each operation and engine, timed in the same run, printed as a table or as JSON."""

import gc
import json
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

OURS = "rimland"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One operation on one engine; `per` names what the seconds are for, `error` is against brute force."""

    operation: str
    engine: str
    wall_s: float | None = None
    cpu_s: float | None = None
    per: str = "call"
    error: str = ""
    note: str = ""
    goal_s: float | None = None
    goal_of: str = "cpu"
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def brief(self) -> str:
        """One line."""
        return f"{self.operation}: {self.engine} {seconds(self.cpu_s)} {self.error} {self.note}".rstrip()

    @property
    def verdict(self) -> str:
        """Whether the goal in seconds was reached in this run, where there is one."""
        spent = self.cpu_s if self.goal_of == "cpu" else self.wall_s
        if self.goal_s is None or spent is None:
            return ""
        return f"{'meets' if spent <= self.goal_s else 'MISSES'} {seconds(self.goal_s)} {self.goal_of}"


@dataclass(frozen=True)
class Timing:
    """What a call returned, and the median wall and processor seconds of its repetitions."""

    result: Any
    wall_s: float
    cpu_s: float


def timed(call: Callable[[], Any], repeat: int = 3, inner: int = 1) -> Timing:
    """Run a call `repeat` times, `inner` times in each, after one run that is not counted when `repeat` > 1."""
    if repeat > 1:
        call()
    wall, cpu, result = [], [], None
    for _ in range(repeat):
        gc.collect()
        wall_0, cpu_0 = time.perf_counter(), time.process_time()
        for _ in range(inner):
            result = call()
        wall.append((time.perf_counter() - wall_0) / inner)
        cpu.append((time.process_time() - cpu_0) / inner)
    return Timing(result, median(wall), median(cpu))


def row(
    operation: str,
    engine: str,
    call: Callable[[], Timing],
    error: Callable[[Any], str] = lambda _: "",
    *,
    count: int = 1,
    **details: Any,
) -> Row:
    """The row of a call that times itself; `error` puts its result's error in words, `count` divides its seconds.

    What the call raises becomes the row's note, since a peer that fails is a finding and the run goes on.
    """
    try:
        timing = call()
        said = error(timing.result)
    except Exception as problem:
        first = (str(problem).splitlines() or [""])[0]
        return Row(operation=operation, engine=engine, note=f"failed: {type(problem).__name__}: {first}"[:160])
    spent = {"wall_s": timing.wall_s / count, "cpu_s": timing.cpu_s / count}
    return Row(operation=operation, engine=engine, error=said, **spent, **details)


def not_run(operation: str, engine: str, why: str) -> Row:
    """The row of a peer that is missing: said, never guessed."""
    return Row(operation=operation, engine=engine, note=f"not run: {why}")


def seconds(value: float | None) -> str:
    """Seconds in three figures and a unit that suits them.

    >>> seconds(0.00021), seconds(1.5)
    ('210 µs', '1.50 s')
    """
    if value is None:
        return "–"
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or unit == "µs":
            scaled = value * factor
            return f"{scaled:.{max(0, 2 - (scaled >= 10) - (scaled >= 100))}f} {unit}"
    raise AssertionError


def ratio(other: Row, ours: Row | None) -> str:
    """How many times our processor time another engine took."""
    if ours is None or not ours.cpu_s or other.cpu_s is None or other.engine == OURS or other.per != ours.per:
        return ""
    times = other.cpu_s / ours.cpu_s
    return f"{times:.0f} ×" if times >= 10 else f"{times:.2g} ×"


HEADINGS = ("operation", "engine", "wall", "cpu", "÷ ours", "error against brute force", "goal", "note")


def cells(rows: list[Row]) -> list[tuple[str, ...]]:
    """The table's texts; the ratio is to our own row of the same operation."""
    ours = {r.operation: r for r in rows if r.engine == OURS}
    return [
        (
            r.operation,
            r.engine,
            seconds(r.wall_s) + ("" if r.per == "call" or r.wall_s is None else f"/{r.per}"),
            seconds(r.cpu_s),
            ratio(r, ours.get(r.operation)),
            r.error,
            r.verdict,
            r.note,
        )
        for r in rows
    ]


def as_text(rows: list[Row]) -> str:
    """A table in columns, with operations said once."""
    lines = [HEADINGS, *cells(rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS) - 1)]
    shown, last = [], ""
    for line in lines:
        name = "" if line[0] == last else line[0]
        last = line[0]
        shown.append(
            "  ".join(
                [name.ljust(widths[0]), *(t.ljust(w) for t, w in zip(line[1:], widths[1:], strict=False)), line[-1]]
            )
        )
    return "\n".join(text.rstrip() for text in shown)


def as_markdown(rows: list[Row]) -> str:
    """A page with the table, the versions, and what it is."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *cells(rows)]
    table = "\n".join(f"| {' | '.join(line)} |".replace("  ", " ") for line in lines)
    versions = ", ".join(f"{name} {number}" for name, number in machine().items() if name != "system")
    return (
        "# One run of the benchmarks\n\nWritten by `python -m benchmarks --markdown benchmarks/results.md`; what the"
        f" rows and columns mean is in [README.md](README.md).\n\n{table}\n\nMeasured with {versions}.\n"
    )


def as_json(rows: list[Row]) -> str:
    """Everything, with the machine and the versions that it ran on."""
    return json.dumps(
        {"machine": machine(), "rows": [asdict(r) | {"verdict": r.verdict} for r in rows]}, ensure_ascii=False, indent=1
    )


def machine() -> dict[str, str]:
    """The versions of what was compared."""
    names = ("rimland", "numpy", "scipy", "shapely", "pyproj", "geopandas", "numba", "spherely", "psycopg")
    return {"python": platform.python_version(), "system": platform.platform()} | dict(_versions(names))


def _versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def peak_mb() -> float:
    """The most memory this process has held, MB; `ru_maxrss` would count what the parent held when it was started."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
