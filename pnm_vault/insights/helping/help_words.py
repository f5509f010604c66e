"""The words of help asked for and given: what a log line, a follow-up or a label about it says, and how it is read."""

import re
from datetime import date

from pnm_vault.index.told_lines import lines_told
from pnm_vault.insights.briefing.telling import stems_in, takes_up
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import FavourWay
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.patterns import pattern_of

# How a log line begins that says that the owner asked, and one that says that they helped.
ASKED = "asked them for help with "
HELPED = "gave: help with "
# How the follow-up begins that stands for an ask that was put off, and for a need.
TO_ASK = "Ask for help with "
TO_HELP = "Help with "
# In `no_reminder`: this contact is not to be asked for it; the owner is not to be reminded of what they look for.
SPARED_ASK = "asking for "
SPARED_NEED = "help with "

MOST_ASKED = 12
_LABEL_LENGTH = 100

_HINT = "sked "  # costs nearly nothing, and most lines have none
# Without a subject, or with `I`, it is the owner who asked; `she asked for help` says something else.
_ASKED = pattern_of(
    r"(?:\A|[^\w\s]\s*|[0-9]\s+|\band\s+)(?:i\s+)?asked\s(?:(?:her|him|them)\s)?for\shelp\b(?:\s(?:with|in|on)\b)?:?\s*(.*)",
    re.IGNORECASE,
)
_OPENING = pattern_of(
    r"(?:(?:is|are|i am|i['’]m)\s+)?(?:(?:looking|searching)\s+for|seeking|needs?|wants?|help\s+(?:with|in|on))"
    r"\s+(?=\w)",
    re.IGNORECASE,
)
_LINK = pattern_of(r"\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{0,200})\]\]")
_WORD = pattern_of(r"[^\W_]+")


class Asked(Row, frozen=True):
    """A line that says that the owner asked for help with something (`text`), or (`helped`) was helped, on a day."""

    day: date
    text: str
    source: Source
    helped: bool = False


class AskedRow(Row, frozen=True):
    """What one contact's record says of help between the two: the newest lines, oldest first, and labels of no more.

    `spared` are labels (case-folded): see `spares`.
    """

    asked: tuple[Asked, ...] = ()
    spared: tuple[str, ...] = ()


def is_open(contact: Contact) -> bool:
    """Tell whether a review note may speak of what a contact needs or could do."""
    return contact.status is Status.ACTIVE and contact.suggest and not contact.private


def open_role(record: ContactRecord) -> str | None:
    """Return what a contact is by their role; None where the note does not say, or they are to be left alone."""
    return (record.contact.role if is_open(record.contact) else None) or None


def open_workplaces(record: ContactRecord) -> tuple[str, ...] | None:
    """Return where a contact works; None where the note does not say, or they are to be left alone."""
    return (record.contact.organisations if is_open(record.contact) else None) or None


def asked_row(record: ContactRecord) -> AskedRow | None:
    """Return what a record says of help between the owner and a contact; None where it says nothing."""
    contact = record.contact
    spared = tuple([label for label in contact.no_reminder if label.startswith((SPARED_ASK, SPARED_NEED))])
    asked = [
        Asked(one.day, found[1], one.source)
        for one in (record.interactions if _HINT in lines_told(record) else ())
        if _HINT in one.source.text and (found := _ASKED.search(one.source.text))
    ]
    lines = {(one.source.path, one.source.line) for one in asked}
    for favour in favours_of(record):
        proof = Source(favour.path or contact.path, favour.line, favour.text)
        told = favour.way is FavourWay.ASKED and (proof.path, proof.line) in lines  # in the words above
        if not favour.given and favour.day is not None and not told:
            asked.append(Asked(favour.day, favour.text, proof, helped=favour.way is FavourWay.RECEIVED))
    if not asked and not spared:
        return None
    asked.sort(key=lambda one: (one.day, one.source.path, one.source.line))
    return AskedRow(tuple(asked[-MOST_ASKED:]), spared)


def bare_words(text: str) -> str:
    """Return an ask as it goes on in a sentence: without `looking for` in front, links as what they show."""
    bare = " ".join(_LINK.sub(r"\1", text).split())
    found = _OPENING.match(bare)
    return bare[found.end() :] if found else bare


def label_for(beginning: str, text: str) -> str:
    """Return the label in `no_reminder` that says of an ask that nothing is to be said of it any more."""
    return beginning + " ".join(_WORD.findall(bare_words(text)))[:_LABEL_LENGTH].rstrip()


def spares(row: AskedRow | None, beginning: str, text: str) -> bool:
    """Tell whether the label for an ask is among those of a contact."""
    return row is not None and label_for(beginning, text).casefold() in row.spared


def asked_for(row: AskedRow | None, text: str, today: date) -> tuple[Asked, ...]:
    """Return the lines up to a day on which the owner asked for this: with half of its words, or some alone."""
    if row is None:
        return ()
    stems = stems_in(text)
    found: list[Asked] = []
    for one in row.asked:
        said = stems_in(one.text)
        if one.day <= today and not one.helped and (takes_up(stems, [said]) or (said and said <= stems)):
            found.append(one)
    return tuple(found)


def meant_to(follow_ups: tuple[FollowUp, ...], beginning: str, text: str) -> FollowUp | None:
    """Give the open follow-up that says that the owner means to ask for this, or to help with it; None for none."""
    wanted = f"{beginning}{bare_words(text)}".casefold()
    return next((one for one in follow_ups if one.text.casefold().startswith(wanted)), None)
