"""A calendar's file: who was met on which day, and whose birthday is when. Source: RFC 5545.

What was cancelled or declined is no contact, nor is what lies ahead or was for a crowd; each is counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from pnm_vault.exchange.incoming.calendars.birthdays import birthday_of
from pnm_vault.exchange.incoming.calendars.components import Calendar, calendars_of, properties_of
from pnm_vault.exchange.incoming.calendars.events import Event, EventError, read_event
from pnm_vault.exchange.incoming.calendars.meetings import Meeting, meetings_of, present_at
from pnm_vault.exchange.incoming.calendars.owner import owner_of
from pnm_vault.exchange.incoming.calendars.rules import BARREN, RuleError, times_of
from pnm_vault.exchange.incoming.calendars.times import Moment, ZoneFinder, Zones
from pnm_vault.exchange.incoming.cards.cutting import MAX_PROBLEMS, entry_problem, file_problem, narrowed
from pnm_vault.exchange.incoming.exclusions import exclusion_of
from pnm_vault.exchange.incoming.participants import guessed_owner, is_owner
from pnm_vault.exchange.outgoing.exported import PRODUCT
from pnm_vault.model.incoming import Incoming, IncomingContact, IncomingInteraction, Owner, Participant
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.patterns import pattern_of

FORMAT = "icalendar"
_LARGEST = 100_000_000  # bytes; a calendar of twenty busy years has a tenth of it
_MOST_TIMES = 200_000  # that all rules of a file give together; fifty daily meetings in ten years are fewer
_FIRST_YEAR = 1970
_LAST_YEAR = date(9998, 1, 1)  # further on there is no day after
_BEGINNING = pattern_of(r"^[ \t]*BEGIN:VCALENDAR[ \t]*\r?$", 2 | 8)
_SUFFIXES = (".ics", ".ical", ".icalendar")
_CALL = pattern_of(r"\b(?:call|phone|telephone|anruf|telefonat|appel|llamada|chiamata|telefonata)\b", 2)
_HEAD = frozenset(b"PRODID METHOD X-WR-CALNAME NAME".split())


def recognises(name: str, head: bytes) -> bool:
    """Tell whether a file is a calendar: it begins with one, or has one in it and a calendar's name."""
    text = narrowed(head).decode(errors="replace").lstrip()
    begins = _BEGINNING.search(text)
    return begins is not None and (begins.start() == 0 or name.lower().endswith(_SUFFIXES))


def read(
    content: bytes,
    file: str,
    owner: Owner,
    *,
    until: date,
    since: date | None = None,
    exclude: tuple[str, ...] = (),
    zone_of: ZoneFinder,
) -> Incoming:
    """Read a calendar's meetings up to and including the day `until`, and its birthdays.

    `since` is the first day that counts, None for all. `exclude` are addresses and names of calendars, as
    `exclusions.exclusion_of` takes them; a calendar's name is its own word for itself, or the file's name without its
    ending.
    """
    if len(content) > _LARGEST:
        message = f"This file is larger than {_LARGEST // 1_000_000} MB: export less than all years."
        return Incoming(problems=(file_problem(file, 0, message),))
    cut = calendars_of(content)
    if not cut.calendars:
        return Incoming(problems=(file_problem(file, 0, "There is no calendar in this file."),))
    if cut.cut_off:
        message = "The file ends within what begins here, so it was cut off: get it anew. Nothing is read."
        return Incoming(problems=(file_problem(file, cut.cut_off, message),))
    reading = _Reading(file, owner, until, since or date.min, exclusion_of(exclude), zone_of)
    for calendar in cut.calendars:
        reading.take(calendar)
    return reading.told()


class _Reading:
    """Gathers what the calendars of one file tell. Mutable, and gone when the file is read."""

    def __init__(
        self,
        file: str,
        owner: Owner,
        until: date,
        since: date,
        is_excluded: Callable[[str], bool],
        zone_of: ZoneFinder,
    ) -> None:
        self._file, self._owner, self._zone_of = file, owner, zone_of
        self._until, self._since, self._is_excluded = until, since, is_excluded
        self._contacts: dict[tuple[str, str], IncomingContact] = {}
        self._interactions: dict[tuple[str, date], IncomingInteraction] = {}
        self._problems: list[Problem] = []
        self._skipped: Counter[str] = Counter()
        self._times_left = _MOST_TIMES

    def take(self, calendar: Calendar) -> None:
        """Take what one calendar tells."""
        head = {one.name: one.text for one in properties_of(calendar.head, _HEAD)}
        events = tuple(self._events_of(calendar))
        name = head.get("X-WR-CALNAME") or head.get("NAME") or ""
        stem = self._file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
        if any(self._is_excluded(one) for one in (name, stem) if one):
            self._skipped["in an excluded calendar"] += len(events)
        elif head.get("PRODID") == PRODUCT:
            self._skipped["exported by pnm"] += len(events)
        elif head.get("METHOD", "").upper() in ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"):
            self._skipped["answers to invitations"] += len(events)
        elif head.get("METHOD", "").upper() == "CANCEL":
            self._skipped["cancelled"] += len(events)
        else:
            owner = self._owner if self._owner.emails else self._owner_by(events, name)
            zones = Zones(calendar, self._zone_of)
            for meeting in meetings_of(events):
                self._take_meeting(meeting, owner, zones)

    def told(self) -> Incoming:
        """Give all that was gathered."""
        return Incoming(
            tuple(self._contacts.values()),
            tuple(self._interactions.values()),
            tuple(sorted(self._problems, key=lambda problem: problem.line)),
            tuple(sorted((+self._skipped).items())),
        )

    def _owner_by(self, events: Sequence[Event], name: str) -> Owner:
        found = owner_of(events, name, self._owner.names)
        if found or any(event.guests for event in events):
            problem = guessed_owner(self._file, found, "you may be named among those whom you met", Severity.WARNING)
            self._problems += [problem] if problem not in self._problems else []
        return Owner(self._owner.names, found, self._owner.urls)

    def _events_of(self, calendar: Calendar) -> Iterator[Event]:
        for part in calendar.parts:
            if part.kind == "VEVENT":
                try:
                    yield read_event(part)
                except EventError as error:
                    self._report(part.line, f"This event is left out: {error}.")
            elif part.kind != "VTIMEZONE":
                self._skipped["no events"] += 1

    def _take_meeting(self, meeting: Meeting, owner: Owner, zones: Zones) -> None:
        """Take a meeting, with all the times at which it was and those that were moved or changed."""
        first = meeting.event
        if first is not None:
            if (contact := self._birthday(first, owner)) is not None:
                self._contacts.setdefault((contact.name.casefold(), contact.stated[0].field), contact)
                return
            if present := self._present(first, owner):
                moved = [one.original for one in meeting.changed if one.original is not None]
                for day, at_first in self._days(first, moved, zones):
                    self._add(first, present, day, at_first if first.repeats else None, owner)
        for one in meeting.changed:
            if (present := self._present(one, owner)) and one.original is not None:
                self._add(one, present, zones.day_of(one.start), one.original.at.date(), owner)

    def _present(self, event: Event, owner: Owner) -> tuple[Participant, ...]:
        present, reason = present_at(event, owner, self._is_excluded)
        if reason:
            self._skipped[reason] += 1
        return present

    def _birthday(self, event: Event, owner: Owner) -> IncomingContact | None:
        contact = birthday_of(event, FORMAT, self._file, self._until)
        if contact is None or contact.name.casefold() not in {name.casefold() for name in owner.names}:
            return contact
        return None

    def _days(self, event: Event, moved: Sequence[Moment], zones: Zones) -> Iterator[tuple[date, date]]:
        """Give the days of an event, each with the day by which its rule knows it, in their order."""
        zone = event.start.zone
        times = {zones.turned(one, zone) for one in event.more_times}
        times.update(self._times_by_rule(event, zones) if event.rules else [event.start.at])
        without = {zones.turned(one, zone).date() for one in (*event.without, *moved)}
        for at in sorted(times):
            if at.date() not in without:
                yield zones.day_of(Moment(at, event.start.whole_day, zone)), at.date()

    def _times_by_rule(self, event: Event, zones: Zones) -> Iterator[datetime]:
        # A day more than is asked for: by the clocks of another zone it may be the day after.
        end = datetime.combine(min(self._until, _LAST_YEAR), time.max) + timedelta(days=1)
        for rule in event.rules:
            if self._times_left <= 0:
                self._report(rule.line, "Only the first day of this event is read: this file repeats too much.")
                yield event.start.at
                return
            try:
                for at in times_of(rule.value, event.start, end, zones):
                    self._times_left -= 1 if at is not None else BARREN
                    if at is not None:
                        yield at
                    if self._times_left <= 0:
                        break
            except RuleError as error:
                self._report(rule.line, f"Only the first day of this event is read: its rule {error}.")
                yield event.start.at

    def _add(
        self, event: Event, present: tuple[Participant, ...], day: date, original: date | None, owner: Owner
    ) -> None:
        if day > self._until:
            self._skipped["still to come"] += 1
            return
        if day < self._since:
            self._skipped["before the day asked for"] += 1
            return
        if day.year < _FIRST_YEAR:
            self._skipped["before there were calendars"] += 1
            return
        subject = "" if event.private else event.summary
        known_by = event.uid or f"{day} {event.summary}"
        key = known_by if original is None else f"{known_by}/{original}"
        interaction = IncomingInteraction(
            FORMAT, self._file, event.line, day, _channel(event), present, _direction(event, owner), subject, key
        )
        self._interactions.setdefault((key, day), interaction)

    def _report(self, line: int, message: str) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(entry_problem(self._file, line, message))
        else:
            self._skipped["faults beyond those that are named"] += 1


def _channel(event: Event) -> Channel:
    if event.video:
        return Channel.VIDEO
    return Channel.CALL if _CALL.search(event.summary) else Channel.MEETING


def _direction(event: Event, owner: Owner) -> Direction:
    if event.organiser is None:
        return Direction.UNKNOWN
    return Direction.FROM_ME if is_owner(owner, event.organiser) else Direction.FROM_THEM
