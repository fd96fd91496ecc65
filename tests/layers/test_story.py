"""The story says what was computed: change a coordinate and its text changes."""

import re
from pathlib import Path

import pytest
import shapely

from rimland import geo, layers
from rimland.layers import LANGUAGES, DataError
from rimland.layers.number_file import QuantityFile
from rimland.layers.quantities import Quantity
from rimland.layers.written import written

THEATRE = """
version = 1
title = {{ en = "T", ja = "T", zh-Hant = "T" }}
bounds = [120.0, 22.0, 124.0, 26.0]
layers = ["land", "posts"]
[[story]]
id = "one"
title = {{ en = "One", ja = "一", zh-Hant = "一" }}
claim = {{ en = "It is {{way}}.", ja = "{{way}}である。", zh-Hant = "為{{way}}。" }}
number = {{ en = "{{way±}}", ja = "{{way±}}", zh-Hant = "{{way±}}" }}
caveat = {{ en = "{text}", ja = "{text}", zh-Hant = "{text}" }}
source = {{ en = "Mine", ja = "自作", zh-Hant = "自製" }}
layers = ["posts"]
bounds = [120.0, 22.0, 124.0, 26.0]
[story.numbers]
way = {{ distance = ["posts/a", "posts/b"], unit = "km" }}
{more}
"""

LAYER = """
title = { en = "Posts", ja = "標", zh-Hant = "標" }
summary = { en = "Posts", ja = "標", zh-Hant = "標" }
group = "sites"
kind = "point"
as_of = "2024"
licence = "CC0-1.0"
position_grade = "A"
fact_grade = "A"
accuracy_m = 50
[[sources]]
id = "mine"
title = "Mine"
"""


def post(name: str, lon: float) -> str:
    names = f'"name_en": "{name}", "name_ja": "{name}", "name_zh_hant": "{name}", "source": "mine"'
    point = f'{{"type": "Point", "coordinates": [{lon}, 24.0]}}'
    return f'{{"type": "Feature", "properties": {{"id": "{name}", {names}}}, "geometry": {point}}}'


def make(folder: Path, *, east: float = 123.0, text: str = "None.", more: str = "") -> Path:
    (folder / "posts.toml").write_text(LAYER, "utf-8")
    posts = f'{{"type": "FeatureCollection", "features": [{post("a", 122.0)}, {post("b", east)}]}}'
    (folder / "posts.geojson").write_text(posts, "utf-8")
    path = folder / "mine.toml"
    path.write_text(THEATRE.format(text=text, more=more), "utf-8")
    return path


def tell(path: Path) -> tuple[layers.Told, ...]:
    return layers.told(layers.read_theatre(path))


@pytest.mark.parametrize("east", [123.0, 123.25])
def test_a_changed_coordinate_changes_the_text(tmp_path, east):
    (step,) = tell(make(tmp_path, east=east))
    km = geo.distance(shapely.Point(122, 24), shapely.Point(east, 24)).km
    assert step.claim["en"] == f"It is {km:.2f} km."
    assert step.number == {"en": f"{km:.2f} ± 0.10 km", "ja": f"{km:.2f} ± 0.10 km", "zh-Hant": f"{km:.2f} ± 0.10公里"}
    assert step.quantities["way"].uncertainty == pytest.approx(0.1)


def test_other_braces_stay_as_they_are(tmp_path):
    (step,) = tell(make(tmp_path, text="{{way}} {% x %} {#} {Way} {}"))
    assert step.caveat["ja"] == "{{way}} {% x %} {#} {Way} {}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "It is {wya}."}, "caveat.en: no number 'wya'. Did you mean 'way'?"),
        ({"more": 'idle = { distance = ["posts/a", "taiwan"], unit = "km" }'}, "numbers.idle: no text has {idle}"),
        ({"more": 'idle = { distance = ["posts/a", "taiwan"] }'}, "numbers.idle.unit: missing"),
    ],
)
def test_a_number_that_is_unknown_unused_or_unmeasured_is_refused(tmp_path, changes, said):
    with pytest.raises(DataError, match=re.escape(said)):
        tell(make(tmp_path, **changes))


def test_a_number_that_one_language_leaves_out_is_refused(tmp_path):
    path = make(tmp_path)
    path.write_text(path.read_text("utf-8").replace('ja = "{way}である。"', 'ja = "ある。"'), "utf-8")
    with pytest.raises(DataError, match=re.escape("claim.ja: {way} is missing, which another language has")):
        layers.read_theatre(path)


def test_a_number_that_cannot_be_computed_says_which(tmp_path):
    path = make(tmp_path, text="{far}", more='far = { distance = ["posts/a", "posts/z"], unit = "km" }')
    with pytest.raises(DataError, match=r"story step 'one': number 'far': layer 'posts' has no feature 'z'"):
        tell(path)


def test_a_theatre_without_a_story_tells_none(tmp_path):
    path = make(tmp_path)
    path.write_text(path.read_text("utf-8").partition("[[story]]")[0], "utf-8")
    assert tell(path) == ()


@pytest.fixture(scope="session")
def shipped():
    return layers.told(layers.load_theatre("buffer"))


def test_the_shipped_story_has_eight_steps_with_every_number_filled_in_three_languages(shipped):
    assert len(shipped) == 8
    for step in shipped:
        for text in (step.claim, step.number, step.caveat, step.source):
            assert set(text) == set(LANGUAGES)
            assert not re.search(r"[{}]", "".join(text.values()))


def test_the_shipped_gap_is_the_distance_and_not_the_figure_that_is_usually_quoted(shipped):
    gap = next(step for step in shipped if step.step.id == "gap")
    metres = geo.distance(layers.place("yonaguni"), layers.place("taiwan")).metres
    assert f"{metres / 1000:.2f} ± 0.11 km" in gap.number["en"]


def test_the_change_of_hands_is_told_as_hypothetical_in_every_language(shipped):
    steps = [step for step in shipped if step.step.scenario != "status-quo"]
    assert steps
    for step in steps:
        for language, word in {"en": "ypothetical", "ja": "仮", "zh-Hant": "假設"}.items():
            assert word in step.claim[language]
            assert word in step.number[language]


@pytest.mark.parametrize(
    ("value", "uncertainty", "said"),
    [
        (0.0, None, "0 km"),
        (0.0, 0.0, "0 km"),
        (-214.444, 0.22, "−214.44 ± 0.22 km"),
        (1314.43, 2.783, "1,314.4 ± 2.8 km"),
    ],
)
def test_a_number_is_rounded_to_what_is_known_of_it(value, uncertainty, said):
    assert written(Quantity(value=value, unit="km", uncertainty=uncertainty), "en", spread=True) == said


def test_square_kilometres_are_one_unit_however_they_are_written():
    """What no unit is known by would be taken for a count of things, and left out of the text."""
    asked = {"layer": "zones", "column": "area_km2"}
    shown = {QuantityFile.model_validate(asked | {"unit": unit}).unit for unit in ("km2", "km²")}
    assert shown == {"km2"}
