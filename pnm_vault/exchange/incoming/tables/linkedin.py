"""LinkedIn's archive: connections, messages and invitations as tables.

Source: archives as LinkedIn writes them. Nothing but the address of their profile tells two connections apart, and
the text of a message is never told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest

from pnm_vault.exchange.incoming.names import joined_name, without_suffix
from pnm_vault.exchange.incoming.reading import EMPTY, Draft, Reading, profile
from pnm_vault.exchange.incoming.tables.csv_rows import Table, has_header, plain, read_table
from pnm_vault.exchange.incoming.tables.day_cells import MONTH_FIRST, bare_day, day_order, read_day
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Channel, Direction

NAME = "linkedin"
MAX_RECIPIENTS = 10

_CONNECTIONS = frozenset({"first name", "last name", "connected on"})
_MESSAGES = frozenset({"conversation id", "from", "date"})
_INVITATIONS = frozenset({"from", "to", "sent at", "direction"})
_HEADER_WITHIN = 20  # rows: connections begin with an explanation
_OF_ASSISTANTS = ("_messages.csv", "coachmessages.csv")
_GONE = "linkedin member"
_YOU = "you"

_LEFT_OUT = {
    "spam": "spam",
    "trash": "in the trash",
    "draft": "drafts",
    "drafts": "drafts",
}


def recognises(name: str, head: bytes) -> bool:
    """Tell by the column names whether this is one of the three tables that are read.

    Talks with LinkedIn's own assistants have the columns of messages and are known by their name alone.
    """
    return not name.lower().endswith(_OF_ASSISTANTS) and has_header(head, is_header, _HEADER_WITHIN)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are the column names of connections, messages or invitations."""
    known = set(names)
    return known >= _CONNECTIONS or known >= _MESSAGES or known >= _INVITATIONS


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read the table, whichever of the three it is."""
    reading = Reading(NAME, file, owner)
    table = read_table(content, reading, is_header, "LinkedIn's connections, messages or invitations", _HEADER_WITHIN)
    if isinstance(table, Incoming):
        return table
    names = [plain(name) for name in table.header]
    rows = [(row.line, {name: cell.strip() for name, cell in zip(names, row.cells, strict=True)}) for row in table.rows]
    if set(names) >= _CONNECTIONS:
        _read_connections(rows, table, reading)
    elif set(names) >= _MESSAGES:
        return _read_messages(rows, reading)
    else:
        _read_invitations(rows, reading)
    return reading.incoming()


Rows = list[tuple[int, dict[str, str]]]

_FIELDS = {"email address": "email", "company": "organisation", "position": "role", "url": "url"}
_READ = _FIELDS.keys() | {"first name", "last name", "connected on"}


def _read_connections(rows: Rows, table: Table, reading: Reading) -> None:
    """Read each connection; of a member who is gone only the day is left."""
    order = day_order([cells["connected on"] for _, cells in rows], MONTH_FIRST)
    headings = {plain(name): name for name in table.header}
    for line, cells in rows:
        if not any(text for name, text in cells.items() if name != "connected on"):
            reading.skip(EMPTY)
            continue
        draft = Draft(line)
        draft.key = cells.get("url", "").lower().rstrip("/")
        name = joined_name(draft, cells["first name"], "", cells["last name"])
        for column, field in _FIELDS.items():
            draft.state(field, cells.get(column, ""))
        text = cells["connected on"]
        met = read_day(text, order)
        if met is not None:
            draft.state("met_on", met.isoformat())
            draft.state("how_met", "LinkedIn")
        elif bare_day(text):
            draft.tell("Connected on", text)
            reading.warn(line, f"Connected On: {text[:40]} is no date that is known here: it is left in the words.")
        for column in cells.keys() - _READ:
            draft.tell(headings[column], cells[column])
        reading.take(draft, name)


def _read_messages(rows: Rows, reading: Reading) -> Incoming:
    """Read on which days the owner wrote to whom, and who to the owner: one occasion a day, partners and direction."""
    own = _own_profile(rows, reading)
    if own is None:
        reading.warn(
            0,
            "Who of the two are you? The messages are left out until Me.md, the note about yourself, says it with a "
            "line such as url: https://www.linkedin.com/in/YOURS between its dashes. Then import the file again.",
        )
        return reading.incoming()
    seen: set[tuple[date, Direction, tuple[Participant, ...]]] = set()
    for line, cells in rows:
        reason = _left_out(cells)
        if reason:
            reading.skip(reason)
            continue
        day = read_day(cells["date"], "")
        if day is None:
            reading.warn(line, f"DATE: {cells['date'][:40] or 'nothing'} is no day: this message was left out.")
            continue
        sender = _sender(cells)
        if _is_own(sender, own, reading):
            direction, partners = Direction.FROM_ME, tuple(_recipients(cells, own, reading))
        else:
            direction, partners = Direction.FROM_THEM, _known((sender,))
        if not partners or len(partners) > MAX_RECIPIENTS:
            reading.skip("sent to many" if partners else "of a member who is gone")
            continue
        if (day, direction, partners) in seen:
            continue
        seen.add((day, direction, partners))
        reading.meet(
            line, day, Channel.MESSAGE, partners, direction, "LinkedIn", _key("message", day, direction, partners)
        )
    return reading.incoming()


def _read_invitations(rows: Rows, reading: Reading) -> None:
    order = day_order([cells["sent at"] for _, cells in rows], MONTH_FIRST)
    for line, cells in rows:
        outgoing = cells["direction"].casefold() == "outgoing"
        if not outgoing and cells["direction"].casefold() != "incoming":
            reading.warn(line, f"Direction: {cells['direction'][:40] or 'nothing'} is neither OUTGOING nor INCOMING.")
            continue
        day = read_day(cells["sent at"], order)
        if day is None:
            reading.warn(line, f"Sent At: {cells['sent at'][:40] or 'nothing'} is no day: it was left out.")
            continue
        name, url = ("to", "inviteeprofileurl") if outgoing else ("from", "inviterprofileurl")
        partners = _known((_participant(cells[name], cells.get(url, "")),))
        if not partners:
            reading.skip("of a member who is gone")
            continue
        direction = Direction.FROM_ME if outgoing else Direction.FROM_THEM
        key = _key("invitation", day, direction, partners)
        reading.meet(line, day, Channel.MESSAGE, partners, direction, "Invitation on LinkedIn", key)


def _left_out(cells: dict[str, str]) -> str:
    """Give the reason for which a message is no contact, empty for none."""
    if cells.get("is message draft", "").casefold() in ("yes", "true"):
        return "drafts"
    return _LEFT_OUT.get(cells.get("folder", "").casefold(), "")


def _own_profile(rows: Rows, reading: Reading) -> str | None:
    """Give the owner's profile or, where there are no profiles, name in lower case.

    Where the owner is not known, it is who takes part in every conversation; None where that is nobody or two.
    """
    everybody = [one for _, cells in rows for one in (_sender(cells), *_receivers(cells))]
    named = Counter(
        [profile(one.url) or one.name.casefold() for one in everybody if reading.is_owner(one.name, one.url)]
    )
    if named:
        return named.most_common(1)[0][0]
    inside: dict[str, set[str]] = {}
    for _, cells in rows:
        if not _left_out(cells):
            those = {profile(one.url) or one.name.casefold() for one in (_sender(cells), *_receivers(cells))}
            inside.setdefault(cells["conversation id"], set()).update(those - {"", _GONE})
    if any(_YOU in those for those in inside.values()):
        return _YOU
    everywhere = Counter(one for those in inside.values() for one in those)
    found = [one for one, number in everywhere.items() if number == len(inside)]
    return found[0] if len(found) == 1 else None if inside else ""


def _sender(cells: dict[str, str]) -> Participant:
    return _participant(cells["from"], cells.get("sender profile url", ""))


def _receivers(cells: dict[str, str]) -> list[Participant]:
    """Give the recipients: names and profiles are two lists with commas, in the same order where both are as long."""
    urls = [_url(one) for one in cells.get("recipient profile urls", "").split(",") if one.strip()]
    text = cells.get("to", "")
    names = [one.strip() for one in text.split(",") if one.strip()] if len(urls) != 1 else [text]
    if urls and len(names) != len(urls):
        return [Participant(url=url) for url in urls]  # a name with a comma of its own
    return [_participant(name or "", url or "") for name, url in zip_longest(names, urls)]


def _recipients(cells: dict[str, str], own: str, reading: Reading) -> Iterable[Participant]:
    return _known([one for one in _receivers(cells) if not _is_own(one, own, reading)])


def _known(those: Iterable[Participant]) -> tuple[Participant, ...]:
    """Give those of whom something is known, in an order that is the same in every message."""
    found = {one for one in those if one.url or (one.name and one.name.casefold() != _GONE)}
    return tuple(sorted(found, key=lambda one: (one.url, one.name)))


def _is_own(one: Participant, own: str, reading: Reading) -> bool:
    if own and own == (profile(one.url) or one.name.casefold()):
        return True
    return not one.url and reading.is_owner(one.name)


def _participant(name: str, url: str) -> Participant:
    return Participant(without_suffix(name)[0], url=_url(url))


def _url(text: str) -> str:
    return text.strip().lower().rstrip("/")


def _key(kind: str, day: date, direction: Direction, partners: tuple[Participant, ...]) -> str:
    names = ";".join([one.url or one.name for one in partners])
    return f"{kind} {day.isoformat()} {direction.value} {names}"
