"""Sources and layers: the records that say what a set of features is, when it was true and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LANGUAGES = ("en", "ja", "zh-Hant")
"""The languages in which every text of a layer is written, as BCP 47 tags."""

GRADES = ("A", "B", "C+", "C")
"""What positions and facts are worth, the best first."""

NAME_COLUMNS = {"en": "name_en", "ja": "name_ja", "zh-Hant": "name_zh_hant"}
"""Each language and the column that has a feature's name in it."""

Text = Mapping[str, str]
"""The same words in each of `LANGUAGES`."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Who says so: one work that features of a layer cite by its id.

    `publisher`, `date`, `url` and `licence` are None where the source does not say: printed as "not available".
    """

    id: str
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    licence: str | None = None

    @property
    def credit(self) -> str:
        """One line to print under a map.

        Examples
        --------
        >>> Source(id="osm", title="Land polygons", publisher="OpenStreetMap", date="2024", licence="ODbL-1.0").credit
        'OpenStreetMap: Land polygons (2024), ODbL-1.0'
        """
        head = f"{self.publisher}: {self.title}" if self.publisher else self.title
        dated = f"{head} ({self.date})" if self.date else head
        return f"{dated}, {self.licence}" if self.licence else dated


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column of a layer holds, and in what unit."""

    summary: str
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A set of features with one meaning, one date and its sources.

    Attributes
    ----------
    name
        How it is called for; the stem of its file.
    title, summary, caveat
        In each of `LANGUAGES`; `caveat` is None where nothing could mislead a reader.
    group
        The heading under which a legend lists it.
    kind
        ``"polygon"``, ``"line"`` or ``"point"``; ``"table"`` where no feature has a position.
    edges
        What a segment means: ``"geodesic"`` or ``"rhumb"``.
    as_of
        The date at which it was true, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    position_grade, fact_grade
        The worst of its features: ``A`` official text, ``B`` secondary, ``C+`` checked by geometry, ``C`` uncited.
        A table has no positions to grade.
    accuracy_m
        Metres by which a position may be wrong; None where each feature says so itself in ``precision_m``.
    sha256
        Of the geometry file; None for a layer that is computed whole.
    style
        Hints for renderers, such as ``{"colour": "#0072b2"}``.
    gaps
        What is known to be missing, one sentence each, in each of `LANGUAGES`.
    columns
        What each column of its own means.
    path
        Its TOML file; the geometry lies beside it.
    catalog
        Where its rules look for other layers; None: in the folder of its file, and among those that ship.
    """

    name: str
    title: Text
    summary: Text
    caveat: Text | None = None
    group: str
    kind: str
    edges: Literal["geodesic", "rhumb"] = "geodesic"
    as_of: str
    sources: tuple[Source, ...]
    licence: str
    position_grade: str | None
    fact_grade: str
    accuracy_m: float | None = None
    sha256: str | None = None
    style: Mapping[str, Any] = field(default_factory=dict)
    visible: bool = True
    named: bool = True
    gaps: tuple[Text, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    derive: tuple[Any, ...] = field(default=(), repr=False)
    geometry_path: Path | None = field(default=None, repr=False)
    path: Path | None = field(default=None, repr=False)
    catalog: "Mapping[str, Layer] | None" = field(default=None, repr=False, compare=False)

    @property
    def credits(self) -> tuple[str, ...]:
        """A line for each source, to print on whatever shows the layer."""
        return tuple(dict.fromkeys(source.credit for source in self.sources))

    @property
    def schematic(self) -> bool:
        """Whether its positions are uncited: drawn dotted, with their precision."""
        return self.position_grade == "C"

    @property
    def features(self) -> "GeoDataFrame":
        """Its features in EPSG:4326, computed ones last: a new frame each time, so that no caller changes another's."""
        return self._features.copy()

    def holding(self, features: "GeoDataFrame") -> "Layer":
        """The layer with features that were computed just now, instead of those of a file."""
        layer = replace(self)
        layer.__dict__["_features"] = features
        return layer

    @cached_property
    def _features(self) -> "GeoDataFrame":
        from rimland.layers.reading import read_features

        return read_features(self)
