"""How long a gap to expect between contacts with one contact, and which rule says so."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from pnm_vault.model.record import Row
from pnm_vault.model.settings import DEFAULT_CADENCE, CadenceSettings
from pnm_vault.model.tie import Tie
from pnm_vault.network.layers import layer_of
from pnm_vault.network.rhythm import BURSTS_ABOVE, own_gap

LAST_RESORT = 180
# A gap beyond the calendar is a slip of the pen; it is cut so that days can be counted with it.
LONGEST = 3_000_000

# Of a tie that comes in bursts a silence says little: half as long again is waited.
PATIENCE = 1.5
_LAYERS = ("layer-1", "layer-2", "layer-3", "layer-4", "layer-5")

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


class Saying(Row, frozen=True):
    """What one rule says of a contact.

    `days` are to be expected (0: no reminder) and `latest` not to be passed (None: twice as many). `key` is the name in
    the settings or the category that the rule goes by, `said` the sentence for the owner.
    """

    rule: CadenceRule
    key: str
    days: int
    latest: int | None
    said: str


class Expectation(Row, frozen=True):
    """The gap to expect, in days (1 or more; `step` is the same), its rule, the tie's own rhythm if any, and why.

    `latest` is the gap that the owner does not want to be passed; None: twice the expected one.
    """

    gap: int
    step: timedelta
    rule: CadenceRule
    rhythm: int | None
    reasons: tuple[str, ...]
    latest: int | None = None


class Expectations:
    """What to expect of each tie under the same settings; contacts that share a rule share the answer."""

    def __init__(self, cadence: CadenceSettings, mean_log_gap: float) -> None:
        self._by = {
            key.casefold().lstrip("#"): (days, cadence.latest.get(key) if days else None)
            for key, days in cadence.by.items()
        }
        self._has_layers = not self._by.keys().isdisjoint(_LAYERS)
        self._default = cadence.default
        self._default_latest = cadence.default_latest
        self._mean_log_gap = mean_log_gap
        self._known: dict[tuple[object, ...], Expectation | None] = {}
        self._asked: dict[str, tuple[Tie, Expectation | None]] = {}
        self._gaps: dict[str, tuple[Tie, int | None]] = {}
        self._named: dict[str, tuple[tuple[int, int, str], ...]] = {}

    def of(self, tie: Tie) -> Expectation | None:
        """Return what to expect of a tie; None when it is never to be reminded of.

        The nearest rule wins: the contact's own cadence; the settings for its circles, its category, its tags and its
        layer (of several of one kind the shortest, and 0, never, before all of them); its own rhythm; the settings'
        default; the usual gap of its category; 180 days.
        """
        own = tie.cadence
        if own is not None and (own.days is None or own.days <= 0):
            return None
        rhythm = own_gap(tie.days, tie.log_gap, tie.weight, self._mean_log_gap)
        bursts = rhythm is not None and tie.burstiness is not None and tie.burstiness > BURSTS_ABOVE
        # All that the nearest rule and its words rest on: so thousands of ties share a few hundred answers.
        wish = None if own is None else (own.days, own.latest)
        setting = min(self._settings_for(tie, rhythm), default=None) if own is None and self._by else None
        key = (wish, rhythm, bursts, tie.category if wish is None and rhythm is None else None, setting)
        if key not in self._known:
            self._known[key] = _expectation(next(self._sayings(tie, rhythm, bursts)), rhythm)
        return self._known[key]

    def of_today(self, tie: Tie) -> Expectation | None:
        """Return the same for a tie as it is today, remembered as long as it is the very same.

        Several questions ask about these, and a watch asks again at every save; of what ties were like in other months
        nothing is to be remembered.
        """
        asked = self._asked.get(tie.path)
        if asked is not None and asked[0] is tie:
            return asked[1]
        answer = self.of(tie)
        self._asked[tie.path] = (tie, answer)
        return answer

    def gap_today(self, tie: Tie) -> int | None:
        """Return the gap alone, remembered in the same way: of most ties nothing else is asked."""
        asked = self._gaps.get(tie.path)
        if asked is not None and asked[0] is tie:
            return asked[1]
        gap = self._gap(tie)
        self._gaps[tie.path] = (tie, gap)
        return gap

    def _gap(self, tie: Tie) -> int | None:
        own = tie.cadence
        if own is not None and own.days is not None and own.days > 0:
            return min(own.days, LONGEST)
        if own is None and not self._by:
            rhythm = own_gap(tie.days, tie.log_gap, tie.weight, self._mean_log_gap)
            if rhythm is not None and (tie.burstiness is None or tie.burstiness <= BURSTS_ABOVE):
                return min(rhythm, LONGEST)
        answer = self.of_today(tie)
        return None if answer is None else answer.gap

    def sayings(self, tie: Tie) -> tuple[Saying, ...]:
        """Return what every rule that knows the tie says, the nearest first, which is the one that counts."""
        rhythm = own_gap(tie.days, tie.log_gap, tie.weight, self._mean_log_gap)
        bursts = rhythm is not None and tie.burstiness is not None and tie.burstiness > BURSTS_ABOVE
        return tuple(self._sayings(tie, rhythm, bursts))

    def _sayings(self, tie: Tie, rhythm: int | None, bursts: bool) -> Iterator[Saying]:
        own = tie.cadence
        if own is not None:
            said = f"You wished for {_wish(own.days or 0, own.latest)}."
            yield Saying(CadenceRule.CONTACT, "", own.days or 0, own.latest, said)
        for _, _, days, key in sorted(self._settings_for(tie, rhythm)):
            latest = self._by[key][1]
            said = f"You wished for {_wish(days, latest, ',')} for {_PLURALS.get(key, f'“{key}”')}."
            yield Saying(CadenceRule.SETTINGS, key, days, latest, said)
        if rhythm is not None:
            days = round(PATIENCE * rhythm) if bursts else rhythm
            yield Saying(CadenceRule.RHYTHM, "", days, None, _usually(rhythm, bursts))
        if self._default is not None:
            latest = self._default_latest if self._default else None
            said = f"You wished for {_wish(self._default, latest, ',')} for everybody else."
            yield Saying(CadenceRule.DEFAULT, "default", self._default, latest, said)
        category = (tie.category or "").casefold()
        if category in DEFAULT_CADENCE:
            days = DEFAULT_CADENCE[category]
            said = f"As for {_PLURALS.get(category, category)}: {_every(days)}."
            yield Saying(CadenceRule.CATEGORY, category, days, None, said)
        yield Saying(CadenceRule.DEFAULT, "", LAST_RESORT, None, f"As for everybody: {_every(LAST_RESORT)}.")

    def _settings_for(self, tie: Tie, rhythm: int | None) -> Iterator[tuple[int, int, int, str]]:
        """Give what the settings say of a tie so that the least is the nearest: never, kind, steps above, days."""
        if not self._by:
            return
        layers: tuple[str, ...] = ()
        if self._has_layers:
            layer = layer_of(tie.closeness, rhythm)
            layers = () if layer is None else (_LAYERS[layer - 1],)
        for kind, names in enumerate((tie.circles, (tie.category or "",), tie.tags, layers), 1):
            for name in names:
                for above, days, key in self._named[name] if name in self._named else self._settings_named(name):
                    yield (kind if days else 0, above, days, key)

    def _settings_named(self, name: str) -> tuple[tuple[int, int, str], ...]:
        """Give what the settings say of one name: steps above, days and their own name for it."""
        found: list[tuple[int, int, str]] = []
        key, above = name.casefold().lstrip("#"), 0
        while key:
            if key in self._by:
                found.append((above, self._by[key][0], key))
            # A nested tag belongs to its parents as well: `work/acme` is `work`.
            key, above = key.rpartition("/")[0], above + 1
        self._named[name] = tuple(found)
        return self._named[name]


def expectations_for(cadence: CadenceSettings, mean_log_gap: float) -> Expectations:
    """Return what to expect under these settings; asked again for the same, what was worked out already is kept."""
    by, latest = tuple(sorted(cadence.by.items())), tuple(sorted(cadence.latest.items()))
    return _expectations(cadence.default, by, latest, cadence.default_latest, mean_log_gap)


@lru_cache(maxsize=4)
def _expectations(
    default: int | None,
    by: tuple[tuple[str, int], ...],
    latest: tuple[tuple[str, int], ...],
    default_latest: int | None,
    mean_log_gap: float,
) -> Expectations:
    return Expectations(CadenceSettings(default, dict(by), dict(latest), default_latest), mean_log_gap)


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


def _expectation(saying: Saying, rhythm: int | None) -> Expectation | None:
    """Make what counts of what the nearest rule says; a wish names the tie's own rhythm when that is quite another."""
    if saying.days <= 0:
        return None
    days, gap = saying.days, min(saying.days, LONGEST)
    reasons: tuple[str, ...] = (saying.said,)
    if saying.rule is CadenceRule.DEFAULT or saying.rule is CadenceRule.CATEGORY:
        rhythm = None
    elif saying.rule is not CadenceRule.RHYTHM and rhythm is not None and (rhythm > 2 * days or days > 2 * rhythm):
        reasons = (saying.said, _usually(rhythm))
    return Expectation(gap, timedelta(days=gap), saying.rule, rhythm, reasons, saying.latest)


def _usually(rhythm: int, bursts: bool = False) -> str:
    return f"You usually talk about {about(rhythm)}{', but in bursts' if bursts else ''}."


def _wish(days: int, latest: int | None, stop: str = "") -> str:
    if not days:
        return "no reminder"
    return _every(days) if latest is None else f"{_every(days)}, {latest} at the latest{stop}"


def _every(days: int) -> str:
    return "every day" if days == 1 else f"every {days} days"
