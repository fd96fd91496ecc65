"""The command line's contract: what goes where, with which status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyproj import Geod

from rimland.scripts.cli import main

WGS84 = Geod(ellps="WGS84")
COMMANDS = [
    *("build", "map", "distance", "matrix", "buffer", "area", "length", "median", "partition", "route"),
    *("depth", "exposure", "straits", "claims", "layers", "check", "embed", "figure", "report"),
]


def shell(*words, cwd, env=None, **options):
    command = [sys.executable, "-m", "rimland.scripts.cli", *words]
    return subprocess.run(command, cwd=cwd, env=os.environ | (env or {}), capture_output=True, timeout=120, **options)


def fault(outcome):
    """The sentence of a command that ended with status 2, having printed nothing else."""
    status, out, err = outcome
    assert (status, out) == (2, "")
    assert err.startswith("rimland: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("words", ["", *COMMANDS, "layers list", "layers show", "layers export", "layers cite"])
def test_every_command_has_help_with_an_example(run, words):
    status, out, err = run(*words.split(), "--help")
    assert (status, err) == (0, "")
    assert "Example: rimland" in out


def test_without_a_command_the_help_is_printed(run):
    status, out, _ = run()
    assert status == 0
    assert "distance" in out


def test_the_version_is_printed(run):
    from importlib.metadata import version

    assert run("--version") == (0, f"rimland {version('rimland')}\n", "")


# --- distance


@pytest.mark.parametrize("a", ["yonaguni", "与那国島", "與那國島", "Yonaguni", "YONAGUNI", "与那国岛"])
@pytest.mark.parametrize("b", ["taiwan", "臺灣", "台湾", "台灣"])
def test_yonaguni_to_taiwan_is_107_kilometres_in_any_language(run, a, b):
    status, out, err = run("distance", a, b, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["kilometres"] == pytest.approx(107.5, abs=0.1)


def test_the_json_of_a_distance_has_exactly_the_fields_of_the_contract(run):
    answer = json.loads(run("distance", "yonaguni", "taiwan", "--json")[1])
    assert list(answer) == [
        "metres",
        "kilometres",
        "nautical_miles",
        "uncertainty_m",
        "azimuth_deg",
        "from",
        "to",
        "ellipsoid",
        "sources",
    ]
    assert list(answer["from"]) == list(answer["to"]) == ["id", "name", "lon", "lat"]
    assert answer["from"]["name"] == {"en": "Yonaguni", "ja": "与那国島", "zh-Hant": "與那國島"}
    assert answer["ellipsoid"] == "WGS84"
    assert answer["uncertainty_m"] == 110
    assert any("OpenStreetMap" in source for source in answer["sources"])


def test_the_numbers_of_a_distance_agree_with_each_other_and_with_proj(run):
    answer = json.loads(run("distance", "yonaguni", "taiwan", "--json")[1])
    ends = [answer[end][axis] for end in ("from", "to") for axis in ("lon", "lat")]
    azimuth, _, metres = WGS84.inv(*ends)
    assert answer["metres"] == pytest.approx(metres, abs=0.001)
    assert answer["azimuth_deg"] == pytest.approx(azimuth % 360, abs=1e-6)
    assert answer["kilometres"] == pytest.approx(metres / 1000, abs=1e-6)
    assert answer["nautical_miles"] == pytest.approx(metres / 1852, abs=1e-6)


def test_negative_numbers_are_a_position_and_no_option(run):
    answer = json.loads(run("distance", "-8.75,115.75", "-8.75,-115.75", "--json")[1])
    assert (answer["from"]["lat"], answer["from"]["lon"]) == (-8.75, 115.75)
    assert answer["metres"] == pytest.approx(WGS84.inv(115.75, -8.75, -115.75, -8.75)[2], abs=0.001)
    assert answer["uncertainty_m"] == 0
    assert answer["sources"] == []


def test_the_same_place_is_no_distance_away_and_in_no_direction(run):
    answer = json.loads(run("distance", "taiwan", "taiwan", "--json")[1])
    assert answer["metres"] == 0
    assert answer["azimuth_deg"] is None


def test_a_position_of_low_precision_makes_the_distance_as_uncertain(run):
    answer = json.loads(run("distance", "tsmc-hsinchu", "24.45N 122.95E", "--json")[1])
    assert answer["uncertainty_m"] > 2000


def test_a_distance_for_people_has_both_units_both_ends_and_the_sources(run):
    status, out, _ = run("distance", "yonaguni", "臺灣")
    assert status == 0
    for part in ("107.4", "km", "58.0", "nmi", "±0.11", "azimuth", "°N", "臺灣", "source: ", "OpenStreetMap"):
        assert part in out


def test_a_file_is_a_place(run, tmp_path):
    content = {"type": "Point", "coordinates": [122.95, 24.45]}
    (tmp_path / "mine.geojson").write_text(json.dumps(content))
    assert json.loads(run("distance", "@mine.geojson", "24.45,122.95", "--json")[1])["metres"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["yonagni", "taiwan"], "Did you mean yonaguni"),
        (["竹島", "taiwan"], "takeshima-mishima"),
        (["91,0", "taiwan"], "off the globe"),
        (["@none.geojson", "taiwan"], "none.geojson"),
        (["", "taiwan"], "empty name"),
        (["taiwan"], "Missing argument 'B'. See `rimland distance --help`"),
        (["a", "b", "c"], "unexpected extra argument"),
        (["24.45N", "122.95E", "25N", "121E"], 'need quotation marks, such as "24.45N 122.95E"'),
        (["a", "b", "--jsn"], "No such option"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_one_sentence(run, words, said):
    assert said in fault(run("distance", *words))


def test_an_error_prints_nothing_on_standard_output_even_as_json(run):
    fault(run("distance", "nowhere at all", "taiwan", "--json"))


# --- area, length, buffer


def test_the_area_of_the_agreed_waters_is_73_972_square_kilometres(run):
    assert json.loads(run("area", "agreed-waters", "--json")[1])["square_kilometres"] == pytest.approx(73_972, abs=1)


def test_the_area_of_a_position_is_refused(run):
    assert "has no area" in fault(run("area", "24.45N 122.95E"))


def test_the_length_of_a_line_is_that_of_proj(run, tmp_path):
    line = {"type": "LineString", "coordinates": [[120, 20], [130, 30], [140, 30]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line))
    expected = WGS84.line_length([120, 130, 140], [20, 30, 30]) / 1000
    assert json.loads(run("length", "@line.geojson", "--json")[1])["kilometres"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet", ".fgb", ".kml"])
def test_the_boundary_of_a_buffer_is_the_radius_away_to_a_metre(run, tmp_path, suffix):
    import geopandas

    status, _, err = run("buffer", "24.45N 122.95E", "--radius", "200nmi", "-o", f"ring{suffix}")
    assert (status, err) == (0, "")
    path = tmp_path / f"ring{suffix}"
    frame = geopandas.read_parquet(path) if suffix == ".parquet" else geopandas.read_file(path)
    lon, lat = frame.geometry[0].exterior.xy
    n = len(lon)
    metres = WGS84.inv([122.95] * n, [24.45] * n, lon, lat)[2]
    assert max(abs(m - 370_400) for m in metres) <= 1
    assert [p.name for p in tmp_path.iterdir()] == [f"ring{suffix}"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["taiwan", "--radius", "12", "-o", "a.geojson"], "'12' "),
        (["taiwan", "--radius", "12 parsec", "-o", "a.geojson"], "unknown unit 'parsec'"),
        (["taiwan", "--radius", "-5km", "-o", "a.geojson"], "--radius is -5km"),
        (["taiwan", "--radius", "12nmi", "-o", "a.shp"], "unknown suffix '.shp'"),
        (["taiwan", "--radius", "12nmi", "-o", "none/a.geojson"], "none is no folder"),
        (["taiwan", "--radius", "12nmi"], "Missing option"),
        (["taiwan", "-o", "a.geojson"], "Missing option '--radius'"),
    ],
)
def test_a_buffer_that_cannot_be_made_is_refused_and_leaves_no_file(run, tmp_path, words, said):
    assert said in fault(run("buffer", *words))
    assert list(tmp_path.iterdir()) == []


# --- layers, check, map, embed


def test_the_list_of_layers_is_json_for_machines(run):
    answer = json.loads(run("layers", "--json")[1])
    assert answer == json.loads(run("layers", "list", "--json")[1])
    assert {"nansei", "fisheries-2013", "fabs", "sea-lanes", "first-island-chain", "gates"} <= {
        x["name"] for x in answer
    }
    for layer in answer:
        assert layer["licence"]
        assert layer["credits"]
        assert set(layer["title"]) == {"en", "ja", "zh-Hant"}


def test_a_layer_is_shown_with_sources_gaps_and_every_feature(run):
    status, out, _ = run("layers", "show", "fabs")
    assert status == 0
    for part in ("半導體廠", "sources:", "known gaps:", "tsmc-hsinchu", "not available", "sha256"):
        assert part in out


def test_a_layer_is_shown_with_how_it_is_drawn_and_whether_at_first(run):
    shown, hidden = run("layers", "show", "gates")[1], run("layers", "show", "adiz")[1]
    assert "shown at first: yes\n" in shown
    assert "shown at first: no\n" in hidden
    assert "style: colour #d55e00; width 2.2; label water" in shown
    assert "dash 8 4" in hidden


def test_a_layer_shown_as_json_has_every_feature_with_every_column(run):
    answer = json.loads(run("layers", "show", "gates", "--json")[1])
    gap = next(feature for feature in answer["features"] if feature["id"] == "yonaguni-gap")
    assert gap["width_km"] == pytest.approx(107.5, abs=0.1)
    assert answer["sources"][0]["id"]
    assert answer["feature_count"] == len(answer["features"])


def test_an_unknown_layer_is_answered_with_the_nearest_name(run):
    assert "Did you mean 'nansei'" in fault(run("layers", "show", "nansai"))


def test_a_layer_is_exported_whole(run, tmp_path):
    status, _, err = run("layers", "export", "fabs", "-o", "fabs.geojson")
    assert (status, err) == (0, "")
    assert len(json.loads((tmp_path / "fabs.geojson").read_text("utf-8"))["features"]) == 7
    assert "suffix" in fault(run("layers", "export", "fabs", "-o", "fabs.doc"))


def test_the_sources_of_layers_are_cited_in_the_form_asked_for(run, tmp_path):
    status, out, err = run("layers", "cite", "nansei", "gates")
    assert (status, err) == (0, "")
    assert out.startswith("@misc{")
    cited = json.loads(run("layers", "cite", "nansei", "--json")[1])
    assert cited == json.loads(run("layers", "cite", "nansei", "--format", "csl-json")[1])
    assert "OpenStreetMap land polygons" in "".join(item["title"] for item in cited)
    assert run("layers", "cite", "nansei", "-o", "s.bib") == (0, "s.bib\n", "")
    assert (tmp_path / "s.bib").read_text(encoding="utf-8").startswith("@misc{")


def test_without_names_every_source_of_the_theatre_is_cited(run):
    everything = {item["id"] for item in json.loads(run("layers", "cite", "--json")[1])}
    assert {item["id"] for item in json.loads(run("layers", "cite", "fabs", "adiz", "--json")[1])} < everything


def test_a_file_in_order_is_said_to_be(run):
    from rimland.data import ROOT

    status, out, err = run("check", str(Path(str(ROOT)) / "theatres" / "buffer.toml"))
    assert (status, err) == (0, "")
    assert "in order" in out


def test_every_fault_of_a_file_is_told_with_its_field_and_status_2(run, tmp_path):
    (tmp_path / "mine.toml").write_text('version = 1\nlayers = ["nansai"]\nbound = []\n')
    status, out, err = run("check", "mine.toml")
    assert (status, out) == (2, "")
    assert "mine.toml: title: missing" in err
    assert "Did you mean 'bounds'" in err
    status, out, err = run("check", "mine.toml", "--json")
    assert (status, err) == (2, "")
    answer = json.loads(out)
    assert answer["ok"] is False
    assert len(answer["problems"]) == 3


def test_a_missing_file_cannot_be_checked(run):
    assert "none.toml is no file" in fault(run("check", "none.toml"))
    assert "is no file" in fault(run("check", "."))


def test_a_map_is_one_file_with_the_layers_asked_for(run, tmp_path):
    answer = json.loads(run("map", "-o", "m.html", "--layers", "land-basemap,fabs", "--lang", "ja", "--json")[1])
    assert answer["layers"] == ["land-basemap", "fabs"]
    page = (tmp_path / "m.html").read_text("utf-8")
    assert 'lang="ja"' in page
    assert [path.name for path in tmp_path.iterdir()] == ["m.html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lang", "fr"], "'fr' is not one of 'zh-Hant', 'ja', 'en'"),
        (["--layers", "land-basemap,nansai"], "Did you mean 'nansei'"),
        (["-o", "m.pdf"], "ends in .html"),
        (["-o", "none/m.html"], "none is no folder"),
        (["--theatre", "bufer"], "Did you mean 'buffer'"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_refused(run, tmp_path, words, said):
    assert said in fault(run("map", *words))
    assert list(tmp_path.iterdir()) == []


def test_the_lines_for_a_web_page_are_a_sandboxed_frame(run, tmp_path):
    (tmp_path / "m.html").write_text("<!doctype html><title>A &amp; B</title>", "utf-8")
    answer = json.loads(run("embed", "m.html", "--json")[1])
    assert answer["html"].startswith("<iframe ")
    assert 'src="m.html"' in answer["html"]
    assert 'title="A &amp; B"' in answer["html"]
    assert "allow-same-origin" not in answer["html"]
    assert "{=html}" in answer["markdown"]
    assert "`rimland map -o map.html` writes one" in fault(run("embed", "n.html"))


def test_a_frame_opens_in_the_language_asked_for_under_the_title_that_the_map_has_in_it(run):
    from rimland.layers import load_theatre

    run("map", "-o", "m.html", "--layers", "land")
    title = load_theatre("buffer").title["ja"]
    answer = json.loads(run("embed", "m.html", "--lang", "ja", "--ratio", "16:9", "--json")[1])
    for line in (answer["html"], answer["markdown"]):
        assert f'src="m.html#lang=ja" title="{title}" lang="ja"' in line
        assert "aspect-ratio:1.778" in line
    elsewhere = json.loads(run("embed", "https://maps.example/m.html", "--title", "A title", "--json")[1])
    assert 'src="https://maps.example/m.html" title="A title"' in elsewhere["html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["m.html", "--ratio", "wide"], "such as 16:9"),
        (["m.html", "--ratio", "0:9"], "such as 16:9"),
        (["m.html", "--ratio", "1:99"], "neither ten times the other"),
        (["m.html", "--lang", "ja"], "no map that has 'ja'"),
        (["picture.png"], "not a web page in UTF-8"),
        (["."], "no such file"),
    ],
)
def test_what_cannot_be_embedded_is_refused(run, tmp_path, words, said):
    (tmp_path / "m.html").write_text("<!doctype html><title>No map of ours</title>", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    assert said in fault(run("embed", *words))


# --- failures


def test_a_folder_that_cannot_be_written_is_a_failure_and_no_traceback(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    status, out, err = run("build", "-o", "file/out")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "file" in err


def test_what_nobody_expected_is_one_sentence_and_status_1(run, monkeypatch):
    from rimland import geo

    monkeypatch.setattr(geo, "distance", lambda *_: 1 / 0)
    status, out, err = run("distance", "taiwan", "yonaguni")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "RIMLAND_DEBUG=1" in err


def test_what_nobody_expected_is_shown_whole_to_who_asks(monkeypatch):
    from rimland import geo

    monkeypatch.setenv("RIMLAND_DEBUG", "1")
    monkeypatch.setattr(geo, "distance", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["distance", "taiwan", "yonaguni"])


def test_a_wrong_source_date_epoch_is_refused(run, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH" in fault(run("layers", "export", "fabs", "-o", "f.gpkg"))


def test_a_stream_that_cannot_hold_the_names_gets_escapes_and_json_stays_json(tmp_path):
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    done = shell("distance", "yonaguni", "taiwan", "--json", cwd=tmp_path, env=ascii_only)
    assert done.returncode == 0
    assert json.loads(done.stdout)["to"]["name"]["zh-Hant"] == "臺灣"
    assert shell("distance", "yonaguni", "taiwan", cwd=tmp_path, env=ascii_only).returncode == 0


def test_names_are_understood_whatever_the_locale(tmp_path):
    plain = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell("distance", "与那国島", "臺灣", "--json", cwd=tmp_path, env=plain)
    assert json.loads(done.stdout)["to"]["name"]["ja"] == "台湾"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_closed_and_full_streams_end_without_a_traceback(tmp_path):
    python = f"{sys.executable} -m rimland.scripts.cli distance yonaguni taiwan"
    for redirected, status in ((">&-", 0), ("> /dev/full", 1)):
        done = subprocess.run(["bash", "-c", f"{python} {redirected}"], cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode == status
        assert b"Traceback" not in done.stderr


def test_a_reader_who_leaves_early_is_no_failure(tmp_path):
    command = f"{sys.executable} -m rimland.scripts.cli layers show first-island-chain --json | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_measuring_imports_nothing_that_it_does_not_need(tmp_path):
    """What would break the cold start: each of these takes longer to import than a distance to compute.

    Typer imports pydantic for itself; our own models on top of it are not loaded.
    """
    heavy = {
        "scipy",
        "geopandas",
        "pandas",
        "pyarrow",
        "folium",
        "numba",
        "matplotlib",
        "rich",
        "rimland.layers.schema",
    }
    code = (
        "import sys; from rimland.scripts.cli import _run; assert _run(['distance', 'yonaguni', '臺灣']) == 0; "
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


def test_a_layer_that_a_theatre_derives_is_shown_and_exported_with_the_theatre_and_unknown_without(run, tmp_path):
    theatre = Path(__file__).parents[2] / "examples" / "luzon-strait.toml"
    status, out, _ = run("layers", "show", "batanes-24nmi", "--theatre", str(theatre), "--json")
    assert (status, json.loads(out)["name"]) == (0, "batanes-24nmi")
    assert run("layers", "export", "batanes-24nmi", "--theatre", str(theatre), "-o", "b.geojson")[0] == 0
    assert json.loads((tmp_path / "b.geojson").read_text("utf-8"))["features"]
    assert "no layer 'batanes-24nmi'" in fault(run("layers", "show", "batanes-24nmi"))
