"""The shape of what a theatre file derives: `[[derive]]`, one model for each kind, and `[[lane]]`."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from rimland.layers.records import Key, Record, TextFile, Words
from rimland.layers.rule_file import Bounds

Radius = Annotated[float, Field(gt=0, le=10_000)]


class _DeriveFile(Record):
    name: Key
    title: TextFile


class DeriveBufferFile(_DeriveFile):
    """A `[[derive]]` table: everything within a distance of places, or of all features of a layer, land included."""

    kind: Literal["buffer"]
    of: list[Words] = Field(default_factory=list)
    layer: Words | None = None
    radius_nmi: Radius

    @model_validator(mode="after")
    def _of_one_thing(self) -> "DeriveBufferFile":
        if bool(self.of) == (self.layer is not None):
            raise ValueError("write of, a list of places, or layer, the name of a layer: one of the two")
        return self


class DeriveZonesFile(_DeriveFile):
    """A `[[derive]]` table: the sea within a distance of each coast, beyond another, and within a window."""

    kind: Literal["zones"]
    of: list[Words] = Field(min_length=1)
    radius_nmi: Radius
    beyond_nmi: float = Field(default=0, ge=0)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds | None = None

    @model_validator(mode="after")
    def _beyond_is_nearer(self) -> "DeriveZonesFile":
        if self.beyond_nmi >= self.radius_nmi:
            raise ValueError(f"beyond_nmi {self.beyond_nmi:g}: expected less than radius_nmi, {self.radius_nmi:g}")
        return self


class DeriveCellsFile(_DeriveFile):
    """A `[[derive]]` table: a window divided by which of several coasts is nearest."""

    kind: Literal["cells"]
    of: list[Words] = Field(min_length=2)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds | None = None


class DeriveOverlapsFile(_DeriveFile):
    """A `[[derive]]` table: what the areas of two layers share, or those of one among themselves."""

    kind: Literal["overlaps"]
    first: Words
    second: Words | None = None
    least_km2: float = Field(default=1.0, gt=0)


class DeriveDifferenceFile(_DeriveFile):
    """A `[[derive]]` table: the areas of a layer without those of others."""

    kind: Literal["difference"]
    of: Words
    without: list[Words] = Field(min_length=1)


DeriveFile = Annotated[
    DeriveBufferFile | DeriveZonesFile | DeriveCellsFile | DeriveOverlapsFile | DeriveDifferenceFile,
    Field(discriminator="kind"),
]

DERIVES: dict[str, type[Record]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(DeriveFile)[0])
}
"""The model of each kind, to tell the choices when a field is unknown."""


class LaneFile(Record):
    """A `[[lane]]` table: the shortest way by sea along ports and straits. All of them are the layer `lanes`."""

    id: Key
    name: TextFile
    calls: list[Words] = Field(min_length=2)
    avoid: list[Words] = Field(default_factory=list)
