"""A small theatre of invented features, so that what the map does is tested apart from what the data say."""

import json
from pathlib import Path

import pytest
from shapely import LineString, Point, Polygon, box
from shapely.geometry import mapping

from rimland.maps import StrategicMap
from rimland.maps.text import inert_json


def words(en: str, ja: str, zh_hant: str) -> str:
    return f'{{ en = "{en}", ja = "{ja}", zh-Hant = "{zh_hant}" }}'


def layer_file(*, title: str, kind: str, group: str, grade: str = "B", style: str = "{}", extra: str = "") -> str:
    return f"""
title = {title}
summary = {words("Invented.", "架空の地物。", "虛構圖徵。")}
caveat = {words("Not real.", "実在しない。", "並非真實。")}
group = "{group}"
kind = "{kind}"
as_of = "2024-05-06"
licence = "CC-BY-4.0"
position_grade = "{grade}"
fact_grade = "B"
accuracy_m = 55.0
style = {style}
{extra}

[[sources]]
id = "survey"
title = "An invented survey"
publisher = "Nobody"
date = "2024"
url = "https://example.org/survey"
licence = "CC-BY-4.0"
"""


def feature(geometry, **properties) -> dict:
    return {"type": "Feature", "geometry": mapping(geometry), "properties": properties}


def write_layer(folder: Path, name: str, text: str, features: list[dict]) -> None:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": features}
    (folder / f"{name}.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def names(en: str, ja: str, zh_hant: str) -> dict[str, str]:
    return {"name_en": en, "name_ja": ja, "name_zh_hant": zh_hant}


def write_theatre(folder: Path, *, title: str | None = None) -> Path:
    """A theatre of five layers: land, a zone with a special part, islands, a gap, a schematic site and lane."""
    write_layer(
        folder,
        "land-basemap",
        layer_file(title=words("Land", "陸地", "陸地"), kind="polygon", group="coast"),
        [
            feature(Polygon([(118, 26), (120, 25), (121, 36), (118, 36)]), id="west"),
            feature(box(121, 22, 122, 25), id="south"),
        ],
    )
    write_layer(
        folder,
        "zones",
        layer_file(
            title=words("Zones", "水域", "海域"),
            kind="polygon",
            group="waters",
            style='{ colour = "#cc79a7", below_land = true, by = "id", "special.hatch" = true }',
        ),
        [
            feature(box(122.5, 25, 126, 27), id="agreed", area_km2=77000.5, **names("Agreed", "取決め", "協議海域")),
            feature(box(124, 26, 125, 27), id="special", **names("Special", "特別水域", "特別海域")),
        ],
    )
    write_layer(
        folder,
        "islands",
        layer_file(
            title=words("Islands", "島々", "島嶼"),
            kind="polygon",
            group="islands",
            style='{ colour = "#0072b2", label = "island", fill_opacity = 0.6 }',
        ),
        [
            feature(box(127.7, 26.1, 128.2, 26.8), id="big", population=1200000, **names("Big", "大島", "大島")),
            feature(box(122.9, 24.4, 123.1, 24.5), id="small", population=1600, **names("Small", "小島", "小島")),
            feature(
                box(123.4, 25.7, 123.6, 25.8),
                id="contested",
                status="disputed",
                claimants="One; Two",
                **names("Contested", "係争島", "爭議島"),
            ),
            feature(box(129.0, 28.2, 129.5, 28.4), id="nameless-in-japanese", name_en="Lonely", name_zh_hant="孤島"),
        ],
    )
    write_layer(
        folder,
        "gaps",
        layer_file(
            title=words("Gaps", "海峡", "海峽"),
            kind="line",
            group="chain",
            style='{ colour = "#d55e00", label = "water" }',
        ),
        [feature(LineString([(122, 24.45), (122.9, 24.45)]), id="gap", width_km=91.24, **names("Gap", "狭間", "缺口"))],
    )
    write_layer(
        folder,
        "sites",
        layer_file(title=words("Sites", "施設", "設施"), kind="point", group="sites", grade="C"),
        [feature(Point(130.8, 32.9), id="fab", precision_m=1000.0, **names("Fab", "工場", "工廠"))],
    )
    path = folder / "sample.toml"
    path.write_text(
        f"""
version = 1
title = {title or words("A sample", "見本の地図", "樣本地圖")}
bounds = [118.0, 20.0, 134.0, 36.0]
layers = ["land-basemap", "zones", "islands", "gaps", "sites"]
languages = ["zh-Hant", "ja", "en"]
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def theatre(tmp_path) -> Path:
    folder = tmp_path / "theatre"
    folder.mkdir()
    return write_theatre(folder)


def in_languages(word: str) -> dict[str, str]:
    """A text that says which language it is in, so that a test sees one that is not in the language chosen."""
    return {"en": f"English {word}", "ja": f"日文{word}", "zh-Hant": f"中文{word}"}


def step(name: str, layers: list[str], bounds: list[float], **more) -> dict:
    parts = {part: in_languages(f"{name}-{part}") for part in ("title", "claim", "caveat", "source")}
    number = {"en": "107.47 ± 0.11 km across", "ja": "107.47 ± 0.11 km：幅", "zh-Hant": "107.47 ± 0.11公里：寬度"}
    return {"id": name, "number": number, "layers": layers, "bounds": bounds, "scenario": "status-quo"} | parts | more


RADII = list(range(0, 2501, 25))

ARGUMENT = {
    "story": [
        step("rim", ["land-basemap", "islands"], [120.0, 22.0, 132.0, 34.0]),
        step("gap", ["land-basemap", "islands", "gaps"], [121.0, 23.0, 125.0, 27.0]),
        step("what-if", ["land-basemap", "gaps", "zones"], [119.0, 21.0, 127.0, 28.0], scenario="swap"),
    ],
    "scenarios": [
        {
            "scenario": "swap",
            "title": in_languages("swap"),
            "summary": in_languages("summary"),
            "hypothetical": True,
            "moved": ["contested"],
            "depth": [
                {"id": "big", "layer": "islands", "before_km": 600.04, "after_km": 600.04, "change_km": 0.0},
                {"id": "small", "layer": "islands", "before_km": 321.56, "after_km": 107.12, "change_km": -214.44},
            ],
            "buffer_water": [
                {"disputed": "in", "before_km2": 215350.9, "after_km2": 0.0, "uncertainty_km2": 262.4},
                {"disputed": "out", "before_km2": 234944.3, "after_km2": 0.0, "uncertainty_km2": 285.8},
            ],
            "pacific_gate": [{"disputed": "in", "before_km2": 0.0, "after_km2": 45584.8, "uncertainty_km2": 124.3}],
            "gates": [
                {"id": "gap", "layer": "gaps", "changes": True},
                {"id": "other", "layer": "gaps", "changes": False, "names": in_languages("other")},
            ],
            "exposure": {
                "radius_km": RADII,
                "before_residents": [max(0, radius - 400) * 100 for radius in RADII],
                "after_residents": [max(0, radius - 100) * 100 for radius in RADII],
                "before_towns": [0] * len(RADII),
                "after_towns": [0] * len(RADII),
                "islands": 78,
                "without_figure": 11,
                "ranges_km": {"near": 300.0, "middle": 1000.0, "far": 4000.0},
            },
            "ranges": {name: in_languages(name) for name in ("near", "middle", "far")},
        }
    ],
    "events": [
        {"date": "2013-04-10", "text": in_languages("signed"), "layer": "zones", "feature": "agreed"},
        {"date": "2022-08", "end": "2022-08-07", "text": in_languages("drill"), "layer": "drills", "feature": "drill"},
        {"date": "2024-07-18", "text": in_languages("talks"), "layer": "talks", "feature": None},
    ],
}
"""What the page of a theatre with an argument holds besides its layers."""

for _row in ARGUMENT["scenarios"][0]["depth"]:
    _row["uncertainty_m"] = 110.0


def page_data(html: str) -> dict:
    """What a page holds for its viewer besides its layers, read as the viewer reads it: texts back in their places."""
    texts, page = (html.split(f'id="rimland-{name}">')[1].split("</script>")[0] for name in ("texts", "page"))
    spoken = json.loads(texts)

    def told(value: dict) -> dict:
        return {tag: spoken[tag][value[""]] for tag in spoken} if "" in value else value

    return json.loads(page, object_hook=told)


def put_in(path: Path, values: dict) -> Path:
    """The same page with other data for the viewer."""
    page = path.read_text(encoding="utf-8")
    start = page.index(">", page.index('id="rimland-page"')) + 1
    end = page.index("</script>", start)
    held = json.loads(page[start:end]) | values
    path.write_text(page[:start] + inert_json(held) + page[end:], encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def argued(tmp_path_factory) -> Path:
    """The page of the invented theatre with an argument about it: a story, a scenario, a time line."""
    folder = tmp_path_factory.mktemp("argued")
    path = write_theatre(folder)
    write_layer(
        folder,
        "drills",
        layer_file(title=words("Drills", "演習", "演習"), kind="polygon", group="security", extra="visible = false"),
        [
            feature(
                box(122, 27.2, 123, 28.2),
                id="drill",
                valid_from="2022-08-04",
                valid_to="2022-08-07",
                **names("Drill", "演習区域", "演習區"),
            )
        ],
    )
    text = path.read_text(encoding="utf-8").replace('"gaps", "sites"]', '"drills", "gaps", "sites"]')
    path.write_text(text, encoding="utf-8")
    return put_in(StrategicMap(path, lang="en").save(folder / "map.html"), ARGUMENT)
