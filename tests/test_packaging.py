"""Every way to install gives the same package, data inside, beside whatever the user's own folder holds."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.packaging

SCRIPT = """
import importlib.metadata, sys
from pathlib import Path
from rimland import geo, layers, maps
from rimland.data import ROOT

import maps as own                                      # the user's own module keeps its name
assert own.MINE
assert Path("data/mine.txt").read_text() == "mine"

here = Path(sys.prefix)
where = Path(geo.__file__)
assert (here in where.parents) == (sys.argv[1] != "editable"), where
assert importlib.metadata.version("rimland")
assert (ROOT / "theatres" / "buffer.toml").is_file()
for part in (geo, layers, maps):
    assert (Path(part.__file__).parent / "py.typed").is_file()

gap = geo.distance(layers.place("yonaguni"), layers.place("taiwan"))
assert 100_000 < gap.metres < 115_000, gap
assert len(layers.load("nansei")) >= 69
maps.StrategicMap("buffer").save("map.html")
assert "L.map" in Path("map.html").read_text(encoding="utf-8")
print("all there")
"""


def run(*command: object, cwd: Path) -> str:
    """The output of a command that must succeed, free of this checkout's paths."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the sources, so that a build leaves nothing in this checkout and finds nothing stale."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "build", "dist", "out", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
    )
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "rimland", ignore=ignored))


@pytest.fixture(scope="module")
def built(source, tmp_path_factory) -> Path:
    """The folder with the sdist and with the wheel that was built from the sdist."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source, cwd=out)
    return out


def fresh_environment(folder: Path) -> Path:
    """The interpreter of a new environment that has our dependencies, but not our package."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A path named in a .pth file has its modules found but its own .pth files, such as an editable install's, ignored.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def install_and_use(tmp_path: Path, way: str, *what: object) -> None:
    python = fresh_environment(tmp_path / "env")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-build-isolation"]
    run(*pip, "--disable-pip-version-check", "--ignore-installed", *what, cwd=tmp_path)
    desk = tmp_path / "desk"
    (desk / "data").mkdir(parents=True)
    (desk / "data" / "mine.txt").write_text("mine", encoding="utf-8")
    for name in ("maps.py", "geo.py", "layers.py", "scripts.py"):
        (desk / name).write_text("MINE = True\n", encoding="utf-8")
    (desk / "use.py").write_text(SCRIPT, encoding="utf-8")
    assert "all there" in run(python, "use.py", way, cwd=desk)
    assert "yonaguni" in run(tmp_path / "env" / "bin" / "rimland", "distance", "yonaguni", "taiwan", "--json", cwd=desk)


def test_the_wheel_works_installed_elsewhere_with_its_data_inside(built, tmp_path):
    install_and_use(tmp_path, "wheel", next(built.glob("*.whl")))


def test_the_sdist_works_installed_elsewhere(built, tmp_path):
    install_and_use(tmp_path, "sdist", next(built.glob("*.tar.gz")))


def test_a_plain_install_from_the_folder_works(source, tmp_path):
    install_and_use(tmp_path, "plain", source)


def test_an_editable_install_works(source, tmp_path):
    install_and_use(tmp_path, "editable", "--editable", source)
