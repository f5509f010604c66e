"""Which two contacts would gain from meeting each other."""

from enum import StrEnum

from pnm_vault.model.picture import Picture
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source


class Gain(StrEnum):
    """Who gains from an introduction."""

    BOTH = "both gain"
    FIRST = "a favour to the first"
    SECOND = "a favour to the second"
    COMMON_GROUND = "common ground"


class Reason(Row, frozen=True):
    """Why two contacts should meet.

    `text` is for the owner, `terms` are the shared words, `proofs` the lines on both sides.
    """

    kind: str
    text: str
    terms: tuple[str, ...]
    proofs: tuple[Source, ...]


class Introduction(Row, frozen=True):
    """A suggested introduction between two contacts (paths and names in path order), best first by `score` (0 to 1)."""

    first: str
    first_name: str
    second: str
    second_name: str
    score: float
    gain: Gain
    reasons: tuple[Reason, ...]


def suggest_introductions(picture: Picture, limit: int) -> tuple[Introduction, ...]:
    """Stand-in."""
    raise NotImplementedError
