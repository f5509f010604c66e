"""Which facts in the notes are worth a look: those of the most used contacts that were last confirmed longest ago."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from heapq import nsmallest

from pnm_vault.blake import blake2b
from pnm_vault.index.told_lines import lines_told_lower
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.model.contact import Confirmed, Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.patterns import pattern_of

# A fact that was confirmed within half a year needs no look; beyond four years all are equally old.
FRESH = 182
OLDEST = 1461
# So many facts of one contact in a month, and so many contacts that come into question at all.
MOST_OF_ONE = 2
MOST_CONTACTS = 100
# Contact within a year makes a tie an active one. So many days of it are kept, and a dozen a year are as good as more.
ACTIVE = 365
MOST_DAYS = 16
MANY_DAYS = 12
# Holes are looked for among the closest: about the sympathy group of Zhou et al. 2005 (Proc. R. Soc. B 272:439-444).
CLOSEST = 15
# A word of a fact that is shorter than this is found in lines that do not speak of it.
SHORTEST = 4

# How much a stale fact costs: a wrong ask or role embarrasses, a wrong interest hardly.
_WEIGHTS = {
    **{"role": 1.0, "organisation": 0.9, "place": 0.9, "asks": 1.0, "offers": 0.8},
    **{"email": 0.5, "phone": 0.6, "time_zone": 0.3, "interests": 0.4},
}
_ITEMS = ("asks", "offers")
_CLOSENESS = {"family": 4, "friend": 4, "mentor": 4, "mentee": 4}
# `(2024-02)`, `(since 2024-02)` or `[confirmed:: 2024-02-11]` within the words of a fact.
_NOTED = pattern_of(r"(?:\((?:[a-z ]{2,12} )?|\[(?:confirmed|as of|since)::[ ]?)([0-9]{4}-[0-9]{2})(-[0-9]{2})?[)\]]")


class Sign(StrEnum):
    """By what a fact is dated."""

    CONFIRMED = "confirmed"
    NOTED = "noted"
    TOLD = "told"
    CREATED = "created"


class Dated(Row, frozen=True):
    """A day on which a fact was so, and by what that is known. `month`: only the month of `day` is known."""

    day: date
    sign: Sign
    month: bool = False


class Fact(Row, frozen=True):
    """One fact of a contact's note: the field, the words, and the days on which it was so (sorted).

    `item`: it is one of several asks or offers, known by its words. `line` is 0 where only the note as a whole is
    known. `gone` is the day on which it was not so any more; `meant`: an open follow-up asks about it.
    """

    kind: str
    text: str
    item: bool
    line: int
    dated: tuple[Dated, ...]
    gone: date | None = None
    meant: bool = False


class ContactFacts(Row, frozen=True):
    """The facts of one contact and what the note lacks. `began` is the first contact day (ordinal), 0 for none."""

    facts: tuple[Fact, ...]
    began: int
    holes: tuple[str, ...]


class FactUse(Row, frozen=True):
    """How much a tie is used: the newest contact days (proleptic ordinals, sorted) and its closeness, 1 to 5.

    Apart from the facts, so that those of the most used contacts alone are read.
    """

    days: tuple[int, ...]
    closeness: int


class FactToCheck(Row, frozen=True):
    """A fact worth a look. `last` is when it was last known to be so; None: nothing says."""

    path: str
    name: str
    fact: Fact
    last: Dated | None


class Hole(Row, frozen=True):
    """What the notes of some of the closest contacts lack: their paths with names, the closest first."""

    what: str
    contacts: tuple[tuple[str, str], ...]


class FactsToCheck(Record, frozen=True):
    """What to look over in a month (its first day), the most worth a look first; nothing is added while it lasts."""

    month: date = date.min
    facts: tuple[FactToCheck, ...] = ()
    holes: tuple[Hole, ...] = ()


def facts_of(record: ContactRecord) -> ContactFacts | None:
    """Return the facts of an active contact; None for others, and for those with `suggest: never`."""
    contact = record.contact
    if contact.status is not Status.ACTIVE or not contact.suggest:
        return None
    told = _Told(record)
    created = [Dated(contact.created, Sign.CREATED)] if contact.created is not None else []
    asked = [task.text for task in record.follow_ups if task.text.startswith(ASKS_FOR)]
    facts = tuple([_fact(contact, kind, said, told, created, asked) for kind, said in _stated(contact)])
    began = record.interactions[0].day.toordinal() if record.interactions else 0
    return ContactFacts(facts, began, _holes(contact))


def use_of(record: ContactRecord) -> FactUse | None:
    """Return how much the tie to a contact with facts is used; None for others."""
    contact = record.contact
    if contact.status is not Status.ACTIVE or not contact.suggest:
        return None
    days = list(dict.fromkeys([entry.day for entry in record.interactions]))[-MOST_DAYS:]  # they are sorted already
    closeness = contact.closeness or _CLOSENESS.get(contact.category or "", 2)
    return FactUse(tuple([day.toordinal() for day in days]), closeness)


class _Told:
    """The lines of contact in lower case; all together, since hardly any holds the words of a fact."""

    def __init__(self, record: ContactRecord) -> None:
        self._entries = record.interactions
        self._all = lines_told_lower(record)

    def days_of(self, words: str) -> list[date]:
        """Give the days on which a line has these words."""
        if words not in self._all:
            return []
        return [entry.day for entry in self._entries if words in entry.source.text.lower()]


ASKS_FOR = "Ask about "


def question_about(kind: str, text: str) -> str:
    """Return the words of the follow-up that stands for a fact that was put off."""
    return f"{ASKS_FOR}{kind}: {text}"


def facts_to_check(
    made: Mapping[str, ContactFacts],
    uses: Mapping[str, FactUse],
    network: Network,
    today: date,
    most: int,
    unnamed: PrivateNames = NOBODY,
) -> FactsToCheck:
    """Return at most `most` facts for this month, oldest and most used first, and what the closest notes lack.

    `made` and `uses` are by contact path and of the same contacts.

    They are chosen by what was known on the first of the month, so that none comes up for one that was confirmed since.
    Age (a fact without any date is the oldest) counts times use: contact days within the year before and closeness.
    Private contacts are left out, and facts whose words hold one of the names `unnamed`.
    """
    first = today.replace(day=1)
    known = {tie.path: tie.name for tie in network.ties if not tie.private}
    used = nsmallest(
        MOST_CONTACTS,
        [(*use_before(facts, first), path) for path, facts in uses.items() if path in known],
        key=lambda one: (not one[0], -one[1], one[2]),
    )
    made = {path: made[path] for _, _, path in used}  # a stored table is asked once for each
    chosen = _choose(used, made, first, most)
    shown = [
        FactToCheck(path, known[path], fact, last_known(fact, today))
        for path, fact in chosen
        if not fact.meant and not _seen_to(fact, first, today) and not unnamed.are_in(fact.text)
    ]
    return FactsToCheck(first, tuple(shown), _holes_of([one[2] for one in used if one[0]], made, known))


def _choose(
    used: Iterable[tuple[bool, float, str]], made: Mapping[str, ContactFacts], first: date, most: int
) -> list[tuple[str, Fact]]:
    ranked: list[tuple[bool, float, bytes, str, Fact]] = []
    for active, use, path in used:
        for fact in made[path].facts:
            age = _age(fact, made[path].began, first)
            if age >= FRESH and not (fact.gone is not None and fact.gone < first):
                score = round(age / OLDEST * _WEIGHTS[fact.kind] * use, 6)
                tie = blake2b(f"{first}\n{path}\n{fact.kind}\n{fact.text}".encode(), digest_size=8).digest()
                ranked.append((not active, -score, tie, path, fact))
    chosen: list[tuple[str, Fact]] = []
    for _, _, _, path, fact in sorted(ranked, key=lambda one: one[:4]):
        if len(chosen) < most and sum(other == path for other, _ in chosen) < MOST_OF_ONE:
            chosen.append((path, fact))
    return chosen


def use_before(facts: FactUse, first: date) -> tuple[bool, float]:
    """Tell whether a tie was active in the year before a day, and how much it is used, 0.2 to 2."""
    to = first.toordinal()
    days = bisect_left(facts.days, to) - bisect_left(facts.days, to - ACTIVE)
    return days > 0, min(days, MANY_DAYS) / MANY_DAYS + facts.closeness / 5


def _age(fact: Fact, began: int, first: date) -> int:
    """Return how long before a day a fact was last known to be so, in days; of somebody new that cannot be long."""
    before = [one.day for one in fact.dated if one.day < first]
    if before:
        return min((first - before[-1]).days, OLDEST)
    return 0 if began > first.toordinal() - FRESH else OLDEST


def last_known(fact: Fact, today: date) -> Dated | None:
    """Return when a fact was last known to be so, up to a day; None where nothing says."""
    until = [one for one in fact.dated if one.day <= today]
    return until[-1] if until else None


def _seen_to(fact: Fact, first: date, today: date) -> bool:
    """Tell whether this month says already that it is so, or is not."""
    days = [one.day for one in fact.dated if one.sign is not Sign.CREATED]
    return any(first <= day <= today for day in (*days, fact.gone) if day is not None)


def _stated(contact: Contact) -> list[tuple[str, Statement]]:
    """Return the facts of a note by field; asks and offers one by one, of the other fields all."""
    plain = (
        ("role", contact.role or ""),
        ("organisation", ", ".join(contact.organisations)),
        ("place", contact.place or ""),
        ("email", ", ".join(contact.emails)),
        ("phone", ", ".join(contact.phones)),
        ("time_zone", contact.time_zone or ""),
    )
    found = [(kind, Statement(text, 0)) for kind, text in plain if text]
    interests = ", ".join([one.text for one in contact.interests])
    if interests:
        found.append(("interests", Statement(interests, contact.interests[0].line)))
    found += [("asks", one) for one in contact.asks if one.text]
    found += [("offers", one) for one in contact.offers if one.text]
    return found


def _fact(contact: Contact, kind: str, said: Statement, told: "_Told", created: list[Dated], asked: list[str]) -> Fact:
    text, line, item = said.text, said.line, kind in _ITEMS
    dated = [Dated(said.day, Sign.NOTED)] if said.day is not None else []
    gone = None
    if contact.confirmed:
        meant = [one for one in contact.confirmed if one.kind in ("", kind) and _means(one, text, item)]
        dated += [Dated(one.day, Sign.CONFIRMED, one.month) for one in meant if not one.gone]
        gone = max([one.day for one in meant if one.gone], default=None)
    if "(" in text or "[" in text:
        noted = _NOTED.search(text)
        day = parse_day(f"{noted[1]}{noted[2] or '-01'}") if noted is not None else None
        if noted is not None and day is not None:
            dated.append(Dated(day, Sign.NOTED, noted[2] is None))
    if kind != "place" and len(text) >= SHORTEST:  # a dinner in Porto does not say that they live there
        dated += [Dated(day, Sign.TOLD) for day in told.days_of(text.lower())]
    dated += created
    if len(dated) > 1:
        dated.sort(key=lambda one: one.day)
    return Fact(kind, text, item, line, tuple(dated), gone, bool(asked) and question_about(kind, text) in asked)


def _means(confirmed: Confirmed, text: str, item: bool) -> bool:
    """Tell whether the property speaks of this fact; without words it speaks of all of its field."""
    return not item or not confirmed.text or confirmed.text.casefold() == text.casefold()


def _holes(contact: Contact) -> tuple[str, ...]:
    met = contact.category == "family" or contact.how_met or contact.where_met or contact.met_on
    found = (
        ("birthday", "birthday" in [one.label for one in contact.dates]),
        ("place", contact.place),
        ("way to reach them", contact.emails or contact.phones or contact.urls),
        ("word on how you met", met or contact.introduced_by),
    )
    return tuple([what for what, there in found if not there])


def _holes_of(closest: Iterable[str], made: Mapping[str, ContactFacts], known: Mapping[str, str]) -> tuple[Hole, ...]:
    lacking: dict[str, list[tuple[str, str]]] = {}
    for path in list(closest)[:CLOSEST]:
        for what in made[path].holes:
            lacking.setdefault(what, []).append((path, known[path]))
    order = ("birthday", "place", "way to reach them", "word on how you met")
    return tuple([Hole(what, tuple(lacking[what])) for what in order if what in lacking])
