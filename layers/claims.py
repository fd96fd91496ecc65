"""What an article claims, recomputed: each passage, the numbers it stands or falls by, and the verdict they give.

A claim asks one thing or several of numbers that are computed when it is assessed. All hold: the claim holds. Some:
in part. None: it does not hold. A number nearer to its threshold than its own uncertainty decides nothing, which makes
the verdict "in part" at best. A passage that asks nothing of the map is not a spatial claim, and says why.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rimland.layers.claim_file import AskedFile, ClaimFile, read_claims_file
from rimland.layers.conditions import Condition, read_condition
from rimland.layers.errors import DataError
from rimland.layers.layer import Text
from rimland.layers.quantities import Numbers, Quantity
from rimland.layers.theatre import Theatre, load_theatre

VERDICTS = ("holds", "holds in part", "does not hold", "not a spatial claim")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One thing asked of a number, and the answer: `met` is None where the uncertainty leaves it open."""

    says: Text
    quantity: Quantity
    condition: Condition
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A passage with what was found.

    Attributes
    ----------
    line
        Of the article, counted from 1.
    quote, caveat, correction
        In three languages; the Chinese quote is the original, the others are our translation.
    verdict
        One of `VERDICTS`.
    layers
        Those that show it.
    """

    id: str
    line: int
    quote: Text
    verdict: str
    outcomes: tuple[Outcome, ...]
    caveat: Text | None
    correction: Text | None
    layers: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its numbers, each once."""
        return tuple(dict.fromkeys(line for outcome in self.outcomes for line in outcome.quantity.sources))


def assess(theatre: Theatre | None = None, *, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of a theatre's claims, in the order of its file; all numbers are computed now.

    Parameters
    ----------
    theatre
        The one that ships, if None.
    only
        Ids of the claims that are asked for; all if None.

    Raises
    ------
    DataError
        The theatre has no claims file, or one that is malformed or names a column, feature or metric that is not there.

    Examples
    --------
    >>> assess(load_theatre("buffer"))[0].verdict in VERDICTS  # doctest: +SKIP
    True
    """
    theatre = load_theatre() if theatre is None else theatre
    path = claims_path(theatre)
    asked = [claim for claim in read_claims_file(path).claims if only is None or claim.id in only]
    return tuple(_finding(claim, theatre.numbers, path) for claim in asked)


def claims_path(theatre: Theatre) -> Path:
    """The file that has the claims of a theatre.

    Raises
    ------
    DataError
        It names none.
    """
    if theatre.claims is None or theatre.path is None:
        raise DataError(f'{theatre.path or theatre.name}: no claims: name a file beside it, claims = "claims.toml".')
    return theatre.path.parent / theatre.claims


def verdict(met: tuple[bool | None, ...]) -> str:
    """The verdict that answers give.

    Examples
    --------
    >>> verdict((True, True)), verdict((True, False)), verdict((False, False)), verdict(())
    ('holds', 'holds in part', 'does not hold', 'not a spatial claim')
    >>> verdict((None, False))
    'holds in part'
    """
    if not met:
        return "not a spatial claim"
    if all(met):
        return "holds"
    return "does not hold" if all(answer is False for answer in met) else "holds in part"


def _finding(claim: ClaimFile, numbers: Numbers, path: Path) -> Finding:
    try:
        outcomes = tuple(_outcome(asked, numbers) for asked in claim.tests)
    except (DataError, LookupError) as error:
        raise DataError(f"{path}: claim {claim.id!r}: {error}") from error
    return Finding(
        id=claim.id,
        line=claim.line,
        quote=claim.quote.model_dump(by_alias=True),
        verdict=verdict(tuple(outcome.met for outcome in outcomes)),
        outcomes=outcomes,
        caveat=None if claim.caveat is None else claim.caveat.model_dump(by_alias=True),
        correction=None if claim.correction is None else claim.correction.model_dump(by_alias=True),
        layers=tuple(claim.layers),
    )


def _outcome(asked: AskedFile, numbers: Numbers) -> Outcome:
    quantity = numbers.of(asked.number, asked.unit, minus=asked.minus, less=asked.less)
    condition = read_condition(asked.must_be)
    return Outcome(
        says=asked.says.model_dump(by_alias=True),
        quantity=quantity,
        condition=condition,
        met=answer(quantity, condition),
    )


def answer(quantity: Quantity, condition: Condition) -> bool | None:
    """Whether a condition holds of a number; None where another value within its uncertainty would answer otherwise.

    Examples
    --------
    >>> near = Quantity(value=100.05, unit="km", uncertainty=0.11)
    >>> answer(near, read_condition(">= 100")) is None, answer(near, read_condition(">= 90"))
    (True, True)
    """
    spread = quantity.uncertainty or 0.0
    answers = {condition.holds(quantity.value + shift) for shift in (-spread, 0.0, spread)}
    return answers.pop() if len(answers) == 1 else None


def as_table(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON values."""
    return {
        "id": finding.id,
        "line": finding.line,
        "quote": dict(finding.quote),
        "verdict": finding.verdict,
        "numbers": [
            {
                "says": dict(outcome.says),
                "value": outcome.quantity.value,
                "unit": outcome.quantity.unit,
                "uncertainty": outcome.quantity.uncertainty,
                "condition": str(outcome.condition),
                "met": outcome.met,
            }
            for outcome in finding.outcomes
        ],
        "caveat": finding.caveat and dict(finding.caveat),
        "correction": finding.correction and dict(finding.correction),
        "layers": list(finding.layers),
        "sources": list(finding.sources),
    }
