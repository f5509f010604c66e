"""What `pnm.toml` may say. Every setting has a default; `vault.config` reads and checks the file."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import field

from pnm_vault.model.record import Record
from pnm_vault.model.review_notes import ALL

CATEGORIES = ("friend", "family", "colleague", "classmate", "mentor", "mentee", "acquaintance")

PERIODS = ("month", "quarter", "year")
LOG_PLACES = ("contacts", "daily")

_FIELDS = (
    "name first_name last_name aliases category categories circles tags priority closeness cadence "
    "last_contact next_contact snooze follow_up organisation role job_title place city region country "
    "hometown time_zone email phone url uid birthday anniversary important_dates met_on how_met where_met "
    "introduced_by knows interests offers asks goals they_know learning gift_ideas favours_given favours_received "
    "interactions status archived deceased private suggest no_introduction no_acquaintance no_reminder "
    "not_same_as confirmed"
)
FIELDS = tuple(_FIELDS.split())
"""The canonical names of the properties of contact notes, to which `[fields]` may add spellings."""

_DAILY_TOKENS = "YYYY GGGG gggg MMMM dddd DDDD MMM ddd DDD YY MM DD Do dd ww WW Qo HH mm ss M D d E e Q w W"
DAILY_TOKENS = frozenset(_DAILY_TOKENS.split())
"""Those tokens of Moment's that pnm can read in the name of a daily note."""

# Days between contacts by category, where neither the contact nor the settings say anything and the tie has no rhythm
# of its own yet. The order of size follows the tiers people use (14 / 30 / 60 / 90 / 180 / 365).
DEFAULT_CADENCE: Mapping[str, int] = MappingProxyType(
    {
        "family": 30,
        "friend": 60,
        "mentor": 60,
        "mentee": 30,
        "colleague": 90,
        "classmate": 180,
        "acquaintance": 365,
    }
)


class VaultSettings(Record, frozen=True):
    """`[vault]`: where things are. Folders are vault-relative with `/`; a folder counts with all its sub-folders.

    `contacts`: every note in these folders is a contact (unless it is a template, an index note or the like); empty:
    contacts are recognised by `type`, tag or `@` name alone. `daily_format` is Moment's.
    """

    contacts: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    daily_folder: str = ""
    daily_format: str = "YYYY-MM-DD"
    meetings: tuple[str, ...] = ()
    me: str = "Me.md"


class ReviewSettings(Record, frozen=True):
    """`[review]`: the generated notes.

    `items` bounds each list on the Agenda, `lines` each group on the other notes. `dormant` is how many dormant ties
    Reconnect picks a month. `boxes` is `tasks` (`- [ ]`, which task plugins list) or `plain` (`- ( )`, which none
    does). `briefs`: the Agenda says what to open with. `periods` are the periods (`month`, `quarter`, `year`) of which
    a note looks back on the last one that is over. `notes` says which of the others are wanted; see `wanted_notes`.
    """

    folder: str = "Reviews"
    templates: str = "Templates/pnm"
    items: int = 5
    lines: int = 50
    dates_ahead: int = 30
    introductions: int = 12
    dormant: int = 3
    facts: int = 8
    gift_days: int = 14
    boxes: str = "tasks"
    briefs: bool = True
    events_ahead: int = 60
    periods: tuple[str, ...] = ("month", "quarter")
    notes: tuple[str, ...] = (ALL,)


class CadenceSettings(Record, frozen=True):
    """`[cadence]`: wished days between contacts: `default`, and by category, circle, tag or layer (`by`).

    `default` None means 180 days. `by` maps a category, circle, tag (case-folded) or layer (`layer-1` to `layer-5`) to
    days; 0 means never remind. `latest` maps some of the same names to days that should not be passed, and
    `default_latest` is that of `default`; what is not said is twice the wished days.
    """

    default: int | None = None
    by: Mapping[str, int] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)
    default_latest: int | None = None


class MinuteSettings(Record, frozen=True):
    """`[time.minutes]`: about how long it takes to be in touch with one contact, by channel, in minutes.

    `other` is for a contact with whom no channel is known, `follow_up` for one thing to do. The defaults are our own
    convention: what one would put into a calendar for it, the way there and the looking for words included.
    """

    meeting: int = 60
    call: int = 30
    video: int = 30
    message: int = 5
    email: int = 15
    letter: int = 30
    event: int = 60
    other: int = 15
    follow_up: int = 10


class TimeSettings(Record, frozen=True):
    """`[time]`: how much time there is for being in touch. `minutes_per_week` None: nothing is counted."""

    minutes_per_week: int | None = None
    minutes: MinuteSettings = MinuteSettings()


class WatchSettings(Record, frozen=True):
    """`[watch]`, all in seconds.

    `quiet`: silence awaited after a change; `max_wait`: the longest a change may wait; `rescan`: how often the whole
    vault is looked through; `poll`: watch by polling every so many seconds, 0 for events.
    """

    quiet: float = 0.5
    max_wait: float = 5.0
    rescan: float = 300.0
    poll: float = 0.0


class CaptureSettings(Record, frozen=True):
    """`[capture]`: where `pnm log` writes: `into` is `contacts` (each one's note) or `daily` (the daily note)."""

    into: str = "contacts"


class MatchingSettings(Record, frozen=True):
    """`[matching]`: what helps to match words: the notes with the owner's own synonyms and list of resources."""

    synonyms: str = "Synonyms.md"
    resources: str = "Resources.md"


class SyncSettings(Record, frozen=True):
    """`[sync]`: what `pnm sync` does. `message` is that of its commits; `{day}` in it is the day."""

    message: str = "pnm: notes of {day}"


class ImportSettings(Record, frozen=True):
    """`[import]`: what is left out of what comes in: addresses and names of calendars, `*` for any letters."""

    exclude: tuple[str, ...] = ()


class ObsidianSettings(Record, frozen=True):
    """What Obsidian's own settings say, as far as it concerns pnm. Folders are vault-relative with `/`.

    `daily`: they say where daily notes are; an empty `daily_folder` is then the vault itself, an empty `daily_format`
    Obsidian's own. `templates` are the folders of its Templates and of the Templater plugin, `daily_template` the note
    that a new daily note is made from, with `.md`.
    """

    daily: bool = False
    daily_folder: str = ""
    daily_format: str = ""
    templates: tuple[str, ...] = ()
    daily_template: str = ""


class Settings(Record, frozen=True):
    """Everything that `pnm.toml` can say. `fields` maps a canonical field name to extra spellings of the user's own.

    `categories` maps the user's own words to a category (`pal = "friend"`).
    """

    vault: VaultSettings = VaultSettings()
    review: ReviewSettings = ReviewSettings()
    cadence: CadenceSettings = CadenceSettings()
    time: TimeSettings = TimeSettings()
    watch: WatchSettings = WatchSettings()
    capture: CaptureSettings = CaptureSettings()
    matching: MatchingSettings = MatchingSettings()
    sync: SyncSettings = SyncSettings()
    incoming: ImportSettings = ImportSettings()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
