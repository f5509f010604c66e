"""Days as tables write them. `3/4/1980` is two days, and the whole table must say which."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.notes.values.dates import parse_partial_date
from pnm_vault.patterns import pattern_of

DAY_FIRST = "day first"
MONTH_FIRST = "month first"

LAST_OF_THIS_CENTURY = 29
"""A year of two digits up to this is of the 2000s. Source: how Windows reads them in the programs that wrote them."""

_NUMBERS = pattern_of(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})\Z")
_YEAR_FIRST = pattern_of(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})\Z")
_SHORT_YEAR = pattern_of(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})[- ]([0-9]{2})\Z")
_TIME = pattern_of(r"[T, ]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)? ?(?:[AaPp]\.?[Mm]\.?|Z|UTC)?\Z")


def bare_day(text: str) -> str:
    """Give the day of a cell without its time; empty for a blank and for what stands for one (`0/0/00`)."""
    text = text.strip()
    if len(text) > 60:
        return ""
    text = _TIME.sub("", text.replace("\u202f", " ").replace("\u00a0", " ")).strip()
    return text if any(letter in "123456789" for letter in text) else ""


def day_order(cells: Iterable[str], default: str = "") -> str:
    """Tell by all cells of a table with days which of two numbers is the day: DAY_FIRST, MONTH_FIRST.

    `default` is given where no cell tells, the empty text where some say the one and some the other. A number above 12
    is a day. Dots have the day first anyway.
    """
    said = set()
    for cell in cells:
        found = _NUMBERS.match(bare_day(cell))
        if found is not None and found[2] != ".":
            if int(found[1]) > 12:
                said.add(DAY_FIRST)
            elif int(found[3]) > 12:
                said.add(MONTH_FIRST)
    if not said:
        return default
    return said.pop() if len(said) == 1 else ""


def read_day(text: str, order: str) -> date | None:
    """Read the day of a cell; None where it is none, lacks its year or may be two days."""
    found = read_partial(text, order)
    if found is None or found[2] is None:
        return None
    try:
        return date(found[2], found[0], found[1])
    except ValueError:
        return None


def read_partial(text: str, order: str) -> tuple[int, int, int | None] | None:
    """Read (month, day, year) of a cell, the year None where it is not known; None where it may be two days.

    Read are the forms of notes (`1980-04-15`, `--04-15`, `15 Apr 1980`) and numbers with `/`, `-` or dots in the order
    that the table has.
    """
    bare = bare_day(text)
    numbers = _NUMBERS.match(bare)
    if numbers is not None:
        one, two, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
        if numbers[2] == "." or order == DAY_FIRST:
            return _checked(two, one, year)
        if order == MONTH_FIRST:
            return _checked(one, two, year)
        if one == two or one > 12 or two > 12:
            return _checked(min(one, two), max(one, two), year)
        return None
    turned = _YEAR_FIRST.match(bare)
    if turned is not None:
        bare = f"{turned[1]}-{int(turned[2]):02d}-{int(turned[3]):02d}"
    short = _SHORT_YEAR.match(bare)
    if short is not None:
        bare = f"{short[1]} {short[2]} {_year(short[3])}"
    return parse_partial_date(bare) if bare else None


def written(month: int, day: int, year: int | None) -> str:
    """Give a date as a note has it: `1980-04-15`, `--04-15` without its year."""
    return f"--{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"


def state_date(draft: Draft, reading: Reading, field: str, text: str, order: str, label: str = "") -> None:
    """State a date that comes back every year; what cannot be read stays in the words, with a Problem."""
    found = read_partial(text, order)
    if found is not None:
        draft.state(field, written(*found), label)
    else:
        _leave(draft, reading, label or _named(field), text)


def state_day(draft: Draft, reading: Reading, field: str, text: str, order: str) -> None:
    """State a day with its year; what cannot be read stays in the words, with a Problem."""
    day = read_day(text, order)
    if day is not None:
        draft.state(field, day.isoformat())
    else:
        _leave(draft, reading, _named(field), text)


def _named(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _leave(draft: Draft, reading: Reading, name: str, text: str) -> None:
    """Leave in the words what is no date; a blank and what stands for one (`0/0/00`) are nothing."""
    bare = bare_day(text)
    if not bare:
        return
    draft.tell(name, text)
    fault = "may be two days" if _NUMBERS.match(bare) else "is no date that is known here"
    reading.warn(draft.line, f"{name}: {text.strip()[:40]} {fault}: it is left in the words, write it as YYYY-MM-DD.")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= LAST_OF_THIS_CENTURY else 1900)


def _checked(month: int, day: int, year: int) -> tuple[int, int, int | None] | None:
    """Check a date by the forms of notes, which know the years that mean none."""
    return parse_partial_date(f"{year:04d}-{month:02d}-{day:02d}")
