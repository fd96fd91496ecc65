"""The guided tour with its numbers filled in: each step as it is told in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.layer import Text
from rimland.layers.quantities import Numbers, Quantity
from rimland.layers.story_file import filled
from rimland.layers.theatre import Step, Theatre
from rimland.layers.written import written


@dataclass(frozen=True, kw_only=True)
class Told:
    """A step of the story, told.

    Attributes
    ----------
    claim, number, caveat, source
        The step's texts, their words in braces replaced by what was computed.
    quantities
        The numbers by name, with their uncertainties and sources.
    """

    step: Step
    claim: Text
    number: Text
    caveat: Text
    source: Text
    quantities: Mapping[str, Quantity]


def told(theatre: Theatre) -> tuple[Told, ...]:
    """The steps of a theatre's story with their numbers, computed now; none where it has no story.

    Parameters
    ----------
    theatre
        Its file has the steps.

    Raises
    ------
    DataError
        A step names a number that it does not define, or one that cannot be computed.

    Examples
    --------
    >>> from rimland.layers import load_theatre
    >>> [step.step.id for step in told(load_theatre("buffer"))][:2]  # doctest: +SKIP
    ['rim', 'gap']
    """
    return tuple(_told(step, theatre.numbers) for step in theatre.story)


def _told(step: Step, numbers: Numbers) -> Told:
    where = f"{numbers.theatre.path or numbers.theatre.name}: story step {step.id!r}"
    quantities = {}
    for name, asked in step.numbers.items():
        try:
            quantities[name] = numbers.of(asked, asked.unit, minus=asked.minus, less=asked.less)
        except (DataError, LookupError) as error:
            raise DataError(f"{where}: number {name!r}: {error}") from error

    def write(language: str, name: str, spread: bool) -> str:
        if name not in quantities:
            raise DataError(f"{where}: no number {name!r}. {did_you_mean(name, quantities)}")
        return written(quantities[name], language, spread=spread)

    def text(texts: Text) -> Text:
        return {language: filled(words, partial(write, language)) for language, words in texts.items()}

    return Told(
        step=step,
        claim=text(step.claim),
        number=text(step.number),
        caveat=text(step.caveat),
        source=text(step.source),
        quantities=quantities,
    )
