"""A theatre is a file."""

import pytest

from rimland.layers import DataError, UnknownLayerError, UnknownTheatreError, load_theatre, read_theatre

THEATRE = """
version = 1
title = { en = "Strait", ja = "海峡", zh-Hant = "海峽" }
bounds = [119.0, 18.0, 123.0, 23.0]
layers = ["land", "gates"]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "strait.toml"
    path.write_text(THEATRE, "utf-8")
    return path


def test_the_default_theatre_has_the_layers_the_project_exists_for():
    theatre = load_theatre()
    assert {"land-basemap", "nansei", "fisheries-2013", "fabs", "sea-lanes", "first-island-chain", "gates"} <= set(
        theatre.layer_names
    )
    assert theatre.bounds == (118.0, 20.0, 134.0, 36.0)
    assert set(theatre.languages) == {"en", "ja", "zh-Hant"}
    assert [layer.name for layer in theatre.layers] == list(theatre.layer_names)


def test_a_theatre_of_ones_own_is_a_file(file):
    theatre = load_theatre(file)
    assert theatre.name == "strait"
    assert theatre.title["zh-Hant"] == "海峽"
    assert theatre.layer_names == ("land-basemap", "gates")
    assert theatre.as_of == max(layer.as_of for layer in theatre.layers)


def test_a_theatres_folder_is_searched_before_ours(file):
    (file.parent / "gates.toml").write_text("broken", "utf-8")
    with pytest.raises(DataError, match=r"gates\.toml: not TOML"):
        _ = load_theatre(file).layers


def test_a_theatre_beside_its_layers_is_no_layer(file):
    assert "strait" not in load_theatre(file).catalog
    assert all(layer.title for layer in load_theatre(file).catalog.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 2", r"version: got 2, expected one of 1"),
        ("version = 1", "", r"version: missing. Add version = 1"),
        ("119.0, 18.0, 123.0, 23.0", "18.0, 119.0, 23.0, 123.0", r"bounds = .*expected \[west, south, east, north\]"),
        ("119.0, 18.0, 123.0, 23.0", "119.0, 18.0, 123.0", r"bounds\.3: missing"),
        ("119.0", "nan", r"bounds"),
        ('layers = ["land", "gates"]', "layers = []", r"layers: "),
        ('"gates"]', '"gates", "gates"]', r"layers: 'gates' is named twice"),
        (
            "version = 1",
            'version = 1\nlanguages = ["fr"]',
            r"languages\.0: got 'fr', expected one of 'en', 'ja' or 'zh-Hant'",
        ),
        ("version = 1", 'version = 1\ntitel = "x"', r"titel: no such field. Did you mean 'title'"),
        ('en = "Strait"', 'en = ""', r"title\.en: "),
    ],
)
def test_a_malformed_theatre_is_refused_by_file_and_field(file, old, new, said):
    file.write_text(THEATRE.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        read_theatre(file)
    assert str(file) in str(caught.value)


def test_a_theatre_that_names_an_unknown_layer_is_refused_with_the_nearest_name(file):
    file.write_text(THEATRE.replace("gates", "gate"), "utf-8")
    with pytest.raises(UnknownLayerError, match="Did you mean 'gates'"):
        read_theatre(file)


def test_an_unknown_theatre_is_answered_with_those_that_ship():
    with pytest.raises(UnknownTheatreError, match="Did you mean 'buffer'"):
        load_theatre("bufer")


def test_the_digest_tells_theatres_apart_by_what_they_say_and_by_their_own_layers(file):
    first = load_theatre(file).digest
    assert load_theatre(file).digest == first
    (file.parent / "gates.toml").write_text("broken", "utf-8")
    second = load_theatre(file).digest
    file.write_text(THEATRE.replace("123.0", "124.0"), "utf-8")
    assert len({first, second, load_theatre(file).digest}) == 3


def test_a_time_line_names_its_first_and_last_day_and_tables_of_events(file):
    file.write_text(THEATRE + '\n[timeline]\nstart = "2013"\nend = 2026-01-31\ntables = ["sar-events"]\n', "utf-8")
    timeline = load_theatre(file).timeline
    assert (timeline.start, timeline.end, timeline.tables) == ("2013", "2026-01-31", ("sar-events",))
    for old, new, said in (
        ("2013", "2027", "start 2027 is after end 2026-01-31"),
        ("sar-events", "sar-event", "Did you mean 'sar-events'"),
    ):
        text = file.read_text("utf-8")
        file.write_text(text.replace(old, new), "utf-8")
        with pytest.raises((DataError, UnknownLayerError), match=said):
            load_theatre(file)
        file.write_text(text, "utf-8")
