"""How long a gap to expect between contacts with one contact, and which rule says so."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from pnm_vault.model.record import Row
from pnm_vault.model.settings import DEFAULT_CADENCE, CadenceSettings
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import own_gap

LAST_RESORT = 180
# A gap beyond the calendar is a slip of the pen; it is cut so that days can be counted with it.
LONGEST = 3_000_000

_PLURALS = {
    "friend": "friends",
    "family": "family",
    "colleague": "colleagues",
    "classmate": "classmates",
    "mentor": "mentors",
    "mentee": "mentees",
    "acquaintance": "acquaintances",
}


class CadenceRule(StrEnum):
    """Where the expected gap comes from, the nearest rule first."""

    CONTACT = "contact"
    SETTINGS = "settings"
    RHYTHM = "rhythm"
    CATEGORY = "category"
    DEFAULT = "default"


class Expectation(Row, frozen=True):
    """The gap to expect, in days (1 or more; `step` is the same), its rule, the tie's own rhythm if any, and why."""

    gap: int
    step: timedelta
    rule: CadenceRule
    rhythm: int | None
    reasons: tuple[str, ...]


class Expectations:
    """What to expect of each tie under the same settings; contacts that share a rule share the answer."""

    def __init__(self, cadence: CadenceSettings, mean_log_gap: float) -> None:
        self._by = {key.casefold().lstrip("#"): days for key, days in cadence.by.items()}
        self._default = cadence.default
        self._mean_log_gap = mean_log_gap
        self._known: dict[tuple[object, ...], Expectation | None] = {}

    def of(self, tie: Tie) -> Expectation | None:
        """Return what to expect of a tie; None when it is never to be reminded of.

        The nearest rule wins: the contact's own cadence; the settings for its category, circles and tags (of several
        the shortest, 0 being never); its own rhythm; the settings' default; the usual gap of its category; 180 days.
        """
        own = tie.cadence
        if own is not None and (own.days is None or own.days <= 0):
            return None
        rhythm = own_gap(tie.days, tie.log_gap, tie.weight, self._mean_log_gap)
        wish = own.days if own is not None else None
        groups = (tie.circles, tie.tags) if self._by else None
        key = (wish, rhythm, tie.category, groups)
        if key not in self._known:
            self._known[key] = self._answer(tie, wish, rhythm)
        return self._known[key]

    def _answer(self, tie: Tie, wish: int | None, rhythm: int | None) -> Expectation | None:
        if wish is not None:
            return _wished(wish, CadenceRule.CONTACT, rhythm, f"You wished for {_every(wish)}.")
        setting = min(_settings_for(tie, self._by), default=None)
        if setting is not None:
            days, key = setting
            words = _PLURALS.get(key, f"“{key}”")
            said = f"You wished for {_every(days)} for {words}."
            return _wished(days, CadenceRule.SETTINGS, rhythm, said) if days > 0 else None
        if rhythm is not None:
            return _expect(rhythm, CadenceRule.RHYTHM, rhythm, _usually(rhythm))
        if self._default is not None:
            said = f"You wished for {_every(self._default)} for everybody else."
            return _wished(self._default, CadenceRule.DEFAULT, None, said) if self._default > 0 else None
        category = (tie.category or "").casefold()
        if category in DEFAULT_CADENCE:
            days = DEFAULT_CADENCE[category]
            said = f"As for {_PLURALS.get(category, category)}: {_every(days)}."
            return _expect(days, CadenceRule.CATEGORY, None, said)
        return _expect(LAST_RESORT, CadenceRule.DEFAULT, None, f"As for everybody: {_every(LAST_RESORT)}.")


def expectations_for(cadence: CadenceSettings, mean_log_gap: float) -> Expectations:
    """Return what to expect under these settings; asked again for the same, what was worked out already is kept."""
    return _expectations(cadence.default, tuple(sorted(cadence.by.items())), mean_log_gap)


@lru_cache(maxsize=4)
def _expectations(default: int | None, by: tuple[tuple[str, int], ...], mean_log_gap: float) -> Expectations:
    return Expectations(CadenceSettings(default, dict(by)), mean_log_gap)


def about(days: float) -> str:
    """Return a gap in days in the words that its precision can bear: `every 9 days`, `every 5 weeks`, `every month`."""
    if days < 10:
        return _every(max(1, round(days)))
    for size, unit, limit in ((7, "week", 60), (30.44, "month", 550)):
        if days < limit:
            count = round(days / size)
            if unit == "month" and count == 12:
                break
            return f"every {unit}" if count == 1 else f"every {count} {unit}s"
    count = round(days / 365.25)
    return "every year" if count == 1 else f"every {count} years"


def _settings_for(tie: Tie, by: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    if not by:
        return
    for group in (tie.category or "", *tie.circles, *tie.tags):
        key = group.casefold().lstrip("#")
        while key:
            if key in by:
                yield by[key], key
            # A nested tag belongs to its parents as well: `work/acme` is `work`.
            key = key.rpartition("/")[0]


def _wished(days: int, rule: CadenceRule, rhythm: int | None, said: str) -> Expectation:
    """Return an expectation that the owner wrote down; it names the tie's own rhythm when that is quite another."""
    if rhythm is not None and (rhythm > 2 * days or days > 2 * rhythm):
        return _expect(days, rule, rhythm, said, _usually(rhythm))
    return _expect(days, rule, rhythm, said)


def _expect(days: int, rule: CadenceRule, rhythm: int | None, *reasons: str) -> Expectation:
    gap = min(days, LONGEST)
    return Expectation(gap, timedelta(days=gap), rule, rhythm, reasons)


def _usually(rhythm: int) -> str:
    return f"You usually talk about {about(rhythm)}."


def _every(days: int) -> str:
    return "every day" if days == 1 else f"every {days} days"
