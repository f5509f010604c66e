"""One event of a calendar: what it states, before anything is made of it."""

from pnm_vault.exchange.incoming.calendars.components import Part, Property, properties_of
from pnm_vault.exchange.incoming.calendars.times import Moment, moments_of
from pnm_vault.exchange.incoming.participants import address_of, participant_of
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.incoming import Participant
from pnm_vault.model.record import Record, Row
from pnm_vault.patterns import pattern_of

_WANTED = frozenset(
    b"UID SUMMARY DTSTART STATUS TRANSP CLASS SEQUENCE LOCATION CONFERENCE ORGANIZER ATTENDEE RRULE RDATE EXDATE "
    b"RECURRENCE-ID X-".split()
)
_MOST_GUESTS = 1_000
_SUBJECT = 120  # characters
_VIDEO = pattern_of(
    r"\b(?:zoom\.us|teams\.microsoft|meet\.google|webex\.com|whereby\.com|meet\.jit\.si|gotomeet)|skype", 2
)
_VIDEO_PROPERTIES = frozenset(
    ["CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK"]
)
_BIRTHDAY_KINDS = {"BDAY": "birthday", "ANNIVERSARY": "anniversary"}


class EventError(Exception):
    """An event that cannot be used; its text is the end of a sentence that begins with "This event is left out:"."""


class Guest(Row, frozen=True):
    """Somebody invited: `answer` is their PARTSTAT, `kind` their CUTYPE, `role` their ROLE, in upper case."""

    who: Participant
    answer: str = ""
    kind: str = ""
    role: str = ""


class Event(Record, frozen=True):
    """What one VEVENT states.

    `status` and `shown` are STATUS and TRANSP in upper case. `original` is the time at which it would have been by the
    rule of the meeting that it is one of. `day_of_life` is `birthday` or `anniversary` where Nextcloud made the event
    of a contact, `born` the year it gives for it; `cake` is True for Google's birthdays, which have that icon.
    """

    line: int
    uid: str
    start: Moment
    summary: str = ""
    status: str = ""
    shown: str = ""
    sequence: int = 0
    place: str = ""
    video: bool = False
    private: bool = False
    organiser: Participant | None = None
    guests: tuple[Guest, ...] = ()
    rules: tuple[Property, ...] = ()
    more_times: tuple[Moment, ...] = ()
    without: tuple[Moment, ...] = ()
    original: Moment | None = None
    day_of_life: str = ""
    born: int | None = None
    cake: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it has more times than one."""
        return bool(self.rules or self.more_times)


def read_event(part: Part) -> Event:
    """Read one event.

    Raises:
        EventError: it was cut off, or has no day.
    """
    if part.fault:
        raise EventError(part.fault)
    properties = tuple(properties_of(part, _WANTED))
    named: dict[str, list[Property]] = {}
    for one in properties:
        named.setdefault(one.name, []).append(one)
    starts = [moment for one in named.get("DTSTART", []) for moment in moments_of(one)]
    if not starts:
        raise EventError("it has no day" if "DTSTART" not in named else "its day cannot be read")
    place = _text(named, "LOCATION")
    return Event(
        line=part.line,
        uid=_text(named, "UID")[:500],
        start=starts[0],
        summary=_text(named, "SUMMARY")[:_SUBJECT],
        status=_text(named, "STATUS").upper(),
        shown=_text(named, "TRANSP").upper(),
        sequence=_number(_text(named, "SEQUENCE")) or 0,
        place=place,
        # Google adds a link to every meeting: where there is a room, people were in it.
        video=bool(_VIDEO.search(place[:500])) if place else not _VIDEO_PROPERTIES.isdisjoint(named),
        private=_text(named, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        organiser=next((_guest(one).who for one in named.get("ORGANIZER", [])), None),
        guests=tuple([_guest(one) for one in named.get("ATTENDEE", [])[:_MOST_GUESTS]]),
        rules=tuple(named.get("RRULE", [])),
        more_times=_moments(named, "RDATE"),
        without=_moments(named, "EXDATE"),
        original=next(iter(_moments(named, "RECURRENCE-ID")), None),
        day_of_life=_BIRTHDAY_KINDS.get(_text(named, "X-NEXTCLOUD-BC-FIELD-TYPE").upper(), ""),
        born=_number(_text(named, "X-NEXTCLOUD-BC-YEAR")),
        cake="/cake." in _text(named, "X-GOOGLE-CALENDAR-CONTENT-ICON"),
    )


def _text(named: dict[str, list[Property]], name: str) -> str:
    return next((one_line(one.text) for one in named.get(name, [])), "")


def _moments(named: dict[str, list[Property]], name: str) -> tuple[Moment, ...]:
    return tuple([moment for one in named.get(name, []) for moment in moments_of(one)])


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _guest(stated: Property) -> Guest:
    parameters = stated.parameters
    address = address_of(stated.value) or address_of(parameters.get("EMAIL", ""))
    who = participant_of(parameters.get("CN", ""), address)
    return Guest(
        who,
        parameters.get("PARTSTAT", "").upper(),
        parameters.get("CUTYPE", "").upper(),
        parameters.get("ROLE", "").upper(),
    )
