"""What an import would do, item by item: each can be ticked, and has a key that stays the same at the next look."""

from collections.abc import Mapping
from datetime import date

from pnm_vault.model.incoming import IncomingContact
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row


class Seen(Row, frozen=True):
    """A contact of the vault who may be an incoming one; `sure`: an address says so, and nothing speaks against it.

    `reasons` and `against` are words for the owner.
    """

    path: str
    sure: bool
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Alike(Row, frozen=True):
    """Which of several entries (by their numbers) are the same contact: surely, in groups, or likely, in pairs."""

    groups: tuple[tuple[int, ...], ...] = ()
    likely: tuple[tuple[int, int], ...] = ()


class NewContact(Record, frozen=True):
    """Somebody who has no note yet. `sources` are the keys of the entries that tell of them, `why` is why not ticked.

    `contact` joins what all of them tell.
    """

    key: str
    sources: tuple[str, ...]
    contact: IncomingContact
    ticked: bool = True
    why: str = ""


class Change(Record, frozen=True):
    """One value more, or another one, in the note at `path`.

    `old` is what the note says now: empty where it says nothing, or the field is a list. `asks`: it replaces what the
    note says. `field` is `words` for free text, `photo` for a picture; `label` is what the source calls the value.
    """

    key: str
    path: str
    source: str
    field: str
    new: str
    old: str = ""
    label: str = ""
    ticked: bool = True
    why: str = ""


class Double(Record, frozen=True):
    """Somebody who may be one of these contacts, the likeliest first."""

    key: str
    source: str
    contact: IncomingContact
    seen: tuple[Seen, ...]


class DayOf(Row, frozen=True):
    """One day of contact, with what it was about; `subject` may be empty."""

    day: date
    direction: Direction
    subject: str
    source: str


class Days(Record, frozen=True):
    """Days of contact with one contact, of one channel.

    `path` is that of the note; empty where it is that of the new contact with the key `newcomer`. `days` are sorted.
    """

    key: str
    path: str
    channel: Channel
    days: tuple[DayOf, ...]
    newcomer: str = ""
    ticked: bool = True
    why: str = ""


class Proposal(Record, frozen=True):
    """All that an import would do, in the order in which it is shown.

    `found` maps the key of each entry to the contact that it is about, `same` counts those of which the notes say
    everything already. `hidden` are keys of items about private contacts. `left` are counts of what was left out, in
    words, `strangers` pairs whom the vault does not know with their number of days, most first.
    """

    news: tuple[NewContact, ...] = ()
    changes: tuple[Change, ...] = ()
    doubles: tuple[Double, ...] = ()
    days: tuple[Days, ...] = ()
    found: Mapping[str, str] = {}
    entries: Mapping[str, IncomingContact] = {}
    same: int = 0
    hidden: frozenset[str] = frozenset()
    left: tuple[tuple[str, int], ...] = ()
    strangers: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def items(self) -> tuple[NewContact | Change | Double | Days, ...]:
        """Give all items."""
        return (*self.news, *self.changes, *self.doubles, *self.days)

    @property
    def sensible(self) -> frozenset[str]:
        """Give the keys of the items that are ticked without being asked."""
        ticked = [one.key for one in self.news if one.ticked] + [one.key for one in self.changes if one.ticked]
        return frozenset([*ticked, *[one.key for one in self.days if one.ticked]])
