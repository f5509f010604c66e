"""Values of settings: what each kind of value may be, and its reader."""

import re
from collections.abc import Callable, Mapping

from pnm_vault.model.record import Record
from pnm_vault.model.review_notes import ALL, CHOSEN, FEW, LEFT_OUT, NOT_CHOSEN, PAGES
from pnm_vault.model.settings import CATEGORIES, DAILY_TOKENS, LOG_PLACES, PERIODS
from pnm_vault.patterns import pattern_of
from pnm_vault.vault.patterns import compile_pattern

_DRIVE = pattern_of(r"[A-Za-z]:")
_CONTROL = pattern_of(r"[\x00-\x1f\x7f]")
_HYPHEN = pattern_of(r"(?<=[a-z])-(?=[a-z])")
_LENGTH_OF_TIME = pattern_of(r"(?:every )?(\d{1,4}|a|an)? ?([a-z]+)")
_WORD_DAYS = {
    "daily": 1,
    "weekly": 7,
    "biweekly": 14,
    "fortnightly": 14,
    "monthly": 30,
    "bimonthly": 61,
    "quarterly": 91,
    "halfyearly": 182,
    "yearly": 365,
    "annually": 365,
    "never": 0,
    "none": 0,
    "off": 0,
}
_UNIT_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}
MAX_DAYS = 36_500
# All of Moment's tokens, those that pnm cannot read among them; any other letter stands for itself.
# Source: Moment.js, documentation, section Format.
_MOMENT_TOKEN = pattern_of(
    r"\[[^\]]*\]|[Hh]mm(?:ss)?|Mo|M{1,4}|Do|DDDo|D{1,4}|d{2,4}|do?|w[ow]?|W[oW]?|Qo?|N{1,5}|Y{4,6}|YY|y{2,4}|yo?"
    r"|gg(?:ggg?)?|GG(?:GGG?)?|hh?|HH?|kk?|mm?|ss?|S{1,9}|zz?|ZZ?|LTS?|L{1,4}|l{1,4}|.",
    re.DOTALL,
)
_MOMENT_LETTER = pattern_of("[AaDdEeGgHhkLlMmNQSsWwXxYyZz]")
_PARTS_OF_A_DAY = (("YYYY", "YY"), ("MMMM", "MMM", "MM", "M"), ("DD", "D", "Do"))


class Setting(Record, frozen=True):
    """One setting: `key` of the table `section`, or any key of it when `key` is `*`.

    `kind` says in plain words what the value is and names its reader in `READERS`. `low` and `high` are inclusive.
    """

    section: str
    key: str
    kind: str
    default: object
    meaning: str
    example: str
    low: float = 0
    high: float = 0


def folder_inside(text: str) -> str:
    """Give the vault-relative path of a folder or note with `/`, nothing at its ends; empty for the vault itself.

    Raises:
        ValueError: it leads out of the vault, or to a hidden folder.
    """
    text = text.replace("\\", "/")
    if _CONTROL.search(text):
        raise ValueError("holds a control character")
    if text.startswith("/") or _DRIVE.match(text):
        raise ValueError(f"must be a path inside the vault, not {text!r}")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise ValueError(f"must be a path inside the vault, without `..`, not {text!r}")
    if any(part.startswith(".") for part in parts):
        raise ValueError(f"names a hidden folder, which pnm and Obsidian leave alone: {text!r}")
    return "/".join(parts)


def daily_format(text: str) -> str:
    """Give a format of daily notes without blanks around it.

    Raises:
        ValueError: it holds something of Moment's that pnm cannot read, or names no day.
    """
    text = text.strip()
    if len(text) > 200:
        raise ValueError("is longer than the path of a daily note can be")
    tokens = [found[0] for found in _MOMENT_TOKEN.finditer(text) if found[0][0] != "["]
    unread = [token for token in tokens if token not in DAILY_TOKENS and _MOMENT_LETTER.match(token)]
    if unread:
        raise ValueError(f"holds {unread[0]!r}, which pnm cannot read; text as it is stands in [brackets]")
    if not all(any(token in tokens for token in part) for part in _PARTS_OF_A_DAY):
        raise ValueError(f"must name a day by year, month and day, such as YYYY-MM-DD, not {_shown(text)}")
    return text


def _read_folder(value: object, setting: Setting) -> str:
    return folder_inside(_text(value))


def _read_own_folder(value: object, setting: Setting) -> str:
    folder = folder_inside(_text(value))
    if not folder:
        raise ValueError("must name a folder of its own, not the vault itself")
    return folder


def _read_note(value: object, setting: Setting) -> str:
    path = folder_inside(_text(value))
    if not path:
        raise ValueError("must name a note")
    return path if path.lower().endswith(".md") else path + ".md"


def _read_folders(value: object, setting: Setting) -> tuple[str, ...]:
    return _each(value, lambda item: _read_own_folder(item, setting))


def _read_patterns(value: object, setting: Setting) -> tuple[str, ...]:
    return _each(value, _read_pattern)


def _read_pattern(value: object) -> str:
    text = _text(value).replace("\\", "/").removeprefix("./").strip("/")
    if not text or ".." in text.split("/") or _CONTROL.search(text):
        raise ValueError(f"must name a folder, a note or a pattern inside the vault, not {text!r}")
    try:
        compile_pattern(text)
    except re.error as error:
        raise ValueError(f"holds a pattern that cannot be read, {text!r}: {error}") from error
    return text


def _read_format(value: object, setting: Setting) -> str:
    return daily_format(_text(value))


def _read_line(value: object, setting: Setting) -> str:
    text = _text(value).strip()
    if not text or _CONTROL.search(text):
        raise ValueError("must be one line of text")
    return text


def _read_lines(value: object, setting: Setting) -> tuple[str, ...]:
    return _each(value, lambda item: _read_line(item, setting))


def _read_whole(value: object, setting: Setting) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"must be a whole number, not {_shown(value)}")
    if not setting.low <= value <= setting.high:
        raise ValueError(f"must be from {setting.low:g} to {setting.high:g}, not {value}")
    return value


def _read_truth(value: object, setting: Setting) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, without quotes, not {_shown(value)}")
    return value


def _read_seconds(value: object, setting: Setting) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number of seconds, not {_shown(value)}")
    if not setting.low <= value <= setting.high:
        raise ValueError(f"must be from {setting.low:g} to {setting.high:g} seconds, not {value}")
    return float(value)


def _read_cadence(value: object, setting: Setting) -> object:
    """Read days, or `ideal..latest` as a pair of them."""
    if not isinstance(value, str) or ".." not in value:
        return _read_days(value, setting)
    first, _, last = value.partition("..")
    ideal, latest = _read_days(first, setting), _read_days(last, setting)
    if not 0 < ideal < latest:
        raise ValueError(f'must name the longer gap last, such as "monthly..quarterly", not {_shown(value)}')
    return ideal, latest


def _read_days(value: object, setting: Setting) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= MAX_DAYS:
            raise ValueError(f"must be from 0 (never) to {MAX_DAYS} days, not {value}")
        return value
    days = _days_of_words(value) if isinstance(value, str) else None
    if days is None or days > MAX_DAYS:
        raise ValueError(f'must be days, or words such as "monthly", "6 weeks" or "never", not {_shown(value)}')
    return days


def _days_of_words(text: str) -> int | None:
    plain = " ".join(_HYPHEN.sub("", text.casefold()).split())
    if plain.isdecimal():
        return int(plain[:6])
    if plain in _WORD_DAYS:
        return _WORD_DAYS[plain]
    found = _LENGTH_OF_TIME.fullmatch(plain)
    if found is None:
        return None
    unit = _UNIT_DAYS.get(found[2].removesuffix("s"))
    count = int(found[1]) if found[1] and found[1].isdecimal() else 1
    return None if unit is None or count == 0 else round(count * unit)


def _read_spellings(value: object, setting: Setting) -> tuple[str, ...]:
    spellings = tuple(_text(item).strip() for item in _items(value))
    if not all(spellings):
        raise ValueError("must be the name of a property, or a list of them")
    return spellings


def _read_category(value: object, setting: Setting) -> str:
    word = _text(value).strip().casefold()
    if word not in CATEGORIES:
        raise ValueError(f"must be one of {', '.join(CATEGORIES)}, not {_shown(value)}{did_you_mean(word, CATEGORIES)}")
    return word


def _one_of(*words: str) -> Callable[[object, Setting], object]:
    def read(value: object, setting: Setting) -> str:
        word = _text(value).strip().casefold()
        if word not in words:
            raise ValueError(f"must be {' or '.join(words)}, not {_shown(value)}{did_you_mean(word, words)}")
        return word

    return read


def _read_periods(value: object, setting: Setting) -> tuple[str, ...]:
    read = _one_of(*PERIODS)
    named = _each(value, lambda item: str(read(item, setting)))
    return tuple([period for period in PERIODS if period in named])


def _read_notes(value: object, setting: Setting) -> tuple[str, ...]:
    return note_words(value)


def note_words(value: object) -> tuple[str, ...]:
    """Give what `review.notes` asks for, as `model.review_notes.wanted_notes` takes it: one word, or a list of them.

    Raises:
        ValueError: a word names no note, or one that this setting has no say in.
    """
    return tuple(dict.fromkeys(_each(value, _read_note_name)))


def _read_note_name(value: object) -> str:
    """Read one word of `review.notes`: a note by its name or its title, in any case, the blanks and hyphens aside."""
    typed = _text(value).strip()
    sign = LEFT_OUT if typed.startswith(LEFT_OUT) else ""
    word = typed.removeprefix(sign).strip()
    known = {_letters(spelling): name for name, title in PAGES.items() for spelling in (title, name)}
    name = (known | {ALL: ALL, FEW: FEW}).get(_letters(word), "")
    if name in NOT_CHOSEN:
        raise ValueError(f"has no say in the note {name}: {NOT_CHOSEN[name]}")
    if not name or (sign and name in (ALL, FEW)):
        near = did_you_mean(word, {one: one for one in (ALL, FEW, *CHOSEN, *map(str.casefold, PAGES.values()))})
        raise ValueError(f"must name review notes, all or few, not {_shown(typed)}{near}")
    return sign + name


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _each(value: object, read: Callable[[object], str]) -> tuple[str, ...]:
    """Read a list, or one value in place of a list; every fault in it is told."""
    found: list[str] = []
    faults: list[str] = []
    for item in _items(value):
        try:
            found.append(read(item))
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ValueError("; ".join(faults))
    return tuple(found)


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    shown = repr(value) if isinstance(value, str | int | float) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def did_you_mean(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """Give ` (did you mean X?)` for the known word that looks most like `word`, or nothing."""
    import difflib

    near = difflib.get_close_matches(word.casefold(), list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


Reader = Callable[[object, Setting], object]
"""Gives the value of a setting in its own type. Raises ValueError with what is wrong, as words after the key's name."""

READERS: Mapping[str, Reader] = {
    "folder": _read_folder,
    "folder of its own": _read_own_folder,
    "note": _read_note,
    "folders": _read_folders,
    "folders, notes, patterns": _read_patterns,
    "date format": _read_format,
    "line of text": _read_line,
    "addresses, names": _read_lines,
    "whole number": _read_whole,
    "true or false": _read_truth,
    "seconds": _read_seconds,
    "days or words": _read_cadence,
    "property names": _read_spellings,
    "category": _read_category,
    "tasks or plain": _one_of("tasks", "plain"),
    "contacts or daily": _one_of(*LOG_PLACES),
    "month, quarter, year": _read_periods,
    "names of review notes": _read_notes,
}
