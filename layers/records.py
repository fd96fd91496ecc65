"""What every table of a layer or theatre file is built from: keys that are all known, and words in three languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Record(BaseModel):
    """A table whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TextFile(Record):
    """The same words in three languages."""

    en: Words
    ja: Words
    zh_hant: Words = Field(alias="zh-Hant")
