"""What the map says of an island beside its numbers: reviewed tables, each text in three languages.

``island_notes.csv`` says of each island what its row of the facts and our own remark say, shorter; the column
``left_out`` names what is not said, for whoever reviews the table. ``island_sources.csv`` tells from what the facts
print as their source which fact is of which work: titles and hosts only, the same in every language.
"""

from collections.abc import Iterable, Iterator, Mapping

Row = dict[str, str]

LANGUAGES = ("en", "ja", "zh_hant")

_WHOLE = (
    "{}: {:,} in 2020 (preliminary count, e-Stat 0003433219).",
    "{}：2020年{:,}人（速報値、e-Stat 0003433219）。",
    "{}：2020年{:,}人（初步統計，e-Stat 0003433219）。",
)
"""The residents of the municipality of an island, in each of `LANGUAGES`."""

NOT_ESTABLISHED, IN_THE_NOTE = "not established", "in the note"
"""What the column ``area`` says of why the mapped area is not the published one."""


def note(told: Row) -> dict[str, str | None]:
    """The note in each language, by column: what the table says, then the count of the municipality."""
    said = [_three(told, "note"), *_whole(told)] if told else []
    marks = zip(LANGUAGES, (" ", "", ""), strict=True)
    joined = {tag: mark.join(filter(None, (one[at] for one in said))) for at, (tag, mark) in enumerate(marks)}
    return {f"note_{tag}": text or None for tag, text in joined.items()}


def _whole(told: Row) -> Iterator[list[str]]:
    if told["whole_2020"]:
        names = zip(_WHOLE, _three(told, "whole"), strict=True)
        yield [text.format(name, int(told["whole_2020"])) for text, name in names]


def _three(row: Row, stem: str) -> list[str]:
    return [row[f"{stem}_{tag}"] for tag in LANGUAGES]


def check(notes: Mapping[str, Row], remarks: Mapping[str, Iterable[str]]) -> None:
    """See that the table says what there is to say of each island, and in three languages.

    Parameters
    ----------
    notes
        The rows of ``island_notes.csv`` by id.
    remarks
        What the facts and our own table remark on each island, by id.

    Raises
    ------
    ValueError
        A remark has no row, a row no island, no meaning or not every language.
    """
    for problem in _problems(notes, remarks):
        raise ValueError(f"island_notes.csv: {problem}")


def _problems(notes: Mapping[str, Row], remarks: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for identity, said in remarks.items():
        if any(said) and identity not in notes:
            yield f"no row {identity!r}: say in three languages: {' / '.join(said)}"
    for identity, told in notes.items():
        if identity not in remarks:
            yield f"{identity}: no such island in island_seeds.csv."
        if any(any(_three(told, stem)) and not all(_three(told, stem)) for stem in ("note", "whole")):
            yield f"{identity}: a text that is not in all three languages. Write the others."
        if told["area"] not in ("", NOT_ESTABLISHED, IN_THE_NOTE):
            yield f"{identity}: area is {told['area']!r}: expected {NOT_ESTABLISHED!r} or {IN_THE_NOTE!r}."
        if not any(value for column, value in told.items() if column != "id"):
            yield f"{identity}: says nothing. Write what it says, or in left_out why it does not."
