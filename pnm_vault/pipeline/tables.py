"""Further tables that the questions read: each row made of one contact's record or of one note, kept between runs.

A row is made anew only when what it is made of changed, so it may depend on nothing else: not on the day, not on the
settings, not on other rows. What is asked on a day is worked out from the rows on that day.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pnm_vault.index.build import IndexedNote
from pnm_vault.index.gatherings import community_note, event_note, visits_told
from pnm_vault.index.records import introduction_row
from pnm_vault.insights.catching_up.dormant import senior_role
from pnm_vault.insights.gathering.meetings import FirstMeeting, first_meeting_of
from pnm_vault.insights.helping.help_found import Need, needs_of
from pnm_vault.insights.helping.help_words import AskedRow, asked_row, open_role, open_workplaces
from pnm_vault.insights.helping.reciprocity import Exchange, exchange_of
from pnm_vault.insights.introducing.referrals import ReferralRow, referral_row
from pnm_vault.insights.looking_back.day_log import DayLog, day_log
from pnm_vault.insights.mentoring import MentoringRow, mentoring_row
from pnm_vault.insights.remembering.dates import zone_of
from pnm_vault.insights.remembering.facts import ContactFacts, FactUse, facts_of, use_of
from pnm_vault.insights.remembering.gifts import GiftNotes, gift_notes_of
from pnm_vault.insights.remembering.promises import Promise, promises_of
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.gathering import CommunityNote, EventNote, Visits
from pnm_vault.model.introduction import IntroductionRow
from pnm_vault.model.record import Record
from pnm_vault.model.resource import Resource
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.network.belongings import Belongings, belongings_of
from pnm_vault.network.silences import days_with_silence


class ContactTable(Record, frozen=True):
    """A table by contact path: the type of its rows, and how one is made; None for a contact that has none."""

    form: Any
    row: Callable[[ContactRecord], Any]


class NoteTable(Record, frozen=True):
    """A table by note path: the type of its rows, and how one is made; None for a note that has none."""

    form: Any
    row: Callable[[IndexedNote], Any]


CONTACT_TABLES: Mapping[str, ContactTable] = {
    "mentoring": ContactTable(MentoringRow, mentoring_row),
    "senior_roles": ContactTable(str, senior_role),
    "silences": ContactTable(tuple[date, ...], days_with_silence),
    "promises": ContactTable(tuple[Promise, ...], promises_of),
    "facts": ContactTable(ContactFacts, facts_of),
    "uses": ContactTable(FactUse, use_of),
    "gifts": ContactTable(GiftNotes, gift_notes_of),
    "zones": ContactTable(str, zone_of),
    "first_meetings": ContactTable(FirstMeeting, first_meeting_of),
    "places": ContactTable(str, lambda record: record.contact.place),
    "days": ContactTable(DayLog, day_log),
    "belongings": ContactTable(Belongings, belongings_of),
    "referrals": ContactTable(ReferralRow, referral_row),
    "roles": ContactTable(str, open_role),
    "workplaces": ContactTable(tuple[str, ...], open_workplaces),
    "needs": ContactTable(tuple[Need, ...], needs_of),
    "asked": ContactTable(AskedRow, asked_row),
    "exchanges": ContactTable(Exchange, exchange_of),
}
NOTE_TABLES: Mapping[str, NoteTable] = {
    "events": NoteTable(EventNote, event_note),
    "gathered": NoteTable(CommunityNote, community_note),
    "visits": NoteTable(Visits, visits_told),
    "introductions": NoteTable(IntroductionRow, introduction_row),
    "synonyms": NoteTable(tuple[SynonymGroup, ...], lambda indexed: indexed.note.synonyms or None),
    "resources": NoteTable(tuple[Resource, ...], lambda indexed: indexed.note.resources or None),
}
TABLES = (*CONTACT_TABLES, *NOTE_TABLES)


def form_of(name: str) -> Any:
    """Give the type of a table's rows."""
    return CONTACT_TABLES[name].form if name in CONTACT_TABLES else NOTE_TABLES[name].form
