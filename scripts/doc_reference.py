"""The reference in the documentation: what the library and its files say of themselves."""

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc, isclass, isfunction
from itertools import pairwise
from pathlib import Path
from typing import Any

MODULES = ("rimland.geo", "rimland.geo.accessor", "rimland.layers", "rimland.layers.metrics", "rimland.maps")
"""What users import: the pages of the library reference."""

KINDS = ("Functions", "Classes", "Errors", "Constants")


def public(module: str) -> dict[str, list[str]]:
    """The public names of a module, sorted, by kind."""
    found = import_module(module)
    names = getattr(found, "__all__", None) or [
        name for name, value in vars(found).items() if isclass(value) and value.__module__ == module
    ]
    kinds: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in sorted(names, key=str.lower):
        kinds[_kind(getattr(found, name))].append(name)
    return {kind: listed for kind, listed in kinds.items() if listed}


def _kind(value: Any) -> str:
    if isclass(value):
        return "Errors" if issubclass(value, Exception) else "Classes"
    return "Functions" if isfunction(value) else "Constants"


def library(module: str) -> str:
    """The reference of a module as reStructuredText: its names by kind, then all that each says of itself."""
    lines = [
        module,
        "=" * len(module),
        "",
        f".. automodule:: {module}",
        "   :no-members:",
        "",
        f".. currentmodule:: {module}",
        "",
    ]
    directives = {"Functions": "autofunction", "Classes": "autoclass", "Errors": "autoexception"}
    for kind, names in public(module).items():
        lines += [kind, "-" * len(kind), ""]
        if kind == "Constants":
            lines += [line for name in names for line in _constant(module, name)]
            continue
        lines += [".. autosummary::", "   :nosignatures:", "", *(f"   {name}" for name in names), ""]
        lines += [line for name in names for line in (f".. {directives[kind]}:: {name}", "")]
    return "\n".join(lines)


def _constant(module: str, name: str) -> list[str]:
    """A value with the words under it in the source: a value has no docstring of its own."""
    found = import_module(module)
    home = import_module(f"{module}.{found._HOMES[name]}") if hasattr(found, "_HOMES") else found
    value = getattr(found, name)
    shown = [f"   :value: {value!r}"] if isinstance(value, (int, float, tuple)) and len(repr(value)) < 80 else []
    return [f".. py:data:: {name}", *shown, "", f"   {_words_under(Path(str(home.__file__)), name)}", ""]


def _words_under(path: Path, name: str) -> str:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    for statement, after in pairwise(body):
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        if name in {getattr(target, "id", None) for target in targets} and isinstance(after, ast.Expr):
            return " ".join(str(ast.literal_eval(after.value)).split())
    return ""


def files() -> str:
    """Every field of theatre, layer and claims files, from the models that read them."""
    from rimland.layers.claim_file import ClaimsFile
    from rimland.layers.schema import LayerFile
    from rimland.layers.theatre_file import TheatreFile

    lines = [
        "# Files",
        "",
        "What a file may say, and how. An unknown field is an error that names the file and the field.",
        "",
    ]
    for heading, model in (("Theatre", TheatreFile), ("Layer", LayerFile), ("Claims", ClaimsFile)):
        schema = model.model_json_schema(by_alias=True)
        lines += [f"## {heading}", "", *_model(schema)]
        for name, inner in schema.get("$defs", {}).items():
            lines += [f"### {heading}: {_plain_name(name)}", "", *_model(inner)]
    return "\n".join(lines)


def _plain_name(model: str) -> str:
    return model.removesuffix("File").removesuffix("Rule") + (" rule" if model.endswith("Rule") else "")


def _model(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (cleandoc(schema.get("description", "")), "", "| field | value | |", "| --- | --- | --- |")
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        default = field.get("default")
        given = "" if default in (None, [], {}) else f"`{default!r}` if left out"
        yield f"| `{name}` | {_value(field)} | {'required' if name in required else given} |"
    yield ""


def _value(field: Mapping[str, Any]) -> str:
    """What a field takes, in words.

    Examples
    --------
    >>> _value({"type": "array", "items": {"type": "string"}})
    'list of text'
    """
    if "$ref" in field:
        return _plain_name(field["$ref"].rsplit("/", 1)[1])
    if "anyOf" in field or "oneOf" in field:
        choices = [_value(one) for one in field.get("anyOf") or field["oneOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(choices))
    if "const" in field or "enum" in field:
        return " or ".join(f"`{one!r}`" for one in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        items = field.get("prefixItems") or [field.get("items", {})]
        kinds = " or ".join(dict.fromkeys(_value(one) for one in items))
        return f"{len(items)} × {kinds}" if "prefixItems" in field else f"list of {kinds}"
    if field.get("type") == "object":
        named = [field.get("additionalProperties"), *field.get("patternProperties", {}).values()]
        tables = [_value(one) for one in named if isinstance(one, dict)]
        return f"table of {tables[0]} by name" if tables else "table"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return words.get(field.get("type", ""), "any value")
