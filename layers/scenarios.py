"""Who holds which coast: as things are, and as a scenario would have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rimland.layers.coasts import MIN_AREA, coast
from rimland.layers.errors import DataError, LayersError, did_you_mean
from rimland.layers.layer import Text
from rimland.layers.places import joined
from rimland.layers.theatre import STATUS_QUO, Change, Theatre, load_theatre

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_AS_THINGS_ARE = Change(
    id=STATUS_QUO,
    title={"en": "Status quo", "ja": "現状", "zh-Hant": "現狀"},
    summary={
        "en": "Every actor holds what it administers today.",
        "ja": "各主体は現在施政下に置く領域を保持する。",
        "zh-Hant": "各方持有現下所管轄之領域。",
    },
    hypothetical=False,
    transfers={},
)


class UnknownScenarioError(LayersError, LookupError):
    """A scenario or an actor that the theatre does not have."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Who holds which coast.

    Attributes
    ----------
    hypothetical
        Whether it differs from how things are: to be said wherever its numbers are shown.
    holds
        The places of each actor, after the transfers; disputed ones apart.
    administers
        Of each disputed place, the actor that administers it, after the transfers.
    """

    id: str
    title: Text
    summary: Text
    hypothetical: bool
    holds: Mapping[str, tuple[str, ...]]
    administers: Mapping[str, str]
    theatre: Theatre = field(repr=False, compare=False)

    @property
    def before(self) -> "Scenario":
        """The status quo that it is compared with."""
        return scenario(STATUS_QUO, self.theatre)

    def coast(self, actor: str, *, disputed: bool = True, min_area: float = MIN_AREA) -> "BaseGeometry | None":
        """All coasts that an actor holds, as `rimland.layers.coast` gives them; None where it holds nothing.

        Parameters
        ----------
        actor
            Its id in the theatre.
        disputed
            Whether the disputed places count with whoever administers them, or not at all.
        min_area
            Square kilometres from which an island of a set counts.

        Raises
        ------
        UnknownScenarioError
            The theatre has no such actor.
        """
        names = self.places(actor, disputed=disputed)
        return joined([_coast(name, min_area) for name in names]) if names else None

    def places(self, actor: str, *, disputed: bool = True) -> tuple[str, ...]:
        """The places that an actor holds, with the disputed ones that it administers if they count.

        Raises
        ------
        UnknownScenarioError
            The theatre has no such actor.
        """
        if actor not in self.holds:
            hint = did_you_mean(actor, self.holds)
            raise UnknownScenarioError(f"theatre {self.theatre.name!r} has no actor {actor!r}. {hint}")
        more = [place for place, holder in self.administers.items() if disputed and holder == actor]
        return (*self.holds[actor], *more)


def scenario(name: str = STATUS_QUO, theatre: Theatre | str = "buffer") -> Scenario:
    """A scenario of a theatre: ``status-quo`` is as things are.

    Raises
    ------
    UnknownScenarioError
        The theatre has no such scenario.
    DataError
        The theatre names no actors.

    Examples
    --------
    >>> scenario("status-quo").holds["taiwan"], scenario("taiwan-prc-control").holds["taiwan"]
    (('taiwan-administered',), ())
    """
    if isinstance(theatre, str):
        theatre = load_theatre(theatre)
    if not theatre.actors:
        raise DataError(f"{theatre.path or theatre.name}: no actors: add [actors.NAME] tables with name and holds.")
    changes = {STATUS_QUO: _AS_THINGS_ARE} | dict(theatre.scenarios)
    if name not in changes:
        hint = did_you_mean(name, changes)
        raise UnknownScenarioError(f"theatre {theatre.name!r} has no scenario {name!r}. {hint}")
    return _changed(changes[name], theatre)


def _changed(change: Change, theatre: Theatre) -> Scenario:
    """A scenario: what actors hold first, then single places, so that the narrower transfer has the last word."""
    holds = {name: list(actor.holds) for name, actor in theatre.actors.items()}
    administers = {one.place: one.administered_by for one in theatre.disputed}
    whole = {what: to for what, to in change.transfers.items() if what in holds}
    given = {actor: holds[actor] for actor in whole}
    holds |= {actor: [] for actor in whole}
    for actor, to in whole.items():
        holds[to] = [*holds[to], *given[actor]]
        administers = {place: to if holder == actor else holder for place, holder in administers.items()}
    for what, to in change.transfers.items():
        if what in administers:
            administers[what] = to
        elif what not in whole:
            holds = {actor: [place for place in places if place != what] for actor, places in holds.items()}
            holds[to].append(what)
    return Scenario(
        id=change.id,
        title=change.title,
        summary=change.summary,
        hypothetical=change.hypothetical,
        holds={actor: tuple(places) for actor, places in holds.items()},
        administers=administers,
        theatre=theatre,
    )


@lru_cache(maxsize=64)
def _coast(name: str, min_area: float) -> "BaseGeometry":
    return coast(name, min_area=min_area)
