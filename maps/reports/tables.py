"""The tables of a report: distances, metrics before and after a scenario, and layers that a theatre asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.layer import NAME_COLUMNS, Layer
from rimland.layers.quantities import Numbers, Quantity
from rimland.layers.theatre import STATUS_QUO, Theatre
from rimland.layers.written import digits, written
from rimland.maps.reports.document import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

SHOWN = 12
"""Sites in the table of depth; the annex has all."""

RADII_KM = (300.0, 500.0)
"""Distances at which exposure is told, besides the published ranges."""

LANE_KM = 200.0

_BETWEEN = {"en": ", ", "ja": "、", "zh-Hant": "、"}
"""What stands between the names of a list."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the author of a report has before him: the theatre, its numbers, and the words of one language."""

    theatre: Theatre
    numbers: Numbers
    language: str
    words: Mapping[str, str]
    distances: "Mapping[tuple[str, str], Quantity]" = field(default_factory=dict)

    def said(self, value: float | None, unit: str, uncertainty: float | None = None) -> str:
        """A number in the words of the language, with its uncertainty if it has one."""
        if value is None or value != value:
            return self.words["not_available"]
        return written(Quantity(value=value, unit=unit, uncertainty=uncertainty), self.language, spread=True)

    def name(self, row: Any) -> str:
        """The name of a feature in the language, in English where it has none, and that it is disputed if it is."""
        name = text_of(row, NAME_COLUMNS[self.language]) or text_of(row, "name_en") or str(row["id"])
        disputed = row.get("status") == "disputed"
        return self.words["disputed_mark"].format(name=name) if disputed else name

    def title(self, actor: str | None) -> str:
        """What an actor is called."""
        known = self.theatre.actors.get(actor) if isinstance(actor, str) else None
        return known.name[self.language] if known else self.words["not_available"]

    @property
    def scenario(self) -> str:
        """The scenario that metrics are told under: the theatre's first one."""
        return next(iter(self.theatre.scenarios), STATUS_QUO)

    @property
    def scenario_title(self) -> str:
        """What it is called."""
        change = self.theatre.scenarios.get(self.scenario)
        return change.title[self.language] if change else self.scenario


def text_of(row: Any, column: str) -> str:
    """What stands in a column; nothing where it is missing."""
    value = row.get(column)
    return "" if value is None or value != value else str(value)


def table(name: str, desk: Desk) -> Table:
    """A table by its name: one of `_KNOWN`, else the features of a layer.

    Raises
    ------
    DataError
        No such table, and no such layer.
    """
    if name in _KNOWN:
        return _KNOWN[name](desk)
    if name in desk.theatre.catalog:
        return layer_table(desk.theatre.catalog[name], desk)
    hint = did_you_mean(name, [*_KNOWN, *desk.theatre.catalog])
    raise DataError(f"{desk.theatre.path or desk.theatre.name}: story: no table {name!r}. {hint}")


def distances(desk: Desk) -> Table:
    """Every distance that the story and the claims ask for, each once."""
    from rimland import geo

    words, rows = desk.words, []
    for (start, end), quantity in desk.distances.items():
        km, off = quantity.value, quantity.uncertainty
        per = geo.NAUTICAL_MILE / geo.KILOMETRE
        nmi, less = km / per, None if off is None else off / per
        rows.append((end_name(start, desk), end_name(end, desk), desk.said(km, "km", off), desk.said(nmi, "nmi", less)))
    columns = _columns(words["from"], words["to"], numeric=("km", "nmi"))
    return Table(caption=words["t_distances"], columns=columns, rows=tuple(rows))


def end_name(name: str, desk: Desk) -> str:
    """What the end of a distance is called: a place, or ``layer/feature``."""
    from rimland.layers.places import place

    layer, slash, feature = name.partition("/")
    if slash:
        rows = desk.theatre.catalog[layer].features
        return desk.name(rows[rows["id"] == feature].iloc[0])
    names = place(name).names
    return names.get(desk.language) or names.get("en") or name


def depth(desk: Desk, *, everything: bool = False) -> Table:
    """Sites by what they lose; all of them, in the order of the theatre, for the annex."""
    words, frame = desk.words, desk.numbers.metric("depth", desk.scenario)
    chosen = frame if everything else frame.sort_values("change_km", kind="stable").head(SHOWN)
    rows = []
    for _, row in chosen.iterrows():
        off = row["uncertainty_m"] / 1000
        change = desk.said(row["change_km"], "km", row["change_uncertainty_m"] / 1000)
        cells = [desk.said(row[f"{when}_km"], "km", off) for when in ("before", "after")]
        title = desk.theatre.catalog[row["layer"]].title[desk.language]
        rows.append((desk.name(row), title, *cells, change))
    note = words["n_depth"].format(shown=len(rows), total=len(frame))
    return Table(
        caption=words["t_depth"].format(scenario=desk.scenario_title),
        columns=_columns(words["site"], words["layer"], numeric=(words["before"], words["after"], words["change"])),
        rows=tuple(rows),
        notes=() if everything else (note,),
    )


def exposure(desk: Desk) -> Table:
    """What lies within published ranges, and within `RADII_KM`, of the opposing coast, before and after."""
    from rimland.layers.metrics import published_ranges

    words, curve = desk.words, desk.numbers.metric("exposure", desk.scenario)
    ranges = published_ranges(desk.theatre)
    wanted = {*RADII_KM, *ranges.values()}
    counted = ("residents", "islands", "sites", "land_km2", "lane_km")
    rows = []
    for _, row in curve[[radius in wanted for radius in curve["radius_km"]]].iterrows():
        cells = [f"{digits(row[f'before_{name}'], 0)} → {digits(row[f'after_{name}'], 0)}" for name in counted]
        rows.append((desk.said(row["radius_km"], "km"), *cells))
    note = words["n_exposure"].format(
        islands=curve.attrs["islands"], **_figures(desk, curve.attrs["without_figure_ids"])
    )
    return Table(
        caption=words["t_exposure"].format(scenario=desk.scenario_title),
        columns=_columns(numeric=(words["radius"], *(words[name] for name in counted))),
        rows=tuple(rows),
        notes=(note,),
    )


def _figures(desk: Desk, without: "Sequence[str]") -> dict[str, str]:
    """Which islands have no figure, by name, and of which years the figures are."""
    frame = desk.theatre.catalog[desk.theatre.about.residents].features
    names = frame[NAME_COLUMNS[desk.language]].fillna(frame["name_en"])[frame["id"].isin(without)]
    years = frame["population_year"].dropna() if "population_year" in frame else frame["id"].iloc[:0]
    span = f"{min(years)}–{max(years)}" if len(years) else "?"
    return {"years": span, "without": _BETWEEN[desk.language].join(names) or "–"}


def gates(desk: Desk) -> Table:
    """The straits, their widths and who holds each side before and after."""
    words, frame = desk.words, desk.numbers.metric("gates", desk.scenario)
    regime = {"en": "regime_en", "ja": "regime_ja", "zh-Hant": "regime_zh_hant"}[desk.language]
    rows = []
    for _, row in frame.iterrows():
        before, after = (f"{desk.title(row[f'{when}_a'])} | {desk.title(row[f'{when}_b'])}" for when in _WHEN)
        held = f"{before} → {after}" if row["changes"] else before
        width = desk.said(row["width_km"], "km", row["uncertainty_m"] / 1000)
        rows.append((desk.name(row), width, text_of(row, regime) or words["not_available"], held))
    columns = (Column(title=words["strait"]), Column(title=words["width"], numeric=True))
    more = _columns(words["regime"], words["holders"])
    return Table(caption=words["t_gates"], columns=columns + more, rows=tuple(rows))


_WHEN = ("before", "after")


def lanes(desk: Desk) -> Table:
    """The lanes, and how much of each lies near the opposing coast before and after."""
    words, frame = desk.words, desk.numbers.metric("lanes", desk.scenario)
    rows = [
        (desk.name(row), *(desk.said(row[name], "km") for name in ("length_km", "before_km", "after_km")))
        for _, row in frame[frame["radius_km"] == LANE_KM].iterrows()
    ]
    return Table(
        caption=words["t_lanes"].format(radius=desk.said(LANE_KM, "km")),
        columns=_columns(words["lane"], numeric=(words["length"], words["before"], words["after"])),
        rows=tuple(rows),
        notes=(words["n_lanes"],),
    )


def detours(desk: Desk) -> Table:
    """What the closing of straits costs the theatre's voyage."""
    from rimland.layers.closures import straits
    from rimland.layers.sea_routes import KNOTS

    words = desk.words
    names = {strait.id: strait.names.get(desk.language, strait.id) for strait in straits()}
    rows = []
    for _, row in desk.numbers.metric("detours", STATUS_QUO).iterrows():
        closed = [names.get(one, one) for one in text_of(row, "closed").split("; ") if one]
        if row.get("length_km") != row.get("length_km"):
            cells = (words["no_way"], "", "", "")
        else:
            lengths = (desk.said(row["length_km"], "km"), desk.said(row["extra_km"], "km"))
            cells = (*lengths, desk.said(row["extra_nmi"], "nmi"), digits(row["extra_days"], 1))
        rows.append((_JOIN[desk.language].join(closed) or words["nothing_closed"], *cells))
    days = words["days"].format(knots=digits(KNOTS, 0))
    return Table(
        caption=words["t_detours"],
        columns=_columns(words["closed"], numeric=(words["length"], words["extra"], words["extra"], days)),
        rows=tuple(rows),
        notes=(words["n_lanes"],),
    )


_JOIN = {"en": "; ", "ja": "、", "zh-Hant": "、"}


def _water(name: str) -> "Callable[[Desk], Table]":
    def made(desk: Desk) -> Table:
        words, frame = desk.words, desk.numbers.metric(name, desk.scenario)
        rows = [
            (
                words[row["disputed"]],
                *(desk.said(row[f"{when}_km2"], "km2", row["uncertainty_km2"]) for when in _WHEN),
                desk.said(row["change_km2"], "km2", row["change_uncertainty_km2"]),
            )
            for _, row in frame.iterrows()
        ]
        columns = _columns(words["disputed_count"], numeric=(words["before"], words["after"], words["change"]))
        caption = words[f"t_{name}"].format(scenario=desk.scenario_title)
        return Table(caption=caption, columns=columns, rows=tuple(rows), notes=(words["n_water"],))

    return made


_KNOWN: Mapping[str, Callable[[Desk], Table]] = {
    "distances": distances,
    "depth": depth,
    "exposure": exposure,
    "gates": gates,
    "lanes": lanes,
    "detours": detours,
    "buffer_water": _water("buffer_water"),
    "pacific_gate": _water("pacific_gate"),
}
"""Each table by its name."""


# --- layers


def layer_table(layer: Layer, desk: Desk) -> Table:
    """The features of a layer: what they are called, when they held, and what the layer says that a reader asks for."""
    words, frame = desk.words, layer.features
    suffix = NAME_COLUMNS[desk.language].removeprefix("name_")
    parts: list[tuple[Column, Iterable[str]]] = [
        (Column(title=words["name"]), [desk.name(row) for _, row in frame.iterrows()])
    ]
    if "valid_from" in frame:
        parts.insert(0, (Column(title=words["date"]), [_period(row) for _, row in frame.iterrows()]))
    for column, title in (
        (f"poll_{suffix}", "poll"),
        (f"condition_{suffix}", "question"),
        (f"place_{suffix}", "place"),
    ):
        if column in frame:
            cells = [
                text_of(row, column) or ("" if title == "question" else words["not_available"]) for row in _rows(frame)
            ]
            parts.append((Column(title=words[title]), cells))
    for column, title, unit in (("percent", "share", "%"), ("area_km2", "area", "km2")):
        if column in frame:
            sizes = _sizes(layer, column, unit, desk)
            parts.append((Column(title=words[title], numeric=True), sizes))
    notes = [layer.caveat[desk.language]] if layer.caveat else []
    notes += [words["n_polls"]] if "percent" in frame else []
    return Table(
        caption=layer.title[desk.language],
        columns=tuple(column for column, _ in parts),
        rows=tuple(zip(*(cells for _, cells in parts), strict=True)),
        notes=tuple(notes),
    )


def _sizes(layer: Layer, column: str, unit: str, desk: Desk) -> list[str]:
    """What a column says of each feature, with its uncertainty where the layer gives one."""
    from rimland.layers.number_file import NumberFile

    sizes = []
    for row in _rows(layer.features):
        asked = NumberFile(layer=layer.name, where={"id": row["id"]}, column=column)
        known = text_of(row, column) and desk.numbers.of(asked, unit)
        sizes.append(written(known, desk.language, spread=True) if known else desk.words["not_available"])
    return sizes


def _rows(frame: "DataFrame") -> Iterable[Any]:
    return (row for _, row in frame.iterrows())


def _period(row: Any) -> str:
    start, end = text_of(row, "valid_from"), text_of(row, "valid_to")
    return f"{start}–{end}" if end and end != start else start


def _columns(*titles: str, numeric: Iterable[str] = ()) -> tuple[Column, ...]:
    return (*(Column(title=title) for title in titles), *(Column(title=title, numeric=True) for title in numeric))
