"""From upstream files to `data/`, reproducibly: ``python -m rimland.scripts.build_data``.

``coast`` and ``towns`` need the extra ``build-data``, ``index`` the layers alone; ``coast`` and ``index`` are run
without a step. ``towns`` writes ``towns.csv``, for review and for `facts.layers`. ``borders`` prints where land borders
meet the sea, from a file of countries, to review ``border_mouths.csv`` by. ``fonts`` makes the fonts of static figures
from the packages that `build_fonts` names. The same inputs and versions give the same
bytes.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "data"

STEPS = ("all", "coast", "towns", "cities", "index", "borders", "fonts")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a step of the builder; 1, with one sentence on stderr, when what it needs is not there."""
    parser = argparse.ArgumentParser(prog="build_data", description=__doc__)
    parser.add_argument("step", nargs="?", choices=STEPS, default="all", help="what to build (default: all)")
    parser.add_argument("--data", type=Path, default=HERE, help="the folder with facts/, layers/ and places/")
    parser.add_argument("--countries", type=Path, help="countries-10m.json of pkg:npm/world-atlas@2.0.2, for borders")
    parser.add_argument("--packages", type=Path, help="the folder with the packages of the fonts, for fonts")
    given = parser.parse_args(argv)
    if given.step == "borders" and given.countries is None:
        parser.error("borders needs --countries FILE")
    if given.step == "fonts" and given.packages is None:
        parser.error("fonts needs --packages DIR")
    try:
        for line in run(given.step, given.data, given.countries, given.packages):
            print(line)
    except (ModuleNotFoundError, OSError, ValueError) as error:
        print(f"build_data: {error}", file=sys.stderr)
        return 1
    return 0


def run(step: str, data: Path, countries: Path | None = None, packages: Path | None = None) -> Iterator[str]:
    """Build what a step stands for; what there is to report, a line each."""
    if step == "borders" and countries is not None:
        from rimland.scripts.build_borders import mouths
        from rimland.scripts.build_land import REGION

        yield from (f"{row['lon']},{row['lat']},{row['one']},{row['other']}" for row in mouths(countries, REGION))
    if step == "fonts" and packages is not None:
        from rimland.scripts.build_fonts import build as build_fonts

        yield from build_fonts(packages, data)
    if step in ("all", "coast"):
        yield from build_coast(data)
    if step == "towns":
        from rimland.scripts import build_towns

        yield f"towns: {build_towns.build(data / 'facts' / 'towns.csv')}"
    if step == "cities":
        from rimland.scripts import build_cities

        yield f"cities: {build_cities.build(data / 'facts' / 'cities.csv')}"
    if step in ("all", "index"):
        from rimland.scripts.build_index import build

        yield f"places: {build(data / 'layers', data / 'facts', data / 'places')}"


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
