"""How a file says where a number comes from: claims and the story speak of numbers in the same words."""

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from rimland.layers.records import Record, Words


class NumberFile(Record):
    """Where a number comes from: a distance, or a column of a layer or of a metric.

    `distance` has two ends, each a place or ``"layer/feature"``, of the theatre's own layers too. `where` picks rows,
    `take` makes one number of a column: ``"only"`` asks for exactly one row.
    """

    distance: list[Words] | None = Field(default=None, min_length=2, max_length=2)
    layer: Words | None = None
    metric: Words | None = None
    scenario: Words | None = None
    arguments: dict[str, Any] = Field(default_factory=dict)
    where: dict[str, Any] = Field(default_factory=dict)
    column: Words | None = None
    take: Literal["only", "sum", "count", "max", "min"] = "only"

    @model_validator(mode="after")
    def _one_origin(self) -> "NumberFile":
        given = [name for name in ("distance", "layer", "metric") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"got {' and '.join(given) or 'none'}: write exactly one of distance, layer and metric")
        if self.distance is None and self.column is None and self.take != "count":
            raise ValueError('column is missing: name the one that has the number, or write take = "count"')
        return self


class QuantityFile(NumberFile):
    """A number with its unit; what `minus` gives, and `less` of the same unit, are taken off it."""

    minus: NumberFile | None = None
    less: float = Field(default=0.0, allow_inf_nan=False)
    unit: Words

    @field_validator("unit")
    @classmethod
    def _squares_are_written_with_a_two(cls, unit: str) -> str:
        return unit.replace("²", "2")  # "km²" is the unit "km2", not a count of things called so
