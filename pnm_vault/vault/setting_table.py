"""Every setting of `pnm.toml` in one table: it drives checking, the file that `init` writes, and docs/settings.md."""

import re
from collections.abc import Callable, Mapping

from pnm_vault.model.record import Record
from pnm_vault.model.settings import CATEGORIES, DAILY_TOKENS, LOG_PLACES, PERIODS, Settings
from pnm_vault.patterns import pattern_of
from pnm_vault.vault.patterns import compile_pattern

_DEFAULTS = Settings()
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
    "whole number": _read_whole,
    "true or false": _read_truth,
    "seconds": _read_seconds,
    "days or words": _read_cadence,
    "property names": _read_spellings,
    "category": _read_category,
    "tasks or plain": _one_of("tasks", "plain"),
    "contacts or daily": _one_of(*LOG_PLACES),
    "month, quarter, year": _read_periods,
}

_VAULT, _REVIEW, _WATCH = _DEFAULTS.vault, _DEFAULTS.review, _DEFAULTS.watch
_MINUTES = _DEFAULTS.time.minutes
_MINUTES_A_WEEK = 7 * 24 * 60
_MINUTES_A_DAY = 24 * 60


def _minutes(key: str, meaning: str) -> Setting:
    default = getattr(_MINUTES, key)
    return Setting("time.minutes", key, "whole number", default, meaning, str(default), low=1, high=_MINUTES_A_DAY)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        section="vault",
        key="contacts",
        kind="folders",
        default=_VAULT.contacts,
        meaning="Every note in these folders and their sub-folders is a contact, but for templates, index notes and "
        "the like. Without it, contacts are recognised by folders of the usual names (People, Contacts), by type, by "
        "tag, or by a name that begins with @.",
        example='["People", "Work/Clients"]',
    ),
    Setting(
        section="vault",
        key="ignore",
        kind="folders, notes, patterns",
        default=_VAULT.ignore,
        meaning="What pnm never looks at. In a pattern, * and ? stand for anything but /, ** for any folders; a "
        "pattern without / is compared with names in every folder.",
        example='["Archive", "*.excalidraw.md"]',
    ),
    Setting(
        section="vault",
        key="templates",
        kind="folders",
        default=_VAULT.templates,
        meaning="Folders of note templates, which are no contacts. Without it, what Obsidian's Templates and Templater "
        "plugins are set to.",
        example='["Templates"]',
    ),
    Setting(
        section="vault",
        key="daily_folder",
        kind="folder",
        default=_VAULT.daily_folder,
        meaning="Where daily notes are. Without it, what Obsidian's Daily notes (or Periodic Notes) is set to.",
        example='"Journal"',
    ),
    Setting(
        section="vault",
        key="daily_format",
        kind="date format",
        default=_VAULT.daily_format,
        meaning="How daily notes are named, in the letters that Obsidian uses (Moment's); / makes sub-folders. Without "
        "it, what Obsidian is set to.",
        example='"YYYY/MM/YYYY-MM-DD"',
    ),
    Setting(
        section="vault",
        key="meetings",
        kind="folders",
        default=_VAULT.meetings,
        meaning="Folders of meeting, call and event notes; those they name were in touch with you that day.",
        example='["Meetings"]',
    ),
    Setting(
        section="vault",
        key="me",
        kind="note",
        default=_VAULT.me,
        meaning="The note about yourself: your asks, offers and interests.",
        example='"People/Me.md"',
    ),
    Setting(
        section="review",
        key="folder",
        kind="folder of its own",
        default=_REVIEW.folder,
        meaning="Where the review notes are written. Nothing else is kept there.",
        example='"Reviews"',
    ),
    Setting(
        section="review",
        key="templates",
        kind="folder of its own",
        default=_REVIEW.templates,
        meaning="Where templates of your own for the review notes are looked for; each is used once you have trusted "
        "it with `pnm trust`.",
        example='"Templates/pnm"',
    ),
    Setting(
        section="review",
        key="items",
        kind="whole number",
        default=_REVIEW.items,
        meaning="How many entries each list on the Agenda has at most.",
        example="5",
        low=1,
        high=100,
    ),
    Setting(
        section="review",
        key="lines",
        kind="whole number",
        default=_REVIEW.lines,
        meaning="How many entries each group on the other review notes has at most.",
        example="50",
        low=1,
        high=10_000,
    ),
    Setting(
        section="review",
        key="dates_ahead",
        kind="whole number",
        default=_REVIEW.dates_ahead,
        meaning="How many days ahead birthdays and other dates are shown.",
        example="30",
        low=0,
        high=366,
    ),
    Setting(
        section="review",
        key="events_ahead",
        kind="whole number",
        default=_REVIEW.events_ahead,
        meaning="How many days ahead events are shown.",
        example="60",
        low=0,
        high=366,
    ),
    Setting(
        section="review",
        key="introductions",
        kind="whole number",
        default=_REVIEW.introductions,
        meaning="How many introductions are suggested at most; 0 for none.",
        example="12",
        low=0,
        high=1000,
    ),
    Setting(
        section="review",
        key="dormant",
        kind="whole number",
        default=_REVIEW.dormant,
        meaning="How many dormant ties *Reconnect* picks each month as worth a word out of the blue; 0 for none.",
        example="3",
        low=0,
        high=100,
    ),
    Setting(
        section="review",
        key="facts",
        kind="whole number",
        default=_REVIEW.facts,
        meaning="How many facts come up for a check each month at most; 0 for none.",
        example="8",
        low=0,
        high=100,
    ),
    Setting(
        section="review",
        key="gift_days",
        kind="whole number",
        default=_REVIEW.gift_days,
        meaning="How many days before a birthday or other date it is time to think of a gift; 0 for never.",
        example="14",
        low=0,
        high=182,
    ),
    Setting(
        section="review",
        key="boxes",
        kind="tasks or plain",
        default=_REVIEW.boxes,
        meaning="How the lines of the review notes can be ticked: as tasks (`- [ ]`), which Obsidian shows as boxes "
        "and task plugins list among your own, or plain (`- ( )`), which no list of tasks picks up.",
        example='"plain"',
    ),
    Setting(
        section="review",
        key="briefs",
        kind="true or false",
        default=_REVIEW.briefs,
        meaning="Whether the Agenda says below each contact to catch up with what to open with: the last conversation, "
        "what was promised, what they look for, what to ask after and what to tell.",
        example="false",
    ),
    Setting(
        section="review",
        key="periods",
        kind="month, quarter, year",
        default=_REVIEW.periods,
        meaning="Of which periods a note looks back on the last one that is over; it stays when the next one ends. "
        "`[]` for none.",
        example='["month", "quarter", "year"]',
    ),
    Setting(
        section="cadence",
        key="default",
        kind="days or words",
        default=None,
        meaning="How many days may pass between contacts where nothing else says so. Without it, what is usual for the "
        "contact's category, else 180. With two, `monthly..quarterly`, the second is not to be passed.",
        example="90",
    ),
    Setting(
        section="cadence",
        key="*",
        kind="days or words",
        default=None,
        meaning="The same for a circle, a category, a tag, or a layer (layer-1 to layer-5). A contact's own cadence "
        "always wins.",
        example='friend = "6 weeks"',
    ),
    Setting(
        section="time",
        key="minutes_per_week",
        kind="whole number",
        default=None,
        meaning="How many minutes a week you have for being in touch. With it the Agenda shows whom to catch up with "
        "as far as the time goes, in place of a fixed number, and says which circles ask for more than there is.",
        example="180",
        low=0,
        high=_MINUTES_A_WEEK,
    ),
    _minutes("meeting", "Being together: a coffee, a walk, the way there."),
    _minutes("call", "A call."),
    _minutes("video", "A video call."),
    _minutes("message", "A short message."),
    _minutes("email", "A mail."),
    _minutes("letter", "A letter or a card."),
    _minutes("event", "Each contact whom you usually meet at events."),
    _minutes("other", "Each contact of whom the notes do not say how you are in touch."),
    _minutes("follow_up", "Each follow-up that the Agenda shows."),
    Setting(
        section="watch",
        key="quiet",
        kind="seconds",
        default=_WATCH.quiet,
        meaning="`pnm watch` waits for so long a silence after a change.",
        example="0.5",
        low=0.05,
        high=3600,
    ),
    Setting(
        section="watch",
        key="max_wait",
        kind="seconds",
        default=_WATCH.max_wait,
        meaning="The longest that a change waits while others keep coming.",
        example="5",
        low=0.05,
        high=3600,
    ),
    Setting(
        section="watch",
        key="rescan",
        kind="seconds",
        default=_WATCH.rescan,
        meaning="How often the whole vault is looked through, in case the system told of a change too little.",
        example="300",
        low=1,
        high=86_400,
    ),
    Setting(
        section="watch",
        key="poll",
        kind="seconds",
        default=_WATCH.poll,
        meaning="Look through the vault every so many seconds instead of listening for changes (for network disks); 0 "
        "listens.",
        example="10",
        low=0,
        high=86_400,
    ),
    Setting(
        section="capture",
        key="into",
        kind="contacts or daily",
        default=_DEFAULTS.capture.into,
        meaning="Where `pnm log` writes: a line into the note of each contact, or one line with links to them into the "
        "daily note of that day.",
        example='"daily"',
    ),
    Setting(
        section="matching",
        key="synonyms",
        kind="note",
        default=_DEFAULTS.matching.synonyms,
        meaning="The note with your own synonyms, by which `pnm who` and introductions match words "
        "(docs/matching.md). It need not be there.",
        example='"Synonyms.md"',
    ),
    Setting(
        section="matching",
        key="resources",
        kind="note",
        default=_DEFAULTS.matching.resources,
        meaning="The note with your own list of resources, by which `pnm capital` says what your contacts can bring "
        "about (docs/matching.md). It need not be there.",
        example='"Resources.md"',
    ),
    Setting(
        section="sync",
        key="message",
        kind="line of text",
        default=_DEFAULTS.sync.message,
        meaning="The message of the commits that `pnm sync` makes; {day} in it is the day.",
        example='"notes, {day}"',
    ),
    Setting(
        section="fields",
        key="*",
        kind="property names",
        default=None,
        meaning="Names of your own for a property that pnm knows, beside the usual ones.",
        example='last_contact = "zuletzt"',
    ),
    Setting(
        section="categories",
        key="*",
        kind="category",
        default=None,
        meaning="What a word of your own means: friend, family, colleague, classmate, mentor, mentee or acquaintance.",
        example='pal = "friend"',
    ),
)
