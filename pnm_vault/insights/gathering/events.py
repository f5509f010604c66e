"""The events ahead (whom one knows there, whom to meet and why, whom to introduce) and those that were just now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.comparing.likeness import CommonGround, MutualHelp
from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.introducing.introductions import Introduction, suggest_introductions
from pnm_vault.insights.introducing.matching import Candidate, Reason, candidate_pairs
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.gathering import EventNote
from pnm_vault.model.occasion import Standing
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.model.tie import Tie

# For how long an event that is over is shown: after two weeks a name has no face any more.
JUST_BEEN_DAYS = 14
# How many are looked at for the sake of matching: at an event of thousands one meets a few.
MOST_THERE = 200
MOST_TO_MEET = 6
MOST_INTRODUCTIONS = 3
MOST_IN_TOWN = 5
SHOWN_LENGTH = 120


class There(Row, frozen=True):
    """A contact who is to be at an event, was there, or lives where it is. `last` None: no contact recorded."""

    path: str
    name: str
    last: date | None
    proof: Source | None
    private: bool


class ToMeet(Row, frozen=True):
    """A contact whom to look for at an event, and why: at least one reason."""

    contact: There
    reasons: tuple[Reason, ...]


class EventAhead(Record, frozen=True):
    """An event to come or under way. `there` are the contacts among its attendees and those expected, by name.

    `in_town` are other contacts who live at its place, those in touch last first; `in_town_more` counts the rest.
    `to_meet` and `introductions` are the best few, best first; `to_meet_more` counts the rest. `wanted` are the owner's
    own words about whom to meet that link no contact who will be there.
    """

    event: EventNote
    there: tuple[There, ...] = ()
    in_town: tuple[There, ...] = ()
    in_town_more: int = 0
    to_meet: tuple[ToMeet, ...] = ()
    to_meet_more: int = 0
    introductions: tuple[Introduction, ...] = ()
    wanted: tuple[Statement, ...] = ()


class EventBeen(Record, frozen=True):
    """An event of the last two weeks. `waiting` were there and have no contact since, by name.

    `expected` are those of whom the note does not say whether they came.
    """

    event: EventNote
    waiting: tuple[There, ...] = ()
    expected: tuple[There, ...] = ()


class Circle(Record, frozen=True):
    """What is asked about the people at events.

    `ties` by path; `profiles` and `known` of those at an event ahead at least; `places` of all contacts, by path.
    `dormant` are ties long silent, `hidden` contacts to be left out, `unnamed` names that no reason may say;
    `synonyms` are the owner's own. `structure`: enough is recorded of who knows whom to tell bridges.
    """

    network: Network
    ties: Mapping[str, Tie]
    profiles: Mapping[str, Profile]
    known: Mapping[str, Sequence[str]]
    places: Mapping[str, str]
    me: Contact | None = None
    dormant: Collection[str] = frozenset()
    follow_ups: Sequence[FollowUp] = ()
    under_way: Collection[tuple[str, str]] = frozenset()
    hidden: Collection[str] = frozenset()
    unnamed: PrivateNames = NOBODY
    synonyms: tuple[SynonymGroup, ...] = ()
    structure: bool = True


def names_hidden(title: str, people: Iterable[str], circle: Circle) -> bool:
    """Tell whether a title says the name of a hidden contact, or the first name of one among its `people` (paths)."""
    if circle.unnamed.are_in(title):
        return True
    words = set(loosen(title).split())
    concerned = [circle.ties[path].name for path in people if path in circle.hidden and path in circle.ties]
    return any(not words.isdisjoint(loosen(name).split()) for name in concerned)


def choose_ahead(events: Iterable[EventNote], today: date, days: int) -> tuple[EventNote, ...]:
    """Return the events under way or within so many days, the first to come first; not those called off."""
    limit = today.toordinal() + days
    found = [one for one in events if one.end >= today and one.day.toordinal() <= limit]
    return tuple(sorted([one for one in found if one.standing is Standing.OPEN], key=lambda one: (one.day, one.path)))


def choose_been(events: Iterable[EventNote], today: date) -> tuple[EventNote, ...]:
    """Return the events that ended within the last two weeks, the last one first; not those dealt with."""
    found = [one for one in events if 0 < (today - one.end).days <= JUST_BEEN_DAYS and one.standing is Standing.OPEN]
    return tuple(sorted(found, key=lambda one: (-one.end.toordinal(), one.path)))


def look_ahead(event: EventNote, circle: Circle, today: date) -> EventAhead:
    """Say whom one knows at an event, whom to meet and why, and whom to introduce to whom.

    To meet are those whom the owner wrote down, those with whom there is help or common ground (asks and offers as in
    introductions, of Me.md and of the contact), and those hardly known: without contact, of one day, or long silent.

    Source: Ingram & Morris 2007 (Do people mix at mixers?, Administrative Science Quarterly 52:558-585): left to
    chance, one meets those whom one knows already.
    """
    there = _people((*event.attendees, *event.expected), circle)
    alive = [one.path for one in there if _takes_part(circle.ties[one.path])][:MOST_THERE]
    profiles = [circle.profiles[path] for path in alive if path in circle.profiles]
    to_meet, wanted = _to_meet(event, there, profiles, circle)
    in_town = _in_town(event, circle)
    pairs: tuple[Candidate, ...] = ()
    if len(profiles) > 1:
        known = {path: circle.known.get(path, ()) for path in alive}
        pairs = candidate_pairs(profiles, known, own=circle.synonyms, today=today, structure=circle.structure)
    return EventAhead(
        event=event,
        there=there,
        in_town=in_town[:MOST_IN_TOWN],
        in_town_more=max(0, len(in_town) - MOST_IN_TOWN),
        to_meet=to_meet[:MOST_TO_MEET],
        to_meet_more=max(0, len(to_meet) - MOST_TO_MEET),
        introductions=suggest_introductions(circle.network, pairs, MOST_INTRODUCTIONS, today, circle.under_way)
        if pairs
        else (),
        wanted=wanted,
    )


def look_back(event: EventNote, circle: Circle, today: date) -> EventBeen:
    """Say who was at an event and has not heard from the owner since.

    Left out is who has a follow-up that is due after it, something planned, a snooze, or is never to be reminded of.
    """
    later = [one for one in circle.follow_ups if one.due is not None and one.due >= event.end]
    followed = {path for one in later for path in one.contacts}
    waiting = [
        one
        for one in _people(event.attendees, circle)
        if one.path not in followed and _waits(circle.ties[one.path], event, today)
    ]
    expected = [one for one in _people(event.expected, circle) if _waits(circle.ties[one.path], event, today)]
    return EventBeen(event, tuple(waiting), tuple(expected))


def _waits(tie: Tie, event: EventNote, today: date) -> bool:
    if not _takes_part(tie) or (tie.cadence is not None and tie.cadence.days is None):
        return False
    put_off = tie.next_contact is not None and tie.next_contact > today
    return not put_off and tie.planned is None and (tie.last is None or tie.last <= event.end)


def _takes_part(tie: Tie) -> bool:
    return tie.status is Status.ACTIVE and tie.suggest


def there_of(tie: Tie) -> There:
    """Return a contact as one who is somewhere."""
    return There(tie.path, tie.name, tie.last, tie.proof, tie.private)


def _people(paths: Iterable[str], circle: Circle) -> tuple[There, ...]:
    ties = [circle.ties[path] for path in dict.fromkeys(paths) if path in circle.ties and path not in circle.hidden]
    ties = [tie for tie in ties if tie.status is not Status.DECEASED]
    return tuple([there_of(tie) for tie in sorted(ties, key=lambda tie: (tie.name.casefold(), tie.path))])


def _in_town(event: EventNote, circle: Circle) -> tuple[There, ...]:
    town = town_of(event.place)
    if not town:
        return ()
    at_event = {*event.attendees, *event.expected, *circle.hidden}
    found = [
        there_of(circle.ties[path])
        for path, place in circle.places.items()
        if town_of(place) == town and path not in at_event and path in circle.ties and _takes_part(circle.ties[path])
    ]
    found.sort(key=lambda one: (-(one.last or date.min).toordinal(), one.name.casefold(), one.path))
    return tuple(found)


def town_of(place: str) -> str:
    """Return the town of a place as it is compared: what stands before the first comma, without case and accents."""
    return loosen(place.partition(",")[0])


def _to_meet(
    event: EventNote, there: Sequence[There], profiles: Sequence[Profile], circle: Circle
) -> tuple[tuple[ToMeet, ...], tuple[Statement, ...]]:
    """Return whom to look for, those the owner wrote down first, and what of the owner's words names nobody there."""
    present = {one.path for one in there}
    hidden = {line for path, line in event.sought if path in circle.hidden}
    words = {one.line: one for one in event.wanted if one.line not in hidden and _may_say(one.text, circle)}
    by_path: dict[str, list[Reason]] = {}
    used: set[int] = set()
    for path, line in event.sought:
        if path in present and line in words:
            used.add(line)
            said = Source(event.path, line, words[line].text[:200])
            by_path.setdefault(path, []).append(Reason("wanted", f"You wrote: {_quoted(words[line])}.", (), (said,)))
    matched = _matches(profiles, circle)
    found: list[tuple[bool, float, str, ToMeet]] = []
    for one in there:
        tie = circle.ties[one.path]
        if not _takes_part(tie):
            continue
        wanted = by_path.get(one.path, [])
        likeness, helps = matched.get(one.path, (0.0, []))
        known = _hardly_known(tie, circle)
        reasons = (*wanted, *[reason for reason in helps if _may_say(reason.text, circle)], *known)
        if reasons:
            found.append((not wanted, -likeness, one.name.casefold(), ToMeet(one, reasons)))
    found.sort(key=lambda entry: (*entry[:3], entry[3].contact.path))
    rest = [one for line, one in words.items() if line not in used]
    return tuple([entry[3] for entry in found]), tuple(rest)


def _matches(profiles: Sequence[Profile], circle: Circle) -> dict[str, tuple[float, list[Reason]]]:
    """Return how much each has for the owner or the owner for them, with the reasons, the strongest first."""
    me = circle.me
    if me is None or not profiles:
        return {}
    own = Profile(me.path, "", me.circles, me.organisations, me.interests, me.offers, me.asks)
    everybody = (own, *profiles)
    synonyms = build_synonyms(circle.synonyms)
    mutual, ground = MutualHelp(everybody, synonyms, {}), CommonGround(everybody, synonyms)
    found: dict[str, tuple[float, list[Reason]]] = {}
    for at, one in enumerate(profiles, 1):
        told: list[tuple[float, Reason]] = []
        to_me, to_them = mutual.help(0, at), mutual.help(at, 0)
        if to_me is not None:
            text = f"You are looking for {_quoted(to_me.ask)}; {one.name} offers {_quoted(to_me.offer)}."
            told.append((to_me.likeness, _reason("help", text, to_me.terms, me, to_me.ask, one, to_me.offer)))
        if to_them is not None:
            text = f"{one.name} is looking for {_quoted(to_them.ask)}; you offer {_quoted(to_them.offer)}."
            told.append((to_them.likeness, _reason("help", text, to_them.terms, me, to_them.offer, one, to_them.ask)))
        for shared in ground.shared(0, at)[:1]:
            text = f"You care about {_quoted(shared.first)}, {one.name} about {_quoted(shared.second)}."
            told.append((0.1, _reason("common ground", text, shared.terms, me, shared.first, one, shared.second)))
        if told:
            told.sort(key=lambda entry: -entry[0])
            found[one.path] = (max([likeness for likeness, _ in told]), [reason for _, reason in told])
    return found


def _reason(
    kind: str, text: str, terms: tuple[str, ...], me: Contact, mine: Statement, other: Profile, theirs: Statement
) -> Reason:
    proofs = (Source(me.path, mine.line, mine.text[:200]), Source(other.path, theirs.line, theirs.text[:200]))
    return Reason(kind, text, terms, proofs)


def _hardly_known(tie: Tie, circle: Circle) -> tuple[Reason, ...]:
    if tie.last is None:
        return (Reason("new", "No contact is recorded yet.", (), ()),)
    proofs = (tie.proof,) if tie.proof is not None else ()
    if tie.days == 1:
        return (Reason("new", f"You have been in touch on one day so far, {tie.last}.", (), proofs),)
    if tie.path in circle.dormant:
        return (Reason("dormant", f"You have not been in touch since {tie.last}.", (), proofs),)
    return ()


def _may_say(text: str, circle: Circle) -> bool:
    return not circle.unnamed.are_in(text)


def _quoted(statement: Statement) -> str:
    text = statement.text.strip().rstrip(".")
    return f"“{text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1].rstrip() + '…'}”"
