"""The main job: one folder, whole, the same bytes each time."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256

import pytest

from rimland.scripts.cli import main

EXPECTED = {
    "buffer.html",
    "manifest.json",
    "layers/buffer.gpkg",
    "report.html",
    "report.docx",
    "report.md",
    *(
        f"figures/{name}{suffix}"
        for name in ("overview", "depth", "kumamoto-pivot")
        for suffix in (".svg", ".png", ".pdf")
    ),
    *(
        f"layers/{name}.geojson"
        for name in ("land-basemap", "nansei", "first-island-chain", "fisheries-2013", "fabs", "sea-lanes", "gates")
    ),
    *(
        f"tables/{name}.csv"
        for name in ("nansei", "first-island-chain", "fisheries-2013", "fabs", "sea-lanes", "gates")
    ),
    *(
        f"tables/{name}.csv"
        for name in (
            "distances",
            "depth",
            "exposure",
            "straits",
            "waters",
            "pacific-gate",
            "lanes",
            "detours",
            "claims",
        )
    ),
}


def build(folder, seed):
    command = [sys.executable, "-m", "rimland.scripts.cli", "build", "-o", str(folder), "--json"]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    env.pop("SOURCE_DATE_EPOCH", None)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build") / "out"
    return folder, build(folder, "0")


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_command_writes_map_layers_tables_and_manifest(built):
    folder, done = built
    assert (done.returncode, done.stderr) == (0, "")
    assert set(files(folder)) >= EXPECTED
    assert set(json.loads(done.stdout)["files"]) == set(files(folder))


def test_two_builds_under_different_hash_seeds_are_the_same_bytes(built, tmp_path):
    folder, _ = built
    build(tmp_path / "elsewhere", "42")
    one, two = files(folder), files(tmp_path / "elsewhere")
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_the_manifest_has_the_hash_of_every_other_file_and_of_every_input(built):
    folder, _ = built
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    found = {name: sha256(data).hexdigest() for name, data in files(folder).items() if name != "manifest.json"}
    assert {name: entry["sha256"] for name, entry in manifest["outputs"].items()} == found
    assert {"theatres/buffer.toml", "layers/nansei.toml", "places/shapes.bin"} <= set(manifest["inputs"])
    assert {"rimland", "shapely", "GEOS", "PROJ", "GDAL"} <= set(manifest["versions"])
    assert str(folder) not in (folder / "manifest.json").read_text("utf-8")


def test_the_table_of_gates_opens_in_excel_with_its_names_and_widths(built):
    folder, _ = built
    data = (folder / "tables" / "gates.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = {row["id"]: row for row in csv.DictReader(data.decode("utf-8-sig").splitlines())}
    gap = rows["yonaguni-gap"]
    assert gap["name_zh_hant"] == "與那國海峽"
    assert float(gap["width_km"]) == pytest.approx(107.5, abs=0.1)
    assert float(gap["length_km"]) == pytest.approx(float(gap["width_km"]), abs=0.001)
    assert "OpenStreetMap" in gap["attribution"]


def test_the_geopackage_has_a_table_for_every_layer(built):
    import pyogrio

    folder, _ = built
    tables = {name for name, _ in pyogrio.list_layers(folder / "layers" / "buffer.gpkg")}
    assert tables == {path.stem for path in (folder / "layers").glob("*.geojson")}


def test_source_date_epoch_is_the_time_stamp_when_it_is_set(tmp_path, monkeypatch, capsys):
    theatre = tmp_path / "small.toml"
    title = 'title = { en = "a", ja = "b", zh-Hant = "c" }'
    theatre.write_text(f'version = 1\n{title}\nbounds = [118, 20, 134, 36]\nlayers = ["fabs"]\n', "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with pytest.raises(SystemExit) as left:
        main(["build", "-o", str(tmp_path / "out"), "--theatre", str(theatre)])
    assert left.value.code == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["time_stamp"] == "1970-01-02T00:00:00Z"
    assert (tmp_path / "out" / "small.html").is_file()


def test_a_build_that_fails_leaves_the_folder_as_it_was(tmp_path, monkeypatch, capsys):
    from rimland.layers import tables

    (tmp_path / "manifest.json").write_text("old")
    monkeypatch.setattr(tables, "feature_table", lambda _: 1 / 0)
    with pytest.raises(SystemExit) as left:
        main(["build", "-o", str(tmp_path)])
    assert left.value.code == 1
    assert files(tmp_path) == {"manifest.json": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_build_that_is_stopped_leaves_the_folder_as_it_was(tmp_path, number, status):
    """Stopped while figures are drawn in the second process and layers written in the first, twice in a row."""
    (tmp_path / "manifest.json").write_text("old")
    program = [sys.executable, "-c", "from rimland.scripts.cli import main; main()", "build", "-o", str(tmp_path)]
    build = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".rimland-*/figures")) and time.monotonic() < deadline:
        time.sleep(0.05)
    send = os.killpg if number == signal.SIGINT else os.kill  # a terminal's Ctrl-C goes to the whole group
    send(build.pid, number)
    time.sleep(0.1)
    send(build.pid, number)
    out, err = build.communicate(timeout=60)
    assert (build.returncode, out) == (status, "")
    assert err.startswith("rimland: stopped; nothing is half written")
    assert err.count("\n") == 1
    assert files(tmp_path) == {"manifest.json": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
