"""The shape of a step of the story, and of the words in braces that stand for its numbers."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import Field, model_validator

from rimland.layers.errors import did_you_mean
from rimland.layers.number_file import QuantityFile
from rimland.layers.records import Key, Record, TextFile, Words

_BRACES = re.compile(r"(?<!\{)\{([a-z][a-z0-9_]*)(±?)\}(?!\})")

TOLD = ("claim", "number", "caveat", "source")
"""The texts of a step in which words in braces are filled."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def names_in(text: str) -> set[str]:
    """The names that stand in braces in a text.

    Examples
    --------
    >>> sorted(names_in("{gap±}, not {usual}; {{ this }} is text"))
    ['gap', 'usual']
    """
    return {found[1] for found in _BRACES.finditer(text)}


def filled(text: str, number: Callable[[str, bool], str]) -> str:
    """A text with its words in braces replaced by what `number` says of a name, and of whether ± was asked.

    Examples
    --------
    >>> filled("{gap±} of sea", lambda name, spread: "107.5 ± 0.1 km" if spread else "107 km")
    '107.5 ± 0.1 km of sea'
    """
    return _BRACES.sub(lambda found: number(found[1], bool(found[2])), text)


class StepFile(Record):
    """One `[[story]]` table: a step of the guided tour.

    In `claim`, `number`, `caveat` and `source`, ``{gap}`` stands for the number of that name under `numbers`, and
    ``{gap±}`` for it with its uncertainty. A report shows at each step the `claims` of these ids, the `figures` of
    these names, and the `tables`: ``"distances"``, ``"detours"``, a metric, or a layer.
    """

    id: Key
    title: TextFile
    claim: TextFile
    number: TextFile
    caveat: TextFile
    source: TextFile
    layers: list[Words] = Field(min_length=1)
    bounds: tuple[float, float, float, float]
    scenario: Key = "status-quo"
    claims: list[Key] = Field(default_factory=list)
    figures: list[Words] = Field(default_factory=list)
    tables: list[Words] = Field(default_factory=list)
    numbers: dict[Name, QuantityFile] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _every_number_is_known_and_used(self) -> "StepFile":
        used: set[str] = set()
        for field in TOLD:
            texts = getattr(self, field).model_dump(by_alias=True)
            named = {language: names_in(text) for language, text in texts.items()}
            for language, names in named.items():
                for name in sorted(names - self.numbers.keys()):
                    hint = did_you_mean(name, self.numbers)
                    raise ValueError(f"{field}.{language}: no number {name!r}. {hint} Numbers stand under numbers")
                for name in sorted(set().union(*named.values()) - names):
                    raise ValueError(f"{field}.{language}: {{{name}}} is missing, which another language has")
            used |= set().union(*named.values())
        for name in sorted(self.numbers.keys() - used):
            raise ValueError(f"numbers.{name}: no text has {{{name}}}: use it or take it out")
        return self
