"""The shape of a claims file: what each passage says and which numbers it stands or falls by."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from rimland.layers.conditions import read_condition
from rimland.layers.errors import DataError
from rimland.layers.number_file import NumberFile
from rimland.layers.records import Key, Record, TextFile, Words
from rimland.layers.schema import parse, read_toml


class AskedFile(Record):
    """One `[[claims.tests]]` table: what is asked of which number."""

    says: TextFile
    number: NumberFile
    minus: NumberFile | None = None
    less: float = 0.0
    unit: Words
    must_be: Words = Field(alias="is")

    @field_validator("must_be")
    @classmethod
    def _readable(cls, text: str) -> str:
        try:
            read_condition(text)
        except DataError as error:
            raise ValueError(str(error)) from error
        return text


class ClaimFile(Record):
    """One `[[claims]]` table. One without tests is not a spatial claim, and must say why in its caveat."""

    id: Key
    line: int = Field(gt=0)
    quote: TextFile
    tests: list[AskedFile] = Field(default_factory=list)
    caveat: TextFile | None = None
    correction: TextFile | None = None
    layers: list[Words] = Field(default_factory=list)

    @model_validator(mode="after")
    def _reasoned(self) -> "ClaimFile":
        if not self.tests and self.caveat is None:
            raise ValueError("neither tests nor a caveat: say what it stands by, or why it is not a spatial claim")
        return self


class ClaimsFile(Record):
    """A whole file."""

    version: Literal[1]
    article: TextFile
    claims: list[ClaimFile] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> "ClaimsFile":
        seen: set[str] = set()
        for claim in self.claims:
            if claim.id in seen:
                raise ValueError(f"id {claim.id!r} is given twice: rename one")
            seen.add(claim.id)
        return self


def read_claims_file(path: Path) -> ClaimsFile:
    """The claims that a TOML file states.

    Raises
    ------
    DataError
        The file is malformed: the message names the file, the field and what to write.
    """
    return parse(ClaimsFile, read_toml(path), path)
