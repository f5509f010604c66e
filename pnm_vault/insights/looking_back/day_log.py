"""On which days there was contact with whom, in the few bytes that looking back over all contacts can afford."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from zlib import crc32

from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Origin
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# Nobody in these is new because their first line is: they were there before it (as in `network.starts`).
_OLD_TIES = frozenset(("family", "friend", "classmate"))
_YEAR = pattern_of(r"(?<![0-9-])(?:19|20)[0-9]{2}(?![0-9])")
_NUMBER = {origin: number for number, origin in enumerate(Origin, 1)}
_CHANNEL: dict[Channel | None, int] = {channel: 8 * number for number, channel in enumerate(Channel, 1)} | {None: 0}

_PLAIN = _NUMBER[Origin.LOG] + _CHANNEL[None]


class DayLog(Row, frozen=True):
    """The contact days of one contact, planned ones included, as ordinals (`array("I")`, sorted, distinct).

    `texts` are check sums (`array("I")`), one for each day, of all that is told of it: they tell whether a day is told
    as before. `met` is the ordinal of the day on which they met by their note, 0 for none. `new` is True where, without
    such a day, the first contact day may be that day. `facts` is the check sum of what else a look back tells of them.
    """

    days: bytes
    texts: bytes
    met: int
    new: bool
    facts: int


def day_log(record: ContactRecord) -> DayLog | None:
    """Make the row of one contact; None where nothing is dated.

    A private one always has one, as its other names must not be said.
    """
    contact, told = record.contact, record.interactions
    met = 0 if contact.met_on is None else contact.met_on.toordinal()
    if not told and not met and not contact.private:
        return None
    sums: dict[int, int] = {}
    for one in told:
        day = one.day.toordinal()
        # Most lines are of one kind, and to look up an enumeration's member is slow.
        how = _PLAIN if one.origin is Origin.LOG and one.channel is None else _number_of(one)
        seed = sums.get(day, 0) + how
        sums[day] = crc32(one.source.text.encode("utf-8", "replace"), seed)
    met_how = contact.how_met.text if contact.how_met is not None else ""
    facts = "\n".join((met_how, *contact.aliases, *record.introduced_by))
    return DayLog(
        array("I", sums).tobytes(),
        array("I", sums.values()).tobytes(),
        met,
        bool(told) and _may_be_new(record),
        crc32(facts.encode("utf-8", "replace")) if facts else 0,
    )


def _number_of(one: Interaction) -> int:
    return _NUMBER[one.origin] + _CHANNEL[one.channel]


def _may_be_new(record: ContactRecord) -> bool:
    """Tell whether the first line may be the beginning: not of an old tie, nor of a `last_contact` alone.

    How they met may name an earlier year (`at his poster in Graz, 2021`).
    """
    contact = record.contact
    if contact.closeness is not None or contact.category in _OLD_TIES:
        return False
    first = record.interactions[0].day
    if contact.how_met is not None and any(int(year) < first.year for year in _YEAR.findall(contact.how_met.text)):
        return False
    return any(one.origin is not Origin.FIELD for one in record.interactions[:8] if one.day == first)


def days_of(log: DayLog) -> Sequence[int]:
    """Return the contact days as sorted ordinals."""
    days = array("I")
    days.frombytes(log.days)
    return days


def up_to(days: Sequence[int], last: int) -> Sequence[int]:
    """Return those of the sorted ordinals that are not after `last`."""
    if not days or days[-1] <= last:
        return days
    return days[: bisect_right(days, last)]


def first_difference(old: DayLog | None, new: DayLog | None) -> int | None:
    """Return the first day (an ordinal) of which two rows of one contact tell differently.

    0 where it is not about a day; None where they are equal.
    """
    if old == new:
        return None
    if old is None or new is None:
        only = old or new
        assert only is not None
        return min([*days_of(only)[:1], *([only.met] if only.met else [])], default=0)
    if (old.met, old.new, old.facts) != (new.met, new.new, new.facts):
        return 0
    before = zip(days_of(old), _sums(old), strict=True)
    after = zip(days_of(new), _sums(new), strict=True)
    return min(set(before) ^ set(after))[0]


def _sums(log: DayLog) -> Sequence[int]:
    sums = array("I")
    sums.frombytes(log.texts)
    return sums
