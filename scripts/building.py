"""The main job: everything for a theatre into one folder, each file whole, the same bytes from the same inputs."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from rimland.scripts.console import Progress
from rimland.scripts.stopping import SIGNALS, unheard

if TYPE_CHECKING:
    from rimland.layers.theatre import Theatre

LIBRARIES = (
    "rimland",
    "branca",
    "folium",
    "geopandas",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pillow",
    "pyarrow",
    "pyogrio",
    "pyproj",
    "python-docx",
    "rcssmin",
    "rjsmin",
    "shapely",
    "xstatic-leaflet",
)
"""Packages whose versions the bytes of the output depend on."""


def steps(theatre: "Theatre") -> int:
    """How many pieces of work `write_all` announces."""
    from rimland.scripts.publishing import names_of
    from rimland.scripts.tabling import tables

    return len(theatre.layer_names) + len(list(tables(theatre))) + len(names_of(theatre)) + 4


def write_all(theatre: "Theatre", folder: Path, *, moment: str, bar: Progress) -> list[Path]:
    """Write map, layers, tables, figures, report and manifest into a folder.

    Everything is made beside its place first: when something fails or stops the program, the folder is as it was.

    Parameters
    ----------
    theatre
        What to build.
    folder
        Made if need be; files of other names in it stay.
    moment
        The time stamp of formats that must have one, ISO 8601 in UTC.
    bar
        Told of each piece of work.

    Returns
    -------
    list of Path
        What was written, relative to the folder, sorted.

    Raises
    ------
    OSError
        The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(mkdtemp(prefix=".rimland-", dir=folder))
    try:
        _make(theatre, stage, moment, bar)
        written = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
        with unheard(*SIGNALS):  # half moved, the folder would be neither the old nor the new one
            for path in written:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (stage / path).replace(folder / path)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return written


def _make(theatre: "Theatre", stage: Path, moment: str, bar: Progress) -> None:
    from rimland.maps.reports.report import report
    from rimland.scripts.publishing import FIGURES, drawing, write_reports

    with drawing(theatre, stage / FIGURES) as drawn:
        live = _make_data(theatre, stage, moment, bar)
        bar.step("report")
        document = report(theatre)
        drawn(bar.step)
    write_reports(document, stage, live=live, moment=moment)
    bar.step("manifest")
    (stage / "manifest.json").write_text(_manifest(theatre, stage, moment), encoding="utf-8")


def _make_data(theatre: "Theatre", stage: Path, moment: str, bar: Progress) -> str:
    """Write map, layers and tables; the map's page is returned, for the report that has it inside."""
    from rimland.layers.export import carried, csv_bytes, export, export_together
    from rimland.layers.tables import feature_table
    from rimland.maps import StrategicMap
    from rimland.scripts.tabling import tables

    for name in ("layers", "tables"):
        (stage / name).mkdir()
    bar.step("map")
    page = StrategicMap(theatre, lang=theatre.languages[0]).html()
    (stage / f"{theatre.name}.html").write_text(page, encoding="utf-8", newline="\n")
    frames = {}
    for layer in theatre.layers:
        bar.step(layer.name)
        frames[layer.name] = carried(layer)
        export(layer, stage / "layers" / f"{layer.name}.geojson", frame=frames[layer.name], moment=moment)
        if layer.named:
            (stage / "tables" / f"{layer.name}.csv").write_bytes(csv_bytes(feature_table(layer)))
    for table, rows in tables(theatre):
        bar.step(table)
        (stage / "tables" / f"{table}.csv").write_bytes(csv_bytes(rows()))
    bar.step("GeoPackage")
    export_together(theatre.layers, stage / "layers" / f"{theatre.name}.gpkg", frames=frames, moment=moment)
    return page


def _manifest(theatre: "Theatre", stage: Path, moment: str) -> str:
    outputs = sorted(path for path in stage.rglob("*") if path.is_file())
    record = {
        "command": f"rimland build --theatre {theatre.name}",
        "theatre": theatre.name,
        "title": dict(theatre.title),
        "as_of": theatre.as_of,
        "time_stamp": moment,
        "inputs": {name: _digest(path) for name, path in sorted(_inputs(theatre))},
        "outputs": {path.relative_to(stage).as_posix(): _digest(path) for path in outputs},
        "versions": versions(),
        "attribution": sorted({credit for layer in theatre.layers for credit in layer.credits}),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def versions() -> dict[str, str]:
    """The versions that the bytes of the output depend on, libraries below Python's included."""
    import pyogrio
    import pyproj
    import shapely

    below = {
        "GDAL": pyogrio.__gdal_version_string__,
        "GEOS": shapely.geos_version_string,
        "PROJ": pyproj.proj_version_str,
    }
    return {name: version(name) for name in LIBRARIES} | below


def _inputs(theatre: "Theatre") -> Iterator[tuple[str, Path]]:
    """Every file that was read, by a name that does not tell where it lies on this machine."""
    from rimland.data import ROOT

    if theatre.path is not None:
        yield f"theatres/{theatre.path.name}", theatre.path
    for layer in theatre.layers:
        for path in (layer.path, layer.geometry_path):
            if path is not None:
                yield f"layers/{path.name}", path
    if theatre.claims is not None and theatre.path is not None:
        yield f"theatres/{theatre.claims}", theatre.path.parent / theatre.claims
    for path in sorted((Path(str(ROOT)) / "fonts").glob("*.ttf")):
        yield f"fonts/{path.name}", path
    for name in ("index.json", "shapes.bin"):
        yield f"places/{name}", Path(str(ROOT)) / "places" / name


def _digest(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
