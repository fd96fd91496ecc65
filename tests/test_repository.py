"""The promises of the whole: who may import whom, what ships, what the repository says of itself."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PARTS = {
    "geo": set(),
    "data": set(),
    "layers": {"geo", "data"},
    "maps": {"geo", "layers"},
    "scripts": {"geo", "layers", "maps", "data"},
}
"""Each part, and the other parts that it may import."""

MODULES = sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py"))


def imported_parts(path: Path) -> set[str]:
    """The parts of ours that a module imports, wherever in the module the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            module = node.module or ""
            if module == "rimland":
                found |= {alias.name for alias in node.names}
            elif module.startswith("rimland."):
                found.add(module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("rimland.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_the_parts_below_its_own(path):
    part = path.relative_to(ROOT).parts[0]
    assert imported_parts(path) <= PARTS[part] | {part}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_scripts_print_or_read_the_command_line(path):
    if path.relative_to(ROOT).parts[0] == "scripts":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input"}, f"{path}:{node.lineno} talks to a terminal"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
            assert node.attr != "argv", f"{path}:{node.lineno} reads the command line"


def configuration() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_list_of_packages_names_every_folder_with_code():
    listed = set(configuration()["tool"]["setuptools"]["packages"])
    folders = {
        "rimland." + ".".join(path.parent.relative_to(ROOT).parts)
        for part in PARTS
        for path in (ROOT / part).rglob("__init__.py")
    }
    assert folders == listed


def test_every_part_is_marked_as_typed():
    assert all((ROOT / part / "py.typed").is_file() for part in PARTS)


def test_every_data_file_is_matched_by_a_packaging_pattern():
    patterns = configuration()["tool"]["setuptools"]["package-data"]["rimland.data"]
    data = ROOT / "data"
    shipped = {path for pattern in patterns for path in data.glob(pattern)}
    present = {
        path
        for path in data.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "py.typed"
    }
    assert present == shipped


TEXTS = sorted(
    path
    for path in ROOT.rglob("*")
    if path.suffix in {".py", ".md", ".toml", ".css", ".js", ".txt", ".cff"}
    and not {".venv", "build", "dist", "out", ".git", "rimland.egg-info", "generated"}
    & set(path.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_files_are_utf8_without_tabs_or_trailing_space(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE), "trailing white space"
    assert "\t" not in text
    assert text.endswith("\n") or not text


def test_the_readme_is_short_and_its_two_commands_are_verbs_of_the_makefile():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(readme.splitlines()) <= 150
    assert {"map", "test"} <= verbs
    assert "make map" in readme
    assert "make test" in readme


@pytest.mark.parametrize("part", ["geo", "layers", "maps"])
def test_no_module_has_the_name_of_what_its_part_exports(part):
    # Importing such a module would put it where the function was.
    exported = set(importlib.import_module(f"rimland.{part}").__all__)
    assert not exported & {path.stem for path in (ROOT / part).glob("*.py")}


def test_every_pinned_version_takes_the_oldest_python_that_the_readme_promises():
    from importlib.metadata import PackageNotFoundError, metadata

    from packaging.specifiers import SpecifierSet

    promised = re.search(r"Python ≥ (3\.\d+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    pins = re.findall(r"^([^=#\s]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {}
    for name in pins:
        try:
            wanted[name] = SpecifierSet(metadata(name).get("Requires-Python") or "")
        except PackageNotFoundError:
            continue  # pinned for another platform
    assert promised
    assert len(wanted) > 50
    assert [name for name, pythons in wanted.items() if not pythons.contains(f"{promised[1]}.0")] == []
