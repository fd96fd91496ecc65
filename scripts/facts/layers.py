"""From the fact tables to the layers made of them: fisheries, fabs and gates here, the rest in siblings.

``python -m rimland.scripts.facts.layers`` writes each ``NAME.geojson`` and its SHA-256 into ``NAME.toml``. The same
tables give the same bytes; a test compares what ships with what this would write.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from rimland.scripts.facts import (
    airspace,
    baselines,
    bases,
    chains,
    exercises,
    fisheries,
    lanes,
    tables,
    towns,
)
from rimland.scripts.facts.features import (
    Feature,
    Row,
    degrees,
    feature,
    geojson,
    in_three,
    named,
    polygon,
    radius,
    read_rows,
)

_WATERS = {
    "twjp2013_agreed_waters": (
        "agreed-waters",
        "Agreed waters (Article 2(1))",
        "取決め適用水域（第2条(1)）",
        "協議適用海域（第二條(1)）",
    ),
    "twjp2013_special_cooperation": (
        "special-cooperation-waters",
        "Special cooperation waters (Article 2(2))",
        "特別協力水域（第2条(2)）",
        "特別合作海域（第二條(2)）",
    ),
}

_FABS = {
    "JASM Fab 1 (TSMC Fab 23), Kikuyo": ("jasm-fab-1", "2024-02-24", "operating"),
    "JASM Fab 2, Kikuyo": ("jasm-fab-2", None, "under construction"),
    "TSMC Hsinchu (HQ/Fab 12)": ("tsmc-hsinchu", None, None),
    "TSMC Baoshan Fab 20": ("tsmc-baoshan", None, None),
    "TSMC Taichung Fab 15": ("tsmc-taichung", None, None),
    "TSMC Tainan Fab 18/14 (STSP)": ("tsmc-tainan", None, None),
    "TSMC Kaohsiung Fab 22 (Nanzih)": ("tsmc-kaohsiung", None, None),
}

_FAB_ALIASES = {
    "jasm-fab-1": "JASM; Kikuyo; 菊陽; 菊陽町; TSMC Kumamoto; 台積電熊本",
    "jasm-fab-2": "JASM; Kikuyo; 菊陽; 菊陽町; TSMC Kumamoto; 台積電熊本",
}
"""What a plant is sought by: whoever writes the name of the town is asked which plant."""

_FAB_NOTES = {
    "jasm-fab-1": (
        "Opened 2024-02-24, volume production December 2024. Another public position, about 6 km away, is wrong.",
        "2024年2月24日開所、2024年12月量産開始。公開された位置のうち約6km離れた一つは誤りとして採らなかった。",
        "2024年2月24日啟用，2024年12月量產。公開座標中有一處相距約6公里，判定有誤，未採用。",
    ),
    "jasm-fab-2": (
        "Ground works 2024-06-22; planned for the end of 2027.",
        "2024年6月22日造成工事着手、2027年末の稼働を計画。",
        "2024年6月22日整地動工，計畫於2027年底啟用。",
    ),
}


def agreed_waters(facts: Path) -> list[Feature]:
    """The two waters of the 2013 agreement, closed as the text closes them."""
    rows = read_rows(facts / "fisheries_tw_jp_2013.csv")
    return [_water(names, [row for row in rows if row["set_id"] == key]) for key, names in _WATERS.items()]


def _water(names: tuple[str, ...], rows: list[Row]) -> Feature:
    ring = [[degrees(row["lon_original"]), degrees(row["lat_original"])] for row in rows]
    if ring[0] != ring[-1]:
        raise ValueError(f"the ring of {names[0]} does not close: check the order of its points.")
    properties = named(*names) | {"source": "agreement-2013", "valid_from": "2013-04-10"}
    return feature(polygon(ring), properties)


def fabs(facts: Path) -> list[Feature]:
    """Semiconductor plants: points with the radius within which each may be."""
    return [_fab(row) for row in read_rows(facts / "sites.csv") if row["kind"] == "fab"]


def _fab(row: Row) -> Feature:
    key, opened, status = _FABS[row["name_en"]]
    notes = _FAB_NOTES.get(key, (None, None, None))
    properties = named(key, row["name_en"], row["name_ja"], row["name_zh"]) | {
        "aliases": _FAB_ALIASES.get(key),
        "source": "building-pc; industry-pages" if key.startswith("jasm") else "uncited",
        "position_grade": row["grade_coord"],
        "fact_grade": row["grade_facts"],
        "precision_m": radius(row["coord_precision_deg"]),
        "valid_from": opened,
        "status": status,
        "note_en": notes[0],
        "note_ja": notes[1],
        "note_zh_hant": notes[2],
    }
    return feature({"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}, properties)


def gates(facts: Path) -> list[Feature]:
    """The gates of the chain without geometry: their widths are computed from the coasts of both sides."""
    return [_gate(row) for row in read_rows(facts / "straits.csv")]


def _gate(row: Row) -> Feature:
    properties = named(row["id"], row["name_en"], row["name_ja"], row["name_zh"]) | {
        "aliases": row["aliases"] or None,
        "source": "osm-land; " + row["source_ids"],
        "position_grade": "B",
        "fact_grade": max(row["width_grade"], row["regime_grade"]),
        "side_a": row["side_a"] or None,
        "side_b": row["side_b"] or None,
        **_published_width(row),
        "published_width_grade": row["width_grade"],
        "regime_en": row["regime_en"],
        "regime_ja": row["regime_ja"],
        "regime_zh_hant": row["regime_zh_hant"],
        "regime_grade": row["regime_grade"],
    }
    return feature(None, properties)


def _published_width(row: Row) -> dict[str, str | None]:
    """The published widths in three languages; none where nobody publishes one.

    Raises
    ------
    ValueError
        The table prints a width that it does not say in three languages.
    """
    said = row["width_en"], row["width_ja"], row["width_zh_hant"]
    if row["published_width_km"] and not all(said):
        raise ValueError(f"straits.csv: {row['id']}: say {row['published_width_km']!r} in three languages.")
    return in_three("published_width_km", said if all(said) else None)


LAYERS: dict[str, Callable[[Path], list[Feature]]] = {
    "fisheries-2013": agreed_waters,
    "fabs": fabs,
    "gates": gates,
    **airspace.LAYERS,
    **baselines.LAYERS,
    **bases.LAYERS,
    **chains.LAYERS,
    **exercises.LAYERS,
    **fisheries.LAYERS,
    **lanes.LAYERS,
    **tables.LAYERS,
    **towns.LAYERS,
}


def write(facts: Path, layers: Path) -> None:
    """Write every layer and its SHA-256."""
    for name, make in LAYERS.items():
        data = geojson(make(facts))
        (layers / f"{name}.geojson").write_bytes(data)
        described = layers / f"{name}.toml"
        stamp = f'sha256 = "{sha256(data).hexdigest()}"'
        described.write_text(re.sub(r'^sha256 = ".*"$', stamp, described.read_text("utf-8"), flags=re.M), "utf-8")


def main() -> None:
    """Write the layers beside the fact tables of this installation."""
    from rimland.data import ROOT

    root = Path(str(ROOT))
    write(root / "facts", root / "layers")


if __name__ == "__main__":
    main()
