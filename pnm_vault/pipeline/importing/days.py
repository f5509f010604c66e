"""Days of contact that files tell of, held against the logs: what would be written, a line a day of contact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pnm_vault.index.lookup import loosen
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import Incoming, IncomingContact, IncomingInteraction, Participant
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.record import Record
from pnm_vault.pipeline.importing.items import DayOf, Days, Proposal
from pnm_vault.pipeline.importing.ledger import Known, Ledger, days_key
from pnm_vault.pipeline.importing.standing import normal, values_of
from pnm_vault.review.item_key import digest_of_item

# Of these there are many, and no single one is worth a line on the review note.
TOGETHER = frozenset({Channel.EMAIL, Channel.MESSAGE})
_NEW = "new "

_SOURCES = {"icalendar": "calendar", "mail": "mail", "linkedin": "LinkedIn", "friends": "friends", "monica": "Monica"}


class Wanted(Record, frozen=True):
    """Which days are wanted: from `since` on (None: all of them) up to `until`, which is today."""

    until: date
    since: date | None = None


class Whom:
    """Whom a participant means: a contact of the vault (a path), or a new one (`new ` with its key)."""

    def __init__(self, contacts: Mapping[str, Contact], proposal: Proposal) -> None:
        self._by: dict[tuple[str, str], set[str]] = {}
        for path, contact in contacts.items():
            for field in ("email", "url"):
                self._add(path, field, values_of(contact, field))
            self._add(path, "name", values_of(contact, "aliases"))
        for source, entry in proposal.entries.items():
            if source in proposal.found:
                self._add_entry(proposal.found[source], entry)
        for one in proposal.news:
            self._add_entry(f"{_NEW}{one.key}", one.contact)
        for double in proposal.doubles:
            # An address of somebody in doubt is nobody's yet, and the name beside it must not decide.
            for field in ("email", "url"):
                self._add("", field, double.contact.texts(field))

    def _add_entry(self, target: str, entry: IncomingContact) -> None:
        for field in ("email", "url"):
            self._add(target, field, entry.texts(field))
        self._add(target, "name", (entry.name, *entry.texts("aliases")))

    def _add(self, target: str, field: str, values: Iterable[str]) -> None:
        for value in values:
            key = loosen(value) if field == "name" else normal(field, value)
            if key and (field != "name" or " " in key):
                self._by.setdefault((field, key), set()).add(target)

    def mean(self, one: Participant) -> str:
        """Give whom a participant means; empty where it is nobody's, or several answer to it."""
        for field, value in (("email", one.email), ("url", one.url)):
            found = self._by.get((field, normal(field, value)), set()) if value else set()
            if len(found) == 1:
                return next(iter(found))
        found = self._by.get(("name", loosen(one.name)), set()) if one.name else set()
        return next(iter(found)) if len(found) == 1 else ""


def propose_days(
    incoming: Sequence[Incoming],
    whom: Whom,
    ledger: Ledger,
    logged: Mapping[str, Mapping[date, frozenset[Channel]]],
    wanted: Wanted,
) -> tuple[tuple[Days, ...], tuple[tuple[str, int], ...], dict[str, int]]:
    """Give the days to write down, the strangers with their number of days, and counts of what was left out.

    `logged` are by contact the days of contact that the vault has, with their channels.
    """
    work = _Work(whom, ledger, logged, wanted)
    for each in incoming:
        for one in each.interactions:
            work.take(one)
    strangers = sorted(((name, len(days)) for name, days in work.strangers.items()), key=lambda one: (-one[1], one[0]))
    return tuple(work.items()), tuple(strangers), work.left


class _Work:
    def __init__(
        self,
        whom: Whom,
        ledger: Ledger,
        logged: Mapping[str, Mapping[date, frozenset[Channel]]],
        wanted: Wanted,
    ) -> None:
        self.whom, self.ledger, self.logged, self.wanted = whom, ledger, logged, wanted
        self.days: dict[tuple[str, Channel], dict[date, DayOf]] = {}
        self.strangers: dict[str, set[date]] = {}
        self.left: dict[str, int] = {}

    def take(self, one: IncomingInteraction) -> None:
        """Note one occasion with each of those who took part and are known."""
        if one.day > self.wanted.until:
            self._leave("still to come")
            return
        if self.wanted.since is not None and one.day < self.wanted.since:
            self._leave(f"before {self.wanted.since.isoformat()}")
            return
        for participant in one.participants:
            target = self.whom.mean(participant)
            if not target:
                name = participant.name or participant.email or participant.url
                self.strangers.setdefault(name, set()).add(one.day)
                continue
            source = _SOURCES.get(one.format, one.format)
            found = self.days.setdefault((target, one.channel), {})
            had = found.get(one.day)
            day = DayOf(one.day, one.direction, one.subject.strip(), source)
            found[one.day] = day if had is None else _both(had, day)

    def _leave(self, why: str) -> None:
        self.left[why] = self.left.get(why, 0) + 1

    def items(self) -> Iterator[Days]:
        """Give what is to be written, contact by contact."""
        for (target, channel), found in sorted(self.days.items()):
            new = target.startswith(_NEW)
            known = Known("") if new else self.ledger.get(days_key(target), Known(""))
            there = {} if new else self.logged.get(target, {})
            fresh: list[DayOf] = []
            for day, one in sorted(found.items()):
                if channel in there.get(day, ()) or (channel is Channel.NOTE and there.get(day)):
                    continue
                if day.isoformat() in known.days.get(channel.value, ()):
                    self._leave("taken out of the log since")
                else:
                    fresh.append(one)
            for days in self._parted(fresh, channel):
                item = _item(target, channel, days)
                if item.key in known.refused:
                    self._leave("not wanted, as you said")
                elif channel not in TOGETHER and there.get(days[0].day):
                    yield _unticked(item, "your notes have that day already")
                else:
                    yield item

    def _parted(self, days: list[DayOf], channel: Channel) -> list[tuple[DayOf, ...]]:
        if channel in TOGETHER:
            return [tuple(days)] if days else []
        return [(one,) for one in days]


def _item(target: str, channel: Channel, days: tuple[DayOf, ...]) -> Days:
    which = "days" if channel in TOGETHER else days[0].day.isoformat()
    key = digest_of_item("days", target, channel.value, which)
    if target.startswith(_NEW):
        return Days(key, "", channel, days, newcomer=target.removeprefix(_NEW))
    return Days(key, target, channel, days)


def _unticked(item: Days, why: str) -> Days:
    return Days(item.key, item.path, item.channel, item.days, item.newcomer, ticked=False, why=why)


def _both(one: DayOf, other: DayOf) -> DayOf:
    """Make one of two occasions of a day: who began it, where both say the same; what it was about, of both."""
    direction = one.direction if one.direction is other.direction else Direction.UNKNOWN
    subjects = dict.fromkeys(filter(None, (one.subject, other.subject)))
    return DayOf(one.day, direction, "; ".join(subjects), one.source)
