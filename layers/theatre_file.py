"""What a theatre file may say, table by table, and what must agree between them."""

from typing import Literal

from pydantic import Field, model_validator

from rimland.layers.derive_file import DeriveFile, LaneFile
from rimland.layers.errors import did_you_mean
from rimland.layers.records import Day, Key, Record, TextFile, Words
from rimland.layers.rule_file import Bounds
from rimland.layers.story_file import StepFile

Language = Literal["en", "ja", "zh-Hant"]


class ActorFile(Record):
    """One `[actors.ID]` table: a set of territories under one administration."""

    name: TextFile
    holds: list[Words] = Field(min_length=1)


class DisputedFile(Record):
    """One `[[disputed]]` table: a place that counts with whoever administers it, or not at all."""

    place: Words
    administered_by: Key
    claimed_by: list[Key] = Field(min_length=1)


class ScenarioFile(Record):
    """One `[scenarios.ID]` table: what changes hands, from an actor or a place to an actor."""

    title: TextFile
    summary: TextFile
    hypothetical: bool
    transfers: dict[str, Key] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_change_is_hypothetical(self) -> "ScenarioFile":
        if self.transfers and not self.hypothetical:
            raise ValueError("transfers change who holds what: write hypothetical = true")
        return self


class ArgumentFile(Record):
    """The `[argument]` table: which actors and layers the metrics are about."""

    home: Key
    opposing: Key
    buffer: Key
    sites: list[Words] = Field(min_length=1)
    residents: Words
    key_places: list[Words] = Field(default_factory=list)
    fisheries: list[Words] = Field(default_factory=list)
    towns: list[Words] = Field(default_factory=list)
    lanes: Words | None = None
    ranges: Words | None = None
    gates: Words | None = None
    chain: list[Words] = Field(default_factory=list)
    outer: Words | None = None
    voyage: list[Words] = Field(default_factory=list, max_length=2)
    closures: list[list[Words]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _sides(self) -> "ArgumentFile":
        if len({self.home, self.opposing, self.buffer}) < 3:
            raise ValueError("home, opposing and buffer: three different actors are needed")
        if self.chain and self.outer is None:
            raise ValueError("chain without outer: name a place in the sea beyond the chain")
        if len(self.voyage) == 1 or (self.closures and not self.voyage):
            raise ValueError("voyage: name two ports, such as voyage = ['ras-tanura', 'yokohama']")
        return self


class TimelineFile(Record):
    """The `[timeline]` table: between which days events are shown, and tables of events beside the layers drawn."""

    start: Day
    end: Day
    tables: list[Words] = Field(default_factory=list)

    @model_validator(mode="after")
    def _time_runs_forwards(self) -> "TimelineFile":
        if self.start > self.end:
            raise ValueError(f"start {self.start} is after end {self.end}: write the earlier one first")
        return self


class ViewFile(Record):
    """One `[[view]]` table: a part of the map that a reader finds by name, and the layers shown there, if not all."""

    id: Key
    title: TextFile
    bounds: Bounds
    layers: list[Words] = Field(default_factory=list)

    @model_validator(mode="after")
    def _bounds_are_on_the_globe(self) -> "ViewFile":
        _check_bounds(self.bounds)
        return self


def _check_bounds(bounds: Bounds) -> None:
    west, south, east, north = bounds
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90 and west != east):
        raise ValueError(
            f"bounds = {list(bounds)}: expected [west, south, east, north] in degrees, "
            "south below north, such as [118, 20, 134, 36]"
        )


class TheatreFile(Record):
    """A theatre file, version 1."""

    version: Literal[1]
    title: TextFile
    bounds: Bounds
    layers: list[Words] = Field(min_length=1)
    derive: list[DeriveFile] = Field(default_factory=list)
    lane: list[LaneFile] = Field(default_factory=list)
    view: list[ViewFile] = Field(default_factory=list)
    languages: list[Language] = Field(default=["en", "ja", "zh-Hant"], min_length=1)
    references: list[Words] = Field(default_factory=list)
    argument: ArgumentFile | None = None
    actors: dict[Key, ActorFile] = Field(default_factory=dict)
    disputed: list[DisputedFile] = Field(default_factory=list)
    scenarios: dict[Key, ScenarioFile] = Field(default_factory=dict)
    claims: Words | None = None
    story: list[StepFile] = Field(default_factory=list)
    timeline: TimelineFile | None = None

    @model_validator(mode="after")
    def _bounds_are_on_the_globe(self) -> "TheatreFile":
        _check_bounds(self.bounds)
        return self

    @model_validator(mode="after")
    def _actors_are_known(self) -> "TheatreFile":
        about = self.argument
        asked = {} if about is None else {f"argument.{f}": getattr(about, f) for f in ("home", "opposing", "buffer")}
        for number, one in enumerate(self.disputed):
            asked |= {f"disputed.{number}.administered_by": one.administered_by}
            asked |= {f"disputed.{number}.claimed_by": actor for actor in one.claimed_by}
        for name, scenario in self.scenarios.items():
            asked |= {f"scenarios.{name}.transfers.{what}": actor for what, actor in scenario.transfers.items()}
        for field, actor in asked.items():
            if actor not in self.actors:
                raise ValueError(f"{field}: no actor {actor!r}. {did_you_mean(actor, self.actors)}")
        return self

    @model_validator(mode="after")
    def _what_changes_hands_is_held(self) -> "TheatreFile":
        held = [place for actor in self.actors.values() for place in actor.holds]
        twice = sorted({place for place in held if held.count(place) > 1})
        if twice:
            raise ValueError(f"actors: {twice[0]!r} is held twice, let one actor hold it")
        both = sorted({one.place for one in self.disputed} & set(held))
        if both:
            raise ValueError(f"disputed: {both[0]!r} is held by an actor too, leave it in [[disputed]] alone")
        known = {*self.actors, *held, *(one.place for one in self.disputed)}
        for name, scenario in self.scenarios.items():
            for what in scenario.transfers:
                if what not in known:
                    raise ValueError(f"scenarios.{name}.transfers: nobody holds {what!r}. {did_you_mean(what, known)}")
        return self

    @model_validator(mode="after")
    def _steps_and_views_are_of_this_theatre(self) -> "TheatreFile":
        for number, step in enumerate(self.story):
            if step.scenario != "status-quo" and step.scenario not in self.scenarios:
                hint = did_you_mean(step.scenario, self.scenarios)
                raise ValueError(f"story.{number}.scenario: no scenario {step.scenario!r}. {hint}")
        shown = {f"story.{number}": step.layers for number, step in enumerate(self.story)}
        shown |= {f"view.{number}": view.layers for number, view in enumerate(self.view)}
        for where, names in shown.items():
            for name in names:
                if name not in self.layers:
                    raise ValueError(f"{where}.layers: {name!r} is not among layers. Add it there")
        return self

    @model_validator(mode="after")
    def _nothing_is_named_twice(self) -> "TheatreFile":
        named = {
            "layers": [*self.layers],
            "languages": [str(one) for one in self.languages],
            "references": [*self.references],
            "story": [step.id for step in self.story],
            "derive": [one.name for one in self.derive],
            "lane": [one.id for one in self.lane],
            "view": [one.id for one in self.view],
        }
        for field, values in named.items():
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{field}: {twice[0]!r} is named twice, name it once")
        return self
