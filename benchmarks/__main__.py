"""Run the benchmarks: `python -m benchmarks [FAMILY …] [--json FILE] [--coast FILE.wkb]`."""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks import buffer, cold, distance, equidistance, measuring, memory
from benchmarks.coasts import Coasts
from benchmarks.postgis import MissingError, database
from benchmarks.table import Row, as_json, as_text, machine

FAMILIES = {
    "distance": distance.rows,
    "buffer": buffer.rows,
    "equidistance": equidistance.rows,
    "measuring": measuring.rows,
    "cold": cold.rows,
    "memory": memory.rows,
}


def main() -> None:
    """Run the families that were asked for, say each row as it is done, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("family", nargs="*", metavar="FAMILY", help=f"from {', '.join(FAMILIES)}; all unless named")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there too")
    parser.add_argument("--coast", type=Path, metavar="FILE.wkb", help="other land than the layer that ships")
    asked = parser.parse_args()
    unknown = set(asked.family) - set(FAMILIES)
    if unknown:
        parser.error(f"no family {', '.join(sorted(unknown))}; there are {', '.join(FAMILIES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped on the way out
    rows = run(asked.family or list(FAMILIES), Coasts.read(asked.coast))
    print(as_text(rows))
    print("\n" + ", ".join(f"{name} {number}" for name, number in machine().items()))
    if asked.json:
        asked.json.write_text(as_json(rows) + "\n", encoding="utf-8")


def run(families: list[str], coasts: Coasts) -> list[Row]:
    """Every row of some families; without PostGIS its rows say so."""
    rows: list[Row] = []
    with ExitStack() as stack:
        try:
            peer = stack.enter_context(database())
        except MissingError as problem:
            peer = str(problem)
        for family in families:
            for row in FAMILIES[family](coasts, peer):
                rows.append(row)
                print(f"  {row.operation}: {row.engine} {row.note}", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    main()
