"""Time zones by their names, from the tzdata package alone: the machine's own tables differ from one to the next."""

import io
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from pnm_vault.patterns import pattern_of

_NAME = pattern_of(r"[A-Za-z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z][A-Za-z0-9_+-]{0,30}){0,2}")
# As people count it, east of Greenwich with a plus; the names Etc/GMT+5 count the other way.
_OFFSET = pattern_of(r"(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?")


@lru_cache(maxsize=256)
def find_zone(name: str) -> tzinfo | None:
    """Give the time zone of a name such as `Europe/Rome`, or of an offset such as `UTC+2`; None for what is neither."""
    if (offset := _OFFSET.fullmatch(name)) is not None:
        east = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(east if offset[1] == "+" else -east) if east < timedelta(hours=24) else None
    if not _NAME.fullmatch(name):
        return None
    place = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    try:
        return ZoneInfo.from_file(io.BytesIO(place.read_bytes()), name)
    except (OSError, ValueError):
        return None


def start_of_day(day: date, there: str, here: str) -> datetime | None:
    """Say when a day begins in one zone by the clocks of another, without a zone; None when either is unknown."""
    theirs, ours = find_zone(there), find_zone(here)
    if theirs is None or ours is None:
        return None
    try:
        return datetime(day.year, day.month, day.day, tzinfo=theirs).astimezone(ours).replace(tzinfo=None)
    except OverflowError:  # on the first and last days of the calendar
        return None
