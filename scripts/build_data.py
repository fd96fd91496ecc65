"""From upstream files to `data/`, reproducibly: ``python -m rimland.scripts.build_data``.

The coast needs the extra ``build-data``; the index of places needs the layers alone. The same inputs and versions give
the same bytes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "data"

STEPS = ("all", "coast", "index")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a step of the builder."""
    parser = argparse.ArgumentParser(prog="build_data", description=__doc__)
    parser.add_argument("step", nargs="?", choices=STEPS, default="all", help="what to build (default: all)")
    parser.add_argument("--data", type=Path, default=HERE, help="the folder with facts/, layers/ and places/")
    given = parser.parse_args(argv)
    if given.step in ("all", "coast"):
        for line in build_coast(given.data):
            print(line)
    if given.step in ("all", "index"):
        from rimland.scripts.build_index import build

        print(f"places: {build(given.data / 'layers', given.data / 'facts', given.data / 'places')}")
    return 0


def build_coast(data: Path) -> list[str]:
    """Write the layers of land and of named islands; what there is to report, a line each."""
    from rimland.scripts import build_borders, build_islands, build_land
    from rimland.scripts.build_source import read_source, tidy, within

    source = read_source()
    region, detail = build_land.region(source), build_land.detail(source)
    everything = tidy(within(source, build_land.REGION))
    islands = build_islands.match(everything, data / "facts")
    drawn = build_land.basemap(region, islands)
    frames = {
        "land-region": build_land.frame(region, islands, build_land.REGION),
        "land-detail": build_land.frame(detail, islands, build_land.DETAIL),
        "land-basemap": build_land.frame(drawn, islands, build_land.REGION),
        "mainland-coasts": build_borders.coasts(everything, data / "facts", build_land.REGION),
    }
    groups = {row["key"]: row for row in build_islands.read_table(data / "facts" / "island_groups.csv")}
    for layer in dict.fromkeys(island.row["layer"] for island in islands):
        members = [island for island in islands if island.row["layer"] == layer]
        frames[layer] = build_islands.frame(members, groups)
    written = [
        f"{name}: {len(frame)} features, SHA-256 {build_land.write(frame, data / 'layers' / f'{name}.parquet')}"
        for name, frame in frames.items()
    ]
    return [*written, *build_islands.report(islands)]


if __name__ == "__main__":
    raise SystemExit(main())
