"""Whom to catch up with: every tie with a cadence or a rhythm, the most at risk first."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source


class Label(StrEnum):
    """How a tie stands against its expected gap, by the ratio silence / gap."""

    IN_RHYTHM = "in rhythm"
    DUE = "due"
    OVERDUE = "overdue"
    SLIPPING = "slipping"
    DORMANT = "dormant"
    NEVER = "no contact recorded"


class CadenceRule(StrEnum):
    """Where the expected gap comes from, the nearest rule first."""

    CONTACT = "contact"
    SETTINGS = "settings"
    RHYTHM = "rhythm"
    CATEGORY = "category"
    DEFAULT = "default"


class StaleContact(Row, frozen=True):
    """One tie's standing on the day asked about.

    `score` is 0 to 1, higher means more at risk and more worth a word now. `since` is days since the last contact
    (None: no contact recorded). `gap` is the expected gap in days, `due` the day on which it ends (a later snooze
    wins). `snoozed` is True while `next_contact` lies in the future. `reasons` are short sentences for the owner,
    the first one fit to stand alone, without anything that changes from day to day.
    """

    path: str
    name: str
    label: Label
    score: float
    since: int | None
    last: date | None
    proof: Source | None
    gap: int
    rule: CadenceRule
    rhythm: int | None
    due: date | None
    snoozed: bool
    planned: date | None
    private: bool
    reasons: tuple[str, ...]


def rank_stale(network: Network, settings: Settings, today: date) -> tuple[StaleContact, ...]:
    """Stand-in."""
    raise NotImplementedError
