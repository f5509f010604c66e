"""What is kept of events and communities: their notes with links resolved, reduced to what a review asks of them."""

from datetime import date

from pnm_vault.model.contact import Statement
from pnm_vault.model.occasion import Standing, Visit
from pnm_vault.model.record import Record, Row


class EventNote(Record, frozen=True):
    """An event that has a note, by what that says. `day` to `end`, both inclusive.

    `attendees` and `expected` are contact paths, sorted; of those expected, who attended is left out. `sought` pairs
    contacts whom the owner would like to meet there with the line of `wanted` that links them.
    """

    path: str
    title: str
    day: date
    end: date
    attendees: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    wanted: tuple[Statement, ...] = ()
    sought: tuple[tuple[str, int], ...] = ()
    place: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    standing: Standing = Standing.OPEN


class CommunityNote(Record, frozen=True):
    """A community by what its own note says.

    `members` are those who are contacts (paths, sorted), `listed` is how many it names in all. `visits` are those that
    the note itself tells of, the newest first. `rhythm` and `days` are those of `Community`.
    """

    path: str
    title: str
    members: tuple[str, ...] = ()
    listed: int = 0
    rhythm: str = ""
    days: int | None = None
    visits: tuple[Visit, ...] = ()
    next_visit: date | None = None
    place: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""


class Visits(Row, frozen=True):
    """The communities (by path) that a note of a day links, each with the line that says so and a part of it.

    Line 0 and no text: the note as a whole.
    """

    day: date
    communities: tuple[tuple[str, int, str], ...]
