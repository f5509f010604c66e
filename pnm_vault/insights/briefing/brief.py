"""What to have in mind before a talk with one contact."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from pnm_vault.insights.briefing.aged import aged_matters
from pnm_vault.insights.briefing.news import News, news_for
from pnm_vault.insights.briefing.telling import Line, Telling
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.insights.remembering.dates import DateAhead, dates_ahead
from pnm_vault.insights.remembering.follow_ups import sort_follow_ups
from pnm_vault.insights.remembering.promises import Promise, called, open_promises, promises_in
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.note import Origin
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.notes.text.links import find_links

# The last conversations are those of so many days of contact.
LAST_DAYS = 3
# Closest ties do not keep accounts, whoever else does.
CLOSEST = 5


class Question(StrEnum):
    """One of five questions about a tie, in the order in which they are asked."""

    WHO_THEY_KNOW = "who-they-know"
    WHAT_I_KNOW = "what-i-know-of-them"
    WHAT_THEY_KNOW = "what-they-know-of-me"
    LEARNING = "what-we-learn"
    BENEFIT = "how-we-benefit"


class Common(Row, frozen=True):
    """Somebody both know. `together`: the newest meeting with both; else `proof` is the line that says so."""

    path: str
    name: str
    together: date | None
    proof: Source


class Brief(Record, frozen=True):
    """What to have in mind before a talk. Everything has its line; an empty tuple: the notes say too little.

    `last` is the last day of contact, proved by `proof`. `conversations` are those of the last three days of contact,
    the newest first; `aged` is worth asking after; `news` is what the owner has to tell. `give_next`: favours came and
    none went, so that one of the owner's own would be next. `unanswered` are questions that the notes leave open.
    """

    path: str
    name: str
    last: date | None = None
    proof: Source | None = None
    conversations: tuple[Telling, ...] = ()
    promises: tuple[Promise, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    asks: tuple[Statement, ...] = ()
    aged: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()
    common: tuple[Common, ...] = ()
    dates: tuple[DateAhead, ...] = ()
    favours: tuple[tuple[Favour, Source], ...] = ()
    give_next: bool = False
    unanswered: tuple[Question, ...] = ()

    @property
    def says_little(self) -> bool:
        """Whether there is nothing to have in mind but what to find out."""
        return not (
            self.conversations
            or self.promises
            or self.follow_ups
            or self.asks
            or self.aged
            or self.news
            or self.common
            or self.dates
            or self.favours
        )


class Evidence(Record, frozen=True):
    """What a brief is made of: what the vault says about the contact, and the full text of the lines concerned.

    `tellings` are in the order of the record's interactions, days to come left out; `journal` holds the lines of daily
    notes after the last contact; `common` those whom both know; `dates` the contact's own important dates; `favours`
    the places of the record's favours, in their order.
    """

    record: ContactRecord
    tellings: tuple[Telling, ...] = ()
    journal: tuple[Line, ...] = ()
    common: tuple[Common, ...] = ()
    dates: tuple[ContactDates, ...] = ()
    favours: tuple[Source, ...] = ()


def build_brief(evidence: Evidence, today: date, days: int) -> Brief:
    """Return what to have in mind; important dates are looked for `days` days ahead.

    Of somebody who has died it is what there was: nothing to ask, to tell or to return.
    """
    record = evidence.record
    contact = record.contact
    asks = contact.asks
    names = called(contact.name, *contact.aliases)
    past = [entry for entry in record.interactions if entry.day <= today]
    last = past[-1].day if past else None
    follow_ups = sort_follow_ups(record.follow_ups, today)
    # One that is not to begin yet is in `later`: last of all, since it needs no thought now.
    ordered = (*follow_ups.overdue, *follow_ups.this_week, *follow_ups.undated, *follow_ups.later)
    favours = sorted(
        zip(favours_of(record), evidence.favours, strict=True),
        key=lambda one: (-(one[0].day or date.min).toordinal(), one[1].path, one[1].line),
    )
    promised = promises_in(evidence.tellings, names, [one.text for one in ordered], contact.called_off)
    alive = contact.status is not Status.DECEASED
    return Brief(
        path=contact.path,
        name=contact.name,
        last=last,
        proof=_proof_of(record, last),
        conversations=last_conversations(evidence.tellings),
        promises=open_promises(promised, today) if alive else (),
        follow_ups=ordered,
        asks=asks,
        aged=aged_matters(contact.path, asks, evidence.tellings, today) if alive else (),
        news=news_for((*asks, *contact.interests), evidence.journal, names) if alive else (),
        common=tuple(sorted(evidence.common, key=_closest_first)),
        dates=dates_ahead(evidence.dates, today, days),
        favours=tuple(favours),
        give_next=alive and _gives_next(record, [favour for favour, _ in favours]),
        unanswered=unanswered(record) if alive else (),
    )


def last_conversations(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Return what the last three days of contact tell, the newest first; on one day, the fullest telling first.

    A property or a list of attendees says nothing of what was said: it counts for no day, and neither does a line that
    stands in a fuller telling already.
    """
    fullest = sorted(tellings, key=lambda one: -len(one.lines))
    told: list[Telling] = []
    seen: set[tuple[str, int]] = set()
    for telling in fullest:
        places = {(line.path, line.line) for line in telling.lines}
        if places and not telling.bare and not places <= seen:
            told.append(telling)
            seen |= places
    days = sorted({telling.day for telling in told}, reverse=True)[:LAST_DAYS]
    kept = [telling for telling in told if telling.day in days]
    kept.sort(key=lambda one: (-one.day.toordinal(), -len(one.lines), one.lines[0].path, one.lines[0].line))
    return tuple(kept)


def unanswered(record: ContactRecord) -> tuple[Question, ...]:
    """Return those of the five questions to which the notes have no answer yet."""
    contact = record.contact
    answers: tuple[tuple[Question, object], ...] = (
        (Question.WHO_THEY_KNOW, record.knows or record.introduced_by),
        (Question.WHAT_I_KNOW, contact.interests or contact.asks),
        (Question.WHAT_THEY_KNOW, contact.they_know),
        (Question.LEARNING, contact.learning),
        (Question.BENEFIT, contact.offers or favours_of(record)),
    )
    return tuple([question for question, answer in answers if not answer])


def _proof_of(record: ContactRecord, last: date | None) -> Source | None:
    """Return a line that proves the last contact: one that tells of it before a property."""
    there = [entry for entry in record.interactions if entry.day == last]
    return min(there, key=lambda entry: entry.origin is Origin.FIELD).source if there else None


def _closest_first(common: Common) -> tuple[int, str, str]:
    return -(common.together or date.min).toordinal(), common.name.casefold(), common.path


def _gives_next(record: ContactRecord, favours: list[Favour]) -> bool:
    """Tell whether a favour of the owner's own would be next.

    Source: Clark & Mills 1979 (Interpersonal attraction in exchange and communal relationships, Journal of Personality
    and Social Psychology 37:12-24): between those who are close, keeping accounts hurts.
    """
    contact = record.contact
    if contact.category == "family" or contact.closeness == CLOSEST:
        return False
    done = [favour.given for favour in favours if not favour.asked]
    return bool(done) and not any(done)


def without_names(brief: Brief, names: Iterable[str], paths: frozenset[str]) -> Brief:
    """Return the brief without any line that names one of those contacts, or stands in one of their notes.

    `names` are their names, in any case; a first name alone is none.
    """
    told = [name.casefold() for name in names if name.strip()]

    def clear(path: str, *texts: str) -> bool:
        named = "\n".join((path, *texts, *[target for text in texts for target in find_links(text)])).casefold()
        return path not in paths and not any(name in named for name in told)

    def cleared(telling: Telling) -> Telling:
        return replace(telling, lines=tuple([line for line in telling.lines if clear(line.path, line.text)]))

    conversations = [cleared(telling) for telling in brief.conversations]
    return replace(
        brief,
        proof=brief.proof if brief.proof is not None and clear(brief.proof.path) else None,
        conversations=tuple([one for one in conversations if one.lines]),
        promises=tuple([one for one in brief.promises if clear(one.said.path, one.said.text)]),
        follow_ups=tuple(
            [one for one in brief.follow_ups if paths.isdisjoint(one.contacts) and clear(one.source.path, one.text)]
        ),
        asks=tuple([ask for ask in brief.asks if clear("", ask.text)]),
        aged=tuple([line for line in brief.aged if clear(line.path, line.text)]),
        news=tuple([one for one in brief.news if clear(one.said.path, one.said.text, one.about.text)]),
        common=tuple([one for one in brief.common if one.path not in paths and clear(one.proof.path)]),
        favours=tuple([one for one in brief.favours if clear(one[1].path, one[0].text)]),
    )
