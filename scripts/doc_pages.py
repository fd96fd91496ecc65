"""Pages of the documentation that the catalogue and the commands write themselves."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rimland.layers import Catalog, Layer, Source

NOT_AVAILABLE = "not available"


def escaped(words: str) -> str:
    r"""Words of the data as Markdown shows them: nothing in them is markup.

    Examples
    --------
    >>> print(escaped("a_b | <c> [d]"))
    a\_b \| \<c\> \[d\]
    """
    return re.sub(r"([\\`*_{}\[\]<>#|$~^])", r"\\\1", " ".join(words.split()))


def layer_table(*, linked: bool = False) -> str:
    """The shipped layers as a Markdown table: name, title, date, grades and licence, in the order of their names."""
    rows = ["| layer | what | as of | position / facts | licence |", "| --- | --- | --- | --- | --- |"]
    for name, layer in sorted(Catalog().items()):
        grades = f"{layer.position_grade or '–'} / {layer.fact_grade}"
        called = f"[`{name}`](#layer-{name})" if linked else f"`{name}`"
        rows.append(f"| {called} | {layer.title['en']} | {layer.as_of} | {grades} | {layer.licence} |")
    return "\n".join(rows) + "\n"


def group_table() -> str:
    """The shipped layers by the groups of the legend, as a short Markdown table."""
    from rimland.maps.text import group_title

    groups: dict[str, list[Layer]] = {}
    for layer in Catalog().values():
        groups.setdefault(group_title(layer.group)["en"], []).append(layer)
    rows = ["| about | layers | newest data |", "| --- | --- | --- |"]
    for title, layers in sorted(groups.items()):
        names = ", ".join(f"`{layer.name}`" for layer in layers)
        rows.append(f"| {title} | {names} | {max(layer.as_of for layer in layers)} |")
    return "\n".join(rows) + "\n"


def catalogue() -> str:
    """Every shipped layer with what it says of itself, under the groups of the legend."""
    from rimland.maps.text import group_title

    layers = list(Catalog().values())
    groups = {layer.group: group_title(layer.group)["en"] for layer in layers}
    lines = [
        "# The catalogue",
        "",
        f"{len(layers)} layers ship. Each names its sources, its date, its grade and what it lacks. Grades: A an",
        "official text, B a secondary source, C+ uncited but checked by geometry, C uncited and so drawn as schematic.",
        "",
        layer_table(linked=True),
    ]
    for group in sorted(groups, key=lambda name: groups[name]):
        lines += [f"## {escaped(groups[group])}", ""]
        for layer in layers:
            lines += _entry(layer) if layer.group == group else []
    return "\n".join(lines)


def _entry(layer: Layer) -> Iterator[str]:
    yield from (f"(layer-{layer.name})=", "", f"### {escaped(layer.title['en'])}", "")
    yield from (f"{escaped(layer.title['ja'])} · {escaped(layer.title['zh-Hant'])}", "")
    yield from (escaped(layer.summary["en"]), "")
    if layer.caveat:
        yield from (":::{admonition} Caveat", escaped(layer.caveat["en"]), ":::", "")
    accuracy = "each feature says so itself" if layer.accuracy_m is None else f"{layer.accuracy_m:g} m"
    facts = {
        "Name": f"`{layer.name}`",
        "Kind": f"{layer.kind}, computed" if layer.derive else layer.kind,
        "As of": layer.as_of,
        "Grade": f"position {layer.position_grade or '–'}, facts {layer.fact_grade}",
        "Accuracy of positions": "no positions" if layer.kind == "table" else accuracy,
        "Edges": layer.edges,
        "Licence": escaped(layer.licence),
    }
    yield from (f":{name}: {value}" for name, value in facts.items())
    yield from _listed("Known gaps", (" / ".join(map(escaped, gap.values())) for gap in layer.gaps))
    columns = (
        f"`{name}`" + (f" ({escaped(column.unit)})" if column.unit else "") + f": {escaped(column.summary)}"
        for name, column in layer.columns.items()
    )
    yield from _listed("Columns of its own", columns)
    yield from _listed("Sources", map(_credit, layer.sources))


def _listed(heading: str, items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    yield from ("", f"{heading}:" if found else f"{heading}: none.", "")
    yield from (f"- {item}" for item in found)
    yield ""


def _credit(source: Source) -> str:
    address = source.url or ""
    title = escaped(source.title)
    linked = f"[{title}](<{address}>)" if re.fullmatch(r"https?://[^\s<>]+", address) else title
    told = [escaped(source.publisher or "publisher not available"), linked, source.date or "undated"]
    return ", ".join([*told, escaped(source.licence or "licence not available")])


def disputed() -> str:
    """A table of every feature of the catalogue that is disputed: all names, claimants, and who administers it."""
    from rimland.layers.layer import NAME_COLUMNS

    rows = [
        "| layer | English | 日本語 | 中文 | claimed by | administered by |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for layer in Catalog().values():
        if layer.derive:
            continue
        features = layer.features
        contested = features[features["status"] == "disputed"] if "status" in features else features[:0]
        for row in contested.to_dict("records"):
            cells = [row.get(column) for column in (*NAME_COLUMNS.values(), "claimants", "administered_by")]
            rows.append(f"| `{layer.name}` | " + " | ".join(escaped(cell or NOT_AVAILABLE) for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def commands() -> str:
    """What every command says with ``--help``."""
    lines = [
        "# Command line",
        "",
        "What each command says of itself. Errors go to standard error; status 2 is wrong usage or",
        "input, 1 a failure, 0 success.",
        "",
    ]
    for words in command_names():
        lines += [f"## rimland {' '.join(words)}", "", "```text", _help(words).strip(), "```", ""]
    return "\n".join(lines)


def command_names() -> tuple[tuple[str, ...], ...]:
    """The words of every command, those below `layers` included, in the order of ``rimland --help``."""
    from typer.main import get_command

    from rimland.scripts.cli import app

    return tuple(_below(get_command(app)))


def _below(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield (*words, name)
        yield from _below(inner, (*words, name))


def _help(words: tuple[str, ...]) -> str:
    from typer.testing import CliRunner

    from rimland.scripts.cli import app

    return CliRunner().invoke(app, [*words, "--help"], prog_name="rimland", terminal_width=90).output
