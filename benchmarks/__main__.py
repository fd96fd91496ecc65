"""Run the benchmarks: `python -m benchmarks [FAMILY …] [--json FILE] [--coast FILE.wkb]`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import buffer, cold, distance, equidistance, measuring, memory, routes, webmap
from benchmarks.coasts import Coasts
from benchmarks.peers import PATIENCE
from benchmarks.postgis import Database, MissingError, database
from benchmarks.table import OURS, Row, as_json, as_markdown, as_text, machine

FAMILIES = {
    "distance": distance.rows,
    "buffer": buffer.rows,
    "equidistance": equidistance.rows,
    "measuring": measuring.rows,
    "cold": cold.rows,
    "memory": memory.rows,
    "routes": routes.rows,
    "map": webmap.rows,
}


def main() -> None:
    """Run the families that were asked for, say each row as it is done, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("family", nargs="*", metavar="FAMILY", help=f"from {', '.join(FAMILIES)}; all unless named")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there too, as Markdown")
    parser.add_argument("--coast", type=Path, metavar="FILE.wkb", help="other land than the layer that ships")
    parser.add_argument("--patience", type=float, default=30, metavar="SECONDS", help="after which a peer is given up")
    asked = parser.parse_args()
    unknown = set(asked.family) - set(FAMILIES)
    if unknown:
        parser.error(f"no family {', '.join(sorted(unknown))}; there are {', '.join(FAMILIES)}")
    for path in (asked.json, asked.markdown):
        if path is not None and not path.parent.is_dir():
            parser.error(f"{path}: the folder does not exist: make it first.")  # rather than after ten minutes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped on the way out
    rows = run(asked.family or list(FAMILIES), Coasts.read(asked.coast), asked.patience)
    print(as_text(rows))
    print("\n" + ", ".join(f"{name} {number}" for name, number in machine().items()))
    if asked.json:
        asked.json.write_text(as_json(rows) + "\n", encoding="utf-8")
    if asked.markdown:
        asked.markdown.write_text(as_markdown(rows), encoding="utf-8")


def run(families: list[str], coasts: Coasts, patience: float) -> list[Row]:
    """Every row of some families; without PostGIS its rows say so."""
    rows: list[Row] = []
    os.environ[PATIENCE] = str(patience)
    with ExitStack() as stack:
        try:
            peer = stack.enter_context(database(patience))
        except MissingError as problem:
            peer = str(problem)
        for family in families:
            rows.extend(told(family, coasts, peer))
    return rows


def told(family: str, coasts: Coasts, peer: Database | str) -> Iterator[Row]:
    """The rows of a family, each said as it is done; a family that breaks ends with a row that says so."""
    start = time.perf_counter()
    try:
        for row in FAMILIES[family](coasts, peer):
            print(f"{time.perf_counter() - start:6.0f} s  {row.brief}", file=sys.stderr, flush=True)
            yield row
    except Exception as problem:
        yield Row(operation=family, engine=OURS, note=f"failed: {type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
