"""What every table of a layer or theatre file is built from: keys that are all known, and words in three languages."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError(f"{value!r} says nothing: write words")
    return value


Words = Annotated[str, Field(min_length=1), AfterValidator(_said)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _dated(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError(f"{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    if len(value) == len("2024-02-24"):
        date.fromisoformat(value)
    return value


Day = Annotated[str, BeforeValidator(_iso), AfterValidator(_dated)]


class Record(BaseModel):
    """A table whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TextFile(Record):
    """The same words in three languages."""

    en: Words
    ja: Words
    zh_hant: Words = Field(alias="zh-Hant")
