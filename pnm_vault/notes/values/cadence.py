"""How often to be in touch, from the words, numbers and durations that people write."""

from functools import lru_cache

from pnm_vault.patterns import pattern_of

NEVER = 0
DEFAULT_DAYS = 30  # `keep_in_touch: true`
MAX_DAYS = 36_500

_NEVER = frozenset(["never", "none", "off", "no", "false", "0", "stop", "paused", "nie"])
_WORDS = {
    "daily": 1,
    "weekly": 7,
    "biweekly": 14,
    "fortnightly": 14,
    "fortnight": 14,
    "semimonthly": 15,
    "monthly": 30,
    "bimonthly": 61,
    "quarterly": 91,
    "triannually": 122,
    "semiannually": 182,
    "biannually": 182,
    "halfyearly": 182,
    "semiyearly": 182,
    "twiceayear": 182,
    "twiceamonth": 15,
    "onceaday": 1,
    "onceaweek": 7,
    "onceamonth": 30,
    "onceaquarter": 91,
    "onceayear": 365,
    "yearly": 365,
    "annually": 365,
    "annual": 365,
    "true": DEFAULT_DAYS,
    "yes": DEFAULT_DAYS,
    "on": DEFAULT_DAYS,
}
_PART = pattern_of(
    r"\A ?(?:,|and\b)? ?"
    r"([0-9]{1,5}(?:\.[0-9]{1,3})?|an?|other|second|two|three|third|four|five|six|eight|ten|twelve)? ?([a-z]{1,9})\b\.?"
)
_ISO = pattern_of(r"p(?:([0-9]{1,4})y)?(?:([0-9]{1,4})m)?(?:([0-9]{1,4})w)?(?:([0-9]{1,5})d)?\Z")
_EVERY = pattern_of(r"(?:every|each|once every|per|about|~|approx\.?)\s*+")
_COUNTS = {"a": 1.0, "an": 1.0, None: 1.0, "other": 2.0, "second": 2.0, "two": 2.0, "three": 3.0, "third": 3.0} | {
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "eight": 8.0,
    "ten": 10.0,
    "twelve": 12.0,
}
_MONTHS_PER_UNIT = {"m": 1, "mo": 1, "mos": 1, "mth": 1, "month": 1, "months": 1, "quarter": 3, "quarters": 3} | {
    "y": 12,
    "yr": 12,
    "yrs": 12,
    "year": 12,
    "years": 12,
}
_DAYS_PER_UNIT = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7} | {
    "fortnight": 14,
    "fortnights": 14,
}


@lru_cache(maxsize=512)  # few words do for a whole vault
def parse_cadence(text: str) -> int | None:
    """Return the wished days between contacts, 0 for never, or None when `text` says nothing that can be read.

    Read: days (`14`), words (`weekly`, `quarterly`), `every 6 weeks`, `2 weeks`, `10d`, `3m`, `1 year`, `P2W`;
    `never`, `none`, `off`, `no`, `0`; `true` is 30 days. A month is a twelfth of 365 days, rounded.
    """
    word = " ".join(text.strip().lower().split())
    if word.startswith("every-"):
        word = word.replace("-", " ")
    if not word or len(word) > 60:
        return None
    if word in _NEVER:
        return NEVER
    if word.isascii() and word.removesuffix(".0").isdigit():
        days = int(word.partition(".")[0])
        return days if days <= MAX_DAYS else None
    known = _WORDS.get(word.replace("-", "").replace(" ", ""))
    if known:
        return known
    every = _EVERY.match(word)
    return _in_range(_iso_days(word) or _duration_days(word[every.end() :] if every else word))


def parse_cadences(text: str) -> tuple[int, int | None] | None:
    """Return the wished days and the latest, or None when `text` says nothing that can be read.

    `monthly..quarterly` gives both, and the second must be the longer; anything else is read by `parse_cadence`, with
    None for the latest.
    """
    ideal, both, latest = text.partition("..")
    days = parse_cadence(ideal)
    if days is None or not both:
        return None if days is None else (days, None)
    limit = parse_cadence(latest)
    return (days, limit) if limit is not None and 0 < days < limit else None


def cadence_fault(text: str) -> str:
    """Say what is wrong with a text that `parse_cadences` cannot read."""
    if ".." in text:
        return f"{text[:80]} is no cadence: write a wish and a longer limit, such as monthly..quarterly."
    return f"{text[:80]} is no cadence: write days (30), a word (monthly), 6 weeks, or never."


def _in_range(days: int | None) -> int | None:
    return days if days is not None and 0 < days <= MAX_DAYS else None


def _month_days(months: float) -> float:
    return 30 * months if months < 2 else months * 365 / 12


def _iso_days(word: str) -> int | None:
    match = _ISO.match(word)
    if match is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return round(_month_days(12 * years + months) + 7 * weeks + days)


def _duration_days(word: str) -> int | None:
    months = days = 0.0
    at = 0
    while at < len(word):
        match = _PART.match(word[at:])
        if match is None:
            return None
        number = _COUNTS.get(match[1])
        count = float(match[1]) if number is None else number
        if match[2] in _MONTHS_PER_UNIT:
            months += count * _MONTHS_PER_UNIT[match[2]]
        elif match[2] in _DAYS_PER_UNIT:
            days += count * _DAYS_PER_UNIT[match[2]]
        else:
            return None
        at += match.end()
    return round(_month_days(months) + days)
