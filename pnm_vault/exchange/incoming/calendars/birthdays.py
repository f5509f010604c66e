"""Birthdays that are kept in a calendar."""

from datetime import date

from pnm_vault.exchange.incoming.calendars.events import Event
from pnm_vault.exchange.incoming.calendars.summary_names import birthday_in
from pnm_vault.model.incoming import IncomingContact, Stated
from pnm_vault.patterns import pattern_of

# A day that comes back every year begins in the year of birth, or in some year that means none. Nobody entered
# anything into a calendar before this year, so that what begins before it is a year of birth...
_FIRST_ENTERED = 1990
# ...but for those from which computers count, and the leap year that Apple takes.
_NO_YEARS = frozenset([1600, 1601, 1604, 1900, 1901, 1904, 1968, 1970, 1972, 1980])
_EARLIEST = 1901

_DECORATION = pattern_of(r"^[^\w]+\s*|\s*\([^()]*\)\s*$")


def birthday_of(event: Event, written_in: str, file: str, until: date) -> IncomingContact | None:
    """Give the contact whose birthday an event is; None for an event of another kind.

    The year counts where the calendar's program or the words give it, or where the day begins long before anybody had
    a calendar to enter it into. A birthday that is celebrated once, at some hour, is a party and no birthday.
    """
    yearly = any("FREQ=YEARLY" in rule.value.upper() for rule in event.rules)
    told = birthday_in(event.summary)
    if event.day_of_life:
        name, year = told or (_DECORATION.sub("", event.summary).strip(), None)
    elif told is not None and event.start.whole_day and (yearly or event.cake or "🎂" in event.summary):
        name, year = told
    else:
        return None
    day = event.start.at.date()
    year = (
        event.born or year or (day.year if yearly and day.year < _FIRST_ENTERED and day.year not in _NO_YEARS else None)
    )
    if not name:
        return None
    stated = f"{day:%m-%d}" if year is None or not _EARLIEST <= year <= until.year else f"{year:04d}-{day:%m-%d}"
    text = stated if len(stated) > 5 else f"--{stated}"
    field = event.day_of_life or "birthday"
    key = event.uid.removeprefix(f"{day.year}_")  # Google has one for each year: `2026_BIRTHDAY_...`
    return IncomingContact(written_in, file, event.line, name, key, (Stated(field, text, "", event.line),))
