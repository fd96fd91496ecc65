"""The shape of a layer file, and how any file is read: messages that name the file and the field."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError, model_validator

from rimland.layers.derive_file import DERIVES, LaneFile
from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.number_file import QuantityFile
from rimland.layers.records import Day, Key, Record, TextFile, Words
from rimland.layers.rule_file import (
    RULES,
    BufferRule,
    CellsRule,
    ClosedOverlapsRule,
    DifferenceRule,
    GapsRule,
    MeasureRule,
    MinusRule,
    NarrowRule,
    OverlapsRule,
    Rule,
    VoyageRule,
    VoyagesRule,
    ZonesRule,
)
from rimland.layers.story_file import StepFile
from rimland.layers.theatre_file import (
    ActorFile,
    ArgumentFile,
    DisputedFile,
    ScenarioFile,
    TheatreFile,
    TimelineFile,
    ViewFile,
)

Grade = Literal["A", "B", "C+", "C"]
Edges = Literal["geodesic", "rhumb"]


Metres = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class SourceFile(Record):
    """One `[[sources]]` table."""

    id: Key
    title: Words
    publisher: Words | None = None
    date: Day | None = None
    url: Words | None = None
    licence: Words | None = None


class ColumnFile(Record):
    """One `[columns.NAME]` table."""

    summary: Words
    unit: Words | None = None


class LayerFile(Record):
    """`NAME.toml` of a layer."""

    name: Key | None = None
    title: TextFile
    summary: TextFile
    caveat: TextFile | None = None
    group: Words
    kind: Literal["polygon", "line", "point", "table"]
    edges: Edges = "geodesic"
    as_of: Day
    licence: Words
    position_grade: Grade | None = None
    fact_grade: Grade
    accuracy_m: Metres | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    file: Words | None = None
    style: dict[str, str | float | bool | list[float]] = {}
    visible: bool = True
    named: bool = True
    gaps: list[TextFile] = []
    columns: dict[str, ColumnFile] = {}
    sources: list[SourceFile] = Field(min_length=1)
    derive: list[Rule] = []

    @model_validator(mode="after")
    def _only_a_table_is_nowhere(self) -> "LayerFile":
        if (self.position_grade is None) != (self.kind == "table"):
            grades = "one of 'A', 'B', 'C+' or 'C', or kind = \"table\" for features without a position"
            raise ValueError(f"position_grade: got {self.position_grade!r} with kind {self.kind!r}: expected {grades}")
        return self

    @model_validator(mode="after")
    def _sources_are_told_apart(self) -> "LayerFile":
        ids = [source.id for source in self.sources]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"two sources have the id {twice[0]!r}: give each its own")
        return self


Model = TypeVar("Model", bound=Record)

_NESTED: dict[Any, type[Record]] = {
    "title": TextFile,
    "summary": TextFile,
    "caveat": TextFile,
    "sources": SourceFile,
    "columns": ColumnFile,
    "buffer": BufferRule,
    "minus": MinusRule,
    "difference": DifferenceRule,
    "gaps": GapsRule,
    "voyages": VoyagesRule,
    "voyage": VoyageRule,
    "measure": MeasureRule,
    "zones": ZonesRule,
    "narrow": NarrowRule,
    "overlaps": OverlapsRule,
    "cells": CellsRule,
    "closed-overlaps": ClosedOverlapsRule,
    "argument": ArgumentFile,
    "timeline": TimelineFile,
    "actors": ActorFile,
    "disputed": DisputedFile,
    "scenarios": ScenarioFile,
    "story": StepFile,
    "view": ViewFile,
    "lane": LaneFile,
    "numbers": QuantityFile,
}
"""The model under each key that holds one, to tell the choices when a field is unknown."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises
    ------
    DataError
        The file cannot be read, is not UTF-8 or is not TOML.
    """
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # a mark that editors of Windows put first
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}. See https://toml.io for the syntax.") from error
    except RecursionError as error:
        raise DataError(f"{path}: tables or lists hold one another too deep to be read. Write them flat.") from error


def parse(model: type[Model], tables: dict[str, Any], path: Path) -> Model:
    """The record that tables of a file hold.

    Raises
    ------
    DataError
        A field is missing, unknown or of the wrong kind: the message names the file, each field and what to write.
    """
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        raise DataError("\n".join(_sentence(model, path, item) for item in error.errors())) from error


def _sentence(model: type[Record], path: Path, item: Any) -> str:
    first, *rest = item["loc"] or ("the file",)
    before = [first, *rest]  # pydantic puts the kind of a table of a list after its number
    shown = [part for part, last in zip(rest, before, strict=False) if not (part in RULES and isinstance(last, int))]
    where = ".".join(map(str, [first, *shown]))
    kind, message = item["type"], item["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        known = _fields_at(model, item["loc"][:-1])
        return f"{path}: {where}: no such field. {did_you_mean(str(item['loc'][-1]), known)}"
    if kind == "missing" and isinstance(item["loc"][-1], int):
        *field, number = map(str, item["loc"])
        example = f" Write {_example(field[-1])}, say." if field[-1] == "bounds" else ""
        return f"{path}: {'.'.join(field)}: got {number} values, expected more.{example}"
    if kind == "missing":
        return f"{path}: {where}: missing. Add {_example(str(item['loc'][-1]))}."
    if kind == "union_tag_invalid":
        return f"{path}: {where}.kind: got {item['ctx']['tag']!r}, expected one of {item['ctx']['expected_tags']}."
    if kind == "union_tag_not_found":
        return f'{path}: {where}.kind: missing. Add kind = "buffer", say.'
    if kind == "literal_error":
        return f"{path}: {where}: got {item['input']!r}, expected one of {item['ctx']['expected']}."
    if kind == "list_type":
        return f"{path}: {where}: got {item['input']!r}, expected a list: [{item['input']!r}], say."
    if kind in ("too_short", "string_too_short") and not item["input"]:
        return f"{path}: {where}: got {item['input']!r}, expected something in it."
    got = "" if kind == "value_error" else f"got {item['input']!r}: "
    said = f"{path}: {where}: {got}{message[:1].lower()}{message[1:]}"
    return said if said.endswith((".", "?")) else f"{said}."


def _fields_at(model: type[Record], loc: tuple[Any, ...]) -> list[str]:
    nested = {**_NESTED, **DERIVES} if model is TheatreFile else _NESTED
    known = next((nested[part] for part in reversed(loc) if part in nested), model)
    known = TextFile if loc[:1] == ("gaps",) else known  # a field of a layer, not the rule of that name
    return [field.alias or name for name, field in known.model_fields.items()]


def _example(field: str) -> str:
    examples = {
        "version": "version = 1",
        "title": 'title = { en = "…", ja = "…", zh-Hant = "…" }',
        "summary": 'summary = { en = "…", ja = "…", zh-Hant = "…" }',
        "bounds": "bounds = [118.0, 20.0, 134.0, 36.0]",
        "layers": 'layers = ["land", "nansei"]',
        "as_of": 'as_of = "2024-01-31"',
        "licence": 'licence = "CC-BY-4.0"',
        "kind": 'kind = "polygon"',
        "hypothetical": "hypothetical = true",
        "position_grade": 'position_grade = "B"',
        "fact_grade": 'fact_grade = "B"',
        "sources": "a [[sources]] table with id and title",
    }
    return examples.get(field, f'{field} = "…"')
