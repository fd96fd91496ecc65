"""The documentation builds without a warning, names all that is public, and shows what commands really print."""

import contextlib
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from rimland.layers import Catalog
from rimland.scripts import doc_pages, doc_reference
from rimland.scripts.cli import main

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

PAGES = {
    path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(DOCS.rglob("*.md"))
    if "generated" not in path.relative_to(DOCS).parts
}
CONSOLE, PYTHON = re.compile(r"```console\n(.*?)```", re.DOTALL), re.compile(r"```pycon\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built pages, as text by address. Any warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        folder / "doctrees",
        DOCS,
        folder / "html",
    ]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def read(site, page):
    return (site / page).read_text(encoding="utf-8")


def shown(site, page):
    return unescape(re.sub(r"<[^>]+>", "", read(site, page)))


@pytest.mark.parametrize("module", doc_reference.MODULES)
def test_every_public_name_of_the_library_is_documented(site, module):
    page = read(site, f"generated/library/{module}.html")
    names = [name for listed in doc_reference.public(module).values() for name in listed]
    assert names
    assert [name for name in names if f'id="{module}.{name}"' not in page] == []


def test_the_library_reference_has_every_part_that_users_import():
    parts = {f"rimland.{part}" for part in ("geo", "layers", "maps")}
    assert parts <= set(doc_reference.MODULES)


def test_every_command_is_documented_with_its_help(site):
    page = shown(site, "generated/commands.html")
    names = doc_pages.command_names()
    assert {("distance",), ("build",), ("layers", "show")} <= set(names)
    for words in names:
        assert f"Usage: rimland {' '.join(words)} " in page


def test_every_layer_is_in_the_catalogue_with_its_licence_sources_caveat_and_gaps(site):
    page = " ".join(shown(site, "generated/catalogue.html").split())
    for layer in Catalog().values():
        told = [
            layer.title["en"],
            layer.title["ja"],
            layer.licence,
            *(words for gap in layer.gaps for words in gap.values()),
            *(source.title for source in layer.sources),
        ]
        told += [layer.caveat["en"]] if layer.caveat else []
        assert [words for words in told if " ".join(words.split()) not in page] == [], layer.name


def test_every_disputed_feature_is_listed_with_who_claims_it(site):
    page = shown(site, "naming.html")
    for row in Catalog()["nansei"].features.query("status == 'disputed'").itertuples():
        assert all(words in page for words in (row.name_en, row.name_ja, row.name_zh_hant, row.claimants))


def test_every_field_that_the_shipped_theatre_uses_is_in_the_reference_of_files(site):
    import tomllib

    page = shown(site, "generated/files.html")

    def fields(table):
        for name, value in table.items():
            yield name
            for inner in value if isinstance(value, list) else [value]:
                yield from fields(inner) if isinstance(inner, dict) and name not in {"actors", "scenarios"} else ()

    theatre = tomllib.loads((ROOT / "data" / "theatres" / "buffer.toml").read_text(encoding="utf-8"))
    own = {"numbers", "transfers"}  # their keys are the author's own words
    plain = {name: value for name, value in theatre.items() if name not in own}
    plain["story"] = [{k: v for k, v in step.items() if k not in own} for step in theatre.get("story", [])]
    assert [name for name in fields(plain) if name not in page] == []


@pytest.mark.browser
def test_a_page_of_the_site_asks_nothing_of_a_network(site, watch):
    for page in ("index.html", "generated/library/rimland.geo.html"):
        watched = watch()
        watched.page.goto((site / page).as_uri())
        watched.page.wait_for_load_state()
        assert [url for url in watched.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_pages_are_wide_enough_for_nothing_but_their_column_on_a_phone(site, watch):
    for page in ("index.html", "generated/catalogue.html", "generated/library/rimland.geo.html", "how-to/measure.html"):
        watched = watch(width=390, height=844, touch=True)
        watched.page.goto((site / page).as_uri())
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390, page


def sessions(page):
    for block in CONSOLE.findall(PAGES[page]):
        yield from re.findall(r"^\$ (rimland .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def as_shown(expected):
    """A pattern for an output of which lines may be left out, where the page has `…`."""
    return "".join(r"(?:.*\n)*" if line == "…" else re.escape(line) + "\n" for line in expected.strip().splitlines())


@pytest.mark.parametrize("page", [page for page in PAGES if CONSOLE.search(PAGES[page])])
def test_the_commands_of_a_page_print_what_it_shows(page, tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "examples", tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    for command, output in sessions(page):
        with contextlib.suppress(SystemExit):
            main(shlex.split(command)[1:])
        out = capsys.readouterr().out
        assert re.fullmatch(as_shown(output), out.strip() + "\n"), f"{command}\n{out}"


@pytest.mark.parametrize("page", [page for page in PAGES if PYTHON.search(PAGES[page])])
def test_the_python_of_a_page_answers_as_printed(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = io.StringIO()
    example = doctest.DocTestParser().get_doctest("\n".join(PYTHON.findall(PAGES[page])), {}, page, None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=report.write)
    assert runner.summarize(verbose=False).failed == 0, report.getvalue()


def test_the_gallery_shows_every_figure_of_the_theatre(site):
    from rimland.maps.figures.figure import evidence_of

    page, evidence = read(site, "generated/gallery.html"), evidence_of("buffer")
    pictures = {path.stem for path in (site / "_images").glob("*.png")}
    for name in evidence.names:
        assert f"rimland figure {name} -o" in unescape(re.sub(r"<[^>]+>", "", page)), name
        assert name in pictures, name
