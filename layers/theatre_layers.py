"""Layers that a theatre file declares, `[[derive]]` and `[[lane]]`: computed when they are read.

Each carries the sources, the licences, the worst grade and the worst accuracy of what it is made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.catalog import Catalog
from rimland.layers.closures import STRAITS
from rimland.layers.coasts import dispute
from rimland.layers.derive_file import (
    DeriveBufferFile,
    DeriveCellsFile,
    DeriveFile,
    DeriveOverlapsFile,
    DeriveZonesFile,
    LaneFile,
)
from rimland.layers.derive_words import (
    CAVEAT,
    CELLS_GAP,
    COLUMNS,
    LANES_SUMMARY,
    LANES_TITLE,
    NAMES,
    NOTES,
    OWN_COLUMNS,
    SEA_AREA,
    SUMMARIES,
)
from rimland.layers.errors import DataError, LayersError, did_you_mean
from rimland.layers.layer import GRADES, LANGUAGES, NAME_COLUMNS, Layer, Source, Text
from rimland.layers.places import known_as, place
from rimland.layers.positions import position
from rimland.layers.records import TextFile
from rimland.layers.rule_file import (
    Bounds,
    BufferRule,
    CellsRule,
    DifferenceRule,
    MeasureRule,
    OverlapsRule,
    Rule,
    VoyageRule,
    ZonesRule,
)
from rimland.layers.zones import MAX_ERROR

if TYPE_CHECKING:
    from rimland.layers.places import Place
    from rimland.layers.theatre_file import TheatreFile

LANES = "lanes"
"""The layer of a theatre's own lanes."""

COAST: Bounds = (95.0, -12.0, 160.0, 52.0)
"""The window in which the coastline is known."""

STYLE = {"dash": [6, 4], "fill_opacity": 0.1, "below_land": True, "label": "water"}


@dataclass(frozen=True, kw_only=True)
class _Inputs:
    """What a layer is made of: places, and layers whole."""

    places: "tuple[Place, ...]" = ()
    layers: tuple[Layer, ...] = ()

    @property
    def all_layers(self) -> list[Layer]:
        """The layers, and those of the places; a set of islands has sources only."""
        shipped = sorted({one.layer for one in self.places} - {"sets"})
        return [*self.layers, *(Catalog()[name] for name in shipped)]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Of all, each once."""
        found: dict[str, Source] = {}
        for source in [source for one in self.places for source in one.sources] + [
            source for layer in self.layers for source in layer.sources
        ]:
            known = found.get(source.id, source)  # two layers may say the same of one work in other words
            both = known if known.title == source.title else replace(known, title=f"{known.title}; {source.title}")
            found[source.id] = both
        return tuple(found.values())

    @property
    def as_of(self) -> str:
        """The newest date of them."""
        return max([*(source.date or "" for source in self.sources), *(layer.as_of for layer in self.all_layers)])

    @property
    def licence(self) -> str:
        """All their licences."""
        given = [*(source.licence or "" for source in self.sources), *(layer.licence for layer in self.all_layers)]
        return " AND ".join(sorted({part for licence in given for part in licence.split(" AND ") if part}))

    @property
    def accuracy_m(self) -> float:
        """Metres by which the worst of them may be wrong."""
        return max([*(one.accuracy_m for one in self.places), *(_accuracy(layer) for layer in self.layers)])

    @property
    def grades(self) -> dict[str, str]:
        """The worst of theirs; B at best, since what is computed is no official text.

        Of places only where they are matters, not what else their layer says of them.
        """
        facts = [layer.fact_grade for layer in self.layers]
        positions = [layer.position_grade or "C" for layer in self.all_layers]
        return {
            "position_grade": max(["B", *positions], key=GRADES.index),
            "fact_grade": max(["B", *facts], key=GRADES.index),
        }

    def called(self, tag: str) -> str:
        """What they are called in a language, one after the other."""
        places = [one.names.get(tag, one.names["en"]) for one in self.places]
        return (", " if tag == "en" else "、").join([*places, *(layer.title[tag] for layer in self.layers)])


def _accuracy(layer: Layer) -> float:
    """Metres: of the layer, or the worst of its features where each says so itself."""
    if layer.accuracy_m is not None:
        return layer.accuracy_m
    frame = layer.features
    return float(frame["precision_m"].max()) if "precision_m" in frame else 0.0


def derived_layers(record: "TheatreFile", path: Path, folders: Sequence[Path]) -> list[Layer]:
    """The layers that the tables of a theatre file stand for; each may be made of those above it.

    Raises
    ------
    DataError
        A table names a place or layer that is none, has no source to carry over, or asks what cannot be computed.
    """
    declared: list[Layer] = []
    for number, one in enumerate(record.derive):
        catalog = Catalog(folders, declared)
        try:
            if one.name in catalog:
                raise DataError(f"name: {one.name!r} is a layer already. Choose another name.")
            declared.append(_derived(one, path, record.bounds, catalog))
        except (LayersError, LookupError) as error:
            raise DataError(f"{path}: derive.{number}.{error}") from error
    if record.lane:
        declared.append(_lanes(record.lane, path, Catalog(folders, declared)))
    return declared


def _derived(record: DeriveFile, path: Path, bounds: Bounds, catalog: Catalog) -> Layer:
    inputs = _inputs(record, catalog)
    title: dict[str, str] = record.title.model_dump(by_alias=True)
    accuracy = inputs.accuracy_m + (MAX_ERROR if record.kind == "zones" else 1)  # an edge is within a metre otherwise
    rough = {"precision_m": accuracy} if inputs.grades["position_grade"] == "C" else {}
    cited = "; ".join(source.id for source in inputs.sources)
    given = {"source": cited} | inputs.grades | rough if record.kind in ("buffer", "zones", "cells") else {}
    numbers = record.model_dump(include={"radius_nmi", "beyond_nmi", "least_km2"})
    words = SUMMARIES[_wording(record)]
    shown = ("area_km2", *OWN_COLUMNS.get(record.kind, ()))
    sea = record.kind in ("zones", "cells")
    return Layer(
        name=record.name,
        title=title,
        summary={tag: words[tag].format(what=inputs.called(tag), **numbers) for tag in LANGUAGES},
        caveat=CAVEAT,
        group="waters",
        kind="polygon",
        as_of=inputs.as_of,
        sources=inputs.sources,
        licence=inputs.licence,
        position_grade=inputs.grades["position_grade"],
        fact_grade=inputs.grades["fact_grade"],
        accuracy_m=accuracy,
        style={**STYLE, **({"fill_opacity": 0.0} if record.kind == "cells" else {})},
        gaps=(CELLS_GAP,) if record.kind == "cells" else (),
        columns={name: (SEA_AREA if sea and name == "area_km2" else COLUMNS[name]) for name in shown},
        derive=_rules(record, inputs, given | NOTES, bounds),
        path=path,
        catalog=catalog,
    )


def _inputs(record: DeriveFile, catalog: Catalog) -> _Inputs:
    """What a table is made of; says which field names what is none."""
    match record:
        case DeriveBufferFile(layer=str() as layer):
            return _Inputs(layers=(_layer("layer", layer, catalog),))
        case DeriveBufferFile() | DeriveZonesFile() | DeriveCellsFile():
            return _Inputs(places=tuple(_place(name) for name in record.of))
        case DeriveOverlapsFile():
            named = {"first": record.first} | ({} if record.second is None else {"second": record.second})
            return _Inputs(layers=tuple(_layer(field, name, catalog, "polygon") for field, name in named.items()))
        case _:
            whole = _layer("of", record.of, catalog, "polygon")
            return _Inputs(layers=(whole, *(_layer("without", name, catalog, "polygon") for name in record.without)))


def _layer(field: str, name: str, catalog: Catalog, *kinds: str) -> Layer:
    if name not in catalog:
        raise DataError(
            f"{field}: no layer {name!r} that ships, lies beside this file or is derived above it. "
            f"{did_you_mean(name, catalog)}"
        )
    layer = catalog[name]
    if layer.kind not in (kinds or ("polygon", "line", "point")):
        raise DataError(
            f"{field}: {name!r} is a layer of kind {layer.kind!r}: expected {' or '.join(kinds) or 'shapes'}."
        )
    return layer


def _place(name: str) -> "Place":
    try:
        found = place(name)
    except LookupError as error:
        raise DataError(f"of: {error}") from error
    if not found.sources:
        raise DataError(f"of: {name!r} has no source. Name places, not positions or files.")
    return found


def _wording(record: DeriveFile) -> str:
    return "belts" if isinstance(record, DeriveZonesFile) and record.beyond_nmi else record.kind


def _rules(record: DeriveFile, inputs: _Inputs, given: Mapping[str, Any], bounds: Bounds) -> tuple[Rule, ...]:
    """The rules that compute the features of a table; `given` is what each of them says."""
    said = record.model_dump(exclude={"name", "title"}) | {"properties": dict(given)}
    disputes = {one.id: found for one in inputs.places if (found := dispute(one))}
    match record:
        case DeriveBufferFile(layer=layer):
            said.pop("layer")
            feature = _titled(record.name, record.title) | _of_all(disputes.values()) | said["properties"]
            said |= {"of": [one.id for one in inputs.places], "layers": [layer] if layer else [], "properties": feature}
            return BufferRule(**said), MeasureRule(kind="measure", area_column="area_km2")
        case DeriveZonesFile(within=within) | DeriveCellsFile(within=within):
            said |= {"of": [one.id for one in inputs.places], "within": _window(within, bounds), "but": disputes}
            said |= {"id": f"{record.name}-{{place}}", "names": _names(record)}
            return (ZonesRule(**said) if record.kind == "zones" else CellsRule(**said),)
        case DeriveOverlapsFile():
            return (OverlapsRule(**said, id=f"{record.name}-{{first}}-{{second}}", names=_text(NAMES["overlaps"])),)
        case _:
            return (DifferenceRule(**said, title=record.title),)


def _names(record: DeriveZonesFile | DeriveCellsFile) -> TextFile:
    """What the features of a table are called, `{place}` still to be filled."""
    numbers = record.model_dump(include={"radius_nmi", "beyond_nmi"})
    return _text({tag: text.format(place="{place}", **numbers) for tag, text in NAMES[_wording(record)].items()})


def _text(words: Text) -> TextFile:
    return TextFile.model_validate(dict(words))


def _of_all(disputes: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """One dispute of several: every claimant of each."""
    found = list(disputes)
    claimants = "; ".join(dict.fromkeys(one for each in found for one in each["claimants"].split("; ")))
    return {"status": found[0]["status"], "claimants": claimants} if found else {}


def _window(within: Bounds | None, bounds: Bounds) -> Bounds:
    window = bounds if within is None else within
    west, south, east, north = window
    if not (COAST[0] <= west < east <= COAST[2] and COAST[1] <= south < north <= COAST[3]):
        raise DataError(
            f"within: the window {list(window)} is not all between 95°E and 160°E, 12°S and 52°N, where the coast is "
            f"known. Add within = [118, 20, 134, 36], say."
        )
    return window


def _lanes(records: Sequence[LaneFile], path: Path, catalog: Catalog) -> Layer:
    """The theatre's own lanes, as the lanes that ship are."""
    if LANES in catalog:
        raise DataError(f"{path}: lane: {LANES!r} is a layer already. Rename that one.")
    model, land = Catalog()["sea-lanes"], Catalog()["land-region"]
    rules, ports = [], []
    for number, record in enumerate(records):
        calls = [_call(name, f"{path}: lane.{number}.calls") for name in record.calls]
        ports += [place(one) for one, layer in calls if layer not in STRAITS]
        rules.append((record, [one for one, _ in calls]))
    inputs = _Inputs(places=tuple(one for one in ports if one.sources), layers=(land,))
    said = {"source": "; ".join(source.id for source in inputs.sources), **inputs.grades, "fact_grade": "C"}
    return replace(
        model,
        name=LANES,
        title=LANES_TITLE,
        summary=LANES_SUMMARY,
        as_of=inputs.as_of,
        licence=inputs.licence,
        sources=inputs.sources,
        position_grade=inputs.grades["position_grade"],
        sha256=None,
        geometry_path=None,
        columns={name: column for name, column in model.columns.items() if not name.startswith(("trade", "name_"))},
        derive=tuple(
            VoyageRule(
                kind="voyage", calls=calls, avoid=record.avoid, properties=said | _titled(record.id, record.name)
            )
            for record, calls in rules
        ),
        path=path,
        catalog=catalog,
    )


def _call(name: str, where: str) -> tuple[str, str]:
    """The id and the layer of a port or strait; of a position, itself and none."""
    if position(name):
        return name, ""
    try:
        return known_as(name)
    except LookupError as error:
        raise DataError(f"{where}: {error}") from error


def _titled(name: str, title: TextFile) -> dict[str, str]:
    return {"id": name} | {NAME_COLUMNS[tag]: words for tag, words in title.model_dump(by_alias=True).items()}
