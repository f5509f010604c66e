"""Days, partial dates, cadence words and daily-note names, from the text that people write."""

from datetime import date

from pnm_vault.patterns import pattern_of

_MONTH_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES.split(), 1)}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}

_EMPTY_WORDS = (
    "null ~ - -- --- – — ? n/a na none nil unknown tbd todo yyyy yyyy-mm-dd yyyy/mm/dd mm-dd dd.mm.yyyy dd/mm/yyyy"
)
_EMPTY = frozenset(_EMPTY_WORDS.split()) | {""}
_LONGEST_EMPTY = max(map(len, _EMPTY))
_DATE_PATTERN = pattern_of(r"\A[\"'\[]*+(?:(?i:y{4}|x{4}|\?{4})-)?(?i:mm-dd|dd-mm)\b")

_ISO = pattern_of(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ,]++[0-9]{1,2}:[0-9]{2}[0-9:.,Zz+\- ]*+)?\Z")
_COMPACT = pattern_of(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{4,6}Z?)?\Z")
_DOTTED = pattern_of(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})\Z")
_WORDS = pattern_of(
    r"\A(?:[a-z]{3,9},?\s+)??(?:([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?|([0-9]{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?"
    r"([a-z]{3,9})\.?)(?:,?\s+([0-9]{4}))?\Z"
)
_NO_YEAR = pattern_of(r"(?:--|[?xX]{4}-|0000-)?([0-9]{1,2})-([0-9]{1,2})\Z|--([0-9]{2})([0-9]{2})\Z")
_LINK = pattern_of(r"\[\[([^\[\]|#]*+)(?:[|#][^\[\]]*+)?\]\]\Z")
_DAY_IN_NAME = pattern_of(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")

# Apple's address book writes 1604 where the year is not known.
_NO_YEAR_YEARS = (0, 1604)
_LEAP_YEAR = 2000


def is_blank(text: str) -> bool:
    """Tell whether a value says nothing: empty, `null`, `-`, `n/a`, `YYYY-MM-DD`, `{{date}}` and the like."""
    bare = text.strip()
    if len(bare) <= _LONGEST_EMPTY and bare.lower() in _EMPTY:
        return True
    return is_template_text(text) if "{" in text or "<" in text or "-" in text else False


def is_template_text(text: str) -> bool:
    """Tell whether text was left behind by a template: `{{date}}`, `<% tp.date.now() %>`, `YYYY-MM-DD`."""
    if "{{" in text or "<%" in text:
        return True
    return "-" in text and len(text) < 20 and _DATE_PATTERN.match(text) is not None


def parse_day(text: str) -> date | None:
    """Return the day that `text` names, or None. A time of day after it is left out.

    Read: `2026-01-02` (also with `/`, one digit, a time), `20260102`, `2.1.2026`, `January 2nd, 2026`, `2 Jan 2026`,
    and any of them inside `[[...]]`. Not read, as it has two meanings: `10/11/2024`.
    """
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    if len(text) > 60:
        return None
    parts = _read_parts(_bare(text))
    if parts is None or parts[2] is None:
        return None
    return _day(parts[2], parts[0], parts[1])


def parse_partial_date(text: str) -> tuple[int, int, int | None] | None:
    """Return (month, day, year) of a date that comes back every year; year None when it is not known.

    Read: all that `parse_day` reads, `05-12`, `--05-12`, `--0512`, `????-05-12`, `0000-05-12`, `1604-05-12`, `12 May`,
    `May 12`.
    """
    if len(text) > 60:
        return None
    if len(text) == 10 and text[4] == "-" == text[7] and (known := parse_day(text)) is not None:
        return known.month, known.day, None if known.year in _NO_YEAR_YEARS else known.year
    bare = _bare(text)
    match = _NO_YEAR.match(bare)
    if match:
        parts: tuple[int, int, int | None] | None = (int(match[1] or match[3]), int(match[2] or match[4]), None)
    else:
        parts = _read_parts(bare)
    if parts is None:
        return None
    month, day, year = parts
    if year in _NO_YEAR_YEARS:
        year = None
    return (month, day, year) if _day(_LEAP_YEAR if year is None else year, month, day) else None


def find_day_in_name(stem: str) -> date | None:
    """Return the first `YYYY-MM-DD` in a file name, or None."""
    match = _DAY_IN_NAME.search(stem)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _bare(text: str) -> str:
    bare = text.strip().strip("\"'")
    match = _LINK.match(bare)
    return (match[1].rpartition("/")[2] if match else bare).strip()


def _read_parts(text: str) -> tuple[int, int, int | None] | None:
    """Return (month, day, year), not checked against the calendar."""
    match = _ISO.match(text)
    if match:
        return int(match[3]), int(match[4]), int(match[1])
    match = _COMPACT.match(text)
    if match:
        return int(match[2]), int(match[3]), int(match[1])
    match = _DOTTED.match(text)
    if match:
        return int(match[2]), int(match[1]), int(match[3])
    match = _WORDS.match(text.lower())
    if match is None:
        return None
    month = MONTHS.get(match[1] or match[4])
    if month is None:
        return None
    return month, int(match[2] or match[3]), int(match[5]) if match[5] else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
