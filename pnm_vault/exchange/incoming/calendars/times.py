"""When something is in a calendar: the day by the clocks of the place that the calendar is about."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from pnm_vault.exchange.incoming.calendars.components import Calendar, Property, properties_of
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

ZoneFinder = Callable[[str], tzinfo | None]
"""Gives the time zone of a name such as `Europe/Rome`, None for a name that is none."""

_UTC = "UTC"
_UTC_NAMES = frozenset(["UTC", "Z", "GMT", "ETC/UTC", "ETC/GMT", "ETC/ZULU"])
_MOMENT = pattern_of(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:\.[0-9]{1,9})?\s?(Z?))?"
)
_OFFSET = pattern_of(r"([+-])([0-9]{2}):?([0-9]{2})(?:[0-9]{2})?")
_ZONE_PROPERTIES = frozenset([b"TZID", b"X-LIC-LOCATION", b"TZOFFSETTO"])
_CALENDAR_ZONE = frozenset([b"X-WR-TIMEZONE", b"TIMEZONE-ID"])


class Moment(Row, frozen=True):
    """A day, or a time by the clocks of a zone. `zone` is `UTC`, a TZID as written, or empty for wherever one is."""

    at: datetime
    whole_day: bool = False
    zone: str = ""


class Zones:
    """The zones of one calendar by the names that it uses for them."""

    def __init__(self, calendar: Calendar, zone_of: ZoneFinder) -> None:
        self._zone_of = zone_of
        self._known: dict[str, tzinfo | None] = {_UTC: UTC}
        self._described = dict(_described(calendar))
        own = next((one.text for one in properties_of(calendar.head, _CALENDAR_ZONE) if one.text), "")
        # Without a word of its own, a calendar that describes one zone is about that one.
        self._own = own or (next(iter(self._described)) if len(self._described) == 1 else "")

    def day_of(self, moment: Moment) -> date:
        """Give the day by the clocks there: what is told by UTC is turned to the calendar's own zone."""
        return self.turned(moment, self._own).date() if moment.zone == _UTC else moment.at.date()

    def turned(self, moment: Moment, zone: str) -> datetime:
        """Give a moment by the clocks of another zone, as written where one of the two is not known."""
        if moment.whole_day or not zone or not moment.zone or moment.zone == zone:
            return moment.at
        here, there = self._find(moment.zone), self._find(zone)
        if here is None or there is None:
            return moment.at
        try:
            return moment.at.replace(tzinfo=here).astimezone(there).replace(tzinfo=None)
        except (OverflowError, ValueError):  # at the ends of the calendar
            return moment.at

    def _find(self, name: str) -> tzinfo | None:
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> tzinfo | None:
        if name.upper() in _UTC_NAMES:
            return UTC
        location, offset = self._described.get(name, ("", ""))
        for known_as in filter(None, (location, name)):
            parts = known_as.strip("/").split("/")
            # `/freeassociation.sourceforge.net/Tzfile/Europe/Rome` and the like end in the name.
            for start in dict.fromkeys((0, max(len(parts) - 3, 0), max(len(parts) - 2, 0))):
                if (found := self._zone_of("/".join(parts[start:]))) is not None:
                    return found
        return self._zone_of(_name_outside_windows(name)) or _fixed(offset)


def moments_of(stated: Property) -> tuple[Moment, ...]:
    """Read all days and times of a property; what is none is left out. A period begins where it begins."""
    zone = stated.parameters.get("TZID", "")
    found = [_moment(text, zone) for text in stated.value.split(",")]
    return tuple([one for one in found if one is not None])


def read_moment(text: str, zone: str = "") -> Moment | None:
    """Read one day or time; None when it is none, or is not in the calendar."""
    return _moment(text, zone)


def _moment(text: str, zone: str) -> Moment | None:
    found = _MOMENT.fullmatch(text.strip().partition("/")[0].upper())
    if found is None:
        return None
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        if hour is None:
            return Moment(datetime.combine(date(int(year), int(month), int(day)), time()), True)
        clock = time(int(hour), int(minute), min(int(second or 0), 59))
        at = datetime.combine(date(int(year), int(month), int(day)), clock)
    except ValueError:
        return None
    return Moment(at, False, _UTC if utc or zone.upper() in _UTC_NAMES else zone)


def _described(calendar: Calendar) -> Iterable[tuple[str, tuple[str, str]]]:
    """Give what the calendar says of its zones: name, the name by which others know it, and an offset of it."""
    for part in calendar.parts:
        if part.kind == "VTIMEZONE":
            said: Mapping[str, str] = {one.name: one.text for one in reversed([*properties_of(part, _ZONE_PROPERTIES)])}
            if said.get("TZID"):
                yield said["TZID"], (said.get("X-LIC-LOCATION", ""), said.get("TZOFFSETTO", ""))


def _name_outside_windows(name: str) -> str:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(name, "")


def _fixed(offset: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(offset)
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    east = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(east if found[1] == "+" else -east)
