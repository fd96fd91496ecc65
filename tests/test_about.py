"""What the repository says of itself is true: licences, citation, commands, where things are."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from rimland.layers import Catalog
from rimland.scripts.doc_pages import command_names

ROOT = Path(__file__).resolve().parents[1]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


LICENCES = [
    (re.findall(r"`([^`]+)`", files), licence)
    for files, licence in re.findall(r"^\| (.*?`.*?) \| .* \| (.*?) \|$", text("data/LICENSES.md"), re.MULTILINE)
]
"""The rows of the table of licences: patterns of files, and what it says of their licence."""

OTHERS = "layers/*.geojson"
"""Every other layer: a row for what no row before it has named."""

DATA = sorted(
    path.relative_to(ROOT / "data").as_posix()
    for path in (ROOT / "data").rglob("*")
    if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name not in {"py.typed", "LICENSES.md"}
)


@pytest.mark.parametrize("name", DATA)
def test_every_data_file_has_a_row_in_the_table_of_licences(name):
    assert any(fnmatch(name, pattern) for patterns, _ in LICENCES for pattern in patterns)


def test_every_pattern_of_the_table_of_licences_names_a_file():
    patterns = [pattern for patterns, _ in LICENCES for pattern in patterns]
    assert len(patterns) > 10
    assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in DATA)] == []


def test_the_licence_of_a_row_is_that_of_its_layers():
    for layer in Catalog().values():
        if layer.geometry_path is None:
            continue
        name = f"layers/{layer.geometry_path.name}"
        rows = [(patterns, licence) for patterns, licence in LICENCES if any(fnmatch(name, one) for one in patterns)]
        own = [licence for patterns, licence in rows if OTHERS not in patterns] or [licence for _, licence in rows]
        words = " ".join(own).replace(" ", "-")
        # A layer whose file is compiled by hand and that computes more from the coast has both licences as a whole.
        assert any(licence in words for licence in layer.licence.split(" AND ")), layer.name


def test_the_citation_file_is_complete_and_has_the_version_of_the_package():
    citation = yaml.safe_load(text("CITATION.cff"))
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert {"cff-version", "message", "title", "type", "version", "license", "authors", "abstract"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == project["version"]
    assert citation["type"] == "software"
    assert citation["license"] in project["license"]
    assert citation["authors"] == [{"name": author["name"]} for author in project["authors"]]


def test_the_readme_names_every_command():
    readme = text("README.md")
    missing = [words for words in command_names() if f"`rimland {words[0]}" not in readme]
    assert missing == []


def test_the_architecture_names_files_that_are_there():
    named = re.findall(r"`((?:geo|layers|maps|scripts|data|tests|docs|examples)/[\w./-]*)`", text("ARCHITECTURE.md"))
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/index.md"])
def test_links_between_files_lead_to_files(name):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text(name))
    gone = [link for link in links if not (ROOT / name).parent.joinpath(link).exists() and "generated" not in link]
    assert gone == []


def test_the_changelog_is_newest_first_with_data_under_a_heading_of_its_own():
    headings = re.findall(r"^##+ (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased" or re.match(r"\d+\.\d+\.\d+", headings[0])
    assert "Data" in headings
    assert {heading for heading in headings[1:] if not re.match(r"\d", heading)} <= {
        "Breaking",
        "Added",
        "Changed",
        "Data",
        "Fixed",
    }
