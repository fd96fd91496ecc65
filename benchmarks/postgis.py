"""PostGIS `geography` in a cluster of its own: in a temporary folder, reached by a Unix socket only, stopped after.

PostgreSQL refuses to run as root; as root, its programs are run as the user `postgres` that the Debian package makes.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from benchmarks.table import Timing


class MissingError(Exception):
    """What the peer needs is not installed."""


def programs() -> Path:
    """The folder with `initdb` and `pg_ctl` of a PostgreSQL that has PostGIS."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and list(
            Path("/usr/share/postgresql").glob(f"{folder.parent.name}/extension/postgis.control")
        ):
            return folder
    raise MissingError("PostGIS is not installed (see benchmarks/README.md)")


@dataclass(frozen=True)
class Database:
    """A connection, and the process at its other end, whose processor time is what an operation costs."""

    connection: Any
    process: int

    def load(self, name: str, shapes: list[Any]) -> None:
        """Make a table of shapes: `id` from 0, `g` geography; one of that name is replaced."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"drop table if exists {name}")
            cursor.execute(f"create table {name} (id int primary key, g geography)")
            cursor.executemany(
                f"insert into {name} values (%s, st_geomfromwkb(%s, 4326)::geography)",
                [(i, shapely.to_wkb(shape)) for i, shape in enumerate(shapes)],
            )
            cursor.execute(f"analyze {name}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query answers."""
        with self.connection.cursor() as cursor:
            return list(cursor.execute(sql).fetchall())

    def timed(self, sql: str, repeat: int = 3, warm: bool = True) -> Timing:
        """Run a query; the processor time is the server process's own."""
        if warm:
            self.rows(sql)
        wall_0, cpu_0 = time.perf_counter(), self.cpu_s()
        for _ in range(repeat):
            result = self.rows(sql)
        return Timing(result, (time.perf_counter() - wall_0) / repeat, (self.cpu_s() - cpu_0) / repeat)

    def cpu_s(self) -> float:
        """Processor seconds that the server process has used."""
        return int(Path(f"/proc/{self.process}/schedstat").read_text().split()[0]) / 1e9

    def version(self) -> str:
        """Of PostGIS."""
        return str(self.rows("select postgis_lib_version()")[0][0])


def column(timing: Timing) -> Timing:
    """A query's timing with its first column as an array."""
    return Timing(np.array([r[0] for r in timing.result], float), timing.wall_s, timing.cpu_s)


def shapes_of(rows: list[tuple[Any, ...]]) -> np.ndarray:
    """Shapes from a query that answers with WKB."""
    return np.asarray(shapely.from_wkb([bytes(r[0]) for r in rows]))


@contextmanager
def database(patience: float = 60) -> Iterator[Database]:
    """A database for the length of a `with` block; a statement is given up after `patience` seconds.

    Raises
    ------
    MissingError
        PostGIS or psycopg is not installed.
    """
    folder = programs()
    try:
        import psycopg
    except ImportError as problem:
        raise MissingError("psycopg is not installed (see benchmarks/requirements.txt)") from problem
    home = Path(tempfile.mkdtemp(prefix="rimland-bench-"))
    run = _runner(home)
    try:
        run(folder / "initdb", "-D", home / "db", "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off -c jit=off"
        run(folder / "pg_ctl", "-D", home / "db", "-w", "-l", home / "log", "-o", options, "start")
        try:
            with psycopg.connect(host=str(home), user="bench", dbname="postgres", autocommit=True) as connection:
                connection.execute("create extension postgis")
                connection.execute("set max_parallel_workers_per_gather = 0")
                connection.execute(f"set statement_timeout = {int(patience * 1000)}")
                yield Database(connection, connection.info.backend_pid)
        finally:
            run(folder / "pg_ctl", "-D", home / "db", "-m", "fast", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _runner(home: Path) -> Callable[..., None]:
    """How to run a server program here: as ourselves, or as `postgres` when we are root."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]

    def run(*command: Any) -> None:
        subprocess.run(
            [*prefix, *map(str, command)], check=True, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    return run
